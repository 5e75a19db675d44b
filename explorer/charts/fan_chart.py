"""The same over time: gigawatts delivered and switched on, month by month, for the reader's share.

Left of the date of the data the chart shows data: what sites that the buyer uses have running, for all suppliers.
From that date on it shows the spread of the simulated cases.
"""

from functools import lru_cache
from typing import Any

from explorer.charts import marks, scales, style
from explorer.charts.registry import INSTALLED, Spec, chart
from explorer.charts.shares_chart import CURVES, columns, curves
from explorer.formatting import amount, between, month_words, percent
from explorer.model import ENDS, Projection, simulate
from explorer.model.equations import SITES_SERIES
from explorer.scenario import Scenario, month_label, month_number
from explorer.scenario.distributions import Array
from explorer.seeds import Seeds

FIRST = -2  # the end of September 2025, two months before the deal was made public


@chart({"energised": "ex.charts.fan(ex.simulate(s))"})
def fan(
    projection: Projection | None = None,
    *,
    at: str | None = None,
    last: str | None = None,
    seeds: Seeds = INSTALLED,
    width: int = 900,
) -> Spec:
    """Gigawatts over time for a projection's share, up to the end of the month ``last``; the words speak of ``at``.

    Dots are the sites that the buyer uses, for all its suppliers, as they were counted.

    >>> fan(last="2029-12").layout.xaxis.range[1]
    49
    """
    projection = simulate(Scenario(seeds=seeds)) if projection is None else projection
    deal, narrow, scenario = seeds.deal, width < style.NARROW, projection.scenario
    size, by = style.sized(width, 400, 30, 158, 58), deal.goal_by if at is None else at
    since = month_number(deal.sites_to or deal.news_to)
    until = projection.number(deal.horizon_shown if last is None else last)
    labels = [month_label(month) for month in range(since, until + 1)]
    rows = {name: _rows(projection, name, until)[:, since:] for name in CURVES}
    series = seeds.series.get(SITES_SERIES)
    points = [p for p in series.points if p.month is not None and FIRST <= p.month <= since] if series else []
    sites = [p.month for p in points], [p.value for p in points]
    running = [amount(gw, "GW") for gw in sites[1]]
    top = scales.axis_top(max([float(rows["delivered_gw"][2].max()), *sites[1]]))
    traces = curves(list(range(since, until + 1)), rows, "%{text}")
    for trace in traces:
        trace |= {"text": list(map(month_words, labels))} if "hovertemplate" in trace else {}
    listed: list[marks.Name] = [
        (float(rows[name][1][-1]), colour, (f"<b>{words}</b>",)) for name, (words, colour, _) in CURVES.items()
    ]
    shapes = [marks.rule("soft", x=since, dash="dot")]
    if deal.goal_gw <= top:
        listed.append((deal.goal_gw, "green", (f"{deal.goal_gw:g} GW",)))
        shapes.append(marks.rule("green", y=deal.goal_gw, dash="dot"))
    above: dict[str, Any] = {"paper": "y", "yanchor": "bottom", "yshift": 2, "size": style.SMALL}
    notes = [
        marks.unit_note("Gigawatts of data centre, cooling included", size),
        marks.note(since, 1, "simulated", "soft", xshift=5, **above),
        *marks.names(until, listed, top, size),
    ]
    if points:
        notes.append(marks.note(since, 1, "sites" if narrow else "sites so far", xanchor="right", xshift=-5, **above))
    ticks = range(1, until + 1, 12 if until <= 73 else 24)
    century = "\u2019" if narrow else "Dec 20"
    own, when = f"{percent(float(scenario.openai_share.quantile(0.5)))}%", month_words(by)
    low, on, high = projection.quantiles_at("energised_gw", ENDS, by).tolist()
    least, given, most = projection.quantiles_at("delivered_gw", ENDS, by).tolist()
    cases = f"9 in 10 of {scenario.draws:,} simulated cases"
    so_far = f"The sites that {deal.buyer} uses had {running[-1]} for all suppliers. " if points else ""
    told = [f"{gw} at {deal.buyer}\u2019s sites, all suppliers" for gw in running]
    return marks.finished(
        size,
        [
            *traces,
            marks.line("sites_line", sites, "ink", 1.8),
            marks.dots("sites", sites, "ink", 8, edge="ink", hover=told),
        ],
        **marks.of_model(seeds, *(point.source_id for point in points)),
        shapes=shapes,
        notes=notes,
        x=marks.axis(FIRST, until, ticks, lambda month: f"{century}{25 + int(month) // 12}"),
        y=marks.axis(0, top, scales.axis_ticks(top)),
        title=f"At {own}, about {amount(on, 'GW')} would be switched on by {when}, of {amount(given, 'GW')} delivered",
        subtitle=f"Gigawatts at the end of each month; shaded: {cases}"
        + (f"; black: the sites that {deal.buyer} uses, for all its suppliers" if points else ""),
        summary=f"With {own} of {deal.maker}\u2019s {deal.units}, about {amount(on, 'GW')} would be switched on by "
        f"{when} ({between(low, high, 'GW')} in 9 of 10 simulated cases), of about {amount(given, 'GW')} delivered "
        f"({between(least, most, 'GW')}). {so_far}{deal.obliged}",
        columns=[marks.Column("month", labels, "By", month_words), *columns(rows)],
        table_rows=slice((1 - since) % ticks.step, None, ticks.step),
        unit=f"GW; low and high hold {cases}",
    )


def _rows(projection: Projection, outcome: str, until: int) -> Array:
    """The three quantiles by month. What is delivered grows with the share, so one computation does for every share."""
    share = projection.scenario.openai_share
    if outcome == "delivered_gw" and share.kind == "point" and share.low > 0:
        return share.low * _full_rows(projection.scenario.replace(openai_share=1), until)
    return projection.quantile_rows(outcome, ENDS, until=month_label(until))


@lru_cache(maxsize=8)
def _full_rows(scenario: Scenario, until: int) -> Array:
    return Projection(scenario).quantile_rows("delivered_gw", ENDS, until=month_label(until))
