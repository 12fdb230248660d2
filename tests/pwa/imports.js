/** Reads which module of `pwa/` imports which, for their types too. */

import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(\s*|^import\s*)"([^"]+)"/gm;

/**
 * Every module under `folder`, with its text.
 *
 * @param {string} folder
 * @returns {Map<string, string>} by path from `folder`, e.g. `queue/entry.js`
 */
export function readModules(folder) {
  const paths = readdirSync(folder, { recursive: true }).filter((path) => path.endsWith(".js"));
  return new Map(paths.sort().map((path) => [path, readFileSync(join(folder, path), "utf-8")]));
}

/**
 * What each module imports.
 *
 * @param {Map<string, string>} modules
 * @returns {Map<string, string[]>} a package by its name, a module of ours by its path
 */
export function readImports(modules) {
  return new Map(
    [...modules].map(([path, source]) => [
      path,
      [...source.matchAll(IMPORT)].map(([, to]) => (to.startsWith(".") ? posix.join(posix.dirname(path), to) : to)),
    ]),
  );
}

/**
 * A way that leads from a module back to it.
 *
 * @param {Map<string, string[]>} imports
 * @returns {string[] | null} null if there is none
 */
export function findCircle(imports) {
  const finished = new Set();
  /** @param {string} path @param {string[]} way */
  const visit = (path, way) => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (finished.has(path)) return null;
    for (const next of imports.get(path) ?? []) {
      const circle = visit(next, [...way, path]);
      if (circle) return circle;
    }
    finished.add(path);
    return null;
  };
  for (const path of imports.keys()) {
    const circle = visit(path, []);
    if (circle) return circle;
  }
  return null;
}

/**
 * The imports that the table of rooms does not allow.
 *
 * @param {Map<string, string[]>} imports
 * @param {Record<string, string[]>} rooms whom each room may import besides itself
 * @returns {string[]} `from -> to`
 */
export function findForbidden(imports, rooms) {
  const roomOf = (/** @type {string} */ path) => path.split("/")[0];
  return [...imports].flatMap(([from, targets]) =>
    targets
      .filter((to) => roomOf(to) !== roomOf(from) && !rooms[roomOf(from)]?.includes(roomOf(to)))
      .map((to) => `${from} -> ${to}`),
  );
}

/** What reaches out of a module: the network, the page, the storage, the clock, chance. */
const OUTSIDE = new RegExp(
  [
    "fetch", "indexedDB", "localStorage", "document", "window", "navigator", "location", "history", "self", "globalThis",
    "console", "crypto", "performance", "caches", "setTimeout", "setInterval", "addEventListener", "postMessage",
  ].map((name) => `(?<![.\\w"-])${name}\\b`).join("|") + "|\\bDate\\.now\\b|\\bnew Date\\(\\)|\\bMath\\.random\\b",
  "g",
); // prettier-ignore

/**
 * What a module has of the world outside it.
 *
 * @param {string} source
 * @returns {string[]}
 */
export function findSideEffects(source) {
  const code = source.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");
  return code.match(OUTSIDE) ?? [];
}
