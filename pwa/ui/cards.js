/** One card for each entry and each receipt: what it is, how it stands, and what the person can do. */

import { announceQueueChange } from "../store/changes.js";
import { dismissEntry } from "../store/entries.js";
import { deleteReceipt } from "../store/receipts.js";
import { askBeforeDeleting, describeEntry, isCorrectable, isDeletable, listProblems } from "./card-texts.js";
import { element, makeButton } from "./elements.js";
import { formatInstant } from "./instant.js";
import { pageData, text } from "./page-data.js";

/**
 * @typedef {import("../queue/types.js").Entry} Entry
 * @typedef {import("../queue/types.js").Receipt} Receipt
 */

/**
 * The card of an item. Its actions have names, so that the focus finds them again in a card that was drawn anew.
 *
 * @param {import("./queue-items.js").Subject} of
 */
export function drawCard(of) {
  return "entry" in of ? drawEntry(of.entry) : drawReceipt(of.receipt);
}

/** @param {Entry} entry */
function drawEntry(entry) {
  const { first_name, last_name } = entry.values;
  const card = startCard(entry, `${first_name} ${last_name}`, entry.organisation_name);
  card.append(...describeEntry(entry).map(({ key, tone }) => paragraph(key, tone)));
  const problems = listProblems(entry).map(({ code, params }) => element("li", {}, text(`problems.${code}`, params)));
  if (problems.length > 0) card.append(element("ul", {}, ...problems));
  const actions = element("p", { class: "row" });
  if (isCorrectable(entry)) actions.append(correctionLink(entry));
  if (isDeletable(entry)) actions.append(dismissButton(entry));
  card.append(actions);
  return card;
}

/** @param {Receipt} receipt */
function drawReceipt(receipt) {
  const card = startCard(receipt, receipt.person, receipt.organisation);
  const received_at = formatInstant(receipt.received_at, pageData.locale, pageData.time_zone);
  card.append(
    element("p", { class: "code" }, element("span", { class: "soft" }, text("app.queue.receipt.code")), ` ${receipt.receipt}`),
    paragraph(`app.queue.receipt.${receipt.status}`, receipt.status === "confirmed" ? "" : "notice"),
    element("p", { class: "soft" }, text("app.queue.receipt.received_at", { received_at })),
    element("p", { class: "row" }, correctionLink(receipt, "app.queue.change"), removeButton(receipt)),
  );
  return card;
}

/**
 * @param {{submission_id: string, title: string}} of
 * @param {string} person
 * @param {string} organisation
 */
function startCard({ submission_id, title }, person, organisation) {
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
function correctionLink({ event, submission_id }, label = "app.queue.correct") {
  const prefix = pageData.locale === "en" ? "/en" : "";
  const href = `${prefix}/r/${event}/#replace=${submission_id}`;
  return element("a", { class: "button", href, "data-action": "correct" }, text(label));
}

/** @param {Entry} entry */
function dismissButton(entry) {
  const dismiss = () => {
    if (confirm(text(askBeforeDeleting(entry)))) showAgainIfFailed(dismissEntry(entry.submission_id));
  };
  return makeButton(text("app.queue.delete"), dismiss, { "data-action": "dismiss" });
}

/** @param {Receipt} receipt */
function removeButton(receipt) {
  const remove = () => {
    if (confirm(text("app.queue.receipt.remove_sure"))) showAgainIfFailed(deleteReceipt(receipt));
  };
  return makeButton(text("app.queue.receipt.remove"), remove, { "data-action": "remove" });
}

/**
 * The list then says what is wrong with the storage.
 *
 * @param {Promise<void>} deleting
 */
function showAgainIfFailed(deleting) {
  deleting.catch(announceQueueChange);
}
