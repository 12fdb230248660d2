/** A registration that this form corrects: the address names it after `#replace=`. */

import { loadEntry } from "../store/entries.js";
import { listReceipts } from "../store/receipts.js";

/**
 * @typedef {object} Correction
 * @property {string} id of the submission to replace
 * @property {import("../queue/types.js").Values | null} values null if only a receipt is left that doesn't hold them
 * @property {string} receipt its code; empty if there is none
 */

/**
 * The registration that the address asks to correct.
 *
 * @returns {Promise<Correction | "missing" | null>} null if the address asks for none; `missing` if it isn't on this phone
 */
export async function findCorrection() {
  const id = new URLSearchParams(location.hash.slice(1)).get("replace");
  if (!id) return null;
  try {
    const entry = await loadEntry(id);
    if (entry) return { id, values: entry.values, receipt: "" };
    const receipt = (await listReceipts()).find((one) => one.submission_id === id);
    return receipt ? { id, values: receipt.values, receipt: receipt.receipt } : "missing";
  } catch {
    return "missing";
  }
}

/**
 * Whether what is corrected was deleted from this phone meanwhile; no if that can't be read just now.
 *
 * @param {Correction} correction
 */
export async function isDeleted({ id }) {
  try {
    return !(await loadEntry(id)) && !(await listReceipts()).some((one) => one.submission_id === id);
  } catch {
    return false;
  }
}
