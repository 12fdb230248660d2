/**
 * The page's end of the Python worker: its messages become promises by id. When the worker fails, or falls silent, the
 * rules are `unavailable` and the form goes on without them.
 *
 * @import { FormRules } from "./page-data.js"
 * @import { Problem, Values } from "./types.js"
 *
 * @typedef {{name: "waiting" | "starting" | "ready" | "unavailable"}
 *   | {name: "downloading", loaded_bytes: number, total_bytes: number}} RulesState
 *
 * @typedef {object} Checked
 * @property {string} rules_version
 * @property {{values: Record<string, string>, problems: Problem[]}[]} people
 */
import { pageData } from "./page-data.js";

/** A start that makes no progress for so long has failed; cheap phones need half of it to compile. */
const SILENT_START_MS = 60_000;
/** People wait for a check; after this they don't any more, and the server checks. */
const CHECK_MS = 5_000;

/** @type {Worker | null} */
let worker = null;
/** @type {RulesState} */
let state = { name: "waiting" };
/** @type {(state: RulesState) => void} */
let tellState = () => {};
/** @type {Map<number, {resolve: (result: any) => void, reject: (error: Error) => void}>} */
const asked = new Map();
let lastId = 0;
let silence = 0;

/**
 * Starts the worker, or starts it again after it failed.
 *
 * @param {{onState: (state: RulesState) => void}} options told at every change and all along the download
 */
export async function startRules({ onState }) {
  if (worker) return;
  tellState = onState;
  try {
    worker = new Worker(pageData.worker, { type: "module", name: "rules" });
    worker.addEventListener("message", receive);
    worker.addEventListener("error", () => giveUp("the worker failed"));
    setState({ name: "downloading", loaded_bytes: 0, total_bytes: 1 });
    expectProgress();
    await ask("start");
    clearTimeout(silence);
    setState({ name: "ready" });
  } catch (error) {
    giveUp(String(error));
  }
}

/** Whether a check can be made right now. */
export function areRulesReady() {
  return state.name === "ready";
}

/**
 * What the rules say of these people.
 *
 * @param {FormRules} form
 * @param {Values[]} people
 * @returns {Promise<Checked>} rejects if the worker is gone or takes too long
 */
export async function checkPeople(form, people) {
  /** @type {Promise<never>} */
  const tooLong = new Promise((_, reject) => setTimeout(() => reject(new Error("the check takes too long")), CHECK_MS));
  const answer = JSON.parse(await Promise.race([ask("check", JSON.stringify({ form, people })), tooLong]));
  if (answer.error) throw new Error(answer.error);
  return answer;
}

/**
 * @param {string} action
 * @param {string} [payload]
 * @returns {Promise<any>}
 */
function ask(action, payload) {
  return new Promise((resolve, reject) => {
    if (!worker) return reject(new Error("no worker"));
    lastId += 1;
    asked.set(lastId, { resolve, reject });
    worker.postMessage({ id: lastId, action, payload });
  });
}

/** @param {MessageEvent} event */
function receive({ data: { id, result, error, progress } }) {
  if (progress) {
    expectProgress();
    const { loaded_bytes, total_bytes } = progress;
    setState(loaded_bytes < total_bytes ? { name: "downloading", loaded_bytes, total_bytes } : { name: "starting" });
    return;
  }
  const question = asked.get(id);
  asked.delete(id);
  if (error === undefined) question?.resolve(result);
  else question?.reject(new Error(error));
}

function expectProgress() {
  clearTimeout(silence);
  silence = setTimeout(() => giveUp("the start fell silent"), SILENT_START_MS);
}

/** @param {string} reason */
function giveUp(reason) {
  clearTimeout(silence);
  worker?.terminate();
  worker = null;
  for (const { reject } of asked.values()) reject(new Error(reason));
  asked.clear();
  setState({ name: "unavailable" });
}

/** @param {RulesState} next */
function setState(next) {
  state = next;
  tellState(next);
}
