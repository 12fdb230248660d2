/**
 * The banner that says why the page shows an older site than the author has written.
 *
 * @typedef {{ title: string, lines: string[], advice: string }} Failure
 */

const banner = document.createElement("div");

/** Puts the banner's place into the page; empty, so that what comes into it is announced. */
export function setUpBanner() {
  banner.id = "preview-banner";
  banner.setAttribute("role", "alert");
  document.body.append(banner);
  if (!("adoptedStyleSheets" in document)) return; // an older browser says the same without colours
  const style = new CSSStyleSheet(); // the page's policy lets no other style in
  style.replaceSync(`
    #preview-banner:not(:empty) { position: fixed; inset: auto 0 0; z-index: 9999; max-height: 50vh; overflow: auto;
      padding: 0.75rem 1rem; background: #7a1410; color: #fff; font: 1rem/1.5 system-ui, sans-serif; }
    #preview-banner p { margin: 0; font-size: 1rem; }
    #preview-banner ul { margin: 0.25rem 0; padding-left: 1.25rem; }
    #preview-banner li { font-size: 1rem; overflow-wrap: anywhere; white-space: pre-wrap; }
    #app-update { display: none !important; } /* nobody is asked in a preview */
  `);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
}

/** @param {Failure} failure */
export function showBanner({ title, lines, advice }) {
  const list = document.createElement("ul");
  list.append(...lines.map((line) => makeElement("li", line)));
  const parts = [makeElement("p", title), list, makeElement("p", advice)];
  if (banner.textContent === parts.map((part) => part.textContent).join("")) return; // said once is enough
  banner.tabIndex = 0; // it may be long enough to be scrolled
  banner.replaceChildren(...parts);
}

export function hideBanner() {
  banner.removeAttribute("tabindex");
  banner.replaceChildren();
}

/**
 * @param {string} name
 * @param {string} text
 */
function makeElement(name, text) {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}
