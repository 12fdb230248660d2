/** Tells every tab and the service worker that the queue or the receipts changed. */

const CHANNEL = "wian-queue";
const here = new EventTarget();
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(CHANNEL) : null;
channel?.addEventListener("message", () => here.dispatchEvent(new Event("change")));

export function announceQueueChange() {
  here.dispatchEvent(new Event("change"));
  channel?.postMessage("change");
}

/**
 * Calls `listener` after every change, wherever it was made.
 *
 * @param {() => void} listener
 * @returns {() => void} stops it
 */
export function onQueueChange(listener) {
  here.addEventListener("change", listener);
  return () => here.removeEventListener("change", listener);
}
