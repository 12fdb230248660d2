/** Follows entries from the queue to their answers. */

/**
 * @typedef {"registered" | "late" | "answered"} Outcome `registered`: all are confirmed; `late`: all are stored, and one at
 *   least waits for the organiser; `answered`: one at least was not stored.
 */

import { onQueueChange } from "../store/changes.js";
import { listEntries } from "../store/entries.js";
import { listReceipts } from "../store/receipts.js";

/**
 * Calls `onAnswered` once none of these entries is waiting any more, and again if that changes.
 *
 * @param {Set<string>} ids
 * @param {(outcome: Outcome) => void} onAnswered
 * @returns {() => void} stops it
 */
export function watchAnswers(ids, onAnswered) {
  const look = async () => {
    const entries = (await listEntries()).filter((entry) => ids.has(entry.submission_id));
    if (entries.some((entry) => entry.state === "queued")) return;
    const receipts = (await listReceipts()).filter((receipt) => ids.has(receipt.submission_id));
    if (entries.length + receipts.length === 0) return; // the person deleted them
    if (receipts.length < ids.size) onAnswered("answered");
    else onAnswered(receipts.every(({ status }) => status === "confirmed") ? "registered" : "late");
  };
  const update = () => void look().catch(() => {}); // the list below says what is wrong with the storage
  update();
  return onQueueChange(update);
}
