/** Says how much time remains, and plainly when there is none left; it never keeps anybody from sending. */
import { now, text } from "../ui/page-data.js";
import { rules } from "./form-fields.js";
import { describeRemaining } from "./remaining.js";

const SHOW_EVERY_MS = 60_000;

/** Shows it now and again every minute. */
export function setUpDeadlineNotice() {
  show();
  setInterval(show, SHOW_EVERY_MS);
}

function show() {
  const left_ms = Date.parse(rules.deadline_at) - now().getTime();
  /** @type {HTMLElement} */ (document.getElementById("past-deadline")).hidden = left_ms >= 0;
  const remaining = /** @type {HTMLElement} */ (document.getElementById("remaining"));
  const { key, params } = describeRemaining(left_ms);
  remaining.textContent = left_ms >= 0 ? text(key, params) : "";
}
