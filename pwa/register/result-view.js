/**
 * What the page says after submitting: saved, and then what became of it; in the form's place.
 *
 * @import { Entry } from "../queue/types.js"
 * @import { Sent } from "../queue/direct-sending.js"
 * @import { Companion, CompanionLoader } from "./companion-loader.js"
 */
import { isStored } from "../queue/answers.js";
import { element } from "../ui/elements.js";
import { text } from "../ui/page-data.js";
import { form } from "./form-fields.js";

const box = /** @type {HTMLElement} */ (document.getElementById("result"));
const heading = /** @type {HTMLElement} */ (document.getElementById("result-title"));
const body = /** @type {HTMLElement} */ (document.getElementById("result-text"));

/** @typedef {ReturnType<typeof createResultView>} ResultView */

/**
 * Says nothing yet.
 *
 * @param {CompanionLoader} companion follows what is saved to its answers, and brings the words for them
 */
export function createResultView(companion) {
  /** @type {() => unknown} */
  let stopWatching = () => {};
  return {
    /** @param {Entry[]} entries which are saved: says so, and later how they were answered; call it once they were read back */
    showSaved(entries) {
      say("app.form.saved");
      showInPlaceOfForm();
      const ids = new Set(entries.map((entry) => entry.submission_id));
      let isShown = true;
      stopWatching = () => (isShown = false);
      void companion.arrival.then(({ watchAnswers }) => {
        if (isShown) stopWatching = watchAnswers(ids, (progress) => say(`app.queue.result.${progress}`));
      });
    },

    /** Says that a change changed nothing, so that nothing was sent; the words come with the companion, which found that. */
    showUnchanged() {
      say("app.queue.result.unchanged");
      showInPlaceOfForm();
    },

    /**
     * @param {Sent[]} results of entries that were sent without being kept; the form gives way if all of them are stored
     * @param {Companion} sender has the words for them
     */
    showDirect(results, sender) {
      const isDone = results.every(({ answer }) => isStored(answer));
      say(isDone ? "app.form.sent_direct" : "app.form.not_sent_direct");
      body.append(element("ul", {}, ...results.map((result) => element("li", {}, wordResult(result, sender)))));
      if (isDone) showInPlaceOfForm();
      else show();
    },

    /** Says that nothing could be sent, for want of the script that sends. */
    showNotSent() {
      say("app.form.not_sent_direct");
      show();
    },

    /** Brings the form back. */
    hide() {
      stopWatching();
      box.hidden = true;
      form.hidden = false;
    },
  };
}

/**
 * @param {Sent} result
 * @param {Companion} sender
 */
function wordResult({ entry, answer }, { listMessages }) {
  const person = `${entry.values.first_name} ${entry.values.last_name}`;
  const words = listMessages(answer).map(({ key, params }) => text(key, { person, ...params }));
  return "code" in answer ? `${person}: ${words.join(" ")}` : words.join(" ");
}

/** @param {string} key of the text; its heading has `_title` behind it */
function say(key) {
  heading.textContent = text(`${key}_title`);
  body.replaceChildren(element("p", {}, text(key)));
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
