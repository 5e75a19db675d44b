"""Twenty dots in place of bands: an outcome at the end of one month, each dot one in twenty of the simulated cases.

Dots are counted where bands have to be believed: "two of twenty lie above" is read off the picture. Each stands at the
middle of its twentieth (2.5, 7.5 ... 97.5 in 100), moved sideways by less than its own width so that dots stack.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer import formatting
from explorer.arguments import checked
from explorer.charts import fan_chart, scales, style, yardsticks
from explorer.errors import ExplorerError
from explorer.model import Projection, simulate
from explorer.scenario import month_label

if TYPE_CHECKING:
    from explorer.charts.plotly_chart import Chart

COUNT = 20
SHARES = tuple((number + 0.5) / COUNT for number in range(COUNT))
DOT, DOT_NARROW = 34, 18  # CSS pixels across, and less where more stand on one another than fit


@dataclass(frozen=True, slots=True)
class Dots:
    """All that the chart draws: twenty values in GW, ascending, of an outcome at the end of the month ``at``.

    ``chosen`` holds the 5, 50 and 95% points of the reader's share, ``spread`` those of the outcome.
    """

    values: tuple[float, ...]
    spread: tuple[float, float, float]
    outcome: str = "energised_gw"
    chosen: tuple[float, float, float] = (0.1, 0.1, 0.1)
    at: int = 49
    draws: int = 4096
    sources: tuple[str, ...] = ()

    @property
    def top(self) -> float:
        """The right end of the axis in GW."""
        return scales.axis_top(max(self.values[-1], 0.01))

    def at_least(self, amount_gw: float) -> int:
        """How many dots lie at or above an amount.

        >>> Dots(tuple(range(20)), (0, 9, 19)).at_least(15)
        5
        """
        return sum(value >= amount_gw for value in self.values)


def dots_of(projection: Projection, outcome: str = "energised_gw", *, at: str = "2029-12") -> Dots:
    """What the chart needs, read from a projection. Raises `ValueError` for an outcome that is not of the fan."""
    if outcome not in fan_chart.OUTCOMES:
        raise ExplorerError(f"no chart for {outcome!r}; choose one of {', '.join(fan_chart.OUTCOMES)}")
    share = projection.scenario.openai_share
    low, middle, high = (float(share.quantile(q)) for q in (0.05, 0.5, 0.95))
    ends = projection.quantiles_at(outcome, [0.05, 0.5, 0.95], at).tolist()
    return Dots(
        values=tuple(projection.quantiles_at(outcome, SHARES, at).tolist()),
        spread=(ends[0], ends[1], ends[2]),
        outcome=outcome,
        chosen=(low, middle, high),
        at=projection.number(at),
        draws=projection.scenario.draws,
        sources=style.sources_of(fan_chart.GROUPS),
    )


def places(picture: Dots, *, narrow: bool = False) -> list[tuple[float, int]]:
    """Where each dot stands: its GW, moved to the middle of a column as wide as a dot, and its place in the column.

    >>> places(Dots((1.0,) * 20, (1, 1, 1)))[-1][1]
    19
    """
    size = fan_chart.geometry(narrow)
    columns = (size.width - size.left - size.right) // (DOT_NARROW if narrow else DOT)
    width = picture.top / columns
    heights: dict[int, int] = {}
    found: list[tuple[float, int]] = []
    for value in picture.values:
        column = min(int(value / width), columns - 1)
        found.append(((column + 0.5) * width, heights.get(column, 0)))
        heights[column] = heights.get(column, 0) + 1
    return found


def spec_dots(picture: Dots, *, narrow: bool = False, dark: bool = False) -> style.Spec:
    """The twenty dots as a plain dict for plotly.js: data, layout, and meta for the page round it."""
    c, size = style.colours(dark), fan_chart.geometry(narrow)
    unit = yardsticks.KINDS[fan_chart.OUTCOMES[picture.outcome][1]]
    spots, ticks, middle = places(picture, narrow=narrow), scales.axis_ticks(picture.top), picture.spread[1]
    dot = min(DOT_NARROW if narrow else DOT, size.plot_height // (2 + max(place for _, place in spots)))
    lower = [f"{formatting.two_figures(100 * share)} in 100 cases lie below" for share in SHARES]
    dots = {
        "type": "scatter",
        "name": "dots",
        "mode": "markers",
        "x": [x for x, _ in spots],
        "y": [place + 0.5 for _, place in spots],
        "text": lower,
        "customdata": list(picture.values),
        "marker": {"size": dot - 2, "color": c["blue"], "line": {"color": c["ground"], "width": 1}},
        "cliponaxis": False,
        "hovertemplate": f"%{{customdata:.2~f}} {unit}<br>%{{text}}<br>one in twenty cases<extra></extra>",
    }
    said = style.words_at(middle, 1, f"middle case {formatting.two_figures(middle)}", colour=c["ink"], size=style.SMALL)
    layout = style.base_layout(
        size,
        dark=dark,
        xaxis={
            "range": [0, picture.top],
            "tickvals": ticks,
            "ticktext": [scales.tick_text(tick) for tick in ticks],
            "showgrid": True,
            "title": {"text": f"{unit}, {formatting.month_words(month_label(picture.at))}"},
        },
        yaxis={"range": [0, size.plot_height / dot], "visible": False},
        shapes=[
            {
                "type": "line",
                "x0": middle,
                "x1": middle,
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": {"color": c["soft"], "width": 1, "dash": "dot"},
                "layer": "below",
            }
        ],
        annotations=[
            style.axis_name("each dot is one in twenty cases" if narrow else EACH, size, dark=dark),
            said | {"yref": "paper", "yanchor": "top", "xshift": 5},
        ],
    )
    return {"data": [dots], "layout": layout, "meta": dots_meta(picture, unit)}


EACH = "Each dot is one in twenty of the simulated cases"


def dots_meta(picture: Dots, unit: str) -> style.Spec:
    """Title, subtitle, summary, sources and table of the chart; all follow the numbers."""
    by = formatting.month_words(month_label(picture.at))
    title, said = fan_chart.finding(picture.outcome, picture.chosen[1], picture.spread, by)
    what, _ = fan_chart.OUTCOMES[picture.outcome]
    inside = sum(picture.spread[0] <= value <= picture.spread[2] for value in picture.values)
    half, quarter = picture.values[10], picture.values[15]
    above = (
        f"{picture.at_least(value)} of {COUNT} at or above {formatting.two_figures(value)}" for value in (half, quarter)
    )
    return {
        "title": title,
        "subtitle": f"{what}, {unit}, {by}; each dot is one in twenty of {picture.draws:,} simulated cases",
        "summary": (
            f"{said}: {inside} of the {COUNT} dots lie there, {', '.join(above)}. OpenAI has an option to buy and no "
            "purchase commitment."
        ),
        "sources": list(picture.sources),
        "data_to": style.DATA_TO,
        "table": {
            "columns": ["Dot", unit, "Cases below it, in 100"],
            "unit": "",
            "rows": [
                [str(number), formatting.two_figures(value), f"{100 * share:g}"]
                for number, (value, share) in enumerate(zip(picture.values, SHARES, strict=True), start=1)
            ],
        },
        "values": style.values(
            ["dot", f"{fan_chart.OUTCOMES[picture.outcome][1]}_gw", "cases_below_in_100"],
            ([number + 1, picture.values[number], 100 * SHARES[number]] for number in range(COUNT)),
        ),
    }


@checked()
def dots(
    projection: Projection | None = None, outcome: str = "energised_gw", *, at: str = "2029-12", width: int = 900
) -> Chart:
    """Twenty dots of a projection (None: of the default scenario) as a plotly figure ``width`` CSS pixels wide.

    >>> len(dots(outcome="delivered_gw").data[0].x)
    20
    """
    from explorer.charts.plotly_chart import Chart

    picture = dots_of(simulate() if projection is None else projection, outcome, at=at)
    return Chart(spec_dots(picture, narrow=width < style.NARROW), width=width)
