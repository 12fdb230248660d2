/** The queue and the receipts as one list. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { GROUPS, isSameCard, makeItems, pickNews } from "../../../pwa/ui/queue-items.js";
import { ID, keep, makeAct, makeEntry, makeReceipt, MANAGE, NOW } from "../examples.js";

const itemsOf = (kept) => makeItems(keep(kept), NOW);
const itemOf = (changes, act) => itemsOf({ entries: [makeEntry(changes)], acts: act ? [makeAct(act)] : [] })[0];
const receiptOf = (changes, kept = {}) => itemsOf({ ...kept, receipts: [makeReceipt(changes), ...(kept.receipts ?? [])] }).find(({ id }) => id === ID);

test("an entry and a receipt, and what is said of them", () => {
  const entry = makeEntry();
  const receipt = makeReceipt();
  const isNot = { act: undefined, isChanging: false, isChangeAwaited: false, isOver: false };
  assert.deepEqual(itemsOf({ entries: [entry], receipts: [receipt] }), [
    {
      id: ID,
      group: "queued",
      origin: { key: "ita 2022-01-05T01:59:00.000Z", sequence: 0 },
      signature: '["queued",null,0,false,null]',
      news: "",
      said: { person: "สมชาย ใ." },
      of: { entry, act: undefined },
    },
    {
      id: ID,
      group: "stored",
      origin: { key: ID, sequence: 0 },
      signature: `["1234-5678","confirmed",null,"${MANAGE}",["",false,null,false,{"registration":"","event":""}],false,false,false,null]`,
      news: "stored",
      said: { person: "สมชาย ใ.", code: "1234-5678" },
      of: { receipt, ...isNot },
    },
  ]);
});

test("every state has its group", () => {
  const states = ["queued", "superseded", "received", "needs_person", "refused"];
  const groups = states.map((state) => itemOf({ state }).group);
  assert.deepEqual(groups, ["queued", "queued", "received", "needs_person", "refused"]);
  const statuses = ["late_review", "waiting", "confirmed", "cancelled", "declined", "removed"];
  const ofReceipts = statuses.map((status) => receiptOf({ status }).group);
  assert.deepEqual(ofReceipts, ["late", "waiting", "stored", "ended", "ended", "ended"]);
  assert.deepEqual([...new Set([...groups, ...ofReceipts])].sort(), [...GROUPS].sort());
});

test("a card is drawn anew when it would show something else", () => {
  const item = itemOf({ attempts: 1 });
  assert.equal(isSameCard(item, itemOf({ attempts: 2 })), true);
  assert.equal(isSameCard(item, itemOf({ attempts: 0 })), false);
  assert.equal(isSameCard(item, itemOf({ attempts: 1, unknowns: 3 })), false);
  assert.equal(isSameCard(item, { ...item, group: "refused" }), false);
  assert.equal(isSameCard(item, undefined), false);
  assert.equal(isSameCard(item, itemOf({ attempts: 1 }, {})), false);
  for (const act of [{ attempts: 1 }, { unknowns: 3 }, { state: "refused" }, { act_id: "another" }])
    assert.equal(isSameCard(itemOf({}, {}), itemOf({}, act)), false);
});

test("a receipt knows of the cancellation and the change of it that are on their way", () => {
  const change = makeEntry({ submission_id: "change", replaces: ID, attempts: 1 });
  const act = makeAct({ submission_id: "change" });
  const { of } = receiptOf({}, { entries: [change], acts: [act] });
  assert.deepEqual([of.act, of.isChanging], [act, true]);
  assert.equal(receiptOf({}, { acts: [makeAct()] }).of.act?.act_id, "act");
  assert.equal(receiptOf({}, { entries: [{ ...change, state: "refused" }] }).of.isChanging, false);
});

test("a receipt knows of a change that is stored and has not taken its place", () => {
  const change = makeReceipt({ submission_id: "change", replaces: ID, status: "waiting" });
  assert.equal(receiptOf({}, { receipts: [change] }).of.isChangeAwaited, true);
  assert.equal(receiptOf({}, { receipts: [{ ...change, status: "cancelled" }] }).of.isChangeAwaited, false);
});

test("a receipt knows whether its event has begun", () => {
  const of = (starts_at) => receiptOf({ starts_at }).of.isOver;
  assert.deepEqual([new Date(NOW).toISOString(), new Date(NOW + 1).toISOString(), ""].map(of), [true, false, false]);
});

test("only answers are news", () => {
  const waiting = new Map([[ID, itemOf()]]);
  const refused = itemOf({ state: "refused" });
  assert.deepEqual(pickNews([refused], waiting), [refused]);
  assert.deepEqual(pickNews([receiptOf()], waiting), [receiptOf()]);
  assert.deepEqual(pickNews([itemOf({ state: "superseded" })], waiting), []);
  assert.deepEqual(pickNews([itemOf()], new Map([[ID, refused]])), []);
  assert.deepEqual(pickNews([refused], new Map([[ID, refused]])), []);
  assert.deepEqual(pickNews([refused], new Map()), []);
});

test("a cancellation is news when it is saved, when it is refused, and when it is done", () => {
  const news = [{}, { acts: [makeAct()] }, { acts: [makeAct({ state: "refused" })] }].map((kept) => receiptOf({}, kept).news);
  assert.deepEqual([...news, receiptOf({ status: "cancelled" }).news], ["stored", "cancel_queued", "cancel_refused", "cancelled"]);
  assert.equal(itemOf({ attempts: 1 }, {}).news, "cancel_queued");
});

test("what the server said is news when it says it, and when it says something else", () => {
  const news = (registration, more) => receiptOf({ news: { registration, event: "" }, ...more }).news;
  assert.match(news("approved"), /^standing .*approved/);
  assert.notEqual(news("place", { place: 2 }), news("place", { place: 1 }));
  assert.equal(news("approved", { place: 2 }), news("approved", { place: 1 }));
  const putOff = (th) => receiptOf({ news: { registration: "", event: "put_off" }, when: { th, en: "" } }).news;
  assert.notEqual(putOff("ก"), putOff("ข"));
  assert.equal(receiptOf({ asked_at: "x", news: { registration: "approved", event: "" } }).news, news("approved"));
});
