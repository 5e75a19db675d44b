"""plotly.js as our pages load it: of the package's version, with all that our charts ask for."""

import json
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from plotly.offline import get_plotlyjs_version

import explorer as ex
from explorer.charts import plotly_script, registry
from explorer.ui import views
from explorer.ui.state import State

# What a notebook draws and the page has under no name of its own.
MORE = (
    "ex.charts.frontier(s)",
    'ex.charts.waterfall(ex.compare(s, s.replace(openai_share=0.3), "delivered_gw", at="2029-12"))',
    'ex.charts.sidebyside(ex.compare_many({"A": s, "B": s.replace(openai_share=0.3)}))',
)
TABLES = {"agreement_table", "chain", "table"}  # HTML and SVG by themselves

# What of a spec plotly.js does not know, by name of the chart; not what it merely has no use for, such as the mode of a
# trace without a point.
UNKNOWN = """(specs) => Object.fromEntries(Object.entries(specs).map(([name, { data, layout }]) =>
  [name, (Plotly.validate(data, layout) ?? []).filter(({ code }) => !["invisible", "unused", "dynamic"].includes(code))
    .map(({ msg }) => msg)]).filter(([, faults]) => faults.length))"""

# Each chart as it is drawn; the names that plotly draws by lot come out the same each time.
DRAW = """async (specs) => {
  let seed;
  Math.random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const found = {};
  for (const [name, spec] of Object.entries(specs)) {
    const place = document.createElement("div");
    document.body.replaceChildren(place);
    seed = 1;
    await Plotly.newPlot(place, spec.data, structuredClone(spec.layout), spec.config);
    found[name] = [...place.querySelectorAll(".main-svg")].map((svg) => svg.outerHTML).join("");
  }
  return found;
}"""


def of_the_page() -> dict[str, dict[str, Any]]:
    """Every chart that a view or an embed shows."""
    state = State(ex.Scenario(draws=256))
    return {name: spec for one in views.EMBEDDED for name, spec in views.figures(one, state, views.Look()).items()}


def of_notebooks() -> dict[str, dict[str, Any]]:
    """Every figure that ``ex.charts`` has, as Voila and the documentation get it from a notebook."""
    s = ex.Scenario(draws=256)
    calls = [call.format(seeds="") for call in registry.CALLS.values()]
    calls += MORE
    assert {name for call in calls for name in re.findall(r"ex\.charts\.(\w+)", call)} == {*ex.charts.__all__} - TABLES
    return {call: json.loads(eval(call, {"ex": ex, "s": s}).to_json()) for call in calls}


@pytest.fixture(scope="module")
def specs() -> dict[str, dict[str, Any]]:
    return of_the_page() | of_notebooks()


@pytest.fixture
def blank(browser: Browser) -> Iterator[Page]:
    """An empty page where everything that its console says is a fault."""
    page = browser.new_page(viewport={"width": 900, "height": 700})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda fault: said.append(str(fault)))
    yield page
    page.close()
    assert said == []


def whole() -> Path:
    """The whole of plotly.js, which the plotly package brings."""
    found = find_spec("plotly")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "package_data" / "plotly.min.js"


def test_the_script_is_of_the_version_that_the_plotly_package_has():
    assert plotly_script.version() == get_plotlyjs_version(), "run: make plotly"


def test_its_licence_lies_beside_it():
    licence = (plotly_script.PATH.parent / "LICENSE").read_text("utf-8")
    assert licence.startswith("MIT License")
    assert "Plotly" in licence


def test_a_script_of_another_kind_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(plotly_script, "PATH", whole())
    with pytest.raises(ValueError, match="does not begin as the basic build"):
        plotly_script.version()


def test_it_knows_every_kind_of_trace_and_every_property_that_a_chart_uses(blank, specs):
    blank.add_script_tag(path=plotly_script.PATH)
    known = set(blank.evaluate("Object.keys(Plotly.PlotSchema.get().traces)"))
    used = {trace["type"] for spec in specs.values() for trace in spec["data"]}
    assert used
    assert used <= known
    assert blank.evaluate(UNKNOWN, specs) == {}
    unheard = {"data": [{"type": "scatter", "x": [1], "y": [1]}, {"type": "heatmap"}], "layout": {"mapbox": {}}}
    assert blank.evaluate(UNKNOWN, {"unheard": unheard}).keys() == {"unheard"}


def test_every_chart_is_the_one_that_the_whole_of_plotly_draws(blank, specs):
    blank.add_script_tag(path=plotly_script.PATH)
    ours = blank.evaluate(DRAW, specs)
    blank.reload()
    blank.add_script_tag(path=whole())
    theirs = blank.evaluate(DRAW, specs)
    assert len(ours) == len(specs) > 20
    for name, drawn in ours.items():
        assert drawn.count("<path") > 3, name
        assert drawn == theirs[name], name
