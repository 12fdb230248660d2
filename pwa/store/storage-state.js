/** Whether this browser can keep anything, tried rather than guessed. */

import { confirmWritten, writeStores } from "./database.js";
import { makeUuid } from "./uuid.js";

/**
 * Writes, reads back and deletes a value.
 *
 * @throws {import("./storage-error.js").StorageError} nothing can be kept here
 */
export async function probeStorage() {
  const probe = { at: Date.now() };
  const key = makeUuid(); // of this page's own: other tabs try too
  await writeStores(["meta"], (transaction) => transaction.table("meta").put(probe, key));
  await confirmWritten("meta", key, probe);
  await writeStores(["meta"], (transaction) => transaction.table("meta").delete(key));
}

/** Asks the browser to keep what is stored here even when room gets short; some browsers ask the person. */
export async function requestPersistence() {
  try {
    await navigator.storage?.persist?.();
  } catch {
    // it may clear it then, as it may anything
  }
}
