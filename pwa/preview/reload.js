/** Reloading a page that shows something else by now, without losing what is typed and past what its worker keeps. */

import { forgetWorker } from "./worker.js";

const TRIED = "wian-preview";

/**
 * Reloads the page unless it shows `wanted` already, and no more if that did not bring it: better an old page than one that
 * reloads for ever.
 *
 * @callback ReloadFor
 * @param {string} wanted the stamp of what the server has for this address
 * @param {string} shown the stamp of this page
 * @returns {Promise<boolean>} false if the page stays because something typed could not be kept
 */

/** @returns {ReloadFor} */
export function createReloading() {
  let isReloading = false;
  return async (wanted, shown) => {
    const tried = `${location.pathname} ${wanted}`;
    if (wanted === shown) sessionStorage.removeItem(TRIED);
    if (wanted === shown || isReloading || sessionStorage.getItem(TRIED) === tried) return true;
    isReloading = true;
    if (!(await keepTyped())) {
      isReloading = false;
      return false;
    }
    await forgetWorker().catch(() => {});
    sessionStorage.setItem(TRIED, tried);
    location.reload();
    return true;
  };
}

/** Has the registration page keep its draft, through its second script, which is the one that the page has loaded. */
async function keepTyped() {
  const link = document.querySelector("link[rel=modulepreload]");
  if (!(link instanceof HTMLLinkElement)) return true;
  const companion = await import(link.href).catch(() => null); // not loaded yet, so nobody has typed for long
  try {
    await companion?.keepBeforeReload();
    return true;
  } catch {
    return false;
  }
}
