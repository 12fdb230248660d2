/** Follows entries from the queue to their answers. */

import { onQueueChange } from "../store/changes.js";
import { listEntries } from "../store/entries.js";
import { listReceipts } from "../store/receipts.js";

/**
 * Calls `onAnswered` once none of these entries is waiting any more, and again if that changes.
 *
 * @param {Set<string>} ids
 * @param {(outcome: "registered" | "answered") => void} onAnswered `registered`: each has its receipt
 * @returns {() => void} stops it
 */
export function watchAnswers(ids, onAnswered) {
  const look = async () => {
    const entries = (await listEntries()).filter((entry) => ids.has(entry.submission_id));
    if (entries.some((entry) => entry.state === "queued")) return;
    const receipts = (await listReceipts()).filter((receipt) => ids.has(receipt.submission_id));
    onAnswered(receipts.length === ids.size ? "registered" : "answered");
  };
  const update = () => void look().catch(() => {}); // the list below says what is wrong with the storage
  update();
  return onQueueChange(update);
}
