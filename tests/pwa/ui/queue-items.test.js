/** The queue and the receipts as one list. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { GROUPS, isSameCard, makeItems, pickAnswered } from "../../../pwa/ui/queue-items.js";
import { ID, makeEntry, makeReceipt } from "../examples.js";

const itemOf = (changes) => makeItems([makeEntry(changes)], [])[0];
const receiptOf = (changes) => makeItems([], [makeReceipt(changes)])[0];

test("an entry and a receipt, and what is said of them", () => {
  const entry = makeEntry();
  const receipt = makeReceipt();
  assert.deepEqual(makeItems([entry], [receipt]), [
    { id: ID, group: "queued", signature: '["queued",null,0,false]', said: { person: "สมชาย ใ." }, of: { entry } },
    { id: ID, group: "stored", signature: "1234-5678confirmed", said: { person: "สมชาย ใ.", code: "1234-5678" }, of: { receipt } },
  ]);
});

test("every state has its group", () => {
  const states = ["queued", "superseded", "received", "needs_person", "refused"];
  const groups = states.map((state) => itemOf({ state }).group);
  assert.deepEqual(groups, ["queued", "queued", "received", "needs_person", "refused"]);
  assert.equal(receiptOf({ status: "late_review" }).group, "late");
  assert.equal(receiptOf({ status: "waiting" }).group, "waiting");
  assert.deepEqual([...new Set([...groups, "late", "waiting", "stored"])].sort(), [...GROUPS].sort());
});

test("a card is drawn anew when it would show something else", () => {
  const item = itemOf({ attempts: 1 });
  assert.equal(isSameCard(item, itemOf({ attempts: 2 })), true);
  assert.equal(isSameCard(item, itemOf({ attempts: 0 })), false);
  assert.equal(isSameCard(item, itemOf({ attempts: 1, unknowns: 3 })), false);
  assert.equal(isSameCard(item, { ...item, group: "refused" }), false);
  assert.equal(isSameCard(item, undefined), false);
});

test("only answers are news", () => {
  const waiting = new Map([[ID, itemOf()]]);
  const refused = itemOf({ state: "refused" });
  assert.deepEqual(pickAnswered([refused], waiting), [refused]);
  assert.deepEqual(pickAnswered([receiptOf()], waiting), [receiptOf()]);
  assert.deepEqual(pickAnswered([itemOf({ state: "superseded" })], waiting), []);
  assert.deepEqual(pickAnswered([itemOf()], new Map([[ID, refused]])), []);
  assert.deepEqual(pickAnswered([refused], new Map([[ID, refused]])), []);
  assert.deepEqual(pickAnswered([refused], new Map()), []);
});
