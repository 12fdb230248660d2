/** How far a set of submissions has come. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { readProgress } from "../../../pwa/queue/progress.js";
import { makeEntry, makeReceipt } from "../examples.js";

const entry = (submission_id, state) => makeEntry({ submission_id, state });
const receipt = (submission_id, status = "confirmed") => makeReceipt({ submission_id, status });
const read = (entries, receipts) => readProgress(new Set(["a", "b"]), entries, receipts);

for (const [name, progress, entries, receipts] of [
  ["one is waiting", null, [entry("a", "queued")], [receipt("b")]],
  ["none is there any more", "gone", [entry("c", "queued")], [receipt("d")]],
  ["all are confirmed", "registered", [], [receipt("a"), receipt("b"), receipt("c", "late_review")]],
  ["one is late", "late", [], [receipt("a", "waiting"), receipt("b", "late_review")]],
  ["one waits for a seat", "waiting", [], [receipt("a"), receipt("b", "waiting")]],
  ["one was refused", "partly", [entry("a", "refused")], [receipt("b")]],
  ["all were refused", "refused", [entry("a", "refused"), entry("b", "needs_person")], []],
  ["one was refused and one deleted", "partly", [entry("a", "refused")], []],
  ["one is with a server without receipts", "answered", [entry("a", "received")], [receipt("b")]],
  ["one has ended since", "answered", [], [receipt("a", "cancelled"), receipt("b", "waiting")]],
  ["others wait", "registered", [entry("c", "queued")], [receipt("a"), receipt("b")]],
]) {
  test(`${name}: ${progress}`, () => assert.equal(read(entries, receipts), progress));
}
