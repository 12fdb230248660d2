/** What must be kept before a page may be reloaded on purpose. */

/** @type {Set<() => unknown>} */
const keepers = new Set();

/**
 * Has `keep` awaited before an update reloads this page; if it fails the page is not reloaded.
 *
 * @param {() => unknown} keep
 */
export function onBeforeReload(keep) {
  keepers.add(keep);
}

/** Keeps everything; rejects if something can't be kept. */
export async function keepBeforeReload() {
  await Promise.all([...keepers].map((keep) => keep()));
}
