/** Whether this browser can keep anything, tried rather than guessed. */

import { confirmWritten, writeStores } from "./database.js";
import { storageError } from "./storage-error.js";
import { makeUuid } from "./uuid.js";

/**
 * @typedef {object} StorageState
 * @property {boolean} usable
 * @property {boolean} persisted whether the browser promised not to clear it when room gets short
 * @property {import("./storage-error.js").StorageCode | ""} reason why not usable; empty if it is
 */

/**
 * Writes, reads back and deletes a value.
 *
 * @returns {Promise<StorageState>}
 */
export async function probeStorage() {
  try {
    const probe = { at: Date.now() };
    const key = makeUuid(); // of this page's own: other tabs try too
    await writeStores(["meta"], (transaction) => transaction.objectStore("meta").put(probe, key));
    await confirmWritten("meta", key, probe);
    await writeStores(["meta"], (transaction) => transaction.objectStore("meta").delete(key));
  } catch (error) {
    return { usable: false, persisted: false, reason: storageError(error).code };
  }
  return { usable: true, persisted: await ask("persisted"), reason: "" };
}

/** Asks the browser to keep what is stored here even when room gets short; some browsers ask the person. */
export function requestPersistence() {
  return ask("persist");
}

/**
 * @param {"persist" | "persisted"} question
 * @returns {Promise<boolean>}
 */
async function ask(question) {
  try {
    return (await navigator.storage?.[question]?.()) ?? false;
  } catch {
    return false;
  }
}
