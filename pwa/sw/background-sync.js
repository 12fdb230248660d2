/** Background Sync: the browser wakes the service worker when there is a network, even if no page is open. */

import { listEntries } from "../store/entries.js";
import { sendDue } from "../sync/sender.js";
import { nextDueAt } from "../sync/schedule.js";

/**
 * Sends what is queued. Rejects if something is left, so that the browser wakes us again.
 *
 * An open page looks after its own schedule; only without one is the wake-up a reason to try before an entry is due.
 *
 * @param {Clients} clients
 */
export async function sendInBackground(clients) {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  await sendDue(__FORM_BACKEND__, { hasten: pages.length === 0 });
  if (nextDueAt(await listEntries(), Date.now()) !== null) throw new Error("not everything could be sent");
}
