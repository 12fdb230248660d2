/** How long a receipt keeps what was sent. */

/** @typedef {import("./types.js").Receipt} Receipt */

/**
 * Whether the event has begun, so that nothing can be changed any more; an event of which no time is known counts as begun.
 *
 * @param {{starts_at: string, clock_ahead_ms: number}} of
 * @param {number} now epoch ms by the phone's clock
 */
export function hasBegun({ starts_at, clock_ahead_ms }, now) {
  return !(Date.parse(starts_at) > now + clock_ahead_ms);
}

/**
 * The receipts that keep what was sent although their event has begun, as they then are.
 *
 * @param {Receipt[]} receipts
 * @param {number} now epoch ms
 * @returns {Receipt[]}
 */
export function forgetBegun(receipts, now) {
  return receipts.filter((one) => one.values && hasBegun(one, now)).map((one) => ({ ...one, values: null }));
}
