/** What can be done with all that was submitted together: kept as a picture, noted in the calendar, shared, asked about. */

import { element, makeButton } from "../ui/elements.js";
import { pageData, text } from "../ui/page-data.js";
import { showCopy } from "./copying.js";
import { savePicture } from "./picture-file.js";

/**
 * @typedef {import("../ui/batches.js").Batch} Batch
 * @typedef {import("../ui/page-data.js").EventFacts} EventFacts
 */

/**
 * The row of actions of a set; those about the event only where the site still has it.
 *
 * @param {Batch} batch
 */
export function drawBatchActions(batch) {
  const facts = pageData.events?.[batch.event];
  const isAnswered = batch.items.some(({ of }) => "receipt" in of);
  const unsent = batch.items.flatMap(({ id, of }) => ("entry" in of && of.entry.state === "queued" ? [id] : []));
  const actions = [
    ...(isAnswered ? [makeButton(text("app.receipts.picture.save"), () => void savePicture(batch), { "data-action": "picture" })] : []),
    ...(unsent.length > 0 ? [makeButton(text("app.receipts.copy.start"), () => void showCopy(unsent), { "data-action": "copy" })] : []),
    ...(facts ? drawLinks(batch.event, facts) : []),
  ];
  return actions.length > 0 ? element("p", { class: "row" }, ...actions) : null;
}

/**
 * @param {string} event
 * @param {EventFacts} facts
 */
function drawLinks(event, facts) {
  const page = `${pageData.locale === "en" ? "/en" : ""}/events/${event}/`;
  return [
    link("calendar", `${page}event.ics`, text("app.receipts.calendar")),
    link("line", lineAddress(facts, page), text("app.receipts.line")),
    ...facts.phones.map((phone) => link("phone", phone.link, text("app.receipts.phone", { number: phone.value }))),
    link("event", page, text("app.receipts.event")),
  ];
}

/**
 * LINE's own address for sharing a text; all in it is on the event's page, for addresses are kept in many places.
 *
 * @param {EventFacts} facts
 * @param {string} page
 */
function lineAddress({ title, when }, page) {
  const words = `${title}\n${when}\n${new URL(page, location.origin).href}`;
  return `https://line.me/R/share?text=${encodeURIComponent(words)}`;
}

/**
 * @param {string} name
 * @param {string} href
 * @param {string} label
 */
function link(name, href, label) {
  return element("a", { class: "button", href, "data-action": name }, label);
}
