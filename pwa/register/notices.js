/** The page's own sentences above the form, and what it says for people who listen. */
import { element, makeButton } from "../ui/elements.js";
import { text } from "../ui/page-data.js";

/** @typedef {{label: string, onPress: () => void}} Action */

const notices = /** @type {HTMLElement} */ (document.getElementById("notices"));
const status = /** @type {HTMLElement} */ (document.getElementById("app-status"));

/**
 * Shows the message `app.form.<name>` until `hideNotice(name)`; once however often it is asked for.
 *
 * @param {string} name
 * @param {Record<string, string | number>} [params]
 * @param {Action} [action] a button beside it
 */
export function showNotice(name, params, action) {
  hideNotice(name);
  const notice = element("div", { class: "notice row", "data-notice": name }, element("p", {}, text(`app.form.${name}`, params)));
  if (action) notice.append(makeButton(action.label, action.onPress));
  notices.append(notice);
}

/** @param {string} name */
export function hideNotice(name) {
  notices.querySelector(`[data-notice="${name}"]`)?.remove();
}

/**
 * Says the message `app.form.<name>` in the page's status line; with no name, falls silent.
 *
 * @param {string} [name]
 */
export function announce(name) {
  status.textContent = name ? text(`app.form.${name}`) : "";
}
