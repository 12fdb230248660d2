/** Nothing gets into a cache but what the build made: a captive portal's page looks like any other 200. */

/**
 * Fetches the file at `path` and makes sure that it is what was built.
 *
 * @param {string} path
 * @param {string} hash SHA-256 in hexadecimal; empty for a page to be known by the marker
 * @param {RequestCache} cache
 * @returns {Promise<Response>}
 * @throws {Error} the network failed, or something else came
 */
export async function fetchVerified(path, hash, cache) {
  const response = await fetch(path, { cache, redirect: "error", credentials: "omit" });
  if (!(await isAsBuilt(response.clone(), hash))) throw new Error(`${path} is not what was built`);
  return response;
}

/**
 * What `cache` has for `path`, or the network's answer, which is then kept if it is as built.
 *
 * @param {Cache} cache
 * @param {string} path
 * @param {string} hash as above
 * @param {RequestInfo} request what to ask the network for
 * @param {(kept: Promise<unknown>) => void} waitUntil
 */
export async function answerVerified(cache, path, hash, request, waitUntil) {
  const kept = await cache.match(path);
  if (kept) return kept;
  const response = await fetch(request);
  const copy = response.clone();
  waitUntil(isAsBuilt(response.clone(), hash).then((sound) => (sound ? cache.put(path, copy) : undefined)));
  return response;
}

/**
 * @param {Response} response it is read to its end
 * @param {string} hash as above
 */
export async function isAsBuilt(response, hash) {
  if (response.status !== 200 || response.type !== "basic" || response.redirected) return false;
  if (!hash) return isOurPage(response);
  const digest = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("") === hash;
}

/** @param {Response} response */
async function isOurPage(response) {
  const isHtml = response.headers.get("Content-Type")?.startsWith("text/html") ?? false;
  return isHtml && (await response.text()).includes(__MARKER__);
}
