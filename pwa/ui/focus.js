/** Keeps the focus where it was in a list of cards while cards are drawn anew. */

/** @typedef {{id: string, action: string | null}} Focus which card has the focus, and which of its actions */

/**
 * Changes the cards in `container` by `change`, and gives the focus back to the same action, or else its card, or else, if
 * that went, to the list.
 *
 * @param {HTMLElement} container
 * @param {() => void} change
 */
export function keepFocus(container, change) {
  const focused = findFocus(container);
  change();
  if (focused) restoreFocus(container, focused);
}

/**
 * @param {HTMLElement} container
 * @returns {Focus | null}
 */
function findFocus(container) {
  const active = container.contains(document.activeElement) ? document.activeElement : null;
  const id = active?.closest("[data-id]")?.getAttribute("data-id");
  return id ? { id, action: active?.getAttribute("data-action") ?? null } : null;
}

/**
 * @param {HTMLElement} container
 * @param {Focus} focus
 */
function restoreFocus(container, { id, action }) {
  if (document.activeElement?.closest("[data-id]")?.getAttribute("data-id") === id) return;
  const card = /** @type {HTMLElement | null} */ (container.querySelector(`[data-id="${id}"]`));
  const button = action && /** @type {HTMLElement | null} */ (card?.querySelector(`[data-action="${action}"]`));
  if (!card) container.tabIndex = -1;
  (button || card || container).focus();
}
