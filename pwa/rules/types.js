/**
 * The shapes that go to the rules and come back.
 *
 * @import { Problem } from "../queue/types.js"
 *
 * @typedef {object} FieldRule
 * @property {string} name
 * @property {"organisation" | "choice" | "flag" | "personal_name" | "text" | "long_text" | "number" | "email" | "mobile"} kind
 * @property {boolean} required
 * @property {number} min_length in characters
 * @property {number} max_length in characters
 * @property {string[]} choices
 * @property {number} [min_value] of a number
 * @property {number} [max_value] likewise
 *
 * @typedef {object} FormRules The `rules` part of form.json; `registration_rules.parse_form` reads the same.
 * @property {number} form_version
 * @property {string} event
 * @property {string} rules_version
 * @property {string} notice_version
 * @property {string} deadline_at ISO instant
 * @property {number} grace_hours
 * @property {number} quota
 * @property {number} max_people
 * @property {string | null} preview_as_of
 * @property {string[]} organisations
 * @property {FieldRule[]} fields
 *
 * @typedef {object} Checked
 * @property {string} rules_version
 * @property {{values: Record<string, string>, problems: Problem[]}[]} people
 */

export {};
