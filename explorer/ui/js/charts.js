// Charts: one copy of plotly.js for the page, drawing a spec into its place, and moving what is drawn.

const SETTLE_MS = 400; // how long after the last move plotly itself draws again: labels, hover and all
const WORDS = /^(?:<b>)?([^<&]*)(?:<\/b>)?$/; // a text of one run, bold or not

function loadPlotly(ask) {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  if (!window.explorerPlotly) {
    const link = document.querySelector("link[data-explorer-plotly]");
    // Voila serves the file, cached by the browser; elsewhere (JupyterLab) the kernel sends it once for all charts of the tab.
    const address = link ? Promise.resolve(link.href)
      : ask({ kind: "plotly" }).then((reply) => URL.createObjectURL(new Blob([reply.buffers[0]], { type: "text/javascript" })));
    window.explorerPlotly = address.then((src) => new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = src;
      script.onload = () => resolve(window.Plotly);
      script.onerror = () => reject(new Error("plotly.js did not load"));
      document.head.append(script);
    }));
  }
  return window.explorerPlotly;
}

async function drawChart(Plotly, place, spec) {
  clearTimeout(place.explorerSettle);
  const { data, config } = spec;
  const axes = axesOf(spec.layout);
  const layout = structuredClone(spec.layout); // plotly writes into the one that it is given
  if (place.classList.contains("js-plotly-plot")) {
    for (const mark of place.querySelectorAll("g.textpoint")) mark.style.translate = ""; // see moveOf
    await Plotly.react(place, data, layout, config);
  } else {
    place.replaceChildren();
    await Plotly.newPlot(place, data, layout, config);
  }
  document.getElementById("js-plotly-tester")?.setAttribute("aria-hidden", "true"); // on which plotly measures its words
  place.explorerDrawn = { data, axes };
  count(place);
}

// A moved control changes where lines, bands and marks stand, seldom the axes. Plotly takes 15 to 25 ms for that, whichever of
// its calls is used, because it works everything out anew; so the paths are moved here, on the axes that plotly drew, and
// plotly follows when the reader pauses. False, with nothing changed, where the new chart has another frame.
function moveChart(Plotly, place, spec) {
  const drawn = place.explorerDrawn;
  if (!drawn || drawn.axes !== axesOf(spec.layout) || drawn.data.length !== spec.data.length) return false;
  const { xaxis, yaxis } = place._fullLayout;
  const across = (value) => xaxis.d2p(value);
  const down = (value) => yaxis.d2p(value);
  const moves = [];
  for (const [index, trace] of spec.data.entries()) {
    const group = place.querySelector(`.trace${place._fullData[index].uid}`);
    const move = group && moveOf(group, drawn.data[index], trace, across, down);
    if (!move) return false;
    moves.push(move);
  }
  for (const move of moves) move();
  place.data = spec.data;
  count(place);
  clearTimeout(place.explorerSettle);
  place.explorerSettle = setTimeout(() => {
    if (!place.closest("[hidden]")) drawChart(Plotly, place, spec);
  }, SETTLE_MS);
  return true;
}

// What moves one trace, as a function to call once all traces are known to be movable; null where it is not.
function moveOf(group, before, trace, across, down) {
  if (before.name !== trace.name || before.mode !== trace.mode || before.fill !== trace.fill) return null;
  if (trace.mode === "lines" && before.x === trace.x && before.y === trace.y) return () => {}; // as plotly drew it
  const points = Array.from(trace.x, (x, index) => [x, trace.y[index]]);
  const known = points.filter(([x, y]) => x !== null && y !== null).map(([x, y]) => [across(x), down(y)]);
  if (trace.mode === "lines") {
    const line = group.querySelector("path.js-line");
    const fill = group.querySelector("path.js-fill");
    if (known.length === 0 && !line) return () => {};
    if (known.length !== points.length || (!line && !fill) || Boolean(trace.fill && trace.fill !== "none") !== Boolean(fill)) return null;
    const path = `M${known.join("L")}`; // as plotly writes it, which rounds to hundredths of a pixel too
    return () => {
      line?.setAttribute("d", path);
      fill?.setAttribute("d", `${path}Z`);
    };
  }
  const marks = [...group.querySelectorAll(trace.mode === "markers" ? "path.point" : "g.textpoint")];
  if (marks.length !== known.length || known.length !== points.length || points.length !== before.x.length) return null;
  if (trace.mode === "markers") {
    return () => marks.forEach((mark, index) => mark.setAttribute("transform", `translate(${known[index].join(",")})`));
  }
  if (trace.mode !== "text" || String(trace.textposition) !== String(before.textposition)) return null;
  const words = [trace.text].flat().map((text) => WORDS.exec(text)?.[1]);
  if (words.length !== marks.length || words.includes(undefined)) return null;
  return () => marks.forEach((mark, index) => {
    mark.style.translate = `${known[index][0] - across(before.x[index])}px ${known[index][1] - down(before.y[index])}px`;
    (mark.querySelector("tspan") ?? mark.querySelector("text")).textContent = words[index];
  });
}

// The spec of a chart of which only what moved came (ui/sent.py): traces by their place, parts of the layout by name.
function movedSpec(spec, { data = {}, layout }) {
  const traces = spec.data.map((trace, index) => (data[index] ? { ...trace, ...data[index] } : trace));
  return { ...spec, data: traces, layout: layout ? { ...spec.layout, ...layout } : spec.layout };
}

const AXES = new WeakMap(); // layouts last from one move to the next

function axesOf(layout) {
  if (!AXES.has(layout)) AXES.set(layout, JSON.stringify([layout.xaxis, layout.yaxis, layout.height, layout.width, layout.shapes]));
  return AXES.get(layout);
}

function count(place) {
  place.dataset.drawn = String(Number(place.dataset.drawn ?? 0) + 1);
}
