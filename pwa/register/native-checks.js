/**
 * What is wrong with the form as far as it shows without the rules, which may not be here yet. Never stricter than they are.
 *
 * @import { FieldRule } from "../page-data.js"
 * @import { Problem, Values } from "../types.js"
 */
import { rules } from "./form-fields.js";

/** Asks the browser itself whether something is an e-mail address. */
const emailProbe = Object.assign(document.createElement("input"), { type: "email" });

/**
 * The problems of each person, in the form's field order.
 *
 * @param {Values[]} people
 * @returns {Problem[][]}
 */
export function checkNatively(people) {
  return people.map((person) => {
    const values = /** @type {Record<string, string>} */ (/** @type {unknown} */ (person));
    return rules.fields.flatMap((field) => checkField(field, values[field.name]));
  });
}

/**
 * @param {FieldRule} field
 * @param {string} value
 * @returns {Problem[]}
 */
function checkField({ name, kind, required }, value) {
  if (!value) return required ? [{ code: "required", field: name, params: {} }] : [];
  if (kind === "email" && !isEmail(value)) return [{ code: "email_format", field: name, params: {} }];
  if (kind === "mobile" && !/\p{Nd}/u.test(value)) return [{ code: "mobile_format", field: name, params: {} }];
  return [];
}

/** @param {string} value */
function isEmail(value) {
  emailProbe.value = value;
  return emailProbe.validity.valid;
}
