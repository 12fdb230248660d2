/** When a page sends: on load, when the network or the page comes back, when an entry is due, and when a person asks. */

import { nextDueAt } from "../queue/schedule.js";
import { announceQueueChange, onQueueChange } from "../store/changes.js";
import { listErrands } from "../store/kept.js";
import { forgetValues } from "../store/receipts.js";
import { createBackgroundRequest } from "./background-request.js";
import { createSender } from "./sender.js";

/** How long to leave it alone when the storage itself fails. */
const AFTER_FAILURE_MS = 60_000;
const WHILE_OTHERS_SEND_MS = 2_000;
const LONGEST_TIMER_MS = 300_000;

/** @typedef {{sendNow: () => Promise<void>}} Sync `sendNow` sends at once, because a person asks for it. */

/**
 * Starts sending what is queued, now and from now on. Whatever is queued later is noticed by itself.
 *
 * @param {import("../queue/types.js").FormBackend} formBackend
 * @returns {Sync}
 */
export function startSync(formBackend) {
  const { run, plan } = createSchedule(formBackend);
  const begin = () => {
    void run({ hasten: true });
    void forgetValues().catch(() => {}); // another time
  };
  onReturn(begin);
  onQueueChange(() => void plan());
  begin();
  return { sendNow: () => run({ overrule: true }) };
}

/**
 * Sends, and sets a timer for what is due later.
 *
 * @param {import("../queue/types.js").FormBackend} formBackend
 */
function createSchedule(formBackend) {
  const sender = createSender(formBackend);
  const requestBackgroundSync = createBackgroundRequest();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {{hasten?: boolean, overrule?: boolean}} [options] */
  async function run(options) {
    try {
      if (await sender.sendDue(options)) await plan();
      else wakeIn(WHILE_OTHERS_SEND_MS);
    } catch {
      wakeIn(AFTER_FAILURE_MS); // the storage failed; whoever shows the queue says so
    }
  }

  /** Sets the timer by what the queue holds now. */
  async function plan() {
    try {
      const dueAt = nextDueAt(await listErrands(), Date.now());
      clearTimeout(timer);
      if (dueAt === null) return;
      wakeIn(Math.min(Math.max(dueAt - Date.now(), 0), LONGEST_TIMER_MS));
      await requestBackgroundSync();
    } catch {
      wakeIn(AFTER_FAILURE_MS);
    }
  }

  /** @param {number} delay_ms */
  function wakeIn(delay_ms) {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), delay_ms);
  }

  return { run, plan };
}

/**
 * Calls `listener` when there is reason to hope: the network is back, or the person looks at the page again.
 *
 * @param {() => void} listener
 */
export function onReturn(listener) {
  addEventListener("online", listener);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") listener();
  });
  addEventListener("pageshow", (/** @type {PageTransitionEvent} */ { persisted }) => {
    if (!persisted) return;
    announceQueueChange(); // a page that slept heard of nothing
    listener();
  });
}
