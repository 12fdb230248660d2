/**
 * What the page says after submitting: saved, and then what became of it; in the form's place.
 *
 * @import { Entry, Problem } from "../types.js"
 * @import { Sent } from "./direct-sending.js"
 */
import { text } from "../page-data.js";
import { pause } from "../pause.js";
import { companionArrival } from "./companion-loader.js";
import { isStored } from "./direct-sending.js";
import { form } from "./form-fields.js";

const WORDS_MS = 5_000;

const box = /** @type {HTMLElement} */ (document.getElementById("result"));
const heading = /** @type {HTMLElement} */ (document.getElementById("result-title"));
const body = /** @type {HTMLElement} */ (document.getElementById("result-text"));
/** @type {() => unknown} */
let stopWatching = () => {};

/**
 * Says that these entries are saved, and later how they were answered. Call it once they were read back.
 *
 * @param {Entry[]} entries
 */
export function showSaved(entries) {
  say("saved");
  showInPlaceOfForm();
  const ids = new Set(entries.map((entry) => entry.submission_id));
  let isShown = true;
  stopWatching = () => (isShown = false);
  void companionArrival.then((companion) => {
    if (isShown) stopWatching = companion.watchAnswers(ids, say);
  });
}

/**
 * Says what became of entries that were sent without being kept. The form gives way only if all of them are stored.
 *
 * @param {Sent[]} results
 */
export async function showDirectResults(results) {
  // The words for what the server found may still be on their way; to wait for them for ever helps nobody.
  if (results.some(({ answer }) => "code" in answer)) await Promise.race([companionArrival, pause(WORDS_MS)]);
  const done = results.every(({ answer }) => isStored(answer));
  say(done ? "sent_direct" : "not_sent_direct");
  const list = document.createElement("ul");
  for (const { entry, answer } of results) {
    const item = document.createElement("li");
    const params = { person: `${entry.values.first_name} ${entry.values.last_name}` };
    if (answer.kind === "stored") item.textContent = text(`app.form.direct_${answer.status}`, { ...params, ...answer });
    else if ("code" in answer) item.textContent = `${params.person}: ${explain(answer)}`;
    else item.textContent = text(`app.form.direct_${answer.kind}`, params);
    list.append(item);
  }
  body.append(list);
  if (done) showInPlaceOfForm();
  else show();
}

/**
 * @param {{code: string, problems?: Problem[]}} answer
 */
function explain({ code, problems = [] }) {
  if (!problems.length) return text(`problems.${code === "invalid" ? "bad_request" : code}`);
  return problems.map((problem) => text(`problems.${problem.code}`, problem.params)).join(" ");
}

/** Brings the form back. */
export function hideResult() {
  stopWatching();
  box.hidden = true;
  form.hidden = false;
}

/** @param {string} name */
function say(name) {
  heading.textContent = text(`app.form.${name}_title`);
  const said = document.createElement("p");
  said.textContent = text(`app.form.${name}`);
  body.replaceChildren(said);
}

function showInPlaceOfForm() {
  form.hidden = true;
  show();
}

function show() {
  box.hidden = false;
  /** @type {HTMLElement} */ (document.getElementById("register-more")).hidden = !form.hidden;
  heading.focus();
  box.scrollIntoView({ block: "start" });
}
