/** What is stored before an attempt goes out and after its answer came; `queue/` decides what that is. */

import { countAttempt } from "../queue/attempt.js";
import { settle } from "../queue/outcomes.js";
import { hasten } from "../queue/schedule.js";
import { announceQueueChange } from "./changes.js";
import { writeStores } from "./database.js";

/**
 * @typedef {import("../queue/types.js").Entry} Entry
 * @typedef {import("../queue/types.js").Answer} Answer
 */

/**
 * Counts an attempt and freezes the payload, durably, before anything goes out.
 *
 * @param {string} submissionId
 * @returns {Promise<Entry | null>} null if it is no longer to be sent
 * @throws {import("./storage-error.js").StorageError}
 */
export function beginAttempt(submissionId) {
  return writeStores(["entries"], async (transaction) => {
    const entries = transaction.table("entries");
    const entry = countAttempt(await entries.get(submissionId));
    if (entry) await entries.put(entry);
    return entry;
  });
}

/**
 * Moves `entry` on by the answer to its attempt, in one transaction.
 *
 * @param {Entry} entry as it was sent
 * @param {Answer} answer
 * @throws {import("./storage-error.js").StorageError}
 */
export async function settleEntry(entry, answer) {
  await writeStores(["entries", "receipts", "drafts"], async (transaction) => {
    const entries = transaction.table("entries");
    const receipts = transaction.table("receipts");
    const drafts = transaction.table("drafts");
    const outcome = settle(entry, answer, await entries.getAll(), { now: Date.now(), chance: Math.random() });
    for (const one of outcome.entries) await entries.put(one);
    for (const one of outcome.receipts) await receipts.put(one);
    for (const id of outcome.deleted_entries) await entries.delete(id);
    for (const id of outcome.deleted_receipts) await receipts.delete(id);
    for (const key of outcome.deleted_drafts) await drafts.delete(key);
  });
  announceQueueChange();
}

/**
 * Makes every waiting entry due at once, but for those whose server asked for time unless `overrule` says that a person
 * wants it all the same.
 *
 * @param {{overrule: boolean}} options
 * @throws {import("./storage-error.js").StorageError}
 */
export async function hastenEntries({ overrule }) {
  const hastened = await writeStores(["entries"], async (transaction) => {
    const entries = transaction.table("entries");
    const due = hasten(await entries.getAll(), { now: Date.now(), overrule });
    for (const entry of due) await entries.put(entry);
    return due;
  });
  if (hastened.length > 0) announceQueueChange();
}
