/**
 * The one database on the phone, and how it is read and written.
 *
 * A newer version of the app in another tab gets its way at once: this connection closes and the page is told `outdated`.
 */

import { completed, openTable, settled } from "./requests.js";
import { DATABASE_NAME, DATABASE_VERSION, upgrade } from "./schema.js";
import { StorageError, storageError } from "./storage-error.js";

/**
 * @typedef {import("./schema.js").Rows} Rows
 * @typedef {keyof Rows} StoreName
 */

/** An open that has not answered by then never will: some browsers' private modes neither succeed nor fail. */
const OPEN_TIMEOUT_MS = 10_000;

/** What some browsers say of a connection that they lost without telling; the next use opens it anew. */
const LOST_CONNECTION = ["InvalidStateError", "UnknownError"];

/** This page's connection, which is opened when it is first used. */
const connection = createConnection();

/** A connection to the database: opened once, and anew after it was closed or lost. */
function createConnection() {
  /** @type {Promise<IDBDatabase> | null} */
  let opening = null;
  const forget = () => {
    opening = null;
  };
  return {
    forget,
    open() {
      opening ??= openInTime(forget);
      return opening;
    },
  };
}

/**
 * The open database; opened once and again after it was closed.
 *
 * @returns {Promise<IDBDatabase>}
 * @throws {StorageError}
 */
export async function openDatabase() {
  try {
    return await connection.open();
  } catch (error) {
    connection.forget();
    throw storageError(error);
  }
}

/**
 * @param {() => void} onClosed called when it can no longer be used
 * @returns {Promise<IDBDatabase>}
 */
function openInTime(onClosed) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new StorageError("unavailable")), OPEN_TIMEOUT_MS);
    connect(onClosed)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

/** @param {() => void} onClosed */
async function connect(onClosed) {
  const request = indexedDB.open(DATABASE_NAME, DATABASE_VERSION);
  request.onupgradeneeded = ({ oldVersion }) => {
    const transaction = /** @type {IDBTransaction} */ (request.transaction);
    upgrade(transaction, oldVersion).catch(() => abort(transaction));
  };
  const database = await settled(request);
  database.onclose = onClosed;
  database.onversionchange = () => {
    database.close();
    onClosed();
  };
  return database;
}

/**
 * @typedef {object} Transaction
 * @property {<Name extends StoreName>(name: Name) => import("./requests.js").Table<Rows[Name]>} table
 * @property {() => void} commit ends it without waiting for its requests' answers, where browsers can
 */

/**
 * Runs `work` in one transaction that the disk has, not only the operating system's cache, before this resolves.
 *
 * @template T
 * @param {readonly StoreName[]} stores
 * @param {(transaction: Transaction) => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {StorageError} nothing was written
 */
export async function writeStores(stores, work) {
  const database = await openDatabase();
  try {
    const transaction = database.transaction(stores, "readwrite", { durability: "strict" });
    const completion = completed(transaction);
    completion.catch(() => {}); // awaited below; without this an abort would also count as unhandled
    try {
      const result = await work({
        table: (name) => openTable(transaction, name),
        commit: () => transaction.commit?.(),
      });
      await completion;
      return result;
    } catch (error) {
      abort(transaction);
      throw error;
    }
  } catch (error) {
    throw explain(error);
  }
}

/**
 * `error` as a StorageError; a lost connection is forgotten.
 *
 * @param {unknown} error
 */
function explain(error) {
  if (error instanceof DOMException && LOST_CONNECTION.includes(error.name)) connection.forget();
  return storageError(error);
}

/** @param {IDBTransaction} transaction */
function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // it had already ended
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
async function read(store, ask) {
  const database = await openDatabase();
  try {
    return await ask(openTable(database.transaction(store), store));
  } catch (error) {
    throw explain(error);
  }
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
