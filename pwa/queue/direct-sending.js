/** What goes out for a person who was sent before without being kept: the same submission again, or a correction of it. */

import { isStored, isUndecided, mayBeStored } from "./answers.js";

/**
 * @typedef {import("./types.js").Answer} Answer
 * @typedef {import("./types.js").Entry} Entry
 * @typedef {{entry: Entry, answer: Answer}} Sent
 */

/**
 * Sends what a person entered, in view of what was sent for them before.
 *
 * @param {Entry} made of this press
 * @param {Sent | undefined} before
 * @param {(entry: Entry) => Promise<Sent>} send
 * @returns {Promise<Sent>} what stands for the person now
 */
export async function sendAfter(made, before, send) {
  if (!before) return send(made);
  const isSame = JSON.stringify(before.entry.values) === JSON.stringify(made.values);
  if (isSame && isStored(before.answer)) return before;
  if (isUndecided(before.answer)) {
    // One `replaces` can't name two: a correction that may have arrived is answered before the next one goes out.
    if (isSame || before.entry.replaces) before = await send(before.entry);
    if (isSame || (isUndecided(before.answer) && before.entry.replaces)) return before;
  }
  return send({ ...made, ...findReplaced(before) });
}

/**
 * What a correction of `before` replaces, and the key of that.
 *
 * @param {Sent} before
 */
function findReplaced({ entry, answer }) {
  if (!mayBeStored(answer)) return { replaces: entry.replaces, manage: entry.manage };
  return { replaces: entry.submission_id, manage: "manage" in answer ? answer.manage : "" };
}
