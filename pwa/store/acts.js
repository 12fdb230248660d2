/** Cancellations on their way, each kept until the server's answer or until the person takes it back. */

import { cancel } from "../queue/acts.js";
import { announceQueueChange } from "./changes.js";
import { readAll, readOne, writeStores } from "./database.js";
import { KEPT, readKept } from "./kept.js";
import { StorageError } from "./storage-error.js";
import { requestPersistence } from "./storage-state.js";

/**
 * @typedef {import("../queue/types.js").Act} Act
 */

/**
 * Cancels a registration, as `cancel` says, in one transaction, and reads the act back.
 *
 * @param {string} submissionId
 * @param {import("../queue/acts.js").Made} made
 * @throws {StorageError} it can't be counted on: don't say that it is kept
 */
export async function keepCancellation(submissionId, made) {
  const act = await writeStores(KEPT, async (transaction) => {
    const kept = await readKept(transaction);
    const before = kept.acts.find(({ act_id }) => act_id === made.act_id);
    if (before) return before; // by a try of which nobody heard
    const cancellation = cancel(kept, submissionId, made);
    for (const entry of cancellation.entries) await transaction.table("entries").put(entry);
    for (const id of cancellation.deleted_entries) await transaction.table("entries").delete(id);
    for (const id of cancellation.deleted_acts) await transaction.table("acts").delete(id);
    if (cancellation.act) await transaction.table("acts").add(cancellation.act);
    return cancellation.act;
  });
  if (act) await confirmKept(act).catch((error) => takeOutAgain(act, error));
  announceQueueChange();
  void requestPersistence();
}

/**
 * What the page can't call saved must not go out behind the person's back.
 *
 * @param {Act} act
 * @param {unknown} error why it doesn't count as kept
 * @returns {Promise<never>}
 */
async function takeOutAgain({ act_id }, error) {
  await deleteAct(act_id).catch(() => {});
  throw error;
}

/**
 * Reads `act` back. A sender may have had it in hand by then, so that it is compared in what sending never changes, and its
 * receipt proves it as well.
 *
 * @param {Act} act
 * @throws {StorageError} `mismatch` if it isn't there
 */
async function confirmKept({ act_id, submission_id, created_at }) {
  const found = await readOne("acts", act_id);
  if (found?.submission_id === submission_id && found.created_at === created_at) return;
  const receipt = await readOne("receipts", submission_id);
  if (receipt?.status !== "cancelled") throw new StorageError("mismatch");
}

/**
 * @returns {Promise<Act[]>}
 * @throws {StorageError}
 */
export function listActs() {
  return readAll("acts");
}

/**
 * Deletes an act because the person said so; whatever the server has done by then stands.
 *
 * @param {string} actId
 * @throws {StorageError}
 */
export async function deleteAct(actId) {
  await writeStores(["acts"], (transaction) => transaction.table("acts").delete(actId));
  announceQueueChange();
}
