/** How far a set of submissions has come. */

import { hasEnded } from "./entry.js";

/**
 * @typedef {import("./types.js").Entry} Entry
 * @typedef {import("./types.js").Receipt} Receipt
 *
 * @typedef {"registered" | "waiting" | "late" | "answered"} Progress `registered`: all are confirmed; `late`: all are stored, and
 *   one at least waits for the organiser; `waiting`: one at least waits for a seat, and none for the organiser; `answered`: one at least was not stored, or has ended since.
 */

/**
 * What became of the submissions `ids`, once none of them is waiting any more.
 *
 * @param {Set<string>} ids
 * @param {Entry[]} allEntries
 * @param {Receipt[]} allReceipts
 * @returns {Progress | null} null while one is waiting, and if the person deleted them all
 */
export function readProgress(ids, allEntries, allReceipts) {
  const entries = allEntries.filter((entry) => ids.has(entry.submission_id));
  const receipts = allReceipts.filter((receipt) => ids.has(receipt.submission_id));
  if (entries.some((entry) => entry.state === "queued") || entries.length + receipts.length === 0) return null;
  if (receipts.length < ids.size || receipts.some(hasEnded)) return "answered";
  if (receipts.some(({ status }) => status === "late_review")) return "late";
  return receipts.some(({ status }) => status === "waiting") ? "waiting" : "registered";
}
