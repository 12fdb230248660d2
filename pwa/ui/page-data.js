/**
 * What the build put into this page: its messages, its form's rules and its addresses.
 *
 * @import { FormBackend } from "../queue/types.js"
 * @import { FormRules } from "../rules/types.js"
 * @import { Params } from "./message.js"
 *
 * @typedef {object} PageData
 * @property {"th" | "en"} locale
 * @property {Record<string, string>} messages flat keys `app.*` and `problems.*` of this locale
 * @property {FormRules | null} rules null on the receipts page
 * @property {Record<string, EventFacts>} [events] by slug: those that can be registered for; on the receipts page only
 * @property {string} title
 * @property {string} starts_at the event's, ISO; empty on the receipts page
 * @property {string} companion address of the page's second script; empty where there is none
 * @property {string} worker address of the Python worker; empty where there is none
 * @property {number} rules_download_bytes what the worker downloads for the first check, as compressed on the way
 * @property {FormBackend} form_backend
 * @property {string} time_zone the site's, as IANA names it
 * @property {string | null} preview_as_of ISO instant at which a preview stands still
 * @property {string} other_locale_url
 *
 * @typedef {object} EventFacts What is public of an event, in the page's language.
 * @property {string} title
 * @property {string} when
 * @property {string} starts_at ISO
 * @property {string} ends_at ISO
 * @property {string} deadline in words
 * @property {string} deadline_at ISO
 * @property {{value: string, link: string}[]} phones of the help desk
 */

import { fillMessage } from "./message.js";

/** @type {PageData} */
export const pageData = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("page-data")).textContent ?? "");

/**
 * The message for `key` in the page's language, with `{name}` replaced by `params.name`.
 *
 * @param {string} key
 * @param {Params} [params]
 */
export function text(key, params = {}) {
  return fillMessage(pageData.messages[key] ?? key, params);
}

/** The instant that this page treats as now: the phone's clock, standing still in a preview. */
export function now() {
  return pageData.preview_as_of ? new Date(pageData.preview_as_of) : new Date();
}
