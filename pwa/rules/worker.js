/**
 * Runs the rule book, `registration_rules`, in Pyodide: the same Python that the build and the server run.
 *
 * Nothing here knows a rule. Pyodide and the wheel come from this origin; the wheel's SHA-256 stands in the lock file, and a
 * wheel that differs is not loaded. Addresses and sizes are put in by the build.
 *
 * A request is `{id, action, payload}`, its answer `{id, result}` or `{id, error}`; progress is `{progress}`.
 */

/** @typedef {{check: (request: string) => string}} JsonDoor */

const actions = createActions();

/** What a page may ask for. */
function createActions() {
  /** @type {JsonDoor | null} */
  let door = null;
  return {
    /** Loads everything; resolves when the first check can be made. */
    async start() {
      door = await Promise.race([watchDownload(), openDoor()]);
    },

    /** @param {string} request JSON, as `registration_rules.json_door.check` takes it */
    check(request) {
      if (!door) throw new Error("the rules have not started");
      return door.check(request);
    },
  };
}

/** @returns {Promise<JsonDoor>} */
async function openDoor() {
  const { loadPyodide } = await import(PYODIDE_URL + "pyodide.mjs");
  const rulesUrl = new URL(RULES_URL, location.origin).href;
  const pyodide = await loadPyodide({
    indexURL: PYODIDE_URL,
    stdLibURL: STDLIB_URL,
    lockFileURL: `${rulesUrl}pyodide-lock.json`,
    packageBaseUrl: rulesUrl,
    packages: [RULES_PACKAGE], // a wheel that isn't what the lock file says is left out, and then the import fails
    // What Python prints could hold what people typed.
    stdout: () => {},
    stderr: () => {},
  });
  return pyodide.pyimport("registration_rules.json_door");
}

/**
 * Counts the bytes of what Pyodide fetches, decompressed, and reports them as they arrive.
 *
 * @returns {Promise<never>} rejects when something does not arrive: Pyodide would wait for its WebAssembly for ever
 */
function watchDownload() {
  const fetchUncounted = self.fetch.bind(self);
  let loaded_bytes = 0;
  return new Promise((_, fail) => {
    self.fetch = async (resource, options) => {
      try {
        const response = await fetchUncounted(resource, options);
        if (!response.ok || !response.body) throw new Error(`${response.status} ${response.url}`);
        return new Response(count(response.body), response);
      } catch (error) {
        fail(error);
        throw error;
      }
    };
    // Pyodide leaves a lock file that didn't arrive to nobody.
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
            self.postMessage({ progress: { loaded_bytes, total_bytes: TOTAL_BYTES } });
            controller.enqueue(value);
          } catch (error) {
            fail(error);
            controller.error(error);
          }
        },
      });
    }
  });
}

self.addEventListener("message", async ({ data: { id, action, payload } }) => {
  try {
    self.postMessage({ id, result: await actions[/** @type {keyof typeof actions} */ (action)](payload) });
  } catch (error) {
    self.postMessage({ id, error: String(error) });
  }
});
