/** What is stored before an attempt goes out and after its answer came; `queue/` decides what that is. */

import { countActAttempt, settleAct } from "../queue/acts.js";
import { countAttempt } from "../queue/attempt.js";
import { settle } from "../queue/outcomes.js";
import { hasten } from "../queue/schedule.js";
import { announceQueueChange } from "./changes.js";
import { writeStores } from "./database.js";
import { KEPT, readKept } from "./kept.js";

/**
 * @typedef {import("../queue/types.js").Act} Act
 * @typedef {import("../queue/types.js").ActAnswer} ActAnswer
 * @typedef {import("../queue/types.js").Entry} Entry
 * @typedef {import("../queue/types.js").Answer} Answer
 * @typedef {Partial<import("../queue/outcomes.js").Outcome>} Changes
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
 * Counts an attempt to cancel, durably, before anything goes out.
 *
 * @param {string} actId
 * @returns {Promise<Act | null>} null if it is no longer to be sent
 * @throws {import("./storage-error.js").StorageError}
 */
export function beginActAttempt(actId) {
  return writeStores(["acts"], async (transaction) => {
    const acts = transaction.table("acts");
    const act = countActAttempt(await acts.get(actId));
    if (act) await acts.put(act);
    return act;
  });
}

/**
 * Moves `entry` on by the answer to its attempt, in one transaction.
 *
 * @param {Entry} entry as it was sent
 * @param {Answer} answer
 * @throws {import("./storage-error.js").StorageError}
 */
export function settleEntry(entry, answer) {
  return writeOutcome((kept) => settle(entry, answer, kept, drawNow()));
}

/**
 * Moves `act` on by the answer to its attempt, in one transaction.
 *
 * @param {Act} act as it was sent
 * @param {ActAnswer} answer
 * @throws {import("./storage-error.js").StorageError}
 */
export function settleActAttempt(act, answer) {
  return writeOutcome((kept) => settleAct(act, answer, kept, drawNow()));
}

function drawNow() {
  return { now: Date.now(), chance: Math.random() };
}

/** @param {(kept: import("../queue/acts.js").Kept) => Changes} decide */
async function writeOutcome(decide) {
  await writeStores([...KEPT, "drafts"], async (transaction) => {
    const outcome = decide(await readKept(transaction));
    const tables = { entries: transaction.table("entries"), receipts: transaction.table("receipts"), acts: transaction.table("acts") };
    for (const one of outcome.entries ?? []) await tables.entries.put(one);
    for (const one of outcome.receipts ?? []) await tables.receipts.put(one);
    for (const one of outcome.acts ?? []) await tables.acts.put(one);
    for (const id of outcome.deleted_entries ?? []) await tables.entries.delete(id);
    for (const id of outcome.deleted_receipts ?? []) await tables.receipts.delete(id);
    for (const id of outcome.deleted_acts ?? []) await tables.acts.delete(id);
    for (const key of outcome.deleted_drafts ?? []) await transaction.table("drafts").delete(key);
  });
  announceQueueChange();
}

/**
 * Makes every errand that waits due at once, but for those whose server asked for time unless `overrule` says that a person
 * wants it all the same.
 *
 * @param {{overrule: boolean}} options
 * @throws {import("./storage-error.js").StorageError}
 */
export async function hastenErrands({ overrule }) {
  const count = await writeStores(["entries", "acts"], async (transaction) => {
    const entries = transaction.table("entries");
    const acts = transaction.table("acts");
    const at = { now: Date.now(), overrule };
    const [dueEntries, dueActs] = [hasten(await entries.getAll(), at), hasten(await acts.getAll(), at)];
    for (const entry of dueEntries) await entries.put(entry);
    for (const act of dueActs) await acts.put(act);
    return dueEntries.length + dueActs.length;
  });
  if (count > 0) announceQueueChange();
}
