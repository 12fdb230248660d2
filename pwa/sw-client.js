/** The service worker as an app page sees it. Material's pages, which have no page data, go through `site.js`. */

import { text } from "./page-data.js";
import { registerWorker } from "./sw/registration.js";

export { keepBeforeReload, onBeforeReload } from "./sw/before-reload.js";
export { keepAppFiles } from "./sw/registration.js";

/** Registers `/sw.js` and offers its updates in `#app-update`. */
export function startServiceWorker() {
  return registerWorker(text);
}
