/** Instants as people read them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { formatInstant } from "../../../pwa/ui/instant.js";

const INSTANT = "2022-01-05T18:30:00Z";

test("in Thai with the Buddhist Era, in the site's time zone", () => {
  assert.equal(formatInstant(INSTANT, "th", "Asia/Bangkok"), "6 มกราคม 2565 เวลา 01.30 น.");
});

test("in English with the Common Era", () => {
  assert.equal(formatInstant(INSTANT, "en", "Asia/Bangkok"), "6 January 2022 at 01:30");
  assert.equal(formatInstant(INSTANT, "en", "Europe/London"), "5 January 2022 at 18:30");
});
