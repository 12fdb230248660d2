/** Loads the page's second script, and goes on trying while the connection comes and goes. */

import { pageData } from "../page-data.js";

/** @typedef {typeof import("./companion.js")} Companion */

const RETRY_MS = 30_000;

/** @type {Companion | null} null until it has arrived */
export let companion = null;

/** Resolves when it has arrived, if it ever does. */
export const companionArrival = load(0);

/**
 * @param {number} tries so far
 * @returns {Promise<Companion>}
 */
async function load(tries) {
  try {
    // A browser may remember that an address failed; another one makes it ask again.
    const loaded = /** @type {Companion} */ (await import(pageData.companion + (tries > 0 ? `?${tries}` : "")));
    Object.assign(pageData.messages, loaded.messages);
    companion = loaded;
    return loaded;
  } catch {
    await waitForConnection();
    return load(tries + 1);
  }
}

/** @returns {Promise<unknown>} when there is reason to try again */
function waitForConnection() {
  return new Promise((resolve) => {
    addEventListener("online", resolve, { once: true });
    setTimeout(resolve, RETRY_MS);
  });
}
