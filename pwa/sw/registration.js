/** Registers the service worker, and asks before a new version takes over. */

import { offerUpdate } from "./update-prompt.js";

/** @typedef {(key: string, params?: Record<string, string | number>) => string} Translate */

const CHECK_EVERY_MS = 3_600_000;

/** Set once the person asked this tab for the update; no other tab reloads by itself. */
let isReloadWanted = false;

/**
 * @param {Translate} text
 */
export async function registerWorker(text) {
  if (!("serviceWorker" in navigator)) return;
  reloadAfterTakeOver(text);
  try {
    const registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
    offerWhenWaiting(registration, text);
    checkHourly(registration);
  } catch {
    // Without a service worker everything works but a cold start offline.
  }
}

/**
 * Asks the service worker to keep the files that the rules need, once they were loaded: it may have come too late to see
 * them loaded.
 */
export async function keepAppFiles() {
  const registration = await navigator.serviceWorker?.ready;
  registration?.active?.postMessage("keep-files");
}

/**
 * @param {ServiceWorkerRegistration} registration
 * @param {Translate} text
 */
function offerWhenWaiting(registration, text) {
  const offer = () => {
    const { waiting } = registration;
    if (!waiting || !navigator.serviceWorker.controller) return; // the first one waits for nobody
    offerUpdate(text, "app.update.ready", () => {
      isReloadWanted = true;
      waiting.postMessage("take-over");
    });
  };
  offer();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", offer);
  });
}

/**
 * Reloads this tab when the version that it asked for has taken over. A tab that did not ask is only told.
 *
 * @param {Translate} text
 */
function reloadAfterTakeOver(text) {
  let hadController = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (isReloadWanted) location.reload();
    else if (hadController) offerUpdate(text, "app.update.done_elsewhere", () => location.reload());
    hadController = true;
  });
}

/** @param {ServiceWorkerRegistration} registration */
function checkHourly(registration) {
  let checkedAt = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - checkedAt < CHECK_EVERY_MS) return;
    checkedAt = Date.now();
    registration.update().catch(() => {}); // offline: another time
  });
}
