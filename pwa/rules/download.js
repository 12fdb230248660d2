/** What the download of the rules costs, before it begins. */

/**
 * Whether people should be asked first: they save data, or the connection is slow.
 *
 * @param {{saveData?: boolean, effectiveType?: string} | undefined} connection as the browser tells it; many don't
 */
export function isCostly(connection) {
  return Boolean(connection?.saveData) || /2g$/.test(connection?.effectiveType ?? "");
}

/**
 * @param {number} bytes
 * @param {string} locale
 */
export function formatMegabytes(bytes, locale) {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(bytes / 1_000_000);
}
