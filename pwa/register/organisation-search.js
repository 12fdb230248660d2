/**
 * Finds organisations by what people type: any part of the Thai or English name or district, with or without tone
 * marks, or the usual abbreviation of its kind.
 *
 * @typedef {object} Organisation
 * @property {string} code
 * @property {string} label name in the page's language
 * @property {string} district in the page's language; empty for a whole province
 * @property {string} haystack everything that it can be found by, folded
 *
 * @typedef {"pao" | "city" | "town" | "subdistrict_municipality" | "tao"} Kind
 */

/** Official abbreviations, and the English ones that offices use. Longer ones first where one begins another. */
const ABBREVIATIONS = /** @type {[string, Kind][]} */ ([
  ["อบจ", "pao"],
  ["อบต", "tao"],
  ["ทน", "city"],
  ["ทม", "town"],
  ["ทต", "subdistrict_municipality"],
  ["pao", "pao"],
  ["tao", "tao"],
  ["sao", "tao"],
]);

// Thai vowel-shortener, tone marks, thanthakhat and nikhahit; and whatever isn't a letter, mark or digit.
const MARKS = /[\u0e47-\u0e4e]/g;
const BETWEEN_WORDS = /[^\p{L}\p{M}\p{N}]+/gu;

/**
 * `text` without what people leave out or type differently: case, tone marks, dots, a decomposed ำ and a doubled เ.
 *
 * @param {string} text
 */
export function fold(text) {
  return text
    .toLowerCase()
    .replace(/\u0e4d[\u0e48-\u0e4b]?\u0e32/g, "\u0e33")
    .replace(/เเ/g, "แ")
    .replace(MARKS, "")
    .replace(/\./g, "")
    .replace(BETWEEN_WORDS, " ")
    .trim();
}

/**
 * What an organisation can be found by.
 *
 * @param {string[]} names in every language, with the district
 * @param {string} kind
 */
export function makeHaystack(names, kind) {
  const abbreviations = ABBREVIATIONS.filter(([, of]) => of === kind).map(([short]) => short);
  return ` ${names.map(fold).join(" ")} | ${abbreviations.join(" ")} `;
}

/**
 * The organisations that have every word of `query`, in their own order.
 *
 * @param {string} query
 * @param {Organisation[]} organisations
 */
export function findOrganisations(query, organisations) {
  const words = fold(query).split(" ").filter(Boolean).flatMap(splitAbbreviation);
  return organisations.filter(({ haystack }) => words.every((word) => haystack.includes(word)));
}

/**
 * `อบตอ่าวนาง` is two words: an abbreviation, which must stand alone, and a part of a name.
 *
 * @param {string} word
 * @returns {string[]}
 */
function splitAbbreviation(word) {
  const found = ABBREVIATIONS.find(([short]) => word === short || (word.startsWith(short) && /^[\u0e00-\u0e7f]/.test(word)));
  if (!found) return [word];
  const rest = word.slice(found[0].length);
  return rest ? [` ${found[0]} `, rest] : [` ${found[0]} `];
}
