"""From one scenario to another: a step for each assumption that differs, adding up to the whole difference."""

import math
from itertools import pairwise
from typing import Any

from explorer.arguments import PAIR, frame
from explorer.charts import marks, rows, style
from explorer.charts.registry import INSTALLED, Spec, Table, chart, opened
from explorer.formatting import amount, month_words, plural, range_words
from explorer.scenario.distributions import KINDS
from explorer.seeds import Seeds


@chart(
    comparison=frame(
        "parameter a b before after change",
        attrs="outcome unit at median_a median_b",
        like="ex.compare(a, b, 'delivered_gw')",
        numbers="before after change",
        filled="a b",
    ),
    names=PAIR,
)
def waterfall(
    comparison: Table, *, names: tuple[str, str] = ("A", "B"), seeds: Seeds = INSTALLED, width: int = 900
) -> Spec:
    """The steps of `explorer.compare`; ``names`` are those of the two scenarios.

    The first and last bar are the medians of the two; between them each bar runs from before to after one change.
    """
    steps, about = opened(comparison)
    unit, first, last = about["unit"], about["median_a"], about["median_b"]
    what = f"{rows.called(about['outcome'])} by {month_words(about['at'])}, median"
    whole: dict[str, Any] = {"a": "", "b": "", "before": 0.0}
    bars: list[dict[str, Any]] = [
        whole | {"parameter": names[0], "after": first, "change": first},
        *steps,
        whole | {"parameter": names[1], "after": last, "change": last},
    ]
    listed: list[rows.Row] = []
    for bar in bars:
        head, text, said, colour = bar["parameter"], "median", amount(bar["after"], unit), "axis"
        if bar["a"]:
            parameter, colour = marks.parameter(seeds, head), "blue" if bar["change"] >= 0 else "amber"
            text = " becomes ".join(_in_words(bar[side], parameter.unit) for side in ("a", "b"))
            head, said = parameter.label, signed(bar["change"], unit)
        listed.append(
            rows.Row(head, text, said, x=bar["after"], marks=[marks.bar(bar["before"], bar["after"], colour)])
        )
    axis = marks.linear_axis(f"{what}, {unit}", [bar[end] for bar in bars for end in ("before", "after")])
    laid = rows.laid(listed, axis, width)
    if width >= style.NARROW:  # on a phone words stand between the bars
        ends = pairwise(laid["traces"][0]["y"])
        laid["shapes"] += [
            marks.rule("axis", x=bar["after"], dash="dot", ends=pair) for bar, pair in zip(bars, ends, strict=False)
        ]
    difference = signed(last - first, unit)
    largest = max(zip(steps, listed[1:], strict=False), key=lambda one: abs(one[0]["change"]), default=None)
    told = "The two scenarios do not differ."
    if largest:
        told = f"{plural(len(steps), 'step', 'steps')}; the largest is {largest[1].head}, {largest[1].said}."
    if not math.isclose(sum(step["change"] for step in steps), last - first, rel_tol=1e-6, abs_tol=1e-9 * abs(last)):
        told = f"The chart shows {len(steps)} of the steps between."
    return marks.finished(
        **laid,
        **marks.of_model(seeds),
        title=f"From {names[0]} to {names[1]}: {difference}",
        subtitle=f"{what}; one assumption after the other, and another order would give other steps with the same sum",
        summary=f"The median goes from {listed[0].said} to {listed[-1].said} ({difference}). {told}",
        columns=[
            *marks.fields([bar | {"unit": unit} for bar in bars], "parameter a b before after change unit"),
            marks.Column("", [row.head for row in listed], "Assumption"),
            marks.Column("", [row.text for row in listed], "Change"),
            marks.Column("", [row.said for row in listed], "Median moves by"),
        ],
        unit=unit,
    )


def _in_words(distribution: str, unit: str) -> str:
    """A distribution as the frame holds it, in the reader's units; what is not of our kinds as it is.

    >>> _in_words("triangular(0.1, 0.3, 0.6)", "share"), _in_words("own(3 samples from 0.1 to 0.6)", "share")
    ('10 to 60%, most likely 30', 'own(3 samples from 0.1 to 0.6)')
    """
    kind, _, numbers = distribution.rstrip(")").partition("(")
    if kind not in KINDS:
        return distribution
    return range_words(kind, [float(number) for number in numbers.split(", ")], unit)


def signed(change: float, unit: str) -> str:
    """A change with its sign.

    >>> signed(-1.234, "GW"), signed(2e9, "USD")
    ('\u22121.2 GW', '+$2.0bn')
    """
    return ("+" if change >= 0 else "\u2212") + amount(abs(change), unit)
