/**
 * The service worker in a live preview. It is the real one, which opens pages as they were when it was installed, so a new
 * one has to take over before a page is reloaded.
 */

const PATIENCE_MS = 20_000; // one that fails says so at once

/** Has the service worker of the site as it is now installed and take over; at once if there is none. */
export async function renewWorker() {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (!registration?.active) return;
  await registration.update();
  const next = registration.installing ?? registration.waiting;
  if (!next) return;
  await waitForState(next, ["installed", "activating", "activated"]);
  next.postMessage("take-over");
  await waitForState(next, ["activated"]);
}

/** Takes the service worker away with the pages that it keeps; the next page registers it anew. */
export async function forgetWorker() {
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.unregister();
  const pages = (await caches.keys()).filter((name) => name.startsWith("wian-pages-"));
  await Promise.all(pages.map((name) => caches.delete(name)));
}

/**
 * @param {ServiceWorker} worker
 * @param {ServiceWorkerState[]} states
 * @throws {Error} it does not get there
 */
function waitForState(worker, states) {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (states.includes(worker.state)) resolve(undefined);
      if (worker.state === "redundant") reject(new Error("the new service worker could not be installed"));
    };
    worker.addEventListener("statechange", look);
    setTimeout(reject, PATIENCE_MS, new Error("the new service worker takes too long"));
    look();
  });
}
