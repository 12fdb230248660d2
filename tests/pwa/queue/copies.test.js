/** Entries as text for another phone: whole and the same, or not at all. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { makeFields } from "../../../pwa/queue/attempt.js";
import { LONGEST_COPY, noteCopied, pickCopyable, readCopy, writeCopy } from "../../../pwa/queue/copies.js";
import { makeEntry, MANAGE, NOW } from "../examples.js";

const ID_4 = "0b6f2a5c-8f0e-4d0c-9a52-000000000004";
const ENTRY = makeEntry({ submission_id: ID_4, rules_version: "1.0" });
const HERE = { events: { ita: { title: "Here", starts_at: "2022-01-14T01:30:00.000Z" } }, now: new Date(NOW), now_ms: NOW };
const read = (text, here = {}) => readCopy(text, { ...HERE, ...here });
const COPY = JSON.parse(writeCopy([ENTRY], "").trim());
const change = (changes) => read(JSON.stringify({ ...COPY, entries: [{ ...COPY.entries[0], ...changes }] }));
const withoutTimes = ({ sent_at, attempt, ...rest }) => rest;

test("what arrives is what left, to the byte of what the server compares", () => {
  const sent = noteCopied({ ...ENTRY, manage: MANAGE, replaces: ID_4.replace("4d", "4e"), values: { ...ENTRY.values, note: "a\nb {x}" } });
  const [taken] = read(writeCopy([sent], "for { you")).entries;
  assert.deepEqual(withoutTimes(makeFields(taken, NOW)), withoutTimes(makeFields(sent, NOW)));
  assert.deepEqual([taken.title, taken.attempts, taken.state, taken.payload], ["Here", 1, "queued", null]);
  assert.equal(read(writeCopy([ENTRY], ""), { now_ms: NOW + 5 }).entries[0].clock_ahead_ms, -5);
});

test("an entry of which there is a copy counts as tried, once", () => {
  const noted = noteCopied(ENTRY);
  assert.deepEqual([noted.attempts, noted.payload.submission_id], [1, ID_4]);
  assert.equal(noteCopied(noted), noted);
  const refused = makeEntry({ state: "refused" });
  assert.equal(noteCopied(refused), refused);
});

test("what waits to be sent is taken along, but not what waits for another's answer", () => {
  const correction = makeEntry({ submission_id: "b", replaces: ID_4 });
  const old = { ...ENTRY, state: "superseded" };
  assert.deepEqual(pickCopyable([ENTRY, makeEntry({ state: "refused" })], [ENTRY]), [ENTRY]);
  assert.deepEqual(pickCopyable([old, correction], [old, correction]), []);
  assert.deepEqual(pickCopyable([correction], [correction]), [correction]);
});

test("what is not a whole copy is not read", () => {
  const entries = COPY.entries;
  for (const text of [
    "", "hello", "{", "[]", "null", "{}", "{null}",
    JSON.stringify({ wian: 2, entries }),
    JSON.stringify({ wian: 1, entries: [] }),
    JSON.stringify({ wian: 1, entries: {} }),
    JSON.stringify({ wian: 1, entries, more: 1 }),
    JSON.stringify({ wian: 1, entries: [null] }),
    JSON.stringify({ wian: 1, entries: [[]] }),
    JSON.stringify({ wian: 1, entries: [...entries, ...entries] }),
    JSON.stringify({ wian: 1, entries: Array.from({ length: 31 }, (_, at) => ({ ...entries[0], submission_id: `${ID_4.slice(0, -2)}${10 + at}` })) }),
    writeCopy([ENTRY], "").slice(0, -20),
  ]) assert.deepEqual(read(text), { fault: "unreadable" }, text.slice(0, 60));
  assert.deepEqual(read(" ".repeat(LONGEST_COPY + 1)), { fault: "too_long" });
}); // prettier-ignore

test("every property is checked", () => {
  for (const changes of [
    { submission_id: "x" }, { submission_id: 1 }, { event: 1 }, { locale: "de" }, { created_at: "yesterday" }, { created_at: "2022-01-05" }, { created_at: 5 },
    { organisation_name: "x".repeat(301) }, { notice_version: null }, { replaces: "x" }, { replaces: 0 }, { manage: "x" }, { manage: 0 }, { checked: "yes" },
    { rules_version: {} }, { state: "received" }, { locale: undefined }, { values: null }, { values: [] }, { values: { first_name: "x" } },
    { values: { ...ENTRY.values, mobile: 8 } }, { values: { ...ENTRY.values, position: "x".repeat(8_001) } },
    { values: { ...ENTRY.values, submission_id: ID_4 } }, { values: { ...ENTRY.values, "bot-field": "x" } },
  ]) assert.deepEqual(change(changes), { fault: "unreadable" }, JSON.stringify(changes).slice(0, 60));
  assert.equal(change({}).entries.length, 1);
}); // prettier-ignore

test("a copy for another site's event, or for one that has begun, is refused", () => {
  assert.deepEqual(change({ event: "another" }), { fault: "foreign" });
  assert.deepEqual(change({ event: "constructor" }), { fault: "foreign" });
  assert.deepEqual(read(JSON.stringify(COPY), { now: new Date("2022-01-14T01:30:00Z") }), { fault: "over" });
});
