/** One card for each entry and each receipt: what it is, how it stands, and what the person can do. */

import { pageData, text } from "../page-data.js";
import { announceQueueChange } from "../store/changes.js";
import { dismissEntry, isUnanswered } from "../store/entries.js";
import { deleteReceipt } from "../store/receipts.js";
import { UNKNOWNS_BEFORE_WARNING } from "../sync/schedule.js";
import { actionButton, element } from "./elements.js";

/**
 * @typedef {import("../types.js").Entry} Entry
 * @typedef {import("../types.js").Receipt} Receipt
 */

/**
 * @param {Entry} entry
 * @returns {HTMLElement}
 */
export function drawEntry(entry) {
  const { first_name, last_name } = entry.values;
  const card = drawCard(entry, `${first_name} ${last_name}`, entry.organisation_name);
  card.append(...describeEntry(entry));
  const actions = element("p", { class: "row" });
  if (entry.state !== "superseded" && entry.state !== "received") actions.append(correctionLink(entry));
  if (entry.state !== "superseded") actions.append(dismissButton(entry));
  card.append(actions);
  return card;
}

/**
 * @param {Entry} entry
 * @returns {HTMLElement[]}
 */
function describeEntry(entry) {
  if (entry.state === "needs_person") return describeProblems(entry);
  if (entry.state === "refused") return describeRefusal(entry);
  const said = [paragraph(`app.queue.state.${entry.state}`)];
  if (isUnanswered(entry) && entry.unknowns >= UNKNOWNS_BEFORE_WARNING) said.push(paragraph("app.queue.trouble", "notice"));
  return said;
}

/** @param {Entry} entry */
function describeRefusal({ problem, replaces }) {
  const said = [paragraph(`app.queue.refused.${problem?.code}`, "error")];
  if (replaces && problem?.code !== "superseded") said.push(paragraph("app.queue.refused.correction"));
  return said;
}

/** @param {Entry} entry */
function describeProblems({ problem }) {
  if (problem?.code === "key_reused") return [paragraph("app.queue.key_reused", "error")];
  const items = (problem?.problems ?? []).map(({ code, params }) => element("li", {}, text(`problems.${code}`, params)));
  return [paragraph("app.queue.state.needs_person", "error"), element("ul", {}, ...items)];
}

/**
 * @param {Receipt} receipt
 * @returns {HTMLElement}
 */
export function drawReceipt(receipt) {
  const card = drawCard(receipt, receipt.person, receipt.organisation);
  const received_at = formatInstant(receipt.received_at);
  card.append(
    element("p", { class: "code" }, element("span", { class: "soft" }, text("app.queue.receipt.code")), ` ${receipt.receipt}`),
    paragraph(`app.queue.receipt.${receipt.status}`, receipt.status === "late_review" ? "notice" : ""),
    element("p", { class: "soft" }, text("app.queue.receipt.received_at", { received_at })),
    element("p", { class: "row" }, correctionLink(receipt), removeButton(receipt)),
  );
  return card;
}

/**
 * @param {{submission_id: string, title: string}} of
 * @param {string} person
 * @param {string} organisation
 */
function drawCard({ submission_id, title }, person, organisation) {
  return element(
    "li",
    { class: "card", "data-id": submission_id, tabindex: "-1" },
    element("h3", {}, person),
    element("p", { class: "soft" }, organisation ? `${organisation} · ${title}` : title),
  );
}

/**
 * @param {string} key
 * @param {string} [className]
 */
function paragraph(key, className) {
  return element("p", className ? { class: className } : {}, text(key));
}

/** @param {{event: string, submission_id: string}} of */
function correctionLink({ event, submission_id }) {
  const prefix = pageData.locale === "en" ? "/en" : "";
  const href = `${prefix}/r/${event}/#replace=${submission_id}`;
  return element("a", { class: "button", href, "data-action": "correct" }, text("app.queue.correct"));
}

/** @param {Entry} entry */
function dismissButton(entry) {
  return actionButton("dismiss", text("app.queue.delete"), () => {
    if (confirm(text(`app.queue.${askBeforeDeleting(entry)}`))) showAgainIfFailed(dismissEntry(entry.submission_id));
  });
}

/** @param {Entry} entry */
function askBeforeDeleting({ state, attempts, replaces }) {
  if (state !== "queued") return "delete_sure";
  if (attempts > 0) return "delete_tried";
  return replaces ? "delete_correction" : "delete_unsent";
}

/** @param {Receipt} receipt */
function removeButton(receipt) {
  return actionButton("remove", text("app.queue.receipt.remove"), () => {
    if (confirm(text("app.queue.receipt.remove_sure"))) showAgainIfFailed(deleteReceipt(receipt));
  });
}

/**
 * The list then says what is wrong with the storage.
 *
 * @param {Promise<void>} deleting
 */
function showAgainIfFailed(deleting) {
  deleting.catch(announceQueueChange);
}

/**
 * In the site's time zone, whatever the phone's is, as the pages write it: `5 มกราคม 2565 เวลา 09.00 น.`
 *
 * @param {string} instant
 */
function formatInstant(instant) {
  const isThai = pageData.locale === "th";
  const language = isThai ? "th-TH-u-ca-buddhist-nu-latn" : "en-GB";
  const options = /** @type {const} */ ({ dateStyle: "long", timeStyle: "short", timeZone: pageData.time_zone });
  const written = new Intl.DateTimeFormat(language, options).format(new Date(instant));
  return isThai ? `${written.replace(":", ".")} น.` : written;
}
