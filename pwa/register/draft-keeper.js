/**
 * Keeps what is typed at every pause, and brings it back. One draft per event, and one per correction.
 *
 * Two tabs with the same form: each goes on showing its own text, the one typed in last is kept, and both say so.
 *
 * @import { Draft } from "../types.js"
 */
import { deleteDraft, loadDraft, saveDraft } from "../store/drafts.js";
import { form } from "./form-fields.js";

const PAUSE_MS = 300;

let key = "";
let timer = 0;
let changed = false;
let suspended = false;
/** @type {() => Omit<Draft, "event" | "updated_at">} */
let readForm;
/** @type {(error: unknown) => void} */
let tellFailure;
/** @type {BroadcastChannel | null} */
let otherTabs = null;

/**
 * Keeps what `read` gives from now on, once `openDraft` has said under which key.
 *
 * @param {typeof readForm} read
 * @param {() => void} onOtherTab called when another tab has kept the same draft
 * @param {(error: unknown) => void} onFailure called when something can't be kept; it stays in the form
 */
export function setUpDraftKeeping(read, onOtherTab, onFailure) {
  readForm = read;
  tellFailure = onFailure;
  for (const type of ["input", "change"]) form.addEventListener(type, noteChange);
  addEventListener("pagehide", () => void flushDraft());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void flushDraft();
  });
  if (!("BroadcastChannel" in window)) return;
  otherTabs = new BroadcastChannel("wian-draft");
  otherTabs.addEventListener("message", ({ data }) => {
    if (data === key) onOtherTab();
  });
}

function noteChange() {
  changed = true;
  clearTimeout(timer);
  timer = setTimeout(flushDraft, PAUSE_MS);
}

/** Keeps what has changed now, without waiting for a pause. */
export async function flushDraft() {
  await keepDraftNow().catch(tellFailure);
}

/**
 * The same, for those who must not go on if it fails.
 *
 * @throws {import("../store/storage-error.js").StorageError}
 */
export async function keepDraftNow() {
  clearTimeout(timer);
  if (!changed || suspended || !key) return;
  changed = false;
  try {
    await saveDraft({ ...readForm(), event: key, updated_at: new Date().toISOString() });
  } catch (error) {
    changed = true;
    throw error;
  }
  otherTabs?.postMessage(key);
}

/**
 * Keeps the form under this key from now on.
 *
 * @param {string} draftKey the event, or the event and what is corrected
 * @returns {Promise<Draft | undefined>} what was kept; not if somebody began to type while it was being fetched
 */
export async function openDraft(draftKey) {
  key = draftKey;
  changed = false;
  suspended = false;
  const draft = await loadDraft(draftKey).catch(() => undefined);
  return changed ? undefined : draft;
}

/** Stops keeping while the form is being submitted: its draft goes away with that, and must not come back. */
export function suspendDraft() {
  suspended = true;
}

/** Keeps again, for the submission came to nothing. */
export function resumeDraft() {
  suspended = false;
  noteChange();
}

/** Forgets what was kept because the person starts over. */
export async function dropDraft() {
  clearTimeout(timer);
  changed = false;
  await deleteDraft(key).catch(() => {});
}
