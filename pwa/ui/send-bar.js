/** Says when the next try is, counting down, with a button that tries at once. */

import { nextDueAt } from "../queue/schedule.js";
import { describeWait } from "./countdown.js";
import { element, makeButton } from "./elements.js";
import { text } from "./page-data.js";

/** @param {() => Promise<void>} sendNow */
export function createSendBar(sendNow) {
  let isSending = false;
  /** @type {number | null} epoch ms */
  let dueAt = null;
  const when = element("p", {});
  const button = makeButton(text("app.queue.send_now"), () => void send(), { "data-action": "send" });
  const bar = element("div", { class: "card send-bar" }, when, button);
  bar.hidden = true;

  async function send() {
    if (isSending) return;
    isSending = true;
    button.setAttribute("aria-disabled", "true"); // it keeps the focus
    tick();
    await sendNow();
    isSending = false;
    button.removeAttribute("aria-disabled");
    tick();
  }

  function tick() {
    if (dueAt === null) return;
    const { key, params } = describeWait(isSending ? 0 : dueAt - Date.now());
    when.textContent = text(key, params);
  }

  /** @param {import("../queue/types.js").Errand[]} errands */
  function update(errands) {
    dueAt = nextDueAt(errands, Date.now());
    bar.hidden = dueAt === null;
    tick();
  }

  setInterval(tick, 1000);
  return { bar, update };
}
