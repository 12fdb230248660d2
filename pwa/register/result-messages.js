/**
 * What is said of an answer to an entry that was sent without being kept.
 *
 * @import { Answer } from "../queue/types.js"
 */

/** @typedef {{key: string, params?: Record<string, string | number>}} Message */

/**
 * The messages that say it; those of an answer without a code name the `person` themselves.
 *
 * @param {Answer} answer
 * @returns {Message[]}
 */
export function listMessages(answer) {
  switch (answer.kind) {
    case "stored":
      return [{ key: `app.form.direct_${answer.status}`, params: { receipt: answer.receipt } }];
    case "refused":
      return [{ key: `problems.${answer.code}` }];
    case "needs_person":
      if (answer.problems.length === 0) return [{ key: `problems.${answer.code === "invalid" ? "bad_request" : answer.code}` }];
      return answer.problems.map(({ code, params }) => ({ key: `problems.${code}`, params }));
    default:
      return [{ key: `app.form.direct_${answer.kind}` }];
  }
}
