/** Requests to a worker as promises. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { createRequests } from "../../../pwa/rules/requests.js";

test("each request gets its own answer, in any order", async () => {
  const requests = createRequests();
  const ids = [];
  const first = requests.ask((id) => ids.push(id));
  const second = requests.ask((id) => ids.push(id));
  assert.deepEqual(ids, [1, 2]);
  requests.answer({ id: 2, result: "b" });
  requests.answer({ id: 1, result: undefined });
  assert.deepEqual(await Promise.all([first, second]), [undefined, "b"]);
});

test("an error rejects", async () => {
  const requests = createRequests();
  const asked = requests.ask(() => {});
  requests.answer({ id: 1, error: "no such action" });
  await assert.rejects(asked, new Error("no such action"));
});

test("an answer to nobody is nobody's", () => {
  const requests = createRequests();
  requests.answer({ id: 7, result: "?" });
  requests.answer({ id: 7, error: "?" });
});

test("all that is open is rejected when the worker is gone", async () => {
  const requests = createRequests();
  const asked = [requests.ask(() => {}), requests.ask(() => {})];
  requests.rejectAll("gone");
  for (const one of asked) await assert.rejects(one, new Error("gone"));
  requests.answer({ id: 1, result: "late" });
});
