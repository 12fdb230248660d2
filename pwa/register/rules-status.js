/** When the rules are fetched, and what the page says about it: quietly, for the form never waits for them. */

import { pageData, text } from "../page-data.js";
import { startRules } from "../rules-client.js";
import { keepAppFiles } from "../sw-client.js";
import { makeButton } from "./notices.js";

/** @import { RulesState } from "../rules-client.js" */

const box = /** @type {HTMLElement} */ (document.getElementById("rules-status"));
const RETRIES = 3;
let tries = 0;

/** Fetches the rules once the page has nothing else to do; on a costly connection only when asked. */
export function setUpRules() {
  if (isCostlyConnection()) offer();
  else if ("requestIdleCallback" in window) requestIdleCallback(start, { timeout: 5_000 });
  else setTimeout(start, 1_000);
}

function start() {
  tries += 1;
  void startRules({ onState: show });
}

function isCostlyConnection() {
  const connection = /** @type {{saveData?: boolean, effectiveType?: string} | undefined} */ (
    /** @type {any} */ (navigator).connection
  );
  return Boolean(connection?.saveData) || /2g$/.test(connection?.effectiveType ?? "");
}

function offer() {
  const size = megabytes(pageData.rules_download_bytes);
  box.replaceChildren(makeButton(text("app.rules.offer", { size }), start));
}

/** @param {RulesState} state */
function show(state) {
  const said = document.createElement("p");
  said.textContent = text(`app.rules.${state.name}`);
  box.replaceChildren(said);
  if (state.name === "downloading") box.append(progressBar(state.loaded_bytes / state.total_bytes));
  if (state.name === "ready") void keepAppFiles();
  if (state.name === "unavailable" && tries < RETRIES) addEventListener("online", start, { once: true });
}

/** @param {number} part from 0 to 1 */
function progressBar(part) {
  const bar = document.createElement("progress");
  bar.value = part;
  bar.setAttribute("aria-label", text("app.rules.downloading"));
  return bar;
}

/** @param {number} bytes */
function megabytes(bytes) {
  return new Intl.NumberFormat(pageData.locale, { maximumFractionDigits: 1 }).format(bytes / 1_000_000);
}
