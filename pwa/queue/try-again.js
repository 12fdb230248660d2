/** What an attempt that decided nothing makes of its errand. */

import { hastenedAt, pickDelay } from "./schedule.js";

/**
 * @typedef {import("./types.js").Errand} Errand
 * @typedef {import("./types.js").Answer} Answer
 *
 * @param {Errand} errand
 * @param {Extract<Answer, {kind: "wait" | "unknown"}>} answer
 * @param {{now: number, chance: number}} at epoch ms; a number from 0 to 1 for the delay before the next attempt
 */
export function tryAgain(errand, { kind, retry_after_s }, { now, chance }) {
  const asked_at = retry_after_s ? now + retry_after_s * 1000 : 0;
  const before_at = hastenedAt(errand, now); // time once asked for is given, even if this answer doesn't repeat it
  const retry_after_at = Math.max(asked_at, before_at > now ? before_at : 0);
  const next_try_at = Math.max(now + pickDelay(errand.attempts, chance), retry_after_at);
  return { retry_after_at, next_try_at, unknowns: kind === "unknown" ? errand.unknowns + 1 : 0 };
}
