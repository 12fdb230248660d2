/**
 * What the organisation picker knows, and how each thing that people do changes it; the view draws it.
 *
 * @import { Organisation } from "./organisation-search.js"
 *
 * @typedef {object} PickerState
 * @property {Organisation[]} organisations
 * @property {string} code of the organisation chosen; empty for none
 * @property {string} typed what stands in the field
 * @property {boolean} isOpen
 * @property {Organisation[]} found what the open list shows
 * @property {boolean} isCut whether more were found than are shown
 * @property {number} active index in `found` of what the arrow keys are at; -1 for none
 * @property {number} choices how often something was chosen, or chosen to be none
 */
import { findOrganisations, meantOrganisation } from "./organisation-search.js";

/** More than this is never drawn: nobody reads on, and cheap phones stay quick with 7,850 organisations. */
const SHOWN_AT_MOST = 50;

/**
 * A closed picker with nothing in its field.
 *
 * @param {Organisation[]} organisations
 * @param {string} code
 * @returns {PickerState}
 */
export function makePicker(organisations, code) {
  return { organisations, code, typed: "", isOpen: false, found: [], isCut: false, active: -1, choices: 0 };
}

/**
 * Opens the list, if it isn't, with what fits the words in the field; of a chosen organisation the list is whole, to choose
 * another.
 *
 * @param {PickerState} state
 */
export function open(state) {
  return state.isOpen ? state : type(state, state.typed);
}

/**
 * Takes what was typed, and opens the list with what fits it.
 *
 * @param {PickerState} state
 * @param {string} typed
 * @returns {PickerState}
 */
export function type(state, typed) {
  const query = typed === labelOf(state, state.code) ? "" : typed;
  const all = findOrganisations(query, state.organisations);
  return { ...state, typed, isOpen: true, found: all.slice(0, SHOWN_AT_MOST), isCut: all.length > SHOWN_AT_MOST, active: -1 };
}

/**
 * Goes to the next or the one before, from the end to the beginning and back; opens the list first.
 *
 * @param {PickerState} state
 * @param {1 | -1} step
 * @returns {PickerState}
 */
export function move(state, step) {
  const opened = open(state);
  const count = opened.found.length;
  if (!count) return opened;
  return { ...opened, active: state.active < 0 && step < 0 ? count - 1 : (state.active + step + count) % count };
}

/**
 * Chooses the one at `index`; none there only closes the list.
 *
 * @param {PickerState} state
 * @param {number} index in `found`
 */
export function pick(state, index) {
  return index < 0 ? close(state) : choose(state, state.found[index].code);
}

/**
 * Closes the list; where it is closed already, chooses none.
 *
 * @param {PickerState} state
 */
export function escape(state) {
  return state.isOpen ? close(state) : choose(state, "");
}

/**
 * Leaving takes what was typed if it can mean one organisation only; else none is chosen and the words stay.
 *
 * @param {PickerState} state
 * @param {string} typed
 */
export function leave(state, typed) {
  if (typed === labelOf(state, state.code)) return close({ ...state, typed });
  const meant = meantOrganisation(typed, state.organisations);
  return meant ? choose(state, meant.code) : choose(state, "", typed);
}

/**
 * Shows `code` as chosen, or what was only typed when there is no such organisation. It counts as nobody's choice.
 *
 * @param {PickerState} state
 * @param {string} code
 * @param {string} typed
 * @returns {PickerState}
 */
export function set(state, code, typed) {
  const label = labelOf(state, code);
  return { ...state, code: label ? code : "", typed: label || typed };
}

/**
 * @param {PickerState} state
 * @param {string} code
 */
function labelOf({ organisations }, code) {
  return organisations.find((one) => one.code === code)?.label ?? "";
}

/**
 * @param {PickerState} state
 * @returns {PickerState}
 */
function close(state) {
  return { ...state, isOpen: false, active: -1 };
}

/**
 * @param {PickerState} state
 * @param {string} code empty for none
 * @param {string} [typed] what then stands in the field
 * @returns {PickerState}
 */
function choose(state, code, typed = labelOf(state, code)) {
  return { ...close(state), code, typed, choices: state.choices + 1 };
}
