"""Twenty dots in place of bands: an outcome at the end of one month, each dot one in twenty of the simulated cases.

Dots are counted where bands have to be believed: "two of twenty reach 10 GW" is read off the picture. Each stands at
the middle of its twentieth (2.5, 7.5 ... 97.5 in 100), moved sideways by less than its own width so that dots stack.
"""

from collections import Counter
from collections.abc import Sequence

from explorer.charts import marks, style
from explorer.charts.registry import INSTALLED, Spec, chart
from explorer.charts.shares_chart import CURVES
from explorer.errors import ExplorerError
from explorer.formatting import amount, between, month_words, percent, two_figures
from explorer.model import ENDS, Projection, simulate
from explorer.scenario import Scenario
from explorer.seeds import Seeds

COUNT = 20
QUANTILES = tuple((number + 0.5) / COUNT for number in range(COUNT))
DOT = (34, 20)  # CSS pixels across, wide and narrow, and less where more stand on one another than fit


@chart({"energised-dots": "ex.charts.dots(ex.simulate(s))"})
def dots(
    projection: Projection | None = None,
    outcome: str = "energised_gw",
    *,
    at: str | None = None,
    seeds: Seeds = INSTALLED,
    width: int = 900,
) -> Spec:
    """Twenty dots of what would be switched on (or ``delivered_gw``) by the end of the month ``at``.

    Those at or above the deal's goal are coloured.

    >>> len(dots(outcome="delivered_gw").data[0].x)
    20
    """
    if outcome not in CURVES:
        raise ExplorerError(f"no dots for {outcome!r}; choose one of {', '.join(CURVES)}")
    projection = simulate(Scenario(seeds=seeds)) if projection is None else projection
    deal, across = seeds.deal, DOT[width < style.NARROW]
    size, by = style.sized(width, 280, 20, 30, 40), deal.goal_by if at is None else at
    words, colour, _ = CURVES[outcome]
    verb = words.lower()
    values = projection.quantiles_at(outcome, QUANTILES, by).tolist()
    low, middle, high = projection.quantiles_at(outcome, ENDS, by).tolist()
    when = f"by {month_words(by)}"
    axis = marks.linear_axis(f"Gigawatts {verb} {when}", [values[-1], deal.goal_gw * 1.05])
    top = axis["range"][1]
    spots = stacked(values, top, (size.width - size.left - size.right) // across)
    dot = min(across, size.plot_height // (2 + max(place for _, place in spots)))
    reached = [value >= deal.goal_gw for value in values]
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
    own = f"{percent(float(projection.scenario.openai_share.quantile(0.5)))}%"
    goal, said = f"{deal.goal_gw:g} GW", f"{sum(reached) or 'none'} of {COUNT}"
    side = "right" if deal.goal_gw > 0.5 * top else "left"
    above = {"paper": "y", "xanchor": side, "yanchor": "bottom", "yshift": 4}
    return marks.finished(
        size,
        [trace],
        **marks.of_model(seeds),
        shapes=[marks.rule("green", x=deal.goal_gw, width=1.5)],
        notes=[marks.note(deal.goal_gw, 1, f"<b>{goal} or more: {said}</b>", "green", **above)],
        x=axis | {"showgrid": True},
        y={"range": [0, size.plot_height / dot], "visible": False},
        title=f"At {own}, {said} simulated cases would have {goal} {verb} {when}",
        subtitle=f"Each dot is one in twenty of {projection.scenario.draws:,} simulated cases",
        summary=f"With {own} of {deal.maker}\u2019s {deal.units}, {said} dots stand at {goal} or more. Half of the "
        f"dots stand below {amount(middle, 'GW')}, 9 in 10 cases range from {between(low, high, 'GW')} {verb}. "
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
