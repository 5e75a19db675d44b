"""Several scenarios side by side: for each a bar over 9 in 10 simulated cases, with the median on it."""

import math
from collections.abc import Mapping
from functools import partial
from typing import Any

from explorer.arguments import frame
from explorer.charts import marks, rows
from explorer.charts.registry import INSTALLED, Spec, Table, chart, opened
from explorer.charts.waterfall_chart import signed
from explorer.errors import ExplorerError
from explorer.formatting import amount, between, month_words, two_figures
from explorer.seeds import Seeds


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
    compared, about = opened(comparison)
    listed = [record for record in compared if record["measure"] == measure]
    if not listed:
        known = ", ".join(dict.fromkeys(record["measure"] for record in compared))
        raise ExplorerError(f"there is no measure {measure!r} in this frame; it has {known or 'none'}")
    first, unit = listed[0], listed[0]["unit"]
    for record in listed:  # of a frame with rows taken out, the first that is left
        known = math.isfinite(record["middle"]) and math.isfinite(first["middle"])
        record["change"] = record["middle"] - first["middle"] if known else math.nan
    factor, in_unit = (100.0, "%") if unit == "share" else (1.0, unit)
    what, step = measured(measure, about["target_gw"], about["at"]), partial(_step, unit=unit)
    written = partial(amount, unit=unit)
    axis = marks.linear_axis(
        f"{what}, {in_unit}", [factor * record[end] for record in listed for end in ("low", "middle", "high")]
    )
    top = axis["range"][1]
    if unit == "share" and top >= 100:
        top, ticks = 100.0, {0.0: "0", 25.0: "25", 50.0: "50", 75.0: "75", 100.0: "all racks"}
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
    said = "; ".join(f"{record['scenario']}: {row.said}" for record, row in zip(listed, drawn, strict=True))
    return marks.finished(
        **rows.laid(drawn, axis, width),
        **marks.of_model(seeds),
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


def measured(measure: str, target_gw: float, at: str) -> str:
    """What is compared, as a phrase that begins a sentence."""
    if measure == "share_needed":
        return f"Share that {two_figures(target_gw)} GW by {month_words(at)} would take"
    return f"{rows.called(measure)}, {month_words(at)}"


def _step(change: float, unit: str) -> str:
    """The change of a median; a share moves by points."""
    return signed(change, unit).replace("%", " points") if math.isfinite(change) else "cannot be said"
