/** The receipts page: wires its parts. */

import { registerWorker } from "../sw/worker-registration.js";
import { startSync } from "../sync/sync.js";
import { pageData, text } from "../ui/page-data.js";
import { renderQueue } from "../ui/queue-list.js";

const { sendNow } = startSync(pageData.form_backend);
void renderQueue(/** @type {HTMLElement} */ (document.getElementById("queue")), { sendNow });
registerWorker(text);
