/** What a correction, and the deletion of one, does to the entries that are already there. */

import { hasEnded, isSurelyNotStored, isUnanswered, nextSequence } from "./entry.js";

/**
 * @typedef {import("./types.js").Act} Act
 * @typedef {import("./types.js").Entry} Entry
 * @typedef {import("./types.js").Receipt} Receipt
 *
 * @typedef {object} Replacement
 * @property {Entry} added the correction as it is to be kept
 * @property {Entry | null} superseded the entry that it follows, if that stays
 * @property {string | null} deleted the id that goes, if it doesn't
 * @property {string | null} takenBack the id of the cancellation that goes
 */

/**
 * How `entry` takes the place of the entry or the receipt `oldId`.
 *
 * Its `replaces` is set here, to the latest submission that the server may hold:
 * - the old one was never tried, or the server said that it did not store it: nobody else knows it, so it is deleted and
 *   what it replaced itself is what the new one replaces;
 * - it was tried and is unanswered: the server may hold it or yet receive it. It stays as `superseded` and goes on being
 *   sent; the new one waits for its answer. So what was made before the deadline still counts if the correction is late;
 * - a receipt, or nothing that this phone still has: the server is told what to replace. A receipt stays until the new
 *   registration is stored, and then goes with it.
 *
 * A correction of what never went out, or came back to be corrected, keeps the time at which that was made and its place in
 * the sequence: it is the same registration still.
 *
 * What corrects a registration that has ended is a registration of its own. `manage` goes with `replaces`: the key of what the server is told to replace, where this phone knows it.
 *
 * A cancellation that has not gone out is taken back by the change: what a person said last counts. One that was tried may have
 * been carried out; the change waits for its answer.
 *
 * @param {{entries: Entry[], receipts: Receipt[], acts: Act[]}} kept
 * @param {string} oldId
 * @param {Entry} entry
 * @returns {Replacement}
 */
export function replace({ entries: all, receipts, acts }, oldId, entry) {
  const id = findLatest(all, oldId);
  const takenBack = acts.find(({ submission_id, attempts }) => submission_id === id && attempts === 0)?.act_id ?? null;
  const old = all.find(({ submission_id }) => submission_id === id);
  const receipt = receipts.find(({ submission_id }) => submission_id === id);
  const next = { ...entry, sequence: nextSequence([...all, ...acts]), replaces: id, manage: receipt?.manage ?? "" };
  const added = receipt && hasEnded(receipt) ? { ...next, replaces: "", manage: "" } : succeed(next, old);
  if (old && isUnanswered(old) && old.attempts > 0) {
    return { added, superseded: { ...old, state: "superseded" }, deleted: null, takenBack };
  }
  return { added, superseded: null, deleted: id, takenBack };
}

/**
 * The submission that a correction of `id` really corrects: one that already waits to replace it comes after it.
 *
 * @param {Entry[]} all
 * @param {string} id
 * @returns {string}
 */
export function findLatest(all, id) {
  const later = all.find((entry) => entry.replaces === id && isUnanswered(entry));
  return later ? findLatest(all, later.submission_id) : id;
}

/**
 * `entry` as what follows `old`.
 *
 * @param {Entry} entry
 * @param {Entry | undefined} old undefined if only a receipt is left, or nothing
 * @returns {Entry}
 */
function succeed(entry, old) {
  if (!old || !isSurelyNotStored(old)) return entry;
  const next = { ...entry, replaces: old.replaces, manage: old.manage };
  if (old.state === "refused") return next;
  const { created_at, clock_ahead_ms, sequence } = old;
  return { ...next, created_at, clock_ahead_ms, sequence };
}

/**
 * The entry that stands again once the correction that waited to replace it was deleted.
 *
 * @param {Entry | undefined} replaced
 * @returns {Entry | null} null if there is none
 */
export function reinstate(replaced) {
  return replaced?.state === "superseded" ? { ...replaced, state: "queued" } : null;
}

/**
 * Whether a correction of the receipt `id` with these values would change nothing. What has ended is registered anew by
 * it, and what a change or a cancellation is on its way for may be another by then.
 *
 * @param {{entries: Entry[], receipts: Receipt[], acts: Act[]}} kept
 * @param {string} id
 * @param {import("./types.js").Values} values
 */
export function saysTheSame({ entries, receipts, acts }, id, values) {
  const receipt = receipts.find(({ submission_id }) => submission_id === id);
  if (!receipt?.values || hasEnded(receipt)) return false;
  if (entries.some(({ replaces }) => replaces === id) || acts.some(({ submission_id }) => submission_id === id)) return false;
  const before = receipt.values;
  return Object.keys({ ...before, ...values }).every((name) => fold(name, before[name]) === fold(name, values[name]));
}

/**
 * A value without what the rules take away anyhow; a number may be written in groups.
 *
 * @param {string} name
 * @param {string} [value] a field that came later was not filled in
 */
function fold(name, value = "") {
  return name === "mobile" ? value.replace(/[\s-]/g, "") : value.trim();
}
