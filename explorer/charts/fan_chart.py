"""The same over time, month by month, for the reader's share; or at the end of one month, as dots that can be counted.

Left of the date of the data the fan shows data: what sites that the buyer uses have running, for all suppliers. From
that date on it shows the spread of the simulated cases.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from explorer.charts import marks, style
from explorer.charts.registry import INSTALLED, Spec, chart
from explorer.charts.shares_chart import CURVES, Curves, columns, curves, own_share
from explorer.errors import ExplorerError, quoted
from explorer.formatting import amount, between, by_month, capital, month_words, plain_number, two_figures
from explorer.model import BAND, ModelError, Projection, outcome_name, outcome_unit, simulate
from explorer.model.equations import SITES_SERIES
from explorer.model.projection import known_outcome
from explorer.records import Deal
from explorer.records.dates import Month, last_day
from explorer.scenario import Scenario, month_label, month_number
from explorer.scenario.distributions import Array
from explorer.seeds import Seeds

FIRST = -2  # two months before the first of the model


@chart("energised", "ex.simulate(s){at}{target_gw}")
def fan(
    projection: Projection | None = None,
    outcome: str | None = None,
    *,
    at: Month | None = None,
    last: Month | None = None,
    target_gw: float | None = None,
    seeds: Seeds = INSTALLED,
    width: int = 900,
) -> Spec:
    """Gigawatts over time for a projection's share, up to the end of the month ``last``; the words speak of ``at``.

    Without ``last`` it ends with the deal's charts, or with the scenario where that ends earlier. A line stands at
    ``target_gw``, unless that is above all curves; month and gigawatts are those of the deal's goal where none are
    given. Dots are the sites that the buyer uses, for all its suppliers, as they were counted. With an ``outcome``, any
    of `explorer.OUTCOMES`, the chart is of that alone, from the first month on and without the line.

    >>> fan(last="2029-12").layout.xaxis.range
    ('2025-09-30', '2029-12-31')
    """
    projection = simulate(Scenario(seeds=seeds)) if projection is None else projection
    deal, narrow, scenario = seeds.deal, width < style.NARROW, projection.scenario
    size, by = style.sized(width, 400, 30, 158, 58), deal.goal_by if at is None else at
    until = projection.number(min(deal.horizon_shown, scenario.horizon) if last is None else last)
    if outcome is not None:
        return _of_one(projection, outcome, by, until, seeds, width)
    since = month_number(deal.sites_to or deal.news_to, deal.first_month)
    if until < since:
        begins, ends = (month_label(month, deal.first_month) for month in (since, until))
        raise ModelError(f"The simulated months of this chart begin with {begins}, after its last month, {ends}.")
    labels = [month_label(month, deal.first_month) for month in range(since, until + 1)]
    rows = {name: projection.quantile_rows(name, BAND, until=labels[-1])[:, since:] for name in CURVES}
    counted = SITES_SERIES not in seeds.borrowed or seeds.borrowed_from == deal.buyer  # else another buyer's sites
    series = seeds.series.get(SITES_SERIES) if counted else None
    points = [p for p in series.points if p.month is not None and FIRST <= p.month <= since] if series else []
    sites = [p.month for p in points], [p.value for p in points]
    running = [amount(gw, "GW") for gw in sites[1]]
    axis = marks.linear_axis("", [*rows["delivered_gw"][2], *sites[1]])
    top = axis["range"][1]
    traces = _curves(range(since, until + 1), rows, labels, CURVES, "GW")
    listed: list[marks.EndLabel] = [
        (float(rows[name][1][-1]), colour, (f"<b>{words}</b>",)) for name, (words, colour, _) in CURVES.items()
    ]
    shapes = [marks.rule("soft", x=since, dash="dot")]
    goal = float(deal.goal_gw if target_gw is None else target_gw)
    if goal <= top:
        listed.append((goal, "green", (f"{plain_number(goal)} GW",)))
        shapes.append(marks.rule("green", y=goal, dash="dot"))
    above: dict[str, Any] = {"paper": "y", "yanchor": "bottom", "yshift": 2, "size": style.SMALL}
    notes = [
        marks.unit_note("Gigawatts of data centre, cooling included", size),
        marks.note(since, 1, "simulated", "soft", xshift=5, **above),
        *marks.end_labels(until, listed, top, size),
    ]
    if points:
        notes.append(marks.note(since, 1, "sites" if narrow else "sites so far", xanchor="right", xshift=-5, **above))
    own, when = own_share(scenario), month_words(by)
    low, on, high = projection.quantiles_at("energised_gw", BAND, by).tolist()
    least, given, most = projection.quantiles_at("delivered_gw", BAND, by).tolist()
    cases = f"9 in 10 of {scenario.draws:,} simulated cases"
    so_far = f"{deal.buyer}\u2019s tracked sites had {running[-1]}, for all suppliers. " if points else ""
    hover = [f"{gw} at {deal.buyer}\u2019s tracked sites, all suppliers" for gw in running]
    return marks.finished(
        size,
        [
            *traces,
            marks.line("sites_line", sites, "ink", 1.8),
            marks.dots("sites", sites, "ink", 8, edge="ink", hover=hover),
        ],
        **marks.model_sources(seeds, *(point.source_id for point in points)),
        shapes=shapes,
        notes=notes,
        x=_months(FIRST, until, deal, narrow),
        y=axis,
        title=f"At {own}, about {amount(on, 'GW')} would be switched on by {when}, of {amount(given, 'GW')} delivered"
        if most
        else f"At {own}, nothing would be delivered or switched on by {when}",
        subtitle=f"Gigawatts at the end of each month; shaded: {cases}"
        + (f"; dots: what a tracker sees of {deal.buyer}\u2019s sites, for all its suppliers" if points else ""),
        summary=f"With {own} of {deal.maker}\u2019s {deal.units}, about {amount(on, 'GW')} would be switched on by "
        f"{when} ({between(low, high, 'GW')} in 9 of 10 simulated cases), of about {amount(given, 'GW')} delivered "
        f"({between(least, most, 'GW')}). {so_far}{deal.obliged}",
        columns=[marks.Column("month", labels, "By", month_words), *columns(rows)],
        table_rows=_decembers(labels),
        unit=f"GW; low and high hold {cases}",
    )


def _of_one(projection: Projection, outcome: str, by: str, until: int, seeds: Seeds, width: int) -> Spec:
    """The same of one outcome, in its unit."""
    known_outcome(outcome)
    unit, cases = outcome_unit(outcome, seeds.deal), f"9 in 10 of {projection.scenario.draws:,} simulated cases"
    called, labels = capital(outcome_name(outcome, seeds.deal)), projection.months[: until + 1]
    shown = {outcome: (called, "blue", "band_90")}
    rows = {outcome: projection.quantile_rows(outcome, BAND, until=labels[-1])}
    axis = marks.linear_axis("", rows[outcome][2], partial(amount, unit=unit) if unit == "USD" else plain_number)
    size = style.sized(width, 400, max(30, 9 * max(map(len, axis["ticktext"])) + 8), 158, 58)
    low, middle, high = projection.quantiles_at(outcome, BAND, by).tolist()
    named = zip(rows[outcome], (("soft", "5% below"), ("blue", "<b>Median</b>"), ("soft", "5% above")), strict=True)
    ends: list[marks.EndLabel] = [(float(row[-1]), colour, (words,)) for row, (colour, words) in named]
    return marks.finished(
        size,
        _curves(range(until + 1), rows, labels, shown, unit),
        **marks.model_sources(seeds),
        notes=[marks.unit_note(f"{called}, {unit}", size), *marks.end_labels(until, ends, axis["range"][1], size)],
        x=_months(0, until, seeds.deal, width < style.NARROW),
        y=axis,
        title=f"{by_month(called, by)}: about {amount(middle, unit)}",
        subtitle=f"At the end of each month; shaded: {cases}",
        summary=f"In 9 of 10 simulated cases it is {between(low, high, unit)}. {seeds.deal.obliged}".strip(),
        columns=[marks.Column("month", labels, "By", month_words), *columns(rows, shown, partial(amount, unit=unit))],
        table_rows=_decembers(labels),
        unit=f"{unit}; low and high hold {cases}",
    )


def _curves(x: range, rows: Mapping[str, Array], labels: Sequence[str], shown: Curves, unit: str) -> list[Spec]:
    """Bands and medians, whose points tell their month."""
    traces = curves(list(x), rows, "", shown)
    for name, trace in zip(shown, traces[len(shown) :], strict=True):
        amounts = [f"{amount(value, unit)} {shown[name][0].lower()}" for value in trace["y"]]
        words = [style.plain(f"{one}<br>{month_words(label)}") for one, label in zip(amounts, labels, strict=True)]
        trace |= {"text": words, "hovertemplate": "%{text}<extra></extra>"}
    return traces


def _months(first: int, last: int, deal: Deal, narrow: bool) -> Spec:
    """The axis of time with its Decembers, and the days on which the months of the model end."""
    labels = {month: month_label(month, deal.first_month) for month in range(first, last + 1)}
    years = [month for month, label in labels.items() if label[5:] == "12"]
    century = "\u2019" if narrow else "Dec 20"
    axis = marks.axis(
        first, last, years[:: 1 if last <= 73 else 2], lambda month: f"{century}{labels[int(month)][2:4]}"
    )
    return axis | {"dates": [[*labels], [last_day(label).isoformat() for label in labels.values()]]}


def _decembers(labels: Sequence[str]) -> slice:
    """The rows of a table of months that are the ends of years, of a long one every second."""
    first = next((place for place, label in enumerate(labels) if label[5:] == "12"), 0)
    return slice(first, None, 12 if len(labels) <= 73 else 24)


# --- twenty dots in place of bands
COUNT = 20
QUANTILES = tuple((number + 0.5) / COUNT for number in range(COUNT))
DOT = (34, 20)  # CSS pixels across, wide and narrow, and less where more stand on one another than fit


@chart("energised-dots", "ex.simulate(s){at}{target_gw}")
def dots(
    projection: Projection | None = None,
    outcome: str = "energised_gw",
    *,
    at: Month | None = None,
    target_gw: float | None = None,
    seeds: Seeds = INSTALLED,
    width: int = 900,
) -> Spec:
    """Twenty dots of what would be switched on (or ``delivered_gw``) by the end of the month ``at``.

    Each is one in twenty of the cases, at the middle of its twentieth (2.5, 7.5 ... 97.5 in 100), moved sideways by
    less than its width so that dots stack. Those at or above ``target_gw`` are coloured. Month and gigawatts are those
    of the deal's goal where none are given.

    >>> len(dots(outcome="delivered_gw").data[0].x)
    20
    """
    if outcome not in CURVES:
        raise ExplorerError(f"no dots for {quoted(outcome)}; choose one of {', '.join(CURVES)}")
    projection = simulate(Scenario(seeds=seeds)) if projection is None else projection
    deal, across = seeds.deal, DOT[width < style.NARROW]
    size, by = style.sized(width, 280, 20, 30, 40), deal.goal_by if at is None else at
    words, colour, _ = CURVES[outcome]
    verb, goal_gw = words.lower(), float(deal.goal_gw if target_gw is None else target_gw)
    values = projection.quantiles_at(outcome, QUANTILES, by).tolist()
    low, middle, high = projection.quantiles_at(outcome, BAND, by).tolist()
    when = f"by {month_words(by)}"
    axis = marks.linear_axis(f"Gigawatts {verb} {when}", [values[-1], goal_gw * 1.05])
    top = axis["range"][1]
    spots = stacked(values, top, (size.width - size.left - size.right) // across)
    dot = min(across, size.plot_height // (2 + max(place for _, place in spots)))
    reached = [value >= goal_gw for value in values]
    below = [100 * share for share in QUANTILES]
    trace = marks.dots(
        "dots",
        ([x for x, _ in spots], [place + 0.5 for _, place in spots]),
        [colour if one else "axis" for one in reached],
        dot - 2,
        hover=[
            f"{amount(gw, 'GW')}<br>{share:g} in 100 cases lie below" for gw, share in zip(values, below, strict=True)
        ],
    )
    own = own_share(projection.scenario)
    goal, share = f"{plain_number(goal_gw)} GW", f"{sum(reached) or 'none'} of {COUNT}"
    side = "right" if goal_gw > 0.5 * top else "left"
    above = {"paper": "y", "xanchor": side, "yanchor": "bottom", "yshift": 4}
    return marks.finished(
        size,
        [trace],
        **marks.model_sources(seeds),
        shapes=[marks.rule("green", x=goal_gw, width=1.5)],
        notes=[marks.note(goal_gw, 1, f"<b>{goal} or more: {share}</b>", "green", **above)],
        x=axis | {"showgrid": True},
        y={"range": [0, size.plot_height / dot], "visible": False},
        title=f"At {own}, {share} simulated cases would have {goal} {verb} {when}",
        subtitle=f"Each dot is one in twenty of {projection.scenario.draws:,} simulated cases",
        summary=f"With {own} of {deal.maker}\u2019s {deal.units}, {share} dots stand at {goal} or more. The middle "
        f"case is {amount(middle, 'GW')} {verb}; 9 in 10 cases: {between(low, high, 'GW')}. "
        f"{deal.obliged}",
        columns=[
            marks.Column("dot", range(1, COUNT + 1), "Dot"),
            marks.Column(outcome, values, f"GW {verb}", two_figures),
            marks.Column("cases_below_in_100", below, "Cases below it, in 100", "{:g}".format),
        ],
        unit=when,
    )


def stacked(values: Sequence[float], top: float, columns: int) -> list[tuple[float, int]]:
    """Where each dot stands: the middle of its column, of so many on an axis to ``top``, and its place in the column.

    >>> stacked([0.1, 0.2, 5.0], 10, 5)
    [(1.0, 0), (1.0, 1), (5.0, 0)]
    """
    heights: Counter[int] = Counter()
    found: list[tuple[float, int]] = []
    for value in values:
        column = min(int(value * columns / top), columns - 1)
        found.append(((column + 0.5) * top / columns, heights[column]))
        heights[column] += 1
    return found
