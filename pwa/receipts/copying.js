/** A copy of what is unsent, to be sent from another phone should this one be lost or its storage cleared. */

import { noteCopied, pickCopyable, writeCopy } from "../queue/copies.js";
import { listEntries, rewriteEntries } from "../store/entries.js";
import { element, makeButton } from "../ui/elements.js";
import { text } from "../ui/page-data.js";
import { giveFile } from "./files.js";
import { announceBelow } from "./said.js";

const panel = /** @type {HTMLElement} */ (document.getElementById("copy"));

/**
 * Shows a copy of those among `ids` that can be taken along. They count as tried from before anybody can have the copy.
 *
 * @param {string[]} ids
 */
export async function showCopy(ids) {
  try {
    const all = await listEntries();
    const some = all.filter(({ submission_id }) => ids.includes(submission_id));
    const copied = await rewriteEntries(pickCopyable(some, all).map(({ submission_id }) => submission_id), noteCopied);
    if (copied.length > 0) drawPanel(writeCopy(copied, text("app.receipts.copy.heading", { title: copied[0].title })));
  } catch {
    announceBelow("app.receipts.copy.failed");
  }
}

/** @param {string} copy */
function drawPanel(copy) {
  const area = element("textarea", { id: "copy-text", rows: "5", readonly: "", "aria-labelledby": "copy-title" });
  area.value = copy;
  const file = () => void giveFile(new File([copy], "wian-copy.txt", { type: "text/plain" }));
  panel.replaceChildren(
    element("h2", { id: "copy-title", tabindex: "-1" }, text("app.receipts.copy.title")),
    element("p", { class: "notice" }, text("app.receipts.copy.warning")),
    element("p", {}, text("app.receipts.copy.how")),
    element("div", { class: "field" }, area),
    element(
      "p",
      { class: "row" },
      makeButton(text("app.receipts.copy.text"), () => void copyText(area), { "data-action": "copy-text" }),
      makeButton(text("app.receipts.copy.file"), file, { "data-action": "copy-file" }),
      makeButton(text("app.receipts.copy.close"), close, { "data-action": "copy-close" }),
    ),
  );
  panel.hidden = false;
  document.getElementById("copy-title")?.focus();
}

function close() {
  panel.hidden = true;
  panel.replaceChildren(); // the names don't stay in the page
  document.querySelector("h1")?.focus();
}

/** @param {HTMLTextAreaElement} area */
async function copyText(area) {
  try {
    await navigator.clipboard.writeText(area.value);
    announceBelow("app.receipts.copy.copied");
  } catch {
    area.select();
    announceBelow("app.receipts.copy.select");
  }
}
