// The way from a page that Voila has rendered to its kernel: it shows the page's widgets where they stand, brings their messages
// there and back, joins again after a cut, and says so where the page does not come to life. Only widgets that bring their own
// script (anywidget) are shown; Voila's script shows all there are, in 88 files and some two seconds more.

const LATE_MS = 20_000; // a page that is not live by then says so
const AGAIN_MS = 10_000; // and looks so often whether that is still true
const ASK_MS = 5_000; // a widget that has not said what it is by then is asked again
const JOIN_MS = 1_000; // after a cut, then twice as long each time
const LONGEST_MS = 15_000;
const PROTOCOL = "v1.kernel.websocket.jupyter.org";
const LIVE = "[data-explorer-live]";

const session = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const sandboxed = self.origin === "null"; // a frame that lets scripts run, but only as nobody's
const question = document.documentElement.classList.contains("question");
const late = { gone: false, barred: false };
const models = /** @type {Map<string, Model>} */ (new Map());
let way = /** @type {Kernel | null} */ (null);

/** Where the page's kernel is, once the page says so. */
function address() {
  const config = JSON.parse(document.getElementById("explorer-kernel")?.textContent ?? "null");
  return config && `${config.baseUrl}api/kernels/${config.kernelId}`;
}

/** What a Jupyter server asks for with a request, and ours does not. */
function token() { return document.cookie.match(/\b_xsrf=([^;]*)/)?.[1] ?? ""; }

/** A message to a comm as Jupyter writes it: how many offsets, the offsets, then the parts. @param {string} comm @param {object} data @param {number} number */
function packed(comm, data, number) {
  const header = { msg_id: `${session}-${number}`, msg_type: "comm_msg", session, username: "", version: "5.3", date: new Date().toISOString() };
  const texts = ["shell", ...[header, {}, {}, { comm_id: comm, data }].map((part) => JSON.stringify(part))];
  const parts = texts.map((text) => new TextEncoder().encode(text));
  const offsets = [8 * (parts.length + 2)];
  for (const part of parts) offsets.push(offsets[offsets.length - 1] + part.length);
  const frame = new Uint8Array(offsets[parts.length]);
  for (const [place, value] of [offsets.length, ...offsets].entries()) new DataView(frame.buffer).setBigUint64(8 * place, BigInt(value), true);
  for (const [place, part] of parts.entries()) frame.set(part, offsets[place]);
  return frame;
}

/** The type and the content of a message from the kernel. @param {ArrayBuffer} frame */
function unpacked(frame) {
  const offset = (/** @type {number} */ place) => Number(new DataView(frame).getBigUint64(8 * place, true));
  const part = (/** @type {number} */ place) => JSON.parse(new TextDecoder().decode(frame.slice(offset(place), offset(place + 1))));
  return { type: part(2).msg_type, content: part(5) };
}

class Kernel {
  /** @param {string} address */
  constructor(address) {
    this.address = address;
    this.number = 0;
    this.again = JOIN_MS;
    this.failed = 0; // how often it did not get through since it last did
    this.waiting = /** @type {Map<string, [string, object]>} */ (new Map()); // what is said while the connection is cut, each once
    this.join();
  }

  join() {
    const url = new URL(`${this.address}/channels?session_id=${session}`, location.href.replace(/^http/, "ws"));
    const socket = this.socket = new WebSocket(url, PROTOCOL);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.again = JOIN_MS;
      this.failed = 0;
      late.barred = false;
      for (const said of this.waiting.values()) this.send(...said);
      this.waiting.clear();
    };
    socket.onmessage = ({ data }) => {
      const { type, content } = unpacked(data);
      if (type === "comm_msg") models.get(content.comm_id)?.hear(content.data);
      else if (type === "status" && content.execution_state === "dead") this.end();
    };
    socket.onclose = () => {
      if (late.gone) return;
      this.failed += 1;
      setTimeout(() => this.back(), this.again);
      this.again = Math.min(2 * this.again, LONGEST_MS);
    };
  }

  /** Join again, unless the kernel has ended. */
  async back() {
    const there = await found(this.address);
    // requests get through and websockets do not, as behind a proxy that knows none
    late.barred ||= there === true && this.failed > 1;
    if (late.barred) told();
    if (there === false) this.end();
    else this.join();
  }

  end() {
    late.gone = true;
    for (const model of models.values()) model.hear({ method: "custom", content: { ended: true } });
    told();
  }

  /** @param {string} comm @param {object} data */
  send(comm, data) {
    if (this.socket?.readyState !== WebSocket.OPEN) this.waiting.set(JSON.stringify([comm, data]), [comm, data]);
    else this.socket.send(packed(comm, data, ++this.number));
  }
}

/** Whether the server has the kernel; null where no answer of ours came. @param {string} kernel */
async function found(kernel) {
  const asked = { cache: /** @type {RequestCache} */ ("no-store"), headers: { "X-XSRFToken": token() }, signal: AbortSignal.timeout(LATE_MS) };
  const answer = await fetch(kernel, asked).catch(() => null);
  if (answer?.ok) return true;
  return answer?.status === 404 && !/html/.test(answer.headers.get("content-type") ?? "") ? false : null;
}

/** A widget's side in the browser, as anywidget's scripts know it. */
class Model {
  /** @param {(data: object) => void} say */
  constructor(say) {
    this.say = say;
    this.state = /** @type {Record<string, any> | null} */ (null);
    this.hearers = /** @type {[string, (content?: any) => void][]} */ ([]);
    this.known = () => {};
    this.whole = /** @type {Promise<void>} */ (new Promise((resolve) => { this.known = resolve; }));
    this.ask();
  }

  /** Ask for the widget's state, until it comes. */
  ask() {
    if (this.state) return;
    this.say({ method: "request_state" });
    setTimeout(() => this.ask(), ASK_MS);
  }

  /** @param {string} name */
  get(name) { return this.state?.[name]; }

  /** @param {string} event @param {(content?: any) => void} hear */
  on(event, hear) { this.hearers.push([event, hear]); }

  /** @param {string} event @param {(content?: any) => void} hear */
  off(event, hear) { this.hearers = this.hearers.filter((one) => one[0] !== event || one[1] !== hear); }

  /** @param {any} content */
  send(content) { this.say({ method: "custom", content }); }

  /** @param {any} data what came from the kernel */
  hear({ method, content, state }) {
    if (method === "custom") this.tell("msg:custom", content);
    // what changed before the whole came is in the whole; a part of it says nothing of the rest
    if (method !== "update" || !(this.state || "_model_name" in state)) return;
    this.state = { ...this.state, ...state };
    this.known();
    for (const name of Object.keys(state)) this.tell(`change:${name}`, state[name]);
  }

  /** @param {string} event @param {any} content */
  tell(event, content) { for (const [name, hear] of [...this.hearers]) if (name === event) hear(content); }
}

/** Show the page's widgets, each where it stands. @param {Kernel} way */
function shown(way) {
  const scripts = /** @type {Map<string, Promise<any>>} */ (new Map());
  for (const el of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-widget]"))) {
    const id = el.dataset.widget ?? "";
    const model = models.get(id) ?? new Model((data) => way.send(id, data));
    models.set(id, model);
    model.whole.then(async () => {
      const script = model.get("_esm");
      if (!script) return el.append("This page shows only the explorer's own widgets; JupyterLab shows this one.");
      if (!scripts.has(script)) scripts.set(script, import(URL.createObjectURL(new Blob([script], { type: "text/javascript" }))));
      (await scripts.get(script)).default.render({ model, el });
      el.dataset.shown = "";
    });
  }
}

/** Whether all that can be moved answers. */
function alive() {
  if (!question) return document.querySelector(LIVE) !== null;
  const places = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-widget]")]);
  return document.readyState !== "loading"
    && places.every((one) => one.dataset.shown !== undefined && (one.dataset.explorerPart === undefined || one.querySelector(LIVE)));
}

/** @param {string} which of the sentences is to be read, "" for none */
function say(which) {
  const place = /** @type {HTMLElement} */ (document.getElementById("explorer-late"));
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("[data-late]"))) part.hidden = part.dataset.late !== which;
  place.hidden = !which;
  if (which !== "barred") return;
  for (const elsewhere of /** @type {NodeListOf<HTMLAnchorElement>} */ (place.querySelectorAll("[data-elsewhere]"))) elsewhere.search = location.search;
  // a link's numbers, which nothing computes here
  document.querySelector(".explorer-waiting #story")?.toggleAttribute("hidden", true);
}

/** Say why the page is not live, and look again later. */
async function told() {
  clearTimeout(waiting);
  const kernel = address();
  // asked twice, since the page may come to its end while the server is asked
  const unfinished = () => document.readyState === "complete" && (!kernel || document.querySelector("[data-explorer-fault]"));
  if (kernel && !sandboxed && !unfinished() && (await found(kernel)) === false) late.gone = true;
  if (alive()) return;
  say(sandboxed ? "sandboxed" : unfinished() ? "failed" : late.barred ? "barred" : late.gone ? "gone" : "slow");
  waiting = setTimeout(told, AGAIN_MS);
}

Object.assign(window, { voila_heartbeat() {} }); // what Voila writes into a page whose cells take long
let waiting = setTimeout(told, LATE_MS);
const life = new MutationObserver(() => {
  if (!alive()) return;
  life.disconnect();
  clearTimeout(waiting);
  say("");
});
life.observe(document, { subtree: true, attributeFilter: ["data-explorer-live", "data-shown"] });
// As soon as the page says where its kernel is, which may be long before the last cell: until somebody joins it, it is kept for
// half a minute only.
addEventListener("explorer-kernel", () => {
  const kernel = address();
  if (kernel && !sandboxed) way = new Kernel(kernel);
});
addEventListener("DOMContentLoaded", () => {
  if (way) shown(way);
  else told();
});
addEventListener("load", () => { if (document.querySelector("[data-explorer-fault]")) told(); });
// A page's kernel ends with it.
addEventListener("pagehide", () => {
  const kernel = address();
  if (!kernel) return;
  const form = new FormData();
  form.append("_xsrf", token());
  navigator.sendBeacon(kernel.replace("api/kernels/", "voila/api/shutdown/"), form);
});
// Brought back by the browser's "back" as it was: without its kernel, so it is opened anew; its address holds the scenario.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
