/** The sender: pages and the service worker run the very same, under one lock. */

import { listEntries } from "../store/entries.js";
import { beginAttempt, hastenEntries, settleEntry } from "../store/outcomes.js";
import { attemptEntry, makePayload } from "./attempt.js";
import { pickDue } from "./schedule.js";
import { withSenderLock } from "./sender-lock.js";

/** @typedef {"own" | "netlify"} FormBackend */

/**
 * Sends all that is due, side by side, until nothing is.
 *
 * @param {FormBackend} formBackend
 * @param {object} [options]
 * @param {boolean} [options.hasten] there is reason to hope: don't wait for the schedule
 * @param {boolean} [options.overrule] a person asks for it: don't wait for anything
 * @returns {Promise<boolean>} false if somebody else is sending, where browsers can't wait for that
 * @throws {import("../store/storage-error.js").StorageError}
 */
export function sendDue(formBackend, { hasten = false, overrule = false } = {}) {
  return withSenderLock(async () => {
    if (hasten || overrule) await hastenEntries({ overrule });
    for (;;) {
      const due = pickDue(await listEntries(), Date.now());
      if (due.length === 0) return;
      await Promise.all(due.map((entry) => sendEntry(entry.submission_id, formBackend)));
    }
  });
}

/**
 * @param {string} submissionId
 * @param {FormBackend} formBackend
 */
async function sendEntry(submissionId, formBackend) {
  const entry = await beginAttempt(submissionId, makePayload);
  if (entry) await settleEntry(entry, await attemptEntry(entry, formBackend));
}
