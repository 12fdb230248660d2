/** Work that never runs twice at once. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { serialise } from "../../../pwa/ui/serial.js";

/** Work that ends when it is told to. */
function makeWork() {
  const ends = [];
  const work = () => new Promise((resolve, reject) => ends.push({ resolve, reject }));
  return { work, ends };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("what is asked for while it runs is done once more afterwards", async () => {
  const { work, ends } = makeWork();
  const run = serialise(work, assert.fail);
  const first = run();
  await Promise.all([run(), run()]);
  assert.equal(ends.length, 1);
  ends[0].resolve();
  await settled();
  assert.equal(ends.length, 2);
  ends[1].resolve();
  await first;
  assert.equal(ends.length, 2);
});

test("a failure is told and ends nothing", async () => {
  const { work, ends } = makeWork();
  let failures = 0;
  const run = serialise(work, () => (failures += 1));
  const first = run();
  ends[0].reject(new Error("no storage"));
  await first;
  assert.equal(failures, 1);
  const second = run();
  ends[1].resolve();
  await second;
  assert.equal(failures, 1);
});
