/** How each thing that people do changes the organisation picker. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { fold, makeHaystack } from "../../../pwa/register/organisation-search.js";
import { escape, leave, makePicker, move, open, pick, set, type } from "../../../pwa/register/picker-state.js";

const make = (code, label) => ({ code, label, district: "", kind: "tao", name: fold(label), haystack: makeHaystack([label]) });
const ORGANISATIONS = [make("a", "Ao Nang"), make("b", "Ban Ko"), make("c", "Ban Klang")];
const CLOSED = makePicker(ORGANISATIONS, "");
const CHOSEN = { ...CLOSED, code: "b", typed: "Ban Ko" };

/** What is to be seen of a picker. */
const look = ({ code, typed, isOpen, found, active, choices }) => ({ code, typed, isOpen, found: found.map((one) => one.code), active, choices });

test("it opens with all, and once", () => {
  const opened = open(CLOSED);
  assert.deepEqual(look(opened), { code: "", typed: "", isOpen: true, found: ["a", "b", "c"], active: -1, choices: 0 });
  assert.equal(open(opened), opened);
});

test("of a chosen organisation it opens with all, to choose another", () => {
  assert.deepEqual(open(CHOSEN).found, ORGANISATIONS);
});

test("with words that chose nothing it opens with what fits them", () => {
  assert.deepEqual(open({ ...CLOSED, typed: "ban" }).found, ORGANISATIONS.slice(1));
});

test("typing filters and leaves what was marked", () => {
  const typed = type(move(open(CLOSED), 1), "ban k");
  assert.deepEqual(look(typed), { code: "", typed: "ban k", isOpen: true, found: ["b", "c"], active: -1, choices: 0 });
});

test("fifty are shown at most, and that there are more", () => {
  const make50 = (count) => open(makePicker(Array.from({ length: count }, (_, at) => make(`o${at}`, `Ban ${at}`)), ""));
  assert.deepEqual([make50(50).found.length, make50(50).isCut], [50, false]);
  assert.deepEqual([make50(51).found.length, make50(51).isCut], [50, true]);
});

test("the arrows open the list and go round", () => {
  const down = [1, 2, 3, 4].map((times) => Array(times).fill(1).reduce(move, CLOSED));
  assert.deepEqual(down.map(({ active }) => active), [0, 1, 2, 0]);
  const up = [1, 2, 3, 4].map((times) => Array(times).fill(-1).reduce(move, CLOSED));
  assert.deepEqual(up.map(({ active }) => active), [2, 1, 0, 2]);
  assert.equal(down[0].isOpen, true);
});

test("the arrows find nothing where nothing is found", () => {
  const empty = type(CLOSED, "nothing");
  assert.deepEqual(look(move(empty, 1)), look(empty));
  assert.deepEqual(look(move(empty, -1)), look(empty));
});

test("picking chooses and closes", () => {
  const picked = pick(open(CLOSED), 1);
  assert.deepEqual(look(picked), { code: "b", typed: "Ban Ko", isOpen: false, found: ["a", "b", "c"], active: -1, choices: 1 });
});

test("picking none only closes", () => {
  assert.deepEqual(look(pick(type(CLOSED, "ban"), -1)), { ...look(CLOSED), typed: "ban", found: ["b", "c"] });
});

test("escape closes the list, and then chooses none", () => {
  const closed = escape(open(CHOSEN));
  assert.deepEqual([closed.isOpen, closed.code, closed.choices], [false, "b", 0]);
  assert.deepEqual(look(escape(CHOSEN)), { ...look(CLOSED), choices: 1 });
});

test("leaving a chosen one changes nothing", () => {
  assert.deepEqual(look(leave(open(CHOSEN), "Ban Ko")), { ...look(CHOSEN), found: ["a", "b", "c"] });
});

test("leaving takes what can mean one only", () => {
  assert.deepEqual(look(leave(CLOSED, "klang")), { ...look(CLOSED), code: "c", typed: "Ban Klang", choices: 1 });
});

test("leaving chooses none where several are meant, and the words stay", () => {
  assert.deepEqual(look(leave(CHOSEN, "ban")), { ...look(CLOSED), typed: "ban", choices: 1 });
});

test("what is set is nobody's choice", () => {
  assert.deepEqual(look(set(CLOSED, "a", "")), { ...look(CLOSED), code: "a", typed: "Ao Nang" });
  assert.deepEqual(look(set(CHOSEN, "gone", "Ban")), { ...look(CLOSED), typed: "Ban" });
  assert.deepEqual(look(set(CHOSEN, "", "")), look(CLOSED));
});
