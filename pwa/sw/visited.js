/**
 * Pages that were visited but are in no install, such as past events: from the network, and without one as they were
 * last seen. Only the built pages; a receipt page of the backend, which says `no-store`, is kept nowhere.
 */

import { isAsBuilt } from "./verified.js";

const CACHE = "wian-visited";
const BUILT_PAGE = /^(?:\/en)?\/(?:(?:events\/[^/]+\/(?:poster\/)?|r\/[^/]+\/|[a-z]+\/)?)$/;

/**
 * @param {Request} request of a navigation
 * @param {string} path
 * @param {(kept: Promise<unknown>) => void} waitUntil
 */
export async function answerVisited(request, path, waitUntil) {
  try {
    const response = await fetch(request);
    if (isKeepable(response, path)) waitUntil(keep(response.clone(), path));
    return response;
  } catch {
    const kept = await caches.match(path, { cacheName: CACHE });
    return kept ?? (await caches.match(path.startsWith("/en/") ? "/en/offline/" : "/offline/")) ?? Response.error();
  }
}

/**
 * @param {Response} response
 * @param {string} path
 */
function isKeepable(response, path) {
  return BUILT_PAGE.test(path) && !response.headers.get("Cache-Control")?.includes("no-store");
}

/**
 * @param {Response} response
 * @param {string} path
 */
async function keep(response, path) {
  if (!(await isAsBuilt(response.clone(), ""))) return;
  await (await caches.open(CACHE)).put(path, response);
}
