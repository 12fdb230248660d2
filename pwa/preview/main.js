/**
 * What every page of a live preview runs besides its own scripts, and no page of a real site: it listens to the preview's
 * server, reloads the page when it shows something else by now, and says when the site can't be built.
 *
 * Only a page in view listens: a browser opens six connections to a server at most, and an author more tabs than that.
 *
 * @import { Failure } from "./banner.js"
 *
 * @typedef {{ stamp: string, failure: Failure | null, not_kept: Failure }} News
 */
import { hideBanner, setUpBanner, showBanner } from "./banner.js";
import { createReloading } from "./reload.js";

const { stamp } = /** @type {HTMLElement} */ (document.currentScript).dataset;

const reloadFor = createReloading();

/** @returns {() => void} listens from now on if the page is in view, and not otherwise */
function createListening() {
  /** @type {EventSource | null} */
  let source = null;
  return () => {
    source?.close();
    source = null;
    if (document.visibilityState !== "visible") return;
    const query = new URLSearchParams({ page: location.pathname, locale: document.documentElement.lang });
    source = new EventSource(`${__CHANGES__}?${query}`);
    source.addEventListener("message", ({ data }) => void hear(JSON.parse(data)));
  };
}

/** @param {News} news */
async function hear(news) {
  if (news.failure) showBanner(news.failure);
  else hideBanner();
  const isKept = await reloadFor(news.stamp, stamp ?? "");
  if (!isKept) showBanner(news.not_kept);
}

setUpBanner();
const listen = createListening();
document.addEventListener("visibilitychange", listen);
addEventListener("pageshow", (event) => {
  if (/** @type {PageTransitionEvent} */ (event).persisted) listen(); // back out of the browser's memory, where the connection was cut
});
listen();
