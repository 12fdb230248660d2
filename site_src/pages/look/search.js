// The search worker: Material's own, taught to find Thai. Thai has no spaces between words, so what Material takes for a
// word is a whole phrase; a Thai query is therefore looked for anywhere inside one.
"use strict";

const QUERY = 2; // Material's message types
const RESULT = 3;
const THAI = /[\u0E01-\u0E5B]+/g;

/** @type {string[]} */
let wanted = [];

addEventListener("message", ({ data: message }) => {
  if (message.type !== QUERY) return;
  wanted = message.data.match(THAI) ?? [];
  message.data = message.data.replace(THAI, " +*$&* ");
});

/** Marks only what was asked for, not the phrase around it. @param {string} text HTML @returns {string} */
const markWanted = (text) =>
  text.replace(/<mark>(.*?)<\/mark>/g, (marked, phrase) => {
    const found = wanted.filter((word) => phrase.includes(word));
    return found.length ? phrase.replace(new RegExp(found.join("|"), "g"), "<mark>$&</mark>") : marked;
  });

const post = self.postMessage.bind(self);
self.postMessage = (/** @type {any} */ message) => {
  for (const section of message.type === RESULT ? message.data.items.flat() : []) {
    section.title = markWanted(section.title);
    section.text = markWanted(section.text);
    for (const word of wanted) if (word in section.terms) section.terms[word] = true; // every Thai word is required
  }
  post(message);
};

importScripts(MATERIAL_SEARCH);
