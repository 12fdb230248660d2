/** Starts Pyodide with the rules. */

import { LostDownloadError } from "./downloads.js";

/**
 * @typedef {{check: (request: string) => string}} JsonDoor
 * @typedef {{folder: string, library: string}} Python where its interpreter and its library are
 */

/** Where the rules stand in Python's file system. */
const RULES_FILE = "/rules.pyz";

/**
 * @param {Python} python
 * @returns {Promise<JsonDoor>} the one door of the rules
 */
export async function openDoor(python) {
  const rules = fetch(RULES_URL).then((response) => response.arrayBuffer());
  const loadPyodide = await loadScripts();
  const pyodide = await loadPyodide({
    indexURL: python.folder,
    stdLibURL: python.library,
    lockFileContents: { info: LOCK_INFO, packages: {} },
    fsInit: async (/** @type {any} */ files) => files.writeFile(RULES_FILE, new Uint8Array(await rules)),
    env: { PYTHONPATH: RULES_FILE },
    // What Python prints could hold what people typed.
    stdout: () => {},
    stderr: () => {},
  });
  return pyodide.pyimport("registration_rules.json_door");
}

/** @returns {Promise<(options: object) => Promise<any>>} Pyodide's loader, once its JavaScript side is there too */
async function loadScripts() {
  try {
    const [{ loadPyodide }] = await Promise.all([import(LOADER_URL), import(JAVASCRIPT_URL)]);
    return loadPyodide;
  } catch (error) {
    throw new LostDownloadError(String(error));
  }
}
