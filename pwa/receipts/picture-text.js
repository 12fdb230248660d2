/** The words of a receipt's picture, and where its lines break. */

/**
 * Breaks `words` into lines, between words where the browser knows them, as it does in Thai.
 *
 * @param {string} words
 * @param {number} width
 * @param {(line: string) => number} measure
 * @param {(words: string) => string[]} divide into pieces between which a line may break
 * @returns {string[]}
 */
export function breakLines(words, width, measure, divide) {
  const lines = [""];
  for (const piece of divide(words)) {
    const line = lines[lines.length - 1] + piece;
    if (measure(line.trimEnd()) <= width || lines[lines.length - 1] === "") lines[lines.length - 1] = line;
    else lines.push(piece.trimStart());
  }
  return lines.map((line) => line.trim()).filter(Boolean);
}

/**
 * Pieces of `words` by a segmenter, with what closes a piece left at it; by spaces where there is none.
 *
 * @param {string} words
 * @param {{segment: (words: string) => Iterable<{segment: string, isWordLike?: boolean}>} | null} segmenter
 * @returns {string[]}
 */
export function divideWords(words, segmenter) {
  if (!segmenter) return words.split(/(?<= )/);
  /** @type {string[]} */
  const pieces = [];
  for (const { segment, isWordLike } of segmenter.segment(words)) {
    if (isWordLike || pieces.length === 0) pieces.push(segment);
    else pieces[pieces.length - 1] += segment;
  }
  return pieces;
}
