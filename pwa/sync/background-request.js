/** Background Sync: has the browser wake the service worker when there is a network, even if the page is closed by then. */

/** The tag under which a page asks and the service worker is woken. */
export const SYNC_TAG = "wian-send";

/**
 * Asking the browser. Once is enough: asking again while it tries would make it try at once, and again and again; so would
 * two who ask at the same time and both find nothing pending.
 *
 * @returns {() => Promise<void>}
 */
export function createBackgroundRequest() {
  /** @type {Promise<void> | null} */
  let asking = null;
  return () => {
    asking ??= askUnlessPending().finally(() => {
      asking = null;
    });
    return asking;
  };
}

async function askUnlessPending() {
  try {
    const { sync } = /** @type {any} */ (await navigator.serviceWorker?.getRegistration()) ?? {};
    if (sync && !(await sync.getTags()).includes(SYNC_TAG)) await sync.register(SYNC_TAG);
  } catch {
    // a bonus that browsers may deny
  }
}
