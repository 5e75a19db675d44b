// The reader's share on its chart. Of all that a share moves this alone needs no model: the curve stays, and the marker slides
// along its middle. So it follows the finger in the same frame, however far away the model is; the numbers come with the reply.

const SHARE = "openai_share";
const SHARE_CHARTS = ["shares", "power-shares"];

// The share, 0 to 1, that a reader has just set as one number; null for all else.
function sharePointed(control, part, value) {
  const share = Number(value) / 100;
  const pointed = control.dataset.parameter === SHARE && control.dataset.kind === "point" && (part === "slider" || part === "central");
  return pointed && value !== "" && share >= 0 && share <= 1 ? share : null;
}

// The chart with its marker at a share; as it is where that lies beyond its axis.
function markedAt(spec, share) {
  const { x, y } = spec.data.find(({ name }) => name === "middle");
  const after = x.findIndex((place) => place >= share);
  if (after < 0) return spec;
  const [left, low] = [x[after - 1] ?? share, y[after - 1] ?? y[after]];
  const height = after ? low + ((y[after] - low) * (share - left)) / (x[after] - left) : y[0];
  const moves = {
    chosen_line: () => ({ x: [share, share] }),
    chosen_point: () => ({ x: [share], y: [Math.min(height, spec.layout.yaxis.range[1])] }),
    chosen_name: ({ text }) => ({ x: [share], text: text.map((words) => renamed(words, 100 * share)) }),
  };
  return { ...spec, data: spec.data.map((trace) => (moves[trace.name] ? { ...trace, ...moves[trace.name](trace) } : trace)) };
}

// Whole per cents are written as Python writes them (words.py); of others the words wait for its reply.
function renamed(words, percent) {
  const whole = Math.round(percent);
  return Math.abs(percent - whole) < 1e-9 ? words.replace(/[\d.]+(?=%)/, whole) : words;
}
