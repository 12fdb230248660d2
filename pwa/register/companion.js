/**
 * What the registration page loads after itself, to stay one small answer: sending, the queue's list, the service worker,
 * the rules, and their texts. Without it the form is filled in, checked natively and saved all the same.
 */
import { pageData } from "../page-data.js";
import { renderQueue } from "../receipts/queue-list.js";
import { startServiceWorker } from "../sw-client.js";
import { startSync } from "../sync/sync.js";
import { setUpRules } from "./rules-status.js";

export { areRulesReady, checkPeople } from "../rules-client.js";
export { announceQueueChange } from "../store/changes.js";
export { keepBeforeReload, onBeforeReload } from "../sw-client.js";
export { watchAnswers } from "./answer-watch.js";

/** The texts of this part of the page, in its language. */
export const messages = COMPANION_MESSAGES;

Object.assign(pageData.messages, messages);
startSync(pageData.form_backend);
void renderQueue(/** @type {HTMLElement} */ (document.getElementById("queue")), { event: pageData.rules?.event });
void startServiceWorker();
setUpRules();
