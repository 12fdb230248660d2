/**
 * The press of "Register": what is in the form is checked, kept, and said to be; or sent at once where nothing can be kept.
 *
 * @import { Entry } from "../queue/types.js"
 * @import { Page } from "./page.js"
 */
import { isStored } from "../queue/answers.js";
import { pause } from "../sync/pause.js";
import { draftKey, emptyForm } from "./form-content.js";
import { form, personSections, readPeople } from "./form-fields.js";
import { hideFormNotices, leaveHash } from "./form-opening.js";
import { rememberOrganisation } from "./last-organisation.js";
import { announce } from "./notices.js";
import { removeUndo } from "./people.js";
import { checkForm, keepEntries, makeEntries } from "./submission.js";

/** How long the second script, which sends, is waited for where nothing can be kept: as long as an attempt. */
const ARRIVAL_MS = 30_000;

/**
 * One press is one set of entries: until it has come to something the form takes neither another press nor typing.
 *
 * @param {Page} page
 */
export async function submit(page) {
  page.picker.settle();
  form.inert = true;
  announce("checking");
  try {
    await page.drafts.flush(); // should the phone die during the check
    page.drafts.suspend(true);
    await checkAndKeep(page);
  } catch (error) {
    page.drafts.suspend(false);
    throw error;
  } finally {
    form.inert = false;
    announce();
  }
}

/** @param {Page} page */
async function checkAndKeep(page) {
  removeUndo();
  const people = readPeople();
  const { problems, rules_version } = await checkForm(people, page.companion.current());
  form.inert = false;
  page.errors.show(problems);
  if (problems.some((list) => list.length > 0)) return page.drafts.suspend(false);

  form.inert = true;
  const replaces = page.correction?.id ?? "";
  if (replaces && (await page.companion.current()?.isUnchanged(replaces, people[0]))) return endUnchanged(page);
  const entries = makeEntries(people, { rules_version, organisation_name: page.picker.typed(), replaces });
  rememberOrganisation(people[0].organisation);
  // Once one of them was sent without being kept, the rest goes out in the same way, under the ids that the server may know.
  const isAnySent = personSections().some((section) => page.sent.has(section));
  if (isAnySent || !(await tryToKeep(page, entries, replaces))) return sendWithoutKeeping(page, entries);
  endForm(page);
  page.result.showSaved(entries);
}

/**
 * @param {Page} page
 * @param {Entry[]} entries
 * @param {string} replaces
 * @returns {Promise<boolean>} whether they are kept; if not, the page has said why
 */
async function tryToKeep(page, entries, replaces) {
  try {
    await keepEntries(entries, { draft: draftKey(page), replaces });
    page.companion.current()?.announceQueueChange(); // it may have been loaded without hearing of this
    return true;
  } catch (error) {
    page.sayNotKept(error);
    return false;
  }
}

/**
 * @param {Page} page
 * @param {Entry[]} entries
 */
async function sendWithoutKeeping(page, entries) {
  page.drafts.suspend(false);
  announce("sending");
  const companion = await Promise.race([page.companion.arrival, pause(ARRIVAL_MS).then(() => null)]);
  if (!companion) return page.result.showNotSent();
  const results = await companion.sendAll(entries, personSections(), page.sent);
  form.inert = false;
  page.result.showDirect(results, companion);
  if (results.every(({ answer }) => isStored(answer))) {
    await page.drafts.drop();
    return endForm(page);
  }
  const problems = results.map(({ answer }) => (answer.kind === "needs_person" ? answer.problems : []));
  if (problems.some((list) => list.length > 0)) page.errors.show(problems);
}

/** @param {Page} page */
async function endUnchanged(page) {
  await page.drafts.drop();
  endForm(page);
  page.result.showUnchanged();
}

/**
 * Leaves nothing behind of what was submitted, neither for the next person nor for a browser that restores forms.
 *
 * @param {Page} page
 */
function endForm(page) {
  hideFormNotices();
  if (page.correction && location.hash === `#replace=${page.correction.id}`) leaveHash();
  page.correction = null;
  emptyForm(page);
}
