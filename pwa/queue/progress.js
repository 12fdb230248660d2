/** How far a set of submissions has come. */

import { hasEnded } from "./entry.js";

/**
 * @typedef {import("./types.js").Entry} Entry
 * @typedef {import("./types.js").Receipt} Receipt
 *
 * @typedef {"registered" | "waiting" | "late" | "refused" | "partly" | "answered" | "gone"} Progress `registered`: all are confirmed; `late`: all are stored, and
 *   one at least waits for the organiser; `waiting`: one at least waits for a seat, and none for the organiser; `refused`: none
 *   was stored; `partly`: one at least was not; `answered`: one at least is with a server without receipts, or has ended since;
 *   `gone`: none is on this phone any more.
 */

/**
 * What became of the submissions `ids`, once none of them is waiting any more.
 *
 * @param {Set<string>} ids
 * @param {Entry[]} allEntries
 * @param {Receipt[]} allReceipts
 * @returns {Progress | null} null while one is waiting
 */
export function readProgress(ids, allEntries, allReceipts) {
  const entries = allEntries.filter((entry) => ids.has(entry.submission_id));
  const receipts = allReceipts.filter((receipt) => ids.has(receipt.submission_id));
  if (entries.length + receipts.length === 0) return "gone";
  if (entries.some((entry) => entry.state === "queued")) return null;
  if (entries.some(isRefused)) return entries.length === ids.size && entries.every(isRefused) ? "refused" : "partly";
  if (receipts.length < ids.size || receipts.some(hasEnded)) return "answered";
  if (receipts.some(({ status }) => status === "late_review")) return "late";
  return receipts.some(({ status }) => status === "waiting") ? "waiting" : "registered";
}

/** @param {Entry} entry */
function isRefused({ state }) {
  return state === "refused" || state === "needs_person";
}
