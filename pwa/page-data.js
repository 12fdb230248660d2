/**
 * What the build put into this page: its messages, its form's rules and its addresses.
 *
 * @typedef {object} FieldRule
 * @property {string} name
 * @property {"organisation" | "choice" | "flag" | "personal_name" | "text" | "long_text" | "number" | "email" | "mobile"} kind
 * @property {boolean} required
 * @property {number} min_length in characters
 * @property {number} max_length in characters
 * @property {string[]} choices
 * @property {number} [min_value] of a number
 * @property {number} [max_value] likewise
 *
 * @typedef {object} FormRules The `rules` part of form.json; `registration_rules.parse_form` reads the same.
 * @property {number} form_version
 * @property {string} event
 * @property {string} rules_version
 * @property {string} notice_version
 * @property {string} deadline_at ISO instant
 * @property {number} grace_hours
 * @property {number} quota
 * @property {number} max_people
 * @property {string | null} preview_as_of
 * @property {string[]} organisations
 * @property {FieldRule[]} fields
 *
 * @typedef {object} PageData
 * @property {"th" | "en"} locale
 * @property {Record<string, string>} messages flat keys `app.*` and `problems.*` of this locale
 * @property {FormRules | null} rules null on the receipts page
 * @property {string} title
 * @property {string} companion address of the page's second script; empty where there is none
 * @property {string} worker address of the Python worker; empty where there is none
 * @property {number} rules_download_bytes what the worker downloads for the first check, as compressed on the way
 * @property {"own" | "netlify"} form_backend
 * @property {string} time_zone the site's, as IANA names it
 * @property {string | null} preview_as_of ISO instant at which a preview stands still
 * @property {string} other_locale_url
 */

/** @type {PageData} */
export const pageData = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("page-data")).textContent ?? "");

/**
 * The message for `key` in the page's language, with `{name}` replaced by `params.name`.
 *
 * @param {string} key
 * @param {Record<string, string | number>} [params]
 */
export function text(key, params = {}) {
  const message = pageData.messages[key] ?? key;
  return message.replace(/\{(\w+)\}/g, (placeholder, name) => String(params[name] ?? placeholder));
}

/** The instant that this page treats as now: the phone's clock, standing still in a preview. */
export function now() {
  return pageData.preview_as_of ? new Date(pageData.preview_as_of) : new Date();
}
