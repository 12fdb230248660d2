/** Where the lines of a receipt's picture break. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { breakLines, divideWords } from "../../../pwa/receipts/picture-text.js";

const THAI = new Intl.Segmenter("th", { granularity: "word" });
const breakAt = (words, width, segmenter = THAI) => breakLines(words, width, (line) => line.length, (one) => divideWords(one, segmenter));

test("Thai breaks between words, and nothing of it is lost", () => {
  const words = "ลงทะเบียนแล้ว 2 จาก 3 คน";
  const lines = breakAt(words, 14);
  assert.equal(lines[0], "ลงทะเบียนแล้ว");
  assert.equal(lines.join("").replaceAll(" ", ""), words.replaceAll(" ", ""));
  assert.ok(lines.every((line) => line.length <= 14));
});

test("what closes a word stays with it, and a word too long for any line has one of its own", () => {
  assert.deepEqual(breakAt("one, two.", 4), ["one,", "two."]);
  assert.deepEqual(breakAt("a incomprehensible b", 5), ["a", "incomprehensible", "b"]);
  assert.deepEqual(breakAt("(x)", 9), ["(x)"]);
  assert.deepEqual(breakAt("", 9), []);
});

test("a browser that knows no words breaks at spaces", () => {
  assert.deepEqual(breakAt("one two three", 7, null), ["one two", "three"]);
});
