/** What a correction does to the entries that are already there. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { reinstate, replace } from "../../../pwa/queue/corrections.js";
import { makeEntry, makeReceipt, MANAGE } from "../examples.js";

const BEFORE = { created_at: "2022-01-04T00:00:00.000Z", clock_ahead_ms: 7, sequence: 4 };
const LATER = { sequence: 5 };
const OLD = { submission_id: "old", replaces: "older", ...BEFORE };
const NEW = makeEntry({ submission_id: "new", replaces: "set here" });

const RECEIPTS = [makeReceipt({ submission_id: "another", manage: "not-ours" }), makeReceipt({ submission_id: "old" })];
const PROVEN = { manage: MANAGE };

const correct = (...entries) => replace(entries.map(makeEntry), [], "old", NEW);

test("what was never tried is succeeded by its correction, which keeps its time and place", () => {
  assert.deepEqual(correct(OLD), { added: { ...NEW, ...BEFORE, replaces: "older" }, superseded: null, deleted: "old" });
});

test("what came back to be corrected is succeeded in the same way", () => {
  const old = { ...OLD, state: "needs_person", attempts: 2, problem: { code: "invalid", problems: [] } };
  assert.deepEqual(correct(old), { added: { ...NEW, ...BEFORE, replaces: "older" }, superseded: null, deleted: "old" });
});

test("after a refusal the correction is a new registration, of its own time and place", () => {
  const old = { ...OLD, state: "refused", attempts: 1, problem: { code: "closed" } };
  assert.deepEqual(correct(old), { added: { ...NEW, ...LATER, replaces: "older" }, superseded: null, deleted: "old" });
});

test("what was tried and is unanswered goes on being sent, and its correction waits", () => {
  const old = { ...OLD, attempts: 1 };
  const superseded = makeEntry({ ...old, state: "superseded" });
  assert.deepEqual(correct(old), { added: { ...NEW, ...LATER, replaces: "old" }, superseded, deleted: null });
});

test("a used key means that the server holds it", () => {
  const old = { ...OLD, state: "needs_person", attempts: 1, problem: { code: "key_reused" } };
  assert.deepEqual(correct(old), { added: { ...NEW, ...LATER, replaces: "old" }, superseded: null, deleted: "old" });
});

test("a receipt, or nothing that this phone still has, is replaced at the server", () => {
  assert.deepEqual(correct(), { added: { ...NEW, sequence: 1, replaces: "old" }, superseded: null, deleted: "old" });
});

test("a correction of a receipt has its key, and keeps it through corrections of its own", () => {
  assert.deepEqual(replace([], RECEIPTS, "old", NEW).added, { ...NEW, ...PROVEN, sequence: 1, replaces: "old" });
  const first = makeEntry({ ...PROVEN, submission_id: "first", replaces: "old" });
  assert.deepEqual(replace([first], RECEIPTS, "old", NEW), {
    added: { ...NEW, ...PROVEN, created_at: first.created_at, replaces: "old" },
    superseded: null,
    deleted: "first",
  });
  const refused = { ...first, state: "refused", problem: { code: "closed" } };
  assert.equal(replace([refused], [], "first", NEW).added.manage, MANAGE);
});

test("the key is of what is replaced and of nothing else", () => {
  const tried = makeEntry({ ...PROVEN, submission_id: "first", replaces: "old", attempts: 1 });
  assert.equal(replace([tried], RECEIPTS, "old", NEW).added.manage, "");
});

test("a correction of something corrected follows the latest that waits to replace it", () => {
  const old = { ...OLD, state: "superseded", attempts: 3 };
  const second = { submission_id: "second", replaces: "old", ...BEFORE };
  const third = { submission_id: "third", replaces: "second", attempts: 1, state: "queued" };
  assert.deepEqual(correct(old, second), { added: { ...NEW, ...BEFORE, replaces: "old" }, superseded: null, deleted: "second" });
  assert.deepEqual(correct(old, { ...second, state: "superseded" }, third), {
    added: { ...NEW, ...LATER, replaces: "third" },
    superseded: makeEntry({ ...third, state: "superseded" }),
    deleted: null,
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
