/**
 * Pages that are in no install: from the network, and without one as they were last seen, if the build lists them as such,
 * which it does for past events. What the form backend makes of personal data, such as a receipt, is on no list.
 */

import { isAsBuilt } from "./verified.js";

const CACHE = "wian-visited";
const KEEPABLE = new Set(__VISITED__);

/**
 * @param {Request} request of a navigation
 * @param {string} path
 * @param {(kept: Promise<unknown>) => void} waitUntil
 */
export async function answerVisited(request, path, waitUntil) {
  try {
    const response = await fetch(request);
    if (KEEPABLE.has(path)) waitUntil(keep(response.clone(), path));
    return response;
  } catch {
    const kept = await caches.match(path, { cacheName: CACHE });
    return kept ?? (await caches.match(path.startsWith("/en/") ? "/en/offline/" : "/offline/")) ?? Response.error();
  }
}

/** Deletes the pages that this version doesn't list: they left the site, or an earlier version kept too much. */
export async function deleteUnlisted() {
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) {
    if (!KEEPABLE.has(new URL(request.url).pathname)) await cache.delete(request);
  }
}

/**
 * @param {Response} response
 * @param {string} path
 */
async function keep(response, path) {
  if (!(await isAsBuilt(response.clone(), ""))) return;
  await (await caches.open(CACHE)).put(path, response);
}
