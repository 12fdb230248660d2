/** An entry: how it is made, and what its state says about it. */

/**
 * @typedef {import("./types.js").Entry} Entry
 * @typedef {import("./types.js").Values} Values
 *
 * @typedef {object} NewEntry What the form knows of a registration.
 * @property {string} event
 * @property {string} title
 * @property {string} starts_at
 * @property {"th" | "en"} locale
 * @property {Date} created_at the page's now
 * @property {Values} values
 * @property {string} organisation_name
 * @property {string} notice_version
 * @property {boolean} checked
 * @property {string} rules_version
 * @property {string} bot_field
 * @property {string} [replaces]
 */

/**
 * An entry as the person submits it, ready to be kept or sent; the store gives it its place in the sequence.
 *
 * @param {NewEntry} made
 * @param {{submission_id: string, now: number}} identity a UUID of its own, and the phone's clock in epoch ms
 * @returns {Entry}
 */
export function makeEntry({ created_at, replaces = "", ...made }, { submission_id, now }) {
  return {
    ...made,
    submission_id,
    replaces,
    manage: "",
    created_at: created_at.toISOString(),
    sequence: 0,
    clock_ahead_ms: created_at.getTime() - now,
    state: "queued",
    attempts: 0,
    unknowns: 0,
    next_try_at: 0,
    retry_after_at: 0,
    payload: null,
    problem: null,
  };
}

/**
 * The place in the sequence of what is submitted now.
 *
 * @param {{sequence: number}[]} all what is on its way
 */
export function nextSequence(all) {
  return Math.max(0, ...all.map(({ sequence }) => sequence)) + 1;
}

/** @param {{state: string}} errand an entry or an act */
export function isUnanswered({ state }) {
  return state === "queued" || state === "superseded";
}

/** @param {{status: string}} receipt */
export function hasEnded({ status }) {
  return status === "cancelled" || status === "declined" || status === "removed";
}

/**
 * Whether no server holds this entry: it never went out, or the answer to it was a refusal. `key_reused` is not one of
 * them: it says that the server does hold something under this id.
 *
 * @param {Entry} entry
 */
export function isSurelyNotStored(entry) {
  if (entry.state === "refused" || entry.state === "needs_person") return entry.problem?.code !== "key_reused";
  return entry.state === "queued" && entry.attempts === 0;
}

/**
 * The key of the draft that corrects a submission.
 *
 * @param {{event: string, submission_id: string}} of
 */
export function correctionKey({ event, submission_id }) {
  return `${event}#${submission_id}`;
}

/**
 * First name and the last name's initial, e.g. “สมชาย ใ.”.
 *
 * @param {Values} values
 */
export function shortenName({ first_name, last_name }) {
  const initial = last_name.match(/[\p{Lo}\p{Lu}\p{Ll}]/u)?.[0];
  return initial ? `${first_name} ${initial}.` : first_name;
}
