/** What goes out for a person who was sent before without being kept. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { sendAfter } from "../../../pwa/queue/direct-sending.js";
import { CLOSED, KEY_REUSED, makeEntry, MANAGE, RECEIVED, STORED, UNKNOWN } from "../examples.js";

const WAIT = { kind: "wait", retry_after_s: 0 };
const BEFORE = makeEntry({ submission_id: "before", replaces: "" });
const SAME = makeEntry({ submission_id: "made" });
const CHANGED = makeEntry({ submission_id: "made", values: { ...SAME.values, first_name: "สมหญิง" } });

/** What `sendAfter` sends, each as its id and what it replaces, and what then stands for the person. */
async function run(made, before, answers = [STORED]) {
  const sent = [];
  const send = async (entry) => {
    sent.push([entry.submission_id, entry.replaces]);
    return { entry, answer: answers[sent.length - 1] };
  };
  const { entry, answer } = await sendAfter(made, before, send);
  return { sent, stands: entry.submission_id, answer: answer.kind };
}

test("somebody new is sent as they are", async () => {
  assert.deepEqual(await run(SAME, undefined), { sent: [["made", ""]], stands: "made", answer: "stored" });
});

for (const answer of [STORED, RECEIVED]) {
  test(`who is stored is not sent again: ${answer.kind}`, async () => {
    assert.deepEqual(await run(SAME, { entry: BEFORE, answer }), { sent: [], stands: "before", answer: answer.kind });
  });

  test(`a change of who is stored is a correction: ${answer.kind}`, async () => {
    const expected = { sent: [["made", "before"]], stands: "made", answer: "stored" };
    assert.deepEqual(await run(CHANGED, { entry: BEFORE, answer }), expected);
  });
}

for (const answer of [UNKNOWN, WAIT]) {
  test(`the same text goes out under the same id: ${answer.kind}`, async () => {
    assert.deepEqual(await run(SAME, { entry: BEFORE, answer }), { sent: [["before", ""]], stands: "before", answer: "stored" });
  });

  test(`a change of what may have arrived is a correction of it: ${answer.kind}`, async () => {
    const expected = { sent: [["made", "before"]], stands: "made", answer: "stored" };
    assert.deepEqual(await run(CHANGED, { entry: BEFORE, answer }), expected);
  });
}

test("after a refusal a change is a registration of its own", async () => {
  const before = { entry: { ...BEFORE, replaces: "older" }, answer: CLOSED };
  assert.deepEqual(await run(CHANGED, before), { sent: [["made", "older"]], stands: "made", answer: "stored" });
  assert.deepEqual(await run(SAME, before), { sent: [["made", "older"]], stands: "made", answer: "stored" });
});

test("a correction carries the key of what it corrects, if that was answered with one", async () => {
  const of = async (before) => {
    const manages = [];
    await sendAfter(CHANGED, before, async (entry) => ({ entry, answer: manages.push(entry.manage) && STORED }));
    return manages;
  };
  assert.deepEqual(await of({ entry: BEFORE, answer: STORED }), [MANAGE]);
  assert.deepEqual(await of({ entry: BEFORE, answer: UNKNOWN }), [""]);
  assert.deepEqual(await of({ entry: { ...BEFORE, replaces: "older", manage: "of-older" }, answer: CLOSED }), ["of-older"]);
});

test("a used key means that the server holds something to be corrected", async () => {
  const expected = { sent: [["made", "before"]], stands: "made", answer: "stored" };
  assert.deepEqual(await run(CHANGED, { entry: BEFORE, answer: KEY_REUSED }), expected);
});

test("a correction that may have arrived is answered before the next one goes out", async () => {
  const before = { entry: { ...BEFORE, replaces: "older" }, answer: UNKNOWN };
  const expected = { sent: [["before", "older"], ["made", "before"]], stands: "made", answer: "received" };
  assert.deepEqual(await run(CHANGED, before, [STORED, RECEIVED]), expected);
});

test("a correction that stays unanswered holds the next one back", async () => {
  const before = { entry: { ...BEFORE, replaces: "older" }, answer: UNKNOWN };
  assert.deepEqual(await run(CHANGED, before, [WAIT]), { sent: [["before", "older"]], stands: "before", answer: "wait" });
});
