/**
 * The form's fields as data: reads what people typed, and fills it in again.
 *
 * @import { FormRules } from "../rules/types.js"
 * @import { Values } from "../queue/types.js"
 */
import { pageData } from "../ui/page-data.js";

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

export const form = /** @type {HTMLFormElement} */ (document.getElementById("registration"));
export const rules = /** @type {FormRules} */ (pageData.rules);

/** The fields that belong to one person; the organisation is shared by all. */
const personFields = rules.fields.filter((field) => field.kind !== "organisation");

/** The sections of the form that hold one person each, in their order on the page. */
export function personSections() {
  return /** @type {HTMLFieldSetElement[]} */ ([...form.querySelectorAll("[data-person]")]);
}

/**
 * The control of a field; of person `index` where it isn't the shared organisation.
 *
 * @param {number} index from 0
 * @param {string} name
 */
export function fieldControl(index, name) {
  const scope = personFields.some((field) => field.name === name) ? personSections()[index] : form;
  return /** @type {Control} */ (scope.querySelector(`[data-field="${name}"] [name="${name}"]`));
}

/**
 * What one section holds, without the organisation, trimmed.
 *
 * @param {HTMLFieldSetElement} section
 */
export function readPerson(section) {
  return Object.fromEntries(
    personFields.map(({ name, kind }) => {
      const control = /** @type {Control} */ (section.querySelector(`[name="${name}"]`));
      const isLeft = kind === "flag" && !(/** @type {HTMLInputElement} */ (control).checked);
      return [name, isLeft ? "" : control.value.trim()];
    }),
  );
}

/** What everybody's fields hold, one `Values` per person, each with the shared organisation. */
export function readPeople() {
  const organisation = fieldControl(0, "organisation").value;
  return personSections().map((section) => /** @type {Values} */ ({ organisation, ...readPerson(section) }));
}

/**
 * Puts one person's values into a section; what is not among them becomes empty.
 *
 * @param {HTMLFieldSetElement} section
 * @param {Partial<Values>} values
 */
export function fillPerson(section, values) {
  const given = /** @type {Record<string, string | undefined>} */ (values);
  for (const { name, kind } of personFields) {
    const control = /** @type {Control} */ (section.querySelector(`[name="${name}"]`));
    if (kind === "flag") /** @type {HTMLInputElement} */ (control).checked = Boolean(given[name]);
    else control.value = given[name] ?? "";
  }
}

/** Whether anything stands in a person's fields. */
export function hasText() {
  return personSections().some((section) => Object.values(readPerson(section)).some(Boolean));
}
