/** Adds people to the form and takes them away again; the first one's fields are the pattern for the others. */
import { text } from "../page-data.js";
import { forgetProblems } from "./error-display.js";
import { fillPerson, form, personSections, rules } from "./form-fields.js";
import { makeButton } from "./notices.js";

const addButton = /** @type {HTMLButtonElement} */ (document.getElementById("add-person"));

let made = 1;
let limit = rules.max_people;

/** Shows the button that adds people, and the ones that take them away again. */
export function setUpPeople() {
  addButton.addEventListener("click", () => {
    const section = addPerson();
    /** @type {HTMLElement} */ (section.querySelector("input, select")).focus();
    announceChange();
  });
  arrange();
}

/**
 * Makes the form hold as many people as `count`; those that stay keep what they hold.
 *
 * @param {number} count from 1
 * @param {number} upTo how many it may hold from now on; a correction is of one
 */
export function setPeopleCount(count, upTo) {
  limit = upTo;
  takeAwayUndo();
  for (const section of personSections().slice(count)) section.remove();
  while (personSections().length < count) addPerson();
  arrange();
}

function addPerson() {
  takeAwayUndo();
  const sections = personSections();
  const section = /** @type {HTMLFieldSetElement} */ (sections[0].cloneNode(true));
  made += 1;
  for (const part of section.querySelectorAll("[id], [for], [aria-describedby]")) renumber(part, `-${made}`);
  // The browser knows its owner's name, not the colleagues'.
  for (const control of section.querySelectorAll("[autocomplete]")) control.setAttribute("autocomplete", "off");
  for (const note of section.querySelectorAll(".error, .remove")) note.remove();
  for (const control of section.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  fillPerson(section, {});
  sections[sections.length - 1].after(section);
  arrange();
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
 */
function removePerson(section) {
  takeAwayUndo();
  forgetProblems(section);
  const number = personSections().indexOf(section) + 1;
  const note = document.createElement("div");
  note.className = "card row undo";
  const said = document.createElement("p");
  said.textContent = text("app.form.person_removed", { number });
  const undo = makeButton(text("app.form.undo"), () => {
    note.replaceWith(section);
    arrange();
    announceChange();
    /** @type {HTMLElement} */ (section.querySelector("input, select")).focus();
  });
  note.append(said, undo);
  section.replaceWith(note);
  arrange();
  announceChange();
  undo.focus();
}

export function takeAwayUndo() {
  form.querySelector(".undo")?.remove();
}

/** Numbers the people and gives each a button to be removed, as far as there are several. */
function arrange() {
  const sections = personSections();
  const several = sections.length > 1;
  sections.forEach((section, index) => {
    const legend = /** @type {HTMLElement} */ (section.querySelector("legend"));
    legend.textContent = several ? text("app.form.person_number", { number: index + 1 }) : text("app.form.person");
    section.querySelector(".remove")?.remove();
    if (!several) return;
    const remove = makeButton(text("app.form.remove_person", { number: index + 1 }), () => removePerson(section));
    remove.classList.add("remove");
    section.append(remove);
  });
  addButton.hidden = sections.length >= limit;
}

function announceChange() {
  form.dispatchEvent(new Event("change", { bubbles: true }));
}
