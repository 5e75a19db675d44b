// Draws the charts of a question notebook: each place is followed by its chart as JSON.
for (const place of document.querySelectorAll("[data-chart]")) {
  const { data, layout, config } = JSON.parse(place.nextElementSibling.textContent);
  window.Plotly.newPlot(place, data, layout, { ...config, responsive: true }).then(() => { place.dataset.drawn = "true"; });
}
