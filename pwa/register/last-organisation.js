/** The organisation chosen last on this phone, for the next form; no more than its code, and nothing if that can't be kept. */

const KEY = "wian-organisation";

/** @param {string} code */
export function rememberOrganisation(code) {
  try {
    localStorage.setItem(KEY, code);
  } catch {
    // then it is chosen again next time
  }
}

/** @returns {string} empty if there is none */
export function recallOrganisation() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}
