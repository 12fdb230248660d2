/** Making elements, in one call each. */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * @param {string} label
 * @param {() => void} onPress
 * @param {Record<string, string>} [attributes]
 */
export function makeButton(label, onPress, attributes = {}) {
  const button = element("button", { type: "button", ...attributes }, label);
  button.addEventListener("click", onPress);
  return button;
}
