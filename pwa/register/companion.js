/**
 * What the registration page loads after itself, to stay one small answer: sending, the queue's list, the service worker,
 * the rules, and their texts. Without it the form is filled in, checked natively and saved all the same.
 */
import { createRulesClient } from "../rules/client.js";
import { registerWorker } from "../sw/worker-registration.js";
import { startSync } from "../sync/sync.js";
import { adoptStyle } from "../ui/card-style.js";
import { element } from "../ui/elements.js";
import { pageData, text } from "../ui/page-data.js";
import { renderQueue } from "../ui/queue-list.js";
import { setUpRules } from "./rules-status.js";

export { announceQueueChange } from "../store/changes.js";
export { watchAnswers } from "./answer-watch.js";
export { sendAll } from "./direct-sending.js";
export { listMessages } from "./result-messages.js";
export { isUnchanged } from "./unchanged.js";

/** The texts of this part of the page, in its language. */
export const messages = COMPANION_MESSAGES;

/** The rules, once they have been fetched. */
export const rules = createRulesClient(pageData.worker);

Object.assign(pageData.messages, messages);
adoptStyle(CARD_STYLE);
const { sendNow } = startSync(pageData.form_backend);
const queue = /** @type {HTMLElement} */ (document.getElementById("queue"));
void renderQueue(queue, { sendNow, drawActions: linkToReceipts, event: pageData.rules?.event });

/** The receipts page has what can be done with all of them. */
function linkToReceipts() {
  const href = `${pageData.locale === "en" ? "/en" : ""}/receipts/`;
  return element("p", {}, element("a", { class: "button", href, "data-action": "receipts" }, text("app.queue.to_receipts")));
}

export const { onBeforeReload, keepBeforeReload } = registerWorker(text);

void setUpRules(rules);
