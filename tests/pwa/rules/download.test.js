/** What the download of the rules costs. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { formatMegabytes, isCostly, pauseAfter, shouldAskMeanwhile } from "../../../pwa/rules/download.js";

for (const [connection, expected] of [
  [undefined, false],
  [{}, false],
  [{ effectiveType: "4g" }, false],
  [{ effectiveType: "3g" }, false],
  [{ effectiveType: "2g" }, true],
  [{ effectiveType: "slow-2g" }, true],
  [{ saveData: true, effectiveType: "4g" }, true],
  [{ type: "cellular", effectiveType: "4g" }, true],
  [{ type: "wifi", effectiveType: "3g" }, false],
]) {
  test(`${JSON.stringify(connection)} is ${expected ? "" : "not "}costly`, () => assert.equal(isCostly(connection), expected));
}

test("sizes have one decimal at most", () => {
  assert.equal(formatMegabytes(5_049_999, "th"), "5");
  assert.equal(formatMegabytes(5_050_001, "en"), "5.1");
});

for (const [connection, loaded_bytes, expected] of [
  [undefined, 199_999, true],
  [undefined, 200_000, false],
  [{ effectiveType: "3g" }, 0, true],
  [{ type: "wifi" }, 0, false],
]) {
  test(`${loaded_bytes} bytes over ${JSON.stringify(connection)} are ${expected ? "" : "not "}asked about meanwhile`, () =>
    assert.equal(shouldAskMeanwhile(connection, loaded_bytes), expected));
}

test("pauses grow, and end", () => {
  assert.deepEqual([1, 2, 3, 4, 5].map(pauseAfter), [10_000, 30_000, 90_000, 270_000, null]);
});
