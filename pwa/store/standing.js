/** What the server said of how registrations stand, kept with their receipts, and when it was last asked. */

import { correctionKey } from "../queue/entry.js";
import { learn } from "../queue/standing.js";
import { announceQueueChange } from "./changes.js";
import { writeStores } from "./database.js";

/** Before this it is not asked again; store `meta`, epoch ms. */
const NEXT_AT = "wian-standing";

const PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 3_600_000;

/**
 * Takes the right to ask now, which nobody else then has for a minute.
 *
 * @param {number} now epoch ms
 * @returns {Promise<boolean>} whether it is ours
 * @throws {import("./storage-error.js").StorageError}
 */
export function claimQuestion(now) {
  return writeStores(["meta"], async (transaction) => {
    const meta = transaction.table("meta");
    const nextAt = (await meta.get(NEXT_AT)) ?? 0;
    const isTooEarly = nextAt > now && nextAt <= now + LONGEST_PAUSE_MS; // a later one comes from a clock that was set back
    if (!isTooEarly) await meta.put(now + PAUSE_MS, NEXT_AT);
    return !isTooEarly;
  });
}

/**
 * Lets it be asked again from `nextAt` on, because it could not be asked now.
 *
 * @param {number} nextAt epoch ms
 * @throws {import("./storage-error.js").StorageError}
 */
export async function releaseQuestion(nextAt) {
  await writeStores(["meta"], (transaction) => transaction.table("meta").put(nextAt, NEXT_AT));
}

/**
 * Keeps what was told of registrations of `event` with their receipts, as `learn` says.
 *
 * @param {string} event
 * @param {import("../queue/standing.js").Told} told
 * @param {string} askedAt ISO
 * @throws {import("./storage-error.js").StorageError}
 */
export async function keepTold(event, told, askedAt) {
  await writeStores(["receipts", "drafts"], async (transaction) => {
    const receipts = transaction.table("receipts");
    const learned = learn(await receipts.getAll(), event, told, askedAt);
    for (const receipt of learned.receipts) await receipts.put(receipt);
    for (const id of learned.deleted_receipts) {
      await receipts.delete(id);
      await transaction.table("drafts").delete(correctionKey({ event, submission_id: id }));
    }
  });
  announceQueueChange();
}

/**
 * Notes that the person has seen what was new of a receipt.
 *
 * @param {string} submissionId
 * @throws {import("./storage-error.js").StorageError}
 */
export async function noteSeen(submissionId) {
  await writeStores(["receipts"], async (transaction) => {
    const receipts = transaction.table("receipts");
    const receipt = await receipts.get(submissionId);
    if (receipt) await receipts.put({ ...receipt, news: { registration: "", event: "" } });
  });
  announceQueueChange();
}
