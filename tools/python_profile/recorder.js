/**
 * A worker around the worker of the rules: keeps the notes of which functions were called for itself, and hands them out.
 *
 * Its own query tells the address of the worker, and what this browser is to lack: Pyodide takes other ways then.
 */

const PREFIX = "called ";
const query = new URLSearchParams(location.search);
/** @type {[number, WebAssembly.Global][]} */
const notes = [];

const { instantiateStreaming } = WebAssembly;
WebAssembly.instantiateStreaming = async (source, imports) => {
  const { instance, module } = await instantiateStreaming(source, imports);
  const exports = Object.entries(instance.exports);
  for (const [name, value] of exports) {
    if (name.startsWith(PREFIX)) notes.push([Number(name.slice(PREFIX.length)), value]);
  }
  return { instance: { exports: Object.fromEntries(exports.filter(([name]) => !name.startsWith(PREFIX))) }, module };
};

for (const path of query.getAll("without")) {
  const names = path.split(".");
  const last = names.pop();
  delete names.reduce((object, name) => object[name], globalThis)[last];
}

self.addEventListener("message", ({ data }) => {
  if (data === "notes") self.postMessage({ notes: notes.filter(([, note]) => note.value).map(([place]) => place) });
});
await import(query.get("worker"));
self.postMessage("listening");
