/** What a card says of an entry and lets the person do, as keys of messages. */

import { hasEnded, isUnanswered } from "../queue/entry.js";
import { UNKNOWNS_BEFORE_WARNING } from "../queue/schedule.js";

/**
 * @typedef {import("../queue/types.js").Act} Act
 * @typedef {import("../queue/types.js").Entry} Entry
 * @typedef {import("../queue/types.js").Receipt} Receipt
 * @typedef {import("./queue-items.js").EntrySubject} EntrySubject
 * @typedef {import("./queue-items.js").ReceiptSubject} ReceiptSubject
 * @typedef {import("./queue-items.js").Subject} Subject
 * @typedef {{key: string, tone?: "notice" | "error", params?: Record<string, string | number>}} Line
 *
 * @typedef {"correct" | "change" | "manage" | "cancel" | "dismiss" | "remove" | "keep" | "stop" | "seen" | "noted"} Action `manage`
 *   leads to the registration's own page. `keep` takes a cancellation back that has not gone out, `stop` no longer sends one that
 *   has, `seen` clears one that was refused away. `noted` does so with what is new.
 */

/**
 * What is new of a receipt.
 *
 * @param {Receipt} receipt
 * @param {"th" | "en"} locale
 * @returns {Line[]}
 */
export function describeNews({ news, place, when }, locale) {
  const kinds = [news.event, news.registration].filter((kind) => kind !== "");
  const params = { place: place ?? "", when: when?.[locale] ?? "" };
  return kinds.map((kind) => ({ key: `app.queue.standing.${kind}`, tone: "notice", params }));
}

/**
 * The lines of a receipt's card.
 *
 * @param {ReceiptSubject} of
 * @param {"th" | "en"} locale
 * @returns {Line[]}
 */
export function describeReceipt({ receipt, act, isChangeAwaited }, locale) {
  const { status, manage, is_replaced, is_called_off, when } = receipt;
  /** @type {Line[]} */
  const lines = [...describeNews(receipt, locale), { key: `app.queue.receipt.${status}`, tone: status === "confirmed" ? undefined : "notice" }];
  if (is_replaced) lines.push({ key: "app.queue.receipt.replaced" });
  if (is_called_off) lines.push({ key: "app.queue.receipt.called_off", tone: "notice" });
  else if (when && !hasEnded(receipt)) lines.push({ key: "app.queue.receipt.when", params: { when: when[locale] } });
  if (isChangeAwaited) lines.push({ key: "app.queue.receipt.change_awaited" });
  if (act) lines.push(...describeAct(act));
  else if (!manage && !hasEnded(receipt)) lines.push({ key: "app.queue.cancel.by_email" });
  return lines;
}

/**
 * How a cancellation stands.
 *
 * @param {Act} act
 * @returns {Line[]}
 */
function describeAct(act) {
  if (act.state === "refused") return [{ key: `app.queue.cancel.refused.${act.problem?.code}`, tone: "error" }];
  /** @type {Line[]} */
  const lines = [{ key: act.manage ? "app.queue.cancel.queued" : "app.queue.cancel.awaits", tone: "notice" }];
  if (act.unknowns >= UNKNOWNS_BEFORE_WARNING) lines.push({ key: "app.queue.trouble", tone: "notice" });
  return lines;
}

/**
 * What the person can do about an entry, in this order.
 *
 * @param {EntrySubject} of
 * @param {{isCancellable: boolean}} site whether it takes cancellations
 * @returns {Action[]}
 */
export function listEntryActions({ entry, act }, { isCancellable }) {
  if (act) return [actActionOf(act)];
  /** @type {Action[]} */
  const actions = [];
  if (isCorrectable(entry)) actions.push("correct");
  if (isCancellable && entry.state === "queued" && entry.attempts > 0) actions.push("cancel");
  if (isDeletable(entry)) actions.push("dismiss");
  return actions;
}

/**
 * What the person can do about a receipt, in this order.
 *
 * @param {ReceiptSubject} of
 * @param {{isCancellable: boolean}} site as above
 * @returns {Action[]}
 */
export function listReceiptActions(of, site) {
  const { registration, event } = of.receipt.news;
  return [...(registration || event ? [/** @type {const} */ ("noted")] : []), ...listOwnActions(of, site)];
}

/**
 * @param {ReceiptSubject} of
 * @param {{isCancellable: boolean}} site
 * @returns {Action[]}
 */
function listOwnActions({ receipt, act, isChangeAwaited, isOver }, { isCancellable }) {
  if (act) return [actActionOf(act)];
  if (hasEnded(receipt) || receipt.is_called_off || isOver) return ["remove"];
  /** @type {Action[]} */
  const actions = isChangeAwaited ? [] : [receipt.is_replaced ? "manage" : "change"];
  if (receipt.manage && isCancellable) actions.push("cancel");
  return [...actions, "remove"];
}

/**
 * @param {Act} act
 * @returns {Action}
 */
function actActionOf({ state, attempts }) {
  if (state === "refused") return "seen";
  return attempts > 0 ? "stop" : "keep";
}

/**
 * What the person is asked before a registration is cancelled.
 *
 * @param {Subject} of
 */
export function askBeforeCancelling(of) {
  return "receipt" in of && of.isChanging ? "app.queue.cancel.sure_changing" : "app.queue.cancel.sure";
}

/**
 * The lines of an entry's card; the problems of its fields follow them.
 *
 * @param {EntrySubject} of
 * @returns {Line[]}
 */
export function describeEntry({ entry, act }) {
  return [...describeState(entry), ...(act ? describeAct(act) : [])];
}

/**
 * @param {Entry} entry
 * @returns {Line[]}
 */
function describeState(entry) {
  if (entry.state === "needs_person") return [{ key: needsPersonKey(entry), tone: "error" }];
  if (entry.state === "refused") return describeRefusal(entry);
  /** @type {Line[]} */
  const lines = [{ key: `app.queue.state.${entry.state}` }];
  if (isUnanswered(entry) && entry.unknowns >= UNKNOWNS_BEFORE_WARNING) lines.push({ key: "app.queue.trouble", tone: "notice" });
  return lines;
}

/** @param {Entry} entry */
function needsPersonKey({ problem }) {
  return problem?.code === "key_reused" ? "app.queue.key_reused" : "app.queue.state.needs_person";
}

/**
 * @param {Entry} entry
 * @returns {Line[]}
 */
function describeRefusal({ problem, replaces }) {
  /** @type {Line[]} */
  const lines = [{ key: `app.queue.refused.${problem?.code}`, tone: "error" }];
  if (replaces && problem?.code !== "superseded") lines.push({ key: "app.queue.refused.correction" });
  return lines;
}

/**
 * The problems of its fields that an entry came back with.
 *
 * @param {Entry} entry
 */
export function listProblems({ state, problem }) {
  return (state === "needs_person" && problem?.code !== "key_reused" && problem?.problems) || [];
}

/** @param {Entry} entry */
function isCorrectable({ state }) {
  return state !== "superseded" && state !== "received";
}

/** @param {Entry} entry */
function isDeletable({ state }) {
  return state !== "superseded";
}

/**
 * What the person is asked before an entry is deleted.
 *
 * @param {Entry} entry
 */
export function askBeforeDeleting({ state, attempts, replaces }) {
  if (state !== "queued") return "app.queue.delete_sure";
  if (attempts > 0) return "app.queue.delete_tried";
  return replaces ? "app.queue.delete_correction" : "app.queue.delete_unsent";
}

/**
 * What the person is asked before a receipt is removed from the phone.
 *
 * @param {Receipt} receipt
 */
export function askBeforeRemoving(receipt) {
  return hasEnded(receipt) ? "app.queue.delete_sure" : "app.queue.receipt.remove_sure";
}
