/**
 * When an entry is tried next, and in which order.
 *
 * Seats are given by arrival, so the entries of one event and one organisation form a lane: they go out in the order in
 * which they were submitted, one under way at a time, and each holds those behind it back until it was answered or has
 * failed so often that the person is warned. Different lanes go side by side.
 */

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
 * The entries that go out next, one of each lane at most.
 *
 * A pass begins each lane with its head, also before its time: when those behind a head that keeps failing may go before it,
 * it has just been given its chance.
 *
 * @param {Entry[]} entries
 * @param {number} now
 * @param {{flying?: Set<string>, tried?: Set<string>}} [pass] ids of what is under way, and of what this pass has tried
 * @returns {Entry[]}
 */
export function pickDue(entries, now, { flying = new Set(), tried = new Set() } = {}) {
  return makeLanes(entries)
    .filter(({ all }) => !all.some(({ submission_id }) => flying.has(submission_id)))
    .flatMap((lane) => {
      const free = pickFree(lane, now);
      const due = free.filter((entry) => dueAt(entry, now) <= now);
      return due.length > 0 && !tried.has(free[0].submission_id) ? free[0] : due.slice(0, 1);
    });
}

/**
 * @param {Entry[]} entries
 * @param {number} now
 * @returns {number | null} when the next one is due; null if nothing is to be sent
 */
export function nextDueAt(entries, now) {
  const first = Math.min(...makeLanes(entries).map((lane) => laneDueAt(lane, now)));
  return first === Infinity ? null : first;
}

/**
 * @param {Lane} lane
 * @param {number} now
 */
function laneDueAt(lane, now) {
  const held = lane.all.filter((entry) => isHeldByServer(entry, now));
  if (held.length > 0) return Math.max(...held.map((entry) => dueAt(entry, now)));
  return Math.min(...pickFree(lane, now).map((entry) => dueAt(entry, now)));
}

/**
 * @typedef {object} Lane
 * @property {Entry[]} all its unanswered entries, in the order in which they were submitted
 * @property {Map<string, Entry>} waitedFor by the id of a correction, the entry that it replaces and whose answer comes first
 *
 * @param {Entry[]} entries
 * @returns {Lane[]}
 */
function makeLanes(entries) {
  const waitedFor = findWaitedFor(entries);
  /** @type {Map<string, Lane>} */
  const lanes = new Map();
  for (const entry of entries.filter(isUnanswered).sort((a, b) => a.sequence - b.sequence)) {
    const name = JSON.stringify([entry.event, entry.values.organisation]);
    const lane = lanes.get(name) ?? { all: [], waitedFor };
    lane.all.push(entry);
    lanes.set(name, lane);
  }
  return [...lanes.values()];
}

/** @param {Entry[]} entries */
function findWaitedFor(entries) {
  const superseded = entries.filter(({ state }) => state === "superseded");
  return new Map(
    superseded.flatMap((old) =>
      entries
        .filter(({ state, replaces }) => state === "queued" && replaces === old.submission_id)
        .map((correction) => [correction.submission_id, old]),
    ),
  );
}

/**
 * Those of a lane that may go out, as soon as they are due: all whom nobody before them holds back.
 *
 * @param {Lane} lane
 * @param {number} now
 */
function pickFree({ all, waitedFor }, now) {
  if (all.some((entry) => isHeldByServer(entry, now))) return [];
  const holder = all.findIndex((entry) => isHolding(waitedFor.get(entry.submission_id) ?? entry));
  const free = holder < 0 ? all : all.slice(0, holder + 1);
  return free.filter(({ submission_id }) => !waitedFor.has(submission_id));
}

/** @param {Entry} entry */
function isHolding({ unknowns }) {
  return unknowns < UNKNOWNS_BEFORE_WARNING;
}

/**
 * Whether the server has asked for time that has not passed, and no person has overruled it.
 *
 * @param {Entry} entry
 * @param {number} now
 */
function isHeldByServer(entry, now) {
  return hastenedAt(entry, now) > now && dueAt(entry, now) > now;
}
