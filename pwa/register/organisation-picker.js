/**
 * Turns the list of organisations into a combobox that filters as one types; the `<select>` stays and keeps the value.
 *
 * @import { Organisation } from "./organisation-search.js"
 * @import { PickerState } from "./picker-state.js"
 */
import { fold, makeHaystack } from "./organisation-search.js";
import { escape, leave, makePicker, move, open, pick, set, type } from "./picker-state.js";
import { buildCombobox, drawPicker } from "./picker-view.js";

/**
 * @typedef {object} Picker
 * @property {() => void} settle takes what was typed if it can mean one organisation only
 * @property {() => string} typed what stands in the field, chosen or only typed
 * @property {(code: string, typed?: string) => void} set shows `code` as chosen, or `typed` when there is no such organisation
 */

/**
 * Enhances `select`.
 *
 * @param {HTMLSelectElement} select
 * @returns {Picker}
 */
export function enhanceOrganisationPicker(select) {
  let state = makePicker(readOrganisations(select), select.value);
  const combobox = buildCombobox(select);
  const { input, list } = combobox;

  /** @param {PickerState} next */
  function show(next) {
    const before = state;
    state = next;
    drawPicker(combobox, state, before);
    if (state.choices !== before.choices) select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** @type {Record<string, () => PickerState>} */
  const keys = {
    ArrowDown: () => move(state, 1),
    ArrowUp: () => move(state, -1),
    Enter: () => pick(state, state.active),
    Escape: () => escape(state),
  };
  const settle = () => show(leave(state, input.value));
  input.addEventListener("input", () => show(type(state, input.value)));
  input.addEventListener("click", () => show(open(state)));
  input.addEventListener("blur", settle);
  input.addEventListener("keydown", (event) => {
    if (!keys[event.key] || (event.key === "Enter" && !state.isOpen)) return; // Enter in a closed field submits the form
    show(keys[event.key]());
    event.preventDefault();
  });
  // A press must not take the focus away from the field before it becomes a click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => show(pick(state, findIndex(list, target))));
  return { settle, typed: () => input.value, set: (code, typed = "") => show(set(state, code, typed)) };
}

/**
 * @param {HTMLElement} list
 * @param {EventTarget | null} target
 * @returns {number} of the option that was pressed; -1 for none
 */
function findIndex(list, target) {
  return [...list.children].findIndex((option) => option.contains(/** @type {Node} */ (target)));
}

/**
 * @param {HTMLSelectElement} select
 * @returns {Organisation[]}
 */
function readOrganisations(select) {
  return [...select.options]
    .filter((option) => option.value)
    .map((option) => {
      const group = option.closest("optgroup");
      const names = [option.text, group?.label, option.dataset.also, group?.dataset.also];
      return {
        code: option.value,
        label: option.text,
        district: group?.label ?? "",
        kind: option.dataset.kind ?? "",
        name: fold(option.text),
        haystack: makeHaystack(/** @type {string[]} */ (names.filter(Boolean))),
      };
    });
}
