/** What a person can do on a card. Actions have names, so that the focus finds them again in a card that was drawn anew. */

import { deleteAct, keepCancellation } from "../store/acts.js";
import { announceQueueChange } from "../store/changes.js";
import { dismissEntry } from "../store/entries.js";
import { deleteReceipt } from "../store/receipts.js";
import { noteSeen } from "../store/standing.js";
import { makeUuid } from "../store/uuid.js";
import { askBeforeCancelling, askBeforeDeleting, askBeforeRemoving, listEntryActions, listReceiptActions } from "./card-texts.js";
import { element, makeButton } from "./elements.js";
import { now, pageData, text } from "./page-data.js";

/**
 * @typedef {import("../queue/types.js").Act} Act
 * @typedef {import("./card-texts.js").Action} Action
 * @typedef {import("./queue-items.js").Subject} Subject
 */

/**
 * The row of actions of a card.
 *
 * @param {Subject} of
 */
export function drawActions(of) {
  const site = { isCancellable: pageData.form_backend === "own" };
  const actions = "entry" in of ? listEntryActions(of, site) : listReceiptActions(of, site);
  return element("p", { class: "row" }, ...actions.map((action) => drawAction(action, of)));
}

/**
 * @param {Action} action
 * @param {Subject} of
 */
function drawAction(action, of) {
  const { event, submission_id, manage } = "entry" in of ? of.entry : of.receipt;
  switch (action) {
    case "correct":
    case "change":
      return correctionLink(event, submission_id, `app.queue.${action}`);
    case "manage":
      return element("a", { class: "button", href: `/manage/${manage}/`, "data-action": action }, text("app.queue.receipt.manage"));
    case "noted":
      return makeButton(text("app.queue.standing.noted"), () => showAgainIfFailed(noteSeen(submission_id)), { "data-action": action });
    case "cancel":
      return makeButton(text("app.queue.cancel.start"), () => cancelAfterAsking(of, submission_id), { "data-action": action });
    case "dismiss":
    case "remove":
      return deletionButton(action, of);
    default:
      return actButton(action, /** @type {Act} */ (of.act));
  }
}

/**
 * @param {string} event
 * @param {string} submissionId
 * @param {string} label
 */
function correctionLink(event, submissionId, label) {
  const prefix = pageData.locale === "en" ? "/en" : "";
  const href = `${prefix}/r/${event}/#replace=${submissionId}`;
  return element("a", { class: "button", href, "data-action": "correct" }, text(label));
}

/**
 * @param {"dismiss" | "remove"} action
 * @param {Subject} of
 */
function deletionButton(action, of) {
  const [label, question] =
    "entry" in of ? ["app.queue.delete", askBeforeDeleting(of.entry)] : ["app.queue.receipt.remove", askBeforeRemoving(of.receipt)];
  const press = () => {
    if (confirm(text(question))) showAgainIfFailed("entry" in of ? dismissEntry(of.entry.submission_id) : deleteReceipt(of.receipt));
  };
  return makeButton(text(label), press, { "data-action": action });
}

/**
 * @param {Subject} of
 * @param {string} submissionId
 */
function cancelAfterAsking(of, submissionId) {
  if (!confirm(text(askBeforeCancelling(of)))) return;
  const made = { act_id: makeUuid(), created_at: now(), now: Date.now() };
  keepCancellation(submissionId, made).catch(() => {
    announceQueueChange();
    alert(text("app.queue.cancel.not_kept"));
  });
}

/**
 * @param {"keep" | "stop" | "seen"} action
 * @param {Act} act
 */
function actButton(action, { act_id }) {
  const press = () => {
    if (action !== "stop" || confirm(text("app.queue.cancel.stop_sure"))) showAgainIfFailed(deleteAct(act_id));
  };
  const label = action === "seen" ? "app.queue.cancel.seen" : "app.queue.cancel.keep";
  return makeButton(text(label), press, { "data-action": action });
}

/**
 * The list then says what is wrong with the storage.
 *
 * @param {Promise<void>} deleting
 */
function showAgainIfFailed(deleting) {
  deleting.catch(announceQueueChange);
}
