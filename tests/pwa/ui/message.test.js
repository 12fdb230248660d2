/** Messages with what they are about put in. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { fillMessage } from "../../../pwa/ui/message.js";

for (const [message, params, expected] of [
  ["Registered", {}, "Registered"],
  ["{person}: {count} of {count}", { person: "สมชาย", count: 0 }, "สมชาย: 0 of 0"],
  ["{nobody} and {}", {}, "{nobody} and {}"],
  ["{first} {last}", { first: "{last}", last: "ใจดี" }, "{last} ใจดี"],
]) {
  test(`${message} becomes ${expected}`, () => assert.equal(fillMessage(message, params), expected));
}
