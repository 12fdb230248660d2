/** One card for each entry and each receipt: what it is, how it stands, and what the person can do. */

import { drawActions } from "./card-actions.js";
import { describeEntry, describeReceipt, listProblems } from "./card-texts.js";
import { element } from "./elements.js";
import { formatInstant } from "./instant.js";
import { pageData, text } from "./page-data.js";

/**
 * @typedef {import("./queue-items.js").EntrySubject} EntrySubject
 * @typedef {import("./queue-items.js").ReceiptSubject} ReceiptSubject
 */

/**
 * The card of an item.
 *
 * @param {import("./queue-items.js").Subject} of
 */
export function drawCard(of) {
  return "entry" in of ? drawEntry(of) : drawReceipt(of);
}

/** @param {EntrySubject} of */
function drawEntry(of) {
  const { entry } = of;
  const { first_name, last_name } = entry.values;
  const card = startCard(entry, `${first_name} ${last_name}`, entry.organisation_name);
  card.append(...describeEntry(of).map(({ key, tone }) => paragraph(key, tone)));
  const problems = listProblems(entry).map(({ code, params }) => element("li", {}, text(`problems.${code}`, params)));
  if (problems.length > 0) card.append(element("ul", {}, ...problems));
  card.append(drawActions(of));
  return card;
}

/** @param {ReceiptSubject} of */
function drawReceipt(of) {
  const { receipt } = of;
  const card = startCard(receipt, receipt.person, receipt.organisation);
  const received_at = formatInstant(receipt.received_at, pageData.locale, pageData.time_zone);
  card.append(
    element("p", { class: "code" }, element("span", { class: "soft" }, text("app.queue.receipt.code")), ` ${receipt.receipt}`),
    ...describeReceipt(of).map(({ key, tone }) => paragraph(key, tone)),
    element("p", { class: "soft" }, text("app.queue.receipt.received_at", { received_at })),
    drawActions(of),
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
