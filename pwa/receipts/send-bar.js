/** Says when the next try is, counting down, with a button that tries at once. */

import { text } from "../page-data.js";
import { nextDueAt } from "../sync/schedule.js";
import { sendNow } from "../sync/sync.js";
import { actionButton, element } from "./elements.js";

const MINUTE_S = 60;

export function makeSendBar() {
  const when = element("p", {});
  let isSending = false;
  const button = actionButton("send", text("app.queue.send_now"), async () => {
    if (isSending) return;
    isSending = true;
    button.setAttribute("aria-disabled", "true"); // it keeps the focus
    tick();
    await sendNow();
    isSending = false;
    button.removeAttribute("aria-disabled");
    tick();
  });
  const bar = element("div", { class: "card send-bar" }, when, button);
  bar.hidden = true;
  /** @type {number | null} */
  let dueAt = null;

  const tick = () => {
    if (dueAt !== null) when.textContent = isSending ? text("app.queue.sending") : describe(dueAt);
  };
  setInterval(tick, 1000);

  return {
    bar,
    /** @param {import("../types.js").Entry[]} entries */
    update(entries) {
      dueAt = nextDueAt(entries, Date.now());
      bar.hidden = dueAt === null;
      tick();
    },
  };
}

/** @param {number} dueAt epoch ms */
function describe(dueAt) {
  const seconds = Math.ceil((dueAt - Date.now()) / 1000);
  if (seconds <= 0) return text("app.queue.sending");
  if (seconds <= 2 * MINUTE_S) return text("app.queue.next_in_seconds", { seconds });
  return text("app.queue.next_in_minutes", { minutes: Math.ceil(seconds / MINUTE_S) });
}
