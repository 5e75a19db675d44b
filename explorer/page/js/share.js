// All that the reader's share moves by itself: the number, the hundred racks, the words, the four read-outs and the marker.
// The curves of the present scenario are in the page, so this happens in the frame in which the reader moves it.

import { inBox, interpolated, percentSet, racksIn, twentyWords, twoFigures } from "./numbers.js";

const PLACES_OF = /** @type {const} */ (["delivered", "on"]);

export class Share {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.curve = JSON.parse(root.querySelector("[data-curve]")?.textContent ?? "null");
    this.words = JSON.parse(root.querySelector("[data-words]")?.textContent ?? "null");
  }

  /** @param {string} name @param {string} html */
  text(name, html) {
    for (const place of this.root.querySelectorAll(`[data-text="${name}"]`)) place.innerHTML = html;
  }

  /** Show a share, 0 to 1. @param {number} share @param {boolean} [typing] */
  show(share, typing = false) {
    if (!this.curve) return;
    const { places, racks, chance } = this.curve;
    const percent = percentSet(share);
    const at = Object.fromEntries(PLACES_OF.map((kind) => [kind, this.curve[kind].map((/** @type {number[]} */ line) => interpolated(share, places, line))]));
    at.racks = racks.map((/** @type {number} */ all) => share * all);
    const range = (/** @type {number[]} */ values) => `(${twoFigures(values[0])} to ${twoFigures(values[2])})`;
    this.text("racks", twoFigures(at.racks[1]));
    this.text("racks-range", range(at.racks));
    for (const kind of PLACES_OF) {
      this.text(kind, `${twoFigures(at[kind][1])} GW`);
      this.text(`${kind}-range`, range(at[kind]));
    }
    this.text("cases", twentyWords(interpolated(share, places, chance)));
    this.text("share-words", racksIn(share, this.words.fractions, this.words.units));
    const { title, nothing, buyer, units } = this.words;
    this.text("hero-title", share === 0 ? nothing : title.replace("{share}", `${percent}%`).replace("{buyer}", () => buyer)
      .replace("{delivered}", `<span class="blue">${units} for ${twoFigures(at.delivered[1])} GW</span>`)
      .replace("{on}", `<span class="amber">${twoFigures(at.on[1])} GW could be switched on</span>`));
    this.paint(share, typing);
    this.mark(share, at.delivered[1], at.on[1], percent);
  }

  /** Number, racks and sliders. @param {number} share @param {boolean} [typing] */
  paint(share, typing = false) {
    const shown = Number((100 * share).toPrecision(12));
    this.root.querySelectorAll(".racks i").forEach((rack, index) => rack.classList.toggle("on", index < Math.round(shown)));
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (this.root.querySelectorAll('[data-parameter="openai_share"] [data-part="slider"]'))) {
      input.dataset.good = inBox(input, shown, 12);
      if (!(typing && input === document.activeElement)) input.value = input.dataset.good;
    }
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll("[data-share-to]"))) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.shareTo) === shown));
    }
    const said = this.root.querySelector("[data-dock]");
    const read = (/** @type {string} */ name) => this.root.querySelector(`[data-text="${name}"]`)?.textContent ?? "";
    if (said) said.textContent = `${read("delivered")} in, ${read("on")} on`;
  }

  /** The marker on the chart: a line, two dots and the label, as the picture has them. @param {number} share @param {number} delivered @param {number} on @param {string} percent */
  mark(share, delivered, on, percent) {
    const plot = /** @type {HTMLElement | null} */ (this.root.querySelector('[data-plot="shares"]'));
    if (!plot) return;
    const frame = JSON.parse(plot.dataset.frame ?? "{}");
    const end = frame.x[1];
    const across = 100 * Math.min(share, end) / end;
    const height = frame.height - frame.t - frame.b;
    const up = (/** @type {number} */ gw) => height * (1 - gw / frame.y[1]);
    for (const group of plot.querySelectorAll("[data-trace]")) {
      const name = /** @type {HTMLElement} */ (group).dataset.trace;
      if (name === "chosen_line") {
        for (const line of group.querySelectorAll("polyline")) {
          const width = Number(line.closest("svg")?.getAttribute("viewBox")?.split(" ")[2]);
          line.setAttribute("points", `${across / 100 * width},${height} ${across / 100 * width},0`);
        }
      } else if (name === "chosen_point") {
        [delivered, on].forEach((gw, index) => {
          group.children[index]?.setAttribute("cx", `${across}%`);
          group.children[index]?.setAttribute("cy", String(up(gw)));
        });
      } else if (name === "chosen_name") {
        for (const label of group.querySelectorAll("text")) {
          label.setAttribute("x", `${across}%`);
          const words = label.querySelector("tspan") ?? label;
          words.textContent = (words.textContent ?? "").replace(/[\d.]+(?=%)/, percent);
        }
      }
    }
  }
}
