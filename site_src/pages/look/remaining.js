// Keeps "3 days left" true on a page that was built some days ago. Without JavaScript the date beside it says all.
"use strict";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** @param {HTMLElement} element carries the deadline and the words for it */
function showRemaining(element) {
  const { deadlineAt = "", deadlineOn = "", zone = "UTC", many = "", one = "", none = "", closed = "" } = element.dataset;
  // Canada's English writes a date as ISO 8601 does.
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format();
  const days = Math.round((Date.parse(deadlineOn) - Date.parse(today)) / DAY_MS);
  const isClosed = Date.now() > Date.parse(deadlineAt);
  element.classList.toggle("w-closed", isClosed);
  if (isClosed) element.textContent = closed;
  else element.textContent = days > 1 ? many.replace("{days}", String(days)) : days === 1 ? one : none;
}

/** @param {HTMLElement} button leads to the form, so it goes when the deadline has passed */
function hideWhenClosed(button) {
  button.hidden = Date.now() > Date.parse(button.dataset.until ?? "");
}

function refresh() {
  for (const element of document.querySelectorAll("[data-deadline-at]")) showRemaining(/** @type {HTMLElement} */ (element));
  for (const button of document.querySelectorAll("[data-until]")) hideWhenClosed(/** @type {HTMLElement} */ (button));
}

refresh();
setInterval(refresh, HOUR_MS);
document.addEventListener("visibilitychange", refresh);
