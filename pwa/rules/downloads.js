/** What Python consists of on its way to the phone: compared with what was built, counted, and missed when it gets lost. */

/** Something did not arrive; with the network back it can be tried again. */
export class LostDownloadError extends Error {}

/**
 * Watches every `fetch` of this worker, also those that Pyodide makes.
 *
 * @param {Record<string, string>} integrity address → what the file's bytes must be
 * @param {(loaded_bytes: number) => void} onProgress told how many bytes have come, decompressed
 * @returns {{failure: () => Promise<never>}} `failure` gives a promise that is rejected by the next thing that gets lost: Pyodide
 *   would wait for it for ever. Errors that Pyodide leaves to nobody end it too.
 */
export function watchDownloads(integrity, onProgress) {
  const fetchUnwatched = self.fetch.bind(self);
  let loaded_bytes = 0;
  /** @type {(error: unknown) => void} */
  let fail = () => {};

  /** @param {unknown} error */
  function lose(error) {
    const lost = new LostDownloadError(String(error));
    fail(lost);
    return lost;
  }

  self.fetch = async (resource, options) => {
    try {
      const { pathname } = new URL(String(resource), location.origin);
      const response = await fetchUnwatched(resource, { ...options, integrity: integrity[pathname] ?? "" });
      if (!response.ok || !response.body) throw new Error(`${response.status} ${response.url}`);
      return new Response(count(response.body), response);
    } catch (error) {
      throw lose(error);
    }
  };
  self.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    fail(event.reason);
  });

  /** @param {ReadableStream<Uint8Array>} body */
  function count(body) {
    const reader = body.getReader();
    return new ReadableStream({
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) return controller.close();
          loaded_bytes += value.byteLength;
          onProgress(loaded_bytes);
          controller.enqueue(value);
        } catch (error) {
          controller.error(lose(error));
        }
      },
    });
  }

  return { failure: () => new Promise((_, reject) => (fail = reject)) };
}
