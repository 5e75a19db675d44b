"""What matters most: how far each assumption alone moves the median, and its part of all the spread."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from explorer.analysis.tabular import Table
from explorer.arguments import frame
from explorer.charts import marks, rows, style
from explorer.charts.registry import INSTALLED, chart
from explorer.charts.style import Spec
from explorer.formatting import DISPLAYS, amount, month_words, percent, shown

if TYPE_CHECKING:
    import pandas as pd

    from explorer.seeds import Seeds

INTERACTIONS = "interactions"
SHOWN = 8
COLUMNS = "parameter low_input high_input low_outcome high_outcome variance_share"
SHORT = {"racks/week": "/week", "months": " months", "kW/rack": " kW", "ratio": "\u00d7", "GW/yr": " GW/yr"}
"""Units as they stand at the end of a bar, where there is little room."""


@chart(
    "tornado",
    {"decides": 'ex.charts.tornado(ex.sensitivity(s, "delivered_gw", at="2029-12"))'},
    sensitivity=frame(COLUMNS, attrs="outcome unit at median", like="ex.sensitivity(ex.Scenario(), 'delivered_gw')"),
)
def tornado(sensitivity: pd.DataFrame | Table[Any], *, seeds: Seeds = INSTALLED, width: int = 900) -> Spec:
    """The eight assumptions that matter most, from `explorer.sensitivity`.

    A bar runs from the median with the assumption at its low end (5 in 100 cases lie below) to that at its high end,
    with these two at its ends; the upright line is the median of the scenario. Right, the part of the spread that it
    explains alone.
    """
    told, records = rows.told(sensitivity)
    narrow = width < style.NARROW
    written = partial(amount, unit=told["unit"])
    parts = [record for record in records if record["parameter"] != INTERACTIONS]
    moving = [r for r in parts if r["variance_share"] > 0 or r["low_outcome"] != r["high_outcome"]][:SHOWN]
    parameters = seeds.parameters
    listed = [
        rows.Row(
            parameters[r["parameter"]].label,
            _between(r, parameters[r["parameter"]].unit),
            ("" if place else "explains ") + _share(r["variance_share"]),
        )
        for place, r in enumerate(moving)
    ]
    by, what, median = month_words(told["at"]), rows.called(told["outcome"]), told["median"]
    values = [value for r in moving for value in (r["low_outcome"], r["high_outcome"])] or [median]
    axis = rows.linear_axis(f"{what} by {by}, median, {told['unit']}", [1.15 * max(values)])
    places, laid = rows.laid(listed, axis, width)
    per_pixel = axis.top / rows.PLOT
    for record, y in zip(moving, places, strict=True):
        unit = parameters[record["parameter"]].unit
        ends = [(record[f"{end}_outcome"], record[f"{end}_input"], colour) for end, colour in ENDS]
        laid["shapes"] += [marks.bar(median, to, y, colour) for to, _, colour in ends]
        for (x, given, colour), right in zip(sorted(ends), (False, True), strict=True):
            words = _short(given, unit)
            room = (axis.top - x if right else x) / per_pixel
            if 8 * len(words) + 8 < room:
                side = {"xanchor": "left", "xshift": 5} if right else {"xanchor": "right", "xshift": -5}
                laid["notes"].append(marks.note(x, y, words, colour, size=style.SMALL, **side))
    # where words stand above the bars the line is not to strike them through
    lanes = [(y - rows.LANE / 2, y + rows.LANE / 2) for y in places] if narrow else [(0, 1)]
    laid["shapes"] += [marks.rule("ink", x=median, width=1.5, ends=ends) for ends in lanes]
    key = {"paper": "xy", "yanchor": "bottom", "yshift": 6}
    laid["notes"] += [
        marks.note(0, 1, "<b>input low</b>", "amber", **key),
        marks.note(0, 1, "<b>input high</b>", "blue", **key, xshift=90),
    ]
    laid["size"] = replace(laid["size"], top=34, height=laid["size"].height + 26)
    traces = [  # plotly draws no axis without a trace
        marks.dots(f"input {end}", ([r[f"{end}_outcome"] for r in moving], places), colour, 1) for end, colour in ENDS
    ]
    body = [
        [
            parameters[r["parameter"]].label,
            _between(r, parameters[r["parameter"]].unit),
            written(r["low_outcome"]),
            written(r["high_outcome"]),
            _share(r["variance_share"]) if r["variance_share"] else "none",
        ]
        for r in parts
    ]
    together = [r["variance_share"] for r in records if r["parameter"] == INTERACTIONS]
    body += [["Combinations", "", "", "", _share(left)] for left in together]
    return marks.finished(
        traces=traces,
        **laid,
        title=_title(moving, seeds),
        subtitle=f"{what} by {by}: the median if one input is low, or high, and all others are as they are; "
        "right, the part of the spread that the input explains alone",
        summary=_summary(moving, together, f"{what} by {by} has its median at {written(median)}.", written, seeds),
        sources=marks.sources_of(seeds, *{parameters[r["parameter"]].group: None for r in moving}),
        naming=seeds.naming,
        table=(
            ["Assumption", "From low to high", "Median if low", "if high", "Part of the spread"],
            body,
            told["unit"],
        ),
        values=_values(records, seeds, told["unit"]),
    )


ENDS = (("low", "amber"), ("high", "blue"))


def _title(moving: list[dict[str, Any]], seeds: Seeds) -> str:
    if not moving:
        return "Nothing moves this outcome"
    first = max(moving, key=lambda record: record["variance_share"])
    label = seeds.parameters[first["parameter"]].label
    return f"What matters most: {_lower(label)} ({_share(first['variance_share'])} of the spread)"


def _summary(moving: list[dict[str, Any]], together: list[float], begin: str, written: Any, seeds: Seeds) -> str:
    if not moving:
        return f"{begin} No assumption moves it."
    first = max(moving, key=lambda record: record["variance_share"])
    parameter = seeds.parameters[first["parameter"]]
    rest = "".join(f" Combinations of assumptions explain {_share(left)} of the spread." for left in together)
    return (
        f"{begin} With {_lower(parameter.label)} at {_between(first, parameter.unit)} it would move from "
        f"{written(first['low_outcome'])} to {written(first['high_outcome'])}.{rest}"
    )


def _values(records: list[dict[str, Any]], seeds: Seeds, unit: str) -> Spec:
    numbers = ["low_input", "high_input", "low_outcome", "high_outcome", "variance_share"]
    tail = unit.split()[0].lower().replace("/", "_per_")
    named = [f"{name}_{tail}" if name.endswith("outcome") else name for name in numbers]
    return style.values(
        ["parameter", "input_unit", *named],
        (
            [r["parameter"], p.unit if (p := seeds.parameters.get(r["parameter"])) else "", *(r[n] for n in numbers)]
            for r in records
        ),
    )


def _between(record: dict[str, Any], unit: str) -> str:
    """The two ends between which a parameter was moved, with its unit."""
    return DISPLAYS[unit].said(*(_number(record[end], unit) for end in ("low_input", "high_input")))


def _number(value: float, unit: str) -> str:
    seen = shown(value, unit)
    return (f"{seen:,.0f}" if seen >= 100 else f"{seen:.3g}").replace("-", "\u2212")


def _short(value: float, unit: str) -> str:
    """One end with its unit, in few letters.

    >>> _short(1050, "racks/week"), _short(0.4, "share"), _short(1.2e10, "USD/GW")
    ('1,050/week', '40%', '$12 bn')
    """
    if unit in SHORT:
        return f"{_number(value, unit)}{SHORT[unit]}"
    return DISPLAYS[unit].said(_number(value, unit)).partition(" a ")[0].removesuffix(" of all racks")


def _share(share: float) -> str:
    return f"{percent(share)}%" if share >= 0.01 else "under 1%"


def _lower(label: str) -> str:
    """A label inside a sentence; a name keeps its capital."""
    return label if label[:2].isupper() or label.startswith("OpenAI") else label[:1].lower() + label[1:]
