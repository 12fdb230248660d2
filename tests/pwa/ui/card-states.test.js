/** How an item stands, at a glance. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { describeStanding, readState, STATES } from "../../../pwa/ui/card-states.js";
import { makeAct, makeEntry, makeReceipt } from "../examples.js";

const ofEntry = (changes, act) => ({ entry: makeEntry(changes), act: act && makeAct(act) });
const ofReceipt = (changes, act) => ({ receipt: makeReceipt(changes), act: act && makeAct(act) });

for (const [state, of] of [
  ["kept", ofEntry()],
  ["sending", ofEntry({ attempts: 1 })],
  ["corrected", ofEntry({ state: "superseded", attempts: 1 })],
  ["received", ofEntry({ state: "received" })],
  ["needs_person", ofEntry({ state: "needs_person" })],
  ["refused", ofEntry({ state: "refused" })],
  ["cancelling", ofEntry({ attempts: 1 }, {})],
  ["confirmed", ofReceipt()],
  ["waiting", ofReceipt({ status: "waiting" })],
  ["late_review", ofReceipt({ status: "late_review" })],
  ["declined", ofReceipt({ status: "declined" })],
  ["cancelled", ofReceipt({ status: "cancelled" })],
  ["removed", ofReceipt({ status: "removed" })],
  ["called_off", ofReceipt({ is_called_off: true })],
  ["cancelling", ofReceipt({}, {})],
  ["confirmed", ofReceipt({}, { state: "refused" })],
]) {
  test(`${state}: marked and in words`, () => {
    assert.equal(readState(of), state);
    assert.deepEqual(Object.keys(STATES[state]), ["tone", "icon"]);
    assert.deepEqual(describeStanding(of), { key: `app.queue.status.${state}` });
  });
}

test("who waits is told the place in line", () => {
  assert.deepEqual(describeStanding(ofReceipt({ status: "waiting", place: 2 })), { key: "app.queue.status.waiting_place", params: { place: 2 } });
  assert.equal(readState(ofReceipt({ status: "waiting", place: 2 }, {})), "cancelling");
});
