/**
 * Runs the rule book, `registration_rules`, in Pyodide: the same Python that the build and the server run.
 *
 * Nothing here knows a rule. Pyodide and the wheel come from this origin; the wheel's SHA-256 stands in the lock file, and a
 * wheel that differs is not loaded. Addresses and sizes are put in by the build.
 *
 * A request is `{id, action, payload}`, its answer `{id, result}` or `{id, error}`; progress is `{progress}`.
 */

/** @typedef {{check: (request: string) => string}} JsonDoor */

/** @type {JsonDoor | null} */
let door = null;

const actions = {
  /** Loads everything; resolves when the first check can be made. */
  async start() {
    countBytes();
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
    door = pyodide.pyimport("registration_rules.json_door");
  },

  /** @param {string} request JSON, as `registration_rules.json_door.check` takes it */
  check(request) {
    if (!door) throw new Error("the rules have not started");
    return door.check(request);
  },
};

/** Reports how many bytes have arrived of what Pyodide fetches, counted after decompression. */
function countBytes() {
  const fetchUncounted = self.fetch.bind(self);
  let loaded_bytes = 0;
  self.fetch = async (resource, options) => {
    const response = await fetchUncounted(resource, options);
    if (!response.ok || !response.body) return response;
    const counter = new TransformStream({
      transform(chunk, controller) {
        loaded_bytes += chunk.byteLength;
        self.postMessage({ progress: { loaded_bytes, total_bytes: TOTAL_BYTES } });
        controller.enqueue(chunk);
      },
    });
    return new Response(response.body.pipeThrough(counter), response);
  };
}

self.addEventListener("message", async ({ data: { id, action, payload } }) => {
  try {
    self.postMessage({ id, result: await actions[/** @type {keyof typeof actions} */ (action)](payload) });
  } catch (error) {
    self.postMessage({ id, error: String(error) });
  }
});
