"""Several scenarios side by side: a bar from 5 to 95% of the simulated cases for each, the middle case on it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from explorer import formatting as words
from explorer.arguments import checked, frame
from explorer.charts import forest, rows, style
from explorer.errors import ExplorerError
from explorer.formatting import amount

if TYPE_CHECKING:
    import pandas as pd

    from explorer.charts.plotly_chart import Chart

SHARE = "share_needed"


def figure_words(value: float, unit: str) -> str:
    """A figure of a measure in words: a share in per cent, all else as `explorer.formatting.amount` has it.

    >>> figure_words(0.342, "share"), figure_words(math.inf, "share"), figure_words(2.934, "GW")
    ('34%', 'more than all', '2.9 GW')
    """
    if not math.isfinite(value):
        return "more than all"
    return f"{words.percent(value)}%" if unit == "share" else amount(value, unit)


def range_text(low: float, middle: float, high: float, unit: str) -> str:
    """A middle case with the range round it.

    >>> range_text(1.5, 2.9, 5.2, "GW")
    '2.9 GW (1.5 to 5.2 GW)'
    """
    least, middle_words, most = (figure_words(value, unit) for value in (low, middle, high))
    if least == most:
        return middle_words
    number, _, last = least.rpartition(" ")
    return f"{middle_words} ({number if most.endswith(f' {last}') else least} to {most})"


def measured(measure: str, target_gw: float, at: str) -> str:
    """What is compared, as a phrase that begins a sentence."""
    when = words.month_words(at)
    if measure == SHARE:
        return f"Share for OpenAI that {words.two_figures(target_gw)} GW by {when} would take"
    return f"{rows.called(measure)}, {when}"


def spec_sidebyside(
    comparison: pd.DataFrame,
    measure: str = "delivered_gw",
    *,
    names: Mapping[str, str] | None = None,
    narrow: bool = False,
    dark: bool = False,
) -> style.Spec:
    """One measure of the frame of `explorer.compare_many` as a plain dict for plotly.js; a row a scenario.

    ``names`` says in words which scenario a letter stands for.
    """
    c, told = style.colours(dark), comparison.attrs
    measures = list(dict.fromkeys(comparison.index.get_level_values("measure")))
    if measure not in measures:
        raise ExplorerError(f"there is no measure {measure!r} in this frame; it has {', '.join(measures) or 'none'}")
    one: Any = comparison.loc[measure]
    records = rows.records(one)
    for record in records:  # of a frame with rows taken out, the first that is left
        record["change"] = record["middle"] - records[0]["middle"] if math.isfinite(records[0]["middle"]) else math.nan
    unit = records[0]["unit"]
    factor = 100.0 if unit == "share" else 1.0
    listed = [
        rows.Row(
            _head(str(r["scenario"]), names or {}),
            _moved(r, records[0]),
            range_text(r["low"], r["middle"], r["high"], unit),
        )
        for r in records
    ]
    what = measured(measure, told["target_gw"], told["at"])
    shown = [factor * r[end] for r in records for end in ("low", "middle", "high")]

    def text(value: float) -> str:
        return figure_words(value, unit) if unit == "USD" else f"{value:,g}"

    axis = forest.linear_axis(f"{what}, {'%' if unit == 'share' else unit}", shown, text)
    if unit == "share" and axis.top >= 100:
        axis = forest.Axis(axis.name, 100.0, (0, 25, 50, 75, 100), ("0", "25", "50", "75", "all racks"))
    layout, places = rows.layout(listed, axis, narrow=narrow, dark=dark)
    ends = [[min(factor * r[end], axis.top) for end in ("low", "middle", "high")] for r in records]
    layout["shapes"] = [
        rows.bar(low, high, y, c["band_80"], outline=c["edge"]) | {"layer": "below"}
        for (low, _, high), y, r in zip(ends, places, records, strict=True)
        if math.isfinite(r["low"])
    ]
    known = [(e[1], y) for e, y, r in zip(ends, places, records, strict=True) if math.isfinite(r["middle"])]
    marks = rows.points("middle", [x for x, _ in known], [y for _, y in known], {"color": c["middle"], "size": 10})
    said = "; ".join(f"{r['scenario']}: {row.said}" for r, row in zip(records, listed, strict=True))
    meta = {
        "title": _finding(records, unit),
        "subtitle": f"{what}: middle case and, in brackets, between which values 9 in 10 simulated cases lie; "
        "all scenarios are drawn with the same random numbers",
        "summary": f"{_finding(records, unit)}. {what}: {said}.",
        "sources": list(style.sources_of(("Share", "Production", "Rack", "Deployment", "Money"))),
        "data_to": style.DATA_TO,
        "table": {
            "columns": ["Scenario", "Middle case", "9 in 10 from", "to", "Middle case moves by"],
            "rows": [
                [str(r["scenario"]), *(figure_words(r[end], unit) for end in ("middle", "low", "high")), _step(r)]
                for r in records
            ],
        },
        "values": style.values(
            ["compared", "measure", "unit", "low", "middle", "high", "change"],
            (
                [r["scenario"], measure, unit, *(_plain(r[name]) for name in ("low", "middle", "high", "change"))]
                for r in records
            ),
        ),
    }
    return {"data": [marks], "layout": layout, "meta": meta}


def _head(scenario: str, names: Mapping[str, str]) -> str:
    return f"{scenario}: {names[scenario]}" if scenario in names else scenario


def _finding(records: list[dict[Any, Any]], unit: str) -> str:
    """The least and the most of the middle cases, with their scenarios."""
    least, most = (pick(records, key=lambda record: record["middle"]) for pick in (min, max))
    low, high = (figure_words(record["middle"], unit) for record in (least, most))
    if low == high:
        return f"All come to {low} in the middle case"
    return f"Middle cases from {low} ({least['scenario']}) to {high} ({most['scenario']})"


def _plain(value: float) -> float | None:
    """A number that a file can hold: None where even all racks are too few."""
    return value if math.isfinite(value) else None


def _step(record: dict[Any, Any]) -> str:
    """The change of the middle case, with its sign."""
    if not math.isfinite(record["change"]):
        return "cannot be said"
    sign = "+" if record["change"] >= 0 else "\u2212"
    points = record["unit"] == "share"
    said = f"{words.percent(abs(record['change']))} points" if points else amount(abs(record["change"]), record["unit"])
    return sign + said


def _moved(record: dict[Any, Any], first: dict[Any, Any]) -> str:
    if record is first or not math.isfinite(record["change"]):
        return "middle case, and 9 in 10 cases"
    if record["change"] == 0:
        return f"middle case as in {first['scenario']}"
    return f"middle case {_step(record)} from {first['scenario']}"


COLUMNS = "measure scenario unit low middle high change"
"""What the chart reads of its frame."""


@checked(
    comparison=frame(
        COLUMNS,
        attrs="at target_gw",
        like="ex.compare_many({'A': ex.Scenario()})",
    )
)
def sidebyside(comparison: pd.DataFrame, measure: str = "delivered_gw", *, width: int = 900) -> Chart:
    """One measure of `explorer.compare_many` for each scenario, as a plotly figure ``width`` CSS pixels wide.

    >>> import explorer as ex
    >>> len(sidebyside(ex.compare_many({"A": ex.Scenario(draws=64)})).data[0].x)
    1
    """
    from explorer.charts.plotly_chart import Chart

    return Chart(spec_sidebyside(comparison, measure, narrow=width < style.NARROW), width=width)
