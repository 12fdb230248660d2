/** What the download of the rules costs. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { formatMegabytes, isCostly } from "../../../pwa/rules/download.js";

for (const [connection, expected] of [
  [undefined, false],
  [{}, false],
  [{ effectiveType: "4g" }, false],
  [{ effectiveType: "3g" }, false],
  [{ effectiveType: "2g" }, true],
  [{ effectiveType: "slow-2g" }, true],
  [{ saveData: true, effectiveType: "4g" }, true],
]) {
  test(`${JSON.stringify(connection)} is ${expected ? "" : "not "}costly`, () => assert.equal(isCostly(connection), expected));
}

test("sizes have one decimal at most", () => {
  assert.equal(formatMegabytes(5_049_999, "th"), "5");
  assert.equal(formatMegabytes(5_050_001, "en"), "5.1");
});
