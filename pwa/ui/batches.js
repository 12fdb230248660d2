/** The list's items in sets: what was submitted together stands together, in the order of entry. */

import { readState } from "./card-states.js";
import { GROUPS } from "./queue-items.js";

/**
 * @typedef {import("./card-states.js").State} State
 * @typedef {import("./queue-items.js").Item} Item
 *
 * @typedef {object} Batch
 * @property {string} key
 * @property {string} event
 * @property {string} title the event's
 * @property {Item[]} items in the order of entry
 * @property {Tally[]} tallies how its people stand
 * @property {string} signature what its heading and its row of actions show
 *
 * @typedef {{state: State, count: number, total: number}} Tally
 */

/**
 * The sets, those that want attention before the others, and the latest first.
 *
 * @param {Item[]} items
 * @returns {Batch[]}
 */
export function makeBatches(items) {
  /** @type {Map<string, Item[]>} */
  const sets = new Map();
  for (const item of items) sets.set(item.origin.key, [...(sets.get(item.origin.key) ?? []), item]);
  return [...sets]
    .map(([key, all]) => makeBatch(key, all))
    .sort((a, b) => urgencyOf(a) - urgencyOf(b) || submittedAt(b).localeCompare(submittedAt(a)));
}

/**
 * @param {string} key
 * @param {Item[]} all
 * @returns {Batch}
 */
function makeBatch(key, all) {
  const items = all.sort((a, b) => a.origin.sequence - b.origin.sequence);
  const { event, title } = aboutOf(items[0]);
  return { key, event, title, items, tallies: tally(items), signature: JSON.stringify(items.map(({ id, signature }) => [id, signature])) };
}

/** @param {Item} item */
function aboutOf({ of }) {
  return "entry" in of ? of.entry : of.receipt;
}

/** @param {Batch} batch */
function urgencyOf({ items }) {
  return Math.min(...items.map(({ group }) => GROUPS.indexOf(group)));
}

/** @param {Batch} batch */
function submittedAt({ items: [{ of }] }) {
  return "entry" in of ? of.entry.created_at : of.receipt.submitted_at || of.receipt.received_at;
}

/**
 * How many people stand how. Whoever has a correction on its way is one person: as registered, or else as corrected.
 *
 * @param {Item[]} items
 * @returns {Tally[]}
 */
function tally(items) {
  const ids = new Set(items.map(({ id }) => id));
  const people = items.filter(({ of }) => !("entry" in of && ids.has(of.entry.replaces)));
  /** @type {Map<State, number>} */
  const counts = new Map();
  for (const { of } of people) counts.set(readState(of), (counts.get(readState(of)) ?? 0) + 1);
  return [...counts].map(([state, count]) => ({ state, count, total: people.length }));
}
