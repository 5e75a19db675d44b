// One assumption's control: its numbers as Python has them, and the keys that move it.

// `moving` says that newer moves of the slider wait to be sent: it is then not set back under the reader's finger.
function showControl(control, { html, kind, values, from, to, spoken, shape }, moving) {
  if (control.dataset.kind !== kind) {
    replaceControl(control, html);
    return;
  }
  showFault(control, "", ""); // another value has come: what was wrong with the last entry is past
  const shapeWords = control.querySelector("[data-shape-words]");
  if (shapeWords) shapeWords.textContent = shape;
  for (const [part, value] of Object.entries(values)) {
    const input = control.querySelector(`[data-part="${part}"]`);
    const here = input && document.activeElement === input;
    if (!input || (here && (input.type === "range" ? moving : input.dataset.typing))) continue;
    if (part === "slider") {
      input.min = Math.min(Number(input.min), value);
      input.max = Math.max(Number(input.max), value);
    }
    if (Number(input.value) !== value || input.value === "") input.value = value;
  }
  const slider = control.querySelector("[data-part=slider]");
  const [start, end] = [Number(slider.min), Number(slider.max)];
  const at = (value) => `${(100 * (value - start)) / (end - start || 1)}%`;
  slider.style.setProperty("--from", from === null ? "0%" : at(from));
  slider.style.setProperty("--to", at(to));
  slider.setAttribute("aria-valuetext", spoken);
}

// Another shape of range has other boxes. What a reader had open stays open, and the focus stays where it was.
function replaceControl(control, html) {
  const part = control.contains(document.activeElement) ? document.activeElement.dataset.part : null;
  const holder = document.createElement("div");
  holder.innerHTML = html;
  const fresh = holder.firstElementChild;
  fresh.querySelector("details").open = control.querySelector("details").open;
  control.replaceWith(fresh);
  if (part) (fresh.querySelector(`[data-part="${part}"]`) ?? fresh.querySelector("input")).focus();
}

// Bring a reader to an assumption, out of whatever it is folded into.
function focusControl(control) {
  const group = control.closest("details");
  if (group) group.open = true;
  const first = control.querySelector("input");
  first.focus({ preventScroll: true });
  control.scrollIntoView({ block: "center" });
}

function showFault(control, part, sentence) {
  control.querySelector("[data-fault]").textContent = sentence;
  for (const box of control.querySelectorAll("[aria-invalid]")) {
    box.removeAttribute("aria-invalid");
    describe(box, false);
  }
  const shape = control.querySelector("select[data-part=shape]");
  if (sentence && shape) shape.value = control.dataset.kind; // a shape that was refused
  const box = sentence && control.querySelector(`[data-part="${part}"]`);
  if (!box) return;
  box.setAttribute("aria-invalid", "true");
  // Said when it comes up, it is part of the box only for who comes back to it: at once it would be said twice.
  box.addEventListener("blur", () => describe(box, box.hasAttribute("aria-invalid")), { once: true });
}

// A number box is described by its unit, and while what stands in it is not in use, by the sentence that says why.
function describe(box, faulty) {
  const [unit] = (box.getAttribute("aria-describedby") ?? "").split(" ");
  const fault = box.closest("[data-parameter]").querySelector("[data-fault]").id;
  if (unit) box.setAttribute("aria-describedby", faulty ? `${unit} ${fault}` : unit);
}

// The value that a key gives: arrows move by the parameter's own step (sliders have step=any so that no value is snapped).
function keyedValue(target, key) {
  const step = Number(target.closest("[data-parameter]").dataset.step);
  const slider = target.type === "range";
  const moves = { ArrowUp: step, ArrowDown: -step, PageUp: 10 * step, PageDown: -10 * step };
  if (slider) Object.assign(moves, { ArrowRight: step, ArrowLeft: -step });
  let value = null;
  if (moves[key] !== undefined) value = Number(target.value) + moves[key];
  else if (slider && key === "Home") value = Number(target.min);
  else if (slider && key === "End") value = Number(target.max);
  if (value === null || Number.isNaN(value)) return null;
  if (slider) value = Math.min(Number(target.max), Math.max(Number(target.min), value));
  return Number(value.toPrecision(12));
}
