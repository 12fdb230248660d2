/** What the answer to an attempt makes of its entry. */

import { meetReceipt, redirectAct } from "./acts.js";
import { correctionKey, hasEnded, isSurelyNotStored, isUnanswered, shortenName } from "./entry.js";
import { inheritOrigin } from "./groups.js";
import { hasBegun } from "./receipts.js";
import { tryAgain } from "./try-again.js";

/**
 * @typedef {import("./types.js").Act} Act
 * @typedef {import("./types.js").Answer} Answer
 * @typedef {import("./types.js").Entry} Entry
 * @typedef {import("./types.js").Receipt} Receipt
 * @typedef {import("./acts.js").Kept} Kept
 * @typedef {Extract<Answer, {kind: "stored"}>} Stored
 *
 * @typedef {object} Outcome What is written and deleted, all of it together.
 * @property {Entry[]} entries to be written
 * @property {Receipt[]} receipts to be written
 * @property {Act[]} acts to be written
 * @property {string[]} deleted_entries ids
 * @property {string[]} deleted_receipts ids
 * @property {string[]} deleted_acts ids
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
 * @param {Kept} kept as it is now
 * @param {{now: number, chance: number}} at epoch ms; a number from 0 to 1 for the delay before the next attempt
 * @returns {Outcome}
 */
export function settle(sent, answer, kept, at) {
  if (answer.kind === "stored") return keepReceipt(sent, answer, kept, at.now);
  const all = kept.entries;
  const current = all.find(({ submission_id }) => submission_id === sent.submission_id);
  if (!current) return writeEntries([]);
  const next = { ...current, ...readOutcome(current, answer, at) };
  if (isUnanswered(next)) return writeEntries([next]);
  if (current.state === "superseded") return handOver(current, next, all);
  if (isUnchanged(answer) && kept.receipts.some((one) => one.submission_id === current.replaces)) return dropUnchanged(current, kept);
  return { ...writeEntries([next]), ...redirectAct(current, kept) };
}

/**
 * The receipt of what it replaced goes, but not where that stands until the new one has come as far. A second answer to the
 * same submission changes nothing about its receipt, which may say more by now.
 *
 * @param {Entry} sent
 * @param {Stored} answer
 * @param {Kept} kept
 * @param {number} now
 * @returns {Outcome}
 */
function keepReceipt(sent, answer, kept, now) {
  const { submission_id, event, replaces } = sent;
  const isKept = kept.receipts.some((receipt) => receipt.submission_id === submission_id);
  const old = kept.receipts.find((receipt) => receipt.submission_id === replaces);
  return {
    ...meetReceipt(sent, answer.manage, kept.acts),
    entries: findWaiting(submission_id, kept.entries).map((entry) => ({ ...entry, manage: answer.manage })),
    receipts: isKept ? [] : [{ ...makeReceipt(sent, answer, now), ...inheritOrigin(sent, old) }],
    deleted_entries: [submission_id],
    deleted_receipts: replaces && !(old && isMore(old, answer)) ? [replaces] : [],
    deleted_drafts: replaces ? [correctionKey({ event, submission_id: replaces })] : [],
  };
}

/** What a registration can be, from the most to the least. */
const RANKS = ["confirmed", "waiting", "late_review"];

/**
 * Whether `old` is more than what is to replace it, so that it stands until that has come as far.
 *
 * @param {Receipt} old
 * @param {Stored} answer
 */
function isMore(old, answer) {
  return !hasEnded(old) && RANKS.indexOf(old.status) < RANKS.indexOf(answer.status);
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
    asked_at: "",
    is_replaced: false,
    when: null,
    is_called_off: false,
    news: { registration: "", event: "" },
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

/** @param {Exclude<Answer, Stored>} answer */
function isUnchanged(answer) {
  return answer.kind === "needs_person" && answer.problems.some(({ code }) => code === "unchanged");
}

/**
 * A change that changes nothing has nothing left to do: what it was to change stands, with its receipt.
 *
 * @param {Entry} entry
 * @param {Kept} kept
 * @returns {Outcome}
 */
function dropUnchanged(entry, kept) {
  const drafts = [entry.replaces, entry.submission_id].map((submission_id) => correctionKey({ event: entry.event, submission_id }));
  return { ...writeEntries([]), ...redirectAct(entry, kept), deleted_entries: [entry.submission_id], deleted_drafts: drafts };
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
  const nothing = { deleted_entries: [], deleted_receipts: [], deleted_acts: [], deleted_drafts: [] };
  return { entries, receipts: [], acts: [], ...nothing };
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
