/** Cancelling: what becomes of the queue, and of the act. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { cancel, countActAttempt, makeActFields, redirectAct, settleAct } from "../../../pwa/queue/acts.js";
import { ID, keep, makeAct, makeEntry, makeReceipt, MANAGE, NOW, UNKNOWN } from "../examples.js";

const MADE = { act_id: "act", created_at: new Date(NOW), now: NOW };
const NOTHING = { act: null, entries: [], deleted_entries: [], deleted_acts: [] };
const UNTRIED = makeEntry();
const TRIED = makeEntry({ attempts: 1 });
const OLD_RECEIPT = makeReceipt({ submission_id: "old" });

const cancelIn = (kept, id = ID) => cancel(keep(kept), id, MADE);

test("what is stored is cancelled with its key", () => {
  assert.deepEqual(cancelIn({ receipts: [makeReceipt()] }), { ...NOTHING, act: makeAct() });
});

test("an act has its place behind all that is on its way, and a preview's clock", () => {
  const kept = keep({ receipts: [makeReceipt()], entries: [makeEntry({ submission_id: "x", sequence: 4 })] });
  const { act } = cancel(kept, ID, { ...MADE, created_at: new Date(NOW + 5_000) });
  assert.deepEqual([act.sequence, act.clock_ahead_ms, act.created_at], [5, 5_000, "2022-01-05T02:00:05.000Z"]);
  const behind = makeAct({ act_id: "x", submission_id: "x", sequence: 8 });
  assert.equal(cancelIn({ receipts: [makeReceipt()], acts: [behind] }).act.sequence, 9);
});

test("a receipt that does not hold its organisation any more is in no organisation's lane", () => {
  assert.equal(cancelIn({ receipts: [makeReceipt({ values: null })] }).act.organisation, "");
});

test("what never went out is deleted", () => {
  assert.deepEqual(cancelIn({ entries: [UNTRIED] }), { ...NOTHING, deleted_entries: [ID] });
});

test("what was tried goes on being sent, and its cancellation has no key yet", () => {
  assert.deepEqual(cancelIn({ entries: [TRIED] }), { ...NOTHING, act: makeAct({ manage: "" }) });
});

test("a change that never went out is dropped, and what it was to change is cancelled", () => {
  const change = makeEntry({ replaces: "old" });
  const expected = { ...NOTHING, act: makeAct({ submission_id: "old" }), deleted_entries: [ID] };
  for (const id of [ID, "old"]) assert.deepEqual(cancelIn({ entries: [change], receipts: [OLD_RECEIPT] }, id), expected, id);
});

test("a change that was tried is what is cancelled, once it was answered", () => {
  const change = makeEntry({ replaces: "old", attempts: 1 });
  assert.deepEqual(cancelIn({ entries: [change], receipts: [OLD_RECEIPT] }, "old").act, makeAct({ manage: "" }));
});

test("a change that waited for what was tried is dropped, and that one is cancelled", () => {
  const old = makeEntry({ submission_id: "old", attempts: 2, state: "superseded" });
  assert.deepEqual(cancelIn({ entries: [old, makeEntry({ replaces: "old" })] }, "old"), {
    act: makeAct({ submission_id: "old", manage: "" }),
    entries: [{ ...old, state: "queued" }],
    deleted_entries: [ID],
    deleted_acts: [],
  });
});

test("what is cancelled already is not cancelled again, but what was refused may be tried anew", () => {
  const receipts = [makeReceipt()];
  assert.deepEqual(cancelIn({ receipts, acts: [makeAct({ act_id: "before" })] }), NOTHING);
  const { act, deleted_acts } = cancelIn({ receipts, acts: [makeAct({ act_id: "before", state: "refused" })] });
  assert.deepEqual([act.act_id, deleted_acts], ["act", ["before"]]);
});

test("where this phone has no key, or nothing, there is nothing to tell the server", () => {
  assert.deepEqual(cancelIn({ receipts: [makeReceipt({ manage: "" })] }), NOTHING);
  assert.deepEqual(cancelIn({}), NOTHING);
  assert.deepEqual(cancelIn({ entries: [makeEntry({ state: "refused", attempts: 1 })] }), NOTHING);
});

test("an attempt is counted, but none goes out without a key or after the answer", () => {
  assert.deepEqual(countActAttempt(makeAct()), makeAct({ attempts: 1 }));
  assert.equal(countActAttempt(makeAct({ manage: "" })), null);
  assert.equal(countActAttempt(makeAct({ state: "refused" })), null);
  assert.equal(countActAttempt(undefined), null);
});

test("an attempt carries what the wire asks for and nothing else", () => {
  assert.deepEqual(makeActFields(makeAct({ attempts: 2, clock_ahead_ms: 60_000 }), NOW), {
    submission_id: ID,
    manage: MANAGE,
    act_id: "act",
    created_at: "2022-01-05T02:00:00.000Z",
    sent_at: "2022-01-05T02:01:00.000Z",
    attempt: "2",
  });
});

const AT = { now: NOW, chance: 0.5 };
const SENT = makeAct({ attempts: 1 });
const DONE = { kind: "done", status: "cancelled" };
const ENDED = makeReceipt({ status: "cancelled", values: null });

test("a yes ends the registration on the phone too, and what was sent is deleted", () => {
  const kept = keep({ acts: [SENT], receipts: [makeReceipt({ place: 2 }), OLD_RECEIPT] });
  assert.deepEqual(settleAct(SENT, DONE, kept, AT), { acts: [], receipts: [ENDED], entries: [], deleted_acts: ["act"] });
  assert.deepEqual(settleAct(SENT, { ...DONE, status: "removed" }, kept, AT).receipts, [{ ...ENDED, status: "removed" }]);
});

test("a yes counts although the act was taken back", () => {
  assert.deepEqual(settleAct(SENT, DONE, keep({ receipts: [makeReceipt()] }), AT).receipts, [ENDED]);
});

test("a change that waited for it becomes a registration of its own", () => {
  const change = makeEntry({ submission_id: "new", replaces: ID, manage: MANAGE });
  const others = [makeEntry({ submission_id: "gone-out", replaces: ID, attempts: 1 }), makeEntry({ submission_id: "else" })];
  const { entries } = settleAct(SENT, DONE, keep({ acts: [SENT], entries: [change, ...others] }), AT);
  assert.deepEqual(entries, [{ ...change, replaces: "", manage: "" }]);
});

test("a refusal stays for the person to read", () => {
  const { acts, deleted_acts } = settleAct(SENT, { kind: "refused", code: "closed" }, keep({ acts: [SENT, makeAct({ act_id: "x" })] }), AT);
  assert.deepEqual([acts, deleted_acts], [[{ ...SENT, state: "refused", problem: { code: "closed" } }], []]);
});

test("what decides nothing is tried again after a while", () => {
  const tried = { ...SENT, unknowns: 1, next_try_at: NOW + 2_500 };
  assert.deepEqual(settleAct(SENT, UNKNOWN, keep({ acts: [SENT] }), AT).acts, [tried]);
  assert.deepEqual(settleAct(SENT, UNKNOWN, keep(), AT).acts, []);
});

test("the cancellation of what is not sent any more goes to what that was to correct, or ends", () => {
  const change = makeEntry({ replaces: "old", attempts: 1 });
  const acts = [makeAct({ manage: "" })];
  const moved = redirectAct(change, keep({ acts, receipts: [OLD_RECEIPT] }));
  assert.deepEqual(moved, { acts: [makeAct({ submission_id: "old" })], deleted_acts: [] });
  assert.deepEqual(redirectAct(change, keep({ acts })), { acts: [], deleted_acts: ["act"] });
  assert.deepEqual(redirectAct(change, keep({ receipts: [OLD_RECEIPT] })), { acts: [], deleted_acts: [] });
});
