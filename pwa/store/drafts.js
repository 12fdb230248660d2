/** Forms not yet submitted, one per event: what was typed survives a reload, a closed browser and an empty battery. */

import { confirmWritten, readOne, writeStores } from "./database.js";

/** @typedef {import("../queue/types.js").Draft} Draft */

/**
 * @param {string} event
 * @returns {Promise<Draft | undefined>}
 * @throws {import("./storage-error.js").StorageError}
 */
export function loadDraft(event) {
  return readOne("drafts", event);
}

/**
 * Keeps `draft`, in place of an earlier one for its event, and reads it back.
 *
 * @param {Draft} draft
 * @throws {import("./storage-error.js").StorageError}
 */
export async function saveDraft(draft) {
  await writeStores(["drafts"], (transaction) => {
    const put = transaction.table("drafts").put(draft);
    transaction.commit(); // not to wait for the answer: a page that is being left never gets it
    return put;
  });
  await confirmWritten("drafts", draft.event, draft);
}

/**
 * @param {string} event
 * @throws {import("./storage-error.js").StorageError}
 */
export async function deleteDraft(event) {
  await writeStores(["drafts"], (transaction) => transaction.table("drafts").delete(event));
}
