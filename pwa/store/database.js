/**
 * The one database on the phone, and how it is read and written: in transactions that take no longer than they may, and are
 * tried once more on a new connection.
 */

import { abort, createConnection, inTime } from "./connection.js";
import { completed, openTable } from "./requests.js";
import { StorageError, storageError } from "./storage-error.js";

/**
 * @typedef {import("./schema.js").Rows} Rows
 * @typedef {keyof Rows} StoreName
 */

/** A transaction that has not ended by then waits for one that never ends, or for a browser that lost it. */
const LIMIT_MS = 4_000;

/** What browsers say of a connection that they lost without telling, and of a transaction that went with it or with its page. */
const LOST = ["InvalidStateError", "UnknownError", "AbortError"];

const connection = createConnection();

/**
 * @typedef {object} Transaction
 * @property {<Name extends StoreName>(name: Name) => import("./requests.js").Table<Rows[Name]>} table
 * @property {() => void} commit ends it without waiting for its requests' answers, where browsers can
 */

/**
 * Runs `work` in one transaction that the disk has, not only the operating system's cache, before this resolves.
 *
 * Of a try that took too long nobody knows whether it was written all the same, so `work` runs again and must come to the same
 * where it was.
 *
 * @template T
 * @param {readonly StoreName[]} stores
 * @param {(transaction: Transaction) => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {import("./storage-error.js").StorageError} nothing was written, or with `mismatch` perhaps not
 */
export function writeStores(stores, work) {
  return tryTwice(stores, "readwrite", work);
}

/**
 * @template T
 * @param {readonly StoreName[]} stores
 * @param {IDBTransactionMode} mode
 * @param {(transaction: Transaction) => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {import("./storage-error.js").StorageError}
 */
async function tryTwice(stores, mode, work) {
  for (let isLast = false; ; isLast = true) {
    try {
      const database = await connection.open();
      return await runOnce(database.transaction(stores, mode, { durability: "strict" }), work);
    } catch (error) {
      const isLost = storageError(error).code === "mismatch" || (error instanceof DOMException && LOST.includes(error.name));
      if (isLost) connection.drop();
      if (!isLost || isLast) throw storageError(error);
    }
  }
}

/**
 * @template T
 * @param {IDBTransaction} transaction
 * @param {(transaction: Transaction) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function runOnce(transaction, work) {
  const undo = () => abort(transaction);
  connection.running.add(undo);
  const completion = completed(transaction);
  completion.catch(() => {}); // awaited below; without this an abort would also count as unhandled
  try {
    const working = work({
      table: (name) => openTable(transaction, name),
      commit: () => {
        transaction.commit?.();
        connection.running.delete(undo); // a page that goes lets it end
      },
    });
    return await inTime(working.then((result) => completion.then(() => result)), LIMIT_MS, "mismatch");
  } catch (error) {
    undo();
    throw transaction.error ?? error;
  } finally {
    connection.running.delete(undo);
  }
}

/**
 * @template {StoreName} Name
 * @param {Name} store
 * @returns {Promise<Rows[Name][]>}
 * @throws {StorageError}
 */
export function readAll(store) {
  return read(store, (table) => table.getAll());
}

/**
 * @template {StoreName} Name
 * @param {Name} store
 * @param {string} key
 * @returns {Promise<Rows[Name] | undefined>}
 * @throws {StorageError}
 */
export function readOne(store, key) {
  return read(store, (table) => table.get(key));
}

/**
 * @template {StoreName} Name
 * @template T
 * @param {Name} store
 * @param {(table: import("./requests.js").Table<Rows[Name]>) => Promise<T>} ask
 * @returns {Promise<T>}
 * @throws {StorageError}
 */
function read(store, ask) {
  return tryTwice([store], "readonly", (transaction) => ask(transaction.table(store)));
}

/**
 * Reads `expected` back in a transaction of its own: only then may a page say "saved".
 *
 * @template {StoreName} Name
 * @param {Name} store
 * @param {string} key
 * @param {Rows[Name]} expected
 * @throws {StorageError} `mismatch` if the store holds something else
 */
export async function confirmWritten(store, key, expected) {
  const found = await readOne(store, key);
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new StorageError("mismatch");
}
