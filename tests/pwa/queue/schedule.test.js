/** When an entry is tried next, and in which order. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { errandId } from "../../../pwa/queue/errands.js";
import { dueAt, hasten, hastenedAt, nextDueAt, pickDelay, pickDue } from "../../../pwa/queue/schedule.js";
import { makeAct, makeEntry, NOW } from "../examples.js";

/** An entry of a lane of its own, unless `lane` says otherwise. */
const make = (name, { state = "queued", due = 0, asked = 0, replaces = "", unknowns = 0, sequence = 0, lane = name } = {}) =>
  makeEntry({
    submission_id: name,
    state,
    replaces,
    unknowns,
    sequence,
    event: lane,
    next_try_at: NOW + due,
    retry_after_at: asked ? NOW + asked : 0,
  });

const ENTRIES = [
  make("later", { due: 60_000, asked: 60_000 }),
  make("now"),
  make("old", { state: "superseded", due: 5_000 }),
  make("its-correction", { replaces: "old" }),
  make("correction-of-an-answered-one", { replaces: "arrived" }),
  make("answered", { state: "refused" }),
  make("arrived", { state: "received" }),
  make("clock-was-set-back", { due: 10 ** 10, asked: 10 ** 10 }),
];

const pick = (errands, pass) => pickDue(errands, NOW, pass).map(errandId);

for (const chance of [0, 0.5, 1]) {
  test(`delays have full jitter below a limit that doubles to five minutes: ${chance}`, () => {
    const limits_s = [5, 10, 20, 40, 80, 160, 300, 300, 300];
    const delays = [1, 2, 3, 4, 5, 6, 7, 8, 100].map((attempts) => pickDelay(attempts, chance));
    assert.deepEqual(delays, limits_s.map((limit_s) => chance * 1000 * limit_s));
  });
}

test("no lane blocks another, and a correction waits for the answer to what it corrects", () => {
  assert.deepEqual(pick(ENTRIES), ["now", "correction-of-an-answered-one", "clock-was-set-back"]);
});

test("the next one that is due", () => {
  assert.equal(nextDueAt(ENTRIES, NOW), NOW);
  assert.equal(nextDueAt([ENTRIES[0], ENTRIES[2], ENTRIES[3]], NOW), NOW + 5_000);
  assert.equal(nextDueAt(ENTRIES.slice(5, 7), NOW), null);
});

test("no wait is longer than an hour", () => {
  assert.deepEqual(ENTRIES.map((entry) => dueAt(entry, NOW) - NOW), [60_000, 0, 5_000, 0, 0, 0, 0, 0]);
  assert.equal(dueAt(make("x", { due: 3_600_000 }), NOW), NOW + 3_600_000);
  assert.equal(hastenedAt(make("x", { asked: 3_600_000 }), NOW), NOW + 3_600_000);
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
  assert.deepEqual(hasten([make("x", { state: "refused", due: 9 }), make("y", { state: "needs_person", due: 9 })], { now: NOW, overrule: true }), []);
});

const SAME = { lane: "ita" };
const one = (changes) => make("one", { ...SAME, sequence: 1, ...changes });
const two = (changes) => make("two", { ...SAME, sequence: 2, ...changes });
const three = (changes) => make("three", { ...SAME, sequence: 3, ...changes });

test("the entries of one event and organisation go out one at a time, in the order in which they were submitted", () => {
  const lane = [three(), one(), two()];
  assert.deepEqual(pick(lane), ["one"]);
  assert.deepEqual(pick(lane, { flying: new Set(["one"]) }), []);
  assert.deepEqual(pick([three(), two()]), ["two"]);
});

test("another event and another organisation are other lanes", () => {
  const elsewhere = makeEntry({ ...one(), submission_id: "elsewhere", values: { ...one().values, organisation: "another" } });
  assert.deepEqual(pick([one(), two({ lane: "another" }), elsewhere]), ["one", "elsewhere", "two"]);
  assert.deepEqual(pick([one(), two({ lane: "another" }), elsewhere], { flying: new Set(["one"]) }), ["elsewhere", "two"]);
});

test("an entry holds those behind it back until it has failed three times in a row", () => {
  const lane = (unknowns) => [one({ due: 5_000, unknowns }), two(), three()];
  assert.deepEqual(pick(lane(2), { tried: new Set(["one"]) }), []);
  assert.equal(nextDueAt(lane(2), NOW), NOW + 5_000);
  assert.deepEqual(pick(lane(3), { tried: new Set(["one"]) }), ["two"]);
  assert.equal(nextDueAt(lane(3), NOW), NOW);
  assert.equal(nextDueAt([one({ due: 5_000, unknowns: 3 }), two({ due: 3_000 }), three()], NOW), NOW + 3_000);
});

test("a pass begins with the head, also before its time", () => {
  const lane = [one({ due: 5_000, unknowns: 3 }), two({ unknowns: 3 }), three()];
  assert.deepEqual(pick(lane), ["one"]);
  assert.deepEqual(pick(lane, { tried: new Set(["one"]) }), ["two"]);
  assert.deepEqual(pick([lane[0], two({ due: 5_000, unknowns: 3 }), three({ due: 5_000 })]), []);
});

test("a server that asked for time holds the lane, also if it told another than the head", () => {
  const asked = { due: 60_000, asked: 60_000, unknowns: 3 };
  assert.deepEqual(pick([one(asked), two()]), []);
  assert.deepEqual(pick([one({ unknowns: 3 }), two(asked), three()]), []);
  assert.equal(nextDueAt([one({ unknowns: 3 }), two(asked), three({ due: 5_000 })], NOW), NOW + 60_000);
  assert.deepEqual(pick([one({ due: -1, asked: -1, unknowns: 3 }), two()], { tried: new Set() }), ["one"]);
});

test("a person who wants it sent overrules the server, and the order stays", () => {
  const lane = [two({ due: 60_000, asked: 60_000 }), one({ due: 60_000, asked: 60_000 })];
  const hastened = hasten(lane, { now: NOW, overrule: true });
  assert.deepEqual(pick(hastened), ["one"]);
  assert.equal(nextDueAt(hastened, NOW), NOW);
});

test("a correction holds those behind it back for as long as what it waits for", () => {
  const old = (unknowns) => make("old", { state: "superseded", due: 5_000, unknowns });
  assert.deepEqual(pick([old(2), one({ replaces: "old" }), two()]), []);
  assert.equal(nextDueAt([old(2), one({ replaces: "old" }), two()], NOW), NOW + 5_000);
  assert.deepEqual(pick([old(3), one({ replaces: "old" }), two()]), ["two"]);
});

const act = (changes) => makeAct({ submission_id: "stored", event: "ita", ...changes });

test("a cancellation stands in the lane of its organisation", () => {
  assert.deepEqual(pick([two(), act({ sequence: 1 }), three()]), ["act"]);
  assert.deepEqual(pick([one(), act({ sequence: 2 })]), ["one"]);
  assert.deepEqual(pick([one(), act({ sequence: 2 })], { flying: new Set(["act"]) }), []);
  assert.deepEqual(pick([one(), act({ sequence: 2, organisation: "another" })]), ["one", "act"]);
  assert.deepEqual(pick([act({ state: "refused" })]), []);
});

test("a cancellation waits for the answer to what it cancels", () => {
  const cancelled = one({ unknowns: 3, due: 5_000 });
  const waiting = act({ submission_id: "one", manage: "", sequence: 2 });
  assert.deepEqual(pick([cancelled, waiting]), []);
  assert.deepEqual(pick([cancelled, waiting, three()], { tried: new Set(["one"]) }), ["three"]);
  assert.equal(nextDueAt([cancelled, waiting], NOW), NOW + 5_000);
});

test("a change that was made after a cancellation had gone out waits for that, in whatever lane it stands", () => {
  const change = make("change", { replaces: "stored", lane: "another", sequence: 3 });
  assert.deepEqual(pick([act({ attempts: 4, unknowns: 4, next_try_at: NOW + 5_000 }), change]), []);
  assert.deepEqual(pick([act({ state: "refused" }), change]), ["change"]);
});
