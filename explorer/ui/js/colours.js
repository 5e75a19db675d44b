// Light and dark: what the reader chose, what the system has, and charts in the colours that fit.
// Charts come from Python for light ground; on dark ground each colour is exchanged for its partner (charts/style.py). So a
// change needs no kernel, and what is printed or saved is light.

const COLOURS_KEY = "explorer-colours";
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

class Colours {
  // In JupyterLab a widget follows the theme that is set there; our own page, which has our class, the reader's choice.
  constructor(root, changed) {
    this.partners = {};
    this.printing = false;
    this.changed = changed;
    if (!document.documentElement.classList.contains("explorer-page")) {
      const theme = document.body.dataset.jpThemeLight;
      if (theme) document.documentElement.dataset.colours = theme === "true" ? "light" : "dark";
      for (const place of root.querySelectorAll(".colours")) place.remove();
    }
    this.select = root.querySelector("[data-colours-choice]");
    if (this.select) this.select.value = document.documentElement.dataset.colours ?? "auto";
    this.select?.addEventListener("change", () => this.choose(this.select.value));
    this.system = () => this.changed();
    systemIsDark.addEventListener("change", this.system);
  }

  close() {
    systemIsDark.removeEventListener("change", this.system);
  }

  choose(value) {
    const page = document.documentElement;
    if (value === "auto") delete page.dataset.colours;
    else page.dataset.colours = value;
    page.style.colorScheme = value === "auto" ? "" : value;
    try {
      if (value === "auto") localStorage.removeItem(COLOURS_KEY);
      else localStorage.setItem(COLOURS_KEY, value);
    } catch {
      // without storage the choice holds until the page is left
    }
    this.changed();
  }

  get dark() {
    if (this.printing) return false;
    const chosen = document.documentElement.dataset.colours;
    return chosen ? chosen === "dark" : systemIsDark.matches;
  }

  // The spec as it is to be drawn now; a light one is handed through as it is.
  of(spec) {
    if (!this.dark) return spec;
    this.pattern ??= new RegExp(Object.keys(this.partners).map((colour) => colour.replace(/[()]/g, "\\$&")).join("|"), "g");
    return this.exchanged(spec);
  }

  exchanged(value) {
    if (typeof value === "string") return value.replace(this.pattern, (colour) => this.partners[colour]);
    if (ArrayBuffer.isView(value) || value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return typeof value[0] === "number" ? value : value.map((item) => this.exchanged(item));
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, name === "bdata" ? item : this.exchanged(item)]));
  }
}
