/**
 * The queue: registrations on their way, each kept until the server's own yes or the person's own no.
 *
 * A payload never changes once made; a correction is a new entry that names the one it replaces. Nothing here expires.
 */

import { announceQueueChange } from "./changes.js";
import { confirmWritten, readAll, readOne, writeStores } from "./database.js";
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
  for (const entry of entries) await confirmWritten("entries", entry.submission_id, entry);
  void requestPersistence();
  announceQueueChange();
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
 * - it was tried and is unanswered: the server may hold it or yet receive it. It is deleted here and goes out no more;
 *   `replaces` lets the server take its seat over, or turn it away should it still arrive;
 * - the same, but it is a correction itself: should it never have arrived, then what it replaced still stands, and one
 *   `replaces` can't name both. It stays as `superseded` and goes on being sent; the new one waits for its answer.
 * - a receipt: it stays until the new registration is stored, and then goes with it.
 *
 * @param {string} oldId
 * @param {Entry} entry
 * @param {{draft?: string}} [options] `draft`: the event whose draft this was
 * @returns {Promise<Entry>} as it was stored
 * @throws {StorageError} `missing` if neither an entry nor a receipt has that id
 */
export async function replaceEntry(oldId, entry, { draft } = {}) {
  const stored = await writeStores(["entries", "receipts", "drafts"], async (transaction) => {
    const entries = transaction.objectStore("entries");
    const old = await entries.get(oldId);
    if (!old && !(await transaction.objectStore("receipts").get(oldId))) throw new StorageError("missing");
    const next = { ...entry, replaces: old && isSurelyNotStored(old) ? old.replaces : oldId };
    if (old && isUnanswered(old) && old.attempts > 0 && old.replaces) await entries.put({ ...old, state: "superseded" });
    else await entries.delete(oldId);
    await entries.add(next);
    if (draft !== undefined) await transaction.objectStore("drafts").delete(draft);
    return next;
  });
  await confirmWritten("entries", stored.submission_id, stored);
  announceQueueChange();
  return stored;
}

/**
 * Deletes an entry because the person said so and confirmed it.
 *
 * @param {string} submissionId
 * @throws {StorageError}
 */
export async function dismissEntry(submissionId) {
  await writeStores(["entries"], (transaction) => transaction.objectStore("entries").delete(submissionId));
  announceQueueChange();
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
