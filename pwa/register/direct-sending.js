/**
 * Registers without keeping anything, where the browser can't: the form stays as it is until the answer is there, and
 * trying again sends the same submission.
 *
 * @import { Entry } from "../queue/types.js"
 * @import { Sent } from "../queue/direct-sending.js"
 */
import { sendAfter } from "../queue/direct-sending.js";
import { sendDirect } from "../sync/attempt.js";
import { pageData } from "../ui/page-data.js";

/**
 * Sends those that have no final answer yet, one after another.
 *
 * @param {Entry[]} entries as made for this press, one for each section
 * @param {Element[]} sections
 * @param {WeakMap<Element, Sent>} sentBySection what was sent before, so that the same text goes out under the same id
 */
export async function sendAll(entries, sections, sentBySection) {
  /** @type {Sent[]} */
  const results = [];
  for (const [index, entry] of entries.entries()) {
    const sent = await sendAfter(entry, sentBySection.get(sections[index]), send);
    sentBySection.set(sections[index], sent);
    results.push(sent);
  }
  return results;
}

/**
 * @param {Entry} entry
 * @returns {Promise<Sent>}
 */
async function send(entry) {
  return { entry, answer: await sendDirect(entry, pageData.form_backend) };
}
