/** All that the phone holds of registrations, as `queue` wants it to decide. */

import { readAll } from "./database.js";

/**
 * @typedef {import("../queue/acts.js").Kept} Kept
 * @typedef {import("../queue/types.js").Errand} Errand
 * @typedef {import("./database.js").Transaction} Transaction
 */

/** The stores that hold it. */
export const KEPT = /** @type {const} */ (["entries", "acts", "receipts"]);

/**
 * @param {Transaction} transaction
 * @returns {Promise<Kept>}
 */
export async function readKept(transaction) {
  return {
    entries: await transaction.table("entries").getAll(),
    acts: await transaction.table("acts").getAll(),
    receipts: await transaction.table("receipts").getAll(),
  };
}

/**
 * All that is to go out or was answered without being stored, in no order.
 *
 * @returns {Promise<Errand[]>}
 * @throws {import("./storage-error.js").StorageError}
 */
export async function listErrands() {
  return [...(await readAll("entries")), ...(await readAll("acts"))];
}
