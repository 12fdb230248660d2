/**
 * Reports the tests of `pwa/` plainly: what failed, which lines and branches of the pure modules never ran, and one line at
 * the end. Anything of the kind makes the run fail. A coverage threshold of Node's own would not miss a module that no test
 * loads, and only Node 22 has one.
 */

import { relative } from "node:path";

import { pure, PWA } from "./project.js";

/** @param {AsyncIterable<{type: string, data: any}>} events */
export default async function* report(events) {
  let passed = 0;
  let failed = 0;
  process.exitCode = 1; // until the coverage is here and has no gap
  for await (const { type, data } of events) {
    if (type === "test:pass" && data.details.type !== "suite") passed += 1;
    if (type === "test:fail") {
      failed += 1;
      yield `${data.file}:${data.line}: ${data.name}\n${data.details.error.cause?.stack ?? data.details.error}\n\n`;
    }
    if (type !== "test:coverage") continue;
    const gaps = listGaps(data.summary.files);
    for (const gap of gaps) yield `${gap}\n`;
    process.exitCode = failed > 0 || gaps.length > 0 ? 1 : 0;
    yield process.exitCode
      ? `pwa: ${failed} of ${passed + failed} tests failed; ${gaps.length} lines or branches of the pure modules never ran.\n`
      : `pwa: ${passed} tests passed; every line and branch of the ${pure.length} pure modules ran.\n`;
  }
}

/**
 * @param {{path: string, lines: {line: number, count: number}[], branches: {line: number, count: number}[]}[]} files
 * @returns {string[]}
 */
function listGaps(files) {
  const covered = new Map(files.map((file) => [relative(PWA, file.path), file]));
  return pure.flatMap((/** @type {string} */ path) => {
    const file = covered.get(path);
    if (!file) return [`pwa/${path}: no test loads it`];
    const missed = [...file.lines, ...file.branches].filter(({ count }) => count === 0);
    return [...new Set(missed.map(({ line }) => `pwa/${path}:${line}: never ran, or not to each of its ends`))];
  });
}
