/** Keeps the focus where it was in a list of cards while cards are drawn anew. */

/** @typedef {{card: string, action: string | null}} Focus a selector of the card, or of the row of a set, that has the focus, and which of its actions */

const KEYS = ["data-id", "data-batch"];

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
  const card = selectCard(active);
  return card ? { card, action: active?.getAttribute("data-action") ?? null } : null;
}

/**
 * @param {Element | null} within
 * @returns {string | null}
 */
function selectCard(within) {
  const card = within?.closest(KEYS.map((key) => `[${key}]`).join());
  const key = KEYS.find((one) => card?.hasAttribute(one));
  return key ? `[${key}="${card?.getAttribute(key)}"]` : null;
}

/**
 * @param {HTMLElement} container
 * @param {Focus} focus
 */
function restoreFocus(container, { card: selector, action }) {
  if (selectCard(document.activeElement) === selector) return;
  const card = /** @type {HTMLElement | null} */ (container.querySelector(selector));
  const button = action && /** @type {HTMLElement | null} */ (card?.querySelector(`[data-action="${action}"]`));
  if (!card) container.tabIndex = -1;
  (button || card || container).focus();
}
