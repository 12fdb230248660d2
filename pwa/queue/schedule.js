/** When an entry is tried next: every entry has a schedule of its own, so that none blocks another. */

import { isUnanswered } from "./entry.js";

/** @typedef {import("./types.js").Entry} Entry */

const FIRST_DELAY_MS = 5_000;
const LONGEST_DELAY_MS = 300_000;
const LONGEST_WAIT_MS = 3_600_000;

/** Unknown outcomes in a row after which the person is warned. */
export const UNKNOWNS_BEFORE_WARNING = 3;

/**
 * Full jitter: anything from nothing to a limit that doubles from 5 s to 5 min with every attempt, so that phones which
 * lost their connection together don't come back together.
 *
 * @param {number} attempts how many were made, from 1
 * @param {number} chance drawn from 0 to 1
 * @returns {number} milliseconds
 */
export function pickDelay(attempts, chance) {
  return chance * Math.min(FIRST_DELAY_MS * 2 ** (attempts - 1), LONGEST_DELAY_MS);
}

/**
 * When `entry` is due. No wait is longer than an hour: a later time comes from a clock that was set back since, and the
 * entry is then due at once.
 *
 * @param {Entry} entry
 * @param {number} now
 * @returns {number} epoch ms
 */
export function dueAt(entry, now) {
  return entry.next_try_at > now + LONGEST_WAIT_MS ? now : entry.next_try_at;
}

/**
 * The schedule of `entry` when there is reason to hope (the page was opened, the network came back): now, unless the
 * server asked for more time.
 *
 * @param {Entry} entry
 * @param {number} now
 * @returns {number} epoch ms
 */
export function hastenedAt(entry, now) {
  return entry.retry_after_at > now + LONGEST_WAIT_MS ? now : Math.max(entry.retry_after_at, now);
}

/**
 * The entries whose next try comes forward when there is reason to hope, as they then are: due at once, but for those whose
 * server asked for time unless `overrule` says that a person wants it all the same.
 *
 * @param {Entry[]} entries
 * @param {{now: number, overrule: boolean}} options
 * @returns {Entry[]}
 */
export function hasten(entries, { now, overrule }) {
  return entries
    .filter(isUnanswered)
    .map((entry) => ({ entry, next_try_at: overrule ? now : hastenedAt(entry, now) }))
    .filter(({ entry, next_try_at }) => entry.next_try_at > next_try_at)
    .map(({ entry, next_try_at }) => ({ ...entry, next_try_at }));
}

/**
 * The entries that may go out at `now`. A correction waits while the entry that it replaces is still being sent.
 *
 * @param {Entry[]} entries
 * @param {number} now
 */
export function pickDue(entries, now) {
  return pickSendable(entries).filter((entry) => dueAt(entry, now) <= now);
}

/**
 * @param {Entry[]} entries
 * @param {number} now
 * @returns {number | null} when the next one is due; null if nothing is to be sent
 */
export function nextDueAt(entries, now) {
  const times = pickSendable(entries).map((entry) => dueAt(entry, now));
  return times.length > 0 ? Math.min(...times) : null;
}

/** @param {Entry[]} entries */
function pickSendable(entries) {
  const superseded = new Set(entries.filter(({ state }) => state === "superseded").map((entry) => entry.submission_id));
  return entries.filter(
    ({ state, replaces }) => state === "superseded" || (state === "queued" && !superseded.has(replaces)),
  );
}
