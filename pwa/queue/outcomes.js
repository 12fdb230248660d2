/** What the answer to an attempt makes of its entry. */

import { correctionKey, isSurelyNotStored, isUnanswered, shortenName } from "./entry.js";
import { hasBegun } from "./receipts.js";
import { hastenedAt, pickDelay } from "./schedule.js";

/**
 * @typedef {import("./types.js").Answer} Answer
 * @typedef {import("./types.js").Entry} Entry
 * @typedef {import("./types.js").Receipt} Receipt
 * @typedef {Extract<Answer, {kind: "stored"}>} Stored
 *
 * @typedef {object} Outcome What is written and deleted, all of it together.
 * @property {Entry[]} entries to be written
 * @property {Receipt[]} receipts to be written
 * @property {string[]} deleted_entries ids
 * @property {string[]} deleted_receipts ids
 * @property {string[]} deleted_drafts keys
 */

/**
 * Moves an entry on by the answer to its attempt.
 *
 * A yes counts even if the entry was replaced or dismissed meanwhile: the server has it, so its receipt is kept. Any other
 * answer to an entry that is no longer there is nobody's.
 *
 * @param {Entry} sent as it was sent
 * @param {Answer} answer
 * @param {Entry[]} all as they are now
 * @param {{now: number, chance: number}} at epoch ms; a number from 0 to 1 for the delay before the next attempt
 * @returns {Outcome}
 */
export function settle(sent, answer, all, at) {
  if (answer.kind === "stored") return keepReceipt(sent, answer, all, at.now);
  const current = all.find(({ submission_id }) => submission_id === sent.submission_id);
  if (!current) return writeEntries([]);
  const next = { ...current, ...readOutcome(current, answer, at) };
  if (current.state === "superseded" && !isUnanswered(next)) return handOver(current, next, all);
  return writeEntries([next]);
}

/**
 * @param {Entry} sent
 * @param {Stored} answer
 * @param {Entry[]} all
 * @param {number} now
 * @returns {Outcome}
 */
function keepReceipt(sent, answer, all, now) {
  const { submission_id, event, replaces } = sent;
  return {
    entries: findWaiting(submission_id, all).map((entry) => ({ ...entry, manage: answer.manage })),
    receipts: [makeReceipt(sent, answer, now)],
    deleted_entries: [submission_id],
    deleted_receipts: replaces ? [replaces] : [],
    deleted_drafts: replaces ? [correctionKey({ event, submission_id: replaces })] : [],
  };
}

/**
 * @param {Entry} entry
 * @param {Stored} answer
 * @param {number} now
 * @returns {Receipt}
 */
function makeReceipt(entry, { kind, ...stored }, now) {
  const { submission_id, event, title, starts_at, clock_ahead_ms, replaces, organisation_name, values } = entry;
  return {
    submission_id,
    event,
    title,
    starts_at,
    clock_ahead_ms,
    ...stored,
    organisation: organisation_name || values.organisation,
    person: shortenName(values),
    values: hasBegun(entry, now) ? null : values,
    replaces,
  };
}

/**
 * @param {Entry} entry
 * @param {Exclude<Answer, Stored>} answer
 * @param {{now: number, chance: number}} at
 * @returns {Partial<Entry>}
 */
function readOutcome(entry, answer, at) {
  switch (answer.kind) {
    case "refused":
      return { state: "refused", problem: { code: answer.code } };
    case "needs_person":
      return { state: "needs_person", problem: { code: answer.code, problems: answer.problems } };
    case "received":
      return { state: "received" };
    default:
      return tryAgain(entry, answer, at);
  }
}

/**
 * @param {Entry} entry
 * @param {Extract<Answer, {kind: "wait" | "unknown"}>} answer
 * @param {{now: number, chance: number}} at
 * @returns {Partial<Entry>}
 */
function tryAgain(entry, { kind, retry_after_s }, { now, chance }) {
  const asked_at = retry_after_s ? now + retry_after_s * 1000 : 0;
  const before_at = hastenedAt(entry, now); // time once asked for is given, even if this answer doesn't repeat it
  const retry_after_at = Math.max(asked_at, before_at > now ? before_at : 0);
  const next_try_at = Math.max(now + pickDelay(entry.attempts, chance), retry_after_at);
  return { retry_after_at, next_try_at, unknowns: kind === "unknown" ? entry.unknowns + 1 : 0 };
}

/**
 * Lets the correction that waited for `old` go: if `old` was not stored, what it replaced itself still stands.
 *
 * @param {Entry} old
 * @param {Entry} answered
 * @param {Entry[]} all
 * @returns {Outcome}
 */
function handOver(old, answered, all) {
  const waiting = isSurelyNotStored(answered) ? findWaiting(old.submission_id, all) : [];
  const freed = waiting.map((entry) => ({ ...entry, replaces: old.replaces, manage: old.manage }));
  return { ...writeEntries(freed), deleted_entries: [old.submission_id] };
}

/**
 * @param {Entry[]} entries
 * @returns {Outcome}
 */
function writeEntries(entries) {
  return { entries, receipts: [], deleted_entries: [], deleted_receipts: [], deleted_drafts: [] };
}

/**
 * The corrections that wait to replace a submission.
 *
 * @param {string} submissionId
 * @param {Entry[]} all
 */
function findWaiting(submissionId, all) {
  return all.filter(({ replaces, attempts }) => replaces === submissionId && attempts === 0);
}
