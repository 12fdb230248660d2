/** The queue and the receipts as one list of items: in which group each stands, and which of them were answered. */

import { findAct } from "../queue/acts.js";
import { findLatest } from "../queue/corrections.js";
import { hasEnded, isUnanswered, shortenName } from "../queue/entry.js";
import { originOfEntry, originOfReceipt } from "../queue/groups.js";
import { hasBegun } from "../queue/receipts.js";

/**
 * @typedef {import("../queue/types.js").Act} Act
 * @typedef {import("../queue/types.js").Entry} Entry
 * @typedef {import("../queue/types.js").Receipt} Receipt
 * @typedef {import("../queue/acts.js").Kept} Kept
 *
 * @typedef {{entry: Entry, act?: Act}} EntrySubject `act`: what is to cancel it
 *
 * @typedef {object} ReceiptSubject
 * @property {Receipt} receipt
 * @property {Act} [act] what is to cancel it, or what it will be once a change is answered
 * @property {boolean} isChanging whether a change of it is on its way
 * @property {boolean} isChangeAwaited whether a change of it is stored that has not taken its place yet
 * @property {boolean} isOver whether its event has begun
 *
 * @typedef {EntrySubject | ReceiptSubject} Subject
 *
 * @typedef {object} Item
 * @property {string} id
 * @property {string} group
 * @property {import("../queue/groups.js").Origin} origin what it was submitted with
 * @property {string} signature what its card shows; another one means drawing it anew
 * @property {string} news names the message that announces how it stands; empty while it waits to be sent
 * @property {Record<string, string>} said what an announcement may name
 * @property {Subject} of
 */

/** In the order in which they want attention. */
export const GROUPS = ["needs_person", "refused", "queued", "received", "late", "waiting", "stored", "ended"];

/**
 * @param {Kept} kept
 * @param {number} now epoch ms
 * @returns {Item[]}
 */
export function makeItems({ entries, acts, receipts }, now) {
  return [
    ...entries.map((entry) => describeEntry({ entry, act: findAct(acts, entry.submission_id) }, originOfEntry(entry, { entries, receipts }))),
    ...receipts.map((receipt) => describeReceipt(receipt, { entries, acts, receipts }, now)),
  ];
}

/**
 * @param {EntrySubject} of
 * @param {Item["origin"]} origin
 * @returns {Item}
 */
function describeEntry(of, origin) {
  const { submission_id, state, problem, unknowns, attempts, values } = of.entry;
  const group = state === "superseded" ? "queued" : state;
  return {
    id: submission_id,
    group,
    origin,
    signature: JSON.stringify([state, problem, unknowns, attempts > 0, signAct(of.act)]),
    news: group === "queued" ? announceAct(of.act) : group,
    said: { person: shortenName(values) },
    of,
  };
}

/** @type {Record<Receipt["status"], string>} */
const RECEIPT_GROUPS = {
  confirmed: "stored",
  waiting: "waiting",
  late_review: "late",
  cancelled: "ended",
  declined: "ended",
  removed: "ended",
};

/**
 * @param {Receipt} receipt
 * @param {Kept} kept
 * @param {number} now
 * @returns {Item}
 */
function describeReceipt(receipt, { entries, acts, receipts }, now) {
  const { submission_id, status, place, manage, person, asked_at, is_replaced, when, is_called_off, news } = receipt;
  const told = [asked_at, is_replaced, when, is_called_off, news];
  const act = findAct(acts, findLatest(entries, submission_id));
  const isChanging = entries.some((entry) => entry.replaces === submission_id && isUnanswered(entry));
  const isChangeAwaited = receipts.some((other) => other.replaces === submission_id && !hasEnded(other));
  const isOver = receipt.starts_at !== "" && hasBegun(receipt, now);
  const group = RECEIPT_GROUPS[status];
  return {
    id: submission_id,
    group,
    origin: originOfReceipt(receipt),
    signature: JSON.stringify([receipt.receipt, status, place, manage, told, isChanging, isChangeAwaited, isOver, signAct(act)]),
    news: announceAct(act) || announceNews(receipt) || (group === "ended" ? status : group),
    said: { person, code: receipt.receipt },
    of: { receipt, act, isChanging, isChangeAwaited, isOver },
  };
}

/** @param {Act | undefined} act */
function signAct(act) {
  return act ? [act.act_id, act.state, act.unknowns, act.attempts > 0] : null;
}

/** @param {Act | undefined} act */
function announceAct(act) {
  return act ? `cancel_${act.state}` : "";
}

/**
 * What the server said that is new, as a name for it: “standing” with what it is.
 *
 * @param {Receipt} receipt
 */
function announceNews({ news, place, when }) {
  if (!news.registration && !news.event) return "";
  return `standing ${JSON.stringify([news, news.registration === "place" && place, news.event === "put_off" && when])}`;
}

/**
 * Whether the card that shows `before` also shows `item`.
 *
 * @param {Item} item
 * @param {Item | undefined} before
 */
export function isSameCard(item, before) {
  return before?.signature === item.signature && before.group === item.group;
}

/**
 * The items of which there is news since `before`.
 *
 * @param {Item[]} items
 * @param {Map<string, Item>} before by id
 */
export function pickNews(items, before) {
  return items.filter(({ id, news }) => news && before.has(id) && before.get(id)?.news !== news);
}
