// The reader's share on its chart. Of all that a share moves this alone needs no model: the curves stay, and the marker slides
// along them. So it follows the finger in the same frame, however far away the model is; the numbers come with the reply.

const SHARE = "openai_share";
const SHARE_CHARTS = ["shares"];

// The share, 0 to 1, that a reader has just set as one number; null for all else.
function sharePointed(control, part, value) {
  const share = Number(value) / 100;
  const pointed = control.dataset.parameter === SHARE && control.dataset.kind === "point" && (part === "slider" || part === "central");
  return pointed && value !== "" && share >= 0 && share <= 1 ? share : null;
}

// The height of a curve at a share, null beyond its end; straight between the places of the curve, as Python has it.
function heightAt({ x, y }, share) {
  const after = x.findIndex((place) => place >= share);
  if (after < 0) return null;
  const [left, low] = [x[after - 1] ?? share, y[after - 1] ?? y[after]];
  return after ? low + ((y[after] - low) * (share - left)) / (x[after] - left) : y[0];
}

// The chart with its marker at a share; as it is where that lies beyond its axis.
function markedAt(spec, share) {
  const heights = ["delivered", "switched_on"].map((curve) => heightAt(spec.data.find(({ name }) => name === curve), share));
  if (heights.includes(null)) return spec;
  const moves = {
    chosen_line: () => ({ x: [share, share] }),
    chosen_point: () => ({ x: [share, share], y: heights }),
    chosen_name: ({ text }) => ({ x: [share], text: text.map((words) => renamed(words, 100 * share)) }),
  };
  return { ...spec, data: spec.data.map((trace) => (moves[trace.name] ? { ...trace, ...moves[trace.name](trace) } : trace)) };
}

// Whole per cents are written as Python writes them (words.py); of others the words wait for its reply.
function renamed(words, percent) {
  const whole = Math.round(percent);
  return Math.abs(percent - whole) < 1e-9 ? words.replace(/[\d.]+(?=%)/, whole) : words;
}
