/** Cancelling: what the wish to cancel makes of the queue, and what becomes of the act that carries it. */

import { findLatest, reinstate } from "./corrections.js";
import { isUnanswered, nextSequence } from "./entry.js";
import { tryAgain } from "./try-again.js";

/**
 * @typedef {import("./types.js").Act} Act
 * @typedef {import("./types.js").ActAnswer} ActAnswer
 * @typedef {import("./types.js").Entry} Entry
 * @typedef {import("./types.js").Receipt} Receipt
 * @typedef {{entries: Entry[], acts: Act[], receipts: Receipt[]}} Kept all that the phone holds
 *
 * @typedef {object} Made What the page knows of an act.
 * @property {string} act_id a UUID of its own
 * @property {Date} created_at the page's now
 * @property {number} now the phone's clock in epoch ms
 *
 * @typedef {object} Cancellation What is written and deleted, all of it together.
 * @property {Act | null} act to be kept; null where nothing is left to tell the server
 * @property {Entry[]} entries to be written
 * @property {string[]} deleted_entries ids
 * @property {string[]} deleted_acts ids
 */

/**
 * Cancels the registration that `id` is, or has become by corrections that are on their way.
 *
 * - What never went out is deleted, and what it was to correct is cancelled.
 * - What was tried and is unanswered goes on being sent; its cancellation waits for the answer.
 * - What is stored is cancelled at the server. An earlier cancellation that the server refused gives way; one that is on its
 *   way stays.
 *
 * @param {Kept} kept
 * @param {string} id
 * @param {Made} made
 * @returns {Cancellation}
 */
export function cancel({ entries, acts, receipts }, id, made) {
  const latest = findEntry(entries, findLatest(entries, id));
  const dropped = latest && isUnanswered(latest) && latest.attempts === 0 ? latest : null;
  const target = dropped ? dropped.replaces : findLatest(entries, id);
  const restored = dropped ? reinstate(findEntry(entries, target)) : null;
  const before = findAct(acts, target);
  const isUnderWay = before !== undefined && isUnanswered(before);
  const sequence = nextSequence([...entries, ...acts]);
  const act = isUnderWay ? null : makeAct(findCancellable({ entries, receipts }, target), { ...made, sequence });
  return {
    act,
    entries: restored ? [restored] : [],
    deleted_entries: dropped ? [dropped.submission_id] : [],
    deleted_acts: act && before ? [before.act_id] : [],
  };
}

/**
 * @param {Entry[]} entries
 * @param {string} id
 */
function findEntry(entries, id) {
  return entries.find(({ submission_id }) => submission_id === id);
}

/**
 * The cancellation of a submission.
 *
 * @param {Act[]} acts
 * @param {string} id
 */
export function findAct(acts, id) {
  return acts.find(({ submission_id }) => submission_id === id);
}

/**
 * What an act needs to know of what it cancels.
 *
 * @param {Pick<Kept, "entries" | "receipts">} kept
 * @param {string} id
 * @returns {Pick<Act, "submission_id" | "manage" | "event" | "organisation"> | null} null if nothing can be cancelled under this id
 */
function findCancellable({ entries, receipts }, id) {
  const entry = findEntry(entries, id);
  if (entry && isUnanswered(entry)) {
    return { submission_id: id, manage: "", event: entry.event, organisation: entry.values.organisation };
  }
  const receipt = receipts.find(({ submission_id }) => submission_id === id);
  if (!receipt?.manage) return null;
  return { submission_id: id, manage: receipt.manage, event: receipt.event, organisation: receipt.values?.organisation ?? "" };
}

/**
 * @param {ReturnType<typeof findCancellable>} of
 * @param {Made & {sequence: number}} made
 * @returns {Act | null}
 */
function makeAct(of, { act_id, created_at, now, sequence }) {
  if (!of) return null;
  return {
    ...of,
    act_id,
    created_at: created_at.toISOString(),
    sequence,
    clock_ahead_ms: created_at.getTime() - now,
    state: "queued",
    attempts: 0,
    unknowns: 0,
    next_try_at: 0,
    retry_after_at: 0,
    problem: null,
  };
}

/**
 * `act` with one attempt more.
 *
 * @param {Act | undefined} act
 * @returns {Act | null} null if it is no longer to be sent
 */
export function countActAttempt(act) {
  return act && isUnanswered(act) && act.manage ? { ...act, attempts: act.attempts + 1 } : null;
}

/**
 * The fields of an attempt's body. `sent_at` and `attempt` are new each time.
 *
 * @param {Act} act
 * @param {number} now epoch ms
 * @returns {Record<string, string>}
 */
export function makeActFields({ submission_id, manage, act_id, created_at, clock_ahead_ms, attempts }, now) {
  const sent_at = new Date(now + clock_ahead_ms).toISOString();
  return { submission_id, manage, act_id, created_at, sent_at, attempt: String(attempts) };
}

/**
 * @typedef {object} ActOutcome What is written and deleted, all of it together.
 * @property {Act[]} acts to be written
 * @property {Receipt[]} receipts to be written
 * @property {Entry[]} entries to be written
 * @property {string[]} deleted_acts ids
 *
 * Moves an act on by the answer to its attempt.
 *
 * A yes counts even if the act was taken back meanwhile. What ended needs no change any more, so what was sent is deleted; a
 * correction that waits has nothing left to correct and becomes a registration of its own.
 *
 * @param {Act} sent as it was sent
 * @param {ActAnswer} answer
 * @param {Kept} kept as it is now
 * @param {{now: number, chance: number}} at epoch ms; a number from 0 to 1 for the delay before the next attempt
 * @returns {ActOutcome}
 */
export function settleAct(sent, answer, { acts, receipts, entries }, at) {
  if (answer.kind === "done") {
    const of = receipts.filter(({ submission_id }) => submission_id === sent.submission_id);
    const freed = entries.filter(({ replaces, attempts }) => replaces === sent.submission_id && attempts === 0);
    return {
      acts: [],
      receipts: of.map((receipt) => ({ ...receipt, status: answer.status, place: null, values: null })),
      entries: freed.map((entry) => ({ ...entry, replaces: "", manage: "" })),
      deleted_acts: [sent.act_id],
    };
  }
  const current = acts.filter(({ act_id }) => act_id === sent.act_id);
  return { acts: current.map((act) => ({ ...act, ...readOutcome(act, answer, at) })), receipts: [], entries: [], deleted_acts: [] };
}

/**
 * @param {Act} act
 * @param {Exclude<ActAnswer, {kind: "done"}>} answer
 * @param {{now: number, chance: number}} at
 * @returns {Partial<Act>}
 */
function readOutcome(act, answer, at) {
  if (answer.kind === "refused") return { state: "refused", problem: { code: answer.code } };
  return tryAgain(act, answer, at);
}

/**
 * What becomes of the cancellation of an entry that this phone no longer sends: it goes to what that was to correct, if the
 * server is known to hold it, and else has nothing left to do.
 *
 * @param {Entry} entry
 * @param {Pick<Kept, "acts" | "receipts">} kept
 * @returns {{acts: Act[], deleted_acts: string[]}}
 */
export function redirectAct(entry, { acts, receipts }) {
  const act = findAct(acts, entry.submission_id);
  if (!act) return { acts: [], deleted_acts: [] };
  const of = findCancellable({ entries: [], receipts }, entry.replaces);
  return of ? { acts: [{ ...act, ...of }], deleted_acts: [] } : { acts: [], deleted_acts: [act.act_id] };
}

/**
 * What becomes of cancellations when `entry` is stored: the one that waited for it can go out, and one of what it replaced
 * that the server refused has nothing left to say.
 *
 * @param {Entry} entry
 * @param {string} manage the key that the answer brought
 * @param {Act[]} acts
 * @returns {{acts: Act[], deleted_acts: string[]}}
 */
export function meetReceipt({ submission_id, replaces }, manage, acts) {
  const waiting = acts.filter((act) => act.submission_id === submission_id && !act.manage);
  const old = acts.filter((act) => act.submission_id === replaces && !isUnanswered(act));
  return { acts: waiting.map((act) => giveKey(act, manage)), deleted_acts: old.map(({ act_id }) => act_id) };
}

/**
 * @param {Act} act
 * @param {string} manage
 * @returns {Act}
 */
function giveKey(act, manage) {
  return manage ? { ...act, manage } : { ...act, state: "refused", problem: { code: "not_possible" } };
}
