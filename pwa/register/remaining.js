/** How much time remains until the deadline, in words. */

const MINUTE_MS = 60_000;
const UNITS = /** @type {const} */ ([
  ["days", 24 * 60 * MINUTE_MS],
  ["hours", 60 * MINUTE_MS],
  ["minutes", MINUTE_MS],
]);

/**
 * The message that says it, in the largest unit that is full.
 *
 * @param {number} left_ms not negative
 */
export function describeRemaining(left_ms) {
  const [unit, unit_ms] = UNITS.find(([, length_ms]) => left_ms >= length_ms) ?? UNITS[2];
  const count = Math.max(1, Math.floor(left_ms / unit_ms));
  return { key: `app.form.remaining_${unit}${count === 1 ? "_one" : ""}`, params: { count } };
}
