/** The receipts page: wires its parts. */

import { pageData } from "../page-data.js";
import { startServiceWorker } from "../sw-client.js";
import { startSync } from "../sync/sync.js";
import { renderQueue } from "./queue-list.js";

void renderQueue(/** @type {HTMLElement} */ (document.getElementById("queue")));
startSync(pageData.form_backend);
void startServiceWorker();
