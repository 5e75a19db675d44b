// Charts: one copy of plotly.js for the page, and drawing a spec into its place.

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
  if (place.classList.contains("js-plotly-plot")) {
    await Plotly.react(place, spec.data, spec.layout, spec.config);
  } else {
    place.replaceChildren();
    await Plotly.newPlot(place, spec.data, spec.layout, spec.config);
  }
  place.dataset.drawn = String(Number(place.dataset.drawn ?? 0) + 1);
}
