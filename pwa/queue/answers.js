/**
 * What the answer to one attempt means.
 *
 * Only JSON that echoes our id, of the submission or the act, is an answer, whatever its content type says. All else (a captive portal, a
 * CDN's page, a cut connection) is transport and decides nothing; of a 429 or 503 it may still say how long to wait.
 *
 * Source: the wire in ARCHITECTURE.md; RFC 9457 (problem details); RFC 9110, 10.2.3 (Retry-After).
 */

import { hasEnded } from "./entry.js";

/**
 * @typedef {import("./types.js").ActAnswer} ActAnswer
 * @typedef {import("./types.js").Answer} Answer
 *
 * @typedef {object} Reply An HTTP answer as it came.
 * @property {number} status 0 for a redirect that was not followed
 * @property {string} body empty if it could not be read to its end
 * @property {string | null} retryAfter
 * @property {string | null} date the server's clock
 * @property {boolean} trusted whether it can only have come from our site: same origin and not to be forged on the way
 */

const REFUSALS = ["quota_full", "closed", "superseded"];
const FOR_THE_PERSON = ["key_reused", "invalid"];
const MANAGE_KEY = /^[0-9a-f]{32}$/;
const RETRY_AFTER_LIMIT_S = 3600;

/**
 * @param {Reply} reply
 * @param {string} submissionId ours
 * @param {import("./types.js").FormBackend} formBackend Netlify's success is a page: there, and only if nobody can have forged it, a 2xx
 *   without our JSON says "received".
 * @param {number} now epoch ms, for a Retry-After that is a date
 * @returns {Answer}
 */
export function readAnswer(reply, submissionId, formBackend, now) {
  const echo = parseEcho(reply.body, "submission_id", submissionId);
  if (echo) return readEcho(echo, reply, now);
  const isSuccess = reply.status >= 200 && reply.status < 300;
  if (formBackend === "netlify" && isSuccess && reply.trusted) return { kind: "received" };
  return readTransport(reply, now);
}

/**
 * What the answer to an attempt to cancel means.
 *
 * @param {Reply} reply
 * @param {string} actId ours
 * @param {number} now as above
 * @returns {ActAnswer}
 */
export function readActAnswer(reply, actId, now) {
  const echo = parseEcho(reply.body, "act_id", actId);
  if (!echo) return readTransport(reply, now);
  const { status, code } = echo;
  if (reply.status === 200 && isEnded(status)) return { kind: "done", status };
  if (reply.status === 422 && (code === "closed" || code === "not_possible")) return { kind: "refused", code };
  if ([409, 429, 503].includes(reply.status)) return { kind: "wait", retry_after_s: readRetryAfter(reply, now) };
  return { kind: "unknown", retry_after_s: 0 };
}

/**
 * @param {unknown} status
 * @returns {status is import("./types.js").Ended}
 */
function isEnded(status) {
  return typeof status === "string" && hasEnded({ status });
}

/**
 * What decides nothing but may still say how long to wait.
 *
 * @param {Reply} reply
 * @param {number} now
 * @returns {{kind: "unknown", retry_after_s: number}}
 */
export function readTransport(reply, now) {
  return { kind: "unknown", retry_after_s: [429, 503].includes(reply.status) ? readRetryAfter(reply, now) : 0 };
}

/**
 * @param {Record<string, unknown>} echo
 * @param {Reply} reply
 * @param {number} now
 * @returns {Answer}
 */
function readEcho(echo, reply, now) {
  const code = typeof echo.code === "string" ? echo.code : "";
  switch (reply.status) {
    case 200:
    case 201:
      return readStored(echo);
    case 422:
      if (REFUSALS.includes(code)) return { kind: "refused", code };
      if (FOR_THE_PERSON.includes(code)) return { kind: "needs_person", code, problems: readProblems(echo.problems) };
      break;
    case 409:
    case 429:
    case 503:
      return { kind: "wait", retry_after_s: readRetryAfter(reply, now) };
  }
  return { kind: "unknown", retry_after_s: 0 };
}

/**
 * @param {Record<string, unknown>} echo
 * @returns {Answer}
 */
function readStored({ receipt, status, received_at, manage, place }) {
  const isWhole =
    typeof receipt === "string" && receipt !== "" && typeof received_at === "string" && !isNaN(Date.parse(received_at));
  if (!isWhole || (status !== "confirmed" && status !== "waiting" && status !== "late_review"))
    return { kind: "unknown", retry_after_s: 0 };
  return { kind: "stored", receipt, status, received_at, manage: readManage(manage), place: readPlace(place) };
}

/**
 * @param {unknown} manage
 * @returns {string} empty if it is no key
 */
function readManage(manage) {
  return typeof manage === "string" && MANAGE_KEY.test(manage) ? manage : "";
}

/**
 * A place in line.
 *
 * @param {unknown} place
 * @returns {number | null}
 */
export function readPlace(place) {
  return typeof place === "number" && Number.isInteger(place) && place > 0 ? place : null;
}

/**
 * @param {unknown} problems
 * @returns {import("./types.js").Problem[]} those that are whole
 */
function readProblems(problems) {
  if (!Array.isArray(problems)) return [];
  return problems
    .filter((problem) => typeof problem?.code === "string" && typeof problem?.field === "string")
    .map(({ code, field, params }) => ({ code, field, params: params ?? {} }));
}

/**
 * @param {string} body
 * @param {"submission_id" | "act_id"} name
 * @param {string} id
 * @returns {Record<string, unknown> | null}
 */
function parseEcho(body, name, id) {
  try {
    const parsed = JSON.parse(body);
    return parsed?.[name] === id ? parsed : null;
  } catch {
    return null;
  }
}

/**
 * Seconds to wait, from 0 to an hour. A date is compared with the server's own clock where it tells it.
 *
 * @param {Reply} reply
 * @param {number} now
 */
function readRetryAfter({ retryAfter, date }, now) {
  if (!retryAfter) return 0;
  const serverNow = Date.parse(date ?? "") || now;
  const seconds = /^\s*\d+\s*$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - serverNow) / 1000;
  return Math.min(Math.max(Math.ceil(seconds) || 0, 0), RETRY_AFTER_LIMIT_S);
}

/** @param {Answer} answer */
export function isStored(answer) {
  return answer.kind === "stored" || answer.kind === "received";
}

/**
 * Whether the server may have the submission or yet receive it, so that only a correction may follow.
 *
 * @param {Answer} answer
 */
export function mayBeStored(answer) {
  return isUndecided(answer) || isStored(answer) || ("code" in answer && answer.code === "key_reused");
}

/** @param {Answer} answer */
export function isUndecided({ kind }) {
  return kind === "unknown" || kind === "wait";
}
