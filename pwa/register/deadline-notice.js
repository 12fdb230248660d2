/** Says how much time remains, and plainly when there is none left; it never keeps anybody from sending. */
import { now, text } from "../page-data.js";
import { rules } from "./form-fields.js";

const MINUTE_MS = 60_000;
const UNITS = /** @type {const} */ ([
  ["days", 24 * 60 * MINUTE_MS],
  ["hours", 60 * MINUTE_MS],
  ["minutes", MINUTE_MS],
]);

/** Shows it now and again every minute. */
export function setUpDeadlineNotice() {
  show();
  setInterval(show, MINUTE_MS);
}

function show() {
  const left_ms = Date.parse(rules.deadline_at) - now().getTime();
  /** @type {HTMLElement} */ (document.getElementById("past-deadline")).hidden = left_ms >= 0;
  const remaining = /** @type {HTMLElement} */ (document.getElementById("remaining"));
  remaining.textContent = left_ms >= 0 ? remainingText(left_ms) : "";
}

/** @param {number} left_ms */
function remainingText(left_ms) {
  const [unit, unit_ms] = UNITS.find(([, length_ms]) => left_ms >= length_ms) ?? UNITS[2];
  const count = Math.max(1, Math.floor(left_ms / unit_ms));
  return text(`app.form.remaining_${unit}${count === 1 ? "_one" : ""}`, { count });
}
