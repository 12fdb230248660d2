/** What the server answered yes to, with what was sent for as long as it can be changed. */

import { findAct } from "../queue/acts.js";
import { correctionKey } from "../queue/entry.js";
import { forgetBegun } from "../queue/receipts.js";
import { announceQueueChange } from "./changes.js";
import { readAll, writeStores } from "./database.js";

/** @typedef {import("../queue/types.js").Receipt} Receipt */

/**
 * Every receipt, the latest first.
 *
 * @returns {Promise<Receipt[]>}
 * @throws {import("./storage-error.js").StorageError}
 */
export async function listReceipts() {
  const receipts = await readAll("receipts");
  return receipts.sort((a, b) => b.received_at.localeCompare(a.received_at));
}

/**
 * Removes a receipt, and with it the draft of a correction of it and what was to cancel it, because the person said so; the
 * registration itself stands.
 *
 * @param {Receipt} receipt
 * @throws {import("./storage-error.js").StorageError}
 */
export async function deleteReceipt(receipt) {
  await writeStores(["receipts", "acts", "drafts"], async (transaction) => {
    await transaction.table("receipts").delete(receipt.submission_id);
    const acts = transaction.table("acts");
    const act = findAct(await acts.getAll(), receipt.submission_id);
    if (act) await acts.delete(act.act_id);
    await transaction.table("drafts").delete(correctionKey(receipt));
  });
  announceQueueChange();
}

/**
 * Deletes what was sent, and what was typed to correct it, for each event that has begun.
 *
 * @throws {import("./storage-error.js").StorageError}
 */
export async function forgetValues() {
  if (forgetBegun(await readAll("receipts"), Date.now()).length === 0) return;
  await writeStores(["receipts", "drafts"], async (transaction) => {
    const receipts = transaction.table("receipts");
    for (const receipt of forgetBegun(await receipts.getAll(), Date.now())) {
      await receipts.put(receipt);
      await transaction.table("drafts").delete(correctionKey(receipt));
    }
  });
  announceQueueChange();
}
