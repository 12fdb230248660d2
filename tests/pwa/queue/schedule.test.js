/** When an entry is tried next. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { dueAt, hasten, hastenedAt, nextDueAt, pickDelay, pickDue } from "../../../pwa/queue/schedule.js";
import { makeEntry, NOW } from "../examples.js";

const make = (name, state, { due = 0, asked, replaces = "" } = {}) =>
  makeEntry({ submission_id: name, state, replaces, next_try_at: NOW + due, retry_after_at: asked ? NOW + asked : 0 });

const ENTRIES = [
  make("later", "queued", { due: 60_000, asked: 60_000 }),
  make("now", "queued"),
  make("old", "superseded", { due: 5_000 }),
  make("its-correction", "queued", { replaces: "old" }),
  make("correction-of-an-answered-one", "queued", { replaces: "arrived" }),
  make("answered", "refused"),
  make("arrived", "received"),
  make("clock-was-set-back", "queued", { due: 10 ** 10, asked: 10 ** 10 }),
];

for (const chance of [0, 0.5, 1]) {
  test(`delays have full jitter below a limit that doubles to five minutes: ${chance}`, () => {
    const limits_s = [5, 10, 20, 40, 80, 160, 300, 300, 300];
    const delays = [1, 2, 3, 4, 5, 6, 7, 8, 100].map((attempts) => pickDelay(attempts, chance));
    assert.deepEqual(delays, limits_s.map((limit_s) => chance * 1000 * limit_s));
  });
}

test("no entry blocks another but its own correction", () => {
  const due = pickDue(ENTRIES, NOW).map((entry) => entry.submission_id);
  assert.deepEqual(due, ["now", "correction-of-an-answered-one", "clock-was-set-back"]);
});

test("the next one that is due", () => {
  assert.equal(nextDueAt(ENTRIES, NOW), NOW);
  assert.equal(nextDueAt([ENTRIES[0], ENTRIES[2], ENTRIES[3]], NOW), NOW + 5_000);
  assert.equal(nextDueAt(ENTRIES.slice(5, 7), NOW), null);
});

test("no wait is longer than an hour", () => {
  assert.deepEqual(ENTRIES.map((entry) => dueAt(entry, NOW) - NOW), [60_000, 0, 5_000, 0, 0, 0, 0, 0]);
  assert.equal(dueAt(make("x", "queued", { due: 3_600_000 }), NOW), NOW + 3_600_000);
  assert.equal(hastenedAt(make("x", "queued", { asked: 3_600_000 }), NOW), NOW + 3_600_000);
});

test("reason to hope makes an entry due at once, unless the server asked for time", () => {
  assert.deepEqual(ENTRIES.map((entry) => hastenedAt(entry, NOW) - NOW), [60_000, 0, 0, 0, 0, 0, 0, 0]);
});

test("hastening gives the entries that come forward", () => {
  const read = (entries) => entries.map((entry) => [entry.submission_id, entry.next_try_at - NOW]);
  const hopeful = hasten(ENTRIES, { now: NOW, overrule: false });
  assert.deepEqual(read(hopeful), [["old", 0], ["clock-was-set-back", 0]]);
  const overruled = hasten(ENTRIES, { now: NOW, overrule: true });
  assert.deepEqual(read(overruled), [["later", 0], ["old", 0], ["clock-was-set-back", 0]]);
});

test("hastening leaves what is answered alone", () => {
  assert.deepEqual(hasten([make("x", "refused", { due: 9 }), make("y", "needs_person", { due: 9 })], { now: NOW, overrule: true }), []);
});
