/** Asking how registrations stand, and what is new. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { learn, listQuestions, makeQuestion, readTold } from "../../../pwa/queue/standing.js";
import { ID, makeReceipt, MANAGE } from "../examples.js";

const ASKED_AT = "2022-01-06T02:00:00.000Z";
const WHEN = { th: "วันศุกร์", en: "Friday" };
const EVENT = { starts_at: "2022-01-14T01:30:00Z", when: WHEN, is_called_off: false };
const OF = { submission_id: ID, status: "confirmed", receipt: "1234-5678", place: null, is_replaced: false };
const LEARNED = { when: WHEN, starts_at: EVENT.starts_at, asked_at: ASKED_AT };

const make = (count, changes) => Array.from({ length: count }, (_, at) => makeReceipt({ submission_id: String(at), ...changes }));

test("a request asks about one event, and about thirty at most", () => {
  const sizes = listQuestions([...make(31), ...make(2, { event: "other" })]).map((list) => [list[0].event, list.length]);
  assert.deepEqual(sizes, [["ita", 30], ["ita", 1], ["other", 2]]);
  assert.deepEqual(listQuestions(make(30)).length, 1);
  assert.deepEqual(listQuestions([]), []);
});

test("what has no key, or stays as it ended, is not asked about", () => {
  const statuses = ["confirmed", "waiting", "late_review", "declined", "cancelled", "removed"];
  const asked = listQuestions([...statuses.map((status) => makeReceipt({ status })), makeReceipt({ manage: "" })]);
  assert.deepEqual(asked.flat().map(({ status }) => status), statuses.slice(0, 4));
});

test("each line is a registration with its key", () => {
  const two = [makeReceipt(), makeReceipt({ submission_id: "b" })];
  assert.deepEqual(makeQuestion(two), { registrations: `${ID}.${MANAGE}\nb.${MANAGE}` });
});

const told = (event, registrations) => JSON.stringify({ event: { ...EVENT, ...event }, registrations });

test("an answer of ours is understood, and of its registrations those that are whole", () => {
  const broken = [{ ...OF, status: "fine" }, { ...OF, receipt: 1 }, { ...OF, is_replaced: "no" }, null];
  assert.deepEqual(readTold(told({}, [OF, ...broken])), { event: EVENT, registrations: [OF] });
});

for (const [name, body] of [
  ["a page", "<!doctype html>"],
  ["no object", "null"],
  ["an event at no time", told({ starts_at: "soon" }, [])],
  ["an event without words in Thai", told({ when: { en: "x" } }, [])],
  ["an event without words in English", told({ when: { th: "x" } }, [])],
  ["an event that may be called off", told({ is_called_off: "perhaps" }, [])],
  ["no list", told({}, undefined)],
]) {
  test(`what else comes is none: ${name}`, () => assert.equal(readTold(body), null));
}

/** What a receipt becomes by what was told of it and its event. */
const become = (before, of = {}, event = {}) => {
  const answer = { event: { ...EVENT, ...event }, registrations: [{ ...OF, ...of }] };
  return learn([makeReceipt(before)], "ita", answer, ASKED_AT).receipts[0];
};
const NONE = { registration: "", event: "" };

test("where nothing has changed, nothing is new", () => {
  assert.deepEqual(become({}), makeReceipt(LEARNED));
});

for (const [before, of, news] of [
  [{ status: "late_review" }, { status: "confirmed" }, "approved"],
  [{ status: "late_review" }, { status: "waiting", place: 4 }, "approved_waiting"],
  [{ status: "declined" }, { status: "confirmed" }, "approved"],
  [{ status: "declined" }, { status: "waiting" }, "approved_waiting"],
  [{ status: "declined" }, { status: "late_review" }, "reconsidered"],
  [{ status: "waiting", place: 1 }, { status: "confirmed" }, "moved_up"],
  [{ status: "waiting", place: 3 }, { status: "waiting", place: 2 }, "place"],
  [{ status: "waiting", place: 3 }, { status: "waiting", place: 3 }, ""],
  [{ status: "waiting", place: null }, { status: "waiting", place: 3 }, ""],
  [{ status: "waiting", place: 3 }, { status: "waiting", place: null }, ""],
  [{ status: "late_review" }, { status: "declined" }, "declined"],
  [{}, { status: "cancelled" }, "cancelled"],
  [{}, { status: "removed" }, "removed"],
  [{ status: "declined" }, { status: "declined" }, ""],
  [{}, { is_replaced: true, receipt: "9" }, "replaced"],
  [{ is_replaced: true }, { is_replaced: true }, ""],
  [{ is_replaced: true, status: "waiting" }, { is_replaced: true }, "moved_up"],
  [{ is_replaced: true }, { is_replaced: true, status: "cancelled" }, "cancelled"],
]) {
  const name = `${JSON.stringify(before)} and ${JSON.stringify(of)}: ${news || "nothing new"}`;
  test(name, () => {
    const after = become(before, of);
    assert.equal(after.news.registration, news);
    assert.deepEqual([after.status, after.receipt, after.place], [of.status ?? "confirmed", of.receipt ?? OF.receipt, of.place ?? null]);
  });
} // prettier-ignore

test("what is new stays until the person has seen it, or something newer has come", () => {
  const news = { registration: "approved", event: "put_off" };
  assert.deepEqual(become({ news, starts_at: EVENT.starts_at }).news, news);
  assert.equal(become({ news }, { status: "cancelled" }).news.registration, "cancelled");
  assert.equal(become({ news }, { status: "cancelled" }).news.event, "");
});

test("what was sent is kept while it is what stands", () => {
  assert.notEqual(become({}).values, null);
  assert.equal(become({}, { is_replaced: true }).values, null);
  assert.equal(become({}, { status: "declined" }).values, null);
});

for (const [name, before, event, news] of [
  ["another time", {}, { starts_at: "2022-01-21T01:30:00Z", when: { th: "ศุกร์หน้า", en: "" } }, "put_off"],
  ["another end", { when: { th: "เดิม", en: "" } }, {}, "put_off"],
  ["the same words", { when: WHEN }, {}, ""],
  ["a time that was not known before", { starts_at: "" }, {}, ""],
  ["an event called off", {}, { is_called_off: true }, "called_off"],
  ["one that was called off before", { is_called_off: true }, { is_called_off: true }, ""],
  ["one that takes place after all", { is_called_off: true }, {}, "takes_place"],
]) {
  test(`of the event: ${name}: ${news || "nothing new"}`, () => assert.deepEqual(become(before, {}, event).news, { ...NONE, event: news }));
} // prettier-ignore

test("of what ended, nothing is said about its event", () => {
  assert.deepEqual(become({ status: "declined" }, { status: "declined" }, { is_called_off: true }).news, NONE);
});

const learnOf = (receipts, of, event = "ita") =>
  learn(receipts, event, { event: EVENT, registrations: [{ ...OF, ...of }] }, ASKED_AT);

test("what is told of another event's registration, or of one that this phone doesn't have, is nobody's", () => {
  assert.deepEqual(learnOf([makeReceipt()], {}, "other"), { receipts: [], deleted_receipts: [] });
  assert.deepEqual(learnOf([makeReceipt()], { submission_id: "x" }), { receipts: [], deleted_receipts: [] });
});

test("a receipt goes once its registration has become that of another receipt on this phone", () => {
  const change = makeReceipt({ submission_id: "change", receipt: "9", replaces: ID });
  const became = { is_replaced: true, receipt: "9" };
  assert.deepEqual(learnOf([makeReceipt(), change], became), { receipts: [], deleted_receipts: [ID] });
  assert.deepEqual(learnOf([makeReceipt(), { ...change, event: "other" }], became).deleted_receipts, []);
  assert.deepEqual(learnOf([makeReceipt(), change], { receipt: "9" }).deleted_receipts, []);
});
