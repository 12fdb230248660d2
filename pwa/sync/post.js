/** One POST of a form to this site, whatever comes of it. */

/** @typedef {import("../queue/answers.js").Reply} Reply */

const TIMEOUT_MS = 30_000;

/**
 * Posts a form and reads the answer, if there is one in time. Another origin's is refused by the browser (`same-origin`).
 *
 * @template Read
 * @param {string} path
 * @param {Record<string, string>} fields
 * @param {RequestRedirect} redirect
 * @param {(reply: Reply) => Read} read
 * @returns {Promise<Read | {kind: "unknown", retry_after_s: number}>}
 */
export async function post(path, fields, redirect, read) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(fields),
      mode: "same-origin",
      credentials: "omit",
      cache: "no-store",
      redirect,
      signal: abort.signal,
    });
    return read({
      status: response.status,
      body: await response.text().catch(() => ""),
      retryAfter: response.headers.get("Retry-After"),
      date: response.headers.get("Date"),
      trusted: response.type === "basic" && globalThis.isSecureContext,
    });
  } catch {
    return { kind: "unknown", retry_after_s: 0 };
  } finally {
    clearTimeout(timer);
  }
}
