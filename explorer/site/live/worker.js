// The model in a web worker: Python and numpy as WebAssembly, and the page that answers messages.

const CORE = new URL("./python/", import.meta.url).href;

/** The bytes of a file that is packed as a whole. @param {string} name */
async function unpacked(name) {
  const answer = await fetch(new URL(name, import.meta.url));
  if (!answer.ok || !answer.body) throw new Error(`the model's files did not load: ${answer.status}`);
  return new Response(answer.body.pipeThrough(new DecompressionStream("gzip"))).blob();
}

const waiting = /** @type {string[]} */ ([]);
let hear = (/** @type {string} */ text) => { waiting.push(text); };
self.onmessage = ({ data }) => hear(data);

async function start() {
  // all at once, so that one long file does not wait for another
  const [library, model, { loadPyodide }] = await Promise.all(
    [unpacked("./library.bin"), unpacked("./model.bin"), import(`${CORE}pyodide.mjs`)],
  );
  const python = await loadPyodide({ indexURL: CORE, stdLibURL: URL.createObjectURL(library), env: { PYTHONOPTIMIZE: "2" } });
  python.unpackArchive(await model.arrayBuffer(), "zip", { extractDir: "/lib/python3.12/site-packages" });
  hear = python.pyimport("explorer.page.worker").start((/** @type {string} */ text) => postMessage(text));
  for (const text of waiting.splice(0)) hear(text);
}

// an error of the worker is what the page hears of
start().catch((fault) => setTimeout(() => { throw fault; }));
