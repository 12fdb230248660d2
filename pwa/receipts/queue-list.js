/** The queue and the receipts as a list that keeps itself up to date; the registration page and the receipts page show it. */

import { text } from "../page-data.js";
import { onQueueChange } from "../store/changes.js";
import { listEntries } from "../store/entries.js";
import { shortenName } from "../store/outcomes.js";
import { listReceipts } from "../store/receipts.js";
import { drawEntry, drawReceipt } from "./cards.js";
import { element } from "./elements.js";
import { makeSendBar } from "./send-bar.js";

/**
 * @typedef {import("../types.js").Entry} Entry
 * @typedef {import("../types.js").Receipt} Receipt
 *
 * @typedef {object} Item
 * @property {string} id
 * @property {string} group
 * @property {string} person
 * @property {string} signature what the card shows; another one means drawing it anew
 * @property {Record<string, string>} said what an announcement may name
 * @property {() => HTMLElement} draw
 */

/** In the order in which they want attention. */
const GROUPS = ["needs_person", "refused", "queued", "received", "late", "stored"];

/**
 * Shows what this phone has queued, sent and had answered, in `container`, and again after every change.
 *
 * Cards that didn't change stay as they are, and the focus stays where it was. Only the answer to an entry is announced,
 * not each attempt.
 *
 * @param {HTMLElement} container
 * @param {{event?: string}} [options] `event`: only that event's, and nothing at all where there are none
 */
export async function renderQueue(container, { event } = {}) {
  const status = element("p", { role: "status", class: "unseen" });
  const trouble = element("p", { class: "notice" }, text("app.queue.unavailable"));
  const empty = element("p", { class: "soft" }, text("app.queue.empty"));
  empty.hidden = true;
  const { bar, update } = makeSendBar();
  const lists = new Map(GROUPS.map((group) => [group, drawGroup(group)]));
  container.replaceChildren(status, empty, bar, ...[...lists.values()].map((list) => list.parentElement ?? list));

  /** @type {Map<string, Item>} */
  let shown = new Map();
  let isFirst = true;

  const refresh = async () => {
    const [entries, receipts] = await loadAll(event);
    const items = [...entries.map(describeEntry), ...receipts.map(describeReceipt)];
    placeCards(container, lists, items, shown);
    update(entries);
    if (!isFirst) announce(status, items, shown);
    isFirst = false;
    shown = new Map(items.map((item) => [item.id, item]));
    trouble.remove();
    empty.hidden = items.length > 0;
    container.hidden = event !== undefined && items.length === 0;
  };
  const show = serialise(refresh, () => {
    container.prepend(trouble); // what was shown stays: it may still be there
    container.hidden = event !== undefined && shown.size === 0;
  });
  onQueueChange(show);
  await show();
}

/**
 * @param {string | undefined} event
 * @returns {Promise<[Entry[], Receipt[]]>}
 */
async function loadAll(event) {
  const isOurs = (/** @type {{event: string}} */ one) => event === undefined || one.event === event;
  const [entries, receipts] = await Promise.all([listEntries(), listReceipts()]);
  return [entries.filter(isOurs), receipts.filter(isOurs)];
}

/**
 * `work`, never twice at once: what is asked for meanwhile is done once more afterwards.
 *
 * @param {() => Promise<void>} work
 * @param {() => void} onFailure
 */
function serialise(work, onFailure) {
  let isRunning = false;
  let isWanted = false;
  return async function run() {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      await work().catch(onFailure);
    }
    isRunning = false;
  };
}

/**
 * @param {Entry} entry
 * @returns {Item}
 */
function describeEntry(entry) {
  const { submission_id, state, problem, unknowns, attempts } = entry;
  const person = shortenName(entry.values);
  return {
    id: submission_id,
    group: state === "superseded" ? "queued" : state,
    person,
    signature: JSON.stringify([state, problem, unknowns, attempts > 0]),
    said: { person },
    draw: () => drawEntry(entry),
  };
}

/**
 * @param {Receipt} receipt
 * @returns {Item}
 */
function describeReceipt(receipt) {
  const { submission_id, person } = receipt;
  return {
    id: submission_id,
    group: receipt.status === "late_review" ? "late" : "stored",
    person,
    signature: receipt.receipt + receipt.status,
    said: { person, code: receipt.receipt },
    draw: () => drawReceipt(receipt),
  };
}

/** @param {string} group */
function drawGroup(group) {
  const list = element("ul", { class: "queue" });
  element("section", {}, element("h2", {}, text(`app.queue.group.${group}`)), list).hidden = true;
  return list;
}

/**
 * Puts every item's card into its group's list, drawing only what changed.
 *
 * @param {HTMLElement} container
 * @param {Map<string, HTMLElement>} lists
 * @param {Item[]} items
 * @param {Map<string, Item>} shown as drawn before
 */
function placeCards(container, lists, items, shown) {
  const focused = findFocus(container);
  const cards = new Map([...container.querySelectorAll("[data-id]")].map((card) => [card.getAttribute("data-id"), card]));
  for (const [group, list] of lists) {
    const drawn = items
      .filter((item) => item.group === group)
      .map((item) => {
        const isSame = shown.get(item.id)?.signature === item.signature && shown.get(item.id)?.group === group;
        return (isSame && cards.get(item.id)) || item.draw();
      });
    const isUnchanged = drawn.length === list.children.length && drawn.every((card, at) => list.children[at] === card);
    if (!isUnchanged) list.replaceChildren(...drawn);
    /** @type {HTMLElement} */ (list.parentElement).hidden = drawn.length === 0;
  }
  if (focused) restoreFocus(container, focused);
}

/**
 * @typedef {{id: string, action: string | null}} Focus
 *
 * @param {HTMLElement} container
 * @returns {Focus | null} which card has the focus, and which of its buttons
 */
function findFocus(container) {
  const active = container.contains(document.activeElement) ? document.activeElement : null;
  const id = active?.closest("[data-id]")?.getAttribute("data-id");
  return id ? { id, action: active?.getAttribute("data-action") ?? null } : null;
}

/**
 * Gives the focus back to the same button, or else its card, or else, if that went, to the list.
 *
 * @param {HTMLElement} container
 * @param {Focus} focus
 */
function restoreFocus(container, { id, action }) {
  if (document.activeElement?.closest("[data-id]")?.getAttribute("data-id") === id) return;
  const card = /** @type {HTMLElement | null} */ (container.querySelector(`[data-id="${id}"]`));
  const button = action && /** @type {HTMLElement | null} */ (card?.querySelector(`[data-action="${action}"]`));
  if (!card) container.tabIndex = -1;
  (button || card || container).focus();
}

/**
 * Says which entries were answered since `shown`.
 *
 * @param {HTMLElement} status
 * @param {Item[]} items
 * @param {Map<string, Item>} shown
 */
function announce(status, items, shown) {
  const news = items.filter(({ id, group }) => group !== "queued" && shown.has(id) && shown.get(id)?.group !== group);
  if (news.length > 0) status.textContent = news.map(({ group, said }) => text(`app.queue.news.${group}`, said)).join(" ");
}
