/** What the running-text pages load: the service worker, and a chance to send what is queued. */

import { registerWorker } from "../sw/worker-registration.js";
import { startSync } from "../sync/sync.js";

const texts = __UPDATE_TEXTS__[document.documentElement.lang] ?? {};

registerWorker((key) => texts[key] ?? key);
startSync(__FORM_BACKEND__);
