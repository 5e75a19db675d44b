// Dragging: the share on its chart, the point of two assumptions, and the numbers of the sentence. A finger that scrolls goes on
// scrolling (touch-action: pan-y); each has a box that can be typed into, and keys.

import { stepped } from "./numbers.js";

/** What a pointer on a chart points at, in the units of its axes. @param {HTMLElement} plot @param {PointerEvent} event */
function pointed(plot, event) {
  const frame = JSON.parse(plot.dataset.frame ?? "{}");
  const shown = [...plot.querySelectorAll("svg.chart")].find((svg) => svg.getBoundingClientRect().width > 0);
  if (!shown) return null;
  const box = shown.getBoundingClientRect();
  const part = (/** @type {number} */ value) => Math.min(1, Math.max(0, value));
  const [x, y] = [part((event.clientX - box.left) / box.width), part((box.bottom - event.clientY) / box.height)];
  return [frame.x[0] + x * (frame.x[1] - frame.x[0]), frame.y[0] + y * (frame.y[1] - frame.y[0])];
}

/** Call `move` while a pointer is held on an element, once for each frame at most.
 * @param {HTMLElement} element @param {(event: PointerEvent, start: boolean) => void} move */
function held(element, move) {
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    let newest = event;
    let frame = 0;
    const follow = (/** @type {PointerEvent} */ later) => {
      newest = later;
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        move(newest, false);
      });
    };
    const end = () => {
      element.removeEventListener("pointermove", follow);
      element.removeEventListener("pointerup", end);
      element.removeEventListener("pointercancel", end);
    };
    element.setPointerCapture(event.pointerId);
    element.addEventListener("pointermove", follow);
    element.addEventListener("pointerup", end);
    element.addEventListener("pointercancel", end);
    move(event, true);
  });
}

/** The share on its chart. @param {HTMLElement} plot @param {(share: number, start: boolean) => void} set */
export function dragShare(plot, set) {
  plot.dataset.drag = "";
  held(plot, (event, start) => {
    const at = pointed(plot, event);
    if (at) set(stepped(at[0], 0.01), start);
  });
}

/** The point of two assumptions at once. @param {HTMLElement} plot @param {(x: number, y: number, start: boolean) => void} set */
export function dragPair(plot, set) {
  plot.dataset.drag = "";
  held(plot, (event, start) => {
    const at = pointed(plot, event);
    if (at) set(at[0], stepped(at[1], 1), start);
  });
}

/** Move the reader's point at once; its arms and name wait for the new picture. @param {HTMLElement} plot @param {number} x @param {number} y */
export function movePoint(plot, x, y) {
  const frame = JSON.parse(plot.dataset.frame ?? "{}");
  const height = frame.height - frame.t - frame.b;
  for (const group of plot.querySelectorAll('[data-trace^="you"]')) {
    const dot = group.querySelector("circle");
    dot?.setAttribute("cx", `${100 * (x - frame.x[0]) / (frame.x[1] - frame.x[0])}%`);
    dot?.setAttribute("cy", String(height * (1 - y / frame.y[1])));
    if (!dot) group.replaceChildren();
  }
}

const PIXELS_A_STEP = 6;

/** A number in the sentence: dragged sideways by its step. @param {HTMLInputElement} input @param {number} step @param {(value: number, start: boolean) => void} set */
export function dragNumber(input, step, set) {
  let from = { x: 0, value: 0 };
  let moved = false;
  input.addEventListener("pointerdown", (event) => {
    from = { x: event.clientX, value: Number(input.value) };
    moved = false;
    const move = (/** @type {PointerEvent} */ later) => {
      const steps = Math.round((later.clientX - from.x) / PIXELS_A_STEP);
      if (!steps && !moved) return; // a click puts the caret there
      set(stepped(from.value + steps * step, step), !moved);
      moved = true;
      later.preventDefault();
    };
    const end = () => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
  });
}
