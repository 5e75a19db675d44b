"""From one scenario to another: a step for each assumption that differs, adding up to the whole difference."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from explorer import formatting as words
from explorer.arguments import PAIR, checked, frame
from explorer.charts import forest, rows, style
from explorer.formatting import amount
from explorer.scenario import table

if TYPE_CHECKING:
    import pandas as pd

    from explorer.charts.plotly_chart import Chart

SIGN = {True: "+", False: "\u2212"}


def in_words(parameter: str, distribution: str) -> str:
    """A distribution as the frame holds it, in the reader's units.

    >>> in_words("openai_share", "triangular(0.1, 0.3, 0.6)")
    '10 to 60%, most likely 30'
    """
    kind, _, numbers = distribution.rstrip(")").partition("(")
    return words.range_words(kind, [float(number) for number in numbers.split(", ")], table()[parameter].unit)


def spec_waterfall(
    comparison: pd.DataFrame, *, names: tuple[str, str] = ("A", "B"), narrow: bool = False, dark: bool = False
) -> style.Spec:
    """The frame of `explorer.compare` as a plain dict for plotly.js; ``names`` are those of the two scenarios.

    The first and last bar are the middle cases of the two; between them each bar runs from before to after one change.
    """
    c = style.colours(dark)
    told = comparison.attrs
    written = partial(amount, unit=told["unit"])
    first, last = told["median_a"], told["median_b"]
    records = rows.records(comparison)
    listed = [rows.Row(names[0], "middle case", written(first))]
    for record in records:
        name = record["parameter"]
        change = f"{in_words(name, record['a'])} becomes {in_words(name, record['b'])}"
        listed.append(rows.Row(table()[name].label, change, signed(record["change"], told["unit"])))
    listed.append(rows.Row(names[1], "middle case", written(last)))
    ends = [(0.0, first), *((record["before"], record["after"]) for record in records), (0.0, last)]
    name = f"{rows.called(told['outcome'])} by {words.month_words(told['at'])}, middle case, {told['unit']}"
    values = [value for pair in ends for value in pair]
    axis = forest.linear_axis(name, values, lambda value: written(value) if told["unit"] == "USD" else f"{value:,g}")
    layout, places = rows.layout(listed, axis, narrow=narrow, dark=dark)
    shapes: list[style.Spec] = []
    for number, ((low, high), y) in enumerate(zip(ends, places, strict=True)):
        whole = number in (0, len(ends) - 1)
        shapes.append(rows.bar(low, high, y, c["axis"] if whole else c["blue"] if high >= low else c["wine"]))
        if not whole or number == 0:
            shapes.append(rows.upright(high, y, places[number + 1], c["axis"], dash="dot"))
    layout["shapes"] = shapes
    marks = rows.points("after", [high for _, high in ends], places, {"color": c["ink"], "size": 1})
    difference = signed(last - first, told["unit"])
    meta = {
        "title": f"From {names[0]} to {names[1]}: {difference}",
        "subtitle": f"{rows.called(told['outcome'])} by {words.month_words(told['at'])}, middle case; one assumption "
        "after the other, in the order of the table; another order gives other steps and the same sum",
        "summary": f"The middle case goes from {written(first)} to {written(last)} "
        f"({difference}) {_steps(comparison)}".replace(" ;", ";"),
        "sources": list(style.sources_of(tuple(dict.fromkeys(table()[r["parameter"]].group for r in records)))),
        "data_to": style.DATA_TO,
        "table": {
            "columns": ["Assumption", "Change", "Middle case moves by"],
            "unit": told["unit"],
            "rows": [[row.head, row.text, row.said] for row in listed],
        },
        "values": style.values(
            ["parameter", "a", "b", "before", "after", "change", "unit"],
            (
                [*(record[name] for name in ("parameter", "a", "b", "before", "after", "change")), told["unit"]]
                for record in records
            ),
        ),
    }
    return {"data": [marks], "layout": layout, "meta": meta}


def signed(change: float, unit: str) -> str:
    """A change with its sign.

    >>> signed(-1.234, "GW"), signed(2e9, "USD")
    ('\u22121.2 GW', '+$2.0 bn')
    """
    return SIGN[change >= 0] + amount(abs(change), unit)


def _steps(comparison: pd.DataFrame) -> str:
    records = rows.records(comparison)
    told = comparison.attrs
    gap = told["median_b"] - told["median_a"]
    if not math.isclose(sum(record["change"] for record in records), gap, rel_tol=1e-6, abs_tol=1e-9 * abs(gap)):
        return f"; the chart shows {len(records)} of the steps between."
    if not records:
        return "in no step. The two scenarios do not differ."
    largest = max(records, key=lambda record: abs(record["change"]))
    label = table()[largest["parameter"]].label
    if len(records) == 1:
        return f"in one step: {label}."
    return f"in {len(records)} steps. The largest is {label}, {signed(largest['change'], comparison.attrs['unit'])}."


COLUMNS = "parameter a b before after change"
"""What the chart reads of its frame."""


@checked(
    comparison=frame(
        COLUMNS,
        attrs="outcome unit at median_a median_b",
        like="ex.compare(a, b, 'delivered_gw')",
    ),
    names=PAIR,
)
def waterfall(comparison: pd.DataFrame, *, names: tuple[str, str] = ("A", "B"), width: int = 900) -> Chart:
    """From one scenario to another, from `explorer.compare`, as a plotly figure ``width`` CSS pixels wide."""
    from explorer.charts.plotly_chart import Chart

    return Chart(spec_waterfall(comparison, names=names, narrow=width < style.NARROW), width=width)
