/**
 * The service worker, at `/sw.js` for ever: pages without a network, and sending when the page is closed.
 *
 * It answers GET requests of this origin only, touches no other method, takes over only when asked, and leaves the
 * database, where the queue is, to the store.
 */

import { answerFile, deleteOldFiles, isKeptFile, keepFiles } from "./files.js";
import { answerPrecached, deleteOldPages, installPages, isPrecached } from "./pages.js";
import { answerVisited, deleteUnlisted } from "./visited.js";
import { sendInBackground } from "./background-sync.js";
import { SYNC_TAG } from "../sync/background-request.js";

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (globalThis));

worker.addEventListener("install", (event) => event.waitUntil(installPages()));

worker.addEventListener("activate", (event) =>
  event.waitUntil(
    Promise.all([deleteOldPages(worker.registration), deleteOldFiles(), deleteUnlisted()]).then(() => worker.clients.claim()),
  ),
);

worker.addEventListener("message", (event) => {
  if (event.data === "take-over") void worker.skipWaiting();
  if (event.data === "keep-files") event.waitUntil(keepFiles());
});

worker.addEventListener("fetch", (event) => {
  const answer = findAnswer(event);
  if (answer) event.respondWith(answer);
});

worker.addEventListener("sync", (/** @type {any} */ event) => {
  if (event.tag === SYNC_TAG) event.waitUntil(sendInBackground(worker.clients));
});

/**
 * The answer to a request that concerns us; a query changes nothing about a built file.
 *
 * @param {FetchEvent} event
 * @returns {Promise<Response> | null} null to let the browser do what it would do anyway
 */
function findAnswer(event) {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || request.headers.has("Range")) return null;
  const waitUntil = event.waitUntil.bind(event);
  if (isPrecached(pathname)) return answerPrecached(pathname, waitUntil);
  if (isKeptFile(pathname)) return answerFile(request, pathname, waitUntil);
  if (request.mode !== "navigate") return null;
  if (isPrecached(`${pathname}/`)) return Promise.resolve(Response.redirect(`${pathname}/`));
  return answerVisited(request, pathname, waitUntil);
}
