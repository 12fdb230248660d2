/** An attempt: what it counts and what it carries. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { countAttempt, makeFields } from "../../../pwa/queue/attempt.js";
import { ID, makeEntry, MANAGE, NOW } from "../examples.js";

const PAYLOAD = {
  "form-name": "registration-ita",
  "bot-field": "",
  submission_id: ID,
  event: "ita",
  locale: "th",
  ...makeEntry().values,
  notice_version: "n1",
  created_at: "2022-01-05T01:59:00.000Z",
  rules_version: "1.0",
  replaces: "",
};

test("the first attempt freezes the payload", () => {
  assert.deepEqual(countAttempt(makeEntry()), makeEntry({ attempts: 1, payload: PAYLOAD }));
});

test("a correction carries the key of what it corrects, if this phone knows it", () => {
  const sent = makeFields(makeEntry({ replaces: "old", manage: MANAGE }), NOW);
  assert.deepEqual([sent.replaces, sent.manage], ["old", MANAGE]);
  assert.equal("manage" in makeFields(makeEntry({ replaces: "old" }), NOW), false);
});

test("later attempts send what the first one sent, whatever the entry says by then", () => {
  const frozen = { ...PAYLOAD, first_name: "เดิม" };
  assert.deepEqual(countAttempt(makeEntry({ attempts: 1, payload: frozen })), makeEntry({ attempts: 2, payload: frozen }));
});

test("a superseded entry is still sent", () => {
  assert.equal(countAttempt(makeEntry({ state: "superseded", attempts: 4 }))?.attempts, 5);
});

for (const state of ["received", "needs_person", "refused"]) {
  test(`an entry that was answered is not sent: ${state}`, () => assert.equal(countAttempt(makeEntry({ state })), null));
}

test("an entry that is gone is not sent", () => assert.equal(countAttempt(undefined), null));

test("an attempt says when it goes out, by the page's clock, and which one it is", () => {
  const entry = makeEntry({ attempts: 3, clock_ahead_ms: 60_000, payload: { submission_id: ID } });
  assert.deepEqual(makeFields(entry, NOW), { submission_id: ID, sent_at: "2022-01-05T02:01:00.000Z", attempt: "3" });
});

test("an entry that nothing could be kept of has its payload made for each attempt", () => {
  const fields = makeFields(makeEntry({ attempts: 1 }), NOW);
  assert.deepEqual(fields, { ...PAYLOAD, sent_at: "2022-01-05T02:00:00.000Z", attempt: "1" });
});
