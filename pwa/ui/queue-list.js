/** The queue and the receipts as a list that keeps itself up to date; the registration page and the receipts page show it. */

import { listActs } from "../store/acts.js";
import { onQueueChange } from "../store/changes.js";
import { listEntries } from "../store/entries.js";
import { listReceipts } from "../store/receipts.js";
import { createBatchView } from "./batch-view.js";
import { makeBatches } from "./batches.js";
import { describeNews } from "./card-texts.js";
import { element } from "./elements.js";
import { keepFocus } from "./focus.js";
import { pageData, text } from "./page-data.js";
import { makeItems, pickNews } from "./queue-items.js";
import { createSendBar } from "./send-bar.js";
import { serialise } from "./serial.js";

/** When to look again after the storage could not be read: nobody tells when it can. */
const LOOK_AGAIN_MS = 5_000;

/**
 * @typedef {import("./batches.js").Batch} Batch
 * @typedef {import("./batch-view.js").BatchView} BatchView
 * @typedef {import("./batch-view.js").DrawActions} DrawActions
 * @typedef {import("./queue-items.js").Item} Item
 */

/**
 * Shows what this phone has queued, sent and had answered, in `container`, and again after every change.
 *
 * Cards that didn't change stay as they are, and the focus stays where it was. What became of an entry or an act is
 * announced, not each attempt.
 *
 * @param {HTMLElement} container
 * @param {object} options
 * @param {() => Promise<void>} options.sendNow
 * @param {DrawActions} options.drawActions what can be done with all that was submitted together
 * @param {string} [options.event] only that event's, and nothing at all where there are none
 */
export async function renderQueue(container, { sendNow, drawActions, event }) {
  const parts = drawParts(container, sendNow);
  /** @type {Map<string, BatchView>} */
  const views = new Map();
  /** What is shown, by id; null before the first time. @type {Map<string, Item> | null} */
  let shown = null;

  const refresh = async () => {
    const kept = await loadAll(event);
    const items = makeItems(kept, Date.now());
    const before = shown ?? new Map();
    keepFocus(container, () => placeBatches(parts.batches, views, makeBatches(items), { shown: before, drawActions }));
    parts.sendBar.update([...kept.entries, ...kept.acts]);
    if (shown) announce(parts.status, pickNews(items, shown));
    shown = new Map(items.map((item) => [item.id, item]));
    parts.trouble.remove();
    parts.empty.hidden = items.length > 0;
    container.hidden = event !== undefined && items.length === 0;
  };
  const show = serialise(refresh, () => {
    container.prepend(parts.trouble); // what was shown stays: it may still be there
    container.hidden = event !== undefined && !shown?.size;
    setTimeout(() => void show(), LOOK_AGAIN_MS);
  });
  onQueueChange(show);
  await show();
}

/**
 * @param {HTMLElement} container
 * @param {() => Promise<void>} sendNow
 */
function drawParts(container, sendNow) {
  const status = element("p", { role: "status", class: "unseen" });
  const trouble = element("p", { class: "notice" }, text("app.queue.unavailable"));
  const empty = element("p", { class: "soft" }, text("app.queue.empty"));
  empty.hidden = true;
  const sendBar = createSendBar(sendNow);
  const batches = element("div", { class: "batches" });
  container.replaceChildren(status, empty, sendBar.bar, batches);
  return { status, trouble, empty, sendBar, batches };
}

/**
 * @param {string | undefined} event
 * @returns {Promise<import("../queue/acts.js").Kept>}
 */
async function loadAll(event) {
  const isOurs = (/** @type {{event: string}} */ one) => event === undefined || one.event === event;
  const [entries, acts, receipts] = await Promise.all([listEntries(), listActs(), listReceipts()]);
  return { entries: entries.filter(isOurs), acts: acts.filter(isOurs), receipts: receipts.filter(isOurs) };
}

/**
 * Puts every set into its place, drawing only what changed.
 *
 * @param {HTMLElement} container
 * @param {Map<string, BatchView>} views by key; those that are no longer wanted go
 * @param {Batch[]} batches
 * @param {{shown: Map<string, Item>, drawActions: DrawActions}} drawing `shown`: as drawn before
 */
function placeBatches(container, views, batches, { shown, drawActions }) {
  const wanted = batches.map((batch) => {
    const view = views.get(batch.key) ?? createBatchView(drawActions);
    views.set(batch.key, view);
    view.update(batch, shown);
    return view.section;
  });
  const keys = new Set(batches.map(({ key }) => key));
  for (const key of [...views.keys()].filter((one) => !keys.has(one))) views.delete(key);
  const isUnchanged = wanted.length === container.children.length && wanted.every((section, at) => container.children[at] === section);
  if (!isUnchanged) container.replaceChildren(...wanted);
}

/**
 * @param {HTMLElement} status
 * @param {Item[]} changed
 */
function announce(status, changed) {
  if (changed.length > 0) status.textContent = changed.map(wordNews).join(" ");
}

/** @param {Item} item */
function wordNews({ news, said, of }) {
  if (!news.startsWith("standing") || !("receipt" in of)) return text(`app.queue.news.${news}`, said);
  const lines = describeNews(of.receipt, pageData.locale).map(({ key, params }) => text(key, params));
  return `${said.person}: ${lines.join(" ")}`;
}
