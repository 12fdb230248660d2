/** Whether people need be asked about the download of the rules: not once they said yes, nor while this phone has the rules. */

import { pageData } from "../ui/page-data.js";

const ANSWER = "wian-checker";
const LOADED = "wian-checker-loaded";

/** Remembers the yes for next time. */
export function rememberConsent() {
  keep(ANSWER, "yes");
}

/** Remembers that all of this version has come, which the service worker then keeps. */
export function rememberLoaded() {
  keep(LOADED, pageData.worker);
}

/** @returns {Promise<boolean>} */
export async function hasConsent() {
  try {
    if (localStorage.getItem(ANSWER) === "yes") return true;
    return localStorage.getItem(LOADED) === pageData.worker && (await caches.match(pageData.worker)) !== undefined;
  } catch {
    return false;
  }
}

/**
 * @param {string} key
 * @param {string} value
 */
function keep(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // then it is asked again next time
  }
}
