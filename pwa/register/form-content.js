/**
 * What the form holds, for the registration or the correction that the page is open for.
 *
 * @import { Draft } from "../queue/types.js"
 * @import { Page } from "./page.js"
 */
import { correctionKey } from "../queue/entry.js";
import { fillPerson, personSections, readPeople, rules } from "./form-fields.js";

/**
 * The key of the form's draft.
 *
 * @param {Page} page
 */
export function draftKey({ correction }) {
  return correction ? correctionKey({ event: rules.event, submission_id: correction.id }) : rules.event;
}

/**
 * @param {Page} page
 * @returns {Omit<Draft, "event" | "updated_at">}
 */
export function readForm({ picker, correction }) {
  return { people: readPeople(), organisation_typed: picker.typed(), replaces: correction?.id ?? "" };
}

/**
 * @param {Page} page
 * @param {Pick<Draft, "people" | "organisation_typed">} draft
 */
export function fillForm(page, { people, organisation_typed }) {
  makeRoom(page, people.length);
  personSections().forEach((section, index) => fillPerson(section, people[index]));
  page.picker.set(people[0].organisation, organisation_typed);
}

/**
 * Empties the people's fields; the organisation stays.
 *
 * @param {Page} page
 */
export function emptyForm(page) {
  makeRoom(page, 1);
  fillPerson(personSections()[0], {});
}

/**
 * Makes room for other people than before; a correction is of one.
 *
 * @param {Page} page
 * @param {number} count
 */
function makeRoom(page, count) {
  page.sent = new WeakMap(); // it was of the people before
  page.people.setCount(page.correction ? 1 : count, page.correction ? 1 : rules.max_people);
}
