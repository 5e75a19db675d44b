"""plotly.js as every page of ours loads it: one file, served, sent or copied from here and from nowhere else.

It is plotly.js with the kinds of traces that our charts use (docs/decisions/plotly-basic.md); ``make plotly`` gets it.
Where nothing draws plotly's own format (Voila, the site) a chart is HTML that draws itself with it.
"""

from html import escape
from pathlib import Path

NAME = "plotly-basic.min.js"
"""What the file is called wherever it is copied to."""

PATH = Path(__file__).parent / "vendor" / NAME
"""The file, beside its licence."""


# The one copy of plotly.js that a site or our Voila template serves. Where there is none the words stay: no script of
# another origin is ever loaded.
SCRIPT = """\
(async () => {
  const chart = document.currentScript.previousElementSibling;
  const place = chart.previousElementSibling;
  const link = document.querySelector("link[data-explorer-plotly]");
  const voila = document.body.dataset.voila || document.body.dataset.baseUrl?.endsWith("voila/");
  const src = link ? link.href : voila ? document.body.dataset.baseUrl + "templates/explorer/static/NAME" : "";
  if (!window.Plotly && !window.explorerPlotly && !src) return;
  window.explorerPlotly ??= window.Plotly ? Promise.resolve(window.Plotly) : new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error("plotly.js did not load"));
    document.head.append(script);
  });
  const plotly = await window.explorerPlotly;
  const spec = JSON.parse(chart.textContent);
  const sheet = document.createElement("div");
  if (spec.least) sheet.style.minWidth = `${spec.least}px`;
  place.replaceChildren(sheet);
  await plotly.newPlot(sheet, spec.data, spec.layout, spec.config);
  place.dataset.drawn = "true";
})();""".replace("NAME", NAME)
"""The same for every chart, so that a content security policy can allow it by its hash."""


def drawn_by_itself(chart: str, words: str) -> str:
    """HTML of a chart from plotly's JSON of it; ``words`` stand in its place until it is drawn, and for screen readers.

    >>> drawn_by_itself("{}", "a < b").startswith('<div class="explorer-chart" role="img" aria-label="a &lt; b"')
    True
    """
    said = escape(words)
    # "</" would end the script element, whatever stands round it
    data = chart.replace("</", "<\\/")
    place = f'<div class="explorer-chart" role="img" aria-label="{said}" style="overflow-x:auto"><p>{said}</p></div>'
    return f'{place}<script type="application/json">{data}</script><script>{SCRIPT}</script>'
