/** When a page sends: on load, when the network or the page comes back, when an entry is due, and when a person asks. */

import { announceQueueChange, onQueueChange } from "../store/changes.js";
import { listEntries } from "../store/entries.js";
import { SYNC_TAG } from "./background-tag.js";
import { nextDueAt } from "./schedule.js";
import { sendDue } from "./sender.js";

export { onQueueChange };
export { sendDirect } from "./attempt.js";

/** How long to leave it alone when the storage itself fails. */
const AFTER_FAILURE_MS = 60_000;
const WHILE_OTHERS_SEND_MS = 2_000;
const LONGEST_TIMER_MS = 300_000;

/** @type {"own" | "netlify"} */
let backend = "own";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/**
 * Starts sending what is queued, now and from now on. Whatever is queued later is noticed by itself.
 *
 * @param {"own" | "netlify"} formBackend
 */
export function startSync(formBackend) {
  backend = formBackend;
  addEventListener("online", () => void run({ hasten: true }));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void run({ hasten: true });
  });
  addEventListener("pageshow", (/** @type {PageTransitionEvent} */ { persisted }) => {
    if (!persisted) return;
    announceQueueChange(); // a page that slept heard of nothing
    void run({ hasten: true });
  });
  onQueueChange(() => void plan());
  void run({ hasten: true });
}

/** Sends at once, because a person asks for it. */
export function sendNow() {
  return run({ overrule: true });
}

/** @param {{hasten?: boolean, overrule?: boolean}} [options] */
async function run(options) {
  try {
    if (await sendDue(backend, options)) await plan();
    else wakeIn(WHILE_OTHERS_SEND_MS);
  } catch {
    wakeIn(AFTER_FAILURE_MS); // the storage failed; whoever shows the queue says so
  }
}

/** Sets the timer by what the queue holds now. */
async function plan() {
  try {
    const dueAt = nextDueAt(await listEntries(), Date.now());
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

/** The asking that is under way; two at once would both find none pending. @type {Promise<void> | null} */
let asking = null;

function requestBackgroundSync() {
  asking ??= askOnce().finally(() => {
    asking = null;
  });
  return asking;
}

/**
 * Asks the browser to wake the service worker when there is a network, even if the page is closed by then. Once is enough:
 * asking again while it tries would make it try at once, and again and again.
 */
async function askOnce() {
  try {
    const { sync } = /** @type {any} */ (await navigator.serviceWorker?.getRegistration()) ?? {};
    if (sync && !(await sync.getTags()).includes(SYNC_TAG)) await sync.register(SYNC_TAG);
  } catch {
    // a bonus that browsers may deny
  }
}
