// Brings a page of plain files to life: a worker stands where a kernel stands elsewhere.

import page from "./page.js";

const SLOW = navigator.connection?.saveData || (navigator.deviceMemory ?? 8) < 2;
const hearers = /** @type {Set<(reply: any) => void>} */ (new Set());
const AGAIN_MS = 1_000;
let worker = /** @type {Worker | null} */ (null);

function begin() {
  if (worker) return worker;
  worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }) => {
    const reply = JSON.parse(data);
    for (const hear of hearers) hear(reply);
  };
  worker.onerror = () => { // it starts anew, and is told the scenario again
    worker = null;
    setTimeout(() => { for (const hear of hearers) hear({ restart: true }); }, AGAIN_MS);
  };
  return worker;
}

const model = {
  on: (/** @type {string} */ _event, /** @type {(reply: any) => void} */ hear) => hearers.add(hear),
  off: (/** @type {string} */ _event, /** @type {(reply: any) => void} */ hear) => hearers.delete(hear),
  send: (/** @type {any} */ message) => begin().postMessage(JSON.stringify(message)),
};

function live() {
  page.render({ model, el: document.createElement("div") });
}

if (SLOW) addEventListener("pointerdown", live, { once: true, capture: true });
else addEventListener("load", () => setTimeout(live)); // after the first paint
