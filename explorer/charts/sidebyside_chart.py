"""Several scenarios side by side: for each a bar over 9 in 10 simulated cases, with the median on it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from explorer.analysis.tabular import Table
from explorer.arguments import frame
from explorer.charts import marks, rows, style
from explorer.charts.registry import INSTALLED, chart
from explorer.charts.style import Spec
from explorer.errors import ExplorerError
from explorer.formatting import amount, month_words, percent, two_figures

if TYPE_CHECKING:
    import pandas as pd

    from explorer.seeds import Seeds

SHARE = "share_needed"


@chart(
    "sidebyside",
    comparison=frame(
        "measure scenario unit low middle high change",
        attrs="at target_gw",
        like="ex.compare_many({'A': ex.Scenario()})",
    ),
)
def sidebyside(
    comparison: pd.DataFrame | Table[Any],
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
    told, compared = rows.told(comparison)
    measures = list(dict.fromkeys(record["measure"] for record in compared))
    if measure not in measures:
        raise ExplorerError(f"there is no measure {measure!r} in this frame; it has {', '.join(measures) or 'none'}")
    listed = [record for record in compared if record["measure"] == measure]
    first = listed[0]["middle"]
    for record in listed:  # of a frame with rows taken out, the first that is left
        record["change"] = record["middle"] - first if math.isfinite(first) else math.nan
    unit, called = listed[0]["unit"], names or {}
    factor = 100.0 if unit == "share" else 1.0
    words = [
        rows.Row(
            f"{r['scenario']}: {called[r['scenario']]}" if r["scenario"] in called else str(r["scenario"]),
            _moved(r, listed[0]),
            range_text(r["low"], r["middle"], r["high"], unit),
        )
        for r in listed
    ]
    what = measured(measure, told["target_gw"], told["at"])
    shown = [factor * r[end] for r in listed for end in ("low", "middle", "high")]
    axis = rows.linear_axis(f"{what}, {'%' if unit == 'share' else unit}", shown)
    if unit == "share" and axis.top >= 100:
        axis = rows.Axis(axis.name, 100.0, (0, 25, 50, 75, 100), ("0", "25", "50", "75", "all racks"))
    places, laid = rows.laid(words, axis, width)
    known = [(r, y) for r, y in zip(listed, places, strict=True) if math.isfinite(r["low"])]
    laid["shapes"] += [
        marks.bar(factor * r["low"], min(factor * r["high"], axis.top), y, "band_80", outline="edge")
        | {"layer": "below"}
        for r, y in known
    ]
    middles = [(min(factor * r["middle"], axis.top), y) for r, y in known if math.isfinite(r["middle"])]
    numbers = ("low", "middle", "high", "change")
    said = "; ".join(f"{r['scenario']}: {row.said}" for r, row in zip(listed, words, strict=True))
    return marks.finished(
        traces=[marks.dots("middle", ([x for x, _ in middles], [y for _, y in middles]), "middle", 11)],
        **laid,
        title=_finding(listed, unit),
        subtitle=f"{what}: median, and in brackets where 9 in 10 simulated cases lie; same random numbers in all",
        summary=f"{_finding(listed, unit)}. {what}: {said}.",
        sources=marks.sources_of(seeds, "Share", "Production", "Rack", "Deployment", "Money"),
        naming=seeds.naming,
        table=(
            ["Scenario", "Median", "9 in 10 from", "to", "Median moves by"],
            [
                [str(r["scenario"]), *(figure_words(r[end], unit) for end in ("middle", "low", "high")), _step(r)]
                for r in listed
            ],
            "",
        ),
        values=style.values(
            ["compared", "measure", "unit", *numbers],
            ([r["scenario"], measure, unit, *(r[n] for n in numbers)] for r in listed),
        ),
    )


def figure_words(value: float, unit: str) -> str:
    """A figure of a measure in words: a share in per cent, all else as `explorer.formatting.amount` has it.

    >>> figure_words(0.342, "share"), figure_words(math.inf, "share"), figure_words(2.934, "GW")
    ('34%', 'more than all', '2.9 GW')
    """
    if not math.isfinite(value):
        return "more than all"
    return f"{percent(value)}%" if unit == "share" else amount(value, unit)


def range_text(low: float, middle: float, high: float, unit: str) -> str:
    """A median with the range round it.

    >>> range_text(1.5, 2.9, 5.2, "GW")
    '2.9 GW (1.5 to 5.2 GW)'
    """
    least, middle_words, most = (figure_words(value, unit) for value in (low, middle, high))
    if least == most:
        return middle_words
    number, unit_words = (
        (least[:-1], "%") if least.endswith("%") else least.split(" ", 1) if " " in least else (least, "")
    )
    alike = unit_words and most.endswith(unit_words)
    return f"{middle_words} ({number if alike else least} to {most})"


def measured(measure: str, target_gw: float, at: str) -> str:
    """What is compared, as a phrase that begins a sentence."""
    if measure == SHARE:
        return f"Share for OpenAI that {two_figures(target_gw)} GW by {month_words(at)} would take"
    return f"{rows.called(measure)}, {month_words(at)}"


def _finding(records: list[dict[str, Any]], unit: str) -> str:
    """The least and the most of the medians, with their scenarios."""
    least, most = (pick(records, key=lambda record: record["middle"]) for pick in (min, max))
    low, high = (figure_words(record["middle"], unit) for record in (least, most))
    if low == high:
        return f"All come to {low} at the median"
    return f"Medians from {low} ({least['scenario']}) to {high} ({most['scenario']})"


def _step(record: dict[str, Any]) -> str:
    """The change of the median, with its sign."""
    if not math.isfinite(record["change"]):
        return "cannot be said"
    sign, change = "+" if record["change"] >= 0 else "\u2212", abs(record["change"])
    return sign + (f"{percent(change)} points" if record["unit"] == "share" else amount(change, record["unit"]))


def _moved(record: dict[str, Any], first: dict[str, Any]) -> str:
    if record is first or not math.isfinite(record["change"]):
        return "median, and 9 in 10 cases"
    if record["change"] == 0:
        return f"median as in {first['scenario']}"
    return f"median {_step(record)} from {first['scenario']}"
