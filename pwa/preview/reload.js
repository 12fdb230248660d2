/** Reloading a page that shows something else by now, without losing what is typed and past what its worker keeps. */

import { forgetWorker, renewWorker } from "./worker.js";

const TRIED = "wian-preview";

/**
 * Reloads the page unless it shows `wanted` already. A reload that did not bring it is tried once more without the
 * service worker, and then no more: better an old page than one that reloads for ever.
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
    if (wanted === shown || isReloading) return true;
    const before = sessionStorage.getItem(TRIED);
    if (before === `${tried} twice`) return true;
    isReloading = true;
    if (!(await keepTyped())) {
      isReloading = false;
      return false;
    }
    await (before === tried ? forgetWorker() : renewWorker()).catch(() => {});
    sessionStorage.setItem(TRIED, before === tried ? `${tried} twice` : tried);
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
