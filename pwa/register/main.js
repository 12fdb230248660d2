/** The registration page: wires its parts. */
import { pageData } from "../page-data.js";
import { renderQueue } from "../receipts/queue-list.js";
import { startServiceWorker } from "../sw-client.js";
import { startSync } from "../sync/sync.js";
import { setUpDeadlineNotice } from "./deadline-notice.js";
import { form, rules } from "./form-fields.js";
import { setUpRegistration } from "./registration.js";
import { setUpRules } from "./rules-status.js";

form.noValidate = true;
setUpDeadlineNotice();
void setUpRegistration();
void renderQueue(/** @type {HTMLElement} */ (document.getElementById("queue")), { event: rules.event });
void startSync(pageData.form_backend);
void startServiceWorker();
setUpRules();
