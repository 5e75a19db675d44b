// The page's behaviour. The HTML comes from Python (markup.py): as the first paint of the Voila template, or with the first
// reply. This script finds elements by their data- attributes, sends what a reader does, and shows what comes back.

const NARROW_PAGE = matchMedia("(max-width: 900px)"); // as in the style sheet
const REST_MS = 35; // how long a reader must pause before what is not in sight is drawn again: longer than a held key
const PAUSE_MS = 500; // and before what takes longer is worked out
const SPEAK_MS = 1_000; // how long a result waits before it is said
const HEARD_MS = 5_000; // and how long it stands where it is said from
const STEP_MS = 4; // between the slices of that, for what a reader does meanwhile

// What a notice says without its numbers.
const bare = (text) => text.replace(/[\d.,]+/g, "");

export default {
  render({ model, el }) {
    const painted = document.getElementById("explorer-first-paint");
    // The first paint stays where it is and comes to life in place: nothing on the page moves.
    const adopted = painted && !painted.dataset.adopted && model.get("whole");
    if (adopted) painted.dataset.adopted = "true";
    const root = adopted ? painted.querySelector(".explorer") : null;
    el.dataset.explorerPart = ""; // what a page waits for until it lives
    const page = new Page(model, el, root);
    page.open(adopted ? location.search.replaceAll("&amp;", "&") : "", adopted); // copied out of a page's source
    return () => page.close();
  },
};

class Page extends Wire {
  constructor(model, el, root) {
    super(model);
    this.el = el;
    this.root = root;
    this.inPage = root !== null;
    this.specs = {}; // figure name -> newest spec
    this.pointed = null; // the share that a reader has set and that no reply has shown yet
    this.written = new WeakMap(); // place -> the HTML that it was given
    this.takeaway = new TakeAway(this);
    this.address = new Address();
    this.narrow = this.isNarrow();
    this.width = new ResizeObserver(() => this.resized());
    this.width.observe(document.body);
    this.onKey = (event) => this.historyKey(event);
    document.addEventListener("keydown", this.onKey);
    // Heard on the document: an element that hears clicks itself is "clickable" to a screen reader, with all that it holds.
    this.onClick = (event) => { if (this.root?.contains(event.target)) this.click(event.target); };
    document.addEventListener("click", this.onClick);
    this.noticed = new Set(); // what the notices said last, without their numbers
    if (root) this.listen();
  }

  close() {
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("click", this.onClick);
    clearTimeout(this.speaking);
    this.width.disconnect();
    this.address.close();
    clearTimeout(this.later);
    this.unlisten();
    super.close();
  }

  open(search, inPage) {
    this.inPage = inPage; // the page is ours: its address carries the scenario
    const first = this.root?.closest("[data-version]")?.dataset.version ?? null;
    const page = inPage ? location.origin + location.pathname : "";
    this.send({ kind: "open", search, page, version: first, narrow: this.narrow });
  }

  // Charts have a layout of their own for narrow columns (charts/style.py, NARROW).
  isNarrow() {
    const column = this.root?.querySelector(".main") ?? this.root ?? this.el;
    return (column.clientWidth || document.body.clientWidth) < 720;
  }

  resized() {
    if (this.root) this.arrange();
    const now = this.isNarrow();
    if (now === this.narrow || !this.root) return;
    this.narrow = now;
    this.send({ kind: "layout", narrow: now });
  }

  // The server still there means that the session alone has ended; either way the page keeps what it shows.
  async lost() {
    const file = document.querySelector("link[data-explorer-plotly]")?.href;
    const there = file && (await fetch(file, { method: "HEAD", cache: "no-store" }).then((answer) => answer.ok, () => false));
    if (!this.away || !this.root) return; // it came back meanwhile, or there is no page yet
    const kept = this.inPage ? "its address holds your scenario" : "the notebook’s cell brings it back when it is run again";
    // Nothing comes back under the address of a Binder session that has ended: the way on is a new one.
    const again = this.inPage && this.model.get("again");
    const anew = again ? ` <a href="${again}${encodeURIComponent(this.address.now.search)}">Start a new session on Binder with this scenario</a>` : "";
    // Under a hub an idle reader's server is stopped; what stands at its address then cannot start it with this scenario.
    const hub = this.inPage && this.model.get("hub");
    const ended = anew ? ` If the session has ended, as an idle one does after about ten minutes:${anew}.`
      : hub ? ` If your server was stopped, as an idle one is: <a href="${hub}${this.address.now.search.replaceAll('"', "%22")}">Start it again with this scenario</a>.` : "";
    this.slot("lost", there === false
      ? `<p>The connection to the model is lost. What you see stays, and ${kept}; the page goes on by itself once the connection is back.${ended}</p>`
      : `<p>The model does not answer: its session has probably ended. What you see stays, and ${kept}.${
        anew || (this.inPage ? " <button type=\"button\" data-reload>Start again with this scenario</button>" : "")}</p>`);
  }

  // The server is back without the page's kernel, as after a start of its own: then nothing goes on by itself.
  async look() {
    const config = JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "null");
    const kernel = config && `${config.baseUrl}api/kernels/${config.kernelId}`;
    const ended = kernel && (await fetch(kernel, { cache: "no-store" }).then((answer) => answer.status === 404, () => false));
    if (ended && this.away) this.lost();
  }

  found() {
    this.slot("lost", "");
    this.speak("The model answers again.");
  }

  pushed(reply) {
    if (this.root) this.show({ ...reply, spoken: "" }, reply); // the widget that moved it says so
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
    for (const [name, state] of Object.entries(reply.controls ?? {})) {
      const control = this.control(name);
      if (control) showControl(control, state, this.next.size > 0);
    }
    this.fault(message, reply.fault ?? "");
    for (const button of this.root.querySelectorAll("[data-preset]")) {
      if (reply.preset !== undefined) button.setAttribute("aria-pressed", String(button.dataset.preset === reply.preset));
    }
    if (reply.opened !== undefined) {
      for (const button of this.root.querySelectorAll('[data-reset="opened"]')) button.hidden = !reply.opened;
    }
    for (const [name, can] of Object.entries(reply.can ?? {})) {
      for (const button of this.root.querySelectorAll(`[data-${name}]`)) button.disabled = !can;
    }
    if (reply.wrong !== undefined) showGoalFault(this.root, reply.wrong);
    if (reply.goal) showGoal(this.root, reply.goal);
    if (reply.kept !== undefined) showKept(this.root, reply.kept);
    if (reply.partners) this.colours.partners = reply.partners;
    if (reply.link !== undefined) this.link = reply.link;
    const drawn = { ...reply.figures };
    for (const [name, move] of Object.entries(reply.moved ?? {})) drawn[name] = movedSpec(this.specs[name], move);
    Object.assign(this.specs, drawn);
    const pointed = this.pointed !== null && ![this.waiting, ...this.next.values()].some((one) => one?.parameter === SHARE);
    if (pointed) this.pointed = null; // whatever came of it is in this reply
    for (const name of new Set([...Object.keys(drawn), ...(pointed ? SHARE_CHARTS : [])])) this.draw(name);
    if (reply.figures || reply.link !== undefined) this.takeaway.stale = true;
    for (const link of reply.correction ? this.root.querySelectorAll("a[data-correction]") : []) link.href = reply.correction;
    if (reply.link !== undefined && this.inPage) this.address.carry(reply.link);
    // A page that opens with our starting point, or among others in a notebook, says what it said before it lived.
    const known = message.kind === "open" && (!this.inPage || reply.link === undefined);
    const said = known ? "" : reply.spoken ?? "";
    if (said || (!this.toSpeak && this.newNotices().length)) this.speak(said, message.kind === "open");
    if (message.kind === "card") this.dialog();
    if (reply.file) save(reply.file);
    if (message.kind === "open") this.wake();
    // The chart that a reader looks at came first; all that stands further down follows when no newer change is waiting.
    // A step begun before that change may be answered after it, and must not put off what the change still owes.
    if (reply.then !== undefined && (this.due !== "rest" || reply.then === "rest")) this.owe(reply.then);
  }

  owe(kind) {
    clearTimeout(this.later);
    this.due = kind;
    this.root.toggleAttribute("data-at-rest", !kind);
    if (!kind) this.takeaway.follow();
    const pause = { rest: REST_MS, deciders: PAUSE_MS }[kind] ?? STEP_MS;
    if (kind) this.later = setTimeout(() => {
      this.due = "";
      this.send({ kind, framed: framed(this.root), slice: true });
    }, pause);
  }

  // Whether what a reader changed is not yet on the screen in all its parts; what is worked out at leisure does not count.
  moving() {
    return this.due === "rest" || [this.waiting, ...this.next.values()].some((message) => message && (!message.slice || message.kind === "rest"));
  }

  wake() {
    document.documentElement.classList.remove("explorer-waiting");
    this.root.classList.add("live");
    for (const fieldset of this.root.querySelectorAll("fieldset[disabled]")) fieldset.disabled = false;
    for (const button of this.root.querySelectorAll("[data-copy], [data-take]")) button.disabled = false;
    if (this.inPage) this.offerNotebooks();
    this.root.dataset.explorerLive = "true";
  }

  // The question notebooks lie beside the app, but not at the same place everywhere: under the app's own server, or under Jupyter's.
  offerNotebooks() {
    const beside = location.pathname.match(/^(.*\/voila\/render\/(?:.*\/)?)[^/]+\.ipynb$/);
    for (const link of this.root.querySelectorAll("[data-notebook]")) {
      link.href = beside ? `${beside[1]}${link.dataset.notebook}.ipynb` : `notebook/${link.dataset.notebook}`;
    }
    for (const place of this.root.querySelectorAll("[data-questions]")) place.hidden = false;
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
      const focused = place.contains(document.activeElement);
      if (this.written.get(place) !== html) place.innerHTML = html; // what a reader has opened in it stays open
      this.written.set(place, html);
      // the button that a reader pressed may be gone: go on from where it was
      if (focused && document.activeElement === document.body) (place.querySelector("button") ?? place).focus();
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
    const link = this.inPage ? this.address.now.href : `?${this.link ?? ""}`;
    try {
      await navigator.clipboard.writeText(link);
      this.speak("The link to this scenario is copied.");
    } catch {
      // no clipboard without a secure origin or the reader's leave: show the link, to be copied by hand
      window.prompt("The link to this scenario:", link);
    }
  }

  // One announcement a second at most, and only the last: a screen reader should hear results, not every step on the way.
  // The place is emptied first, so that the same words are heard a second time, and afterwards: what stands in it is found
  // again by who reads on, and read out anew when a dialog closes.
  speak(text, opening = false) {
    clearTimeout(this.speaking);
    const place = this.root.querySelector('[data-slot="live"]');
    if (!place) return;
    place.textContent = "";
    this.toSpeak = true;
    this.speaking = setTimeout(() => {
      this.toSpeak = false;
      const notices = this.newNotices(); // of a link: why what follows is not what it asked for
      const said = opening ? [...notices, text] : [text, ...notices];
      place.textContent = said.join(" ").trim(); // words, no HTML: a link may have brought them
      this.noticed = new Set(this.notices().map(bare));
      this.speaking = setTimeout(() => { place.textContent = ""; }, HEARD_MS);
    }, SPEAK_MS);
  }

  // A notice is said when it comes up, not again at each step that moves its numbers alone.
  newNotices() {
    return this.notices().filter((text) => !this.noticed.has(bare(text)));
  }

  notices() {
    return [...this.root.querySelectorAll('[data-slot="notice"] p')].map((one) => one.firstChild?.textContent.trim() ?? "");
  }

  fault(message, sentence) {
    if (message.kind === "set") showFault(this.control(message.parameter), message.part, sentence);
  }

  control(name) {
    return this.root.querySelector(`[data-parameter="${name}"]`);
  }

  // ------------------------------------------------------------------------------------------------- what readers do
  listen() {
    this.unlisten();
    this.colours = new Colours(this.root, () => this.redraw());
    this.paper = new Paper(this);
    this.dock = new Dock(this.root);
    this.width.observe(this.root.querySelector(".main") ?? this.root);
    this.arrange();
    this.root.addEventListener("input", (event) => this.input(event.target));
    this.root.addEventListener("change", (event) => this.change(event.target));
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("toggle", (event) => this.unfold(event.target), true);
  }

  unlisten() {
    for (const part of [this.colours, this.paper, this.dock]) part?.close();
  }

  // Where the column is narrow the share stands under the sentence, for the eye by the style sheet, for the keyboard here.
  arrange() {
    const share = this.root.querySelector("section.share");
    const home = this.root.querySelector(".body");
    const sentence = this.root.querySelector("header .consequence");
    if (!share || !home || !sentence || share.contains(document.activeElement)) return;
    if (NARROW_PAGE.matches && share.parentElement === home) sentence.after(share);
    if (!NARROW_PAGE.matches && share.parentElement !== home) home.prepend(share);
  }

  input(target) {
    const part = target.dataset?.part;
    if (target.dataset?.convert) this.speak(convert(target.closest("[data-converter]")));
    if (part === "slider") this.set(target, Number(target.value));
    else if (part) target.dataset.typing = "true"; // a half-typed number is not yet a value
  }

  change(target) {
    if (target.dataset?.filter) {
      const choice = {};
      for (const filter of this.root.querySelectorAll("[data-filter]")) choice[filter.dataset.filter] = filter.value;
      this.send({ kind: "claims", ...choice });
    }
    const chosen = chosenMessage(this.root, target);
    if (chosen) this.send(chosen);
    if (!target.dataset?.part || target.dataset.part === "slider") return;
    delete target.dataset.typing;
    this.set(target, target.value); // as typed: where that is no number, Python answers with a sentence and keeps the last good one
  }

  set(target, value) {
    clearTimeout(this.later); // the reply says what is to follow
    const control = target.closest("[data-parameter]");
    this.send({ kind: "set", parameter: control.dataset.parameter, part: target.dataset.part, value });
    const share = sharePointed(control, target.dataset.part, value);
    if (share === null) return;
    this.pointed = share;
    for (const name of SHARE_CHARTS) this.draw(name);
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
    if (target.closest("[data-close]")) target.closest("dialog").close();
    const spread = target.closest("[data-spread]");
    if (spread) {
      for (const other of this.root.querySelectorAll("[data-spread]")) other.setAttribute("aria-pressed", String(other.dataset.spread === spread.dataset.spread));
      this.send({ kind: "spread", value: spread.dataset.spread });
    }
    if (target.closest("[data-undo]")) this.send({ kind: "undo" });
    if (target.closest("[data-redo]")) this.send({ kind: "redo" });
    if (target.closest("[data-copy]")) this.copy();
    if (target.closest("[data-reload]")) this.address.now.reload();
    const clicked = clickedMessage(this.root, target);
    if (clicked) this.send(clicked);
    const reset = target.closest("[data-reset]");
    if (reset) this.send({ kind: "reset", to: reset.dataset.reset });
    const back = target.closest("[data-back]");
    if (back) this.send({ kind: "back", parameter: back.dataset.back });
    const focus = target.closest("[data-focus]");
    if (focus) this.goTo(focus.dataset.focus);
    const take = target.closest("[data-take]");
    if (take) this.takeaway.take(take);
    this.takeaway.close(target);
    const tab = target.closest("[role=tab]");
    if (tab) this.select(tab);
  }

  key(event) {
    const target = event.target;
    this.takeaway.key(event);
    if (event.ctrlKey || event.altKey || event.metaKey) return; // the browser's own: back, top of the page
    if (target.getAttribute("role") === "tab") this.keyOnTab(event);
    else if (target.dataset?.part) this.keyOnControl(event);
  }

  historyKey(event) {
    const kind = historyKey(event);
    const ours = this.inPage || this.root?.contains(event.target); // in a notebook the keys elsewhere are the notebook's
    if (!kind || !ours || !this.root?.querySelector(`[data-${kind}]`)) return;
    event.preventDefault();
    this.send({ kind });
  }

  unfold(target) {
    if (target.open && target.dataset.texts !== undefined) this.takeaway.open(target);
    if (target.dataset.unfold) this.send({ kind: "unfold", parameter: target.dataset.unfold, open: target.open, framed: framed(this.root) });
  }

  goTo(name) {
    const control = this.control(name);
    if (!control) return;
    // some views have no assumptions beside them
    if (!control.closest(".share, .assumptions, fieldset")?.getClientRects().length) this.select(this.root.querySelector('[data-view="answer"][role=tab]'));
    focusControl(control);
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

  keyOnControl(event) {
    const value = keyedValue(event.target, event.key);
    if (value === null) return;
    event.preventDefault();
    event.target.value = value;
    this.set(event.target, value);
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
    const chart = this.colours.of(this.pointed !== null && SHARE_CHARTS.includes(name) ? markedAt(spec, this.pointed) : spec);
    if (!moveChart(Plotly, place, chart)) await drawChart(Plotly, place, chart);
  }

  redraw() {
    for (const place of this.root.querySelectorAll(".js-plotly-plot")) {
      place.explorerDrawn = null; // other colours are drawn anew, not moved
      this.draw(place.closest("[data-figure]").dataset.figure);
    }
  }
}
