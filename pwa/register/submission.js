/**
 * One press of "Register": checks what is in the form, and keeps the entries made of it.
 *
 * @import { Entry, Problem, Values } from "../queue/types.js"
 * @import { Companion } from "./companion-loader.js"
 */
import { makeEntry } from "../queue/entry.js";
import { replaceEntry, submitEntries } from "../store/entries.js";
import { makeUuid } from "../store/uuid.js";
import { now, pageData } from "../ui/page-data.js";
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
 * @param {Companion | null} companion
 * @returns {Promise<Verdict>}
 */
export async function checkForm(people, companion) {
  if (companion?.rules.isReady()) {
    try {
      const checked = await companion.rules.check(rules, people);
      return { problems: checked.people.map((person) => person.problems), rules_version: checked.rules_version };
    } catch {
      // Without the rules' word the entry is unchecked, and the server decides.
    }
  }
  return { problems: checkNatively(rules.fields, people, isEmailAddress), rules_version: "" };
}

/**
 * Asks the browser itself.
 *
 * @param {string} address
 */
function isEmailAddress(address) {
  const probe = document.createElement("input");
  probe.type = "email";
  probe.value = address;
  return probe.validity.valid;
}

/**
 * One entry per person, each with an id of its own.
 *
 * @param {Values[]} people
 * @param {{rules_version: string, organisation_name: string, replaces: string}} known
 * @returns {Entry[]}
 */
export function makeEntries(people, { rules_version, organisation_name, replaces }) {
  const registered = {
    event: rules.event,
    title: pageData.title,
    starts_at: pageData.starts_at,
    locale: pageData.locale,
    created_at: now(),
    organisation_name,
    replaces,
    notice_version: rules.notice_version,
    checked: rules_version !== "",
    rules_version,
    bot_field: readBotField(),
  };
  const now_ms = Date.now(); // the same for all: so they are known as submitted together
  return people.map((values) => makeEntry({ ...registered, values }, { submission_id: makeUuid(), now: now_ms }));
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
}
