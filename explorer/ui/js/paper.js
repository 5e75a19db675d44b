// On paper: charts in light colours and as wide as a sheet, the addresses of the sources, and what the sheet shows.

const PAPER_WIDTH = 660; // CSS pixels between the margins of A4 and of Letter

class Paper {
  constructor(page) {
    this.page = page;
    this.before = () => this.lay();
    this.after = () => this.clear();
    window.addEventListener("beforeprint", this.before);
    window.addEventListener("afterprint", this.after);
  }

  close() {
    window.removeEventListener("beforeprint", this.before);
    window.removeEventListener("afterprint", this.after);
  }

  // A browser takes the sheet's picture when this returns, so nothing here may wait.
  lay() {
    const { root, colours } = this.page;
    colours.printing = true;
    this.redraw(PAPER_WIDTH);
    this.opened = [...root.querySelectorAll(".sources details:not([open])")];
    for (const more of this.opened) more.open = true;
    this.head ??= root.querySelector("[data-printed]");
    if (!this.head) return;
    const said = (selector) => root.querySelector(selector)?.textContent.trim();
    const day = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
    const scenario = said("[data-preset][aria-pressed=true]") ?? "the reader’s own assumptions, held by the link";
    this.head.textContent = `View: ${said("[role=tab][aria-selected=true]")}. Scenario: ${scenario}. Printed on ${day} from ${location.href}`;
  }

  clear() {
    this.page.colours.printing = false;
    for (const more of this.opened ?? []) more.open = false;
    this.redraw(undefined);
  }

  redraw(width) {
    for (const place of this.page.root.querySelectorAll(".js-plotly-plot")) {
      if (place.closest("[hidden]")) continue;
      const spec = this.page.colours.of(this.page.specs[place.closest("[data-figure]").dataset.figure]);
      window.Plotly.react(place, spec.data, { ...spec.layout, width }, spec.config);
    }
  }
}
