/** The rooms of `pwa/`: who imports whom, in one direction, and which modules have no side effect. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { findCircle, findForbidden, findSideEffects, readImports, readModules } from "./imports.js";
import { PWA, pure, ROOT, rooms } from "./project.js";

const modules = readModules(PWA);
const imports = readImports(modules);

test("every module stands in a room and imports only whom its room may", () => {
  assert.deepEqual([...new Set([...modules.keys()].map((path) => path.split("/")[0]))].sort(), Object.keys(rooms).sort());
  assert.deepEqual(findForbidden(imports, rooms), []);
});

test("what is imported is there", () => {
  assert.deepEqual([...imports.values()].flat().filter((path) => !modules.has(path)), []);
});

test("neither rooms nor modules go round in circles", () => {
  assert.equal(findCircle(new Map(Object.entries(rooms))), null);
  assert.equal(findCircle(imports), null);
});

test("pure modules import pure modules only and touch nothing outside", () => {
  const types = [...modules.keys()].filter((path) => path.endsWith("/types.js"));
  for (const path of pure) {
    assert.deepEqual(imports.get(path)?.filter((to) => ![...pure, ...types].includes(to)), [], path);
    assert.deepEqual(findSideEffects(modules.get(path) ?? ""), [], path);
  }
});

test("no module has a variable of its own: what changes is in an object that a function makes", () => {
  assert.deepEqual([...modules].filter(([, source]) => /^(?:export )?(?:let|var) /m.test(source)).map(([path]) => path), []);
});

test("the whole queue is pure", () => {
  const ofQueue = [...modules.keys()].filter((path) => path.startsWith("queue/") && path !== "queue/types.js");
  assert.deepEqual(pure.filter((path) => path.startsWith("queue/")), ofQueue);
});

test("ARCHITECTURE.md shows the same table", () => {
  const text = readFileSync(join(ROOT, "ARCHITECTURE.md"), "utf-8");
  const rows = [...text.matchAll(/^\| `pwa\/(\w+)\/` \| .* \| (.*) \|$/gm)];
  const shown = Object.fromEntries(rows.map(([, room, may]) => [room, may === "–" ? [] : may.split(", ")]));
  assert.deepEqual(shown, rooms);
});

test("the checks find what they look for", () => {
  const made = new Map([
    ["a/one.js", 'import { two } from "../b/two.js";\nexport const one = two;'],
    ["b/two.js", '/** @typedef {import("./three.js").Three} Three */\nimport "../a/one.js";\nimport { openDB } from "idb";'],
    ["b/three.js", 'const late = await import("../b/two.js");'],
  ]);
  const found = readImports(made);
  assert.deepEqual(Object.fromEntries(found), {
    "a/one.js": ["b/two.js"],
    "b/two.js": ["b/three.js", "a/one.js", "idb"],
    "b/three.js": ["b/two.js"],
  });
  assert.deepEqual(findForbidden(found, { a: ["b"], b: [] }), ["b/two.js -> a/one.js", "b/two.js -> idb"]);
  assert.deepEqual(findCircle(found), ["b/two.js", "b/three.js", "b/two.js"]);
  assert.equal(findCircle(new Map([["a", ["b", "c"]], ["b", ["c"]], ["c", []]])), null);
  const source = "// fetch\n/* document */ const a = Date.now() + Math.random(); // self\nsetTimeout(f); new Date(); new Date(0); x.location;";
  assert.deepEqual(findSideEffects(source), ["Date.now", "Math.random", "setTimeout", "new Date()"]);
});
