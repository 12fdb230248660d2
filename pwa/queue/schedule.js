/**
 * When an errand (an entry or a cancellation) is tried next, and in which order.
 *
 * Seats are given by arrival, so the errands of one event and one organisation form a lane: they go out in the order in
 * which they were submitted, one under way at a time, and each holds those behind it back until it was answered or has
 * failed so often that the person is warned. Different lanes go side by side.
 */

import { isUnanswered } from "./entry.js";
import { errandId, isWaitingFor, laneOf } from "./errands.js";

/** @typedef {import("./types.js").Errand} Errand */

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
 * When `errand` is due. No wait is longer than an hour: a later time comes from a clock that was set back since, and the
 * errand is then due at once.
 *
 * @param {Errand} errand
 * @param {number} now
 * @returns {number} epoch ms
 */
export function dueAt(errand, now) {
  return errand.next_try_at > now + LONGEST_WAIT_MS ? now : errand.next_try_at;
}

/**
 * The schedule of `errand` when there is reason to hope (the page was opened, the network came back): now, unless the
 * server asked for more time.
 *
 * @param {Errand} errand
 * @param {number} now
 * @returns {number} epoch ms
 */
export function hastenedAt(errand, now) {
  return errand.retry_after_at > now + LONGEST_WAIT_MS ? now : Math.max(errand.retry_after_at, now);
}

/**
 * The errands whose next try comes forward when there is reason to hope, as they then are: due at once, but for those whose
 * server asked for time unless `overrule` says that a person wants it all the same.
 *
 * @template {Errand} One
 * @param {One[]} errands
 * @param {{now: number, overrule: boolean}} options
 * @returns {One[]}
 */
export function hasten(errands, { now, overrule }) {
  return errands
    .filter(isUnanswered)
    .map((errand) => ({ errand, next_try_at: overrule ? now : hastenedAt(errand, now) }))
    .filter(({ errand, next_try_at }) => errand.next_try_at > next_try_at)
    .map(({ errand, next_try_at }) => ({ ...errand, next_try_at }));
}

/**
 * The errands that go out next, one of each lane at most.
 *
 * A pass begins each lane with its head, also before its time: when those behind a head that keeps failing may go before it,
 * it has just been given its chance.
 *
 * @param {Errand[]} errands
 * @param {number} now
 * @param {{flying?: Set<string>, tried?: Set<string>}} [pass] ids of what is under way, and of what this pass has tried
 * @returns {Errand[]}
 */
export function pickDue(errands, now, { flying = new Set(), tried = new Set() } = {}) {
  return makeLanes(errands)
    .filter(({ all }) => !all.some((errand) => flying.has(errandId(errand))))
    .flatMap((lane) => {
      const free = pickFree(lane, now);
      const due = free.filter((errand) => dueAt(errand, now) <= now);
      return due.length > 0 && !tried.has(errandId(free[0])) ? free[0] : due.slice(0, 1);
    });
}

/**
 * @param {Errand[]} errands
 * @param {number} now
 * @returns {number | null} when the next one is due; null if nothing is to be sent
 */
export function nextDueAt(errands, now) {
  const first = Math.min(...makeLanes(errands).map((lane) => laneDueAt(lane, now)));
  return first === Infinity ? null : first;
}

/**
 * @param {Lane} lane
 * @param {number} now
 */
function laneDueAt(lane, now) {
  const held = lane.all.filter((errand) => isHeldByServer(errand, now));
  if (held.length > 0) return Math.max(...held.map((errand) => dueAt(errand, now)));
  return Math.min(...pickFree(lane, now).map((errand) => dueAt(errand, now)));
}

/**
 * @typedef {object} Lane
 * @property {Errand[]} all its unanswered errands, in the order in which they were submitted
 * @property {Map<string, Errand>} waitedFor by the id of one that waits, that whose answer comes first
 *
 * @param {Errand[]} errands
 * @returns {Lane[]}
 */
function makeLanes(errands) {
  const unanswered = errands.filter(isUnanswered).sort((a, b) => a.sequence - b.sequence);
  const waitedFor = findWaitedFor(unanswered);
  /** @type {Map<string, Lane>} */
  const lanes = new Map();
  for (const errand of unanswered) {
    const lane = lanes.get(laneOf(errand)) ?? { all: [], waitedFor };
    lane.all.push(errand);
    lanes.set(laneOf(errand), lane);
  }
  return [...lanes.values()];
}

/** @param {Errand[]} unanswered */
function findWaitedFor(unanswered) {
  return new Map(
    unanswered.flatMap((errand) => {
      const first = unanswered.find((other) => isWaitingFor(errand, other));
      return first ? [[errandId(errand), first]] : [];
    }),
  );
}

/**
 * Those of a lane that may go out, as soon as they are due: all whom nobody before them holds back.
 *
 * @param {Lane} lane
 * @param {number} now
 */
function pickFree({ all, waitedFor }, now) {
  if (all.some((errand) => isHeldByServer(errand, now))) return [];
  const holder = all.findIndex((errand) => isHolding(waitedFor.get(errandId(errand)) ?? errand));
  const free = holder < 0 ? all : all.slice(0, holder + 1);
  return free.filter((errand) => !waitedFor.has(errandId(errand)));
}

/** @param {Errand} errand */
function isHolding({ unknowns }) {
  return unknowns < UNKNOWNS_BEFORE_WARNING;
}

/**
 * Whether the server has asked for time that has not passed, and no person has overruled it.
 *
 * @param {Errand} errand
 * @param {number} now
 */
function isHeldByServer(errand, now) {
  return hastenedAt(errand, now) > now && dueAt(errand, now) > now;
}
