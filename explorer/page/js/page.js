// The page's behaviour. Its HTML comes from Python, as the first paint or with the first reply; this finds elements by their
// data- attributes, sends what a reader does, and shows what comes back.

import { keyedValue, putRight, showBar, showControl, showFault, slid } from "./controls.js";
import { dragNumber, dragPoint, movePoint } from "./drag.js";
import { fit } from "./letters.js";
import { stepped } from "./numbers.js";
import { Share } from "./share.js";
import { copied, png, save } from "./take.js";
import { Wire } from "./wire.js";

const NARROW = matchMedia("screen and (max-width: 760px)"); // as in the style sheet
const SPEAK_MS = 900; // how long a result waits before it is said
const TOAST_MS = 4_000;
const SEARCH_MS = 250;
const NEAR_MS = 120;
const ADDRESS_MS = 350; // Safari lets a page change its address a hundred times in half a minute, and throws at the next
const COLOURS = "explorer-colours";
const PRESSED = "a[href], button, summary";
const MOVES = new Set(["set", "pair", "case", "preset", "enough", "back", "believe", "load"]); // of a reader, after which the result is read out
const FOLDS = "details.fold, details.part";
const HEADS = "main, section, h2[id], h3[id]"; // by which a place on the page is found again
const NO_BAR = { median: 0, low: 0, high: 0, words: "", explains: "" };

class Page {
  /** @param {any} model @param {HTMLElement} root @param {boolean} whole whether the address of the page is ours */
  constructor(model, root, whole) {
    this.root = root;
    this.whole = whole;
    this.gesture = 0;
    this.link = "";
    this.again = "";
    this.left = /** @type {HTMLElement | null} */ (null); // by which a page beside the story was opened
    this.printing = false; // and waiting for all that goes on paper
    this.timers = /** @type {Record<string, number>} */ ({});
    this.known = /** @type {Set<string>} */ (new Set()); // the sections that show what follows from the present scenario
    this.held = /** @type {Map<string, any>} */ (new Map()); // controls whose state waits for a reply to something newer
    this.share = new Share(root);
    this.wire = new Wire(model, (reply, message) => this.show(reply, message), (lost) => this.lost(lost));
    this.listen();
    const share = /** @type {HTMLInputElement | null} */ (root.querySelector("input[data-share]"));
    if (share) this.share.paint(Number(share.value) / 100);
    this.bars(JSON.parse(root.querySelector("[data-bars]")?.textContent ?? "[]"));
    this.stood = whole ? history.state?.stood : null;
    // before the address is followed, which may lead into one of them
    if (whole && (this.stood || NARROW.matches)) this.folds().forEach((fold, index) => { fold.open = this.stood?.open[index] ?? (fold.open && !NARROW.matches); });
    this.route();
    this.stay();
    this.wire.near = () => this.near();
    this.wire.sent = () => this.root.removeAttribute("data-at-rest");
    const asked = whole ? location.search.replaceAll("&amp;", "&") : "";
    const painted = whole ? root.closest("[data-version]")?.getAttribute("data-version") ?? null : null;
    this.wire.again = () => (root.dataset.explorerLive ? this.open(`?${this.link}`, null) : this.open(asked, painted));
    this.open(asked, painted);
    if (whole) for (const change of this.kept()) this.wire.send(change);
  }

  /** The first message: what the address asks for, and which first paint stands here. @param {string} search @param {string | null} painted */
  open(search, painted) {
    this.wire.send({ kind: "open", search, painted, page: this.whole ? location.origin + location.pathname : "", narrow: NARROW.matches });
  }

  /** @param {string} selector @returns {HTMLElement[]} */
  all(selector) {
    return [...this.root.querySelectorAll(selector)].map((one) => /** @type {HTMLElement} */ (one));
  }

  close() {
    this.wire.close();
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    this.ends?.abort();
  }

  folds() {
    return /** @type {HTMLDetailsElement[]} */ (this.all(FOLDS));
  }

  /** Keep with this entry of the history where the reader is, what is unfolded, for whoever comes back from another page. */
  leaves() {
    const top = (/** @type {HTMLElement} */ one) => one.getBoundingClientRect().top;
    const [near] = this.all(HEADS).filter((one) => one.checkVisibility()).sort((a, b) => Math.abs(top(a)) - Math.abs(top(b)));
    if (near) history.replaceState({ ...history.state, stood: { id: near.id, top: top(near), open: this.folds().map((fold) => fold.open) } }, "");
  }

  /** Whoever came back stays there while the page takes on the scenario, until they move. */
  stay() {
    const near = this.stood && document.getElementById(this.stood.id);
    if (near) scrollBy({ top: near.getBoundingClientRect().top - this.stood.top, behavior: "instant" });
  }

  /** The sections within a screen of what is seen: what nobody is near is not worked out. */
  near() {
    const screen = innerHeight;
    return this.all("section").filter((section) => {
      if (this.printing) return true;
      const box = section.getBoundingClientRect();
      const part = /** @type {HTMLDetailsElement | null} */ (section.querySelector("details.part"));
      return box.height > 0 && box.bottom > -screen && box.top < 2 * screen && (!part || part.open);
    }).map((section) => section.id);
  }

  /** Ask for what has come near, once the reader rests. */
  seen() {
    clearTimeout(this.timers.near);
    this.timers.near = window.setTimeout(() => {
      const near = this.near();
      if (near.every((name) => this.known.has(name))) return;
      this.known = new Set([...this.known, ...near]);
      this.wire.send({ kind: "near" });
    }, NEAR_MS);
  }

  // ------------------------------------------------------------------------------------------------ what comes back
  /** @param {any} reply @param {any} message */
  show(reply, message) {
    const ahead = [this.wire.waiting ?? {}, ...this.wire.next.values()]; // what the reader has done since, under way or not
    const waiting = new Map(ahead.flatMap((one) => (one.parameter ? [[one.parameter, one.value]] : Object.entries(one.values ?? {}))));
    if (reply.curve) this.share.curve = { ...this.share.curve, ...reply.curve };
    // that inputs do not fit together is read out when it comes up, and not again with each of its numbers
    for (const place of this.all('[data-text="unfit"]')) place.ariaLive = place.textContent?.trim() ? "off" : "polite";
    for (const [name, html] of Object.entries(reply.texts ?? {})) this.text(name, html);
    for (const [name, chart] of Object.entries(reply.charts ?? {})) this.chart(name, chart);
    for (const [name, state] of [...this.held, ...Object.entries(reply.controls ?? {})]) {
      this.held.delete(name);
      if (waiting.has(name)) { // the reader has moved it on meanwhile; the reply to that may say nothing new of it
        this.held.set(name, state);
        continue;
      }
      if (name === "openai_share") this.share.paint(state.values.slider / 100, true);
      for (const control of this.all(`[data-parameter="${name}"]`)) showControl(control, state);
    }
    const share = waiting.get("openai_share");
    if (typeof share === "number") this.share.show(share / 100, true);
    if (reply.bars) this.bars(reply.bars);
    if (reply.fault !== undefined) this.fault(reply.fault, message);
    else if (message && reply.texts) for (const box of this.all("input[aria-invalid]")) putRight(/** @type {HTMLInputElement} */ (box));
    for (const button of reply.case === undefined ? [] : this.all("[data-case]")) {
      button.setAttribute("aria-pressed", String(button.dataset.case === reply.case));
    }
    if (reply.can) this.can(reply.can);
    if (reply.pinned) this.pinned(reply.pinned);
    if (reply.goal) this.goal(reply.goal);
    if (reply.link !== undefined) {
      this.known = new Set(reply.live && !reply.texts ? this.all("section").map((one) => one.id) : message?.near ?? []);
      this.carry(reply.link);
    }
    if (reply.said) this.toast(reply.said);
    if (reply.toast) this.toast(reply.toast);
    if (reply.spoken) this.speak(reply.spoken);
    if (MOVES.has(message?.kind) && reply.texts) this.speak(this.all('[data-text="hero-title"]')[0]?.textContent ?? "");
    if (message?.kind === "place" && reply.texts) this.speak(this.all("main:not([hidden]) [data-found]")[0]?.textContent ?? "");
    if (reply.card) this.card(reply.card);
    if (reply.copy) this.copy(reply.copy, reply.done);
    if (reply.file) this.file(reply.file);
    if (reply.embed) this.embed(reply.embed);
    if (reply.again) this.again = reply.again;
    if (reply.live) this.live();
    this.stay();
    if (reply.rest !== undefined && this.root.toggleAttribute("data-at-rest", reply.rest && !this.wire.moving())) this.stood = null;
    if (this.printing && this.root.dataset.atRest === "") {
      this.printing = false;
      window.print();
    }
  }

  /** @param {string} name @param {any} html */
  text(name, html) {
    for (const place of this.all(`[data-text="${name}"]`)) {
      const within = place.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
      const known = within?.dataset.filter;
      if (known) {
        const { value, selectionStart } = /** @type {HTMLInputElement} */ (within);
        place.innerHTML = html;
        const again = /** @type {HTMLInputElement | null} */ (place.querySelector(`[data-filter="${known}"]`));
        again?.focus();
        if (again?.type === "search") {
          again.value = value; // more was typed while this was on its way
          again.setSelectionRange(selectionStart, selectionStart);
        }
      } else {
        const at = within ? [...place.querySelectorAll(PRESSED)].indexOf(within) : -1;
        place.innerHTML = html;
        const pressed = /** @type {HTMLElement[]} */ ([...place.querySelectorAll(PRESSED)]);
        if (at >= 0) pressed[Math.min(at, pressed.length - 1)]?.focus({ preventScroll: true }); // the keyboard stays where it was
      }
    }
  }

  /** @param {string} name @param {any} chart */
  chart(name, chart) {
    const slot = this.root.querySelector(`[data-chart-slot="${name}"]`);
    if (slot) {
      slot.innerHTML = `<figure data-chart="${name}" aria-label="Chart"><h3 data-text="${name}-title"></h3><p class="sub" data-text="${name}-sub"></p><div class="plot" data-plot="${name}"></div></figure>`;
    }
    for (const plot of this.all(`[data-plot="${name}"]`)) {
      plot.innerHTML = chart.svg;
      plot.dataset.frame = JSON.stringify(chart.frame);
      fit(plot);
    }
    for (const part of ["title", "sub", "note", "table"]) {
      if (chart[part] !== undefined && (name !== "shares" || part !== "title")) this.text(`${name}-${part}`, chart[part]);
    }
  }

  /** The rows of what matters: bars, and their order while nobody is at them. @param {Record<string, any>[]} bars */
  bars(bars) {
    const list = this.root.querySelector(".matters");
    if (!list) return;
    const rows = /** @type {HTMLElement[]} */ ([...list.children]);
    for (const row of rows) showBar(row, bars.find((bar) => bar.parameter === row.dataset.row) ?? NO_BAR);
    if (list.contains(document.activeElement)) return;
    const named = bars.map((bar) => rows.find((row) => row.dataset.row === bar.parameter)).filter((row) => row !== undefined);
    for (const row of rows) row.hidden = !named.includes(row);
    list.prepend(...named);
  }

  /** @param {Record<string, boolean>} can */
  can(can) {
    const held = document.activeElement;
    for (const name of ["undo", "redo"]) for (const button of this.all(`[data-${name}]`)) /** @type {HTMLButtonElement} */ (button).disabled = !can[name];
    for (const button of this.all("[data-reset]")) button.hidden = !can[button.dataset.reset === "opened" ? "opened" : "reset"];
    // what was pressed last and can be no more hands the keyboard on to its neighbour
    if (held?.matches(":disabled, [hidden]")) /** @type {HTMLElement | null} */ (held.parentElement?.querySelector("button:not(:disabled, [hidden])"))?.focus();
  }

  /** @param {Record<string, string>} goal by the name of its box */
  goal(goal) {
    for (const box of /** @type {HTMLInputElement[]} */ (this.all("[data-goal]"))) {
      box.dataset.good = goal[box.dataset.goal ?? ""];
      putRight(box);
    }
  }

  /** The scenarios kept to compare with, each with its name. @param {string[]} names */
  pinned(names) {
    for (const link of this.all("[data-to-compare]")) link.hidden = !names.length;
    for (const place of this.all("[data-pinned]")) {
      const within = place.contains(document.activeElement);
      while (place.children.length > names.length) place.lastElementChild?.remove();
      while (place.children.length < names.length) {
        const holder = document.createElement("span");
        const box = Object.assign(document.createElement("input"), { type: "text", maxLength: 24 });
        holder.append(box, Object.assign(document.createElement("button"), { type: "button", textContent: "Remove" }));
        place.append(holder);
      }
      names.forEach((name, index) => {
        const [box, button] = /** @type {any} */ (place.children[index].children);
        if (box !== document.activeElement || !box.dataset.typing) box.value = name; // else it holds the beginning of another name
        box.dataset.rename = box.dataset.good = button.dataset.unpin = name;
        box.ariaLabel = `Name of scenario ${name}`;
        button.ariaLabel = `Remove ${name}`;
      });
      if (within && !place.contains(document.activeElement)) { // the keyboard goes on to what is left, or to what saves anew
        /** @type {HTMLElement | null | undefined} */ (place.lastElementChild?.lastElementChild ?? place.closest("section")?.querySelector("[data-pin]"))?.focus();
      }
    }
    if (!names.length) for (const slot of this.all("[data-chart-slot]")) slot.replaceChildren();
  }

  /** @param {string} sentence @param {any} message */
  fault(sentence, message) {
    const { kind, parameter, part, old } = message ?? {};
    const own = { set: `[data-parameter="${parameter}"]`, goal: ".goal", rename: "[data-pinned]" }[/** @type {string} */ (kind)];
    const at = own && ((kind === "set" && this.acted?.closest(own)) || this.all(own)[0]);
    if (!at || !showFault(at, part ?? old, sentence)) this.toast(sentence);
  }

  live() {
    document.documentElement.classList.remove("explorer-waiting");
    this.root.dataset.explorerLive = "true";
    this.root.classList.add("live");
  }

  /** One chart alone, in a frame of another page, which is told how high it is. @param {string} html */
  embed(html) {
    this.root.innerHTML = html;
    this.root.classList.add("embedded");
    const tell = () => parent.postMessage({ explorerHeight: Math.ceil(this.root.getBoundingClientRect().height) }, "*");
    new ResizeObserver(tell).observe(this.root);
  }

  /** Where a session on Binder or a hub has ended, its page is not there to be loaded again. @param {boolean} lost */
  lost(lost) {
    for (const place of this.all("[data-lost]")) {
      place.hidden = !lost;
      place.innerHTML = lost ? "<p>The model does not answer. What you see stays. <a>Start it again with this scenario</a> if it does not come back.</p>" : "";
      const way = place.querySelector("a");
      if (!way) continue;
      way.href = this.again ? this.again + (this.again.includes("urlpath=") ? encodeURIComponent(this.link) : this.link) : location.href;
      way.onclick = (event) => {
        if (this.again || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        this.keep();
        location.reload(); // an address with a part would only lead to that part
      };
    }
    if (!lost) this.speak("The model answers again.");
  }

  /** Keep with this entry of the history what the reader has changed and nobody has answered, for the page that starts anew. */
  keep() {
    const unheard = [this.wire.waiting, ...this.wire.next.values()].filter((one) => one && (MOVES.has(one.kind) || one.kind === "goal"));
    history.replaceState({ ...history.state, unheard }, "");
  }

  /** What the page before kept so, once. @returns {object[]} */
  kept() {
    const { unheard = [], ...state } = history.state ?? {};
    if (unheard.length) history.replaceState(state, "");
    return unheard;
  }

  /** Keep the address that of the scenario, at once or as soon as browsers allow. @param {string} link */
  carry(link) {
    this.link = link;
    if (!this.whole || this.timers.address || !this.readdressed()) return;
    this.timers.address = window.setTimeout(() => {
      this.timers.address = 0;
      this.carry(this.link);
    }, ADDRESS_MS);
  }

  /** Put the scenario into the address, the browser's own history left alone; whether it was not there. */
  readdressed() {
    const kept = new URLSearchParams(location.search.replaceAll("&amp;", "&"));
    for (const name of ["s", "g", "goal", "with", "x", "d"]) kept.delete(name);
    const query = [kept.toString(), this.link].filter(Boolean).join("&");
    const address = `${location.pathname}${query ? `?${query}` : ""}${location.hash}`;
    if (address === location.href.slice(location.origin.length)) return false;
    history.replaceState(history.state, "", address);
    return true;
  }

  /** @param {string} text */
  toast(text) {
    const place = this.root.querySelector("[data-toast]");
    if (!place) return;
    place.textContent = text;
    clearTimeout(this.timers.toast);
    this.timers.toast = window.setTimeout(() => { place.textContent = ""; }, TOAST_MS);
  }

  /** One announcement a second at most, and only the last. @param {string} text */
  speak(text) {
    clearTimeout(this.timers.speak);
    const place = this.root.querySelector("[data-spoken]");
    if (!place) return;
    place.textContent = "";
    this.timers.speak = window.setTimeout(() => { place.textContent = text; }, SPEAK_MS);
  }

  /** @param {string} html */
  card(html) {
    const dialog = /** @type {HTMLDialogElement} */ (this.root.querySelector("[data-card]"));
    const body = dialog.querySelector("[data-card-body]");
    if (body) body.innerHTML = html;
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
  }

  // ------------------------------------------------------------------------------------------------- what readers do
  /** @param {string} parameter @param {string} part @param {unknown} value */
  set(parameter, part, value) {
    if (!this.root.dataset.explorerLive) this.toast("The model is still loading; what you change waits for it.");
    this.wire.send({ kind: "set", parameter, part, value, gesture: this.gesture });
  }

  /** @param {number} share @param {boolean} [typing] */
  setShare(share, typing = false) {
    this.share.show(share, typing);
    this.set("openai_share", "slider", Number((100 * share).toPrecision(12)));
  }

  listen() {
    this.ends = new AbortController();
    const { signal } = this.ends;
    const root = this.root;
    for (const kind of ["input", "compositionend", "change", "keydown"]) root.addEventListener(kind, (event) => this.heard(/** @type {any} */ (event)), { signal });
    document.addEventListener("click", (event) => this.clicked(event), { signal });
    document.addEventListener("keydown", (event) => this.historyKey(event), { signal });
    // a browser's own command waits for nothing: what shows another scenario's numbers is left out
    addEventListener("beforeprint", () => { for (const one of this.all("section")) one.toggleAttribute("data-stale", !this.known.has(one.id)); }, { signal });
    root.addEventListener("pointerdown", () => { this.gesture += 1; }, { signal, capture: true });
    // not "hashchange", which is left out where entries of the history differ in their scenario too
    addEventListener("popstate", () => {
      this.route();
      if (root.matches(".live:not(.embedded)")) this.carry(this.link); // the entry has the scenario of its time
    }, { signal });
    addEventListener("pagehide", () => {
      if (this.timers.address) this.readdressed();
      if (this.whole) this.leaves();
    }, { signal });
    for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) addEventListener(kind, () => { this.stood = null; }, { signal, passive: true, capture: true });
    addEventListener("resize", () => fit(root), { signal });
    document.fonts.ready.then(() => fit(root));
    addEventListener("scroll", () => this.seen(), { signal, passive: true });
    root.addEventListener("toggle", () => this.seen(), { signal, capture: true });
    NARROW.addEventListener("change", () => this.wire.send({ kind: "layout", narrow: NARROW.matches }), { signal });
    const shares = /** @type {HTMLElement | null} */ (root.querySelector('[data-plot="shares"]'));
    if (shares) dragPoint(shares, (share) => this.setShare(stepped(share, 0.01)));
    const pair = /** @type {HTMLElement | null} */ (root.querySelector('[data-plot="frontier"]'));
    if (pair) {
      dragPoint(pair, (x, y) => {
        const lever = /** @type {HTMLSelectElement} */ (root.querySelector("[data-lever]")).value;
        const share = stepped(y, 1);
        this.share.show(share / 100);
        movePoint(pair, x, share);
        this.wire.send({ kind: "pair", values: { openai_share: share, [lever]: Number(x.toPrecision(3)) }, gesture: this.gesture });
      });
    }
    for (const input of /** @type {HTMLInputElement[]} */ (this.all(".scrub input"))) {
      const holder = /** @type {HTMLElement} */ (input.closest("[data-parameter]"));
      dragNumber(input, Number(holder.dataset.step), (value) => {
        input.value = String(value);
        this.acted = input;
        if (holder.dataset.parameter === "openai_share") this.setShare(Math.min(1, Math.max(0, value / 100)));
        else this.set(holder.dataset.parameter ?? "", "slider", value);
      });
    }
  }

  /** @param {KeyboardEvent & {target: any}} event or another of an element */
  heard(event) {
    const target = /** @type {HTMLInputElement} */ (event.target);
    const { part, goal, rename, filter } = target.dataset;
    if (event.type === "keydown" && event.key === "Escape" && !event.isComposing && (part || goal || rename) && target.type === "text") {
      if (target.dataset.typing) event.preventDefault(); // gives up what is being typed; what lies over the story closes at the next
      delete target.dataset.typing;
      putRight(target);
    } else if (part) this.control(event, target, part);
    else if ((goal || rename) && event.type === "input") target.dataset.typing = "true";
    else if (goal && event.type === "change") {
      delete target.dataset.typing;
      // what another box holds and was refused keeps nothing back
      const asked = (/** @type {HTMLElement} */ box) => (box !== target && box.ariaInvalid ? box.dataset.good : /** @type {HTMLInputElement} */ (box).value);
      this.wire.send({ kind: "goal", part: goal, ...Object.fromEntries(this.all("[data-goal]").map((box) => [box.dataset.goal, asked(box)])) });
    } else if (filter && (event.type === "change" || (/^(input|compositionend)$/.test(event.type) && filter === "search"))) {
      clearTimeout(this.timers.search);
      if (!event.isComposing) this.timers.search = window.setTimeout(() => this.filter(), SEARCH_MS);
    } else if (event.type === "change" && target.dataset.lever !== undefined) this.wire.send({ kind: "lever", name: target.value });
    else if (rename && event.type === "change") {
      delete target.dataset.typing;
      this.wire.send({ kind: "rename", old: rename, name: target.value });
    }
    else if (event.type === "change" && target.dataset.openRecord !== undefined) this.openRecord(target);
    else if (event.type === "change" && target.dataset.pinPreset !== undefined && target.value) {
      this.wire.send({ kind: "pin", name: target.value });
      target.value = "";
    }
  }

  /** @param {KeyboardEvent} event or another of a control @param {HTMLInputElement} target @param {string} part */
  control(event, target, part) {
    const name = /** @type {HTMLElement | null} */ (target.closest("[data-parameter]"))?.dataset.parameter;
    if (!name) return;
    this.acted = target;
    const share = name === "openai_share" && part === "slider";
    if (event.type === "keydown" && event.key) {
      // with these a key is the browser's (Alt and left: back), and while letters are composed the composer's
      if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
      const value = keyedValue(target, event.key);
      if (value === null) return;
      event.preventDefault();
      if (!event.repeat) this.gesture += 1; // a held key is one step to undo
      if (share) return this.setShare(Math.min(1, Math.max(0, value / 100)));
      target.value = String(value);
      this.set(name, part, value);
    } else if (event.type === "input" && target.type === "range") {
      const value = slid(target);
      if (share) this.setShare(value / 100);
      else this.set(name, part, value);
    } else if (event.type === "input") target.dataset.typing = "true";
    else if (event.type === "change" && target.type !== "range") {
      delete target.dataset.typing;
      this.gesture += 1;
      const typed = /^[\d.]+$/.test(target.value) ? Number(target.value) : NaN; // all else is read by Python
      if (share && typed <= 100) this.setShare(typed / 100); // before the model answers
      else this.set(name, part, target.value);
    }
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const at = /** @type {HTMLElement} */ (event.target);
    for (const menu of this.root.querySelectorAll("details.menu[open]")) if (!menu.contains(at)) /** @type {HTMLDetailsElement} */ (menu).open = false;
    const button = this.root.contains(at) ? /** @type {HTMLElement | null} */ (at.closest("button, a[href^='#'], a[data-claims], a[data-place]")) : null;
    if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (button.dataset.claims) event.preventDefault(); // a link where scripts are off
    if (button.matches("a")) this.left = button.dataset.place ? button : null;
    if (button.dataset.place && this.whole) {
      event.preventDefault();
      location.hash = button.dataset.place;
    }
    const { dataset } = button;
    this.gesture += 1;
    const kind = ["enough", "case", "preset", "undo", "redo", "pin", "unpin"].find((one) => dataset[one] !== undefined);
    if (kind) this.wire.send({ kind, name: dataset[kind] });
    else if (dataset.shareTo !== undefined) this.setShare(Number(dataset.shareTo) / 100);
    else if (dataset.reset !== undefined) this.wire.send({ kind: "reset", to: dataset.reset });
    else if (dataset.back) this.wire.send({ kind: "back", parameter: dataset.back });
    else if (dataset.claims) this.wire.send({ kind: "card", claims: dataset.claims });
    else if (dataset.believe) this.wire.send({ kind: "believe", claim: dataset.believe, parameter: dataset.for });
    else if (dataset.spread) {
      for (const one of this.all("[data-spread]")) one.setAttribute("aria-pressed", String(one === button));
      this.wire.send({ kind: "spread", name: dataset.spread });
    } else if (dataset.cardClose !== undefined) /** @type {HTMLDialogElement} */ (this.root.querySelector("[data-card]")).close();
    else if (dataset.drawer !== undefined || dataset.focus) this.drawer(true, dataset.focus, button);
    else if (dataset.drawerClose !== undefined) this.drawer(false);
    else if (dataset.copy !== undefined) {
      if (this.timers.address) this.readdressed();
      this.copy(this.whole ? location.href : `?${this.link}`, "The link to this scenario is copied.");
    } else if (dataset.copySaid !== undefined) this.copy(button.previousElementSibling?.textContent ?? "", "The sentence is copied.");
    else if (dataset.take) this.take(button, dataset.take);
    else if (dataset.print !== undefined) this.print();
    else if (dataset.colours !== undefined) this.turn();
  }

  /** Print, once the parts that nobody is near show this scenario too. */
  print() {
    if (this.wire.asleep || this.wire.away) return window.print();
    this.printing = true;
    this.known = new Set(this.near());
    this.wire.send({ kind: "near" });
  }

  /** @param {boolean} open @param {string} [parameter] @param {HTMLElement} [opener] */
  drawer(open, parameter, opener) {
    const drawer = /** @type {HTMLElement} */ (this.root.querySelector(".drawer"));
    drawer.hidden = !open;
    for (const button of this.all("[data-drawer]")) button.setAttribute("aria-expanded", String(open));
    if (opener) this.opener = opener;
    if (!open) return this.opener?.focus();
    const control = parameter ? drawer.querySelector(`[data-parameter="${parameter}"]`) : null;
    const group = control?.closest("details");
    if (group) group.open = true;
    /** @type {HTMLElement | null} */ ((control ?? drawer).querySelector("button, input:not([hidden])"))?.focus();
    control?.scrollIntoView({ block: "center" });
  }

  /** @param {KeyboardEvent} event */
  historyKey(event) {
    if (event.key === "Escape" && !event.isComposing && !event.defaultPrevented && !this.root.querySelector("dialog[open]")) {
      if (this.root.querySelector(".drawer:not([hidden])")) this.drawer(false);
      for (const menu of this.root.querySelectorAll("details.menu[open]")) {
        if (menu.contains(document.activeElement)) menu.querySelector("summary")?.focus();
        /** @type {HTMLDetailsElement} */ (menu).open = false;
      }
    }
    // where keys give other letters than ours, it is the place on the keyboard that counts, as in browsers
    const letter = (/^[a-z]$/i.test(event.key) ? event.key : /^Key(.)$/.exec(event.code)?.[1] ?? "").toLowerCase();
    if (this.whole && (event.ctrlKey || event.metaKey) && letter === "p") {
      event.preventDefault();
      this.print();
    }
    // what is being typed, the browser takes back
    const typing = event.target instanceof HTMLInputElement && (event.target.dataset.typing || !(event.target.dataset.part || event.target.dataset.goal));
    if (!this.whole || typing || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const again = letter === "y" || (letter === "z" && event.shiftKey);
    if (!again && letter !== "z") return;
    event.preventDefault();
    this.wire.send({ kind: again ? "redo" : "undo" });
  }

  /** The page beside the story that the address names, or the story. */
  route() {
    if (!this.whole) return;
    const [asked, filters] = location.hash.slice(1).split("?");
    const places = this.all("[data-page]");
    const place = places.find((one) => one.dataset.page === asked) ?? places[0];
    const was = places.find((one) => !one.hidden);
    for (const one of places) one.hidden = one !== place;
    if (place !== places[0]) {
      this.ask(asked === "all-claims" ? "claims" : asked, new URLSearchParams(filters));
      scrollTo(0, 0);
    } else {
      const part = /** @type {HTMLDetailsElement | null} */ (asked ? this.root.querySelector(`#${CSS.escape(asked)} details.part`) : null);
      if (part) part.open = true;
      if (was !== place) this.left?.focus({ preventScroll: true }); // by the browser's "back": the keyboard is where it was
      if (was !== place && asked) document.getElementById(asked)?.scrollIntoView();
    }
  }

  /** Ask for a page beside the story, of all claims for those that pass the filters. @param {string} name @param {URLSearchParams} filters */
  ask(name, filters) {
    this.wire.send({ kind: "place", name, filters: Object.fromEntries(filters) });
  }

  /** The claims that pass the filters as they stand, which the address names too. */
  filter() {
    const filters = new URLSearchParams(/** @type {HTMLInputElement[]} */ (this.all("[data-filter]")).flatMap((box) => (box.value ? [[box.dataset.filter ?? "", box.value]] : [])));
    if (this.whole) history.replaceState(history.state, "", `${location.pathname}${location.search}#all-claims${filters.size ? `?${filters}` : ""}`);
    this.ask("claims", filters);
  }

  // ----------------------------------------------------------------------------------------------------- take away
  /** @param {HTMLElement} button @param {string} what */
  take(button, what) {
    const chart = /** @type {HTMLElement | null} */ (button.closest("[data-take-chart]"));
    this.wire.send({ kind: "take", what, name: chart?.dataset.takeChart ?? "" });
  }

  /** The scenario of a record that was downloaded before. @param {HTMLInputElement} input */
  async openRecord(input) {
    try {
      const { scenario } = JSON.parse(await /** @type {File} */ (input.files?.[0]).text());
      this.wire.send({ kind: "load", search: `?s=${scenario.link}&g=${scenario.goal}&d=${scenario.deal ?? ""}` });
    } catch {
      this.toast("This file holds no record of ours; nothing was changed.");
    }
    input.value = "";
  }

  /** @param {string} text @param {string} done */
  async copy(text, done) {
    if (await copied(text)) this.toast(done);
    else window.prompt("Copy this:", text);
  }

  /** @param {any} file */
  async file(file) {
    try {
      save(file.png ? { name: file.name, blob: await png(file.text, file.width, file.height) } : file);
      this.toast(`${file.name} given to your browser to save.`);
    } catch {
      this.toast("Your browser gives no picture here; take the SVG.");
    }
  }

  /** Light becomes dark, and dark light. */
  turn() {
    const root = document.documentElement;
    const dark = root.dataset.colours ? root.dataset.colours === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.colours = root.style.colorScheme = dark ? "light" : "dark";
    try {
      localStorage.setItem(COLOURS, root.dataset.colours);
    } catch {
      // without storage the choice holds until the page is left
    }
  }
}

/** Where the page stood is something else now: Python need not work for it. @param {any} model @param {Page | null} page */
function leave(model, page) {
  if (!page) return;
  page.close();
  try {
    model.send({ kind: "gone" });
  } catch {
    // nor can it, where its kernel is gone too
  }
}

export default {
  /** @param {{model: any, el: HTMLElement}} given */
  render({ model, el }) {
    const painted = document.getElementById("explorer-first-paint");
    el.dataset.explorerPart = "";
    if (painted && !painted.dataset.adopted) {
      painted.dataset.adopted = "true"; // it stays where it is and comes to life in place: nothing moves
      const page = new Page(model, /** @type {HTMLElement} */ (painted.querySelector(".explorer")), true);
      return () => leave(model, page);
    }
    let page = /** @type {Page | null} */ (null);
    const hear = (/** @type {any} */ reply) => {
      if (reply.page === undefined || page) return;
      if (!document.getElementById("explorer-style")) {
        const style = Object.assign(document.createElement("style"), { id: "explorer-style", textContent: reply.style });
        document.head.append(style);
      }
      el.innerHTML = `<style>[data-explorer-still="${model.get("still")}"] { display: none; }</style>${reply.page}`; // what stays where no kernel runs
      page = new Page(model, /** @type {HTMLElement} */ (el.querySelector(".explorer")), document.documentElement.matches(".explorer-page:not(.question)"));
    };
    model.on("msg:custom", hear);
    model.send({ kind: "page" });
    return () => {
      model.off("msg:custom", hear);
      leave(model, page);
    };
  },
};
