// What a reader takes away: files of a chart, and texts to copy. The model is asked for what they hold when a menu is
// opened or a button pressed, and once for each scenario: what is held then needs nobody any more.

const TEXTS = {
  sentence: "The sentence is copied.", citation: "The citation is copied.", bibtex: "The BibTeX entry is copied.",
  code: "The code for this chart is copied.", embed: "The embed code is copied.", embed_converter: "The embed code is copied.",
};
const NO_ANSWER = "The model does not answer, so this cannot be made now.";
const PREPARING = "Being prepared …";
const PATIENCE_MS = 8_000;
const MOMENT_MS = 300; // what takes longer is said

class TakeAway {
  constructor(page) {
    this.page = page;
    this.held = null; // the newest of what takeaway.py gave, charts of all views visited
    this.stale = true;
  }

  receive(taken) {
    this.held = { ...this.held, ...taken, charts: taken.charts, sources: taken.sources };
    this.stale = false;
    const root = this.page.root;
    for (const box of root.querySelectorAll("[data-text]")) this.fill(box);
  }

  // A menu shows its texts of the scenario as it is, also where that moves while the menu is open.
  async open(menu) {
    if (!(await this.fresh(menu))) this.say(menu, NO_ANSWER);
  }

  follow() {
    const menu = this.page.root.querySelector("details[data-texts][open]");
    if (menu) this.fresh(menu);
  }

  fill(box) {
    const chart = this.held?.charts[box.closest("[data-figure]")?.dataset.figure];
    const text = (chart ?? this.held ?? {})[box.dataset.text] ?? "";
    if (box.value !== text) {
      box.value = text;
      box.setSelectionRange(0, 0); // a screen reader begins where the caret stands, which is the end of what was set
    }
    for (const part of box.closest("[data-texts]")?.querySelectorAll(`[data-for="${box.dataset.text}"]`) ?? []) part.hidden = !text;
  }

  // What is held; where the scenario moved since, or nothing is held yet, the model is asked first.
  async fresh(near) {
    const slow = setTimeout(() => this.say(near, PREPARING), MOMENT_MS);
    const patience = new Promise((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));
    let late = this.stale && this.page.away;
    while (this.stale && !late) {
      this.asking ??= this.ask().finally(() => { this.asking = null; });
      late = (await Promise.race([this.asking, patience])) === null;
    }
    if (late) this.asking = null; // lost on the way, perhaps
    clearTimeout(slow);
    this.said(near, PREPARING, "");
    return late ? null : this.held;
  }

  async ask() {
    await this.page.quiet();
    const { taken } = await this.page.ask({ kind: "taken" });
    if (taken) this.receive(taken);
    return taken ?? null;
  }

  async take(button) {
    const what = button.dataset.take;
    const figure = button.closest("[data-figure]");
    if (what === "print") {
      window.print();
    } else if (what === "trail") {
      this.page.send({ kind: "trail" });
      this.say(button, "The trail is being put together; it comes as a download.");
    } else if (what === "report") {
      this.page.send({ kind: "report" });
      this.say(button, "The report is being written; it comes as a download.");
    } else if (!(await this.fresh(button))) {
      this.say(button, NO_ANSWER);
    } else if (TEXTS[what]) {
      await this.copy(button, what, figure);
    } else {
      await this.file(button, what, figure);
    }
  }

  async copy(button, what, figure) {
    const box = button.closest("[data-texts]").querySelector(`[data-text="${what}"]`);
    this.fill(box);
    if (await copied(box.value)) {
      this.say(button, TEXTS[what]);
    } else {
      box.focus();
      box.select();
      this.say(button, "The browser lets no page copy here: the text is selected, copy it by hand.");
    }
  }

  async file(button, what, figure) {
    const name = figure.dataset.figure;
    const chart = this.held.charts[name];
    const spec = this.page.specs[name];
    if (!chart || !spec) {
      this.say(button, "The chart is still being drawn; try again in a moment.");
      return;
    }
    const file = { name: `buildout-explorer-${name}.${what}`, type: TYPES[what] };
    if (what === "csv") file.text = csvText(chart, this.held);
    if (what === "json") file.text = jsonText(chart, this.held);
    if (what === "svg" || what === "png") {
      const Plotly = await loadPlotly((message) => this.page.ask(message));
      const picture = await svgPicture(Plotly, spec, chart, this.held, this.page.narrow);
      if (what === "svg") file.text = picture.text;
      else file.blob = await pngBlob(picture);
    }
    save(file);
    this.say(button, `${what.toUpperCase()} file given to your browser to save: ${file.name}`); // which may refuse without a word
  }

  // Beside the button for who sees it, in the live region for who hears it.
  say(near, text) {
    this.said(near, null, text);
    this.page.speak(text);
  }

  // Only where ``before`` stands, unless that is null.
  said(near, before, text) {
    const place = near.closest("details, section")?.querySelector("[data-took]");
    if (place && (before === null || place.textContent === before)) place.textContent = text;
  }

  key(event) {
    const menu = event.key === "Escape" && event.target.closest("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  }

  close(target) {
    for (const menu of this.page.root.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(target)) menu.open = false;
    }
  }
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // no clipboard without a secure origin or the reader's leave
  }
}
