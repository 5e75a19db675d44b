"""The same over time: gigawatts delivered and switched on, month by month, for the reader's share.

Left of the date of the data the chart shows data: what sites that the buyer uses have running, for all suppliers.
From that date on it shows the spread of the simulated cases.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from explorer.charts import marks, scales, style
from explorer.charts.registry import INSTALLED, chart
from explorer.charts.shares_chart import ENDS, NARROW, WIDE
from explorer.charts.style import Spec
from explorer.formatting import month_words, percent, two_figures
from explorer.model import Projection, simulate
from explorer.model.equations import SITES_SERIES
from explorer.scenario import Scenario, month_label, month_number
from explorer.scenario.distributions import Array

if TYPE_CHECKING:
    from explorer.records import Point
    from explorer.seeds import Seeds

FIRST = -2  # the end of September 2025, two months before the deal was made public
CURVES = {"delivered_gw": ("delivered", "blue", "band_90"), "energised_gw": ("switched_on", "amber", "amber_fill")}


@chart("fan", {"energised": "ex.charts.fan(ex.simulate(s))"})
def fan(
    projection: Projection | None = None,
    *,
    at: str | None = None,
    last: str | None = None,
    seeds: Seeds = INSTALLED,
    width: int = 900,
) -> Spec:
    """Gigawatts over time for a projection's share, up to the end of the month ``last``; the words speak of ``at``.

    Dots are the sites that the buyer uses, for all its suppliers: filled where counted, hollow where projected.

    >>> fan(last="2029-12").layout.xaxis.range[1]
    49
    """
    projection = simulate() if projection is None else projection
    deal, narrow, scenario = seeds.deal, width < style.NARROW, projection.scenario
    size, by = NARROW if narrow else WIDE, deal.goal_by if at is None else at
    since = month_number(deal.sites_to or deal.news_to)
    until = projection.number(deal.horizon_shown if last is None else last)
    months = list(range(since, until + 1))
    rows = {name: _rows(projection, name, until)[:, since:] for name in CURVES}
    points = site_points(seeds, since)
    largest = max(float(rows["delivered_gw"][2].max()), *(point.value for point in points), 0.0)
    top = scales.axis_top(largest)
    dates = [month_words(month_label(month)) for month in months]
    traces: list[Spec] = []
    for name, (called, _, fill) in CURVES.items():
        low, _, high = rows[name].tolist()
        traces.append(marks.band(f"{called}_band", months, low, high, fill))
    for name, (called, colour, _) in CURVES.items():
        hover = f"%{{y:.2~f}} GW {called.replace('_', ' ')}<br>%{{text}}"
        traces.append(marks.line(called, (months, rows[name][1]), colour, 2.5, hover=hover) | {"text": dates})
    seen = [point for point in points if point.kind != "projection"]
    traces.append(marks.line("sites_line", ([p.month for p in seen], [p.value for p in seen]), "ink", 1.8))
    told = [f"{two_figures(p.value)} GW at {deal.buyer}\u2019s sites, all suppliers" for p in points]
    shown = ([p.month for p in points], [p.value for p in points])
    fills = ["ink" if p.kind != "projection" else "ground" for p in points]
    traces.append(marks.dots("sites", shown, fills, 8, edge="ink", hover="%{text}", text=told))
    ends = {name: float(rows[name][1][-1]) for name in CURVES}
    listed: list[marks.Name] = [
        (ends["delivered_gw"], "blue", ("<b>Racks</b>", "<b>delivered</b>") if narrow else ("<b>Racks delivered</b>",)),
        (ends["energised_gw"], "amber", ("<b>Switched on</b>",)),
    ]
    shapes = [marks.rule("soft", x=since, dash="dot")]
    if deal.goal_gw <= top:
        listed.append((deal.goal_gw, "green", (f"{deal.goal_gw:g} GW",)))
        shapes.append(marks.rule("green", y=deal.goal_gw, dash="dot"))
    traces.append(marks.names(until, listed, top, size))
    above: dict[str, Any] = {"paper": "y", "yanchor": "bottom", "yshift": 2, "size": style.SMALL}
    notes = [
        marks.unit_note("Gigawatts of data centre, cooling included", size, rise=28),
        marks.note(since, 1, "simulated", "soft", xshift=5, **above),
    ]
    if points:
        notes.append(marks.note(since, 1, "sites" if narrow else "sites so far", xanchor="right", xshift=-5, **above))
    ticks = range(1, until + 1, 12 if until <= 73 else 24)
    own = float(scenario.openai_share.quantile(0.5))
    spread = {name: projection.quantiles_at(name, ENDS, by).tolist() for name in CURVES}
    cases = f"9 in 10 of {scenario.draws:,} simulated cases"
    return marks.finished(
        size,
        traces,
        shapes=shapes,
        notes=notes,
        x=marks.axis(
            FIRST, until, ticks, lambda t: f"Dec {2025 + int(t) // 12}" if not narrow else f"\u2019{25 + int(t) // 12}"
        ),
        y=marks.axis(0, top, scales.axis_ticks(top), scales.tick_text),
        title=f"At {percent(own)}%, about {two_figures(spread['energised_gw'][1])} GW would be switched on by "
        f"{month_words(by)}, of {two_figures(spread['delivered_gw'][1])} GW delivered",
        subtitle=f"Gigawatts at the end of each month; shaded: {cases}"
        + (f"; black: the sites that {deal.buyer} uses, for all its suppliers" if points else ""),
        summary=_summary(own, spread, points, by, seeds),
        sources=[*(p.source_id for p in points), *marks.sources_of(seeds, "Production", "Rack", "Deployment", "Money")],
        naming=seeds.naming,
        table=(
            ["By", "Delivered, low", "median", "high", "Switched on, low", "median", "high"],
            [
                [
                    month_words(month_label(m)),
                    *(two_figures(float(rows[n][q][m - since])) for n in CURVES for q in range(3)),
                ]
                for m in ticks
                if m >= since
            ],
            f"GW; low and high hold {cases}",
        ),
        values=marks.quantile_values(
            {"month": [month_label(month) for month in months]},
            {name: dict(zip(ENDS, rows[name].tolist(), strict=True)) for name in CURVES},
        ),
    )


def _summary(own: float, spread: dict[str, list[float]], points: list[Point], by: str, seeds: Seeds) -> str:
    deal = seeds.deal
    low, middle, high = (two_figures(value) for value in spread["energised_gw"])
    least, delivered, most = (two_figures(value) for value in spread["delivered_gw"])
    seen = [p for p in points if p.kind != "projection"]
    sites = f"The sites that {deal.buyer} uses had {two_figures(seen[-1].value)} GW for all suppliers. " if seen else ""
    return (
        f"With {percent(own)}% of {deal.maker}\u2019s AI racks, about {middle} GW would be switched on by "
        f"{month_words(by)} ({low} to {high} in 9 of 10 simulated cases), of about {delivered} GW delivered "
        f"({least} to {most}). {sites}"
        f"{deal.buyer} may buy but does not have to."
    )


def site_points(seeds: Seeds, until: int) -> list[Point]:
    """What the tracker of sites counted from the left end of the chart to a month, in the order of time."""
    series = seeds.series.get(SITES_SERIES)
    return [p for p in series.points if p.month is not None and FIRST <= p.month <= until] if series else []


def _rows(projection: Projection, outcome: str, until: int) -> Array:
    """The three quantiles by month. What is delivered grows with the share, so one computation does for every share."""
    share = projection.scenario.openai_share
    if outcome == "delivered_gw" and share.kind == "point" and share.low > 0:
        return share.low * _full_rows(projection.scenario.replace(openai_share=1), until)
    return projection.quantile_rows(outcome, ENDS, until=month_label(until))


@lru_cache(maxsize=8)
def _full_rows(scenario: Scenario, until: int) -> Array:
    return Projection(scenario).quantile_rows("delivered_gw", ENDS, until=month_label(until))
