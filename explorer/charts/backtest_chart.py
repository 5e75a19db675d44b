"""Did it happen? Each forecast of the back-test over what came, beside the announced plan and a straight line."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from explorer import formatting
from explorer.analysis.backtest import SERIES
from explorer.analysis.forecasts import FIRST_DEFAULTS, TESTS, Forecast, scores
from explorer.arguments import checked
from explorer.charts import forest, rows, style
from explorer.seeds import load, own_folder

if TYPE_CHECKING:
    from explorer.charts.plotly_chart import Chart

RIVALS = ("plan", "line")
BANDS = ((0.9, "band_90"), (0.8, "band_80"), (0.5, "band_50"))


def spec_backtest(forecasts: Sequence[Forecast], *, narrow: bool = False, dark: bool = False) -> style.Spec:
    """The forecasts of `explorer.backtest` as a plain dict for plotly.js, each over the figure that came.

    On a logarithmic axis 1 is what came, a ring where it was counted and a thin bar where it is itself uncertain.
    """
    c = style.colours(dark)
    listed = [rows.Row(f"{f.test}: {f.target}", _below(f), _said(f)) for f in forecasts]
    name = "forecast over what came; 1 is what came, 2 is twice as much; logarithmic"
    values = [value / f.observed for f in forecasts for value in (*f.band(0.9), f.plan, f.line, f.low, f.high)]
    axis = _axis(name, values, 2 if narrow else 1)
    layout, places = rows.layout(listed, axis, narrow=narrow, dark=dark)
    shapes = [rows.upright(1.0, 0, layout["yaxis"]["range"][0], c["ink"])]
    for forecast, y in zip(forecasts, places, strict=True):
        for share, colour in BANDS:
            low, high = (end / forecast.observed for end in forecast.band(share))
            shapes.append(rows.bar(low, high, y, c[colour]))
        if forecast.low != forecast.high:
            ends = forecast.low / forecast.observed, forecast.high / forecast.observed
            shapes.append(rows.bar(*ends, y, c["ink"], half=1))
    layout["shapes"] = shapes
    came = rows.points("what came", [1.0] * len(places), places, _marker("circle-open", c["ink"]))
    plan = rows.points("the announced plan", _over(forecasts, "plan"), places, _marker("triangle-down", c["amber"]))
    line = rows.points("a straight line", _over(forecasts, "line"), places, _marker("x-thin", c["soft"]))
    return {"data": [plan, line, came], "layout": layout, "meta": _meta(forecasts)}


def _axis(name: str, values: Sequence[float], step: int) -> forest.Axis:
    """A logarithmic axis with a tick at 1 and at every ``step`` doublings from it; it holds all values above 0."""
    found = [value for value in values if value > 0]
    low, high = math.log2(min([*found, 0.5])), math.log2(max([*found, 2.0]))
    ticks = tuple(2.0 ** (step * power) for power in range(math.ceil(low / step), math.floor(high / step) + 1))
    return forest.Axis(name, 2 ** (high + 0.1), ticks, tuple(f"{t:g}" for t in ticks), 2 ** (low - 0.1), True)


def _marker(symbol: str, colour: str) -> style.Spec:
    return {"symbol": symbol, "size": 10, "color": colour, "line": {"color": colour, "width": 2}}


def _over(forecasts: Sequence[Forecast], rival: str) -> list[float]:
    return [getattr(forecast, rival) / forecast.observed for forecast in forecasts]


def _below(forecast: Forecast) -> str:
    kind = "counted" if forecast.counted else "an estimate"
    unit = TESTS[forecast.test]
    return f"came: {formatting.two_figures(forecast.observed)} {unit}, {kind}; foreseen from {forecast.origin:%Y-%m-%d}"


def _said(forecast: Forecast) -> str:
    """In which band the figure fell, in words short enough for the end of a row."""
    for share in (0.5, 0.8, 0.9):
        if forecast.within(share):
            return f"within {share:.0%}"
    return "came out higher" if forecast.observed > forecast.band(0.9)[1] else "came out lower"


def _meta(forecasts: Sequence[Forecast]) -> style.Spec:
    found = {record["test"]: record for record in rows.records(scores(forecasts))}
    columns = [str(name) for row in list(found.values())[:1] for name in row]
    parts: list[str] = []
    for when, later in (("since the announcement", True), ("before the announcement", False)):
        if when in found:
            told = [f.within(0.9) for f in forecasts if (f.origin >= FIRST_DEFAULTS) == later]
            parts.append(f"{sum(told)} of {len(told)}{'' if parts else ' figures'} {when}")
    claims = [c for name in SERIES for c in (point.source_id for point in load(own_folder()).series[name].points)]
    return {
        "title": f"The model's 9-in-10 range held {' and '.join(parts)}" if parts else "No forecast",
        "subtitle": "Range of the model (50, 80 and 90% of its cases), the announced plan at its word (triangle) and "
        "a straight line through the last two figures (cross), each over what came (ring)",
        "summary": f"Since the announcement {_missed(found, 'since the announcement')}; before it "
        f"{_missed(found, 'before the announcement')}. {_beaten(found)}",
        "sources": list(dict.fromkeys(claims)),
        "data_to": style.DATA_TO,
        "table": {
            "columns": [
                "Test",
                "Forecasts",
                "Counts",
                "In 50%",
                "In 80%",
                "In 90%",
                "Model",
                "Plan",
                "Line",
                "Bias",
            ],
            "unit": "shares; scores over what came, 0 is best",
            "rows": [
                [value if isinstance(value, str | int) else round(value, 2) for value in row.values()]
                for row in found.values()
            ],
        },
        "values": style.values(columns, (row.values() for row in found.values())),
    }


def _missed(found: Mapping[str, Mapping[Any, Any]], when: str) -> str:
    """How far the model and its rivals were off on average, in words."""
    if when not in found:
        return "nothing was foreseen"
    row = found[when]
    model, plan, line = (formatting.percent(row[rival]) for rival in ("model", "plan", "line"))
    return f"the model missed by {model}% of what came, the plan by {plan}% and the line by {line}%"


def _beaten(found: Mapping[str, Mapping[Any, Any]]) -> str:
    better = [test for test in TESTS if test in found and found[test]["model"] > min(found[test][r] for r in RIVALS)]
    if not better:
        return "In no test did a rival do better."
    return f"In {', '.join(better)} a naive rival did better: there the model's ranges are too low or too narrow."


@checked()
def backtest(forecasts: Sequence[Forecast], *, width: int = 900) -> Chart:
    """Did it happen, from `explorer.backtest`, as a plotly figure ``width`` CSS pixels wide."""
    from explorer.charts.plotly_chart import Chart

    return Chart(spec_backtest(forecasts, narrow=width < style.NARROW), width=width)
