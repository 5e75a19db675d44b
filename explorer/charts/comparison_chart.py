"""Scenarios against one another: the steps from one to the next, adding up to the whole, or several side by side."""

import math
from collections.abc import Mapping
from functools import partial
from itertools import pairwise
from typing import Any

from explorer.analysis.scenario_comparison import Change, Compared
from explorer.arguments import PAIR, frame
from explorer.charts import marks, rows, style
from explorer.charts.registry import INSTALLED, Spec, Table, chart, rows_and_attrs
from explorer.errors import ExplorerError, quoted
from explorer.formatting import amount, between, by_month, capital, month_words, plain_number, plural
from explorer.model import known_outcome, outcome_name, outcome_unit
from explorer.records import Deal, Parameter
from explorer.scenario.distributions import KINDS
from explorer.seeds import Seeds


@chart(
    comparison=frame(
        "parameter a b before after change",
        attrs="outcome at median_a median_b",
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

    >>> import explorer as ex
    >>> steps = ex.compare(ex.Scenario(), ex.Scenario(openai_share=0.2), "delivered_gw")
    >>> waterfall(steps, names=("Ours", "Yours")).layout.title.text
    '<b>From Ours to Yours: +4.3 GW</b>'
    """
    steps, about = rows_and_attrs(comparison, Change)
    known_outcome(about["outcome"])
    unit, first, last = outcome_unit(about["outcome"], seeds.deal), about["median_a"], about["median_b"]
    what = f"{by_month(capital(outcome_name(about['outcome'], seeds.deal)), about['at'])}, median"
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
            text = " becomes ".join(_in_words(bar[side], parameter) for side in ("a", "b"))
            head, said = parameter.label, signed(bar["change"], unit)
        drawn = [marks.bar(bar["before"], bar["after"], colour)]
        listed.append(rows.Row(head, text, said, x=bar["after"], marks=drawn))
    axis = marks.linear_axis(f"{what}, {unit}", [bar[end] for bar in bars for end in ("before", "after")])
    laid = rows.row_layout(listed, axis, width)
    if width >= style.NARROW:  # on a phone words stand between the bars
        ends = pairwise(laid["traces"][0]["y"])
        laid["shapes"] += [
            marks.rule("axis", x=bar["after"], dash="dot", ends=pair) for bar, pair in zip(bars, ends, strict=False)
        ]
    difference = signed(last - first, unit)
    largest = max(zip(steps, listed[1:], strict=False), key=lambda one: abs(one[0]["change"]), default=None)
    sentence = "The two scenarios do not differ."
    if largest:
        sentence = f"{plural(len(steps), 'step', 'steps')}; the largest is {largest[1].head}, {largest[1].figure}."
    if not math.isclose(sum(step["change"] for step in steps), last - first, rel_tol=1e-6, abs_tol=1e-9 * abs(last)):
        sentence = f"The chart shows {len(steps)} of the steps between."
    return marks.finished(
        **laid,
        **marks.model_sources(seeds),
        title=f"From {names[0]} to {names[1]}: {difference}",
        subtitle=f"{what}; one assumption after the other, and another order would give other steps with the same sum",
        summary=f"The median goes from {listed[0].figure} to {listed[-1].figure} ({difference}). {sentence}",
        columns=[
            *marks.fields([bar | {"unit": unit} for bar in bars], "parameter a b before after change unit"),
            marks.Column("", [row.head for row in listed], "Assumption"),
            marks.Column("", [row.text for row in listed], "Change"),
            marks.Column("", [row.figure for row in listed], "Median moves by"),
        ],
        unit=unit,
    )


def _in_words(distribution: str, parameter: Parameter) -> str:
    """A distribution as the frame holds it, in the reader's units; what is not of our kinds as it is.

    >>> from explorer.seeds import load
    >>> share = load().parameters["openai_share"]
    >>> _in_words("triangular(0.1, 0.3, 0.6)", share), _in_words("own(3 samples from 0.1 to 0.6)", share)
    ('10 to 60%, most likely 30', 'own(3 samples from 0.1 to 0.6)')
    """
    kind, _, numbers = distribution.rstrip(")").partition("(")
    if kind not in KINDS:
        return distribution
    return parameter.words(kind, [float(number) for number in numbers.split(", ")])


def signed(change: float, unit: str) -> str:
    """A change with its sign.

    >>> signed(-1.234, "GW"), signed(2e9, "USD")
    ('\u22121.2 GW', '+$2.0bn')
    """
    return ("+" if change >= 0 else "\u2212") + amount(abs(change), unit)


@chart(
    comparison=frame(
        "measure scenario unit low middle high change",
        attrs="at target_gw",
        like="ex.compare_many({'A': ex.Scenario()})",
        numbers="low middle high",
        filled="scenario",
    )
)
def sidebyside(
    comparison: Table,
    measure: str = "delivered_gw",
    *,
    names: Mapping[str, str] | None = None,
    seeds: Seeds = INSTALLED,
    width: int = 900,
) -> Spec:
    """One measure of `explorer.compare_many`, a row a scenario; ``names`` says in words what a letter stands for.

    >>> import explorer as ex
    >>> len(sidebyside(ex.compare_many({"A": ex.Scenario(draws=64)})).data[0].x)
    1
    """
    compared, about = rows_and_attrs(comparison, Compared)
    listed = [record for record in compared if record["measure"] == measure]
    if not listed:
        known = ", ".join(dict.fromkeys(record["measure"] for record in compared))
        raise ExplorerError(f"there is no measure {quoted(measure)} in this frame; it has {known or 'none'}")
    first, unit = listed[0], listed[0]["unit"]
    for record in listed:  # of a frame with rows taken out, the first that is left
        known = math.isfinite(record["middle"]) and math.isfinite(first["middle"])
        record["change"] = record["middle"] - first["middle"] if known else math.nan
    factor, in_unit = (100.0, "%") if unit == "share" else (1.0, unit)
    what, step = measured(measure, about["target_gw"], about["at"], seeds.deal), partial(_step, unit=unit)
    written = partial(amount, unit=unit)
    axis = marks.linear_axis(
        f"{what}, {in_unit}", [factor * record[end] for record in listed for end in ("low", "middle", "high")]
    )
    top = axis["range"][1]
    if unit == "share" and top >= 100:
        top, ticks = 100.0, {0.0: "0", 25.0: "25", 50.0: "50", 75.0: "75", 100.0: f"all {seeds.deal.short_units}"}
        axis = marks.axis(0, top, ticks, ticks.__getitem__, f"{what}, {in_unit}")

    def row(record: Mapping[str, Any]) -> rows.Row:
        low, middle, high = (min(factor * record[end], top) for end in ("low", "middle", "high"))
        bar = marks.bar(low, high, "band_80", edge="edge") | {"layer": "below"}
        change, seen = record["change"], math.isfinite(record["middle"])
        return rows.Row(
            ": ".join([record["scenario"], *filter(None, [(names or {}).get(record["scenario"])])]),
            f"median {step(change)} from {first['scenario']}"
            if change and math.isfinite(change)
            else "median, and 9 in 10 cases",
            range_text(record["low"], record["middle"], record["high"], unit),
            x=middle if seen else None,
            colour="middle",
            symbol="circle",
            marks=[bar] if math.isfinite(record["low"]) else [],
        )

    drawn = [row(record) for record in listed]
    least, most = (pick(listed, key=lambda record: record["middle"]) for pick in (min, max))
    low, high = (f"{written(record['middle'])} ({record['scenario']})" for record in (least, most))
    title = f"Medians from {low} to {high}" if least["middle"] < most["middle"] else "All have the same median"
    said = "; ".join(f"{record['scenario']}: {row.figure}" for record, row in zip(listed, drawn, strict=True))
    return marks.finished(
        **rows.row_layout(drawn, axis, width),
        **marks.model_sources(seeds),
        title=title,
        subtitle=f"{what}: median, and in brackets where 9 in 10 simulated cases lie; same random numbers in all",
        summary=f"{title}. {what}: {said}.",
        columns=[
            marks.Column("compared", [record["scenario"] for record in listed], "Scenario"),
            *marks.fields(listed, "measure unit"),
            marks.Column("low", [record["low"] for record in listed], "9 in 10 from", written),
            marks.Column("middle", [record["middle"] for record in listed], "Median", written),
            marks.Column("high", [record["high"] for record in listed], "to", written),
            marks.Column("change", [record["change"] for record in listed], "Median moves by", step),
        ],
    )


def range_text(low: float, middle: float, high: float, unit: str) -> str:
    """A median with the range round it.

    >>> range_text(1.5, 2.9, 5.2, "GW")
    '2.9 GW (1.5 to 5.2 GW)'
    """
    spread = between(low, high, unit)
    return amount(middle, unit) + (f" ({spread})" if " to " in spread else "")


def measured(measure: str, target_gw: float, at: str, deal: Deal) -> str:
    """What is compared, as a phrase that begins a sentence."""
    if measure == "share_needed":
        return f"Share that {plain_number(target_gw)} GW by {month_words(at)} would take"
    known_outcome(measure)
    return f"{capital(outcome_name(measure, deal))}, {month_words(at)}"


def _step(change: float, unit: str) -> str:
    """The change of a median; a share moves by points."""
    return signed(change, unit).replace("%", " points") if math.isfinite(change) else "cannot be said"
