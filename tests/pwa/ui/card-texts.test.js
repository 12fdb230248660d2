/** What a card says of an entry and lets the person do. */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  askBeforeCancelling,
  askBeforeDeleting,
  askBeforeRemoving,
  describeEntry,
  describeNews,
  describeReceipt,
  listEntryActions,
  listProblems,
  listReceiptActions,
} from "../../../pwa/ui/card-texts.js";
import { makeAct, makeEntry, makeReceipt } from "../examples.js";

const PROBLEMS = [{ code: "required", field: "email", params: {} }];
const STATES = ["queued", "superseded", "received", "needs_person", "refused"];

for (const [name, changes, lines] of [
  ["a queued one", {}, [{ key: "app.queue.state.queued" }]],
  ["a superseded one", { state: "superseded" }, [{ key: "app.queue.state.superseded" }]],
  ["two attempts that decided nothing", { unknowns: 2 }, [{ key: "app.queue.state.queued" }]],
  ["three of them", { unknowns: 3 }, [{ key: "app.queue.state.queued" }, { key: "app.queue.trouble", tone: "notice" }]],
  ["one that arrived after them", { state: "received", unknowns: 3 }, [{ key: "app.queue.state.received" }]],
  ["one with problems", { state: "needs_person", problem: { code: "invalid", problems: PROBLEMS } },
    [{ key: "app.queue.state.needs_person", tone: "error" }]],
  ["one without a word why", { state: "needs_person" }, [{ key: "app.queue.state.needs_person", tone: "error" }]],
  ["one whose key was used", { state: "needs_person", problem: { code: "key_reused" } },
    [{ key: "app.queue.key_reused", tone: "error" }]],
  ["a refused one", { state: "refused", problem: { code: "closed" } }, [{ key: "app.queue.refused.closed", tone: "error" }]],
  ["a refused correction", { state: "refused", replaces: "old", problem: { code: "closed" } },
    [{ key: "app.queue.refused.closed", tone: "error" }, { key: "app.queue.refused.correction" }]],
  ["a correction of something corrected elsewhere", { state: "refused", replaces: "old", problem: { code: "superseded" } },
    [{ key: "app.queue.refused.superseded", tone: "error" }]],
]) {
  test(name, () => assert.deepEqual(describeEntry({ entry: makeEntry(changes) }), lines));
} // prettier-ignore

test("the problems of its fields are listed where it came back with some", () => {
  const list = (state, problem) => listProblems(makeEntry({ state, problem }));
  assert.deepEqual(list("needs_person", { code: "invalid", problems: PROBLEMS }), PROBLEMS);
  assert.deepEqual(list("needs_person", { code: "invalid" }), []);
  assert.deepEqual(list("needs_person", null), []);
  assert.deepEqual(list("needs_person", { code: "key_reused", problems: PROBLEMS }), []);
  assert.deepEqual(list("refused", { code: "invalid", problems: PROBLEMS }), []);
});

const OWN = { isCancellable: true };
const entryActions = (changes, act, site = OWN) => listEntryActions({ entry: makeEntry(changes), act: act && makeAct(act) }, site).join(" ");
const receiptActions = (changes, of = {}) => listReceiptActions({ receipt: makeReceipt(changes), ...of }, of.site ?? OWN).join(" ");

test("what the person can do about an entry", () => {
  assert.deepEqual(STATES.map((state) => entryActions({ state })), ["correct dismiss", "", "dismiss", "correct dismiss", "correct dismiss"]);
});

test("what was tried can be cancelled, where the server takes that", () => {
  assert.equal(entryActions({ attempts: 1 }), "correct cancel dismiss");
  assert.equal(entryActions({ attempts: 1 }, undefined, { isCancellable: false }), "correct dismiss");
  assert.equal(entryActions({ attempts: 1, state: "refused" }), "correct dismiss");
});

test("what the person can do about a receipt", () => {
  assert.equal(receiptActions(), "change cancel remove");
  assert.equal(receiptActions({ manage: "" }), "change remove");
  assert.equal(receiptActions({}, { site: { isCancellable: false } }), "change remove");
  assert.equal(receiptActions({ status: "cancelled" }), "remove");
  assert.equal(receiptActions({}, { isOver: true }), "remove");
  assert.equal(receiptActions({}, { isChangeAwaited: true }), "cancel remove");
});

test("a cancellation is taken back before it went out, given up after that, and read when it was refused", () => {
  const actions = [{}, { attempts: 1 }, { attempts: 1, state: "refused" }].map((act) => receiptActions({}, { act: makeAct(act) }));
  assert.deepEqual(actions, ["keep", "stop", "seen"]);
  assert.equal(entryActions({ attempts: 1 }, {}), "keep");
});

const receiptLines = (changes, of = {}) => describeReceipt({ receipt: makeReceipt(changes), ...of }, "en").map(({ key, tone }) => [key, tone]);

test("the lines of a receipt", () => {
  assert.deepEqual(receiptLines(), [["app.queue.receipt.confirmed", undefined]]);
  assert.deepEqual(receiptLines({ status: "late_review" }), [["app.queue.receipt.late_review", "notice"]]);
  assert.deepEqual(receiptLines({}, { isChangeAwaited: true })[1], ["app.queue.receipt.change_awaited", undefined]);
  assert.deepEqual(receiptLines({ manage: "" })[1], ["app.queue.cancel.by_email", undefined]);
  assert.equal(receiptLines({ manage: "", status: "cancelled" }).length, 1);
});

test("what is new comes first, and goes when the person has noted it", () => {
  const news = { registration: "place", event: "put_off" };
  const receipt = makeReceipt({ status: "waiting", place: 2, when: { th: "ก", en: "a" }, news });
  const params = { place: 2, when: "a" };
  assert.deepEqual(describeNews(receipt, "en"), [
    { key: "app.queue.standing.put_off", tone: "notice", params },
    { key: "app.queue.standing.place", tone: "notice", params },
  ]);
  assert.deepEqual(describeReceipt({ receipt }, "en").slice(2), [
    { key: "app.queue.receipt.waiting", tone: "notice" },
    { key: "app.queue.receipt.when", params: { when: "a" } },
  ]);
  assert.deepEqual(describeNews(makeReceipt({ news: { registration: "approved", event: "" } }), "th")[0].params, { place: "", when: "" });
  assert.equal(receiptActions({ news }), "noted change cancel remove");
  assert.equal(receiptActions({ news: { registration: "", event: "put_off" } }), "noted change cancel remove");
});

test("what was changed elsewhere is changed on its own page, and nothing of an event that is called off", () => {
  assert.equal(receiptActions({ is_replaced: true }), "manage cancel remove");
  assert.deepEqual(receiptLines({ is_replaced: true })[1], ["app.queue.receipt.replaced", undefined]);
  assert.equal(receiptActions({ is_called_off: true }), "remove");
  assert.deepEqual(receiptLines({ is_called_off: true, when: { th: "ก", en: "a" } })[1], ["app.queue.receipt.called_off", "notice"]);
  assert.equal(receiptLines({ status: "declined", when: { th: "ก", en: "a" } }).length, 1);
});

test("the lines of a cancellation", () => {
  const lines = (act) => receiptLines({}, { act: makeAct(act) }).slice(1);
  assert.deepEqual(lines({}), [["app.queue.cancel.queued", "notice"]]);
  assert.deepEqual(lines({ manage: "" }), [["app.queue.cancel.awaits", "notice"]]);
  assert.deepEqual(lines({ unknowns: 2 }).length, 1);
  assert.deepEqual(lines({ unknowns: 3 })[1], ["app.queue.trouble", "notice"]);
  assert.deepEqual(lines({ state: "refused", problem: { code: "closed" } }), [["app.queue.cancel.refused.closed", "error"]]);
  assert.deepEqual(lines({ state: "refused" }), [["app.queue.cancel.refused.undefined", "error"]]);
  assert.equal(describeEntry({ entry: makeEntry({ attempts: 1 }), act: makeAct({ manage: "" }) })[1].key, "app.queue.cancel.awaits");
});

test("before cancelling, a person is told of a change that goes with it", () => {
  const receipt = makeReceipt();
  assert.equal(askBeforeCancelling({ receipt, isChanging: true }), "app.queue.cancel.sure_changing");
  assert.equal(askBeforeCancelling({ receipt, isChanging: false }), "app.queue.cancel.sure");
  assert.equal(askBeforeCancelling({ entry: makeEntry() }), "app.queue.cancel.sure");
});

test("before removing a receipt, a person is told whether the registration stands", () => {
  assert.equal(askBeforeRemoving(makeReceipt()), "app.queue.receipt.remove_sure");
  assert.equal(askBeforeRemoving(makeReceipt({ status: "declined" })), "app.queue.delete_sure");
});

for (const [changes, key] of [
  [{ state: "refused" }, "app.queue.delete_sure"],
  [{ attempts: 1, replaces: "old" }, "app.queue.delete_tried"],
  [{ replaces: "old" }, "app.queue.delete_correction"],
  [{}, "app.queue.delete_unsent"],
]) {
  test(`before deleting ${JSON.stringify(changes)}`, () => assert.equal(askBeforeDeleting(makeEntry(changes)), key));
}
