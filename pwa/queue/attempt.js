/** An attempt to send an entry: what it counts and what it carries. */

import { isUnanswered } from "./entry.js";

/** @typedef {import("./types.js").Entry} Entry */

/**
 * `entry` with one attempt more, and with its payload frozen by the first: whatever becomes of the entry or of the app
 * meanwhile, every attempt sends the same.
 *
 * @param {Entry | undefined} entry
 * @returns {Entry | null} null if it is no longer to be sent
 */
export function countAttempt(entry) {
  if (!entry || !isUnanswered(entry)) return null;
  return { ...entry, attempts: entry.attempts + 1, payload: entry.payload ?? makePayload(entry) };
}

/**
 * The fields of an attempt's body. `sent_at` and `attempt` are new each time; all else is the payload.
 *
 * @param {Entry} entry
 * @param {number} now epoch ms
 * @returns {Record<string, string>}
 */
export function makeFields(entry, now) {
  return {
    ...(entry.payload ?? makePayload(entry)),
    sent_at: new Date(now + entry.clock_ahead_ms).toISOString(),
    attempt: String(entry.attempts),
  };
}

/**
 * @param {Entry} entry
 * @returns {Record<string, string>}
 */
function makePayload(entry) {
  return {
    "form-name": `registration-${entry.event}`,
    "bot-field": entry.bot_field,
    submission_id: entry.submission_id,
    event: entry.event,
    locale: entry.locale,
    ...entry.values,
    notice_version: entry.notice_version,
    created_at: entry.created_at,
    rules_version: entry.rules_version,
    replaces: entry.replaces,
    ...(entry.manage ? { manage: entry.manage } : {}),
  };
}
