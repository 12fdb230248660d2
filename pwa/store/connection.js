/**
 * The connection to the database: opened when it is first used, and anew after it was closed or lost.
 *
 * While a page is away, perhaps to be shown again as it was left, it has none. WebKit keeps the transactions of such a page open,
 * and nobody else could read or write what they hold until the browser is closed.
 */

import { announceQueueChange } from "./changes.js";
import { settled } from "./requests.js";
import { DATABASE_NAME, DATABASE_VERSION, upgrade } from "./schema.js";
import { StorageError } from "./storage-error.js";

/** An open that has not answered by then never will: some browsers' private modes neither succeed nor fail. */
const OPEN_TIMEOUT_MS = 10_000;

/** This page's. A newer version of the app in another tab gets its way at once: this closes, and the next use is told `outdated`. */
export function createConnection() {
  /** @type {Promise<IDBDatabase> | null} */
  let opening = null;
  /** Settled but while the page is away. */
  let presence = Promise.resolve();
  let comeBack = () => {};
  /** What to undo when the page goes. @type {Set<() => void>} */
  const running = new Set();

  /** Closes it; whoever uses it next opens a new one. */
  function drop() {
    opening?.then((database) => database.close()).catch(() => {});
    opening = null;
  }

  /** @param {PageTransitionEvent} event */
  function leave({ persisted }) {
    if (!persisted) return; // it is gone for good, and what it began to write may yet arrive
    presence = new Promise((resolve) => {
      comeBack = resolve;
    });
    for (const undo of running) undo();
    drop();
  }

  addEventListener("pagehide", leave); // whoever writes something at the same event captures it, and so is first
  addEventListener("pageshow", () => comeBack());

  const forget = () => {
    opening = null;
  };
  return {
    drop,
    running,
    /**
     * @returns {Promise<IDBDatabase>}
     * @throws {StorageError | DOMException}
     */
    open() {
      opening ??= inTime(presence.then(() => connect(forget)), OPEN_TIMEOUT_MS, "unavailable").catch((error) => {
        forget();
        throw error;
      });
      return opening;
    },
  };
}

/**
 * `work`, unless it takes longer.
 *
 * @template T
 * @param {Promise<T>} work
 * @param {number} limit_ms
 * @param {import("./storage-error.js").StorageCode} code of the error if it does
 * @returns {Promise<T>}
 */
export function inTime(work, limit_ms, code) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new StorageError(code)), limit_ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** @param {() => void} onClosed called when it can no longer be used */
async function connect(onClosed) {
  const request = indexedDB.open(DATABASE_NAME, DATABASE_VERSION);
  request.onupgradeneeded = ({ oldVersion }) => {
    const transaction = /** @type {IDBTransaction} */ (request.transaction);
    upgrade(transaction, oldVersion).catch(() => abort(transaction));
  };
  const database = await settled(request);
  database.onclose = () => {
    onClosed();
    announceQueueChange(); // what was kept may have been cleared
  };
  database.onversionchange = () => {
    database.close();
    onClosed();
  };
  return database;
}

/** @param {IDBTransaction} transaction */
export function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // it had already ended
  }
}
