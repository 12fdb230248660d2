/** The style of the cards, for a page that did not bring it. */

/**
 * Gives the page the style of its cards. A browser that can't take a sheet from a script shows them as they are, in words.
 *
 * @param {string} style
 */
export function adoptStyle(style) {
  if (!("adoptedStyleSheets" in document)) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
