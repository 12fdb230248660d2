/** Asking the server how the registrations of this phone stand; failing to ask changes nothing about what is known. */

import { readTransport } from "../queue/answers.js";
import { listQuestions, makeQuestion, readTold } from "../queue/standing.js";
import { listReceipts } from "../store/receipts.js";
import { claimQuestion, keepTold, releaseQuestion } from "../store/standing.js";
import { post } from "./post.js";

/**
 * @typedef {import("../queue/types.js").Receipt} Receipt
 */

/**
 * Asks about all receipts, unless that was done within a minute, by whichever tab, or the server asked for time.
 *
 * @param {Date} asked_at the page's now
 */
export async function askHowAllStand(asked_at) {
  const questions = listQuestions(await listReceipts());
  if (questions.length === 0 || !(await claimQuestion(Date.now()))) return;
  const failures = (await Promise.all(questions.map((receipts) => ask(receipts, asked_at)))).filter((one) => one !== null);
  if (failures.length > 0) await releaseQuestion(Date.now() + 1000 * Math.max(...failures));
}

/**
 * @param {Receipt[]} receipts of one event
 * @param {Date} asked_at
 * @returns {Promise<number | null>} null if it was told; else the seconds to wait that the server asked for, or 0
 */
async function ask(receipts, asked_at) {
  const { event } = receipts[0];
  const answer = await post(`/r/${event}/standing/`, makeQuestion(receipts), "manual", (reply) => {
    const told = reply.status === 200 ? readTold(reply.body) : null;
    return told ? { kind: /** @type {const} */ ("told"), told } : readTransport(reply, Date.now());
  });
  if (answer.kind === "unknown") return answer.retry_after_s;
  await keepTold(event, answer.told, asked_at.toISOString());
  return null;
}
