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
 * @typedef {{entries: Entry, receipts: Receipt, drafts: Draft, meta: any}} Rows
 */

export const DATABASE_NAME = "wian";
export const DATABASE_VERSION = 3;

/** What an entry of version 1 did not have. */
const SINCE_VERSION_2 = {
  organisation_name: "",
  clock_ahead_ms: 0,
  unknowns: 0,
  retry_after_at: 0,
  payload: null,
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
  if (oldVersion < 2) {
    database.createObjectStore("meta");
    const entries = openTable(transaction, "entries");
    for (const entry of await entries.getAll()) await entries.put({ ...SINCE_VERSION_2, ...entry });
  }
  if (oldVersion < 3) await numberEntries(openTable(transaction, "entries"));
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
