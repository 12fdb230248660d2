/** What was submitted together, as one receipt: how its people stand, their cards, and what can be done with all of them. */

import { STATES } from "./card-states.js";
import { drawCard } from "./cards.js";
import { element } from "./elements.js";
import { drawIcon } from "./icons.js";
import { pageData, text } from "./page-data.js";
import { isSameCard } from "./queue-items.js";

/**
 * @typedef {import("./batches.js").Batch} Batch
 * @typedef {import("./queue-items.js").Item} Item
 * @typedef {(batch: Batch) => HTMLElement | null} DrawActions
 *
 * @typedef {object} BatchView
 * @property {HTMLElement} section
 * @property {(batch: Batch, shown: Map<string, Item>) => void} update draws what is not as in `shown`
 */

/**
 * @param {DrawActions} drawActions what can be done with all of it
 * @returns {BatchView}
 */
export function createBatchView(drawActions) {
  const head = element("div", { class: "batch-head" });
  const list = element("ul", { class: "queue" });
  const foot = element("div", { class: "batch-foot", tabindex: "-1" });
  const section = element("section", { class: "batch" }, head, list, foot);
  let drawn = "";
  return {
    section,
    update(batch, shown) {
      placeCards(list, batch.items, shown);
      if (drawn === batch.signature) return;
      drawn = batch.signature;
      foot.setAttribute("data-batch", batch.key);
      head.replaceChildren(element("h2", {}, pageData.events?.[batch.event]?.title ?? batch.title), ...drawTallies(batch));
      foot.replaceChildren(...[drawActions(batch)].filter((actions) => actions !== null));
    },
  };
}

/** @param {Batch} batch */
function drawTallies({ tallies }) {
  if (tallies[0].total < 2) return [];
  return tallies.map(({ state, count, total }) => {
    const { tone, icon } = STATES[state];
    const words = text("app.queue.count", { words: text(`app.queue.status.${state}`), count, total });
    return element("p", { class: `state ${tone}` }, drawIcon(icon), words);
  });
}

/**
 * @param {HTMLElement} list
 * @param {Item[]} items
 * @param {Map<string, Item>} shown as drawn before
 */
function placeCards(list, items, shown) {
  const cards = new Map([...list.children].map((card) => [card.getAttribute("data-id"), card]));
  const wanted = items.map((item) => (isSameCard(item, shown.get(item.id)) && cards.get(item.id)) || drawCard(item.of));
  const isUnchanged = wanted.length === list.children.length && wanted.every((card, at) => list.children[at] === card);
  if (!isUnchanged) list.replaceChildren(...wanted);
}
