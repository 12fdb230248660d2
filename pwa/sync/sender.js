/** The sender: pages and the service worker run the very same, under one lock. */

import { errandId, isAct } from "../queue/errands.js";
import { pickDue } from "../queue/schedule.js";
import { beginActAttempt, beginAttempt, hastenErrands, settleActAttempt, settleEntry } from "../store/attempts.js";
import { listErrands } from "../store/kept.js";
import { attemptAct, attemptEntry } from "./attempt.js";
import { pause } from "./pause.js";
import { withSenderLock } from "./sender-lock.js";

/**
 * @typedef {import("../queue/types.js").Errand} Errand
 * @typedef {import("../queue/types.js").FormBackend} FormBackend
 */

/** While something is under way, how often to look for what became due. */
const LOOK_EVERY_MS = 500;

/** After that nothing more is begun, so that a pass ends before others take the lock for abandoned. */
const BEGIN_WITHIN_MS = 20_000;

/**
 * A sender of what is due. However often it is asked, one pass at most waits for its turn behind the one under way.
 *
 * @param {FormBackend} formBackend
 */
export function createSender(formBackend) {
  /** The pass that waits for its turn. @type {Promise<boolean> | null} */
  let waiting = null;
  let isHopeful = false;
  /** What a pass that ran out of time had tried: the next one carries it on, so that a head that hangs leaves time for others. */
  let tried = /** @type {Set<string>} */ (new Set());

  async function sendInTurn() {
    waiting = null;
    const wasHopeful = isHopeful;
    isHopeful = false;
    // What was under way until now may have failed on the connection of before.
    if (wasHopeful) await hastenErrands({ overrule: false });
    const before = wasHopeful ? new Set() : tried;
    tried = new Set();
    if (!(await sendUntilDone(formBackend, before))) tried = before;
  }

  return {
    /**
     * Sends all that is due, and what becomes due meanwhile; lanes side by side, so that an attempt that hangs holds up its own only.
     *
     * @param {object} [options]
     * @param {boolean} [options.hasten] there is reason to hope: don't wait for the schedule
     * @param {boolean} [options.overrule] a person asks for it: don't wait for anything
     * @returns {Promise<boolean>} false if somebody else is sending, where browsers can't wait for that
     * @throws {import("../store/storage-error.js").StorageError}
     */
    async sendDue({ hasten = false, overrule = false } = {}) {
      if (hasten || overrule) {
        isHopeful = true;
        await hastenErrands({ overrule }); // whoever sends at the moment, perhaps with an attempt that hangs, takes these along
      }
      if (waiting) return waiting;
      const pass = withSenderLock(sendInTurn).finally(() => {
        if (waiting === pass) waiting = null;
      });
      waiting = pass;
      return pass;
    },
  };
}

/**
 * @param {FormBackend} formBackend
 * @param {Set<string>} tried ids of what this pass has tried; more are added
 * @returns {Promise<boolean>} false if it ran out of time
 */
async function sendUntilDone(formBackend, tried) {
  const beginUntil = performance.now() + BEGIN_WITHIN_MS;
  const isInTime = () => performance.now() < beginUntil;
  /** @type {Map<string, Promise<void>>} */
  const flying = new Map();
  /** @type {unknown[]} */
  const failures = [];

  /** @param {Errand} errand */
  const send = (errand) => {
    const id = errandId(errand);
    const sending = sendErrand(errand, formBackend).catch((error) => void failures.push(error));
    tried.add(id);
    flying.set(id, sending.finally(() => flying.delete(id)));
  };

  for (;;) {
    if (failures.length === 0 && isInTime()) {
      const due = pickDue(await listErrands(), Date.now(), { flying: new Set(flying.keys()), tried });
      due.forEach(send);
    }
    if (flying.size === 0) break;
    await Promise.race([...flying.values(), pause(LOOK_EVERY_MS)]);
  }
  if (failures.length > 0) throw failures[0];
  return isInTime();
}

/**
 * @param {Errand} errand
 * @param {FormBackend} formBackend
 */
async function sendErrand(errand, formBackend) {
  if (isAct(errand)) {
    const act = await beginActAttempt(errand.act_id);
    if (act) await settleActAttempt(act, await attemptAct(act));
  } else {
    const entry = await beginAttempt(errand.submission_id);
    if (entry) await settleEntry(entry, await attemptEntry(entry, formBackend));
  }
}
