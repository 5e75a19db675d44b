// On paper: charts in light colours and as wide as a sheet, the addresses of the sources, and what the sheet shows.

const PAPER_WIDTH = 660; // CSS pixels between the margins of A4 and of Letter
const PAPER_HEIGHT = 800; // of a chart, at most: a sheet of Letter less its margins and some lines above
const FIRST_HEIGHT = 500; // of its first part, which may stand under the head of the page
const ON_PAPER = matchMedia("print");

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
    for (const place of root.querySelectorAll("[role=tabpanel]:not([hidden]) .js-plotly-plot")) this.slice(place);
    this.opened = [...root.querySelectorAll(".sources details:not([open])")];
    for (const more of this.opened) more.open = true;
    this.list();
    this.head ??= root.querySelector("[data-printed]");
    if (!this.head) return;
    const said = (selector) => root.querySelector(selector)?.textContent.trim();
    const day = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
    const scenario = said("[data-preset][aria-pressed=true]") ?? "the reader’s own assumptions, held by the link.";
    this.head.textContent = `View: ${said("[role=tab][aria-selected=true]")}. Scenario: “${scenario}” Printed on ${day} from ${this.page.address.now.href}`;
  }

  // The addresses of all sources of the view, each once, at its end.
  list() {
    const links = [...this.page.root.querySelectorAll("[role=tabpanel]:not([hidden]) .sources a[href]")];
    const found = new Map(links.map((link) => [link.href, `${link.title || link.textContent}: ${link.href}`]));
    this.sources ??= Object.assign(document.createElement("section"), { className: "printed" });
    this.sources.innerHTML = found.size ? "<h2>Addresses of the sources</h2><ul></ul>" : "";
    for (const text of found.values()) this.sources.lastChild.append(Object.assign(document.createElement("li"), { textContent: text }));
    this.page.root.querySelector(":scope > footer")?.before(this.sources);
  }

  // A chart higher than a sheet is cut where nothing stands, between two rows, rather than through one by the sheet's end.
  slice(place) {
    const whole = place.querySelector(".plot-container");
    const { top, height } = whole.querySelector(".main-svg").getBoundingClientRect();
    if (height <= PAPER_HEIGHT) return;
    const inked = [...whole.querySelectorAll("text, .point, .trace path, .shapelayer path")].map((one) => one.getBoundingClientRect())
      .filter((box) => box.height > 0 && box.height < height / 2).map((box) => [box.top - top - 2, box.bottom - top + 2]);
    const free = (y) => inked.every(([above, below]) => y < above || y > below);
    let from = 0;
    while (from < height) {
      const room = from === 0 ? FIRST_HEIGHT : PAPER_HEIGHT;
      let to = Math.min(height, from + room);
      while (to < height && to > from + room / 2 && !free(to)) to -= 1;
      const part = whole.cloneNode(true);
      part.style.top = `${-from}px`;
      const slice = Object.assign(document.createElement("div"), { className: "slice" });
      slice.style.height = `${to - from}px`;
      slice.setAttribute("aria-hidden", "true");
      slice.append(part);
      place.append(slice);
      from = to;
    }
    place.classList.add("sliced");
  }

  clear() {
    for (const slice of this.page.root.querySelectorAll(".slice")) slice.remove();
    for (const place of this.page.root.querySelectorAll(".sliced")) place.classList.remove("sliced");
    this.page.colours.printing = false;
    for (const more of this.opened ?? []) more.open = false;
    // Firefox says so while the styles of paper still hold, in which a chart has another column to fill.
    if (ON_PAPER.matches) ON_PAPER.addEventListener("change", () => this.redraw(undefined), { once: true });
    else this.redraw(undefined);
  }

  redraw(width) {
    for (const place of this.page.root.querySelectorAll(".js-plotly-plot")) {
      if (place.closest("[hidden]")) continue;
      const spec = this.page.colours.of(this.page.specs[place.closest("[data-figure]").dataset.figure]);
      drawChart(window.Plotly, place, { ...spec, layout: { ...spec.layout, width } });
    }
  }
}
