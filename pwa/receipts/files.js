/** Files that leave the page by the person's hand. */

import { element } from "../ui/elements.js";

/** How long a download may take to begin; its file is then let go. */
const BEGIN_MS = 60_000;

/**
 * Shares `file` where the phone can, else downloads it. Whoever closes the sharing has said no.
 *
 * @param {File} file
 */
export async function giveFile(file) {
  if (!navigator.canShare?.({ files: [file] })) return downloadFile(file);
  try {
    await navigator.share({ files: [file] });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "AbortError")) downloadFile(file);
  }
}

/** @param {File} file */
export function downloadFile(file) {
  const href = URL.createObjectURL(file);
  element("a", { href, download: file.name }).click();
  setTimeout(() => URL.revokeObjectURL(href), BEGIN_MS);
}
