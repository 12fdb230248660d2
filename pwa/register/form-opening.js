/**
 * Opens the form: for what the address asks, and with what is kept of it.
 *
 * @import { Values } from "../queue/types.js"
 * @import { Page } from "./page.js"
 */
import { text } from "../ui/page-data.js";
import { findCorrection } from "./correction.js";
import { draftKey, emptyForm, fillForm } from "./form-content.js";
import { form } from "./form-fields.js";
import { recallOrganisation } from "./last-organisation.js";
import { hideNotice, showNotice } from "./notices.js";

/**
 * Opens the form for what the address asks: a registration, or the correction of one.
 *
 * @param {Page} page
 */
export async function openForm(page) {
  const { drafts, picker } = page;
  await page.submitting.catch(() => {});
  await drafts.flush();
  const before = draftKey(page);
  const found = await findCorrection();
  const correction = found === "missing" ? null : found;
  page.correction = correction;
  page.result.hide();
  page.errors.clear();
  hideFormNotices();

  const draft = await drafts.open(draftKey(page));
  if (draft) fillForm(page, draft);
  else if (correction) fillForm(page, { people: [/** @type {Values} */ (correction.values ?? {})] });
  else if (before !== draftKey(page)) emptyForm(page); // what stands in it belongs to what it was open for
  if (!draft && !correction && !picker.typed()) picker.set(recallOrganisation());

  if (found === "missing") showNotice("correction_missing");
  else if (found) showNotice(found.values ? "correcting" : "correcting_receipt", { receipt: found.receipt });
  if (draft) showNotice("restored", {}, { label: text("app.form.start_over"), onPress: () => void startOver(page) });
}

/** Takes away what is said of the form's content. */
export function hideFormNotices() {
  for (const name of ["restored", "other_tab", "correcting", "correcting_receipt", "correction_missing"]) hideNotice(name);
}

/**
 * Empties the form and forgets its draft, because the person asks for it.
 *
 * @param {Page} page
 */
async function startOver(page) {
  await page.submitting.catch(() => {});
  hideNotice("restored");
  emptyForm(page);
  page.picker.set("");
  await page.drafts.drop();
  focusForm();
}

export function focusForm() {
  /** @type {HTMLElement} */ (form.querySelector("[role=combobox]")).focus();
}

export function leaveHash() {
  if (location.hash) history.replaceState(null, "", location.pathname);
}
