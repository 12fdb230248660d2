/**
 * Asking how registrations stand, and what has changed since the phone last knew.
 *
 * Source: the wire in ARCHITECTURE.md.
 */

import { readPlace } from "./answers.js";
import { hasEnded } from "./entry.js";

/**
 * @typedef {import("./types.js").News} News
 * @typedef {import("./types.js").Receipt} Receipt
 *
 * @typedef {object} Told What the server says of some registrations of one event.
 * @property {{starts_at: string, when: Record<"th" | "en", string>, is_called_off: boolean}} event
 * @property {ToldOfOne[]} registrations
 *
 * @typedef {object} ToldOfOne
 * @property {string} submission_id
 * @property {Receipt["status"]} status
 * @property {string} receipt
 * @property {number | null} place
 * @property {boolean} is_replaced
 */

/** As many as one request may ask about. */
const MOST_LINES = 30;

const STATUSES = ["confirmed", "waiting", "late_review", "declined", "cancelled", "removed"];

/**
 * The receipts to ask about, as one list for each request. What was cancelled or removed stays so; what this phone has no key of
 * can't be asked.
 *
 * @param {Receipt[]} receipts
 * @returns {Receipt[][]} each of one event
 */
export function listQuestions(receipts) {
  const open = receipts.filter(({ manage, status }) => manage && status !== "cancelled" && status !== "removed");
  const events = [...new Set(open.map(({ event }) => event))];
  return events.flatMap((event) => split(open.filter((receipt) => receipt.event === event)));
}

/**
 * @param {Receipt[]} receipts
 * @returns {Receipt[][]}
 */
function split(receipts) {
  const count = Math.ceil(receipts.length / MOST_LINES);
  return Array.from({ length: count }, (_, index) => receipts.slice(index * MOST_LINES, (index + 1) * MOST_LINES));
}

/**
 * The one field of a request.
 *
 * @param {Receipt[]} receipts
 */
export function makeQuestion(receipts) {
  return { registrations: receipts.map(({ submission_id, manage }) => `${submission_id}.${manage}`).join("\n") };
}

/**
 * @param {string} body
 * @returns {Told | null} null if it is no answer of ours; registrations that can't be understood are left out
 */
export function readTold(body) {
  try {
    const { event, registrations } = JSON.parse(body);
    const isWhole =
      !isNaN(Date.parse(event.starts_at)) &&
      typeof event.when.th === "string" &&
      typeof event.when.en === "string" &&
      typeof event.is_called_off === "boolean";
    return isWhole ? { event, registrations: registrations.filter(isToldOfOne) } : null;
  } catch {
    return null;
  }
}

/** @param {any} one */
function isToldOfOne(one) {
  return STATUSES.includes(one?.status) && typeof one.receipt === "string" && typeof one.is_replaced === "boolean";
}

/**
 * @typedef {{receipts: Receipt[], deleted_receipts: string[]}} Learned what is written, and the ids of what goes
 *
 * What the phone knows once it was told. A receipt whose registration has become that of another receipt on this phone goes.
 *
 * @param {Receipt[]} receipts all
 * @param {string} event
 * @param {Told} told
 * @param {string} asked_at ISO
 * @returns {Learned}
 */
export function learn(receipts, event, told, asked_at) {
  /** @type {Learned} */
  const learned = { receipts: [], deleted_receipts: [] };
  for (const of of told.registrations) {
    const receipt = receipts.find((one) => one.submission_id === of.submission_id && one.event === event);
    if (!receipt) continue;
    const isElsewhere = receipts.some((one) => one !== receipt && one.receipt === of.receipt && one.event === event);
    if (of.is_replaced && isElsewhere) learned.deleted_receipts.push(receipt.submission_id);
    else learned.receipts.push(update(receipt, of, told.event, asked_at));
  }
  return learned;
}

/**
 * @param {Receipt} receipt
 * @param {ToldOfOne} of
 * @param {Told["event"]} event
 * @param {string} asked_at
 * @returns {Receipt}
 */
function update(receipt, of, { starts_at, when, is_called_off }, asked_at) {
  const { status, is_replaced } = of;
  const isOther = is_replaced || hasEnded(of);
  const next = { ...receipt, status, receipt: of.receipt, place: readPlace(of.place), is_replaced, starts_at, when, is_called_off, asked_at };
  return {
    ...next,
    values: isOther ? null : receipt.values, // what was sent is not what stands any more
    news: {
      registration: findNews(receipt, next) || receipt.news.registration,
      event: hasEnded(next) ? "" : findEventNews(receipt, next) || receipt.news.event,
    },
  };
}

/** What a registration became, by what it was; of the others there is nothing to say. @type {Record<string, News["registration"]>} */
const BECAME = {
  "late_review confirmed": "approved",
  "declined confirmed": "approved",
  "waiting confirmed": "moved_up",
  "late_review waiting": "approved_waiting",
  "declined waiting": "approved_waiting",
  "declined late_review": "reconsidered",
};

/**
 * @param {Receipt} before
 * @param {Receipt} next
 * @returns {News["registration"]}
 */
function findNews(before, next) {
  const { status } = next;
  if (status === "declined" || status === "cancelled" || status === "removed") return before.status === status ? "" : status;
  if (next.is_replaced && !before.is_replaced) return "replaced";
  if (before.status === "waiting" && next.status === "waiting") return hasMovedUp(before, next) ? "place" : "";
  return BECAME[`${before.status} ${next.status}`] ?? "";
}

/**
 * @param {Receipt} before
 * @param {Receipt} next
 */
function hasMovedUp(before, next) {
  return before.place !== null && next.place !== null && next.place < before.place;
}

/**
 * @param {Receipt} before
 * @param {Receipt} next
 * @returns {News["event"]}
 */
function findEventNews(before, next) {
  if (before.is_called_off !== next.is_called_off) return next.is_called_off ? "called_off" : "takes_place";
  const isKnown = before.starts_at !== "";
  const isSame = Date.parse(before.starts_at) === Date.parse(next.starts_at) && (!before.when || before.when.th === next.when?.th);
  return isKnown && !isSame ? "put_off" : "";
}
