/** The queue and the receipts as one list of items: in which group each stands, and which of them were answered. */

import { shortenName } from "../queue/entry.js";

/**
 * @typedef {import("../queue/types.js").Entry} Entry
 * @typedef {import("../queue/types.js").Receipt} Receipt
 * @typedef {{entry: Entry} | {receipt: Receipt}} Subject
 *
 * @typedef {object} Item
 * @property {string} id
 * @property {string} group
 * @property {string} signature what its card shows; another one means drawing it anew
 * @property {Record<string, string>} said what an announcement may name
 * @property {Subject} of
 */

/** In the order in which they want attention. */
export const GROUPS = ["needs_person", "refused", "queued", "received", "late", "waiting", "stored"];

/**
 * @param {Entry[]} entries
 * @param {Receipt[]} receipts
 * @returns {Item[]}
 */
export function makeItems(entries, receipts) {
  return [...entries.map(describeEntry), ...receipts.map(describeReceipt)];
}

/**
 * @param {Entry} entry
 * @returns {Item}
 */
function describeEntry(entry) {
  const { submission_id, state, problem, unknowns, attempts } = entry;
  return {
    id: submission_id,
    group: state === "superseded" ? "queued" : state,
    signature: JSON.stringify([state, problem, unknowns, attempts > 0]),
    said: { person: shortenName(entry.values) },
    of: { entry },
  };
}

/** @type {Record<Receipt["status"], string>} */
const RECEIPT_GROUPS = { confirmed: "stored", waiting: "waiting", late_review: "late" };

/**
 * @param {Receipt} receipt
 * @returns {Item}
 */
function describeReceipt(receipt) {
  return {
    id: receipt.submission_id,
    group: RECEIPT_GROUPS[receipt.status],
    signature: receipt.receipt + receipt.status,
    said: { person: receipt.person, code: receipt.receipt },
    of: { receipt },
  };
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
 * The items that were answered since `before`.
 *
 * @param {Item[]} items
 * @param {Map<string, Item>} before by id
 */
export function pickAnswered(items, before) {
  return items.filter(({ id, group }) => group !== "queued" && before.has(id) && before.get(id)?.group !== group);
}
