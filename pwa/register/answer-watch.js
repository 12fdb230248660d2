/** Follows entries from the queue to their answers. */

import { readProgress } from "../queue/progress.js";
import { onQueueChange } from "../store/changes.js";
import { listEntries } from "../store/entries.js";
import { listReceipts } from "../store/receipts.js";

/**
 * Calls `onAnswered` once none of these entries is waiting any more, and again if that changes.
 *
 * @param {Set<string>} ids
 * @param {(progress: import("../queue/progress.js").Progress) => void} onAnswered
 * @returns {() => void} stops it
 */
export function watchAnswers(ids, onAnswered) {
  const look = async () => {
    const entries = await listEntries(); // first: an entry that is answered meanwhile then still counts as waiting
    const progress = readProgress(ids, entries, await listReceipts());
    if (progress) onAnswered(progress);
  };
  const update = () => void look().catch(() => {}); // the list below says what is wrong with the storage
  update();
  return onQueueChange(update);
}
