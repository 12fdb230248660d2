/** How sending moves an entry on: what is stored before an attempt goes out and after its answer came. */

import { hastenedAt, pickDelay } from "../sync/schedule.js";
import { announceQueueChange } from "./changes.js";
import { writeStores } from "./database.js";
import { correctionKey, isSurelyNotStored, isUnanswered } from "./entries.js";

/**
 * @typedef {import("../types.js").Entry} Entry
 * @typedef {import("../types.js").Answer} Answer
 * @typedef {Extract<Answer, {kind: "stored"}>} Stored
 */

/**
 * Counts an attempt and freezes the payload, durably, before anything goes out.
 *
 * @param {string} submissionId
 * @param {(entry: Entry) => Record<string, string>} makePayload
 * @returns {Promise<Entry | null>} null if it is no longer to be sent
 * @throws {import("./storage-error.js").StorageError}
 */
export function beginAttempt(submissionId, makePayload) {
  return writeStores(["entries"], async (transaction) => {
    const entries = transaction.objectStore("entries");
    const entry = await entries.get(submissionId);
    if (!entry || !isUnanswered(entry)) return null;
    const next = { ...entry, attempts: entry.attempts + 1, payload: entry.payload ?? makePayload(entry) };
    await entries.put(next);
    return next;
  });
}

/**
 * Moves `entry` on by the answer to its attempt, in one transaction.
 *
 * A yes counts even if the entry was replaced or dismissed meanwhile: the server has it, so its receipt is kept. Any other
 * answer to an entry that is no longer there is nobody's.
 *
 * @param {Entry} entry as it was sent
 * @param {Answer} answer
 * @throws {import("./storage-error.js").StorageError}
 */
export async function settleEntry(entry, answer) {
  await writeStores(["entries", "receipts", "drafts"], async (transaction) => {
    const entries = transaction.objectStore("entries");
    if (answer.kind === "stored") {
      const receipts = transaction.objectStore("receipts");
      await receipts.put(makeReceipt(entry, answer));
      await entries.delete(entry.submission_id);
      if (!entry.replaces) return;
      await receipts.delete(entry.replaces);
      await transaction.objectStore("drafts").delete(correctionKey({ event: entry.event, submission_id: entry.replaces }));
      return;
    }
    const current = await entries.get(entry.submission_id);
    if (!current) return;
    const next = { ...current, ...makeOutcome(current, answer, Date.now()) };
    if (current.state === "superseded" && !isUnanswered(next)) await handOver(entries, current, next);
    else await entries.put(next);
  });
  announceQueueChange();
}

/**
 * @param {Entry} entry
 * @param {Exclude<Answer, Stored>} answer
 * @param {number} now
 * @returns {Partial<Entry>}
 */
function makeOutcome(entry, answer, now) {
  switch (answer.kind) {
    case "refused":
      return { state: "refused", problem: { code: answer.code } };
    case "needs_person":
      return { state: "needs_person", problem: { code: answer.code, problems: answer.problems } };
    case "received":
      return { state: "received" };
    default: {
      const asked_at = answer.retry_after_s ? now + answer.retry_after_s * 1000 : 0;
      const before_at = hastenedAt(entry, now); // time once asked for is given, even if this answer doesn't repeat it
      const retry_after_at = Math.max(asked_at, before_at > now ? before_at : 0);
      const next_try_at = Math.max(now + pickDelay(entry.attempts), retry_after_at);
      return { retry_after_at, next_try_at, unknowns: answer.kind === "unknown" ? entry.unknowns + 1 : 0 };
    }
  }
}

/**
 * Lets the correction that waited for `old` go: if `old` was not stored, what it replaced itself still stands.
 *
 * @param {any} entries the object store
 * @param {Entry} old
 * @param {Entry} answered
 */
async function handOver(entries, old, answered) {
  await entries.delete(old.submission_id);
  if (!isSurelyNotStored(answered)) return;
  for (const waiting of await entries.getAll()) {
    if (waiting.replaces === old.submission_id) await entries.put({ ...waiting, replaces: old.replaces });
  }
}

/**
 * @param {Entry} entry
 * @param {Stored} answer
 * @returns {import("../types.js").Receipt}
 */
function makeReceipt(entry, { receipt, status, received_at }) {
  const { submission_id, event, title, replaces, organisation_name, values } = entry;
  const person = shortenName(values);
  const organisation = organisation_name || values.organisation;
  return { submission_id, event, title, receipt, status, received_at, organisation, person, replaces };
}

/**
 * First name and the last name's initial, e.g. “สมชาย ใ.”.
 *
 * @param {import("../types.js").Values} values
 */
export function shortenName({ first_name, last_name }) {
  const initial = last_name.match(/[\p{Lo}\p{Lu}\p{Ll}]/u)?.[0];
  return initial ? `${first_name} ${initial}.` : first_name;
}

/**
 * Makes every waiting entry due at once, but for those whose server asked for time unless `overrule` says that a person
 * wants it all the same.
 *
 * @param {{overrule: boolean}} options
 * @throws {import("./storage-error.js").StorageError}
 */
export async function hastenEntries({ overrule }) {
  const now = Date.now();
  const hastened = await writeStores(["entries"], async (transaction) => {
    const entries = transaction.objectStore("entries");
    let count = 0;
    for (const entry of await entries.getAll()) {
      const next_try_at = overrule ? now : hastenedAt(entry, now);
      if (!isUnanswered(entry) || entry.next_try_at <= next_try_at) continue;
      await entries.put({ ...entry, next_try_at });
      count += 1;
    }
    return count;
  });
  if (hastened > 0) announceQueueChange();
}
