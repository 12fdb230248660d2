/**
 * Keeps what is typed at every pause, and brings it back. One draft per event, and one per correction.
 *
 * Two tabs with the same form: each goes on showing its own text, the one typed in last is kept, and both say so.
 *
 * @import { Draft } from "../queue/types.js"
 */
import { deleteDraft, loadDraft, saveDraft } from "../store/drafts.js";

const PAUSE_MS = 300;

/**
 * @typedef {object} DraftOptions
 * @property {() => Omit<Draft, "event" | "updated_at">} read what is to be kept
 * @property {() => void} onOtherTab called when another tab has kept the same draft
 * @property {(error: unknown) => void} onFailure called when something can't be kept; it stays in the form
 *
 * @typedef {object} DraftKeeper
 * @property {() => Promise<void>} keepNow keeps what has changed without waiting for a pause; rejects with a StorageError
 * @property {() => Promise<void>} flush the same, for those who go on even if it fails
 * @property {(key: string) => Promise<Draft | undefined>} open keeps the form under this key from now on, which is the event,
 *   or the event and what is corrected; gives what was kept, but not if somebody began to type while it was being fetched
 * @property {(isSuspended: boolean) => void} suspend true while the form is being submitted: its draft goes away with that,
 *   and must not come back; false when that came to nothing
 * @property {() => Promise<void>} drop forgets what was kept because the person starts over
 */

/**
 * Keeps what the form holds from now on, once `open` has said under which key.
 *
 * @param {HTMLFormElement} form
 * @param {DraftOptions} options
 * @returns {DraftKeeper}
 */
export function createDraftKeeper(form, { read, onOtherTab, onFailure }) {
  /** @type {OpenDraft} */
  const draft = { key: "", isChanged: false, isSuspended: false };
  const tellOtherTabs = connectTabs((key) => key === draft.key && onOtherTab());
  const pause = createPause(() => void flush());

  async function keepNow() {
    pause.stop();
    if (await keep(draft, read)) tellOtherTabs(draft.key);
  }
  const flush = () => keepNow().catch(onFailure);

  function noteChange() {
    draft.isChanged = true;
    pause.restart();
  }

  /** @param {boolean} isSuspended */
  function suspend(isSuspended) {
    draft.isSuspended = isSuspended;
    if (!isSuspended) noteChange();
  }

  async function drop() {
    pause.stop();
    draft.isChanged = false;
    await deleteDraft(draft.key).catch(() => {});
  }

  for (const type of ["input", "change"]) form.addEventListener(type, noteChange);
  onLeaving(flush);
  return { keepNow, flush, suspend, drop, open: (key) => open(draft, key) };
}

/**
 * @typedef {object} OpenDraft
 * @property {string} key empty before the form was opened
 * @property {boolean} isChanged whether something is not kept yet
 * @property {boolean} isSuspended
 *
 * @param {OpenDraft} draft
 * @param {DraftOptions["read"]} read
 * @returns {Promise<boolean>} whether there was something to keep
 */
async function keep(draft, read) {
  if (!draft.isChanged || draft.isSuspended || !draft.key) return false;
  draft.isChanged = false;
  try {
    await saveDraft({ ...read(), event: draft.key, updated_at: new Date().toISOString() });
    return true;
  } catch (error) {
    draft.isChanged = true;
    throw error;
  }
}

/**
 * @param {OpenDraft} draft
 * @param {string} key
 */
async function open(draft, key) {
  Object.assign(draft, { key, isChanged: false, isSuspended: false });
  const kept = await loadDraft(key).catch(() => undefined);
  return draft.isChanged ? undefined : kept;
}

/** @param {() => void} work to be done once nobody has typed for a while */
function createPause(work) {
  let timer = 0;
  const stop = () => clearTimeout(timer);
  const restart = () => {
    stop();
    timer = setTimeout(work, PAUSE_MS);
  };
  return { stop, restart };
}

/**
 * @param {(key: string) => void} onKept called with the key that another tab has kept a draft under
 * @returns {(key: string) => void} tells the other tabs of a draft that was kept here
 */
function connectTabs(onKept) {
  if (!("BroadcastChannel" in window)) return () => {};
  const channel = new BroadcastChannel("wian-draft");
  channel.addEventListener("message", ({ data }) => onKept(data));
  return (key) => channel.postMessage(key);
}

/** @param {() => void} listener called when the person leaves the page, perhaps for good */
function onLeaving(listener) {
  addEventListener("pagehide", listener, true); // before the store closes at the same event
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") listener();
  });
}
