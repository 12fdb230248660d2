/** One attempt: one POST, and what came of it. */

import { readAnswer } from "../queue/answers.js";
import { makeFields } from "../queue/attempt.js";

/**
 * @typedef {import("../queue/types.js").Answer} Answer
 * @typedef {import("../queue/types.js").Entry} Entry
 * @typedef {import("../queue/types.js").FormBackend} FormBackend
 */

const TIMEOUT_MS = 30_000;

/**
 * Sends `entry` once, with the payload that it was frozen with. Never throws: what fails is an answer too.
 *
 * A redirect is not followed on our own backend, which never answers the app with one; on Netlify the success page may be
 * one. Another origin's answer is refused by the browser (`same-origin`).
 *
 * @param {Entry} entry
 * @param {FormBackend} formBackend
 * @returns {Promise<Answer>}
 */
export async function attemptEntry(entry, formBackend) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(`/r/${entry.event}/`, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(makeFields(entry, Date.now())),
      mode: "same-origin",
      credentials: "omit",
      cache: "no-store",
      redirect: formBackend === "netlify" ? "follow" : "manual",
      signal: abort.signal,
    });
    const reply = {
      status: response.status,
      body: await response.text().catch(() => ""),
      retryAfter: response.headers.get("Retry-After"),
      date: response.headers.get("Date"),
      trusted: response.type === "basic" && globalThis.isSecureContext,
    };
    return readAnswer(reply, entry.submission_id, formBackend, Date.now());
  } catch {
    return { kind: "unknown", retry_after_s: 0 };
  } finally {
    clearTimeout(timer);
  }
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
