/** A receipt as a picture, drawn with the phone's own letters: light, whatever the page is, for others read it too. */

import { describeStanding, readState, STATES } from "../ui/card-states.js";
import { formatInstant } from "../ui/instant.js";
import { pageData, text, now } from "../ui/page-data.js";
import { breakLines, divideWords } from "./picture-text.js";

/**
 * @typedef {import("../ui/batches.js").Batch} Batch
 * @typedef {import("../ui/card-states.js").Tone} Tone
 * @typedef {{words: string, size: number, colour: string, weight?: number, gap?: number}} Line `size` and `gap` in CSS pixels
 */

const WIDTH = 600;
const MARGIN = 36;
const SCALE = 2;
const INK = "#1c2529";
const SOFT = "#56646b";

/** @type {Record<Tone, string>} */
const COLOURS = { unsent: "#8a5300", yes: "#1b6b36", pending: "#1a57a6", no: "#b3261e", over: SOFT };

/**
 * @param {Batch} batch
 * @returns {HTMLCanvasElement}
 */
export function drawPicture(batch) {
  const canvas = document.createElement("canvas");
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const lines = listLines(batch).flatMap((line) => breakLine(pen, line));
  canvas.width = WIDTH * SCALE;
  canvas.height = (MARGIN * 2 + lines.reduce((height, line) => height + heightOf(line), 0)) * SCALE;
  pen.scale(SCALE, SCALE);
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#0b5e68";
  pen.fillRect(0, 0, WIDTH, 10);
  drawLines(pen, lines);
  return canvas;
}

/**
 * @param {Batch} batch
 * @returns {Line[]}
 */
function listLines({ event, title, items, tallies }) {
  const facts = pageData.events?.[event];
  const made = formatInstant(now().toISOString(), pageData.locale, pageData.time_zone);
  return [
    { words: facts?.title ?? title, size: 26, colour: INK, weight: 700 },
    ...(facts ? [{ words: facts.when, size: 19, colour: INK, gap: 6 }] : []),
    ...(tallies[0].total > 1 ? tallies.map(describeTally) : []),
    ...items.flatMap(({ of }) => describePerson(of)),
    { words: text("app.receipts.picture.made_at", { made_at: made }), size: 15, colour: SOFT, gap: 26 },
    ...(facts?.phones ?? []).map(({ value }) => ({ words: text("app.receipts.phone", { number: value }), size: 17, colour: INK, gap: 4 })),
  ];
}

/**
 * @param {import("../ui/batches.js").Tally} tally
 * @returns {Line}
 */
function describeTally({ state, count, total }) {
  const words = text("app.queue.count", { words: text(`app.queue.status.${state}`), count, total });
  return { words, size: 21, colour: COLOURS[STATES[state].tone], weight: 700, gap: 14 };
}

/**
 * @param {import("../ui/queue-items.js").Subject} of
 * @returns {Line[]}
 */
function describePerson(of) {
  const { key, params } = describeStanding(of);
  const person = "entry" in of ? `${of.entry.values.first_name} ${of.entry.values.last_name}` : of.receipt.person;
  const organisation = "entry" in of ? of.entry.organisation_name : of.receipt.organisation;
  const code = "entry" in of ? [] : [{ words: `${text("app.queue.receipt.code")} ${of.receipt.receipt}`, size: 22, colour: INK, weight: 700 }];
  return [
    { words: person, size: 21, colour: INK, weight: 700, gap: 22 },
    { words: organisation, size: 16, colour: SOFT },
    { words: text(key, params), size: 18, colour: COLOURS[STATES[readState(of)].tone], weight: 700 },
    ...code,
  ];
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Line} line
 * @returns {Line[]}
 */
function breakLine(pen, line) {
  pen.font = fontOf(line);
  const measure = (/** @type {string} */ words) => pen.measureText(words).width;
  const broken = breakLines(line.words, WIDTH - 2 * MARGIN, measure, (words) => divideWords(words, makeSegmenter()));
  return broken.map((words, at) => ({ ...line, words, gap: at === 0 ? line.gap : 0 }));
}

function makeSegmenter() {
  return "Segmenter" in Intl ? new Intl.Segmenter(pageData.locale, { granularity: "word" }) : null;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Line[]} lines
 */
function drawLines(pen, lines) {
  let top = MARGIN;
  for (const line of lines) {
    top += heightOf(line);
    pen.font = fontOf(line);
    pen.fillStyle = line.colour;
    pen.fillText(line.words, MARGIN, top - line.size * 0.5);
  }
}

/** @param {Line} line Thai marks want room above and below. */
function heightOf({ size, gap = 0 }) {
  return size * 1.6 + gap;
}

/** @param {Line} line */
function fontOf({ size, weight = 400 }) {
  return `${weight} ${size}px ${getComputedStyle(document.documentElement).fontFamily}`;
}
