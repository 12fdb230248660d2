/**
 * The pages that open without a network, each version's in a cache of its own.
 *
 * They are served from the cache first: on a bad connection that is what makes them open at all, and a new version comes
 * as a whole with the next service worker, when the person agrees to it.
 */

import { answerVerified, fetchVerified, isAsBuilt } from "./verified.js";

const PREFIX = "wian-pages-";
const CACHE = PREFIX + __VERSION__;

/** Caches every page and what it needs; rejects, and so fails the install, unless all of it is there and as built. */
export async function installPages() {
  const cache = await caches.open(CACHE);
  await Promise.all(
    Object.entries(__PRECACHE__).map(async ([path, hash]) => {
      const response = (await findKept(path, hash)) ?? (await fetchVerified(path, hash, "no-cache"));
      await cache.put(path, response);
    }),
  );
  // An older version that was told to take over meanwhile may have cleared it.
  if (!(await caches.has(CACHE))) throw new Error("the cache of this version is gone");
}

/**
 * The same file from another version's cache, or from an install that the network cut short: it isn't loaded twice.
 *
 * @param {string} path
 * @param {string} hash
 */
async function findKept(path, hash) {
  if (!hash) return undefined;
  for (const name of await caches.keys()) {
    const kept = await (await caches.open(name)).match(path);
    if (kept && (await isAsBuilt(kept.clone(), hash))) return kept;
  }
  return undefined;
}

/**
 * Deletes what only earlier versions needed. Never anything but caches, and nothing while a newer version gets ready.
 *
 * @param {ServiceWorkerRegistration} registration
 */
export async function deleteOldPages(registration) {
  if (registration.installing || registration.waiting) return;
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/**
 * @param {string} path
 * @returns {boolean} whether this version precaches it
 */
export function isPrecached(path) {
  return path in __PRECACHE__;
}

/**
 * The precached answer for `path`; from the network if the browser cleared the cache, and then kept again.
 *
 * @param {string} path
 * @param {(kept: Promise<unknown>) => void} waitUntil
 */
export async function answerPrecached(path, waitUntil) {
  return answerVerified(await caches.open(CACHE), path, __PRECACHE__[path], path, waitUntil);
}
