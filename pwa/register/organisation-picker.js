/**
 * Turns the list of organisations into a combobox that filters as one types; the `<select>` stays and keeps the value.
 *
 * Source: WAI-ARIA Authoring Practices, editable combobox with list autocomplete.
 *
 * @import { Organisation } from "./organisation-search.js"
 */
import { text } from "../page-data.js";
import { findOrganisations, fold, makeHaystack, meantOrganisation } from "./organisation-search.js";

/** More than this is never drawn: nobody reads on, and cheap phones stay quick with 7,850 organisations. */
const SHOWN_AT_MOST = 50;

/**
 * Enhances `select` and gives a way to set its value from elsewhere.
 *
 * @param {HTMLSelectElement} select
 */
export function enhanceOrganisationPicker(select) {
  const organisations = readOrganisations(select);
  const { input, list, count } = buildCombobox(select);
  /** @type {Organisation[]} */
  let found = [];
  let active = -1;

  const labelOf = (/** @type {string} */ code) => organisations.find((one) => one.code === code)?.label ?? "";

  function draw() {
    const query = input.value === labelOf(select.value) ? "" : input.value;
    found = findOrganisations(query, organisations).slice(0, SHOWN_AT_MOST + 1);
    const more = found.length > SHOWN_AT_MOST;
    found = found.slice(0, SHOWN_AT_MOST);
    list.replaceChildren(...found.map((one, index) => drawOption(one, index, one.code === select.value)));
    count.textContent = countText(found.length, more);
    setActive(-1);
  }

  /** @param {number} index */
  function setActive(index) {
    list.children[active]?.classList.remove("active");
    active = index;
    const option = list.children[active];
    option?.classList.add("active");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function open() {
    if (!list.hidden) return;
    draw();
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    // Half of a phone's screen is its keyboard.
    if (matchMedia("(max-width: 40rem)").matches) input.closest("[data-field]")?.scrollIntoView();
  }

  function close() {
    list.hidden = true;
    count.textContent = "";
    input.setAttribute("aria-expanded", "false");
    setActive(-1);
  }

  /**
   * @param {string} code empty for none
   * @param {string} [shown] what then stands in the field
   */
  function choose(code, shown = labelOf(code)) {
    select.value = code;
    input.value = shown;
    close();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** Leaving takes what was typed if it can mean one organisation only; else none is chosen and the words stay. */
  function settle() {
    if (input.value === labelOf(select.value)) return close();
    const meant = meantOrganisation(input.value, organisations);
    if (meant) choose(meant.code);
    else choose("", input.value);
  }

  input.addEventListener("input", () => {
    if (list.hidden) open();
    else draw();
  });
  input.addEventListener("click", open);
  input.addEventListener("blur", settle);
  // A press must not take the focus away from the field before it becomes a click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = /** @type {Element} */ (event.target).closest("[role=option]");
    if (option) choose(found[[...list.children].indexOf(option)].code);
  });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const from = active;
      open();
      setActive(from < 0 && step < 0 ? found.length - 1 : (from + step + found.length) % Math.max(found.length, 1));
    } else if (event.key === "Enter" && !list.hidden) {
      if (found[active]) choose(found[active].code);
      else close();
    } else if (event.key === "Escape") {
      if (list.hidden) choose("");
      else close();
    } else return;
    event.preventDefault();
  });

  return {
    settle,
    /** What stands in the field, chosen or only typed. */
    typed: () => input.value,
    /**
     * Shows `code` as chosen, or what was only typed when there is none.
     *
     * @param {string} code
     * @param {string} [typed]
     */
    set(code, typed = "") {
      select.value = labelOf(code) ? code : "";
      input.value = labelOf(code) || typed;
    },
  };
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

/** @param {HTMLSelectElement} select */
function buildCombobox(select) {
  const id = select.id;
  const input = document.createElement("input");
  Object.assign(input, { id, type: "text", autocomplete: "off", spellcheck: false });
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", `${id}-list`);
  input.setAttribute("aria-required", "true");
  input.placeholder = text("app.form.organisation_placeholder");
  const described = select.getAttribute("aria-describedby");
  if (described) input.setAttribute("aria-describedby", described);

  const list = document.createElement("div");
  list.className = "popup";
  list.hidden = true;
  list.id = `${id}-list`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", text("app.form.organisation_list"));
  const count = document.createElement("p");
  count.className = "hint count";
  count.setAttribute("role", "status");

  select.id = `${id}-select`;
  select.hidden = true;
  select.after(input, list, count);
  return { input, list, count };
}

/**
 * @param {Organisation} organisation
 * @param {number} index
 * @param {boolean} chosen
 */
function drawOption(organisation, index, chosen) {
  const option = document.createElement("div");
  option.id = `organisation-option-${index}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", String(chosen));
  option.append(organisation.label);
  if (organisation.district) {
    const district = document.createElement("span");
    district.className = "soft";
    district.textContent = organisation.district;
    option.append(" ", district);
  }
  return option;
}

/**
 * @param {number} shown
 * @param {boolean} more
 */
function countText(shown, more) {
  if (!shown) return text("app.form.organisation_none");
  return text(more ? "app.form.organisation_more" : "app.form.organisation_count", { count: shown });
}
