// The model in a web worker: Python and numpy as WebAssembly, and the page that answers messages.

import { loadPyodide } from "./python/pyodide.mjs";

const bundle = fetch(new URL("./python/bundle.zip", import.meta.url)).then((answer) => {
  if (!answer.ok) throw new Error(`the model's files did not load: ${answer.status}`);
  return answer.arrayBuffer();
});
const waiting = /** @type {string[]} */ ([]);
let hear = (/** @type {string} */ text) => { waiting.push(text); };
self.onmessage = ({ data }) => hear(data);

const python = await loadPyodide({ indexURL: new URL("./python/", import.meta.url).href });
python.unpackArchive(await bundle, "zip", { extractDir: "/lib/python3.12/site-packages" });
const start = python.pyimport("explorer.page.worker").start;
hear = start((/** @type {string} */ text) => postMessage(text));
for (const text of waiting.splice(0)) hear(text);
