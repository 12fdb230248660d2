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
 * A button; `action` names it among its card's, so that the focus finds it again in a card that was drawn anew.
 *
 * @param {string} action
 * @param {string} label
 * @param {() => void} onClick
 */
export function actionButton(action, label, onClick) {
  const button = element("button", { type: "button", "data-action": action }, label);
  button.addEventListener("click", onClick);
  return button;
}
