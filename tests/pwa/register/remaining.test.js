/** How much time remains until the deadline, in words. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { describeRemaining } from "../../../pwa/register/remaining.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

for (const [left_ms, key, count] of [
  [0, "minutes_one", 1],
  [2 * MINUTE - 1, "minutes_one", 1],
  [2 * MINUTE, "minutes", 2],
  [HOUR - 1, "minutes", 59],
  [HOUR, "hours_one", 1],
  [DAY - 1, "hours", 23],
  [DAY, "days_one", 1],
  [3 * DAY - 1, "days", 2],
]) {
  test(`${left_ms} ms`, () => assert.deepEqual(describeRemaining(left_ms), { key: `app.form.remaining_${key}`, params: { count } }));
}
