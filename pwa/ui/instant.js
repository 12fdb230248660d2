/** Instants as people read them. */

/**
 * In the site's time zone, whatever the phone's is, as the pages write it: `5 มกราคม 2565 เวลา 09.00 น.`
 *
 * @param {string} instant ISO
 * @param {"th" | "en"} locale
 * @param {string} timeZone as IANA names it
 */
export function formatInstant(instant, locale, timeZone) {
  const language = locale === "th" ? "th-TH-u-ca-buddhist-nu-latn" : "en-GB";
  const options = /** @type {const} */ ({ dateStyle: "long", timeStyle: "short", timeZone });
  const written = new Intl.DateTimeFormat(language, options).format(new Date(instant));
  return locale === "th" ? `${written.replace(":", ".")} น.` : written;
}
