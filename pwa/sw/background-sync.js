/** Background Sync: the browser wakes the service worker when there is a network, even if no page is open. */

import { nextDueAt } from "../queue/schedule.js";
import { listErrands } from "../store/kept.js";
import { createSender } from "../sync/sender.js";

const sender = createSender(__FORM_BACKEND__);

/** Posters, the page that stands for an absent one and the backend's own pages have no script that sends. */
const WITHOUT_SENDER = /\/(?:poster|offline)\/$|\/receipts\/./;

/** @param {WindowClient} page */
function isSending({ visibilityState, url }) {
  return visibilityState === "visible" && !WITHOUT_SENDER.test(new URL(url).pathname);
}

/**
 * Sends what is queued, unless a page that the person looks at does: it keeps its own schedule, while one in the
 * background may be asleep. Rejects if something is left, so that the browser wakes us again.
 *
 * @param {Clients} clients
 */
export async function sendInBackground(clients) {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  if (!pages.some(isSending)) await sender.sendDue({ hasten: true });
  if (nextDueAt(await listErrands(), Date.now()) !== null) throw new Error("not everything could be sent");
}
