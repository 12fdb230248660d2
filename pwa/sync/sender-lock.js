/**
 * One sender at a time, across all tabs and the service worker.
 *
 * Where the Web Locks API is missing (browsers of before 2022, pages on plain HTTP) a lease in the database stands in:
 * taken in a transaction, which browsers run one after another, and void after its time if its holder was closed. Should
 * two senders ever meet all the same, an entry may go out twice; its id makes that harmless.
 */

import { writeStores } from "../store/database.js";

const NAME = "wian-sender";

/** No pass takes so long: whoever holds the lease for longer was closed. */
const LONGEST_PASS_MS = 60_000;

/** Waiting for so long, behind a few tabs that send, means that a holder was put to sleep by the phone. */
const STEAL_AFTER_MS = 180_000;

/**
 * Runs `work` while nobody else sends: after whoever does, or under the lease not at all.
 *
 * @param {() => Promise<void>} work
 * @returns {Promise<boolean>} whether it ran
 */
export async function withSenderLock(work) {
  if (!navigator.locks) return withLease(work);
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), STEAL_AFTER_MS);
  try {
    await navigator.locks.request(NAME, { signal: abort.signal }, () => {
      clearTimeout(timer);
      return work();
    });
  } catch (error) {
    if (!abort.signal.aborted) throw error;
    await navigator.locks.request(NAME, { steal: true }, work);
  }
  return true;
}

/** @param {() => Promise<void>} work */
async function withLease(work) {
  const until = Date.now() + LONGEST_PASS_MS;
  if (!(await takeLease(until))) return false;
  try {
    await work();
    return true;
  } finally {
    await writeStores(["meta"], async (transaction) => {
      const meta = transaction.table("meta");
      if ((await meta.get(NAME)) === until) await meta.delete(NAME);
    });
  }
}

/**
 * @param {number} until
 * @returns {Promise<boolean>} whether it is ours
 */
function takeLease(until) {
  return writeStores(["meta"], async (transaction) => {
    const meta = transaction.table("meta");
    const held = (await meta.get(NAME)) ?? 0;
    const isHeld = held > Date.now() && held <= until; // a later one comes from a clock that was set back
    if (!isHeld) await meta.put(until, NAME);
    return !isHeld;
  });
}
