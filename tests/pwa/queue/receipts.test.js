/** How long a receipt keeps what was sent. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { forgetBegun, hasBegun } from "../../../pwa/queue/receipts.js";
import { makeReceipt, NOW } from "../examples.js";

const at = (offset_ms, clock_ahead_ms = 0) => ({ starts_at: new Date(NOW + offset_ms).toISOString(), clock_ahead_ms });

test("an event has begun from its first instant, by the clock that the registration was made by", () => {
  assert.deepEqual([at(1), at(0), at(-1), at(10, 10), at(10, 9)].map((of) => hasBegun(of, NOW)), [false, true, true, true, false]);
});

test("an event of which no time is known counts as begun", () => {
  assert.equal(hasBegun({ starts_at: "", clock_ahead_ms: 0 }, NOW), true);
});

test("of events that have begun only the receipt stays", () => {
  const begun = makeReceipt(at(0));
  const others = [makeReceipt(at(1)), makeReceipt({ ...at(0), values: null })];
  assert.deepEqual(forgetBegun([begun, ...others], NOW), [{ ...begun, values: null }]);
});
