/**
 * Shows what is wrong: a summary that takes the focus and links to each field, and a text at each field that says what to do.
 *
 * @import { Problem } from "../types.js"
 */
import { text } from "../page-data.js";
import { fieldControl, form, rules } from "./form-fields.js";
import { makeButton } from "./notices.js";

/**
 * A problem at its place: of person `index`, or of everybody where the field is shared.
 *
 * @typedef {object} Shown
 * @property {HTMLElement} link its line in the summary
 * @property {HTMLElement} note the text at the field
 * @property {HTMLElement} control
 * @property {string} described the control's aria-describedby before
 */

/** Where a problem stands that belongs to a person and to no field that they see. */
const OF_PERSON = "first_name";

const plainTitle = document.title;
/** @type {HTMLElement | null} */
let summary = null;
/** @type {Shown[]} */
let shown = [];

/**
 * Shows these problems instead of the ones before; the focus goes to the summary. With none, only takes away.
 *
 * @param {Problem[][]} problems of each person
 */
export function showProblems(problems) {
  clearProblems();
  const several = problems.length > 1;
  const seen = new Set();
  problems.forEach((list, index) => {
    for (const problem of list) {
      const isOnForm = rules.fields.some((field) => field.name === problem.field);
      const control = visibleControl(index, isOnForm ? problem.field : OF_PERSON);
      if (seen.has(control)) continue; // one text at a time, and the shared organisation once
      seen.add(control);
      shown.push(showAtField(problem, control, several ? index : null));
    }
  });
  if (!shown.length) return;
  summary = buildSummary(shown.map(({ link }) => link));
  form.before(summary);
  document.title = text("app.form.error_title", { title: plainTitle });
  summary.focus();
}

export function clearProblems() {
  forgetProblems(form);
}

/**
 * Takes away what is shown of the fields in `part`.
 *
 * @param {HTMLElement} part
 */
export function forgetProblems(part) {
  for (const one of shown) if (part.contains(one.control)) forget(one);
}

/** @param {Shown} one */
function forget(one) {
  one.note.remove();
  one.link.closest("li")?.remove();
  one.control.removeAttribute("aria-invalid");
  setDescription(one.control, one.described);
  shown = shown.filter((other) => other !== one);
  if (shown.length) return;
  summary?.remove();
  summary = null;
  document.title = plainTitle;
}

// What a person changes is no longer wrong until it has been checked again.
for (const type of ["input", "change"]) {
  form.addEventListener(type, ({ target }) => {
    // Only choosing from a list is told by "change" alone; of a text it comes when the focus leaves for the summary.
    if (type === "change" && !(target instanceof HTMLSelectElement)) return;
    const field = target instanceof Element && target.closest("[data-field]");
    const one = field && shown.find(({ control }) => field.contains(control));
    if (one) forget(one);
  });
}

/**
 * The control that people see: the organisation's own is hidden behind its combobox.
 *
 * @param {number} index
 * @param {string} name
 */
function visibleControl(index, name) {
  const control = fieldControl(index, name);
  const field = /** @type {HTMLElement} */ (control.closest("[data-field]"));
  return /** @type {HTMLInputElement} */ (control.hidden ? field.querySelector("[role=combobox]") : control);
}

/**
 * @param {Problem} problem
 * @param {HTMLInputElement} control
 * @param {number | null} index of the person, null if there is only one
 * @returns {Shown}
 */
function showAtField({ code, params }, control, index) {
  const holder = /** @type {HTMLElement} */ (control.closest("[data-field]"));
  const message = text(`problems.${code}`, params);

  const note = document.createElement("div");
  note.className = "error";
  note.id = `${control.id}-error`;
  const line = document.createElement("p");
  line.textContent = message;
  note.append(line);
  if (params.suggestion) note.append(suggestionButton([control], [params.suggestion]));
  if (params.last_name) note.append(suggestionButton(findNames(control), [params.first_name, params.last_name]));
  control.before(note);

  const described = control.getAttribute("aria-describedby") ?? "";
  control.setAttribute("aria-invalid", "true");
  setDescription(control, `${note.id} ${described}`.trim());

  const link = document.createElement("a");
  link.href = `#${control.id}`;
  const ofPerson = index !== null && holder.closest("[data-person]");
  const label = holder.querySelector("label")?.firstChild?.textContent ?? "";
  const said = { label, problem: message, number: (index ?? 0) + 1 };
  link.textContent = text(ofPerson ? "app.form.person_problem" : "app.form.field_problem", said);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    control.focus();
    holder.scrollIntoView({ block: "center" });
  });
  return { link, note, control, described };
}

/**
 * The fields for the names of the person whose field this is.
 *
 * @param {HTMLInputElement} control
 */
function findNames(control) {
  const section = control.closest("[data-person]");
  return ["first_name", "last_name"].map((name) => /** @type {HTMLInputElement} */ (section?.querySelector(`[name=${name}]`)));
}

/**
 * A button that fills in what was probably meant.
 *
 * @param {HTMLInputElement[]} controls
 * @param {(string | number)[]} suggestions one for each
 */
function suggestionButton(controls, suggestions) {
  return makeButton(text("app.form.use_suggestion", { suggestion: suggestions.join(" ") }), () => {
    controls.forEach((control, index) => {
      control.value = String(suggestions[index]);
      control.dispatchEvent(new Event("input", { bubbles: true }));
    });
    controls[0].focus();
  });
}

/** @param {HTMLElement[]} links */
function buildSummary(links) {
  const box = document.createElement("section");
  box.className = "card summary";
  box.tabIndex = -1;
  box.setAttribute("role", "alert");
  box.setAttribute("aria-labelledby", "summary-title");
  const heading = document.createElement("h2");
  heading.id = "summary-title";
  heading.textContent = text("app.form.error_summary");
  const list = document.createElement("ul");
  for (const link of links) {
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  box.append(heading, list);
  return box;
}

/**
 * @param {HTMLElement} control
 * @param {string} ids
 */
function setDescription(control, ids) {
  if (ids) control.setAttribute("aria-describedby", ids);
  else control.removeAttribute("aria-describedby");
}
