// Draws the page's charts with plotly.js over their pictures, once the page itself has been read and painted.

const NARROW = matchMedia("(max-width: 760px)"); // as in site.css

async function drawPage() {
  const Plotly = await loadPlotly();
  for (const holder of document.querySelectorAll("script[data-spec]")) {
    const place = document.querySelector(`[data-figure="${holder.dataset.spec}"] .plot`);
    if (!place) continue;
    let chart = place.querySelector(".drawing");
    if (!chart) {
      chart = document.createElement("div");
      chart.className = "drawing";
      place.append(chart);
    }
    const spec = JSON.parse(holder.textContent)[NARROW.matches ? "narrow" : "wide"];
    place.classList.add("drawn"); // before it is drawn: a chart needs the room that its picture took
    await drawChart(Plotly, chart, colours.of(spec));
    place.style.minHeight = `${spec.layout.height}px`;
  }
  document.documentElement.dataset.explorerDrawn = NARROW.matches ? "narrow" : "wide";
}

// One drawing after the other, whatever asks for them.
let drawing = Promise.resolve();
function draw() {
  if (!document.querySelector("script[data-spec]")) return;
  drawing = drawing.then(drawPage).catch((fault) => {
    console.error(fault); // the pictures say the same
    for (const place of document.querySelectorAll(".plot.drawn")) place.classList.remove("drawn");
  });
}

const colours = new Colours(document.querySelector(".explorer"), draw);
colours.partners = PARTNERS;
for (const choice of document.querySelectorAll(".colours[hidden]")) choice.hidden = false;
NARROW.addEventListener("change", draw);
window.addEventListener("load", () => (window.requestIdleCallback ?? setTimeout)(draw));
