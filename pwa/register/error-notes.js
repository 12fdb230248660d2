/**
 * A problem where it belongs: a text at its field, and a line in the summary that leads there.
 *
 * @import { Problem } from "../queue/types.js"
 *
 * @typedef {object} Shown
 * @property {HTMLElement} link its line in the summary
 * @property {HTMLElement} note the text at the field
 * @property {HTMLElement} control
 * @property {string} described the control's aria-describedby before
 */
import { element, makeButton } from "../ui/elements.js";
import { text } from "../ui/page-data.js";

/**
 * @param {Problem} problem
 * @param {HTMLInputElement} control
 * @param {number | null} index of the person, null if there is only one
 * @returns {Shown}
 */
export function showAtField({ code, params }, control, index) {
  const message = text(`problems.${code}`, params);
  const note = element("div", { class: "error", id: `${control.id}-error` }, element("p", {}, message));
  if (params.suggestion) note.append(suggestionButton([control], [params.suggestion]));
  if (params.last_name) note.append(suggestionButton(findNames(control), [params.first_name, params.last_name]));
  control.before(note);

  const described = control.getAttribute("aria-describedby") ?? "";
  control.setAttribute("aria-invalid", "true");
  setDescription(control, `${note.id} ${described}`.trim());
  return { link: makeLink(control, message, index), note, control, described };
}

/** @param {Shown} shown */
export function removeNote({ link, note, control, described }) {
  note.remove();
  link.closest("li")?.remove();
  control.removeAttribute("aria-invalid");
  setDescription(control, described);
}

/**
 * @param {HTMLElement} control
 * @param {string} problem in words
 * @param {number | null} index
 */
function makeLink(control, problem, index) {
  const holder = /** @type {HTMLElement} */ (control.closest("[data-field]"));
  const ofPerson = index !== null && holder.closest("[data-person]");
  const label = holder.querySelector("label")?.firstChild?.textContent ?? "";
  const said = { label, problem, number: (index ?? 0) + 1 };
  const words = text(ofPerson ? "app.form.person_problem" : "app.form.field_problem", said);
  const link = element("a", { href: `#${control.id}` }, words);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    control.focus();
    holder.scrollIntoView({ block: "center" });
  });
  return link;
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
export function buildSummary(links) {
  return element(
    "section",
    { class: "card summary", tabindex: "-1", role: "alert", "aria-labelledby": "summary-title" },
    element("h2", { id: "summary-title" }, text("app.form.error_summary")),
    element("ul", {}, ...links.map((link) => element("li", {}, link))),
  );
}

/**
 * @param {HTMLElement} control
 * @param {string} ids
 */
function setDescription(control, ids) {
  if (ids) control.setAttribute("aria-describedby", ids);
  else control.removeAttribute("aria-describedby");
}
