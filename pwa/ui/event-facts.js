/** What a page knows of the events that its cards are about. */

import { formatInstant } from "./instant.js";
import { pageData } from "./page-data.js";

/**
 * The end of registration: all events' on the receipts page, its own event's on a registration page.
 *
 * @param {string} event
 * @returns {{at: string, text: string} | null} null if the page does not know it
 */
export function deadlineOf(event) {
  const facts = pageData.events?.[event];
  if (facts) return { at: facts.deadline_at, text: facts.deadline };
  if (pageData.rules?.event !== event) return null;
  const at = pageData.rules.deadline_at;
  return { at, text: formatInstant(at, pageData.locale, pageData.time_zone) };
}
