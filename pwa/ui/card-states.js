/** How an item stands, at a glance: a state, its words and how it is marked. */

/**
 * @typedef {import("./queue-items.js").Subject} Subject
 *
 * @typedef {"kept" | "sending" | "corrected" | "received" | "needs_person" | "refused" | "confirmed" | "waiting" | "late_review"
 *   | "cancelling" | "called_off" | import("../queue/types.js").Ended} State `kept`: only this phone knows of it. `sending`: it was
 *   tried and is unanswered. `corrected`: its correction waits for its answer. `cancelling`: its cancellation is on its way.
 *
 * @typedef {"unsent" | "yes" | "pending" | "no" | "over"} Tone
 * @typedef {"clock" | "sent" | "check" | "queue" | "cross" | "ban" | "pencil"} IconName
 */

/** @type {Record<State, {tone: Tone, icon: IconName}>} */
export const STATES = {
  kept: { tone: "unsent", icon: "clock" },
  sending: { tone: "unsent", icon: "sent" },
  corrected: { tone: "unsent", icon: "pencil" },
  cancelling: { tone: "unsent", icon: "sent" },
  received: { tone: "pending", icon: "sent" },
  late_review: { tone: "pending", icon: "clock" },
  waiting: { tone: "pending", icon: "queue" },
  confirmed: { tone: "yes", icon: "check" },
  needs_person: { tone: "no", icon: "pencil" },
  refused: { tone: "no", icon: "cross" },
  declined: { tone: "no", icon: "cross" },
  cancelled: { tone: "over", icon: "ban" },
  removed: { tone: "over", icon: "ban" },
  called_off: { tone: "over", icon: "ban" },
};

/**
 * How an item stands.
 *
 * @param {Subject} of
 * @returns {State}
 */
export function readState(of) {
  if (of.act?.state === "queued") return "cancelling";
  if ("receipt" in of) return of.receipt.is_called_off ? "called_off" : of.receipt.status;
  const { state, attempts } = of.entry;
  if (state === "superseded") return "corrected";
  if (state === "queued") return attempts > 0 ? "sending" : "kept";
  return state;
}

/**
 * The state's words, as the key of a message and what it takes.
 *
 * @param {Subject} of
 * @returns {{key: string, params?: Record<string, number>}}
 */
export function describeStanding(of) {
  const state = readState(of);
  if (state !== "waiting" || !("receipt" in of) || of.receipt.place === null) return { key: `app.queue.status.${state}` };
  return { key: "app.queue.status.waiting_place", params: { place: of.receipt.place } };
}
