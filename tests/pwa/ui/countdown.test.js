/** How long it is until the next try, in words. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { describeWait } from "../../../pwa/ui/countdown.js";

for (const [wait_ms, expected] of [
  [-5_000, { key: "app.queue.sending" }],
  [0, { key: "app.queue.sending" }],
  [1, { key: "app.queue.next_in_seconds", params: { seconds: 1 } }],
  [120_000, { key: "app.queue.next_in_seconds", params: { seconds: 120 } }],
  [120_001, { key: "app.queue.next_in_minutes", params: { minutes: 3 } }],
  [300_000, { key: "app.queue.next_in_minutes", params: { minutes: 5 } }],
]) {
  test(`${wait_ms} ms`, () => assert.deepEqual(describeWait(wait_ms), expected));
}
