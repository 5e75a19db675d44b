"""From one scenario to another: a step for each assumption that differs, adding up to the whole difference."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from explorer.analysis.tabular import Table
from explorer.arguments import PAIR, frame
from explorer.charts import marks, rows, style
from explorer.charts.registry import INSTALLED, chart
from explorer.charts.style import Spec
from explorer.formatting import amount, month_words, range_words

if TYPE_CHECKING:
    import pandas as pd

    from explorer.seeds import Seeds


@chart(
    "waterfall",
    comparison=frame(
        "parameter a b before after change",
        attrs="outcome unit at median_a median_b",
        like="ex.compare(a, b, 'delivered_gw')",
    ),
    names=PAIR,
)
def waterfall(
    comparison: pd.DataFrame | Table[Any],
    *,
    names: tuple[str, str] = ("A", "B"),
    seeds: Seeds = INSTALLED,
    width: int = 900,
) -> Spec:
    """The steps of `explorer.compare`; ``names`` are those of the two scenarios.

    The first and last bar are the medians of the two; between them each bar runs from before to after one change.
    """
    told, steps = rows.told(comparison)
    written = partial(amount, unit=told["unit"])
    first, last = told["median_a"], told["median_b"]
    listed = [rows.Row(names[0], "median", written(first))]
    for step in steps:
        parameter = seeds.parameters[step["parameter"]]
        change = " becomes ".join(_in_words(step[side], parameter.unit) for side in ("a", "b"))
        listed.append(rows.Row(parameter.label, change, signed(step["change"], told["unit"])))
    listed.append(rows.Row(names[1], "median", written(last)))
    what, by = rows.called(told["outcome"]), month_words(told["at"])
    ends = [(0.0, first), *((step["before"], step["after"]) for step in steps), (0.0, last)]
    axis = rows.linear_axis(f"{what} by {by}, median, {told['unit']}", [value for pair in ends for value in pair])
    places, laid = rows.laid(listed, axis, width)
    for number, ((low, high), y) in enumerate(zip(ends, places, strict=True)):
        whole = number in (0, len(ends) - 1)
        laid["shapes"].append(marks.bar(low, high, y, "axis" if whole else "blue" if high >= low else "amber"))
        if number < len(ends) - 1 and width >= style.NARROW:  # on a phone words stand between the bars
            laid["shapes"].append(marks.rule("axis", x=high, dash="dot", ends=(y, places[number + 1])))
    difference = signed(last - first, told["unit"])
    numbers = ("parameter", "a", "b", "before", "after", "change")
    return marks.finished(
        traces=[marks.dots("after", ([high for _, high in ends], places), "ink", 1)],
        **laid,
        title=f"From {names[0]} to {names[1]}: {difference}",
        subtitle=f"{what} by {by}, median; one assumption after the other, and another order would give other steps "
        "with the same sum",
        summary=f"The median goes from {written(first)} to {written(last)} ({difference}). "
        f"{_steps(told, steps, seeds)}",
        sources=marks.sources_of(seeds, *(seeds.parameters[step["parameter"]].group for step in steps)),
        naming=seeds.naming,
        table=(
            ["Assumption", "Change", "Median moves by"],
            [[row.head, row.text, row.said] for row in listed],
            told["unit"],
        ),
        values=style.values([*numbers, "unit"], ([*(step[n] for n in numbers), told["unit"]] for step in steps)),
    )


def _in_words(distribution: str, unit: str) -> str:
    """A distribution as the frame holds it, in the reader's units.

    >>> _in_words("triangular(0.1, 0.3, 0.6)", "share")
    '10 to 60%, most likely 30'
    """
    kind, _, numbers = distribution.rstrip(")").partition("(")
    return range_words(kind, [float(number) for number in numbers.split(", ")], unit)


def signed(change: float, unit: str) -> str:
    """A change with its sign.

    >>> signed(-1.234, "GW"), signed(2e9, "USD")
    ('\u22121.2 GW', '+$2.0 bn')
    """
    return ("+" if change >= 0 else "\u2212") + amount(abs(change), unit)


def _steps(told: Mapping[Any, Any], steps: Sequence[Mapping[Any, Any]], seeds: Seeds) -> str:
    gap = told["median_b"] - told["median_a"]
    if not math.isclose(sum(s["change"] for s in steps), gap, rel_tol=1e-6, abs_tol=1e-9 * abs(gap)):
        return f"The chart shows {len(steps)} of the steps between."
    if not steps:
        return "The two scenarios do not differ."
    largest = max(steps, key=lambda step: abs(step["change"]))
    label, moved = seeds.parameters[largest["parameter"]].label, signed(largest["change"], told["unit"])
    return (
        f"It takes one step: {label}." if len(steps) == 1 else f"Of {len(steps)} steps the largest is {label}, {moved}."
    )
