/**
 * The registration from the opened form to the saved entries: fills the form from what is kept, and takes the press of
 * "Register".
 *
 * @import { Draft, Entry, Values } from "../types.js"
 * @import { Correction } from "./correction.js"
 */
import { text } from "../page-data.js";
import { correctionKey } from "../store/entries.js";
import { probeStorage } from "../store/storage-state.js";
import { storageError } from "../store/storage-error.js";
import { findCorrection } from "./correction.js";
import { forgetSent, isAnySent, isStored, sendAll } from "./direct-sending.js";
import { dropDraft, flushDraft, openDraft, resumeDraft, setUpDraftKeeping, suspendDraft } from "./draft-keeper.js";
import { clearProblems, showProblems } from "./error-display.js";
import { fieldControl, fillPerson, form, hasText, personSections, readPeople, rules } from "./form-fields.js";
import { recallOrganisation, rememberOrganisation } from "./last-organisation.js";
import { announce, hideNotice, showNotice } from "./notices.js";
import { enhanceOrganisationPicker } from "./organisation-picker.js";
import { setPeopleCount, setUpPeople, takeAwayUndo } from "./people.js";
import { hideResult, showDirectResults, showSaved } from "./result-view.js";
import { checkForm, keepEntries, makeEntries } from "./submission.js";

const picker = enhanceOrganisationPicker(/** @type {HTMLSelectElement} */ (fieldControl(0, "organisation")));
/** @type {Correction | null} */
let correction = null;
let opening = Promise.resolve();
let isNotKept = false;
/** What the last press of "Register" came to; whatever changes the form waits for it. @type {Promise<void>} */
let submitting = Promise.resolve();

/** Makes the form live. */
export async function setUpRegistration() {
  setUpPeople();
  setUpDraftKeeping(readForm, () => showNotice("other_tab"), (error) => sayNotKept(storageError(error).code));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.inert) return;
    submitting = submit();
  });
  addEventListener("beforeunload", (event) => {
    if (isNotKept && !form.hidden && hasText()) event.preventDefault();
  });
  const more = /** @type {HTMLElement} */ (document.getElementById("register-more"));
  more.addEventListener("click", () => void startAgain());
  addEventListener("hashchange", () => void reopenForm());
  await reopenForm();
  const { usable, reason } = await probeStorage();
  if (!usable) sayNotKept(reason);
}

/** Opens the form anew, one opening after another. */
function reopenForm() {
  opening = opening.then(openForm);
  return opening;
}

/** Opens the form for what the address asks: a registration, or the correction of one. */
async function openForm() {
  await submitting.catch(() => {});
  await flushDraft();
  const before = draftKey();
  const found = await findCorrection();
  correction = found === "missing" ? null : found;
  hideResult();
  clearProblems();
  hideFormNotices();

  const draft = await openDraft(draftKey());
  if (draft) fillForm(draft);
  else if (correction) fillForm({ people: [/** @type {Values} */ (correction.values ?? {})] });
  else if (before !== draftKey()) emptyForm(); // what stands in it belongs to what it was open for
  if (!draft && !correction && !picker.typed()) picker.set(recallOrganisation());

  if (found === "missing") showNotice("correction_missing");
  else if (found) showNotice(found.receipt ? "correcting_receipt" : "correcting", { receipt: found.receipt });
  if (draft) showNotice("restored", {}, { label: text("app.form.start_over"), onPress: () => void startOver() });
}

/** Takes away what is said of the form's content. */
function hideFormNotices() {
  for (const name of ["restored", "other_tab", "correcting", "correcting_receipt", "correction_missing"]) hideNotice(name);
}

function draftKey() {
  return correction ? correctionKey({ event: rules.event, submission_id: correction.id }) : rules.event;
}

/** One press is one set of entries: until it has come to something the form takes neither another press nor typing. */
async function submit() {
  picker.settle();
  form.inert = true;
  announce("checking");
  try {
    await flushDraft(); // should the phone die during the check
    suspendDraft();
    await checkAndKeep();
  } catch (error) {
    resumeDraft();
    throw error;
  } finally {
    form.inert = false;
    announce();
  }
}

async function checkAndKeep() {
  takeAwayUndo();
  const people = readPeople();
  const { problems, rules_version } = await checkForm(people);
  form.inert = false;
  showProblems(problems);
  if (problems.some((list) => list.length > 0)) return resumeDraft();

  form.inert = true;
  const replaces = correction?.id ?? "";
  const entries = makeEntries(people, { rules_version, organisation_name: picker.typed(), replaces });
  rememberOrganisation(people[0].organisation);
  if (!isAnySent(personSections()) && (await tryToKeep(entries, replaces))) {
    endForm();
    return showSaved(entries);
  }
  await sendWithoutKeeping(entries);
}

/**
 * @param {Entry[]} entries
 * @param {string} replaces
 * @returns {Promise<boolean>} whether they are kept; if not, the page has said why
 */
async function tryToKeep(entries, replaces) {
  try {
    await keepEntries(entries, { draft: draftKey(), replaces });
    return true;
  } catch (error) {
    sayNotKept(storageError(error).code);
    return false;
  }
}

/** @param {Entry[]} entries */
async function sendWithoutKeeping(entries) {
  resumeDraft();
  announce("sending");
  const results = await sendAll(entries, personSections());
  form.inert = false;
  await showDirectResults(results);
  if (results.every(({ answer }) => isStored(answer))) {
    await dropDraft();
    return endForm();
  }
  const problems = results.map(({ answer }) => (answer.kind === "needs_person" ? answer.problems : []));
  if (problems.some((list) => list.length > 0)) showProblems(problems);
}

/** Leaves nothing behind of what was submitted, neither for the next person nor for a browser that restores forms. */
function endForm() {
  hideFormNotices();
  if (correction && location.hash === `#replace=${correction.id}`) leaveHash();
  correction = null;
  emptyForm();
}

/** @param {string} reason */
function sayNotKept(reason) {
  isNotKept = true;
  showNotice("storage", { reason: text(`app.form.storage_${reason}`) });
}

/** A new form for more people of the same organisation. */
async function startAgain() {
  leaveHash();
  await reopenForm();
  focusForm();
}

function leaveHash() {
  if (location.hash) history.replaceState(null, "", location.pathname);
}

/** Empties the form and forgets its draft, because the person asks for it. */
async function startOver() {
  await submitting.catch(() => {});
  hideNotice("restored");
  emptyForm();
  picker.set("");
  await dropDraft();
  focusForm();
}

function focusForm() {
  /** @type {HTMLElement} */ (form.querySelector("[role=combobox]")).focus();
}

function emptyForm() {
  forgetSent();
  setPeopleCount(1, mostPeople());
  fillPerson(personSections()[0], {});
}

/** How many people the form may hold; a correction is of one. */
function mostPeople() {
  return correction ? 1 : rules.max_people;
}

/** @returns {Omit<Draft, "event" | "updated_at">} */
function readForm() {
  return { people: readPeople(), organisation_typed: picker.typed(), replaces: correction?.id ?? "" };
}

/** @param {Pick<Draft, "people" | "organisation_typed">} draft */
function fillForm({ people, organisation_typed }) {
  forgetSent();
  setPeopleCount(correction ? 1 : people.length, mostPeople());
  personSections().forEach((section, index) => fillPerson(section, people[index]));
  picker.set(people[0].organisation, organisation_typed);
}
