/** What the page says of itself, for all and for screen readers. */

import { text } from "../ui/page-data.js";

/** @param {string} key */
export function announceBelow(key) {
  /** @type {HTMLElement} */ (document.getElementById("app-status")).textContent = text(key);
}
