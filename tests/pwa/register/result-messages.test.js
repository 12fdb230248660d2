/** What is said of an answer to an entry that was sent without being kept. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { listMessages } from "../../../pwa/register/result-messages.js";
import { CLOSED, KEY_REUSED, RECEIVED, STORED, UNKNOWN } from "../examples.js";

const RECEIPT = { receipt: "1234-5678" };
const INVALID = { kind: "needs_person", code: "invalid", problems: [] };

for (const [name, answer, messages] of [
  ["stored", STORED, [{ key: "app.form.direct_confirmed", params: RECEIPT }]],
  ["stored late", { ...STORED, status: "late_review" }, [{ key: "app.form.direct_late_review", params: RECEIPT }]],
  ["received", RECEIVED, [{ key: "app.form.direct_received" }]],
  ["no answer", UNKNOWN, [{ key: "app.form.direct_unknown" }]],
  ["to wait", { kind: "wait", retry_after_s: 5 }, [{ key: "app.form.direct_wait" }]],
  ["refused", CLOSED, [{ key: "problems.closed" }]],
  ["a used key", KEY_REUSED, [{ key: "problems.key_reused" }]],
  ["invalid without a word why", INVALID, [{ key: "problems.bad_request" }]],
  ["each problem", { ...INVALID, problems: [{ code: "too_long", field: "position", params: { max: 9 } }] },
    [{ key: "problems.too_long", params: { max: 9 } }]],
]) {
  test(name, () => assert.deepEqual(listMessages(answer), messages));
} // prettier-ignore
