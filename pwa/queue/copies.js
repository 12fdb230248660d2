/**
 * Entries as text that a person carries to another phone, and back out of it. A copy keeps the `submission_id` and all that the
 * fingerprint counts, so the server knows whichever comes second as the same registration.
 */

import { countAttempt } from "./attempt.js";
import { makeEntry } from "./entry.js";

/**
 * @typedef {import("./types.js").Entry} Entry
 * @typedef {Pick<Entry, "submission_id" | "event" | "locale" | "created_at" | "values" | "organisation_name" | "notice_version"
 *   | "replaces" | "manage" | "checked" | "rules_version">} Copied What is carried of an entry.
 * @typedef {"too_long" | "unreadable" | "foreign" | "over"} Fault `foreign`: for no event of this site; `over`: for one that has begun
 *
 * @typedef {object} Here What the reading page knows.
 * @property {Record<string, {title: string, starts_at: string}>} events by slug
 * @property {Date} now the page's
 * @property {number} now_ms the phone's clock
 */

/** Longest text that is read, in characters: more than the longest that is written. */
export const LONGEST_COPY = 200_000;
const MOST_ENTRIES = 30;
const FORMAT = 1;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const FIELD = /^[a-z][a-z0-9_]{0,63}$/;
const MANAGE = /^[0-9a-f]{32}$/;
const LONGEST_VALUE = 8_000;
const LONGEST_WORD = 300;
const EVERY_FORMS = ["organisation", "first_name", "last_name"];

/** Names on the wire that no field of a form may have; a value under one would stand in its place. */
const ENVELOPE = ["submission_id", "event", "locale", "notice_version", "created_at", "sent_at", "attempt", "rules_version", "replaces", "manage"];

/** Which value each property of a copy may have. @type {Record<keyof Copied, (value: any) => boolean>} */
const CHECKS = {
  submission_id: (value) => isText(value, LONGEST_WORD) && UUID.test(value),
  event: (value) => isText(value, LONGEST_WORD),
  locale: (value) => value === "th" || value === "en",
  created_at: isInstant,
  values: isValues,
  organisation_name: (value) => isText(value, LONGEST_WORD),
  notice_version: (value) => isText(value, LONGEST_WORD),
  replaces: (value) => value === "" || (isText(value, LONGEST_WORD) && UUID.test(value)),
  manage: (value) => value === "" || (isText(value, LONGEST_WORD) && MANAGE.test(value)),
  checked: (value) => typeof value === "boolean",
  rules_version: (value) => isText(value, LONGEST_WORD),
};
const PROPERTIES = /** @type {(keyof Copied)[]} */ (Object.keys(CHECKS));

/**
 * Those of `some` that can be taken along: unsent, and not waiting for the answer to another entry.
 *
 * @param {Entry[]} some
 * @param {Entry[]} all
 */
export function pickCopyable(some, all) {
  return some.filter(({ state, replaces }) => state === "queued" && !all.some(({ submission_id }) => submission_id === replaces));
}

/**
 * `entry` once a copy of it exists: another phone may send it, so it counts as tried, and from then on as perhaps stored.
 *
 * @param {Entry} entry
 */
export function noteCopied(entry) {
  return (entry.attempts === 0 && countAttempt(entry)) || entry;
}

/**
 * The text of a copy.
 *
 * @param {Entry[]} entries
 * @param {string} heading for people, in front
 */
export function writeCopy(entries, heading) {
  const copied = entries.map((entry) => Object.fromEntries(PROPERTIES.map((name) => [name, entry[name]])));
  return `${heading}\n\n${JSON.stringify({ wian: FORMAT, entries: copied })}\n`;
}

/**
 * The entries of a copy, all of it checked; what stands around it is for people.
 *
 * @param {string} text
 * @param {Here} here
 * @returns {{entries: Entry[]} | {fault: Fault}}
 */
export function readCopy(text, here) {
  if (text.length > LONGEST_COPY) return { fault: "too_long" };
  const copied = parseCopy(text);
  if (!copied) return { fault: "unreadable" };
  if (copied.some(({ event }) => !Object.hasOwn(here.events, event))) return { fault: "foreign" };
  if (copied.some(({ event }) => !(Date.parse(here.events[event].starts_at) > here.now.getTime()))) return { fault: "over" };
  return { entries: copied.map((one) => reviveEntry(one, here)) };
}

/**
 * @param {string} text
 * @returns {Copied[] | null} null if it is no copy
 */
function parseCopy(text) {
  try {
    const copy = JSON.parse(text.slice(text.indexOf(`{"wian"`), text.lastIndexOf("}") + 1));
    const { wian, entries } = copy;
    const isCopy = wian === FORMAT && Array.isArray(entries) && entries.length > 0 && entries.length <= MOST_ENTRIES;
    const isWhole = isCopy && Object.keys(copy).length === 2 && entries.every(isCopied);
    return isWhole && new Set(entries.map(({ submission_id }) => submission_id)).size === entries.length ? entries : null;
  } catch {
    return null;
  }
}

/** @param {any} one */
function isCopied(one) {
  return isRecord(one) && Object.keys(one).length === PROPERTIES.length && PROPERTIES.every((name) => Object.hasOwn(one, name) && CHECKS[name](one[name]));
}

/**
 * @param {Copied} copied
 * @param {Here} here
 * @returns {Entry}
 */
function reviveEntry({ submission_id, manage, created_at, ...made }, { events, now, now_ms }) {
  const { title, starts_at } = events[made.event];
  const entry = makeEntry({ ...made, title, starts_at, bot_field: "", created_at: new Date(created_at) }, { submission_id, now: now_ms });
  return { ...entry, manage, clock_ahead_ms: now.getTime() - now_ms, attempts: 1 };
}

/**
 * @param {unknown} value
 * @param {number} longest
 * @returns {value is string}
 */
function isText(value, longest) {
  return typeof value === "string" && value.length <= longest;
}

/** @param {unknown} value */
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {unknown} value */
function isInstant(value) {
  return isText(value, LONGEST_WORD) && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString() === value;
}

/** @param {any} values */
function isValues(values) {
  if (!isRecord(values) || !EVERY_FORMS.every((name) => Object.hasOwn(values, name))) return false;
  return Object.entries(values).every(([name, value]) => FIELD.test(name) && !ENVELOPE.includes(name) && isText(value, LONGEST_VALUE));
}
