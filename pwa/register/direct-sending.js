/**
 * Registers without keeping anything, where the browser can't: the form stays as it is until the answer is there, and
 * trying again sends the same submission.
 *
 * @import { Answer, Entry } from "../types.js"
 */
import { pageData } from "../page-data.js";
import { sendDirect } from "../sync/attempt.js";

/** @typedef {{entry: Entry, answer: Answer}} Sent */

/** What was sent for each person of the form, so that the same text goes out under the same id. @type {WeakMap<Element, Sent>} */
let sentBySection = new WeakMap();

/** Forgets what was sent: the form is for other people from now on. */
export function forgetSent() {
  sentBySection = new WeakMap();
}

/**
 * Whether any of these people was sent without being kept; then the rest of them is sent in the same way, under the ids
 * that the server may know.
 *
 * @param {Element[]} sections
 */
export function isAnySent(sections) {
  return sections.some((section) => sentBySection.has(section));
}

/**
 * Sends those that have no final answer yet, one after another.
 *
 * @param {Entry[]} entries as made for this press, one for each section
 * @param {Element[]} sections
 * @returns {Promise<Sent[]>}
 */
export async function sendAll(entries, sections) {
  /** @type {Sent[]} */
  const results = [];
  for (const [index, entry] of entries.entries()) {
    const sent = await sendOne(entry, sentBySection.get(sections[index]));
    sentBySection.set(sections[index], sent);
    results.push(sent);
  }
  return results;
}

/**
 * @param {Entry} made
 * @param {Sent | undefined} before
 * @returns {Promise<Sent>}
 */
async function sendOne(made, before) {
  if (!before) return send(made);
  const isSame = JSON.stringify(before.entry.values) === JSON.stringify(made.values);
  if (isSame && isStored(before.answer)) return before;
  if (isUnanswered(before.answer)) {
    // One `replaces` can't name two: a correction that may have arrived is answered before the next one goes out.
    if (isSame || before.entry.replaces) before = await send(before.entry);
    if (isSame || (isUnanswered(before.answer) && before.entry.replaces)) return before;
  }
  return send({ ...made, replaces: mayBeStored(before.answer) ? before.entry.submission_id : before.entry.replaces });
}

/**
 * @param {Entry} entry
 * @returns {Promise<Sent>}
 */
async function send(entry) {
  return { entry, answer: await sendDirect(entry, pageData.form_backend) };
}

/** @param {Answer} answer */
function isUnanswered({ kind }) {
  return kind === "unknown" || kind === "wait";
}

/** @param {Answer} answer */
function mayBeStored(answer) {
  return isUnanswered(answer) || isStored(answer) || ("code" in answer && answer.code === "key_reused");
}

/** @param {Answer} answer */
export function isStored(answer) {
  return answer.kind === "stored" || answer.kind === "received";
}
