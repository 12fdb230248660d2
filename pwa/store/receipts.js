/** What the server answered yes to. The payload is gone by then; a receipt keeps a first name and an initial. */

import { announceQueueChange } from "./changes.js";
import { readAll, writeStores } from "./database.js";

/** @typedef {import("../types.js").Receipt} Receipt */

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
 * Removes a receipt from this phone because the person said so; the registration itself stands.
 *
 * @param {string} submissionId
 * @throws {import("./storage-error.js").StorageError}
 */
export async function deleteReceipt(submissionId) {
  await writeStores(["receipts"], (transaction) => transaction.objectStore("receipts").delete(submissionId));
  announceQueueChange();
}
