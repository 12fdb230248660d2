/** One attempt: one POST, and what came of it. */

import { makeActFields } from "../queue/acts.js";
import { readActAnswer, readAnswer } from "../queue/answers.js";
import { makeFields } from "../queue/attempt.js";
import { post } from "./post.js";

/**
 * @typedef {import("../queue/answers.js").Reply} Reply
 * @typedef {import("../queue/types.js").Act} Act
 * @typedef {import("../queue/types.js").ActAnswer} ActAnswer
 * @typedef {import("../queue/types.js").Answer} Answer
 * @typedef {import("../queue/types.js").Entry} Entry
 * @typedef {import("../queue/types.js").FormBackend} FormBackend
 */

/**
 * Sends `entry` once, with the payload that it was frozen with. Never throws: what fails is an answer too.
 *
 * A redirect is not followed on our own backend, which never answers the app with one; on Netlify the success page may be
 * one.
 *
 * @param {Entry} entry
 * @param {FormBackend} formBackend
 * @returns {Promise<Answer>}
 */
export function attemptEntry(entry, formBackend) {
  const redirect = formBackend === "netlify" ? "follow" : "manual";
  const read = (/** @type {Reply} */ reply) => readAnswer(reply, entry.submission_id, formBackend, Date.now());
  return post(`/r/${entry.event}/`, makeFields(entry, Date.now()), redirect, read);
}

/**
 * Sends `act` once; only our own backend takes it. Never throws, likewise.
 *
 * @param {Act} act
 * @returns {Promise<ActAnswer>}
 */
export function attemptAct(act) {
  const read = (/** @type {Reply} */ reply) => readActAnswer(reply, act.act_id, Date.now());
  return post(`/r/${act.event}/cancel/`, makeActFields(act, Date.now()), "manual", read);
}

/**
 * Sends `entry` at once without storing anything: for browsers that can't. Trying again is calling this again with the
 * same entry: its id makes sure that it is stored once.
 *
 * @param {Entry} entry its attempts are counted up
 * @param {FormBackend} formBackend
 */
export function sendDirect(entry, formBackend) {
  entry.attempts += 1;
  return attemptEntry(entry, formBackend);
}
