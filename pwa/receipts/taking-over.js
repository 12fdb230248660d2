/** Reading another phone's copy: shown first, taken over when the person says so, and only what is not here already. */

import { LONGEST_COPY, readCopy } from "../queue/copies.js";
import { listEntries, submitEntries } from "../store/entries.js";
import { listReceipts } from "../store/receipts.js";
import { element, makeButton } from "../ui/elements.js";
import { now, pageData, text } from "../ui/page-data.js";

/** @typedef {import("../queue/types.js").Entry} Entry */

/** UTF-8 needs three bytes for a Thai letter. */
const LONGEST_FILE_BYTES = 3 * LONGEST_COPY;

const area = /** @type {HTMLTextAreaElement} */ (document.getElementById("take-text"));
const file = /** @type {HTMLInputElement} */ (document.getElementById("take-file"));
const found = /** @type {HTMLElement} */ (document.getElementById("take-found"));

/** @param {() => Promise<void>} sendNow */
export function setUpTakingOver(sendNow) {
  document.getElementById("take-read")?.addEventListener("click", () => void look(area.value, sendNow));
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    file.value = "";
    if (chosen) await look(await readFile(chosen), sendNow);
  });
}

/** @param {File} chosen */
async function readFile(chosen) {
  if (chosen.size > LONGEST_FILE_BYTES) return " ".repeat(LONGEST_COPY + 1);
  return chosen.text().catch(() => "");
}

/**
 * @param {string} copy
 * @param {() => Promise<void>} sendNow
 */
async function look(copy, sendNow) {
  const read = readCopy(copy, { events: pageData.events ?? {}, now: now(), now_ms: Date.now() });
  if ("fault" in read) return say(`app.receipts.take.${read.fault}`, "error");
  try {
    const here = await listIds();
    const missing = read.entries.filter(({ submission_id }) => !here.has(submission_id));
    showFound(read.entries, missing, sendNow);
  } catch {
    say("app.receipts.take.not_kept", "error");
  }
}

async function listIds() {
  const kept = [...(await listEntries()), ...(await listReceipts())];
  return new Set(kept.map(({ submission_id }) => submission_id));
}

/**
 * @param {Entry[]} entries
 * @param {Entry[]} missing those that this phone does not have
 * @param {() => Promise<void>} sendNow
 */
function showFound(entries, missing, sendNow) {
  const take = makeButton(text("app.receipts.take.take", { count: missing.length }), () => void takeOver(missing, sendNow), {
    class: "main-button",
    "data-action": "take",
  });
  found.replaceChildren(
    element("p", {}, text("app.receipts.take.found")),
    element("ul", {}, ...entries.map((entry) => describe(entry, !missing.includes(entry)))),
    ...(missing.length > 0 ? [take] : [element("p", { class: "notice" }, text("app.receipts.take.all_here"))]),
  );
}

/**
 * @param {Entry} entry
 * @param {boolean} isHere
 */
function describe({ values, organisation_name, title }, isHere) {
  const words = `${values.first_name} ${values.last_name} · ${organisation_name} · ${title}`;
  return element("li", {}, isHere ? `${words} (${text("app.receipts.take.here")})` : words);
}

/**
 * @param {Entry[]} entries
 * @param {() => Promise<void>} sendNow
 */
async function takeOver(entries, sendNow) {
  try {
    await submitEntries(entries);
  } catch {
    return say("app.receipts.take.not_kept", "error");
  }
  area.value = "";
  say("app.receipts.take.taken", "notice");
  await sendNow();
}

/**
 * @param {string} key
 * @param {"error" | "notice"} tone
 */
function say(key, tone) {
  found.replaceChildren(element("p", { class: tone }, text(key)));
}
