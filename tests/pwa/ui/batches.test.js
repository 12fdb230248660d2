/** What was submitted together stands together. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { makeBatches } from "../../../pwa/ui/batches.js";
import { makeItems } from "../../../pwa/ui/queue-items.js";
import { keep, makeEntry, makeReceipt, NOW } from "../examples.js";

const AT = "2022-01-05T01:59:00.000Z";
const batchesOf = (kept) => makeBatches(makeItems(keep(kept), NOW));
const receipt = (submission_id, sequence, changes = {}) => makeReceipt({ submission_id, submitted_at: AT, sequence, ...changes });

test("a group is one set, in the order of entry, whatever has become of each", () => {
  const [batch, ...others] = batchesOf({
    entries: [makeEntry({ submission_id: "b", sequence: 2, state: "refused", problem: { code: "quota_full" } })],
    receipts: [receipt("c", 3), receipt("a", 1)],
  });
  assert.deepEqual(others, []);
  assert.deepEqual(batch.items.map(({ id }) => id), ["a", "b", "c"]);
  assert.deepEqual([batch.key, batch.event, batch.title], [`ita ${AT}`, "ita", "ITA"]);
  assert.deepEqual(batch.tallies, [
    { state: "confirmed", count: 2, total: 3 },
    { state: "refused", count: 1, total: 3 },
  ]);
}); // prettier-ignore

test("whoever has a change on its way is one person", () => {
  const [batch] = batchesOf({ entries: [makeEntry({ submission_id: "new", replaces: "a" })], receipts: [receipt("a", 1)] });
  assert.deepEqual(batch.tallies, [{ state: "confirmed", count: 1, total: 1 }]);
  assert.equal(batch.items.length, 2);
});

test("what wants attention comes first, then the latest", () => {
  const keys = batchesOf({
    entries: [makeEntry({ submission_id: "x", event: "refused", state: "refused", problem: { code: "closed" } })],
    receipts: [
      receipt("a", 1, { event: "early" }),
      receipt("b", 2, { event: "late", submitted_at: "2022-01-06T00:00:00.000Z" }),
      makeReceipt({ submission_id: "c", event: "unnoted", received_at: "2022-01-07T00:00:00.000Z" }),
    ],
  }).map(({ event }) => event);
  assert.deepEqual(keys, ["refused", "unnoted", "late", "early"]);
});

test("of what waits to be sent the latest comes first too", () => {
  const entries = ["2022-01-05T00:00:00.000Z", "2022-01-06T00:00:00.000Z"].map((created_at) => makeEntry({ submission_id: created_at, created_at }));
  assert.deepEqual(batchesOf({ entries }).map(({ items }) => items[0].id), ["2022-01-06T00:00:00.000Z", "2022-01-05T00:00:00.000Z"]);
}); // prettier-ignore

test("its heading is drawn anew when one of it has changed", () => {
  const signature = (changes) => batchesOf({ receipts: [receipt("a", 1), receipt("b", 2, changes)] })[0].signature;
  assert.equal(signature({}), signature({}));
  assert.notEqual(signature({}), signature({ status: "cancelled" }));
});
