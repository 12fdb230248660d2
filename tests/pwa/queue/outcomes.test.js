/** What the answer to an attempt makes of its entry. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { settle } from "../../../pwa/queue/outcomes.js";
import { CLOSED, ID, keep, KEY_REUSED, makeAct, makeEntry, makeReceipt, MANAGE, NOW, RECEIVED, STORED, UNKNOWN } from "../examples.js";

const AT = { now: NOW, chance: 0.5 };
const NOTHING = { ...keep(), deleted_entries: [], deleted_receipts: [], deleted_acts: [], deleted_drafts: [] };
const ORIGIN = { submitted_at: "2022-01-05T01:59:00.000Z", sequence: 0 };
const SENT = makeEntry({ attempts: 1 });

const settleSent = (answer, changes = {}) => {
  const entry = { ...SENT, ...changes };
  return settle(entry, answer, keep({ entries: [entry] }), AT);
};

test("a yes turns the entry into a receipt", () => {
  assert.deepEqual(settleSent(STORED), { ...NOTHING, receipts: [makeReceipt(ORIGIN)], deleted_entries: [ID] });
});

test("a yes to a correction takes the old receipt and the correction's draft along", () => {
  assert.deepEqual(settleSent({ ...STORED, status: "late_review" }, { replaces: "old", organisation_name: "" }), {
    ...NOTHING,
    receipts: [makeReceipt({ status: "late_review", replaces: "old", organisation: "saithong-pao", ...ORIGIN })],
    deleted_entries: [ID],
    deleted_receipts: ["old"],
    deleted_drafts: ["ita#old"],
  });
});

test("what was sent is kept to be changed, but not once the event has begun", () => {
  const keptAt = (starts_at, clock_ahead_ms) => settleSent(STORED, { starts_at, clock_ahead_ms }).receipts[0].values;
  assert.deepEqual(keptAt(new Date(NOW + 1).toISOString(), 0), SENT.values);
  assert.equal(keptAt(new Date(NOW).toISOString(), 0), null);
  assert.equal(keptAt(new Date(NOW + 5).toISOString(), 5), null);
  assert.equal(keptAt("", 0), null);
});

test("a yes counts although the entry is gone", () => {
  assert.deepEqual(settle(SENT, STORED, keep(), AT), { ...NOTHING, receipts: [makeReceipt(ORIGIN)], deleted_entries: [ID] });
});

test("any other answer to an entry that is gone is nobody's", () => {
  assert.deepEqual(settle(SENT, CLOSED, keep({ entries: [makeEntry({ submission_id: "another" })] }), AT), NOTHING);
});

test("a refusal, a problem and a yes without a receipt stay for the person to see", () => {
  const problems = [{ code: "required", field: "email", params: {} }];
  const invalid = { kind: "needs_person", code: "invalid", problems };
  const change = (answer) => settleSent(answer);
  assert.deepEqual(change(CLOSED), { ...NOTHING, entries: [{ ...SENT, state: "refused", problem: { code: "closed" } }] });
  assert.deepEqual(change(invalid), { ...NOTHING, entries: [{ ...SENT, state: "needs_person", problem: { code: "invalid", problems } }] });
  assert.deepEqual(change(RECEIVED), { ...NOTHING, entries: [{ ...SENT, state: "received" }] });
});

test("what is written is the entry as it is now, not as it was sent", () => {
  const now = { ...SENT, next_try_at: 5 };
  assert.deepEqual(settle(SENT, RECEIVED, keep({ entries: [now] }), AT).entries, [{ ...now, state: "received" }]);
});

for (const [name, answer, before, after] of [
  ["no answer is tried again after a while", UNKNOWN, {}, { next_try_at: NOW + 2_500, unknowns: 1 }],
  ["no answers are counted", UNKNOWN, { unknowns: 2, attempts: 3 }, { next_try_at: NOW + 10_000, unknowns: 3 }],
  ["a wait ends their count", { kind: "wait", retry_after_s: 0 }, { unknowns: 2 }, { next_try_at: NOW + 2_500, unknowns: 0 }],
  ["a server that asks for time gets it", { kind: "wait", retry_after_s: 60 }, {},
    { next_try_at: NOW + 60_000, retry_after_at: NOW + 60_000 }],
  ["a delay may be longer than what was asked", { kind: "wait", retry_after_s: 1 }, {},
    { next_try_at: NOW + 2_500, retry_after_at: NOW + 1_000 }],
  ["time once asked for is given though a later answer doesn't repeat it", UNKNOWN, { retry_after_at: NOW + 60_000 },
    { next_try_at: NOW + 60_000, retry_after_at: NOW + 60_000, unknowns: 1 }],
  ["the longer of two times counts", { kind: "wait", retry_after_s: 5 }, { retry_after_at: NOW + 60_000 },
    { next_try_at: NOW + 60_000, retry_after_at: NOW + 60_000 }],
  ["time that was given is forgotten", UNKNOWN, { retry_after_at: NOW - 1 }, { next_try_at: NOW + 2_500, retry_after_at: 0, unknowns: 1 }],
]) {
  test(name, () => {
    assert.deepEqual(settleSent(answer, before), { ...NOTHING, entries: [{ ...SENT, ...before, ...after }] });
  });
} // prettier-ignore

const OLD = makeEntry({ submission_id: "old", state: "superseded", attempts: 2, replaces: "older", manage: "of-older" });
const WAITING = makeEntry({ submission_id: "new", replaces: "old" });
const ALL = keep({ entries: [OLD, WAITING, makeEntry({ submission_id: "another", replaces: "else" })] });

test("the correction of what was not stored replaces what that replaced", () => {
  const freed = { ...WAITING, replaces: "older", manage: "of-older" };
  assert.deepEqual(settle(OLD, CLOSED, ALL, AT), { ...NOTHING, entries: [freed], deleted_entries: ["old"] });
});

test("the correction of what is stored carries its key", () => {
  const done = settle(OLD, STORED, keep({ entries: [...ALL.entries, { ...WAITING, submission_id: "gone-out", attempts: 1 }] }), AT);
  assert.deepEqual(done.entries, [{ ...WAITING, manage: MANAGE }]);
  assert.deepEqual(done.deleted_entries, ["old"]);
});

test("the correction of what the server may hold still replaces it", () => {
  for (const answer of [RECEIVED, KEY_REUSED]) {
    assert.deepEqual(settle(OLD, answer, ALL, AT), { ...NOTHING, deleted_entries: ["old"] }, answer.kind);
  }
});

test("the correction of what is unanswered goes on waiting", () => {
  const tried = { ...OLD, next_try_at: NOW + 5_000, unknowns: 1 };
  assert.deepEqual(settle(OLD, UNKNOWN, ALL, AT), { ...NOTHING, entries: [tried] });
});

test("a second yes changes nothing about a receipt, which may say more by now", () => {
  const receipts = [makeReceipt({ status: "cancelled" })];
  assert.deepEqual(settle(SENT, STORED, keep({ receipts }), AT), { ...NOTHING, deleted_entries: [ID] });
});

for (const [status, became, goes] of [
  ["confirmed", "waiting", false],
  ["confirmed", "late_review", false],
  ["waiting", "late_review", false],
  ["confirmed", "confirmed", true],
  ["late_review", "waiting", true],
  ["waiting", "confirmed", true],
  ["cancelled", "waiting", true],
]) {
  test(`what was ${status} ${goes ? "goes" : "stands"} when its correction is ${became}`, () => {
    const kept = keep({ receipts: [makeReceipt({ submission_id: "old", status })] });
    const { deleted_receipts } = settle({ ...SENT, replaces: "old" }, { ...STORED, status: became }, kept, AT);
    assert.deepEqual(deleted_receipts, goes ? ["old"] : []);
  });
} // prettier-ignore

test("the cancellation that waited for a yes can go out, with the key that came", () => {
  const acts = [makeAct({ manage: "" }), makeAct({ act_id: "other", submission_id: "other", manage: "" })];
  assert.deepEqual(settle(SENT, STORED, keep({ acts }), AT).acts, [makeAct()]);
  const [refused] = settle(SENT, { ...STORED, manage: "" }, keep({ acts }), AT).acts;
  assert.deepEqual([refused.state, refused.problem], ["refused", { code: "not_possible" }]);
});

test("a cancellation that was refused goes with what it was of", () => {
  const acts = [makeAct({ submission_id: "old", state: "refused" }), makeAct({ act_id: "under way", submission_id: "old" })];
  const { acts: written, deleted_acts } = settle({ ...SENT, replaces: "old" }, STORED, keep({ acts }), AT);
  assert.deepEqual([written, deleted_acts], [[], ["act"]]);
});

test("the cancellation of what was not stored has nothing left to do", () => {
  const acts = [makeAct({ manage: "" })];
  for (const answer of [CLOSED, KEY_REUSED, RECEIVED]) {
    assert.deepEqual(settle(SENT, answer, keep({ entries: [SENT], acts }), AT).deleted_acts, ["act"], answer.kind);
  }
  assert.deepEqual(settle(SENT, UNKNOWN, keep({ entries: [SENT], acts }), AT).deleted_acts, []);
});

test("the cancellation of a correction that was not stored goes to what it was to correct", () => {
  const correction = { ...SENT, replaces: "old" };
  const kept = keep({ entries: [correction], acts: [makeAct({ manage: "" })], receipts: [makeReceipt({ submission_id: "old" })] });
  const { acts, deleted_acts } = settle(correction, CLOSED, kept, AT);
  assert.deepEqual([acts, deleted_acts], [[makeAct({ submission_id: "old" })], []]);
});

const UNCHANGED = { kind: "needs_person", code: "invalid", problems: [{ code: "unchanged", field: "", params: {} }] };
const CHANGE = makeEntry({ attempts: 1, replaces: "old", manage: MANAGE });

test("a change that the server finds to be none goes, and what it was to change stands", () => {
  const kept = keep({ entries: [CHANGE], receipts: [makeReceipt({ submission_id: "old" })] });
  assert.deepEqual(settle(CHANGE, UNCHANGED, kept, AT), { ...NOTHING, deleted_entries: [ID], deleted_drafts: ["ita#old", `ita#${ID}`] });
});

test("what was to cancel that change then cancels what stands", () => {
  const kept = keep({ entries: [CHANGE], receipts: [makeReceipt({ submission_id: "old" })], acts: [makeAct({ manage: "" })] });
  assert.deepEqual(settle(CHANGE, UNCHANGED, kept, AT).acts, [makeAct({ submission_id: "old" })]);
});

test("where this phone has no receipt of what stands, the person is told", () => {
  const kept = keep({ entries: [CHANGE], receipts: [makeReceipt({ submission_id: "another" })] });
  assert.deepEqual(settle(CHANGE, UNCHANGED, kept, AT).entries.map(({ state }) => state), ["needs_person"]);
});

test("a correction that waited for such a change is one of what stands", () => {
  const entries = [{ ...CHANGE, state: "superseded" }, makeEntry({ submission_id: "next", replaces: ID })];
  const { entries: written, deleted_entries } = settle(CHANGE, UNCHANGED, keep({ entries, receipts: [makeReceipt({ submission_id: "old" })] }), AT);
  assert.deepEqual([written.map(({ replaces, manage }) => [replaces, manage]), deleted_entries], [[["old", MANAGE]], [ID]]);
});
