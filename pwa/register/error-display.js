/**
 * Shows what is wrong: a summary that takes the focus and links to each field, and a text at each field that says what to do.
 *
 * @import { Problem } from "../queue/types.js"
 * @import { Shown } from "./error-notes.js"
 */
import { text } from "../ui/page-data.js";
import { buildSummary, removeNote, showAtField } from "./error-notes.js";
import { fieldControl, form, rules } from "./form-fields.js";

/** Where a problem stands that belongs to a person and to no field that they see. */
const OF_PERSON = "first_name";

/** @typedef {ReturnType<typeof createErrorDisplay>} ErrorDisplay */

/** Shows nothing yet. */
export function createErrorDisplay() {
  const plainTitle = document.title;
  /** @type {HTMLElement | null} */
  let summary = null;
  /** @type {Shown[]} */
  let shown = [];

  /** @param {Shown} one */
  function forget(one) {
    removeNote(one);
    shown = shown.filter((other) => other !== one);
    if (shown.length) return;
    summary?.remove();
    document.title = plainTitle;
  }

  /** @param {HTMLElement} part takes away what is shown of the fields in it */
  function clear(part = form) {
    for (const one of shown) if (part.contains(one.control)) forget(one);
  }

  /** @param {Problem[][]} problems of each person; shown instead of the ones before, and the focus goes to the summary */
  function show(problems) {
    clear();
    shown = showAll(problems);
    if (!shown.length) return;
    summary = buildSummary(shown.map(({ link }) => link));
    form.before(summary);
    document.title = text("app.form.error_title", { title: plainTitle });
    summary.focus();
  }

  onCorrection((field) => {
    const one = shown.find(({ control }) => field.contains(control));
    if (one) forget(one);
  });
  return { show, clear };
}

/**
 * @param {Problem[][]} problems of each person
 * @returns {Shown[]} one at each control at most, so that the shared organisation's is shown once
 */
function showAll(problems) {
  const several = problems.length > 1;
  /** @type {Map<Element, Shown>} */
  const shown = new Map();
  problems.forEach((list, index) => {
    for (const problem of list) {
      const isOnForm = rules.fields.some((field) => field.name === problem.field);
      const control = findVisibleControl(index, isOnForm ? problem.field : OF_PERSON);
      if (!shown.has(control)) shown.set(control, showAtField(problem, control, several ? index : null));
    }
  });
  return [...shown.values()];
}

/**
 * The control that people see: the organisation's own is hidden behind its combobox.
 *
 * @param {number} index
 * @param {string} name
 */
function findVisibleControl(index, name) {
  const control = fieldControl(index, name);
  const field = /** @type {HTMLElement} */ (control.closest("[data-field]"));
  return /** @type {HTMLInputElement} */ (control.hidden ? field.querySelector("[role=combobox]") : control);
}

/**
 * What a person changes is no longer wrong until it has been checked again.
 *
 * @param {(field: Element) => void} listener
 */
function onCorrection(listener) {
  for (const type of ["input", "change"]) {
    form.addEventListener(type, ({ target }) => {
      // Only choosing from a list is told by "change" alone; of a text it comes when the focus leaves for the summary.
      if (type === "change" && !(target instanceof HTMLSelectElement)) return;
      const field = target instanceof Element && target.closest("[data-field]");
      if (field) listener(field);
    });
  }
}
