"""What matters most: how far each assumption alone moves the median, and its part of all the spread."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from explorer.analysis.sensitivity import INTERACTIONS, Driver
from explorer.arguments import frame
from explorer.charts import marks, rows, style
from explorer.charts.registry import INSTALLED, Spec, Table, chart, rows_and_attrs
from explorer.errors import ExplorerError
from explorer.formatting import amount, by_month, capital, mid_sentence, percent
from explorer.model import OUTCOMES, known_outcome, outcome_name, outcome_unit
from explorer.seeds import Seeds

SHOWN = 8
COLOURS = {"low": "amber", "high": "blue"}
NUMBERS = ("low_input", "high_input", "low_outcome", "high_outcome", "variance_share")


@chart(
    "decides",
    'ex.sensitivity(s, "delivered_gw"{at})',
    sensitivity=frame(
        f"parameter {' '.join(NUMBERS)}",
        attrs="outcome at median",
        like="ex.sensitivity(ex.Scenario(), 'delivered_gw')",
        numbers="variance_share",
    ),
)
def tornado(sensitivity: Table, *, seeds: Seeds = INSTALLED, width: int = 900) -> Spec:
    """The eight assumptions that matter most, from `explorer.sensitivity`.

    A bar runs from the median with the assumption at its low end (5 in 100 cases lie below) to that at its high end,
    with these two at its ends; the upright line is the median of the scenario. Right, the part of the spread that it
    explains alone.

    >>> import explorer as ex
    >>> drivers = ex.sensitivity(ex.Scenario(), "delivered_gw")
    >>> tornado(drivers).layout.title.text[:21]
    '<b>What matters most:'
    """
    records, about = rows_and_attrs(sensitivity, Driver)
    known_outcome(about["outcome"])
    median, narrow, unit = about["median"], width < style.NARROW, outcome_unit(about["outcome"], seeds.deal)
    written = partial(amount, unit=unit)
    parts = [record for record in records if record["parameter"] != INTERACTIONS]
    together = [record for record in records if record["parameter"] == INTERACTIONS]
    for record in parts:
        if blank := [name for name in NUMBERS if record[name] is None]:
            raise ExplorerError(f"The row of {record['parameter']} has nothing in {', '.join(blank)}.")
        parameter = marks.parameter(seeds, record["parameter"])
        record |= {"unit": parameter.unit, "label": parameter.label}
        inputs = [record["low_input"], record["high_input"]]
        record["inputs"] = parameter.words("uniform", inputs, 3)
        record |= {
            f"{end}_words": parameter.words("point", [value], 3) for end, value in zip(COLOURS, inputs, strict=True)
        }
    moving = [r for r in parts if r["variance_share"] > 0 or r["low_outcome"] != r["high_outcome"]][:SHOWN]
    what = by_month(capital(outcome_name(about["outcome"], seeds.deal)), about["at"])
    ends = [record[f"{end}_outcome"] for record in moving for end in COLOURS]
    axis = marks.linear_axis(f"{what}, median, {unit}", [1.15 * max([median, *ends])])
    listed = [
        rows.Row(
            record["label"],
            record["inputs"],
            f"{'' if place else 'explains '}{explained(record['variance_share'])}",
            x=record["high_outcome"],
            marks=list(_bars(record, median, axis["range"][1], narrow)),
        )
        for place, record in enumerate(moving)
    ]
    laid = rows.row_layout(listed, axis, width)
    laid["shapes"] += [] if narrow else [marks.rule("ink", x=median, width=1.5)]
    for number, (end, colour) in enumerate(COLOURS.items()):
        key = {"paper": "xy", "yanchor": "bottom", "yshift": 6, "xshift": 90 * number}
        laid["notes"].append(marks.note(0, 1, f"<b>input {end}</b>", colour, **key))
    laid["size"] = replace(laid["size"], top=34, height=laid["size"].height + 26)
    title, summary = "Nothing moves this outcome", "No assumption moves it."
    if moving:
        first = max(moving, key=lambda record: record["variance_share"])
        title = (
            f"What matters most: {mid_sentence(first['label'])} ({explained(first['variance_share'])} of the spread)"
        )
        low, high = written(first["low_outcome"]), written(first["high_outcome"])
        summary = f"With {mid_sentence(first['label'])} at {first['inputs']} it would move from {low} to {high}."
    for record in together:
        record |= {"unit": "", "label": "Combinations", "inputs": "", "low_outcome": None, "high_outcome": None}
        summary += f" Combinations of assumptions explain {explained(record['variance_share'])} of the spread."
    listed_rows, tail = [*parts, *together], OUTCOMES[about["outcome"]].lower().replace("/", "_per_")

    def moved(value: float | None) -> str:
        return "" if value is None else written(value)

    return marks.finished(
        **laid,
        **marks.model_sources(seeds),
        title=title,
        subtitle=f"{what}: the median if one input is low, or high, and all others are as they are; "
        "right, the part of the spread that the input explains alone",
        summary=f"{what} has its median at {written(median)}. {summary}",
        columns=[
            *marks.fields(listed_rows, "parameter unit low_input high_input"),
            marks.Column("", [r["label"] for r in listed_rows], "Assumption"),
            marks.Column("", [r["inputs"] for r in listed_rows], "From low to high"),
            marks.Column(f"low_outcome_{tail}", [r["low_outcome"] for r in listed_rows], "Median if low", moved),
            marks.Column(f"high_outcome_{tail}", [r["high_outcome"] for r in listed_rows], "if high", moved),
            marks.Column("variance_share", [r["variance_share"] for r in listed_rows], "Part of the spread", explained),
        ],
        unit=unit,
    )


def _bars(record: Mapping[str, Any], median: float, top: float, narrow: bool) -> Iterator[Spec]:
    """A bar from the median to each end, with the input there where it has room."""
    outcomes = record["low_outcome"], record["high_outcome"]
    for (end, colour), x, other in zip(COLOURS.items(), outcomes, reversed(outcomes), strict=True):
        yield marks.bar(median, x, colour)
        words = re.split(" an? ", record[f"{end}_words"])[0]
        right = (x, end == "high") > (other, end == "low")
        if 8 * len(words) + 5 < (top - x if right else x) * rows.PLOT / top:
            side = {"xanchor": "left", "xshift": 5} if right else {"xanchor": "right", "xshift": -5}
            yield marks.note(x, 0, words, colour, size=style.SMALL, **side)
    if narrow:  # where words stand above the bars the line is not to strike them through
        yield marks.rule("ink", x=median, width=1.5, ends=(-rows.LANE / 2, rows.LANE / 2))


def explained(share: float) -> str:
    """Which part of the spread an assumption explains.

    >>> explained(0.24), explained(0.004), explained(0)
    ('24%', 'under 1%', 'none')
    """
    return f"{percent(share)}%" if share >= 0.01 else "under 1%" if share else "none"
