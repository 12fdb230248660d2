/** What the download of the rules costs, when people are asked before it, and when it is tried again. Pure. */

/**
 * @typedef {object} Connection what the browser tells of the connection, if anything
 * @property {boolean} [saveData]
 * @property {string} [effectiveType] how fast it has been: "slow-2g", "2g", "3g" or "4g"
 * @property {string} [type] "cellular", "wifi", …; most browsers on desks don't tell, and no iPhone
 */

/** After so long it can be seen how fast the download is. */
export const LOOK_AFTER_MS = 8_000;
/** Slower than 25 kB a second: all of it would take more than a minute. */
const FEWEST_BYTES = 200_000;

/** Pauses after the first, second … failure; then only a connection that comes back is a reason to try again. */
const PAUSES_MS = [10_000, 30_000, 90_000, 270_000];

/**
 * Whether people should be asked first: they pay by the megabyte, save data, or the connection is slow.
 *
 * @param {Connection | undefined} connection
 */
export function isCostly(connection) {
  return Boolean(connection?.saveData) || connection?.type === "cellular" || /2g$/.test(connection?.effectiveType ?? "");
}

/**
 * Whether a download should stop and ask first: nobody knows what kind of connection it is, and it is slow.
 *
 * @param {Connection | undefined} connection
 * @param {number} loaded_bytes what came within `LOOK_AFTER_MS`
 */
export function shouldAskMeanwhile(connection, loaded_bytes) {
  return !connection?.type && loaded_bytes < FEWEST_BYTES;
}

/**
 * How long to wait before the next try.
 *
 * @param {number} failures so far, from 1
 * @returns {number | null} milliseconds; null for not by itself
 */
export function pauseAfter(failures) {
  return PAUSES_MS[failures - 1] ?? null;
}

/**
 * @param {number} bytes
 * @param {string} locale
 */
export function formatMegabytes(bytes, locale) {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(bytes / 1_000_000);
}
