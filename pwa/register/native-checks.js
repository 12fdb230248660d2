/**
 * What is wrong with the form as far as it shows without the rules, which may not be here yet. Never stricter than they are.
 *
 * @import { Problem, Values } from "../queue/types.js"
 * @import { FieldRule } from "../rules/types.js"
 */

/**
 * The problems of each person, in the form's field order.
 *
 * @param {FieldRule[]} fields
 * @param {Values[]} people
 * @param {(text: string) => boolean} isEmailAddress
 * @returns {Problem[][]}
 */
export function checkNatively(fields, people, isEmailAddress) {
  return people.map((person) => fields.flatMap((field) => checkField(field, person[field.name], isEmailAddress)));
}

/**
 * @param {FieldRule} field
 * @param {string} value
 * @param {(text: string) => boolean} isEmailAddress
 * @returns {Problem[]}
 */
function checkField({ name, kind, required }, value, isEmailAddress) {
  if (!value) return required ? [{ code: "required", field: name, params: {} }] : [];
  if (kind === "email" && !isEmailAddress(simplifyAddress(value))) return [{ code: "email_format", field: name, params: {} }];
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
 * An e-mail address without what the rules normalise: characters that are not seen, and full-width ones.
 *
 * @param {string} value
 */
function simplifyAddress(value) {
  const plain = value.replace(UNSEEN, "").replace(FULL_WIDTH, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
  return plain.replace(/[\u3002\uff61]/g, ".").trim();
}
