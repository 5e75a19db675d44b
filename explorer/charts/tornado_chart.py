"""What matters most: how far each assumption alone moves the median, and its part of all the spread."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from explorer.analysis.sensitivity import INTERACTIONS
from explorer.arguments import frame
from explorer.charts import marks, rows, style
from explorer.charts.registry import INSTALLED, Table, chart, opened
from explorer.charts.style import Spec
from explorer.formatting import amount, month_words, percent, range_words
from explorer.seeds import Seeds

SHOWN = 8
COLOURS = {"low": "amber", "high": "blue"}
NUMBERS = ("low_input", "high_input", "low_outcome", "high_outcome", "variance_share")


@chart(
    "tornado",
    {"decides": 'ex.charts.tornado(ex.sensitivity(s, "delivered_gw", at="2029-12"))'},
    sensitivity=frame(
        f"parameter {' '.join(NUMBERS)}",
        attrs="outcome unit at median",
        like="ex.sensitivity(ex.Scenario(), 'delivered_gw')",
    ),
)
def tornado(sensitivity: Table, *, seeds: Seeds = INSTALLED, width: int = 900) -> Spec:
    """The eight assumptions that matter most, from `explorer.sensitivity`.

    A bar runs from the median with the assumption at its low end (5 in 100 cases lie below) to that at its high end,
    with these two at its ends; the upright line is the median of the scenario. Right, the part of the spread that it
    explains alone.
    """
    records, about = opened(sensitivity)
    parameters, median, narrow = seeds.parameters, about["median"], width < style.NARROW
    written = partial(amount, unit=about["unit"])
    parts = [r for r in records if r["parameter"] != INTERACTIONS]
    for record in parts:
        record["unit"] = parameters[record["parameter"]].unit
        record["label"] = parameters[record["parameter"]].label
        record["inputs"] = range_words("uniform", [record["low_input"], record["high_input"]], record["unit"], 3)
    moving = [r for r in parts if r["variance_share"] > 0 or r["low_outcome"] != r["high_outcome"]][:SHOWN]
    listed = [rows.Row(r["label"], r["inputs"], _share(r["variance_share"])) for r in moving]
    if listed:
        listed[0] = replace(listed[0], said=f"explains {listed[0].said}")
    what = f"{rows.called(about['outcome'])} by {month_words(about['at'])}"
    ends = [r[f"{end}_outcome"] for r in moving for end in COLOURS]
    axis = rows.linear_axis(f"{what}, median, {about['unit']}", [1.15 * max([median, *ends])])
    places, laid = rows.laid(listed, axis, width)
    for record, y in zip(moving, places, strict=True):
        for end, colour in COLOURS.items():
            x, other = record[f"{end}_outcome"], record["low_outcome" if end == "high" else "high_outcome"]
            right = (x, end == "high") > (other, end == "low")
            laid["shapes"].append(marks.bar(median, x, y, colour))
            words = range_words("point", [record[f"{end}_input"]], record["unit"], 3).partition(" a ")[0]
            if 8 * len(words) + 5 < (axis.top - x if right else x) * rows.PLOT / axis.top:
                side = {"xanchor": "left", "xshift": 5} if right else {"xanchor": "right", "xshift": -5}
                laid["notes"].append(marks.note(x, y, words, colour, size=style.SMALL, **side))
    # where words stand above the bars the line is not to strike them through
    lanes = [(y - rows.LANE / 2, y + rows.LANE / 2) for y in places] if narrow else [(0, 1)]
    laid["shapes"] += [marks.rule("ink", x=median, width=1.5, ends=lane) for lane in lanes]
    for number, (end, colour) in enumerate(COLOURS.items()):
        key = {"paper": "xy", "yanchor": "bottom", "yshift": 6, "xshift": 90 * number}
        laid["notes"].append(marks.note(0, 1, f"<b>input {end}</b>", colour, **key))
    laid["size"] = replace(laid["size"], top=34, height=laid["size"].height + 26)
    title, summary = "Nothing moves this outcome", "No assumption moves it."
    if moving:
        first = max(moving, key=lambda record: record["variance_share"])
        title = f"What matters most: {_lower(first['label'])} ({_share(first['variance_share'])} of the spread)"
        low, high = written(first["low_outcome"]), written(first["high_outcome"])
        summary = f"With {_lower(first['label'])} at {first['inputs']} it would move from {low} to {high}."
    together = [r for r in records if r["parameter"] == INTERACTIONS]
    for record in together:
        record |= {"unit": "", "label": "Combinations", "inputs": "", "low_outcome": None, "high_outcome": None}
        summary += f" Combinations of assumptions explain {_share(record['variance_share'])} of the spread."
    told, tail = [*parts, *together], about["unit"].split()[0].lower().replace("/", "_per_")

    def moved(value: float | None) -> str:
        return "" if value is None else written(value)

    return marks.finished(
        traces=[  # plotly draws no axis without a trace
            marks.dots(f"input {end}", ([r[f"{end}_outcome"] for r in moving], places), colour, 1)
            for end, colour in COLOURS.items()
        ],
        **laid,
        title=title,
        subtitle=f"{what}: the median if one input is low, or high, and all others are as they are; "
        "right, the part of the spread that the input explains alone",
        summary=f"{what} has its median at {written(median)}. {summary}",
        sources=marks.sources_of(seeds),
        naming=seeds.naming,
        columns=[
            *marks.fields(told, "parameter unit low_input high_input"),
            marks.Column("", told, "Assumption", lambda r: r["label"]),
            marks.Column("", told, "From low to high", lambda r: r["inputs"]),
            marks.Column(f"low_outcome_{tail}", [r["low_outcome"] for r in told], "Median if low", moved),
            marks.Column(f"high_outcome_{tail}", [r["high_outcome"] for r in told], "if high", moved),
            marks.Column("variance_share", [r["variance_share"] for r in told], "Part of the spread", _share),
        ],
        unit=about["unit"],
    )


def _share(share: float) -> str:
    return f"{percent(share)}%" if share >= 0.01 else "under 1%" if share else "none"


def _lower(label: str) -> str:
    """A label inside a sentence; a name keeps its capital."""
    first = label.partition(" ")[0]
    return label if any(letter.isupper() for letter in first[1:]) else label[:1].lower() + label[1:]
