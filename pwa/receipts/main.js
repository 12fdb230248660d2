/** The receipts page: wires its parts. */

import { registerWorker } from "../sw/worker-registration.js";
import { askHowAllStand } from "../sync/standing.js";
import { onReturn, startSync } from "../sync/sync.js";
import { now, pageData, text } from "../ui/page-data.js";
import { renderQueue } from "../ui/queue-list.js";
import { drawBatchActions } from "./batch-actions.js";
import { setUpTakingOver } from "./taking-over.js";

const { sendNow } = startSync(pageData.form_backend);
setUpTakingOver(sendNow);
const shown = renderQueue(/** @type {HTMLElement} */ (document.getElementById("queue")), { sendNow, drawActions: drawBatchActions });
registerWorker(text);

if (pageData.form_backend === "own") {
  const ask = () => void askHowAllStand(now()).catch(() => {}); // what is known stays; the list says what is wrong with the storage
  void shown.then(ask); // so that what is new is heard as a change of the list
  onReturn(ask);
}
