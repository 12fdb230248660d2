/** The queue and the receipts as a list that keeps itself up to date; the registration page and the receipts page show it. */

import { listActs } from "../store/acts.js";
import { onQueueChange } from "../store/changes.js";
import { listEntries } from "../store/entries.js";
import { listReceipts } from "../store/receipts.js";
import { describeNews } from "./card-texts.js";
import { drawCard } from "./cards.js";
import { element } from "./elements.js";
import { keepFocus } from "./focus.js";
import { pageData, text } from "./page-data.js";
import { GROUPS, isSameCard, makeItems, pickNews } from "./queue-items.js";
import { createSendBar } from "./send-bar.js";
import { serialise } from "./serial.js";

/**
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
 * @param {string} [options.event] only that event's, and nothing at all where there are none
 */
export async function renderQueue(container, { sendNow, event }) {
  const parts = drawParts(container, sendNow);
  /** What is shown, by id; null before the first time. @type {Map<string, Item> | null} */
  let shown = null;

  const refresh = async () => {
    const kept = await loadAll(event);
    const items = makeItems(kept, Date.now());
    keepFocus(container, () => placeCards(parts.lists, items, shown ?? new Map()));
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
  const lists = new Map(GROUPS.map((group) => [group, element("ul", { class: "queue" })]));
  const sections = [...lists].map(([group, list]) => drawSection(group, list));
  container.replaceChildren(status, empty, sendBar.bar, ...sections);
  return { status, trouble, empty, sendBar, lists };
}

/**
 * @param {string} group
 * @param {HTMLElement} list
 */
function drawSection(group, list) {
  const section = element("section", {}, element("h2", {}, text(`app.queue.group.${group}`)), list);
  section.hidden = true;
  return section;
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
 * Puts every item's card into its group's list, drawing only what changed.
 *
 * @param {Map<string, HTMLElement>} lists by group
 * @param {Item[]} items
 * @param {Map<string, Item>} shown as drawn before
 */
function placeCards(lists, items, shown) {
  const drawn = [...lists.values()].flatMap((list) => [...list.children]);
  const cards = new Map(drawn.map((card) => [card.getAttribute("data-id"), card]));
  for (const [group, list] of lists) {
    const wanted = items
      .filter((item) => item.group === group)
      .map((item) => (isSameCard(item, shown.get(item.id)) && cards.get(item.id)) || drawCard(item.of));
    const isUnchanged = wanted.length === list.children.length && wanted.every((card, at) => list.children[at] === card);
    if (!isUnchanged) list.replaceChildren(...wanted);
    /** @type {HTMLElement} */ (list.parentElement).hidden = wanted.length === 0;
  }
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
