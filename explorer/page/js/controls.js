// One assumption's control, wherever it stands: its numbers as Python has them, and the keys that move it.

import { inBox, stepped } from "./numbers.js";

/** Show a control's state. @param {Element} control @param {{kind: string, values: Record<string, number>, spoken: string, shape: string}} state */
export function showControl(control, { kind, values, spoken, shape }) {
  showFault(control, "", "");
  const holder = /** @type {HTMLElement} */ (control);
  if (holder.dataset.kind) holder.dataset.kind = kind;
  for (const label of /** @type {NodeListOf<HTMLElement>} */ (control.querySelectorAll("[data-box]"))) {
    const part = label.dataset.box ?? "";
    label.hidden = !(part in values);
  }
  const words = control.querySelector("[data-shape-words]");
  if (words) words.textContent = shape;
  const choice = /** @type {HTMLSelectElement | null} */ (control.querySelector('select[data-part="shape"]'));
  if (choice) choice.value = kind;
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (control.querySelectorAll("input[data-part]"))) {
    const value = values[input.dataset.part ?? ""];
    if (value === undefined) continue;
    if (document.activeElement === input && input.dataset.typing) continue;
    if (input.type === "range") {
      input.min = String(Math.min(Number(input.min), value));
      input.max = String(Math.max(Number(input.max), value));
    }
    if (Number(input.value) !== value || input.value === "") input.value = inBox(input, value, 6);
    input.dataset.good = input.value;
    if (input.style.width) input.style.width = `${input.value.length + 1}ch`;
    input.setAttribute("aria-valuetext", spoken);
  }
}

/** Say what is wrong with an entry beside its box, or with "" that nothing is; whether there is a place for that, where what is wrong with
 * others stays. Without a `part` it is of all. @param {Element} control @param {string} part @param {string} sentence */
export function showFault(control, part, sentence) {
  const around = control.querySelector("[data-fault]") ? control : control.closest("section") ?? control;
  const place = around.querySelector("[data-fault]");
  const boxes = control.querySelectorAll(part ? `input[type="text"]:is([data-part="${part}"], [data-goal="${part}"], [data-rename="${part}"])` : "[data-wrong]");
  for (const box of /** @type {NodeListOf<HTMLElement>} */ (boxes)) {
    for (const name of ["aria-invalid", "aria-description", "data-wrong"]) box.removeAttribute(name);
    if (!sentence) continue;
    box.ariaInvalid = "true";
    box.dataset.wrong = sentence;
    // whoever comes back hears why; whoever is there has just heard it
    const described = () => { if (box.dataset.wrong) box.setAttribute("aria-description", box.dataset.wrong); };
    if (box === document.activeElement) box.addEventListener("blur", described, { once: true });
    else described();
  }
  const wrong = [...around.querySelectorAll("[data-wrong]")].map((box) => box.getAttribute("data-wrong"));
  if (place) place.textContent = [...new Set([...wrong, sentence])].join(" ").trim();
  return Boolean(place);
}

/** A box that holds what could not be used shows what is in use again. @param {HTMLInputElement} box */
export function putRight(box) {
  if (box === document.activeElement && box.dataset.typing) return;
  const control = box.closest("[data-parameter], .goal, [data-pinned]");
  if (control) showFault(control, box.dataset.part ?? box.dataset.goal ?? box.dataset.rename ?? "", "");
  box.value = box.dataset.good ?? box.defaultValue;
}

/** The value that a key gives; null for a key that moves nothing. @param {HTMLInputElement} input @param {string} key */
export function keyedValue(input, key) {
  const control = /** @type {HTMLElement | null} */ (input.closest("[data-parameter]"));
  const step = Number(control?.dataset.step ?? 1);
  const slider = input.type === "range";
  /** @type {Record<string, number>} */
  const moves = { ArrowUp: step, ArrowDown: -step, PageUp: 10 * step, PageDown: -10 * step };
  if (slider) Object.assign(moves, { ArrowRight: step, ArrowLeft: -step });
  let value = moves[key] === undefined ? null : Number(input.value) + moves[key];
  if (slider && key === "Home") value = Number(input.min);
  if (slider && key === "End") value = Number(input.max);
  if (value === null || Number.isNaN(value)) return null;
  if (slider) value = Math.min(Number(input.max), Math.max(Number(input.min), value));
  return Number(value.toPrecision(12));
}

/** A slider's value in the control's step. @param {HTMLInputElement} input */
export function slid(input) {
  const control = /** @type {HTMLElement | null} */ (input.closest("[data-parameter]"));
  return stepped(Number(input.value), Number(control?.dataset.step ?? 1));
}

/** The bar of an assumption: from its low to its high end, in per cent of the axis. @param {Element} row @param {any} bar */
export function showBar(row, bar) {
  for (const [name, from, to] of [["low", bar.low, bar.median], ["high", bar.median, bar.high], ["median", bar.median, bar.median]]) {
    const piece = /** @type {HTMLElement} */ (row.querySelector(`.bar .${name}`));
    piece.style.left = `${Math.min(from, to)}%`;
    if (name !== "median") piece.style.width = `${Math.abs(to - from)}%`;
  }
  for (const part of ["words", "explains"]) /** @type {HTMLElement} */ (row.querySelector(`[data-bar-${part}]`)).textContent = bar[part];
}
