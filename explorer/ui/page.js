// The page's behaviour. The HTML comes from Python (markup.py): as the first paint of the Voila template, or with the first
// reply. This script finds elements by their data- attributes, sends what a reader does, and shows what comes back.

const REST_MS = 80; // how long a reader must pause before what is not in sight is drawn again
const PAUSE_MS = 500; // and before what takes longer is worked out
const SLOW_MS = 10_000; // no reply for so long: the kernel is gone, or the connection is

// ---------------------------------------------------------------------------------------------- plotly, one shared copy
function loadPlotly(ask) {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  if (!window.explorerPlotly) {
    const link = document.querySelector("link[data-explorer-plotly]");
    // Voila serves the file, cached by the browser; elsewhere (JupyterLab) the kernel sends it once for all charts of the tab.
    const address = link ? Promise.resolve(link.href)
      : ask({ kind: "plotly" }).then((reply) => URL.createObjectURL(new Blob([reply.buffers[0]], { type: "text/javascript" })));
    window.explorerPlotly = address.then((src) => new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = src;
      script.onload = () => resolve(window.Plotly);
      script.onerror = () => reject(new Error("plotly.js did not load"));
      document.head.append(script);
    }));
  }
  return window.explorerPlotly;
}

// ----------------------------------------------------------------------------------------------------------- files
function save({ name, type, text }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// --------------------------------------------------------------------------------------------------------- the page
export default {
  render({ model, el }) {
    const painted = document.getElementById("explorer-first-paint");
    // The first paint stays where it is and comes to life in place: nothing on the page moves.
    const adopted = painted && !painted.dataset.adopted && model.get("whole");
    if (adopted) painted.dataset.adopted = "true";
    const root = adopted ? painted.querySelector(".explorer") : null;
    const page = new Page(model, el, root);
    page.open(adopted ? location.search : "", adopted);
    return () => page.close();
  },
};

class Page {
  constructor(model, el, root) {
    this.model = model;
    this.el = el;
    this.root = root;
    this.id = crypto.getRandomValues(new Uint32Array(1))[0]; // JupyterLab may show a widget twice: each view hears its own replies
    this.sent = 0; // number of the newest message
    this.waiting = null; // the message under way: one at a time, so that nothing piles up while a reader drags
    this.next = new Map(); // what a reader did meanwhile: the newest of each kind
    this.asked = new Map(); // number of a message -> resolve
    this.specs = {}; // figure name -> newest spec
    this.narrow = this.isNarrow();
    this.width = new ResizeObserver(() => this.resized());
    this.width.observe(document.body);
    this.onMessage = (content, buffers) => this.receive(content, buffers);
    model.on("msg:custom", this.onMessage);
    if (root) this.listen();
  }

  close() {
    this.width.disconnect();
    this.model.off("msg:custom", this.onMessage);
    clearTimeout(this.patience);
  }

  open(search, inPage) {
    this.inPage = inPage; // the page is ours: its address carries the scenario
    const first = this.root?.closest("[data-version]")?.dataset.version ?? null;
    this.send({ kind: "open", search, version: first, narrow: this.narrow });
  }

  // Charts have a layout of their own for narrow columns (figures/style.py, NARROW).
  isNarrow() {
    const column = this.root?.querySelector(".main") ?? this.root ?? this.el;
    return (column.clientWidth || document.body.clientWidth) < 720;
  }

  resized() {
    const now = this.isNarrow();
    if (now === this.narrow || !this.root) return;
    this.narrow = now;
    this.send({ kind: "layout", narrow: now });
  }

  // ------------------------------------------------------------------------------------------------------- messages
  send(message) {
    const key = [message.kind, message.parameter, message.view].join(" ");
    if (this.waiting) {
      this.next.set(key, message);
      return;
    }
    this.waiting = message;
    message.number = ++this.sent;
    message.view_id = this.id;
    this.patience = setTimeout(() => this.lost(), SLOW_MS);
    this.model.send(message);
  }

  ask(message) {
    return new Promise((resolve) => {
      message.number = ++this.sent;
      message.view_id = this.id;
      this.asked.set(message.number, resolve);
      this.model.send(message);
    });
  }

  lost() {
    this.notice("<p>The model does not answer: the session may have ended. Reload the page to go on; its address holds your scenario.</p>");
  }

  receive(reply, buffers) {
    if (reply.pushed && this.root) this.show(reply, reply); // another widget of the notebook moved the scenario
    if (reply.view_id !== this.id) return;
    const resolve = this.asked.get(reply.number);
    if (resolve) {
      this.asked.delete(reply.number);
      resolve({ ...reply, buffers });
      return;
    }
    if (!this.waiting || reply.number !== this.waiting.number) return;
    clearTimeout(this.patience);
    const message = this.waiting;
    this.waiting = null;
    this.show(reply, message);
    const following = this.next.entries().next().value;
    if (following) {
      this.next.delete(following[0]);
      this.send(following[1]);
    }
  }

  // ------------------------------------------------------------------------------------------------ what comes back
  show(reply, message) {
    if (reply.page !== undefined) {
      if (reply.style) this.style(reply.style);
      const holder = document.createElement("div");
      holder.innerHTML = reply.page;
      const fresh = holder.firstElementChild;
      if (this.root) this.root.replaceWith(fresh);
      else this.el.append(fresh);
      this.root = fresh;
      this.listen();
    }
    for (const [name, html] of Object.entries(reply.panels ?? {})) {
      const panel = this.root.querySelector(`[data-panel="${name}"]`);
      panel.innerHTML = html;
      panel.dataset.filled = "true";
    }
    for (const [name, html] of Object.entries(reply.slots ?? {})) this.slot(name, html);
    for (const [name, control] of Object.entries(reply.controls ?? {})) this.control(name, control);
    this.fault(message, reply.fault ?? "");
    for (const button of this.root.querySelectorAll("[data-preset]")) {
      if (reply.preset !== undefined) button.setAttribute("aria-pressed", String(button.dataset.preset === reply.preset));
    }
    for (const [name, can] of Object.entries(reply.can ?? {})) {
      for (const button of this.root.querySelectorAll(`[data-${name}]`)) button.disabled = !can;
    }
    if (reply.link !== undefined) this.link = reply.link;
    Object.assign(this.specs, reply.figures ?? {});
    for (const name of Object.keys(reply.figures ?? {})) this.draw(name);
    if (reply.link !== undefined && this.inPage) {
      history.replaceState(history.state, "", reply.link ? `${location.pathname}?${reply.link}` : location.pathname);
    }
    if (reply.spoken) this.speak(reply.spoken);
    if (message.kind === "card") this.dialog();
    if (reply.file) save(reply.file);
    if (message.kind === "open") this.wake();
    // The chart that a reader looks at came first; all that stands further down follows when no newer change is waiting.
    clearTimeout(this.later);
    if (reply.then) this.later = setTimeout(() => this.send({ kind: reply.then }), reply.then === "rest" ? REST_MS : PAUSE_MS);
  }

  wake() {
    document.documentElement.classList.remove("explorer-waiting");
    this.root.classList.add("live");
    for (const fieldset of this.root.querySelectorAll("fieldset[disabled]")) fieldset.disabled = false;
    for (const button of this.root.querySelectorAll("[data-copy]")) button.disabled = false;
    this.root.dataset.explorerLive = "true";
  }

  style(text) {
    if (document.getElementById("explorer-style")) return;
    const style = document.createElement("style");
    style.id = "explorer-style";
    style.textContent = text;
    document.head.append(style);
  }

  slot(name, html) {
    for (const place of this.root.querySelectorAll(`[data-slot="${name}"]`)) {
      if (place.innerHTML !== html) place.innerHTML = html;
      if (place.classList.contains("notice")) place.hidden = html === "";
    }
  }

  notice(html) {
    this.slot("notice", html);
  }

  dialog() {
    const dialog = this.root.querySelector("[data-dialog]");
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
  }

  // The link as it stands in the address; outside of our own page (JupyterLab) the part that carries the scenario.
  async copy() {
    const link = this.inPage ? location.href : `?${this.link ?? ""}`;
    try {
      await navigator.clipboard.writeText(link);
      this.speak("The link to this scenario is copied.");
    } catch {
      // no clipboard without a secure origin or the reader's leave: show the link, to be copied by hand
      window.prompt("The link to this scenario:", link);
    }
  }

  // One announcement a second at most, and only the last: a screen reader should hear results, not every step on the way.
  speak(text) {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => this.slot("live", text), 1000);
  }

  fault(message, sentence) {
    if (message.kind !== "set") return;
    const control = this.root.querySelector(`[data-parameter="${message.parameter}"]`);
    control.querySelector("[data-fault]").textContent = sentence;
    for (const box of control.querySelectorAll("input[type=number]")) box.removeAttribute("aria-invalid");
    if (sentence) control.querySelector(`[data-part="${message.part}"]`)?.setAttribute("aria-invalid", "true");
  }

  control(name, { html, kind, values, from, to, spoken }) {
    const control = this.root.querySelector(`[data-parameter="${name}"]`);
    if (!control) return;
    if (control.dataset.kind !== kind) {
      const holder = document.createElement("div");
      holder.innerHTML = html;
      control.replaceWith(holder.firstElementChild);
      return;
    }
    for (const [part, value] of Object.entries(values)) {
      const input = control.querySelector(`[data-part="${part}"]`);
      const typing = document.activeElement === input && input.type === "number" && input.dataset.typing;
      const moving = document.activeElement === input && input.type === "range" && this.next.size > 0;
      if (!input || typing || moving) continue;
      if (part === "slider") {
        input.min = Math.min(Number(input.min), value);
        input.max = Math.max(Number(input.max), value);
      }
      if (Number(input.value) !== value || input.value === "") input.value = value;
    }
    const slider = control.querySelector("[data-part=slider]");
    const [start, end] = [Number(slider.min), Number(slider.max)];
    const at = (value) => `${(100 * (value - start)) / (end - start || 1)}%`;
    slider.style.setProperty("--from", from === null ? "0%" : at(from));
    slider.style.setProperty("--to", at(to));
    slider.setAttribute("aria-valuetext", spoken);
  }

  // ------------------------------------------------------------------------------------------------- what readers do
  listen() {
    this.root.addEventListener("input", (event) => this.input(event.target));
    this.root.addEventListener("change", (event) => this.change(event.target));
    this.root.addEventListener("click", (event) => this.click(event.target));
    this.root.addEventListener("keydown", (event) => this.key(event));
  }

  input(target) {
    const part = target.dataset?.part;
    if (part === "slider") this.set(target, target.value);
    else if (part) target.dataset.typing = "true"; // a half-typed number is not yet a value
  }

  change(target) {
    if (target.dataset?.filter) {
      const choice = {};
      for (const filter of this.root.querySelectorAll("[data-filter]")) choice[filter.dataset.filter] = filter.value;
      this.send({ kind: "claims", ...choice });
    }
    if (!target.dataset?.part || target.dataset.part === "slider") return;
    delete target.dataset.typing;
    // A number box that holds no number reports an empty value; Python answers with a sentence and keeps the last good one.
    this.set(target, target.validity.badInput ? "something that is not a number" : target.value);
  }

  set(target, value) {
    const control = target.closest("[data-parameter]");
    this.send({ kind: "set", parameter: control.dataset.parameter, part: target.dataset.part, value });
  }

  click(target) {
    const preset = target.closest("[data-preset]");
    if (preset) this.send({ kind: "preset", name: preset.dataset.preset });
    const open = target.closest("[data-claims]");
    if (open?.tagName === "BUTTON") this.send({ kind: "card", claims: open.dataset.claims });
    const believe = target.closest("[data-believe]");
    if (believe) {
      this.root.querySelector("[data-dialog]").close();
      this.send({ kind: "believe", claim: believe.dataset.believe, parameter: believe.dataset.for });
    }
    if (target.closest("[data-picture]")) this.send({ kind: "picture" });
    const power = target.closest("[data-power]");
    if (power) {
      for (const other of this.root.querySelectorAll("[data-power]")) other.setAttribute("aria-pressed", String(other === power));
      this.send({ kind: "power", value: power.dataset.power });
    }
    if (target.closest("[data-undo]")) this.send({ kind: "undo" });
    if (target.closest("[data-redo]")) this.send({ kind: "redo" });
    if (target.closest("[data-copy]")) this.copy();
    if (target.closest("[data-reset]")) this.send({ kind: "reset" });
    const tab = target.closest("[role=tab]");
    if (tab) this.select(tab);
  }

  key(event) {
    const target = event.target;
    if (target.getAttribute("role") === "tab") this.keyOnTab(event);
    else if (target.dataset?.part) this.keyOnControl(event);
  }

  keyOnTab(event) {
    const tabs = [...this.root.querySelectorAll("[role=tab]")];
    const here = tabs.indexOf(event.target);
    const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const tab = tabs[(to + tabs.length) % tabs.length];
    tab.focus();
    this.select(tab);
  }

  // Arrow keys move by the parameter's own step (inputs have step=any so that no value is snapped).
  keyOnControl(event) {
    const target = event.target;
    const control = target.closest("[data-parameter]");
    const step = Number(control.dataset.step);
    const slider = target.type === "range";
    const moves = { ArrowUp: step, ArrowDown: -step, PageUp: 10 * step, PageDown: -10 * step };
    if (slider) Object.assign(moves, { ArrowRight: step, ArrowLeft: -step });
    let value = null;
    if (moves[event.key] !== undefined) value = Number(target.value) + moves[event.key];
    else if (slider && event.key === "Home") value = Number(target.min);
    else if (slider && event.key === "End") value = Number(target.max);
    if (value === null || Number.isNaN(value)) return;
    event.preventDefault();
    if (slider) value = Math.min(Number(target.max), Math.max(Number(target.min), value));
    target.value = Number(value.toPrecision(12));
    this.set(target, target.value);
  }

  select(tab) {
    if (this.root.dataset.view !== "evidence") this.root.dataset.view = tab.dataset.view;
    for (const other of this.root.querySelectorAll("[role=tab]")) {
      const chosen = other === tab;
      other.setAttribute("aria-selected", String(chosen));
      other.tabIndex = chosen ? 0 : -1;
      this.root.querySelector(`[data-panel="${other.dataset.view}"]`).hidden = !chosen;
    }
    const panel = this.root.querySelector(`[data-panel="${tab.dataset.view}"]`);
    this.send({ kind: "view", view: tab.dataset.view, filled: panel.dataset.filled === "true" });
    for (const place of panel.querySelectorAll("[data-figure]")) this.draw(place.dataset.figure);
  }

  // ---------------------------------------------------------------------------------------------------------- charts
  async draw(name) {
    const place = this.root.querySelector(`[data-figure="${name}"] .plot`);
    const spec = this.specs[name];
    if (!place || !spec || place.closest("[hidden]")) return;
    const Plotly = await loadPlotly((message) => this.ask(message));
    if (this.specs[name] !== spec) return; // a newer one came while plotly loaded, and draws itself
    if (place.classList.contains("js-plotly-plot")) {
      await Plotly.react(place, spec.data, spec.layout, spec.config);
    } else {
      place.replaceChildren();
      await Plotly.newPlot(place, spec.data, spec.layout, spec.config);
    }
    place.dataset.drawn = String(Number(place.dataset.drawn ?? 0) + 1);
  }
}
