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
const sentBySection = new WeakMap();

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
  const isSame = before && JSON.stringify(before.entry.values) === JSON.stringify(made.values);
  if (isSame && isStored(before.answer)) return before;
  const isUnanswered = before && ["unknown", "wait"].includes(before.answer.kind);
  if (isSame && isUnanswered) return { entry: before.entry, answer: await sendDirect(before.entry, pageData.form_backend) };
  // The server may hold what was sent before; the new one then takes its place.
  const replaces = before && (isUnanswered || isStored(before.answer)) ? before.entry.submission_id : made.replaces;
  const entry = { ...made, replaces };
  return { entry, answer: await sendDirect(entry, pageData.form_backend) };
}

/** @param {Answer} answer */
export function isStored(answer) {
  return answer.kind === "stored" || answer.kind === "received";
}
