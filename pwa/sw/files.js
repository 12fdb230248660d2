/**
 * The large files (Python and the rules): never part of an install, which would then fail on a weak network, but kept once
 * they were loaded, for as long as this version refers to them. Their names carry their hash or version.
 */

import { answerVerified, fetchVerified } from "./verified.js";

const CACHE = "wian-files";

/** @param {string} path */
export function isKeptFile(path) {
  return path in __FILES__;
}

/**
 * The kept file, or the network's answer, which is then kept if it is as built.
 *
 * @param {Request} request
 * @param {string} path
 * @param {(kept: Promise<unknown>) => void} waitUntil
 */
export async function answerFile(request, path, waitUntil) {
  return answerVerified(await caches.open(CACHE), path, __FILES__[path], request, waitUntil);
}

/** Keeps every file that is not kept yet, out of the browser's own cache where that has it. */
export async function keepFiles() {
  const cache = await caches.open(CACHE);
  for (const [path, hash] of Object.entries(__FILES__)) {
    if (!(await cache.match(path))) await cache.put(path, await fetchVerified(path, hash, "force-cache"));
  }
}

/** Deletes the files that this version doesn't refer to. */
export async function deleteOldFiles() {
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) {
    if (!isKeptFile(new URL(request.url).pathname)) await cache.delete(request);
  }
}
