"""What different shares would amount to: gigawatts by a month for each share of Foxconn's racks that OpenAI might take.

We found no public figure for that share, so it is the axis of the chart and not an input of it. The marker "share set
to" is the reader's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from explorer import formatting as words
from explorer.arguments import checked
from explorer.charts import bands, scales, style, yardsticks
from explorer.errors import ExplorerError
from explorer.scenario.distributions import Array

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from explorer.charts.plotly_chart import Chart
    from explorer.scenario import Scenario

PLACES = 61  # shares on the axis: a hundredth apart up to 60%
GROUPS = ("Production", "Rack")  # groups of assumptions that move the curve
AXIS = "share of all Foxconn AI racks that goes to OpenAI, once deliveries run"
AXIS_NARROW = "share of Foxconn's AI racks for OpenAI"


@dataclass(frozen=True, eq=False)
class Shares:
    """All that the chart of shares draws.

    shares : (S,) share of all racks for OpenAI, 0 to 1, ascending; its last is the right end of the axis
    quantiles : quantile -> (S,) [GW] by the end of month ``at``; 0.05 0.10 0.25 0.50 0.75 0.90 0.95
    chosen : the reader's share, or its 5, 50 and 95% points where it is a range
    capped : (S,) share of cases in which sites or money cap what could run, or None where not known
    kind : ``facility`` or ``it`` power
    """

    shares: ArrayLike
    quantiles: Mapping[float, ArrayLike]
    chosen: float | tuple[float, ...] = 0.1
    at: str = "2029-12"
    kind: str = "facility"
    capped: ArrayLike | None = None
    draws: int | None = None
    sources: tuple[str, ...] = ()
    data_to: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in yardsticks.KINDS:
            raise ExplorerError(f"kind is {self.kind!r}; it must be one of {', '.join(yardsticks.KINDS)}")
        place, found = bands.checked(self.shares, self.quantiles)
        object.__setattr__(self, "shares", place)
        object.__setattr__(self, "quantiles", found)

    @property
    def chosen_points(self) -> tuple[float, ...]:
        """Low, middle and high of the reader's share."""
        return self.chosen if isinstance(self.chosen, tuple) else (self.chosen, self.chosen, self.chosen)

    @property
    def end(self) -> float:
        """The largest share, where the axis ends."""
        return float(np.asarray(self.shares)[-1])

    def value(self, quantile: float, share: float) -> float:
        """GW of one quantile at one share, straight between the places of the curve.

        >>> curve = Shares([0, 0.5], {q: [0, 10 * q] for q in bands.QUANTILES})
        >>> curve.value(0.5, 0.1)
        1.0
        """
        return float(np.interp(share, np.asarray(self.shares), np.asarray(self.quantiles[quantile])))

    def share_needed(self, quantile: float, gw: float) -> float:
        """The smallest share at which one quantile reaches ``gw``; infinite where the axis ends before.

        >>> curve = Shares([0, 0.5], {q: [0, 10 * q] for q in bands.QUANTILES})
        >>> curve.share_needed(0.5, 1.0), curve.share_needed(0.5, 6.0)
        (0.1, inf)
        """
        values, shares = np.asarray(self.quantiles[quantile]), np.asarray(self.shares)
        if values[-1] < gw:
            return float("inf")
        return float(np.interp(gw, values, shares))

    @property
    def top(self) -> float:
        """Top of the axis in GW: room for the widest band at its right end, and for the 10 GW yardstick."""
        return scales.axis_top(max(float(np.max(self.quantiles[0.95])), yardsticks.TEN.gw * 1.05))


def geometry(narrow: bool = False) -> style.Geometry:
    """Size and margins of the chart, the same for plotly and SVG."""
    return style.SHARES_NARROW if narrow else style.SHARES


def shares_series(curve: Shares, *, narrow: bool = False, top: float | None = None) -> dict[str, bands.Pair]:
    """Trace name -> (x, y) of the chart, so that a page can put new numbers into a chart that is already drawn.

    x is the share (0 to 1), y is GW. The lengths depend on the number of shares alone. What is not to be drawn is NaN:
    ``capped`` where less than half of the cases are capped anywhere, ``chosen_range`` where the reader's share is one
    number.
    """
    top = curve.top if top is None else top
    shares = np.asarray(curve.shares)
    quantiles = {q: np.asarray(values) for q, values in curve.quantiles.items()}
    series = bands.band_series(shares, quantiles)
    series["capped"] = _capped(curve, shares, quantiles)
    low, middle, high = (min(max(point, shares[0]), shares[-1]) for point in curve.chosen_points)
    if low < high:
        series["chosen_range"] = (np.array([low, high, high, low, low]), np.array([0.0, 0.0, top, top, 0.0]))
    else:
        series["chosen_range"] = (np.full(5, np.nan), np.full(5, np.nan))
    series["chosen_line"] = (np.array([middle, middle]), np.array([0.0, top]))
    series["chosen_point"] = (np.array([middle]), np.array([min(curve.value(0.5, middle), top)]))
    row = yardsticks.free_row(curve.kind, top, geometry(narrow))
    series["chosen_name"] = (np.array([middle]), np.array([top * (1 - row / geometry(narrow).plot_height)]))
    places = bands.name_places(quantiles, top, geometry(narrow).plot_height)
    series["band_names"] = (np.full(len(places), shares[-1]), np.array(places))
    return series


def capped_from(curve: Shares) -> float:
    """The share from which sites or money cap more than half of the cases; infinite where that never happens.

    >>> curve = Shares([0, 0.5], {q: [0, 1] for q in bands.QUANTILES}, capped=[0, 1])
    >>> capped_from(curve)
    0.25
    """
    if curve.capped is None:
        return float("inf")
    capped = np.maximum.accumulate(np.asarray(curve.capped, dtype=float))
    return float(np.interp(0.5, capped, np.asarray(curve.shares))) if capped[-1] > 0.5 else float("inf")


def _capped(curve: Shares, shares: Array, quantiles: Mapping[float, Array]) -> bands.Pair:
    start = capped_from(curve)
    if not np.isfinite(start):
        nothing = np.full(2 * shares.size, np.nan)
        return nothing, nothing
    x = np.linspace(start, float(shares[-1]), shares.size)
    upper, lower = np.interp(x, shares, quantiles[0.95]), np.interp(x, shares, quantiles[0.05])
    return np.concatenate([x, x[::-1]]), np.concatenate([upper, lower[::-1]])


def chosen_words(curve: Shares, narrow: bool = False) -> str:
    """The words at the marker.

    >>> chosen_words(Shares([0, 0.5], {q: [0, 1] for q in bands.QUANTILES}, chosen=0.1))
    'share set to 10%'
    """
    low, middle, high = curve.chosen_points
    share = f"{words.percent(middle)}%" if low == high else f"{words.percent(low)} to {words.percent(high)}%"
    beyond = middle > curve.end
    return f"share set to {share}" + (", beyond this chart" if beyond and not narrow else "")


def capped_words(curve: Shares, narrow: bool = False) -> list[str]:
    """The words at the hatch, in lines; empty where nothing is hatched."""
    start = capped_from(curve)
    if not np.isfinite(start):
        return []
    if narrow:
        return ["hatched: sites or money", "would cap most cases"]
    return [f"hatched, from {words.percent(start)}%: in most cases", "sites or money would cap what could run"]


def spec_shares(curve: Shares, *, narrow: bool = False, dark: bool = False, top: float | None = None) -> style.Spec:
    """The chart of shares as a plain dict for plotly.js: data, layout, and meta for the page round it."""
    top = curve.top if top is None else top
    c, size = style.colours(dark), geometry(narrow)
    unit = yardsticks.KINDS[curve.kind]
    series = shares_series(curve, narrow=narrow, top=top)
    hover = {
        "low": "%{y:.2~f} " + unit + "<br>5 in 100 cases lie below<br>at %{x:.1~%} of the racks<extra></extra>",
        "middle": "%{y:.2~f} " + unit + "<br>middle case<br>at %{x:.1~%} of the racks<extra></extra>",
        "high": "%{y:.2~f} " + unit + "<br>5 in 100 cases lie above<br>at %{x:.1~%} of the racks<extra></extra>",
    }
    right = curve.chosen_points[1] > 0.62 * curve.end
    traces = [
        *bands.band_traces(series, dark=dark, narrow=narrow, hover=hover),
        {
            "type": "scatter",
            "name": "capped",
            "mode": "lines",
            "line": {"width": 0, "simplify": False},
            "fill": "toself",
            "fillcolor": "rgba(0,0,0,0)",
            "fillpattern": {
                "shape": "/",
                "fgcolor": c["hatch"],
                "bgcolor": "rgba(0,0,0,0)",
                "size": 9,
                "solidity": 0.1,
            },
            "hoverinfo": "skip",
            **bands.points(series["capped"]),
        },
        {
            "type": "scatter",
            "name": "chosen_range",
            "mode": "lines",
            "line": {"width": 0, "simplify": False},
            "fill": "toself",
            "fillcolor": c["wine_fill"],
            "hoverinfo": "skip",
            **bands.points(series["chosen_range"]),
        },
        {
            "type": "scatter",
            "name": "chosen_line",
            "mode": "lines",
            "line": {"color": c["wine"], "width": 2, "simplify": False},
            "hoverinfo": "skip",
            **bands.points(series["chosen_line"]),
        },
        {
            "type": "scatter",
            "name": "chosen_point",
            "mode": "markers",
            "marker": {"color": c["wine"], "size": 14, "line": {"color": c["ground"], "width": 2}},
            "cliponaxis": False,
            "hovertemplate": f"%{{y:.2~f}} {unit} in the middle case<br>share set to %{{x:.1~%}}<extra></extra>",
            **bands.points(series["chosen_point"]),
        },
        {
            "type": "scatter",
            "name": "chosen_name",
            "mode": "text",
            "text": [f"<b>{'' if right else '  '}{chosen_words(curve, narrow)}{'  ' if right else ''}</b>"],
            "textposition": "middle left" if right else "middle right",
            "textfont": {"size": style.SIZE, "color": c["wine"], "shadow": style.halo(dark)},
            "hoverinfo": "skip",
            **bands.points(series["chosen_name"]),
        },
    ]
    # plotly draws in the order of the list; the names of the bands belong to the front
    traces.sort(key=lambda trace: trace["name"] == "band_names")
    ticks, end = share_ticks(curve, narrow), curve.end
    layout = style.base_layout(
        size,
        dark=dark,
        xaxis={
            "range": [0, end],
            "tickvals": ticks,
            "ticktext": [f"{words.percent(tick)}%" for tick in ticks],
            "title": {"text": AXIS_NARROW if narrow else AXIS},
        },
        yaxis={
            "range": [0, top],
            "tickvals": scales.axis_ticks(top),
            "ticktext": [scales.tick_text(t) for t in scales.axis_ticks(top)],
        },
        shapes=yardsticks.shapes(curve.kind, top, dark=dark),
        annotations=[
            style.axis_name(f"{unit} by {words.month_words(curve.at)}", size, dark=dark),
            *yardsticks.words(curve.kind, top, size, narrow=narrow, dark=dark),
        ],
    )
    label = capped_words(curve, narrow)
    if label:
        place: style.Spec = {"xanchor": "right", "yanchor": "bottom", "align": "right", "xshift": -6, "yshift": 4}
        place["font"] = {"size": style.SMALL, "color": c["soft"], "shadow": style.halo(dark)}
        layout["annotations"].append(style.words_at(end, 0, "<br>".join(label), colour=c["soft"]) | place)
    return {"data": traces, "layout": layout, "meta": shares_meta(curve)}


def share_ticks(curve: Shares, narrow: bool = False) -> list[float]:
    """Ticks of the share axis: every ten points, every twenty where there is little room.

    >>> share_ticks(Shares([0, 0.6], {q: [0, 1] for q in bands.QUANTILES}), narrow=True)
    [0.0, 0.2, 0.4, 0.6]
    """
    end = curve.end
    step = 0.2 if narrow or end > 0.7 else 0.1
    return [round(index * step, 2) for index in range(round(end / step) + 1)]


def shares_meta(curve: Shares) -> style.Spec:
    """Title, subtitle, two sentences, sources and table of the chart; all follow the numbers."""
    unit, by = yardsticks.KINDS[curve.kind], words.month_words(curve.at)
    low, middle, high = (curve.value(q, curve.chosen_points[1]) for q in (0.05, 0.5, 0.95))
    figures = [words.two_figures(v) for v in (low, middle, high)]
    share = f"{words.percent(curve.chosen_points[1])}%"
    between = f"{figures[0]} to {figures[2]}" if figures[0] != figures[2] else figures[1]
    cases = f"{curve.draws:,} simulated cases" if curve.draws else "the simulated cases"
    needed = curve.share_needed(0.5, yardsticks.TEN.gw)
    ten = (
        f"the middle case reaches 10 GW at a share of {words.percent(needed)}%"
        if np.isfinite(needed)
        else f"the middle case stays below 10 GW up to a share of {words.percent(curve.end)}%"
    )
    start = capped_from(curve)
    capped = f", and from {words.percent(start)}% on sites or money would cap what could run in most cases"
    capped *= bool(np.isfinite(start))
    rows = [
        [
            f"{words.percent(tick)}%",
            *(words.two_figures(curve.value(q, tick)) for q in (0.05, 0.25, 0.5, 0.75, 0.95)),
        ]
        for tick in share_ticks(curve)
    ]
    return {
        "title": f"At {share} of Foxconn's AI racks, OpenAI would have racks for {between} GW by {by}",
        "subtitle": f"Data-centre power that the racks delivered by {by} could use, {unit}; "
        f"bands hold 50, 80 and 90% of {cases}",
        "summary": (
            f"If {share} of all the AI racks that Foxconn ships went to OpenAI once deliveries run, racks for "
            f"{between} {unit} would be delivered by {by} in 9 of 10 simulated cases, {figures[1]} in the middle one. "
            f"With more of the racks it would be more in proportion: {ten}{capped}; OpenAI has an option to buy "
            "and no purchase commitment."
        ),
        "sources": list(dict.fromkeys([*curve.sources, *(y.source_id for y in yardsticks.ALL)])),
        "data_to": curve.data_to,
        "table": {
            "columns": [
                "Share for OpenAI",
                "5th percentile",
                "25th percentile",
                "middle",
                "75th percentile",
                "95th percentile",
            ],
            "unit": f"{unit} by {by}",
            "rows": rows,
        },
        "values": bands.values(_places(curve), {q: np.asarray(v) for q, v in curve.quantiles.items()}, _unit(curve)),
    }


def _places(curve: Shares) -> dict[str, list[Any]]:
    places = {"by_month": [curve.at] * len(np.asarray(curve.shares)), "openai_share": np.asarray(curve.shares).tolist()}
    return places if curve.capped is None else {**places, "capped_share": np.asarray(curve.capped, float).tolist()}


def _unit(curve: Shares) -> str:
    return f"{curve.kind}_gw"


@checked()
def shares(scenario: Scenario | None = None, *, at: str = "2029-12", kind: str = "facility", width: int = 900) -> Chart:
    """The chart of shares of a scenario (None: the defaults) as a plotly figure, ``width`` CSS pixels wide.

    >>> shares(kind="it").layout.yaxis.range[0]
    0
    """
    from explorer.charts.plotly_chart import Chart
    from explorer.scenario import Scenario

    curve = curve_of(Scenario() if scenario is None else scenario, at=at, kind=kind)
    return Chart(spec_shares(curve, narrow=width < style.NARROW), width=width)


def curve_of(scenario: Scenario, *, at: str = "2029-12", kind: str = "facility") -> Shares:
    """What the chart needs, computed by the model: GW delivered by the end of the month ``at`` at each share.

    The axis ends at 60%, or at 100% where the reader's own share lies beyond.
    """
    from explorer.model import share_curve

    if kind not in yardsticks.KINDS:
        raise ExplorerError(f"kind is {kind!r}; it must be one of {', '.join(yardsticks.KINDS)}")
    chosen = tuple(float(scenario.openai_share.quantile(q)) for q in (0.05, 0.5, 0.95))
    end = 0.6 if chosen[2] <= 0.6 else 1.0
    outcome = "delivered_gw" if kind == "facility" else "delivered_it_gw"
    found = share_curve(scenario, outcome, at, np.linspace(0, end, PLACES), bands.QUANTILES)
    return Shares(
        shares=found.shares,
        quantiles=found.quantiles,
        chosen=chosen,
        at=found.at,
        kind=kind,
        capped=found.capped,
        draws=scenario.draws,
        sources=style.sources_of(GROUPS),
        data_to=style.DATA_TO,
    )
