/**
 * The page's end of the Python worker. When the worker fails, or falls silent, the rules are `unavailable` and the form
 * goes on without them.
 *
 * @import { Values } from "../queue/types.js"
 * @import { Checked, FormRules } from "./types.js"
 *
 * @typedef {{name: "waiting" | "starting" | "ready" | "unavailable"}
 *   | {name: "downloading", loaded_bytes: number, total_bytes: number}} RulesState
 *
 * @typedef {object} RulesClient
 * @property {(onState: (state: RulesState) => void) => Promise<void>} start starts the worker, or starts it again after it
 *   failed; `onState` is told of every change and all along the download
 * @property {() => void} stop ends a start that is under way, and nobody is told; a worker that is ready goes on
 * @property {() => boolean} isReady whether a check can be made right now
 * @property {(form: FormRules, people: Values[]) => Promise<Checked>} check what the rules say of these people; rejects if
 *   the worker is gone or takes too long
 */

import { createRequests } from "./requests.js";

/** A start that makes no progress for so long has failed; cheap phones need half of it to compile. */
const SILENT_START_MS = 60_000;
/** People wait for a check; after this they don't any more, and the server checks. */
const CHECK_MS = 5_000;

/**
 * @param {string} address of the worker
 * @returns {RulesClient}
 */
export function createRulesClient(address) {
  /** @type {Link} */
  const link = { worker: null, requests: createRequests(), end: () => {} };
  let isReady = false;

  /** @param {(state: RulesState) => void} onState */
  async function start(onState) {
    if (link.worker) return;
    const tell = (/** @type {RulesState} */ state) => {
      isReady = state.name === "ready";
      onState(state);
    };
    await startWorker(link, address, tell);
  }

  /** @type {RulesClient["check"]} */
  async function check(form, people) {
    /** @type {Promise<never>} */
    const tooLong = new Promise((_, reject) => setTimeout(() => reject(new Error("the check takes too long")), CHECK_MS));
    const answer = JSON.parse(await Promise.race([ask(link, "check", JSON.stringify({ form, people })), tooLong]));
    if (answer.error) throw new Error(answer.error);
    return answer;
  }

  function stop() {
    if (!isReady) link.end("it was stopped");
  }

  return { start, stop, isReady: () => isReady, check };
}

/**
 * @typedef {object} Link
 * @property {Worker | null} worker
 * @property {ReturnType<typeof createRequests>} requests what it was asked and has not answered
 * @property {(reason: string) => void} end takes it away
 *
 * @param {Link} link
 * @param {string} address
 * @param {(state: RulesState) => void} tell
 */
async function startWorker(link, address, tell) {
  const silence = createSilenceAlarm(() => giveUp("the start fell silent"));
  let isOver = false;
  /** @param {string} reason */
  function giveUp(reason) {
    if (isOver) return;
    link.end(reason);
    tell({ name: "unavailable" });
  }

  link.end = (reason) => {
    isOver = true;
    silence.stop();
    link.worker?.terminate();
    link.worker = null;
    link.requests.rejectAll(reason);
  };

  try {
    link.worker = new Worker(address, { type: "module", name: "rules" });
    link.worker.addEventListener("message", ({ data }) => {
      if (!data.progress) return link.requests.answer(data);
      silence.restart();
      tell(readProgress(data.progress));
    });
    link.worker.addEventListener("error", () => giveUp("the worker failed"));
    tell({ name: "downloading", loaded_bytes: 0, total_bytes: 1 });
    silence.restart();
    await ask(link, "start");
    silence.stop();
    tell({ name: "ready" });
  } catch (error) {
    giveUp(String(error));
  }
}

/**
 * @param {Link} link
 * @param {string} action
 * @param {string} [payload]
 * @returns {Promise<any>}
 */
function ask({ worker, requests }, action, payload) {
  if (!worker) return Promise.reject(new Error("no worker"));
  return requests.ask((id) => worker.postMessage({ id, action, payload }));
}

/** @param {() => void} onSilence */
function createSilenceAlarm(onSilence) {
  let timer = 0;
  const stop = () => clearTimeout(timer);
  const restart = () => {
    stop();
    timer = setTimeout(onSilence, SILENT_START_MS);
  };
  return { restart, stop };
}

/**
 * @param {{loaded_bytes: number, total_bytes: number}} progress
 * @returns {RulesState}
 */
function readProgress({ loaded_bytes, total_bytes }) {
  return loaded_bytes < total_bytes ? { name: "downloading", loaded_bytes, total_bytes } : { name: "starting" };
}
