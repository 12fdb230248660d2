/**
 * What happens when the person presses "Register": check, keep, say so; or send at once where nothing can be kept.
 *
 * @import { Entry, Problem, Values } from "../types.js"
 */
import { now, pageData } from "../page-data.js";
import { makeEntry, replaceEntry, submitEntries } from "../store/entries.js";
import { companion } from "./companion-loader.js";
import { form, rules } from "./form-fields.js";
import { checkNatively } from "./native-checks.js";

/**
 * @typedef {object} Verdict
 * @property {Problem[][]} problems of each person
 * @property {string} rules_version empty if the rules had no say
 */

/**
 * What is wrong with these people, by the rules if they are here and by what the browser can tell if not.
 *
 * @param {Values[]} people
 * @returns {Promise<Verdict>}
 */
export async function checkForm(people) {
  if (companion?.areRulesReady()) {
    try {
      const checked = await companion.checkPeople(rules, people);
      return { problems: checked.people.map((person) => person.problems), rules_version: checked.rules_version };
    } catch {
      // Without the rules' word the entry is unchecked, and the server decides.
    }
  }
  return { problems: checkNatively(people), rules_version: "" };
}

/**
 * One entry per person, each with an id of its own.
 *
 * @param {Values[]} people
 * @param {{rules_version: string, organisation_name: string, replaces: string}} known
 * @returns {Entry[]}
 */
export function makeEntries(people, { rules_version, organisation_name, replaces }) {
  const created_at = now();
  return people.map((values) =>
    makeEntry({
      event: rules.event,
      title: pageData.title,
      locale: pageData.locale,
      created_at,
      values,
      organisation_name,
      replaces,
      notice_version: rules.notice_version,
      checked: rules_version !== "",
      rules_version,
      bot_field: readBotField(),
    }),
  );
}

/**
 * What stands in the field that people don't see. Netlify drops what has something there without a word, and password
 * managers fill it in too; so it gets none from this page, which a bot without scripts does not use.
 */
function readBotField() {
  if (pageData.form_backend === "netlify") return "";
  return /** @type {HTMLInputElement} */ (form.elements.namedItem("bot-field")).value;
}

/**
 * Keeps the entries on the phone in the draft's place; when this resolves they have been read back.
 *
 * @param {Entry[]} entries
 * @param {{draft: string, replaces: string}} of `replaces`: the submission that the one entry corrects, or empty
 * @throws {import("../store/storage-error.js").StorageError}
 */
export async function keepEntries(entries, { draft, replaces }) {
  if (replaces && entries.length !== 1) throw new Error("a correction is of one person");
  if (replaces) await replaceEntry(replaces, entries[0], { draft });
  else await submitEntries(entries, { draft });
  companion?.announceQueueChange(); // it may have been loaded without hearing of this
}
