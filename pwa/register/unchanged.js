/** A change that changes nothing is not sent: its person would be told of a change, and of another receipt code. */

import { saysTheSame } from "../queue/corrections.js";
import { readAll } from "../store/database.js";

/**
 * Whether the registration `id` is kept on this phone with these values; no if that can't be read just now.
 *
 * @param {string} id
 * @param {import("../queue/types.js").Values} values
 */
export async function isUnchanged(id, values) {
  try {
    const [entries, receipts, acts] = [await readAll("entries"), await readAll("receipts"), await readAll("acts")];
    return saysTheSame({ entries, receipts, acts }, id, values);
  } catch {
    return false; // the server looks too
  }
}
