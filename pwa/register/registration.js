/**
 * The registration from the opened form to the saved entries: puts the page's parts together.
 *
 * @import { CompanionLoader } from "./companion-loader.js"
 * @import { Page } from "./page.js"
 */
import { onQueueChange } from "../store/changes.js";
import { storageError } from "../store/storage-error.js";
import { probeStorage } from "../store/storage-state.js";
import { text } from "../ui/page-data.js";
import { isDeleted } from "./correction.js";
import { createDraftKeeper } from "./draft-keeper.js";
import { createErrorDisplay } from "./error-display.js";
import { readForm } from "./form-content.js";
import { fieldControl, form, hasText } from "./form-fields.js";
import { focusForm, leaveHash, openForm } from "./form-opening.js";
import { showNotice } from "./notices.js";
import { enhanceOrganisationPicker } from "./organisation-picker.js";
import { createPeople } from "./people.js";
import { createResultView } from "./result-view.js";
import { submit } from "./submitting.js";

/**
 * Makes the form live.
 *
 * @param {CompanionLoader} companion
 * @returns {Page}
 */
export function startRegistration(companion) {
  const page = assemblePage(companion);
  const reopen = createReopening(page);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!form.inert) page.submitting = submit(page);
  });
  const more = /** @type {HTMLElement} */ (document.getElementById("register-more"));
  more.addEventListener("click", async () => {
    leaveHash();
    await reopen();
    focusForm();
  });
  addEventListener("hashchange", () => void reopen());
  onQueueChange(() => void leaveDeletedCorrection(page, reopen));
  void reopen().then(probeStorage).catch(page.sayNotKept);
  return page;
}

/**
 * @param {CompanionLoader} companion
 * @returns {Page}
 */
function assemblePage(companion) {
  const picker = enhanceOrganisationPicker(/** @type {HTMLSelectElement} */ (fieldControl(0, "organisation")));
  const errors = createErrorDisplay();
  const sayNotKept = createStorageNotice();
  /** @type {Page} */
  const page = {
    companion,
    picker,
    people: createPeople(errors.clear),
    errors,
    result: createResultView(companion),
    drafts: createDraftKeeper(form, {
      read: () => readForm(page),
      onOtherTab: () => showNotice("other_tab"),
      onFailure: sayNotKept,
    }),
    sayNotKept,
    correction: null,
    sent: new WeakMap(),
    submitting: Promise.resolve(),
  };
  return page;
}

/**
 * Opening the form anew, one opening after another.
 *
 * @param {Page} page
 */
function createReopening(page) {
  let opening = Promise.resolve();
  return () => {
    opening = opening.then(() => openForm(page));
    return opening;
  };
}

/**
 * Whoever deletes a registration deletes with it what was typed to correct it, also what still stands in the form.
 *
 * @param {Page} page
 * @param {() => Promise<void>} reopen
 */
async function leaveDeletedCorrection(page, reopen) {
  if (!page.correction || form.hidden || form.inert || !(await isDeleted(page.correction))) return;
  await page.drafts.drop();
  await reopen();
}

/** The notice that something can't be kept; the form is then not left without a question while there is text in it. */
function createStorageNotice() {
  let isNotKept = false;
  addEventListener("beforeunload", (event) => {
    if (isNotKept && !form.hidden && hasText()) event.preventDefault();
  });
  return (/** @type {unknown} */ error) => {
    isNotKept = true;
    showNotice("storage", { reason: text(`app.form.storage_${storageError(error).code}`) });
  };
}
