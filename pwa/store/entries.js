/**
 * The queue: registrations on their way, each kept until the server's own yes or the person's own no.
 *
 * A payload never changes once made; a correction is a new entry that names the one it replaces. Nothing here expires.
 */

import { announceQueueChange } from "./changes.js";
import { readAll, readOne, writeStores } from "./database.js";
import { StorageError } from "./storage-error.js";
import { requestPersistence } from "./storage-state.js";
import { makeUuid } from "./uuid.js";

/**
 * @typedef {import("../types.js").Entry} Entry
 * @typedef {import("../types.js").Values} Values
 *
 * @typedef {object} NewEntry What the form knows of a registration.
 * @property {string} event
 * @property {string} title
 * @property {"th" | "en"} locale
 * @property {Date} created_at the page's now
 * @property {Values} values
 * @property {string} organisation_name
 * @property {string} notice_version
 * @property {boolean} checked
 * @property {string} rules_version
 * @property {string} bot_field
 * @property {string} [replaces]
 */

/**
 * An entry with a new identity, ready for `submitEntries`, `replaceEntry` or `sendDirect`. Call it when the person submits.
 *
 * @param {NewEntry} made
 * @returns {Entry}
 */
export function makeEntry({ created_at, replaces = "", ...made }) {
  return {
    ...made,
    submission_id: makeUuid(),
    replaces,
    created_at: created_at.toISOString(),
    clock_ahead_ms: created_at.getTime() - Date.now(),
    state: "queued",
    attempts: 0,
    unknowns: 0,
    next_try_at: 0,
    retry_after_at: 0,
    payload: null,
    problem: null,
  };
}

/**
 * Queues `entries` and deletes the draft that they came from, all in one transaction, and reads them back.
 *
 * @param {Entry[]} entries
 * @param {{draft?: string}} [options] `draft`: the event whose draft this was
 * @throws {StorageError} they can't be counted on to be saved: don't say so
 */
export async function submitEntries(entries, { draft } = {}) {
  await writeStores(["entries", "drafts"], async (transaction) => {
    for (const entry of entries) await transaction.objectStore("entries").add(entry);
    if (draft !== undefined) await transaction.objectStore("drafts").delete(draft);
  });
  announceQueueChange();
  for (const entry of entries) await confirmKept(entry);
  void requestPersistence();
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
 * Every entry, the oldest first.
 *
 * @returns {Promise<Entry[]>}
 * @throws {StorageError}
 */
export async function listEntries() {
  const entries = await readAll("entries");
  return entries.sort((a, b) => a.created_at.localeCompare(b.created_at));
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
 * Puts `entry` in the place of the entry or the receipt `oldId`, in one transaction, and reads it back.
 *
 * `entry.replaces` is set here, to the latest submission that the server may hold:
 * - the old one was never tried, or the server said that it did not store it: nobody else knows it, so it is deleted and
 *   what it replaced itself is what the new one replaces;
 * - it was tried and is unanswered: the server may hold it or yet receive it. It stays as `superseded` and goes on being
 *   sent; the new one waits for its answer. So what was made before the deadline still counts if the correction is late;
 * - a receipt, or nothing that this phone still has: the server is told what to replace. A receipt stays until the new
 *   registration is stored, and then goes with it.
 *
 * A correction of what never went out, or came back to be corrected, keeps the time at which that was made: it is the same
 * registration still.
 *
 * @param {string} oldId
 * @param {Entry} entry
 * @param {{draft?: string}} [options] `draft`: the event whose draft this was
 * @returns {Promise<Entry>} as it was stored
 * @throws {StorageError}
 */
export async function replaceEntry(oldId, entry, { draft } = {}) {
  const stored = await writeStores(["entries", "drafts"], async (transaction) => {
    const entries = transaction.objectStore("entries");
    const all = await entries.getAll();
    const id = findLatest(all, oldId);
    const old = all.find(({ submission_id }) => submission_id === id);
    const next = succeed(entry, id, old);
    if (old && isUnanswered(old) && old.attempts > 0) await entries.put({ ...old, state: "superseded" });
    else await entries.delete(id);
    await entries.add(next);
    if (draft !== undefined) await transaction.objectStore("drafts").delete(draft);
    return next;
  });
  announceQueueChange();
  await confirmKept(stored);
  void requestPersistence();
  return stored;
}

/**
 * The submission that a correction of `id` really corrects: one that already waits to replace it comes after it.
 *
 * @param {Entry[]} all
 * @param {string} id
 * @returns {string}
 */
function findLatest(all, id) {
  const later = all.find((entry) => entry.replaces === id && isUnanswered(entry));
  return later ? findLatest(all, later.submission_id) : id;
}

/**
 * `entry` as what follows `old`.
 *
 * @param {Entry} entry
 * @param {string} oldId
 * @param {Entry | undefined} old undefined if only a receipt is left, or nothing
 * @returns {Entry}
 */
function succeed(entry, oldId, old) {
  if (!old || !isSurelyNotStored(old)) return { ...entry, replaces: oldId };
  const next = { ...entry, replaces: old.replaces };
  if (old.state === "refused") return next;
  return { ...next, created_at: old.created_at, clock_ahead_ms: old.clock_ahead_ms };
}

/**
 * Deletes an entry, and the draft of a correction of it, because the person said so and confirmed it. If it waited to
 * replace another one, that one stands again.
 *
 * @param {string} submissionId
 * @throws {StorageError}
 */
export async function dismissEntry(submissionId) {
  await writeStores(["entries", "drafts"], async (transaction) => {
    const entries = transaction.objectStore("entries");
    const entry = await entries.get(submissionId);
    if (!entry) return;
    await entries.delete(submissionId);
    await transaction.objectStore("drafts").delete(correctionKey(entry));
    const replaced = entry.replaces ? await entries.get(entry.replaces) : undefined;
    if (replaced?.state === "superseded") await entries.put({ ...replaced, state: "queued" });
  });
  announceQueueChange();
}

/**
 * The key of the draft that corrects a submission.
 *
 * @param {{event: string, submission_id: string}} of
 */
export function correctionKey({ event, submission_id }) {
  return `${event}#${submission_id}`;
}

/** @param {Entry} entry */
export function isUnanswered(entry) {
  return entry.state === "queued" || entry.state === "superseded";
}

/**
 * Whether no server holds this entry: it never went out, or the answer to it was a refusal. `key_reused` is not one of
 * them: it says that the server does hold something under this id.
 *
 * @param {Entry} entry
 */
export function isSurelyNotStored(entry) {
  if (entry.state === "refused" || entry.state === "needs_person") return entry.problem?.code !== "key_reused";
  return entry.state === "queued" && entry.attempts === 0;
}
