/**
 * The one database on the phone, its schema and how it is written.
 *
 * What a person has not sent lives here and nowhere else, so an upgrade only ever adds: it never clears or deletes a store
 * that can hold an entry. A newer version of the app in another tab gets its way at once: this connection closes and the
 * page is told `outdated`.
 */

import { openDB } from "idb";

import { StorageError, storageError } from "./storage-error.js";

/**
 * @typedef {import("../types.js").Entry} Entry
 * @typedef {import("../types.js").Receipt} Receipt
 * @typedef {import("../types.js").Draft} Draft
 * @typedef {"entries" | "receipts" | "drafts" | "meta"} StoreName
 *
 * @typedef {object} Schema
 * @property {{key: string, value: Entry}} entries
 * @property {{key: string, value: Receipt}} receipts
 * @property {{key: string, value: Draft}} drafts
 * @property {{key: string, value: any}} meta
 *
 * @typedef {import("idb").IDBPDatabase<Schema>} Database
 */

export const DATABASE_NAME = "wian";
export const DATABASE_VERSION = 2;

/** An open that has not answered by then never will: some browsers' private modes neither succeed nor fail. */
const OPEN_TIMEOUT_MS = 10_000;

/** What an entry of version 1 did not have. */
const SINCE_VERSION_2 = {
  organisation_name: "",
  clock_ahead_ms: 0,
  unknowns: 0,
  retry_after_at: 0,
  payload: null,
};

/** What some browsers say of a connection that they lost without telling; the next use opens it anew. */
const LOST_CONNECTION = ["InvalidStateError", "UnknownError"];

/** @type {Promise<Database> | null} */
let opening = null;

/**
 * The open database; opened once and again after it was closed.
 *
 * @returns {Promise<Database>}
 * @throws {StorageError}
 */
export async function openDatabase() {
  opening ??= openInTime();
  try {
    return await opening;
  } catch (error) {
    opening = null;
    throw storageError(error);
  }
}

/** @returns {Promise<Database>} */
function openInTime() {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new StorageError("unavailable")), OPEN_TIMEOUT_MS);
    connect()
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

async function connect() {
  const forget = () => {
    opening = null;
  };
  const database = await openDB(DATABASE_NAME, DATABASE_VERSION, { upgrade, terminated: forget });
  database.addEventListener("versionchange", () => {
    database.close();
    forget();
  });
  return /** @type {Database} */ (/** @type {unknown} */ (database));
}

/**
 * @param {import("idb").IDBPDatabase<unknown>} database
 * @param {number} oldVersion 0 for a new database
 * @param {number | null} _newVersion
 * @param {import("idb").IDBPTransaction<unknown, string[], "versionchange">} transaction
 */
async function upgrade(database, oldVersion, _newVersion, transaction) {
  if (oldVersion < 1) {
    database.createObjectStore("entries", { keyPath: "submission_id" });
    database.createObjectStore("receipts", { keyPath: "submission_id" });
    database.createObjectStore("drafts", { keyPath: "event" });
  }
  if (oldVersion < 2) {
    database.createObjectStore("meta");
    const entries = transaction.objectStore("entries");
    for (const entry of await entries.getAll()) await entries.put({ ...SINCE_VERSION_2, ...entry });
  }
}

/**
 * Runs `work` in one transaction that the disk has, not only the operating system's cache, before this resolves.
 *
 * @template T
 * @param {StoreName[]} stores
 * @param {(transaction: import("idb").IDBPTransaction<Schema, StoreName[], "readwrite">) => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {StorageError} nothing was written
 */
export async function writeStores(stores, work) {
  const database = await openDatabase();
  try {
    const transaction = database.transaction(stores, "readwrite", { durability: "strict" });
    transaction.done.catch(() => {}); // awaited below; without this an abort would also count as unhandled
    try {
      const result = await work(transaction);
      await transaction.done;
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
  if (error instanceof DOMException && LOST_CONNECTION.includes(error.name)) opening = null;
  return storageError(error);
}

/** @param {{abort: () => void}} transaction */
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
 * @returns {Promise<Schema[Name]["value"][]>}
 * @throws {StorageError}
 */
export async function readAll(store) {
  const database = await openDatabase();
  try {
    return await database.getAll(store);
  } catch (error) {
    throw explain(error);
  }
}

/**
 * @template {StoreName} Name
 * @param {Name} store
 * @param {string} key
 * @returns {Promise<Schema[Name]["value"] | undefined>}
 * @throws {StorageError}
 */
export async function readOne(store, key) {
  const database = await openDatabase();
  try {
    return await database.get(store, key);
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
 * @param {Schema[Name]["value"]} expected
 * @throws {StorageError} `mismatch` if the store holds something else
 */
export async function confirmWritten(store, key, expected) {
  const found = await readOne(store, key);
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new StorageError("mismatch");
}
