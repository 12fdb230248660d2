/** One card for each entry and each receipt: what it is, how it stands, and what the person can do. */

import { drawActions } from "./card-actions.js";
import { describeStanding, readState, STATES } from "./card-states.js";
import { describeEntry, describeReceipt, listProblems } from "./card-texts.js";
import { element } from "./elements.js";
import { deadlineOf } from "./event-facts.js";
import { drawIcon } from "./icons.js";
import { formatInstant } from "./instant.js";
import { now, pageData, text } from "./page-data.js";

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
  const card = startCard(of, entry.submission_id, `${first_name} ${last_name}`, entry.organisation_name);
  card.append(...describeHurry(of),...describeEntry(of).map(paragraph));
  const problems = listProblems(entry).map(({ code, params }) => element("li", {}, text(`problems.${code}`, params)));
  if (problems.length > 0) card.append(element("ul", {}, ...problems));
  card.append(drawActions(of));
  return card;
}

/** @param {ReceiptSubject} of */
function drawReceipt(of) {
  const { receipt } = of;
  const card = startCard(of, receipt.submission_id, receipt.person, receipt.organisation);
  card.append(
    element("p", { class: "code" }, element("span", { class: "soft" }, text("app.queue.receipt.code")), ` ${receipt.receipt}`),
    ...describeReceipt(of, pageData.locale).map(paragraph),
    ...describeTimes(receipt),
    drawActions(of),
  );
  return card;
}

/**
 * @param {import("./queue-items.js").Subject} of
 * @param {string} id
 * @param {string} person
 * @param {string} organisation
 */
function startCard(of, id, person, organisation) {
  const state = readState(of);
  const { tone, icon } = STATES[state];
  const { key, params } = describeStanding(of);
  return element(
    "li",
    { class: `card ${tone}`, "data-id": id, "data-state": state, tabindex: "-1" },
    element("p", { class: "state" }, drawIcon(icon), text(key, params)),
    element("h3", {}, person),
    element("p", { class: "soft" }, organisation),
  );
}

/**
 * Until when it has to be sent, while only this phone has it.
 *
 * @param {EntrySubject} of
 */
function describeHurry(of) {
  const deadline = deadlineOf(of.entry.event);
  if (of.entry.state !== "queued" || !deadline) return [];
  const key = Date.parse(deadline.at) < now().getTime() ? "app.queue.hurry.late" : "app.queue.hurry.before";
  return [element("p", { class: "hurry" }, text(key, { deadline: deadline.text }))];
}

/** @param {import("./card-texts.js").Line} line */
function paragraph({ key, tone, params }) {
  return element("p", tone ? { class: tone } : {}, text(key, params));
}

/**
 * When it was received, and when the server last said how it stands.
 *
 * @param {import("../queue/types.js").Receipt} receipt
 */
function describeTimes({ received_at, asked_at }) {
  return Object.entries({ received_at, asked_at })
    .filter(([, instant]) => instant !== "")
    .map(([name, instant]) => {
      const params = { [name]: formatInstant(instant, pageData.locale, pageData.time_zone) };
      return element("p", { class: "soft" }, text(`app.queue.receipt.${name}`, params));
    });
}
