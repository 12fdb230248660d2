/**
 * The organisation picker as it is seen and heard.
 *
 * Source: WAI-ARIA Authoring Practices, editable combobox with list autocomplete.
 *
 * @import { Organisation } from "./organisation-search.js"
 * @import { PickerState } from "./picker-state.js"
 */
import { element } from "../ui/elements.js";
import { text } from "../ui/page-data.js";

/** @typedef {{select: HTMLSelectElement, input: HTMLInputElement, list: HTMLElement, count: HTMLElement}} Combobox */

/**
 * Puts the field and its list behind `select`, which is hidden and keeps the value.
 *
 * @param {HTMLSelectElement} select
 * @returns {Combobox}
 */
export function buildCombobox(select) {
  const id = select.id;
  const input = element("input", {
    id,
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": `${id}-list`,
    "aria-required": "true",
    placeholder: text("app.form.organisation_placeholder"),
  });
  const described = select.getAttribute("aria-describedby");
  if (described) input.setAttribute("aria-describedby", described);

  const label = text("app.form.organisation_list");
  const list = element("div", { class: "popup", id: `${id}-list`, role: "listbox", "aria-label": label, hidden: "" });
  const count = element("p", { class: "hint count", role: "status" });
  select.id = `${id}-select`;
  select.hidden = true;
  select.after(input, list, count);
  return { select, input, list, count };
}

/**
 * Shows `state`, where `before` is shown.
 *
 * @param {Combobox} combobox
 * @param {PickerState} state
 * @param {PickerState} before
 */
export function drawPicker({ select, input, list, count }, state, before) {
  select.value = state.code;
  if (input.value !== state.typed) input.value = state.typed;
  if (state.found !== before.found) list.replaceChildren(...state.found.map((one, at) => drawOption(one, at, state.code)));
  if (!state.isOpen) count.textContent = "";
  else if (state.found !== before.found) count.textContent = countText(state);
  list.hidden = !state.isOpen;
  input.setAttribute("aria-expanded", String(state.isOpen));
  markActive(input, list, state.active);
  // Half of a phone's screen is its keyboard.
  const isOpened = state.isOpen && !before.isOpen;
  if (isOpened && matchMedia("(max-width: 40rem)").matches) input.closest("[data-field]")?.scrollIntoView();
}

/**
 * @param {HTMLInputElement} input
 * @param {HTMLElement} list
 * @param {number} active
 */
function markActive(input, list, active) {
  list.querySelector(".active")?.classList.remove("active");
  const option = list.children[active];
  if (!option) return input.removeAttribute("aria-activedescendant");
  option.classList.add("active");
  option.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", option.id);
}

/**
 * @param {Organisation} organisation
 * @param {number} index
 * @param {string} chosen its code
 */
function drawOption({ code, label, district }, index, chosen) {
  const id = `organisation-option-${index}`;
  const option = element("div", { id, role: "option", "aria-selected": String(code === chosen) }, label);
  if (district) option.append(" ", element("span", { class: "soft" }, district));
  return option;
}

/** @param {PickerState} state */
function countText({ found, isCut }) {
  if (found.length === 0) return text("app.form.organisation_none");
  return text(isCut ? "app.form.organisation_more" : "app.form.organisation_count", { count: found.length });
}
