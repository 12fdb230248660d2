/** What was submitted together, and in which order. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { inheritOrigin, originOfEntry, originOfReceipt } from "../../../pwa/queue/groups.js";
import { ID, makeEntry, makeReceipt } from "../examples.js";

const AT = "2022-01-05T01:59:00.000Z";
const KEY = `ita ${AT}`;
const origin = (changes, kept = {}) => originOfEntry(makeEntry(changes), { entries: [], receipts: [], ...kept });

test("entries of one press belong together, by the phone's clock, in the order of entry", () => {
  assert.deepEqual(origin({ sequence: 4 }), { key: KEY, sequence: 4 });
  assert.notEqual(origin({ created_at: "2022-01-05T01:59:00.001Z" }).key, KEY);
  assert.notEqual(origin({ clock_ahead_ms: -1 }).key, KEY);
  assert.notEqual(origin({ event: "another" }).key, KEY);
});

test("a correction stands where stands what it corrects, if that is still there", () => {
  const correction = { submission_id: "new", replaces: ID, sequence: 9, created_at: "2022-01-06T00:00:00.000Z" };
  const old = makeEntry({ state: "superseded", sequence: 2 });
  assert.deepEqual(origin(correction, { entries: [old] }), { key: KEY, sequence: 2 });
  assert.deepEqual(origin(correction, { receipts: [makeReceipt({ submitted_at: AT, sequence: 3 })] }), { key: KEY, sequence: 3 });
  assert.deepEqual(origin(correction), { key: "ita 2022-01-06T00:00:00.000Z", sequence: 9 });
  const chain = [{ ...old, replaces: "first" }];
  const receipts = [makeReceipt({ submission_id: "first", submitted_at: AT, sequence: 1 })];
  assert.equal(origin(correction, { entries: chain, receipts }).sequence, 1);
});

test("a receipt that never noted it is alone", () => {
  assert.deepEqual(originOfReceipt(makeReceipt()), { key: ID, sequence: 0 });
  assert.deepEqual(originOfReceipt(makeReceipt({ submitted_at: AT, sequence: 2 })), { key: KEY, sequence: 2 });
});

test("a receipt takes over where it belongs from its entry, or from what it replaces", () => {
  assert.deepEqual(inheritOrigin(makeEntry({ sequence: 5 }), undefined), { submitted_at: AT, sequence: 5 });
  assert.deepEqual(inheritOrigin(makeEntry({ sequence: 5 }), makeReceipt()), { submitted_at: AT, sequence: 5 });
  const of = (changes) => inheritOrigin(makeEntry({ sequence: 5 }), makeReceipt({ submitted_at: "x", ...changes }));
  assert.deepEqual([of({ sequence: 1 }), of({})], [{ submitted_at: "x", sequence: 1 }, { submitted_at: "x", sequence: 0 }]);
});
