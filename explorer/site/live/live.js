// Brings a page of plain files to life: a worker stands where a kernel stands elsewhere.

import page from "./page.js";

const AGAIN_MS = 1_000;
const LONGEST_MS = 60_000;
// Little memory, or a reader who pays for each megabyte: the model waits until the reader asks for something.
const SPARING = navigator.connection?.saveData || (navigator.deviceMemory ?? 8) < 2;
const OPENS = /[?&](s|g|goal|with|x|embed)=/.test(location.search);

class Model {
  constructor() {
    this.hearers = /** @type {Set<(reply: any) => void>} */ (new Set());
    this.worker = /** @type {Worker | null} */ (null);
    this.again = AGAIN_MS;
    this.lazy = SPARING && !OPENS;
    this.patience = 240_000; // what runs Python is large, and a line may be slow
  }

  /** @param {string} _event @param {(reply: any) => void} hear */
  on(_event, hear) { this.hearers.add(hear); }

  /** @param {string} _event @param {(reply: any) => void} hear */
  off(_event, hear) { this.hearers.delete(hear); }

  /** @param {any} message */
  send(message) { (this.worker ?? this.begin()).postMessage(JSON.stringify(message)); }

  begin() {
    const worker = this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => {
      this.again = AGAIN_MS;
      this.hear(JSON.parse(data));
    };
    worker.onerror = () => { if (worker === this.worker) this.revive(); };
    return worker;
  }

  /** Start another worker, which is told the scenario; later and later where none comes to life. */
  revive() {
    this.worker?.terminate();
    this.worker = null;
    setTimeout(() => this.hear({ restart: true }), this.again);
    this.again = Math.min(2 * this.again, LONGEST_MS);
  }

  /** @param {any} reply */
  hear(reply) { for (const hear of this.hearers) hear(reply); }
}

page.render({ model: new Model(), el: document.createElement("div") });
