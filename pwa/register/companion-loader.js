/** Loads the page's second script, and goes on trying while the connection comes and goes. */

import { pageData } from "../ui/page-data.js";

/**
 * @typedef {typeof import("./companion.js")} Companion
 *
 * @typedef {object} CompanionLoader
 * @property {() => Companion | null} current null until it has arrived
 * @property {Promise<Companion>} arrival resolves when it has arrived, if it ever does
 */

const RETRY_MS = 30_000;

/** @returns {CompanionLoader} */
export function loadCompanion() {
  /** @type {Companion | null} */
  let companion = null;
  const arrival = load(0).then((loaded) => {
    Object.assign(pageData.messages, loaded.messages);
    companion = loaded;
    return loaded;
  });
  return { current: () => companion, arrival };
}

/**
 * @param {number} tries so far
 * @returns {Promise<Companion>}
 */
async function load(tries) {
  try {
    // A browser may remember that an address failed; another one makes it ask again.
    return /** @type {Companion} */ (await import(pageData.companion + (tries > 0 ? `?${tries}` : "")));
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
