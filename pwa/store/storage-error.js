/**
 * Why this browser can't keep something, by what a person can do about it.
 *
 * `unavailable`: no storage here (private mode, blocked, broken). `full`: no room. `outdated`: a newer version of this app
 * has taken the storage over, so the page wants a reload. `mismatch`: what was written did not read back, or the storage did
 * not answer, so that nobody knows whether it was written.
 *
 * @typedef {"unavailable" | "full" | "outdated" | "mismatch"} StorageCode
 */

export class StorageError extends Error {
  /**
   * @param {StorageCode} code
   * @param {unknown} [cause]
   */
  constructor(code, cause) {
    super(`storage: ${code}`, { cause });
    this.name = "StorageError";
    this.code = code;
  }
}

/** @type {Record<string, StorageCode>} */
const CODES = { QuotaExceededError: "full", VersionError: "outdated" };

/**
 * `error` as a StorageError.
 *
 * @param {unknown} error
 */
export function storageError(error) {
  if (error instanceof StorageError) return error;
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  return new StorageError(CODES[name] ?? "unavailable", error);
}
