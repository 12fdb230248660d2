/** What a page knows of the events that its cards are about. */

import { pageData } from "./page-data.js";

/**
 * The end of registration: all events' on the receipts page; on a registration page its own event's, whose words stand beside
 * the time that remains.
 *
 * @param {string} event
 * @returns {{at: string, text: string} | null} null if the page does not know it
 */
export function deadlineOf(event) {
  const facts = pageData.events?.[event];
  if (facts) return { at: facts.deadline_at, text: facts.deadline };
  const words = document.getElementById("remaining")?.previousElementSibling?.textContent;
  return pageData.rules?.event === event && words ? { at: pageData.rules.deadline_at, text: words } : null;
}
