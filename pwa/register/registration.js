/**
 * The registration from the opened form to the saved entries: fills the form from what is kept, and takes the press of
 * "Register".
 *
 * @import { Draft, Entry, Values } from "../types.js"
 * @import { Correction } from "./correction.js"
 */
import { text } from "../page-data.js";
import { probeStorage } from "../store/storage-state.js";
import { storageError } from "../store/storage-error.js";
import { findCorrection } from "./correction.js";
import { sendAll } from "./direct-sending.js";
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

/** Makes the form live. */
export async function setUpRegistration() {
  setUpPeople();
  setUpDraftKeeping(readForm, () => showNotice("other_tab"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });
  const more = /** @type {HTMLElement} */ (document.getElementById("register-more"));
  more.addEventListener("click", () => void startAgain());
  addEventListener("hashchange", () => void openForm());
  await openForm();
  const { usable, reason } = await probeStorage();
  if (!usable) sayNotKept(reason);
}

/** Opens the form for what the address asks: a registration, or the correction of one. */
async function openForm() {
  await flushDraft();
  const found = await findCorrection();
  correction = found === "missing" ? null : found;
  hideResult();
  clearProblems();
  hideFormNotices();

  const draft = await openDraft(draftKey());
  if (draft) fillForm(draft);
  else if (correction) fillForm({ people: [/** @type {Values} */ (correction.values ?? {})] });
  else if (!picker.typed()) picker.set(recallOrganisation());

  if (found === "missing") showNotice("correction_missing");
  else if (found) showNotice(found.receipt ? "correcting_receipt" : "correcting", { receipt: found.receipt });
  if (draft) showNotice("restored", {}, { label: text("app.form.start_over"), onPress: () => void startOver() });
}

/** Takes away what is said of the form's content. */
function hideFormNotices() {
  for (const name of ["restored", "other_tab", "correcting", "correcting_receipt", "correction_missing"]) hideNotice(name);
}

function draftKey() {
  return correction ? `${rules.event}#${correction.id}` : rules.event;
}

/** One press is one set of entries: until it has come to something the form takes neither another press nor typing. */
async function submit() {
  if (form.inert) return;
  picker.settle();
  form.inert = true;
  suspendDraft();
  try {
    await checkAndKeep();
  } finally {
    form.inert = false;
    announce();
  }
}

async function checkAndKeep() {
  announce("checking");
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
  try {
    await keepEntries(entries, { draft: draftKey(), replaces });
    hideFormNotices();
    showSaved(entries);
  } catch (error) {
    sayNotKept(storageError(error).code);
    resumeDraft();
    await sendWithoutKeeping(entries);
  }
}

/** @param {Entry[]} entries */
async function sendWithoutKeeping(entries) {
  announce("sending");
  const results = await sendAll(entries, personSections());
  form.inert = false;
  showDirectResults(results);
  const problems = results.map(({ answer }) => (answer.kind === "needs_person" ? answer.problems : []));
  if (problems.some((list) => list.length > 0)) showProblems(problems);
}

/** @param {string} reason */
function sayNotKept(reason) {
  showNotice("storage", { reason: text(`app.form.storage_${reason}`) });
  addEventListener("beforeunload", (event) => {
    if (!form.hidden && hasText()) event.preventDefault();
  });
}

/** A new form for more people of the same organisation. */
async function startAgain() {
  emptyForm();
  if (location.hash) history.replaceState(null, "", location.pathname);
  await openForm();
  focusForm();
}

/** Empties the form and forgets its draft, because the person asks for it. */
async function startOver() {
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
  setPeopleCount(1, rules.max_people);
  fillPerson(personSections()[0], {});
}

/** @returns {Omit<Draft, "event" | "updated_at">} */
function readForm() {
  return { people: readPeople(), organisation_typed: picker.typed(), replaces: correction?.id ?? "" };
}

/** @param {Pick<Draft, "people" | "organisation_typed">} draft */
function fillForm({ people, organisation_typed }) {
  setPeopleCount(people.length, correction ? 1 : rules.max_people);
  personSections().forEach((section, index) => fillPerson(section, people[index]));
  picker.set(people[0].organisation, organisation_typed);
}
