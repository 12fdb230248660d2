/** Adds people to the form and takes them away again; the first one's fields are the pattern for the others. */
import { element, makeButton } from "../ui/elements.js";
import { text } from "../ui/page-data.js";
import { fillPerson, form, personSections, rules } from "./form-fields.js";

const addButton = /** @type {HTMLButtonElement} */ (document.getElementById("add-person"));

/**
 * @typedef {object} People
 * @property {(count: number, limit: number) => void} setCount makes the form hold `count` people, from 1; those that stay
 *   keep what they hold. It may hold `limit` from now on; a correction is of one
 *
 * @typedef {object} Counts
 * @property {number} made how many sections there have been, so that their ids never meet again
 * @property {number} limit how many people the form may hold
 */

/**
 * Shows the button that adds people, and the ones that take them away again.
 *
 * @param {(section: HTMLElement) => void} onRemove called before a person is taken out
 * @returns {People}
 */
export function createPeople(onRemove) {
  /** @type {Counts} */
  const counts = { made: 1, limit: rules.max_people };

  /** Numbers the people and gives each a button to be removed, as far as there are several. */
  function arrange() {
    const sections = personSections();
    sections.forEach((section, index) => label(section, sections.length > 1 ? index + 1 : null, () => remove(section)));
    addButton.hidden = sections.length >= counts.limit;
  }

  /** @param {HTMLFieldSetElement} section */
  function remove(section) {
    removeUndo();
    onRemove(section);
    removePerson(section, arrange);
  }

  /** @type {People["setCount"]} */
  function setCount(count, limit) {
    counts.limit = limit;
    removeUndo();
    for (const section of personSections().slice(count)) section.remove();
    while (personSections().length < count) addPerson(counts);
    arrange();
  }

  addButton.addEventListener("click", () => {
    const section = addPerson(counts);
    arrange();
    focusFirstField(section);
    announceChange();
  });
  arrange();
  return { setCount };
}

/** @param {Counts} counts */
function addPerson(counts) {
  removeUndo();
  const sections = personSections();
  const section = /** @type {HTMLFieldSetElement} */ (sections[0].cloneNode(true));
  counts.made += 1;
  for (const part of section.querySelectorAll("[id], [for], [aria-describedby]")) renumber(part, `-${counts.made}`);
  // The browser knows its owner's name, not the colleagues'.
  for (const control of section.querySelectorAll("[autocomplete]")) control.setAttribute("autocomplete", "off");
  for (const note of section.querySelectorAll(".error, .remove")) note.remove();
  for (const control of section.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  fillPerson(section, {});
  sections[sections.length - 1].after(section);
  return section;
}

/**
 * Gives a copied part ids of its own, whichever person it was copied from.
 *
 * @param {Element} part
 * @param {string} suffix
 */
function renumber(part, suffix) {
  const rename = (/** @type {string} */ id) => id.replace(/-\d+$/, "") + suffix;
  for (const attribute of ["id", "for", "aria-describedby"]) {
    const ids = (part.getAttribute(attribute) ?? "").split(" ").filter((id) => id && !id.endsWith("-error"));
    if (ids.length) part.setAttribute(attribute, ids.map(rename).join(" "));
    else part.removeAttribute(attribute);
  }
}

/**
 * Takes a person out and offers to put them back, typed text and all.
 *
 * @param {HTMLFieldSetElement} section
 * @param {() => void} arrange
 */
function removePerson(section, arrange) {
  const number = personSections().indexOf(section) + 1;
  const undo = makeButton(text("app.form.undo"), () => {
    note.replaceWith(section);
    arrange();
    announceChange();
    focusFirstField(section);
  });
  const note = element("div", { class: "card row undo" }, element("p", {}, text("app.form.person_removed", { number })), undo);
  section.replaceWith(note);
  arrange();
  announceChange();
  undo.focus();
}

/** Takes away the offer to put somebody back. */
export function removeUndo() {
  form.querySelector(".undo")?.remove();
}

/**
 * @param {HTMLFieldSetElement} section
 * @param {number | null} number null if there is only one person
 * @param {() => void} onRemove
 */
function label(section, number, onRemove) {
  const legend = /** @type {HTMLElement} */ (section.querySelector("legend"));
  legend.textContent = number ? text("app.form.person_number", { number }) : text("app.form.person");
  section.querySelector(".remove")?.remove();
  if (number) section.append(makeButton(text("app.form.remove_person", { number }), onRemove, { class: "remove" }));
}

/** @param {HTMLFieldSetElement} section */
function focusFirstField(section) {
  /** @type {HTMLElement} */ (section.querySelector("input, select")).focus();
}

function announceChange() {
  form.dispatchEvent(new Event("change", { bubbles: true }));
}
