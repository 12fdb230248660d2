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
  const fewest = FEWEST_DIGITS[kind] ?? 0;
  if (countDigits(value) < fewest) return [{ code: `${kind}_format`, field: name, params: {} }];
  return [];
}

/**
 * Of a mobile number those behind its first zero or country code; the field's `pattern` says the same without a script.
 *
 * @type {Record<string, number>}
 */
const FEWEST_DIGITS = { mobile: 9, number: 1 };

/**
 * Digits of any script.
 *
 * @param {string} value
 */
function countDigits(value) {
  return (value.match(/\p{Nd}/gu) ?? []).length;
}

const UNSEEN = /[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]/g;
const FULL_WIDTH = /[\uff01-\uff5e]/g;

/**
 * Also what the rules normalise: characters that are not seen, and full-width ones.
 *
 * @param {string} value
 */
function isEmail(value) {
  const plain = value.replace(UNSEEN, "").replace(FULL_WIDTH, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
  emailProbe.value = plain.replace(/[\u3002\uff61]/g, ".").trim();
  return emailProbe.validity.valid;
}
