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

const SIDEWAYS = 8; // pixels

/** Call `move` while a pointer is held on an element, once for each frame at most. Of several fingers the first counts, and
 * one that turns out to scroll moves nothing.
 * @param {HTMLElement} element @param {(event: PointerEvent, start: boolean) => void} move */
function held(element, move) {
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    let newest = event;
    let frame = 0;
    let meant = event.pointerType !== "touch"; // a finger may be about to scroll, until it goes sideways
    const follow = (/** @type {PointerEvent} */ later) => {
      if (later.pointerId !== event.pointerId) return;
      const [across, down] = [later.clientX - event.clientX, later.clientY - event.clientY].map(Math.abs);
      meant ||= across > Math.max(down, SIDEWAYS);
      if (!meant) return;
      newest = later;
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        move(newest, false);
      });
    };
    const end = (/** @type {PointerEvent} */ last) => {
      if (last.pointerId !== event.pointerId) return;
      cancelAnimationFrame(frame);
      if (last.type === "pointerup") move(last, false);
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

/** A chart on which a pointer sets what its axes measure. @param {HTMLElement} plot @param {(x: number, y: number) => void} set */
export function dragPoint(plot, set) {
  plot.dataset.drag = "";
  held(plot, (event, start) => {
    if (start && event.pointerType === "touch") return;
    const at = pointed(plot, event);
    if (at) set(at[0], at[1]);
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

/** A number in the sentence: dragged sideways by its step. @param {HTMLInputElement} input @param {number} step @param {(value: number) => void} set */
export function dragNumber(input, step, set) {
  let [x, value, moved] = [0, 0, false];
  held(input, (event, start) => {
    if (start) [x, value, moved] = [event.clientX, Number(input.value), false];
    const steps = Math.round((event.clientX - x) / PIXELS_A_STEP);
    moved ||= steps !== 0; // a click puts the caret there
    if (moved) set(stepped(value + steps * step, step));
  });
}
