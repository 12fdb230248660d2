/** What a card says of an entry and lets the person do, as keys of messages. */

import { isUnanswered } from "../queue/entry.js";
import { UNKNOWNS_BEFORE_WARNING } from "../queue/schedule.js";

/**
 * @typedef {import("../queue/types.js").Entry} Entry
 * @typedef {{key: string, tone?: "notice" | "error"}} Line
 */

/**
 * The lines of an entry's card; the problems of its fields follow them.
 *
 * @param {Entry} entry
 * @returns {Line[]}
 */
export function describeEntry(entry) {
  if (entry.state === "needs_person") return [{ key: needsPersonKey(entry), tone: "error" }];
  if (entry.state === "refused") return describeRefusal(entry);
  /** @type {Line[]} */
  const lines = [{ key: `app.queue.state.${entry.state}` }];
  if (isUnanswered(entry) && entry.unknowns >= UNKNOWNS_BEFORE_WARNING) lines.push({ key: "app.queue.trouble", tone: "notice" });
  return lines;
}

/** @param {Entry} entry */
function needsPersonKey({ problem }) {
  return problem?.code === "key_reused" ? "app.queue.key_reused" : "app.queue.state.needs_person";
}

/**
 * @param {Entry} entry
 * @returns {Line[]}
 */
function describeRefusal({ problem, replaces }) {
  /** @type {Line[]} */
  const lines = [{ key: `app.queue.refused.${problem?.code}`, tone: "error" }];
  if (replaces && problem?.code !== "superseded") lines.push({ key: "app.queue.refused.correction" });
  return lines;
}

/**
 * The problems of its fields that an entry came back with.
 *
 * @param {Entry} entry
 */
export function listProblems({ state, problem }) {
  return (state === "needs_person" && problem?.code !== "key_reused" && problem?.problems) || [];
}

/** @param {Entry} entry */
export function isCorrectable({ state }) {
  return state !== "superseded" && state !== "received";
}

/** @param {Entry} entry */
export function isDeletable({ state }) {
  return state !== "superseded";
}

/**
 * What the person is asked before an entry is deleted.
 *
 * @param {Entry} entry
 */
export function askBeforeDeleting({ state, attempts, replaces }) {
  if (state !== "queued") return "app.queue.delete_sure";
  if (attempts > 0) return "app.queue.delete_tried";
  return replaces ? "app.queue.delete_correction" : "app.queue.delete_unsent";
}
