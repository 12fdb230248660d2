/**
 * The stores of the database and what each holds.
 *
 * What a person has not sent lives here and nowhere else, so an upgrade only ever adds: it never clears or deletes a store
 * that can hold an entry.
 */

import { openTable } from "./requests.js";

/**
 * @typedef {import("../queue/types.js").Entry} Entry
 * @typedef {import("../queue/types.js").Receipt} Receipt
 * @typedef {import("../queue/types.js").Draft} Draft
 * @typedef {import("../queue/types.js").Act} Act
 * @typedef {{entries: Entry, receipts: Receipt, acts: Act, drafts: Draft, meta: any}} Rows
 */

export const DATABASE_NAME = "wian";
export const DATABASE_VERSION = 6;

/** What an entry of version 1 did not have. */
const SINCE_VERSION_2 = {
  organisation_name: "",
  clock_ahead_ms: 0,
  unknowns: 0,
  retry_after_at: 0,
  payload: null,
};

/** What an entry, and a receipt, of before version 4 did not have. */
const ENTRY_SINCE_VERSION_4 = { starts_at: "", manage: "" };
const RECEIPT_SINCE_VERSION_4 = { starts_at: "", clock_ahead_ms: 0, place: null, manage: "", values: null };

/** What a receipt of before version 6 did not have. */
const RECEIPT_SINCE_VERSION_6 = {
  asked_at: "",
  is_replaced: false,
  when: null,
  is_called_off: false,
  news: /** @type {Receipt["news"]} */ ({ registration: "", event: "" }),
};

/**
 * @param {IDBTransaction} transaction
 * @param {number} oldVersion 0 for a new database
 */
export async function upgrade(transaction, oldVersion) {
  const database = transaction.db;
  if (oldVersion < 1) {
    database.createObjectStore("entries", { keyPath: "submission_id" });
    database.createObjectStore("receipts", { keyPath: "submission_id" });
    database.createObjectStore("drafts", { keyPath: "event" });
  }
  const entries = openTable(transaction, "entries");
  if (oldVersion < 2) {
    database.createObjectStore("meta");
    await complete(entries, SINCE_VERSION_2);
  }
  if (oldVersion < 3) await numberEntries(entries);
  if (oldVersion < 4) {
    await complete(entries, ENTRY_SINCE_VERSION_4);
    await complete(openTable(transaction, "receipts"), RECEIPT_SINCE_VERSION_4);
  }
  if (oldVersion < 5) database.createObjectStore("acts", { keyPath: "act_id" });
  if (oldVersion < 6) await complete(openTable(transaction, "receipts"), RECEIPT_SINCE_VERSION_6);
}

/**
 * Gives each row what it lacks.
 *
 * @template {Rows[keyof Rows]} Row
 * @param {import("./requests.js").Table<Row>} table
 * @param {Partial<Row>} since
 */
async function complete(table, since) {
  for (const row of await table.getAll()) await table.put(Object.assign({}, since, row));
}

/**
 * Gives each entry of before version 3 its place in the sequence, by when it was made.
 *
 * @param {import("./requests.js").Table<Entry>} entries
 */
async function numberEntries(entries) {
  const all = await entries.getAll();
  all.sort((a, b) => a.created_at.localeCompare(b.created_at));
  for (const [index, entry] of all.entries()) await entries.put({ ...entry, sequence: index + 1 });
}
