/** When the rules are fetched, and what the page says about it: quietly, for the form never waits for them. */

import { LOOK_AFTER_MS, formatMegabytes, isCostly, pauseAfter, shouldAskMeanwhile } from "../rules/download.js";
import { keepAppFiles } from "../sw/worker-registration.js";
import { element, makeButton } from "../ui/elements.js";
import { pageData, text } from "../ui/page-data.js";
import { hasConsent, rememberConsent, rememberLoaded } from "./rules-consent.js";

/**
 * @import { Connection } from "../rules/download.js"
 * @import { RulesClient, RulesState } from "../rules/client.js"
 */

const box = /** @type {HTMLElement} */ (document.getElementById("rules-status"));

/**
 * Fetches the rules once the page has nothing else to do; on a costly connection only when asked, or when it is one no more.
 *
 * @param {RulesClient} rules
 */
export async function setUpRules(rules) {
  const connection = /** @type {(Connection & EventTarget) | undefined} */ (/** @type {any} */ (navigator).connection);
  const start = createStart(rules);
  if (await hasConsent()) whenIdle(() => start());
  else if (isCostly(connection)) offer(connection, start);
  else whenIdle(() => startAndLook(connection, rules, start));
}

/**
 * Starts, and stops again to ask if it turns out to be slow.
 *
 * @param {(Connection & EventTarget) | undefined} connection
 * @param {RulesClient} rules
 * @param {Start} start
 */
function startAndLook(connection, rules, start) {
  let state = /** @type {RulesState} */ ({ name: "waiting" });
  start((next) => {
    state = next;
  });
  setTimeout(() => {
    if (state.name !== "downloading" || !shouldAskMeanwhile(connection, state.loaded_bytes)) return;
    rules.stop();
    offer(connection, start);
  }, LOOK_AFTER_MS);
}

/**
 * @typedef {(onState?: (state: RulesState) => void) => void} Start
 *
 * Starts the rules, and again after a failure: after a pause, and when the network comes back.
 *
 * @param {RulesClient} rules
 * @returns {Start}
 */
function createStart(rules) {
  let failures = 0;
  let listener = (/** @type {RulesState} */ _state) => {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const tryIt = () => {
    clearTimeout(timer);
    removeEventListener("online", tryIt);
    void rules.start(update);
  };
  const update = (/** @type {RulesState} */ state) => {
    show(state);
    listener(state);
    if (state.name === "ready") {
      rememberLoaded();
      void keepAppFiles();
    }
    if (state.name !== "unavailable") return;
    failures += 1;
    addEventListener("online", tryIt);
    const pause_ms = pauseAfter(failures);
    if (pause_ms !== null) timer = setTimeout(tryIt, pause_ms);
  };
  return (onState = () => {}) => {
    listener = onState;
    tryIt();
  };
}

/** @param {() => void} callback */
function whenIdle(callback) {
  if ("requestIdleCallback" in window) requestIdleCallback(() => callback(), { timeout: 5_000 });
  else setTimeout(callback, 1_000);
}

/**
 * Says what the download would be, and waits for a press or for a connection that costs nothing.
 *
 * @param {(Connection & EventTarget) | undefined} connection
 * @param {Start} start
 */
function offer(connection, start) {
  const size = formatMegabytes(pageData.rules_download_bytes, pageData.locale);
  const begin = () => {
    connection?.removeEventListener?.("change", look);
    start();
  };
  const look = () => {
    if (!isCostly(connection)) begin();
  };
  const button = makeButton(text("app.rules.offer", { size }), () => {
    rememberConsent();
    begin();
  });
  box.replaceChildren(button);
  if (connection?.type) connection.addEventListener?.("change", look);
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
