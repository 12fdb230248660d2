/**
 * The queue: registrations on their way, each kept until the server's own yes or the person's own no.
 *
 * A payload never changes once made; a correction is a new entry that names the one it replaces. Nothing here expires.
 */

import { redirectAct } from "../queue/acts.js";
import { reinstate, replace } from "../queue/corrections.js";
import { correctionKey, nextSequence } from "../queue/entry.js";
import { announceQueueChange } from "./changes.js";
import { readAll, readOne, writeStores } from "./database.js";
import { KEPT, readKept } from "./kept.js";
import { StorageError } from "./storage-error.js";
import { requestPersistence } from "./storage-state.js";

/** @typedef {import("../queue/types.js").Entry} Entry */

/**
 * Queues `entries`, in this order and behind what is queued already, and deletes the draft that they came from, all in one transaction, and reads them back.
 * What is kept or answered already under its id stays as it is.
 *
 * @param {Entry[]} entries
 * @param {{draft?: string}} [options] `draft`: the event whose draft this was
 * @throws {StorageError} they can't be counted on to be saved: don't say so
 */
export async function submitEntries(entries, { draft } = {}) {
  await writeStores([...KEPT, "drafts"], async (transaction) => {
    const kept = await readKept(transaction);
    const first = nextSequence([...kept.entries, ...kept.acts]);
    for (const [index, entry] of entries.entries()) {
      if (!findKept(kept, entry)) await transaction.table("entries").add({ ...entry, sequence: first + index });
    }
    if (draft !== undefined) await transaction.table("drafts").delete(draft);
  });
  announceQueueChange();
  for (const entry of entries) await confirmKept(entry);
  void requestPersistence();
}

/**
 * Puts `entry` in the place of the entry or the receipt `oldId`, as `replace` says, and reads it back.
 *
 * @param {string} oldId
 * @param {Entry} entry
 * @param {{draft?: string}} [options] `draft`: the event whose draft this was
 * @returns {Promise<Entry>} as it was stored
 * @throws {StorageError}
 */
export async function replaceEntry(oldId, entry, { draft } = {}) {
  const stored = await writeStores([...KEPT, "drafts"], async (transaction) => {
    const entries = transaction.table("entries");
    const kept = await readKept(transaction);
    const before = findKept(kept, entry);
    if (before) return before;
    const { added, superseded, deleted, takenBack } = replace(kept, oldId, entry);
    if (superseded) await entries.put(superseded);
    if (deleted) await entries.delete(deleted);
    if (takenBack) await transaction.table("acts").delete(takenBack);
    await entries.add(added);
    if (draft !== undefined) await transaction.table("drafts").delete(draft);
    return added;
  });
  announceQueueChange();
  await confirmKept(stored);
  void requestPersistence();
  return stored;
}

/**
 * What a try before this one has kept of `entry`, though nobody heard of it.
 *
 * @param {import("../queue/acts.js").Kept} kept
 * @param {Entry} entry
 * @returns {Entry | undefined} as it is kept, or as it was sent if it was answered since
 */
function findKept({ entries, receipts }, entry) {
  const isIt = (/** @type {{submission_id: string}} */ one) => one.submission_id === entry.submission_id;
  return entries.find(isIt) ?? (receipts.some(isIt) ? entry : undefined);
}

/**
 * Reads `entry` back. A sender may have had it in hand by then, so that it is compared in what sending never changes, and
 * its receipt proves it as well.
 *
 * @param {Entry} entry
 * @throws {StorageError} `mismatch` if it isn't there
 */
async function confirmKept(entry) {
  const { submission_id, event, created_at, values } = entry;
  const found = await readOne("entries", submission_id);
  if (found && JSON.stringify([found.event, found.created_at, found.values]) === JSON.stringify([event, created_at, values])) return;
  const receipt = await readOne("receipts", submission_id);
  if (receipt?.submission_id !== submission_id) throw new StorageError("mismatch");
}

/**
 * Changes entries by `change` and reads them back.
 *
 * @param {string[]} ids those that are no longer there are left out
 * @param {(entry: Entry) => Entry} change leaves id, event, time and values alone
 * @returns {Promise<Entry[]>} as they are now
 * @throws {StorageError}
 */
export async function rewriteEntries(ids, change) {
  const changed = await writeStores(["entries"], async (transaction) => {
    const table = transaction.table("entries");
    const found = await Promise.all(ids.map((id) => table.get(id)));
    const next = found.filter((entry) => entry !== undefined).map(change);
    for (const entry of next) await table.put(entry);
    return next;
  });
  announceQueueChange();
  for (const entry of changed) await confirmKept(entry);
  return changed;
}

/**
 * Every entry, in the order in which they were submitted.
 *
 * @returns {Promise<Entry[]>}
 * @throws {StorageError}
 */
export async function listEntries() {
  const entries = await readAll("entries");
  return entries.sort((a, b) => a.sequence - b.sequence);
}

/**
 * @param {string} submissionId
 * @returns {Promise<Entry | undefined>}
 * @throws {StorageError}
 */
export function loadEntry(submissionId) {
  return readOne("entries", submissionId);
}

/**
 * Deletes an entry, and the draft of a correction of it, because the person said so and confirmed it. If it waited to
 * replace another one, that one stands again; what was to cancel it goes to what it was to correct.
 *
 * @param {string} submissionId
 * @throws {StorageError}
 */
export async function dismissEntry(submissionId) {
  await writeStores([...KEPT, "drafts"], async (transaction) => {
    const entries = transaction.table("entries");
    const entry = await entries.get(submissionId);
    if (!entry) return;
    const { acts, deleted_acts } = redirectAct(entry, await readKept(transaction));
    for (const act of acts) await transaction.table("acts").put(act);
    for (const id of deleted_acts) await transaction.table("acts").delete(id);
    await entries.delete(submissionId);
    await transaction.table("drafts").delete(correctionKey(entry));
    const freed = reinstate(entry.replaces ? await entries.get(entry.replaces) : undefined);
    if (freed) await entries.put(freed);
  });
  announceQueueChange();
}
