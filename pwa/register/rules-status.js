/** When the rules are fetched, and what the page says about it: quietly, for the form never waits for them. */

import { formatMegabytes, isCostly } from "../rules/download.js";
import { keepAppFiles } from "../sw/worker-registration.js";
import { element, makeButton } from "../ui/elements.js";
import { pageData, text } from "../ui/page-data.js";

/**
 * @import { RulesClient, RulesState } from "../rules/client.js"
 */

const box = /** @type {HTMLElement} */ (document.getElementById("rules-status"));
const RETRIES = 3;

/**
 * Fetches the rules once the page has nothing else to do; on a costly connection only when asked.
 *
 * @param {RulesClient} rules
 */
export function setUpRules(rules) {
  let tries = 0;
  const start = () => {
    tries += 1;
    void rules.start(update);
  };
  const update = (/** @type {RulesState} */ state) => {
    show(state);
    if (state.name === "ready") void keepAppFiles();
    if (state.name === "unavailable" && tries < RETRIES) addEventListener("online", start, { once: true });
  };
  if (isCostly(/** @type {any} */ (navigator).connection)) offer(start);
  else if ("requestIdleCallback" in window) requestIdleCallback(start, { timeout: 5_000 });
  else setTimeout(start, 1_000);
}

/** @param {() => void} start */
function offer(start) {
  const size = formatMegabytes(pageData.rules_download_bytes, pageData.locale);
  box.replaceChildren(makeButton(text("app.rules.offer", { size }), start));
}

/** @param {RulesState} state */
function show(state) {
  box.replaceChildren(element("p", {}, text(`app.rules.${state.name}`)));
  if (state.name === "downloading") box.append(progressBar(state.loaded_bytes / state.total_bytes));
}

/** @param {number} part from 0 to 1 */
function progressBar(part) {
  return element("progress", { value: String(part), "aria-label": text("app.rules.downloading") });
}
