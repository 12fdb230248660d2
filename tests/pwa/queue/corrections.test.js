/** What a correction does to the entries that are already there. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { reinstate, replace, saysTheSame } from "../../../pwa/queue/corrections.js";
import { keep, makeAct, makeEntry, makeReceipt, MANAGE } from "../examples.js";

const BEFORE = { created_at: "2022-01-04T00:00:00.000Z", clock_ahead_ms: 7, sequence: 4 };
const LATER = { sequence: 5 };
const OLD = { submission_id: "old", replaces: "older", ...BEFORE };
const NEW = makeEntry({ submission_id: "new", replaces: "set here" });

const RECEIPTS = [makeReceipt({ submission_id: "another", manage: "not-ours" }), makeReceipt({ submission_id: "old" })];
const PROVEN = { manage: MANAGE };

const correct = (...entries) => replace(keep({ entries: entries.map(makeEntry) }), "old", NEW);

test("what was never tried is succeeded by its correction, which keeps its time and place", () => {
  assert.deepEqual(correct(OLD), { added: { ...NEW, ...BEFORE, replaces: "older" }, superseded: null, deleted: "old", takenBack: null });
});

test("what came back to be corrected is succeeded in the same way", () => {
  const old = { ...OLD, state: "needs_person", attempts: 2, problem: { code: "invalid", problems: [] } };
  assert.deepEqual(correct(old), { added: { ...NEW, ...BEFORE, replaces: "older" }, superseded: null, deleted: "old", takenBack: null });
});

test("after a refusal the correction is a new registration, of its own time and place", () => {
  const old = { ...OLD, state: "refused", attempts: 1, problem: { code: "closed" } };
  assert.deepEqual(correct(old), { added: { ...NEW, ...LATER, replaces: "older" }, superseded: null, deleted: "old", takenBack: null });
});

test("what was tried and is unanswered goes on being sent, and its correction waits", () => {
  const old = { ...OLD, attempts: 1 };
  const superseded = makeEntry({ ...old, state: "superseded" });
  assert.deepEqual(correct(old), { added: { ...NEW, ...LATER, replaces: "old" }, superseded, deleted: null, takenBack: null });
});

test("a used key means that the server holds it", () => {
  const old = { ...OLD, state: "needs_person", attempts: 1, problem: { code: "key_reused" } };
  assert.deepEqual(correct(old), { added: { ...NEW, ...LATER, replaces: "old" }, superseded: null, deleted: "old", takenBack: null });
});

test("a receipt, or nothing that this phone still has, is replaced at the server", () => {
  assert.deepEqual(correct(), { added: { ...NEW, sequence: 1, replaces: "old" }, superseded: null, deleted: "old", takenBack: null });
});

test("a correction of a receipt has its key, and keeps it through corrections of its own", () => {
  assert.deepEqual(replace(keep({ receipts: RECEIPTS }), "old", NEW).added, { ...NEW, ...PROVEN, sequence: 1, replaces: "old" });
  const first = makeEntry({ ...PROVEN, submission_id: "first", replaces: "old" });
  assert.deepEqual(replace(keep({ entries: [first], receipts: RECEIPTS }), "old", NEW), {
    added: { ...NEW, ...PROVEN, created_at: first.created_at, replaces: "old" },
    superseded: null,
    deleted: "first",
    takenBack: null,
  });
  const refused = { ...first, state: "refused", problem: { code: "closed" } };
  assert.equal(replace(keep({ entries: [refused] }), "first", NEW).added.manage, MANAGE);
});

test("the key is of what is replaced and of nothing else", () => {
  const tried = makeEntry({ ...PROVEN, submission_id: "first", replaces: "old", attempts: 1 });
  assert.equal(replace(keep({ entries: [tried], receipts: RECEIPTS }), "old", NEW).added.manage, "");
});

test("a correction of something corrected follows the latest that waits to replace it", () => {
  const old = { ...OLD, state: "superseded", attempts: 3 };
  const second = { submission_id: "second", replaces: "old", ...BEFORE };
  const third = { submission_id: "third", replaces: "second", attempts: 1, state: "queued" };
  assert.deepEqual(correct(old, second), { added: { ...NEW, ...BEFORE, replaces: "old" }, superseded: null, deleted: "second", takenBack: null });
  assert.deepEqual(correct(old, { ...second, state: "superseded" }, third), {
    added: { ...NEW, ...LATER, replaces: "third" },
    superseded: makeEntry({ ...third, state: "superseded" }),
    deleted: null,
    takenBack: null,
  });
});

test("a correction that was answered does not come after what it replaced", () => {
  const refused = { submission_id: "second", replaces: "old", state: "refused", problem: { code: "closed" } };
  assert.deepEqual(correct(OLD, refused).deleted, "old");
});

test("the entry that a deleted correction waited to replace stands again", () => {
  assert.deepEqual(reinstate(makeEntry({ state: "superseded" })), makeEntry({ state: "queued" }));
  assert.equal(reinstate(makeEntry({ state: "queued" })), null);
  assert.equal(reinstate(undefined), null);
});

test("a change takes back the cancellation that has not gone out, and waits for one that has", () => {
  const change = (act) => replace(keep({ receipts: RECEIPTS, acts: [makeAct({ submission_id: "old", sequence: 7, ...act })] }), "old", NEW);
  assert.deepEqual([change({}).takenBack, change({}).added.sequence], ["act", 8]);
  assert.equal(change({ attempts: 1 }).takenBack, null);
  assert.equal(change({ submission_id: "another" }).takenBack, null);
  assert.equal(change({ state: "refused", attempts: 1 }).takenBack, null);
});

test("a change of what was tried takes its waiting cancellation back too", () => {
  const kept = keep({ entries: [makeEntry({ ...OLD, attempts: 1 })], acts: [makeAct({ submission_id: "old", manage: "" })] });
  assert.equal(replace(kept, "old", NEW).takenBack, "act");
});

test("what corrects a registration that has ended is a registration of its own", () => {
  for (const status of ["cancelled", "declined", "removed"]) {
    const { added } = replace(keep({ receipts: [makeReceipt({ submission_id: "old", status })] }), "old", NEW);
    assert.deepEqual([added.replaces, added.manage], ["", ""], status);
  }
});

const RECEIPT = makeReceipt({ submission_id: "old" });
const SAME = RECEIPT.values;
const isSame = (values, changes = {}, others = {}) => saysTheSame(keep({ receipts: [{ ...RECEIPT, ...changes }], ...others }), "old", values);

test("what was sent says the same, however its spaces and its number are written", () => {
  assert.equal(isSame(SAME), true);
  assert.equal(isSame({ ...SAME, first_name: ` ${SAME.first_name} `, mobile: "0-8 ", added_later: "" }), true);
  assert.equal(isSame({ ...SAME, mobile: "081-2" }, { values: { ...SAME, mobile: "0812" } }), true);
});

test("any other value says something else, in a field that came or went too", () => {
  for (const name of Object.keys(SAME)) assert.equal(isSame({ ...SAME, [name]: "else" }), false, name);
  assert.equal(isSame({ ...SAME, added_later: "yes" }), false);
  assert.equal(isSame(SAME, { values: { ...SAME, gone: "yes" } }), false);
  assert.equal(isSame({ ...SAME, email: "a-@b" }, { values: { ...SAME, email: "a@b" } }), false);
});

test("of what has ended, is not kept, or is about to be another, nothing is the same", () => {
  assert.equal(isSame(SAME, { status: "cancelled" }), false);
  assert.equal(isSame(SAME, { values: null }), false);
  assert.equal(isSame(SAME, { submission_id: "another" }), false);
  assert.equal(isSame(SAME, {}, { entries: [makeEntry({ submission_id: "new", replaces: "old" })] }), false);
  assert.equal(isSame(SAME, {}, { acts: [makeAct({ submission_id: "old" })] }), false);
  assert.equal(isSame(SAME, {}, { entries: [makeEntry()], acts: [makeAct({ submission_id: "another" })] }), true);
});
