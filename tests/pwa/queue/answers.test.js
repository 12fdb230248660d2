/** What an answer means: only JSON that echoes our id is one; all else is transport and decides nothing. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { isStored, isUndecided, mayBeStored, readActAnswer, readAnswer } from "../../../pwa/queue/answers.js";
import { CLOSED, ID, KEY_REUSED, MANAGE, NOW, RECEIVED, STORED, UNKNOWN } from "../examples.js";

const { kind: _, ...CONFIRMED } = STORED;
const PAGE = "<!doctype html><p>Please log in to this Wi-Fi";
const PROBLEM = { code: "required", field: "email", params: { a: 1 } };

const stored = (changes = {}) => JSON.stringify({ submission_id: ID, ...CONFIRMED, ...changes });
const echo = (code, more = {}) => JSON.stringify({ submission_id: ID, code, ...more });
const wait = (retry_after_s) => ({ kind: "wait", retry_after_s });
const unknown = (retry_after_s) => ({ kind: "unknown", retry_after_s });

/** What is said of the reply, the reply, and what it means; from our own backend and trusted unless it says otherwise. */
const CASES = [
  ["a new registration", { status: 201, body: stored() }, STORED],
  ["one in the waiting list", { status: 201, body: stored({ status: "waiting" }) }, { ...STORED, status: "waiting" }],
  ["a place in line", { status: 201, body: stored({ status: "waiting", place: 3 }) }, { ...STORED, status: "waiting", place: 3 }],
  ["a place that is none", { status: 201, body: stored({ place: 0 }) }, STORED],
  ["a place that is no number", { status: 201, body: stored({ place: "3" }) }, STORED],
  ["half a place", { status: 201, body: stored({ place: 1.5 }) }, STORED],
  ["a key that is none", { status: 201, body: stored({ manage: `${MANAGE}/` }) }, { ...STORED, manage: "" }],
  ["no key", { status: 201, body: stored({ manage: undefined }) }, { ...STORED, manage: "" }],
  ["one stored before", { status: 200, body: stored({ status: "late_review" }) }, { ...STORED, status: "late_review" }],
  ["our JSON from Netlify", { status: 201, body: stored(), backend: "netlify" }, STORED],
  ["another's receipt", { status: 201, body: stored({ submission_id: "another" }) }, UNKNOWN],
  ["a receipt without a code", { status: 201, body: stored({ receipt: "" }) }, UNKNOWN],
  ["a receipt whose code is a number", { status: 201, body: stored({ receipt: 12 }) }, UNKNOWN],
  ["a receipt of an unheard-of status", { status: 201, body: stored({ status: "fine" }) }, UNKNOWN],
  ["a receipt without a time", { status: 201, body: stored({ received_at: null }) }, UNKNOWN],
  ["a receipt whose time is a number", { status: 201, body: stored({ received_at: 2022 }) }, UNKNOWN],
  ["a receipt at no time", { status: 201, body: stored({ received_at: "soon" }) }, UNKNOWN],
  ["a receipt under another status", { status: 202, body: stored() }, UNKNOWN],
  ["half a receipt", { status: 201, body: stored().slice(0, -1) }, UNKNOWN],
  ["a full event", { status: 422, body: echo("quota_full") }, { kind: "refused", code: "quota_full" }],
  ["a closed event", { status: 422, body: echo("closed") }, CLOSED],
  ["a submission that was replaced", { status: 422, body: echo("superseded") }, { kind: "refused", code: "superseded" }],
  ["a refusal that echoes nothing", { status: 422, body: JSON.stringify({ code: "closed" }) }, UNKNOWN],
  ["problems, of which whole ones count", { status: 422, body: echo("invalid", { problems: [PROBLEM, { code: 1, field: "email" }, { code: "x" }, null] }) },
    { kind: "needs_person", code: "invalid", problems: [PROBLEM] }],
  ["a problem without parameters", { status: 422, body: echo("invalid", { problems: [{ code: "required", field: "email" }] }) },
    { kind: "needs_person", code: "invalid", problems: [{ code: "required", field: "email", params: {} }] }],
  ["a used key", { status: 422, body: echo("key_reused") }, KEY_REUSED],
  ["a code that we don't know", { status: 422, body: echo("surprise") }, UNKNOWN],
  ["a code that is no text", { status: 422, body: echo(7) }, UNKNOWN],
  ["one that is being worked on", { status: 409, body: echo("in_progress") }, wait(0)],
  ["a portal's 409", { status: 409, body: PAGE, retryAfter: "60" }, UNKNOWN],
  ["a busy backend", { status: 503, body: echo("unavailable"), retryAfter: "5" }, wait(5)],
  ["more than an hour to wait", { status: 429, body: echo("busy"), retryAfter: "99999" }, wait(3600)],
  ["a CDN's 503", { status: 503, body: PAGE, retryAfter: "120" }, unknown(120)],
  ["a CDN's 429", { status: 429, body: PAGE, retryAfter: " 7 " }, unknown(7)],
  ["a date to wait for", { status: 503, body: PAGE, retryAfter: "Wed, 05 Jan 2022 02:02:00 GMT" }, unknown(120)],
  ["a date by the server's own clock",
    { status: 503, body: PAGE, retryAfter: "Sat, 01 Jan 2000 00:01:30 GMT", date: "Sat, 01 Jan 2000 00:00:00 GMT" }, unknown(90)],
  ["a date that is past", { status: 503, body: PAGE, retryAfter: "Wed, 05 Jan 2022 01:00:00 GMT" }, UNKNOWN],
  ["a negative wait", { status: 503, body: PAGE, retryAfter: "-5" }, UNKNOWN],
  ["no time at all", { status: 503, body: PAGE, retryAfter: "whenever" }, UNKNOWN],
  ["a page from our own backend", { status: 200, body: PAGE }, UNKNOWN],
  ["Netlify's success page", { status: 200, body: PAGE, backend: "netlify" }, RECEIVED],
  ["a success of Netlify's without a page", { status: 299, body: "", backend: "netlify" }, RECEIVED],
  ["a success page that anybody can have made", { status: 200, body: PAGE, backend: "netlify", trusted: false }, UNKNOWN],
  ["Netlify's 199", { status: 199, body: PAGE, backend: "netlify" }, UNKNOWN],
  ["a redirect of Netlify's", { status: 300, body: PAGE, backend: "netlify" }, UNKNOWN],
  ["a page that isn't there", { status: 404, body: PAGE, backend: "netlify" }, UNKNOWN],
  ["an unknown event", { status: 404, body: echo("event_unknown") }, UNKNOWN],
  ["a POST taken for another site's", { status: 403, body: echo("cross_site") }, UNKNOWN],
  ["a redirect that was not followed", { status: 0, body: "", trusted: false }, UNKNOWN],
  ["JSON that is nothing", { status: 500, body: "null" }, UNKNOWN],
]; // prettier-ignore

for (const [name, { backend = "own", ...reply }, answer] of CASES) {
  test(name, () => {
    assert.deepEqual(readAnswer({ retryAfter: null, date: null, trusted: true, ...reply }, ID, backend, NOW), answer);
  });
}

test("what an answer leaves open", () => {
  const kinds = { STORED, RECEIVED, UNKNOWN, WAIT: wait(1), KEY_REUSED, CLOSED };
  const pick = (is) => Object.keys(kinds).filter((name) => is(kinds[name]));
  assert.deepEqual(pick(isStored), ["STORED", "RECEIVED"]);
  assert.deepEqual(pick(isUndecided), ["UNKNOWN", "WAIT"]);
  assert.deepEqual(pick(mayBeStored), ["STORED", "RECEIVED", "UNKNOWN", "WAIT", "KEY_REUSED"]);
});

const done = (changes = {}) => JSON.stringify({ act_id: "act", submission_id: ID, status: "cancelled", ...changes });

for (const [name, reply, meaning] of [
  ["a cancellation", { status: 200, body: done() }, { kind: "done", status: "cancelled" }],
  ["one of what was declined", { status: 200, body: done({ status: "declined" }) }, { kind: "done", status: "declined" }],
  ["one of what was removed", { status: 200, body: done({ status: "removed" }) }, { kind: "done", status: "removed" }],
  ["one that did nothing", { status: 200, body: done({ status: "confirmed" }) }, UNKNOWN],
  ["one without a status", { status: 200, body: done({ status: 1 }) }, UNKNOWN],
  ["one under another status", { status: 201, body: done() }, UNKNOWN],
  ["another's cancellation", { status: 200, body: done({ act_id: "another" }) }, UNKNOWN],
  ["one that echoes the registration only", { status: 200, body: done({ act_id: undefined }) }, UNKNOWN],
  ["a portal's page", { status: 200, body: PAGE }, UNKNOWN],
  ["one that came too late", { status: 422, body: done({ code: "closed" }) }, CLOSED],
  ["one that is not possible", { status: 422, body: done({ code: "not_possible" }) }, { kind: "refused", code: "not_possible" }],
  ["a refusal for a reason that we don't know", { status: 422, body: done({ code: "surprise" }) }, UNKNOWN],
  ["a refusal that echoes nothing", { status: 422, body: JSON.stringify({ code: "closed" }) }, UNKNOWN],
  ["a busy backend", { status: 503, body: done({ code: "unavailable" }), retryAfter: "5" }, wait(5)],
  ["a busy backend that echoes nothing", { status: 429, body: "{}", retryAfter: "7" }, unknown(7)],
  ["a broken backend", { status: 500, body: done() }, UNKNOWN],
]) {
  test(`cancelling: ${name}`, () => {
    assert.deepEqual(readActAnswer({ retryAfter: null, date: null, trusted: true, ...reply }, "act", NOW), meaning);
  });
}
