/**
 * Runs the rule book, `registration_rules`, in Pyodide: the same Python that the build and the server run.
 *
 * Nothing here knows a rule. Pyodide comes from this origin, and at first only as much of it as the rules were seen to use.
 * Where that isn't enough it fails, and then the whole is fetched and asked the same again. Addresses and sizes are put in by
 * the build.
 *
 * A request is `{id, action, payload}`, its answer `{id, result}` or `{id, error}`; progress is `{progress}`.
 *
 * @import { JsonDoor, Python } from "./python.js"
 */

import { LostDownloadError, watchDownloads } from "./downloads.js";
import { openDoor } from "./python.js";

const actions = createActions();

/** What a page may ask for. */
function createActions() {
  const downloads = watchDownloads(INTEGRITY, (loaded_bytes) => {
    if (!isReady) self.postMessage({ progress: { loaded_bytes, total_bytes: TOTAL_BYTES } });
  });
  let isReady = false;
  let python = USED_PYTHON;
  /** @type {Promise<JsonDoor> | null} */
  let door = null;

  /** @param {Python} chosen */
  function open(chosen) {
    python = chosen;
    const opening = Promise.race([downloads.failure(), openDoor(chosen)]);
    opening.catch(() => {
      if (door === opening) door = null; // the next check tries it again
    });
    door = opening;
    return opening;
  }

  return {
    /** Loads everything; resolves when the first check can be made. */
    async start() {
      try {
        await open(USED_PYTHON);
      } catch (error) {
        if (error instanceof LostDownloadError) throw error;
        await open(WHOLE_PYTHON);
      }
      isReady = true;
    },

    /** @param {string} request JSON, as `registration_rules.json_door.check` takes it */
    async check(request) {
      if (!isReady) throw new Error("the rules have not started");
      if (python === USED_PYTHON) {
        const answer = await askUnlessItFails(/** @type {Promise<JsonDoor>} */ (door), request);
        if (answer !== null) return answer;
        if (python === USED_PYTHON) void open(WHOLE_PYTHON);
      }
      return (await (door ?? open(WHOLE_PYTHON))).check(request);
    },
  };
}

/**
 * @param {Promise<JsonDoor>} door
 * @param {string} request
 * @returns {Promise<string | null>} null also for an answer that tells of an error: something that is missing may be its cause
 */
async function askUnlessItFails(door, request) {
  try {
    const answer = (await door).check(request);
    return JSON.parse(answer).error === undefined ? answer : null;
  } catch {
    return null;
  }
}

self.addEventListener("message", async ({ data: { id, action, payload } }) => {
  try {
    self.postMessage({ id, result: await actions[/** @type {keyof typeof actions} */ (action)](payload) });
  } catch (error) {
    self.postMessage({ id, error: String(error) });
  }
});
