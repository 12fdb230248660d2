/** Which registrations were submitted together, and in which order they were entered. */

/**
 * @typedef {import("./types.js").Entry} Entry
 * @typedef {import("./types.js").Receipt} Receipt
 *
 * @typedef {object} Origin
 * @property {string} key the same for all that one press of "Register" submitted
 * @property {number} sequence their order
 */

/**
 * Where an entry belongs: to what it corrects, if this phone still has that.
 *
 * @param {Entry} entry
 * @param {{entries: Entry[], receipts: Receipt[]}} kept
 * @returns {Origin}
 */
export function originOfEntry(entry, kept) {
  const { event, sequence, replaces } = entry;
  const old = replaces ? kept.entries.find(({ submission_id }) => submission_id === replaces) : undefined;
  if (old) return originOfEntry(old, kept);
  const receipt = replaces ? kept.receipts.find(({ submission_id }) => submission_id === replaces) : undefined;
  return receipt ? originOfReceipt(receipt) : { key: `${event} ${pressedAt(entry)}`, sequence };
}

/**
 * Where a receipt belongs; one from before receipts noted it is alone.
 *
 * @param {Receipt} receipt
 * @returns {Origin}
 */
export function originOfReceipt({ event, submission_id, submitted_at, sequence = 0 }) {
  return { key: submitted_at ? `${event} ${submitted_at}` : submission_id, sequence };
}

/**
 * What the receipt of `entry` notes of where it belongs.
 *
 * @param {Entry} entry
 * @param {Receipt | undefined} old the receipt of what it replaces
 * @returns {{submitted_at: string, sequence: number}}
 */
export function inheritOrigin(entry, old) {
  return old?.submitted_at ? { submitted_at: old.submitted_at, sequence: old.sequence ?? 0 } : { submitted_at: pressedAt(entry), sequence: entry.sequence };
}

/**
 * When the entry was submitted, by this phone's clock. What was submitted together has the same to the millisecond, in a
 * preview too, where `created_at` stands still.
 *
 * @param {Entry} entry
 */
function pressedAt({ created_at, clock_ahead_ms }) {
  return new Date(Date.parse(created_at) - clock_ahead_ms).toISOString();
}
