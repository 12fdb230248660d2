/** What a card says of an entry and lets the person do. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { askBeforeDeleting, describeEntry, isCorrectable, isDeletable, listProblems } from "../../../pwa/ui/card-texts.js";
import { makeEntry } from "../examples.js";

const PROBLEMS = [{ code: "required", field: "email", params: {} }];
const STATES = ["queued", "superseded", "received", "needs_person", "refused"];

for (const [name, changes, lines] of [
  ["a queued one", {}, [{ key: "app.queue.state.queued" }]],
  ["a superseded one", { state: "superseded" }, [{ key: "app.queue.state.superseded" }]],
  ["two attempts that decided nothing", { unknowns: 2 }, [{ key: "app.queue.state.queued" }]],
  ["three of them", { unknowns: 3 }, [{ key: "app.queue.state.queued" }, { key: "app.queue.trouble", tone: "notice" }]],
  ["one that arrived after them", { state: "received", unknowns: 3 }, [{ key: "app.queue.state.received" }]],
  ["one with problems", { state: "needs_person", problem: { code: "invalid", problems: PROBLEMS } },
    [{ key: "app.queue.state.needs_person", tone: "error" }]],
  ["one without a word why", { state: "needs_person" }, [{ key: "app.queue.state.needs_person", tone: "error" }]],
  ["one whose key was used", { state: "needs_person", problem: { code: "key_reused" } },
    [{ key: "app.queue.key_reused", tone: "error" }]],
  ["a refused one", { state: "refused", problem: { code: "closed" } }, [{ key: "app.queue.refused.closed", tone: "error" }]],
  ["a refused correction", { state: "refused", replaces: "old", problem: { code: "closed" } },
    [{ key: "app.queue.refused.closed", tone: "error" }, { key: "app.queue.refused.correction" }]],
  ["a correction of something corrected elsewhere", { state: "refused", replaces: "old", problem: { code: "superseded" } },
    [{ key: "app.queue.refused.superseded", tone: "error" }]],
]) {
  test(name, () => assert.deepEqual(describeEntry(makeEntry(changes)), lines));
} // prettier-ignore

test("the problems of its fields are listed where it came back with some", () => {
  const list = (state, problem) => listProblems(makeEntry({ state, problem }));
  assert.deepEqual(list("needs_person", { code: "invalid", problems: PROBLEMS }), PROBLEMS);
  assert.deepEqual(list("needs_person", { code: "invalid" }), []);
  assert.deepEqual(list("needs_person", null), []);
  assert.deepEqual(list("needs_person", { code: "key_reused", problems: PROBLEMS }), []);
  assert.deepEqual(list("refused", { code: "invalid", problems: PROBLEMS }), []);
});

test("what the person can do", () => {
  assert.deepEqual(STATES.filter((state) => isCorrectable(makeEntry({ state }))), ["queued", "needs_person", "refused"]);
  assert.deepEqual(STATES.filter((state) => isDeletable(makeEntry({ state }))), ["queued", "received", "needs_person", "refused"]);
});

for (const [changes, key] of [
  [{ state: "refused" }, "app.queue.delete_sure"],
  [{ attempts: 1, replaces: "old" }, "app.queue.delete_tried"],
  [{ replaces: "old" }, "app.queue.delete_correction"],
  [{}, "app.queue.delete_unsent"],
]) {
  test(`before deleting ${JSON.stringify(changes)}`, () => assert.equal(askBeforeDeleting(makeEntry(changes)), key));
}
