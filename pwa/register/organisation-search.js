/**
 * Finds organisations by what people type: any part of the Thai or English name or district, with or without tone
 * marks, or the usual abbreviation of its kind.
 *
 * @typedef {object} Organisation
 * @property {string} code
 * @property {string} label name in the page's language
 * @property {string} district in the page's language; empty for a whole province
 * @property {string} kind
 * @property {string} name the label, folded
 * @property {string} haystack everything that it can be found by, folded
 *
 * @typedef {"pao" | "city" | "town" | "subdistrict_municipality" | "tao"} Kind
 */

/** Official abbreviations, and the English ones that offices use. */
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
const THAI = /^[\u0e00-\u0e7f]/;
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
 * What an organisation can be found by: each word after a space.
 *
 * @param {string[]} names in every language, with the district
 */
export function makeHaystack(names) {
  return ` ${names.map(fold).join(" ")}`;
}

/**
 * The organisations that have every word of `query`; the one of that very name comes first, then those that have the
 * words in one piece.
 *
 * Thai is written without spaces, so a Thai word may be found anywhere; others begin where a word begins.
 *
 * @param {string} query
 * @param {Organisation[]} organisations
 */
export function findOrganisations(query, organisations) {
  const { kinds, words } = readQuery(query);
  const patterns = words.map((word) => (THAI.test(word) ? word : ` ${word}`));
  const found = organisations.filter(
    ({ haystack, kind }) =>
      kinds.every((wanted) => wanted === kind) && patterns.every((pattern) => haystack.includes(pattern)),
  );
  const phrase = words.join(" ");
  const whole = fold(query);
  const rank = (/** @type {Organisation} */ one) => (one.name === whole ? 0 : one.haystack.includes(phrase) ? 1 : 2);
  return [0, 1, 2].flatMap((wanted) => found.filter((one) => rank(one) === wanted));
}

/**
 * The one organisation that `query` can mean: the only one of that very name, or else the only one that has its words.
 *
 * @param {string} query
 * @param {Organisation[]} organisations
 * @returns {Organisation | null} null if there is none, or more than one
 */
export function meantOrganisation(query, organisations) {
  const name = fold(query);
  if (!name) return null;
  const named = organisations.filter((one) => one.name === name);
  const found = named.length > 0 ? named : findOrganisations(query, organisations);
  return found.length === 1 ? found[0] : null;
}

/**
 * The words of a query without the abbreviations, which stand for kinds: `อบตอ่าวนาง` is a kind and a part of a name.
 *
 * @param {string} query
 */
function readQuery(query) {
  /** @type {{kinds: Kind[], words: string[]}} */
  const read = { kinds: [], words: [] };
  for (const word of fold(query).split(" ")) {
    const found = ABBREVIATIONS.find(([short]) => word === short || (THAI.test(short) && word.startsWith(short)));
    if (found) read.kinds.push(found[1]);
    const rest = found ? word.slice(found[0].length) : word;
    if (rest) read.words.push(rest);
  }
  return read;
}
