"""What decides it: how far each assumption alone moves the middle case, and its share of all the spread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from explorer import formatting
from explorer.arguments import checked, frame
from explorer.charts import forest, rows, style
from explorer.formatting import amount
from explorer.scenario import table

if TYPE_CHECKING:
    import pandas as pd

    from explorer.charts.plotly_chart import Chart

INTERACTIONS = "interactions"
SHOWN = 8


def inputs(name: str, low: float, high: float) -> str:
    """The ends between which a parameter was moved, as its control shows them.

    >>> inputs("openai_share", 0.05, 0.2)
    '5 to 20%'
    """
    return formatting.DISPLAYS[table()[name].unit].said(*_ends(name, low, high))


def _ends(name: str, low: float, high: float) -> list[str]:
    shown = (formatting.shown(value, table()[name].unit) for value in (low, high))
    return [f"{end:,.0f}" if end >= 100 else f"{end:.3g}" for end in shown]


def spec_tornado(
    sensitivity: pd.DataFrame, *, shown: int = SHOWN, narrow: bool = False, dark: bool = False
) -> style.Spec:
    """The frame of `explorer.sensitivity` as a plain dict for plotly.js: the ``shown`` most decisive assumptions.

    A bar runs from the middle case with the assumption at its 5% point to that at its 95% point, with these two at
    its ends; the upright line is the middle case of the scenario. At the right stands the share of the spread.
    """
    c = style.colours(dark)
    told = sensitivity.attrs
    written = partial(amount, unit=told["unit"])
    parts = sensitivity.drop(index=INTERACTIONS, errors="ignore")
    moving = parts[(parts["variance_share"] > 0) | (parts["low_outcome"] != parts["high_outcome"])]
    named = rows.records(moving)[:shown]
    listed = [
        rows.Row(
            table()[r["parameter"]].label,
            inputs(r["parameter"], r["low_input"], r["high_input"]),
            ("" if place else "explains ") + share_words(r["variance_share"]),
        )
        for place, r in enumerate(named)
    ]
    values = [value for r in named for value in (r["low_outcome"], r["high_outcome"])] or [told["median"]]
    name = f"{rows.called(told['outcome'])} by {formatting.month_words(told['at'])}, middle case, {told['unit']}"
    axis = forest.linear_axis(name, values, lambda value: written(value) if told["unit"] == "USD" else f"{value:,g}")
    layout, places = rows.layout(listed, axis, narrow=narrow, dark=dark)
    shapes: list[style.Spec] = []
    for record, y in zip(named, places, strict=True):
        shapes.append(rows.bar(told["median"], record["low_outcome"], y, c["wine"]))
        shapes.append(rows.bar(told["median"], record["high_outcome"], y, c["blue"]))
        layout["annotations"] += _at_the_ends(record, y, 0.1 * axis.top if narrow else 0.0, dark)
    layout["shapes"] = [*shapes, rows.upright(told["median"], 0, layout["yaxis"]["range"][0], c["ink"])]
    # plotly draws no axis without a trace; these are also what a pointer finds.
    data: list[style.Spec] = []
    for end, colour in (("low", c["wine"]), ("high", c["blue"])):
        data.append(
            rows.points(
                f"at its {'5' if end == 'low' else '95'}% point",
                [r[f"{end}_outcome"] for r in named],
                places,
                {"color": colour, "size": 1},
            )
        )
    return {"data": data, "layout": layout, "meta": _meta(sensitivity, named, written)}


def _at_the_ends(record: dict[Any, Any], y: float, first: float, dark: bool) -> list[style.Spec]:
    """The assumption's two ends beside the bar's, outwards; none left of ``first``, where the words would be cut."""
    ends = zip(
        (record["low_outcome"], record["high_outcome"]),
        _ends(record["parameter"], record["low_input"], record["high_input"]),
        strict=True,
    )
    (left, left_words), (right, right_words) = sorted(ends)
    c = style.colours(dark)
    placed = [(right, right_words, "left", 5)]
    if left >= first:
        placed.append((left, left_words, "right", -5))
    return [
        style.words_at(x, y, text, colour=c["soft"], size=style.SMALL) | {"xanchor": anchor, "xshift": shift}
        for x, text, anchor, shift in placed
    ]


def share_words(share: float) -> str:
    """A share of the spread as the chart shows it.

    >>> share_words(0.3819), share_words(0.004)
    ('38%', 'under 1%')
    """
    return f"{formatting.percent(share)}%" if share >= 0.01 else "under 1%"


def _meta(sensitivity: pd.DataFrame, named: list[dict[Any, Any]], written: Callable[[float], str]) -> style.Spec:
    told = sensitivity.attrs
    by = formatting.month_words(told["at"])
    what = rows.called(told["outcome"])
    meta = {
        "subtitle": f"{what} by {by}: where the middle case goes when one assumption stands at its low or at its high "
        "end (5 in 100 cases lie beyond), all others in full; right, the part of the spread that it explains alone",
        "sources": list(style.sources_of(tuple({table()[r["parameter"]].group: None for r in named}))),
        "data_to": style.DATA_TO,
        "table": _table(sensitivity, written),
        "values": _values(sensitivity),
    }
    if not named:
        return meta | {
            "title": "Nothing moves this outcome",
            "summary": f"{what} by {by} is {written(told['median'])}.",
        }
    first = max(named, key=lambda record: record["variance_share"])
    together = "".join(f" Combinations of assumptions explain {share_words(left)}." for left in _together(sensitivity))
    label = table()[first["parameter"]].label
    between = inputs(first["parameter"], first["low_input"], first["high_input"])
    return meta | {
        "title": f"{label} decides most: alone it explains {share_words(first['variance_share'])} of the spread",
        "summary": f"{what} by {by} has its middle case at {written(told['median'])}. "
        f"With {label.lower()} at {between} it moves from {written(first['low_outcome'])} to "
        f"{written(first['high_outcome'])}.{together}",
    }


def _together(sensitivity: pd.DataFrame) -> list[float]:
    """What only combinations explain, where the frame still has that row."""
    return sensitivity["variance_share"][sensitivity.index == INTERACTIONS].tolist()


def _values(sensitivity: pd.DataFrame) -> style.Spec:
    numbers = ["low_input", "high_input", "low_outcome", "high_outcome", "variance_share"]
    body = [
        [r["parameter"], table()[r["parameter"]].unit if r["parameter"] in table() else "", *(r[n] for n in numbers)]
        for r in rows.records(sensitivity)
    ]
    unit = sensitivity.attrs["unit"].split()[0].lower().replace("/", "_per_")
    named = [f"{name}_{unit}" if name.endswith("outcome") else name for name in numbers]
    return style.values(["parameter", "input_unit", *named], body)


def _table(sensitivity: pd.DataFrame, written: Callable[[float], str]) -> style.Spec:
    body = [
        [
            table()[r["parameter"]].label,
            inputs(r["parameter"], r["low_input"], r["high_input"]),
            written(r["low_outcome"]),
            written(r["high_outcome"]),
            share_words(r["variance_share"]) if r["variance_share"] else "none",
        ]
        for r in rows.records(sensitivity.drop(index=INTERACTIONS, errors="ignore"))
    ]
    body += [["Combinations", "", "", "", share_words(left)] for left in _together(sensitivity)]
    return {
        "columns": [
            "Assumption",
            "From 5 to 95% point",
            "Middle case at the low end",
            "at the high end",
            "Share of spread",
        ],
        "unit": sensitivity.attrs["unit"],
        "rows": body,
    }


COLUMNS = "parameter low_input high_input low_outcome high_outcome variance_share"
"""What the chart reads of its frame."""


@checked(
    sensitivity=frame(
        COLUMNS,
        attrs="outcome unit at median",
        like="ex.sensitivity(ex.Scenario(), 'delivered_gw')",
    )
)
def tornado(sensitivity: pd.DataFrame, *, width: int = 900) -> Chart:
    """What decides it, from `explorer.sensitivity`, as a plotly figure ``width`` CSS pixels wide."""
    from explorer.charts.plotly_chart import Chart

    return Chart(spec_tornado(sensitivity, narrow=width < style.NARROW), width=width)
