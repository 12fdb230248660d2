/** An entry: how it is made, and what its state says about it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { correctionKey, isSurelyNotStored, isUnanswered, makeEntry, nextSequence, shortenName } from "../../../pwa/queue/entry.js";
import { makeEntry as example, ID, NOW } from "../examples.js";

const { submission_id, created_at, clock_ahead_ms, replaces, ...rest } = example();
const { state, sequence, attempts, unknowns, next_try_at, retry_after_at, payload, problem, ...registered } = rest;

test("an entry is queued, untried and due at once", () => {
  const made = makeEntry({ ...registered, created_at: new Date(NOW) }, { submission_id: ID, now: NOW });
  assert.deepEqual(made, { ...example(), created_at: "2022-01-05T02:00:00.000Z" });
});

test("an entry knows what it replaces and how far a preview's clock is ahead", () => {
  const made = makeEntry({ ...registered, created_at: new Date(NOW + 5_000), replaces: "old" }, { submission_id: ID, now: NOW });
  assert.deepEqual(made, { ...example(), created_at: "2022-01-05T02:00:05.000Z", clock_ahead_ms: 5_000, replaces: "old" });
});

test("what is submitted now comes behind all that is on its way", () => {
  assert.equal(nextSequence([]), 1);
  assert.equal(nextSequence([example({ sequence: 7 }), example({ sequence: 3 })]), 8);
});

const STATES = ["queued", "superseded", "received", "needs_person", "refused"];

test("queued and superseded entries are unanswered", () => {
  assert.deepEqual(STATES.filter((state) => isUnanswered(example({ state }))), ["queued", "superseded"]);
});

test("what was never tried or came back is surely not stored", () => {
  assert.deepEqual(STATES.filter((state) => isSurelyNotStored(example({ state }))), ["queued", "needs_person", "refused"]);
  assert.deepEqual(STATES.filter((state) => isSurelyNotStored(example({ state, attempts: 1 }))), ["needs_person", "refused"]);
});

test("a used key says that the server holds something", () => {
  assert.equal(isSurelyNotStored(example({ state: "needs_person", problem: { code: "key_reused" } })), false);
  assert.equal(isSurelyNotStored(example({ state: "needs_person", problem: { code: "invalid" } })), true);
});

test("the draft of a correction has a key of its own", () => {
  assert.equal(correctionKey(example()), `ita#${ID}`);
});

for (const [last_name, shown] of [["ใจดี", "สมชาย ใ."], ["Ångström", "สมชาย Å."], ["de la Cruz", "สมชาย d."], ["", "สมชาย"], ["-", "สมชาย"]]) {
  test(`a name is shortened to an initial: ${last_name}`, () => {
    assert.equal(shortenName({ first_name: "สมชาย", last_name }), shown);
  });
}
