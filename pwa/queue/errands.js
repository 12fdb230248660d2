/** What entries and acts have in common: an id, a lane, and whether an answer is still to come. */

/**
 * @typedef {import("./types.js").Act} Act
 * @typedef {import("./types.js").Errand} Errand
 */

/**
 * @param {Errand} errand
 * @returns {errand is Act}
 */
export function isAct(errand) {
  return "act_id" in errand;
}

/** @param {Errand} errand */
export function errandId(errand) {
  return isAct(errand) ? errand.act_id : errand.submission_id;
}

/**
 * The name of the lane of an errand: its event and organisation.
 *
 * @param {Errand} errand
 */
export function laneOf(errand) {
  return JSON.stringify([errand.event, isAct(errand) ? errand.organisation : errand.values.organisation]);
}

/**
 * Whether `errand` waits until `other` is answered, both being unanswered: a correction for what it replaces, or for the
 * cancellation of that; a cancellation for what it cancels.
 *
 * @param {Errand} errand
 * @param {Errand} other
 */
export function isWaitingFor(errand, other) {
  if (isAct(errand)) return !isAct(other) && other.submission_id === errand.submission_id;
  return errand.state === "queued" && other.submission_id === errand.replaces && (isAct(other) || other.state === "superseded");
}
