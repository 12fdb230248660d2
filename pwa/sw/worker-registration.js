/** Registers the service worker, and asks before a new version takes over. */

import { createUpdatePrompt } from "./update-prompt.js";

/** @typedef {ReturnType<typeof createUpdatePrompt>} UpdatePrompt */

const CHECK_EVERY_MS = 3_600_000;

/**
 * Registers `/sw.js` and offers its updates in `#app-update`.
 *
 * @param {(key: string) => string} text
 * @returns {Pick<UpdatePrompt, "onBeforeReload" | "keepBeforeReload">}
 */
export function registerWorker(text) {
  const prompt = createUpdatePrompt(text);
  if ("serviceWorker" in navigator) void register(prompt);
  return prompt;
}

/** @param {UpdatePrompt} prompt */
async function register(prompt) {
  const askForReload = watchTakeOver(prompt);
  try {
    const registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
    offerWhenWaiting(registration, prompt, askForReload);
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
 * @param {UpdatePrompt} prompt
 * @param {() => void} askForReload
 */
function offerWhenWaiting(registration, prompt, askForReload) {
  const offer = () => {
    const { waiting } = registration;
    if (!waiting || !navigator.serviceWorker.controller) return; // the first one waits for nobody
    prompt.offer("app.update.ready", () => {
      askForReload();
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
 * @param {UpdatePrompt} prompt
 * @returns {() => void} to be called when the person asks this tab for the update
 */
function watchTakeOver(prompt) {
  let isReloadWanted = false;
  let hadController = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (isReloadWanted) location.reload();
    else if (hadController) prompt.offer("app.update.done_elsewhere", () => location.reload());
    hadController = true;
  });
  return () => {
    isReloadWanted = true;
  };
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
