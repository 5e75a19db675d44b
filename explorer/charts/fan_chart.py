"""The fan over time: gigawatts month by month for the reader's share.

Left of the data date the chart shows data, not cases: what has been seen, or the words that nothing has. From the data
date on it shows the spread of the simulated cases. The axis ends with 2030; the model runs on, but what racks come
after the next generation is unknown, so those years are drawn only when asked for, on grey.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from explorer import formatting as words
from explorer.arguments import checked
from explorer.charts import bands, scales, style, yardsticks
from explorer.errors import ExplorerError
from explorer.scenario import month_label

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from explorer.charts.plotly_chart import Chart
    from explorer.model import Projection

FIRST = -2  # the end of September 2025, two months before the deal was made public
LAST = 61  # December 2030
DATA_MONTH = 12  # November 2026

# outcome -> (what it is, kind of power)
OUTCOMES: Mapping[str, tuple[str, str]] = {
    "energised_gw": ("Power with racks in place, from Foxconn's racks for OpenAI", "facility"),
    "delivered_gw": ("Data-centre power that racks delivered to OpenAI could use", "facility"),
    "delivered_it_gw": ("IT power that racks delivered to OpenAI could draw", "it"),
}
GROUPS = ("Production", "Rack", "Deployment", "Money")  # groups of assumptions that move the fan


@dataclass(frozen=True, slots=True)
class Mark:
    """One dated number of a source: GW at the end of ``month`` (2025-11 is 0); hollow where it was only projected."""

    month: float
    value: float
    happened: bool = True


@dataclass(frozen=True, eq=False)
class Fan:
    """All that the chart of time draws.

    months : (M,) whole months since 2025-11, ascending
    quantiles : quantile -> (M,) [GW], for 0.05 0.10 0.25 0.50 0.75 0.90 0.95
    chosen : the reader's share, or its 5, 50 and 95% points where it is a range
    marks : data up to ``data_month``; ``found`` and ``found_short`` say what they are, or that nothing was found
    at : the month that title and summary speak of
    """

    months: ArrayLike
    quantiles: Mapping[float, ArrayLike]
    outcome: str = "energised_gw"
    chosen: float | tuple[float, ...] = 0.1
    marks: tuple[Mark, ...] = ()
    found: str = ""
    found_short: str = ""
    at: int = 49
    data_month: int = DATA_MONTH
    last: int = LAST
    draws: int | None = None
    sources: tuple[str, ...] = ()
    data_to: str | None = style.DATA_TO

    def __post_init__(self) -> None:
        if self.outcome not in OUTCOMES:
            raise ExplorerError(f"no chart for {self.outcome!r}; choose one of {', '.join(OUTCOMES)}")
        place, found = bands.checked(self.months, self.quantiles)
        object.__setattr__(self, "months", place)
        object.__setattr__(self, "quantiles", found)

    @property
    def kind(self) -> str:
        """``facility`` or ``it`` power."""
        return OUTCOMES[self.outcome][1]

    @property
    def unit(self) -> str:
        """Unit of the vertical axis."""
        return yardsticks.KINDS[self.kind]

    @property
    def top(self) -> float:
        """Top of the axis in GW: room for the widest band, for the data, and for the 10 GW yardstick."""
        place = np.asarray(self.months)
        shown = np.asarray(self.quantiles[0.95])[place <= self.last]
        largest = max([float(shown.max()), *(mark.value for mark in self.marks)])
        return scales.axis_top(max(largest, yardsticks.TEN.gw * 1.05))

    def value(self, quantile: float, month: float) -> float:
        """GW of one quantile at the end of a month."""
        return float(np.interp(month, np.asarray(self.months), np.asarray(self.quantiles[quantile])))


def geometry(narrow: bool = False) -> style.Geometry:
    """Size and margins of the chart, the same for plotly and SVG."""
    return style.FAN_NARROW if narrow else style.FAN


def month_ticks(picture: Fan, narrow: bool = False) -> list[tuple[float, str]]:
    """Ticks at the ends of the years, with their words.

    >>> flat = {q: [0, 1] for q in bands.QUANTILES}
    >>> month_ticks(Fan([0, 61], flat))[1]
    (13, 'end of 2026')
    """
    ends = range(1, picture.last + 1, 12)
    step = 2 if len(ends) > 7 else 1
    words_of = "Dec \u2019{:02d}" if narrow else "end of 20{:02d}"
    return [(month, words_of.format(25 + (month - 1) // 12)) for month in ends[::step]]


def fan_series(picture: Fan, *, narrow: bool = False, top: float | None = None) -> dict[str, bands.Pair]:
    """Trace name -> (x, y): the bands from the data date to the end of the axis, ``data`` left of it, and the names.

    x is months since 2025-11 (0 is the end of November 2025), y is GW. ``data`` joins the marks that have happened;
    where there is none it is one NaN.
    """
    top = picture.top if top is None else top
    place = np.asarray(picture.months)
    shown = (place >= picture.data_month) & (place <= picture.last)
    quantiles = {q: np.asarray(values)[shown] for q, values in picture.quantiles.items()}
    series = bands.band_series(place[shown], quantiles)
    happened = [mark for mark in picture.marks if mark.happened]
    series["data"] = (
        np.array([mark.month for mark in happened] or [np.nan]),
        np.array([mark.value for mark in happened] or [np.nan]),
    )
    heights = bands.name_places(quantiles, top, geometry(narrow).plot_height)
    series["band_names"] = (np.full(len(heights), float(picture.last)), np.array(heights))
    return series


def found_lines(picture: Fan, top: float, narrow: bool = False) -> list[tuple[float, str]]:
    """(pixels from the top of the plot, words) for what the data are, in lines that end just above them."""
    text = (picture.found_short if narrow else picture.found) or ""
    lines = scales.wrap(text, 10 if narrow else 19)
    plot = geometry(narrow).plot_height
    highest = max((mark.value for mark in picture.marks), default=0.0)
    foot = plot * (1 - min(highest / top, 1)) - 16
    return [(foot - 15 * (len(lines) - 1 - row), line) for row, line in enumerate(lines)]


def spec_fan(picture: Fan, *, narrow: bool = False, dark: bool = False, top: float | None = None) -> style.Spec:
    """The chart of time as a plain dict for plotly.js: data, layout, and meta for the page round it."""
    top = picture.top if top is None else top
    c, size = style.colours(dark), geometry(narrow)
    series = fan_series(picture, narrow=narrow, top=top)
    dates = [words.month_words(month_label(int(month))) for month in series["middle"][0]]
    said = {"low": "5 in 100 cases lie below", "middle": "middle case", "high": "5 in 100 cases lie above"}
    hover = {name: f"%{{y:.2~f}} {picture.unit}<br>{text}<br>%{{text}}<extra></extra>" for name, text in said.items()}
    traces = bands.band_traces(series, dark=dark, narrow=narrow, hover=hover)
    for trace in traces:
        if trace["name"] in hover:
            trace["text"] = dates
    marks = [mark for mark in picture.marks if mark.value <= top]
    traces += [
        {
            "type": "scatter",
            "name": "data",
            "mode": "lines",
            "line": {"color": c["ink"], "width": 1.8, "simplify": False},
            "hoverinfo": "skip",
            **bands.points(series["data"]),
        },
        {
            "type": "scatter",
            "name": "marks",
            "mode": "markers",
            "x": [mark.month for mark in marks],
            "y": [mark.value for mark in marks],
            "text": [_mark_words(mark) for mark in marks],
            "marker": {
                "size": 9,
                "color": [c["ink"] if mark.happened else c["ground"] for mark in marks],
                "line": {"color": c["ink"], "width": 1.6},
            },
            "cliponaxis": False,
            "hovertemplate": f"%{{y:.2~f}} {picture.unit}<br>{picture.found}<br>%{{text}}<extra></extra>",
        },
    ]
    row = 1 - yardsticks.free_row(picture.kind, top, size) / size.plot_height
    halo = style.halo(dark)
    soft = {"size": style.SMALL, "color": c["soft"], "shadow": halo}
    heads = [
        style.words_at(picture.data_month, row, "data", colour=c["soft"])
        | {"yref": "paper", "xanchor": "right", "xshift": -5, "font": soft},
        style.words_at(picture.data_month, row, "cases" if narrow else "simulated cases", colour=c["soft"])
        | {"yref": "paper", "xshift": 5, "font": soft},
    ]
    found = [
        style.words_at(FIRST, 1 - pixels / size.plot_height, line, colour=c["ink"])
        | {"yref": "paper", "xshift": 5, "font": {"size": style.SMALL, "color": c["ink"], "shadow": halo}}
        for pixels, line in found_lines(picture, top, narrow)
    ]
    ticks = month_ticks(picture, narrow)
    levels = scales.axis_ticks(top)
    layout = style.base_layout(
        size,
        dark=dark,
        xaxis={
            "range": [FIRST, picture.last],
            "tickvals": [month for month, _ in ticks],
            "ticktext": [text for _, text in ticks],
        },
        yaxis={"range": [0, top], "tickvals": levels, "ticktext": [scales.tick_text(level) for level in levels]},
        shapes=[*yardsticks.shapes(picture.kind, top, dark=dark), *_date_shapes(picture, dark)],
        annotations=[
            style.axis_name(picture.unit, size, dark=dark),
            *yardsticks.words(picture.kind, top, size, narrow=narrow, dark=dark),
            *heads,
            *found,
        ],
    )
    return {"data": traces, "layout": layout, "meta": fan_meta(picture)}


def _mark_words(mark: Mark) -> str:
    when = words.month_words(month_label(int(mark.month)))
    return f"{when}, {'seen' if mark.happened else 'projected by the source'}"


def _date_shapes(picture: Fan, dark: bool) -> list[style.Spec]:
    c = style.colours(dark)
    line = {"color": c["soft"], "width": 1, "dash": "dot"}
    upright = {"yref": "paper", "y0": 0, "y1": 1}
    shapes: list[style.Spec] = [
        {"type": "line", "x0": picture.data_month, "x1": picture.data_month, "line": line, **upright}
    ]
    if picture.last > LAST:
        grey = {"fillcolor": c["wash"], "line": {"width": 0}, "layer": "below", **upright}
        shapes.append({"type": "rect", "x0": LAST, "x1": picture.last, **grey})
    return shapes


def finding(outcome: str, share: float, spread: tuple[float, float, float], by: str) -> tuple[str, str]:
    """What comes of a share, and when, as a title and in words to go on from: here and on the chart of dots.

    ``share`` is the middle of the reader's, ``spread`` the 5, 50 and 95% points of the outcome in GW, ``by`` in words.

    >>> finding("delivered_gw", 0.1, (1.5, 2.9, 5.2), "the end of 2029")[0]
    "At 10% of Foxconn's AI racks, racks for 1.5 to 5.2 GW would be delivered by the end of 2029"
    """
    low, middle, high = map(words.two_figures, spread)
    energised = outcome == "energised_gw"
    comes = f"{'' if energised else 'racks for '}{f'{low} to {high}' if low != high else middle}"
    verb = "would have power and racks in place" if energised else "would be delivered"
    racks, unit = f"{words.percent(share)}% of Foxconn's AI racks", yardsticks.KINDS[OUTCOMES[outcome][1]]
    return f"At {racks}, {comes} GW {verb} by {by}", f"If {racks} went to OpenAI, {comes} {unit} {verb} by {by}"


def fan_meta(picture: Fan) -> style.Spec:
    """Title, subtitle, two sentences, sources and table of the chart; all follow the numbers."""
    what, _ = OUTCOMES[picture.outcome]
    by = words.month_words(month_label(picture.at))
    spread = (picture.value(0.05, picture.at), picture.value(0.5, picture.at), picture.value(0.95, picture.at))
    share = picture.chosen[1] if isinstance(picture.chosen, tuple) else picture.chosen
    title, said = finding(picture.outcome, share, spread, by)
    cases = f"{picture.draws:,} simulated cases" if picture.draws else "the simulated cases"
    ends = [int(month) for month, _ in month_ticks(picture) if month >= picture.data_month]
    rows = [
        [
            words.month_words(month_label(month)),
            *(words.two_figures(picture.value(q, month)) for q in (0.05, 0.25, 0.5, 0.75, 0.95)),
        ]
        for month in ends
    ]
    seen = f"Up to November 2026 the chart shows data: {picture.found}. " if picture.found else ""
    return {
        "title": title,
        "subtitle": f"{what}, {picture.unit}, at the end of each month; bands hold 50, 80 and 90% of {cases}",
        "summary": (
            f"{said} in 9 of 10 simulated cases, {words.two_figures(spread[1])} in the middle one. {seen}OpenAI has an "
            "option to buy "
            "and no purchase commitment."
        ),
        "sources": list(dict.fromkeys([*picture.sources, *(y.source_id for y in yardsticks.ALL)])),
        "data_to": picture.data_to,
        "table": {
            "columns": ["By", "5th percentile", "25th percentile", "middle", "75th percentile", "95th percentile"],
            "unit": picture.unit,
            "rows": rows,
        },
        "values": _values(picture),
    }


def _values(picture: Fan) -> style.Spec:
    place = np.asarray(picture.months)
    shown = (place >= picture.data_month) & (place <= picture.last)
    months = [month_label(int(month)) for month in place[shown]]
    return bands.values(
        {"month": months}, {q: np.asarray(v)[shown] for q, v in picture.quantiles.items()}, f"{picture.kind}_gw"
    )


@checked()
def fan(
    projection: Projection | None = None,
    outcome: str = "energised_gw",
    *,
    at: str = "2029-12",
    last: str = "2030-12",
    width: int = 900,
) -> Chart:
    """The chart of time of a projection (None: of the default scenario) as a plotly figure, ``width`` CSS pixels wide.

    ``last`` is the right end of the axis; what lies beyond 2030-12 stands on grey.

    >>> fan(outcome="delivered_it_gw").layout.xaxis.range[1]
    61
    """
    from explorer.charts.plotly_chart import Chart
    from explorer.model import simulate

    picture = fan_of(simulate() if projection is None else projection, outcome, at=at, last=last)
    return Chart(spec_fan(picture, narrow=width < style.NARROW), width=width)


def fan_of(projection: Projection, outcome: str = "energised_gw", *, at: str = "2029-12", last: str = "2030-12") -> Fan:
    """What the chart needs, read from a projection; left of the data date stands the series of the sites."""
    if outcome not in OUTCOMES:
        raise ExplorerError(f"no chart for {outcome!r}; choose one of {', '.join(OUTCOMES)}")
    scenario = projection.scenario
    rows = projection.quantile_rows(outcome, bands.QUANTILES, until=last)
    nothing = ((), "no delivery found", "none found", ())
    marks, found, short, origin = site_marks() if outcome == "energised_gw" else nothing
    return Fan(
        months=np.arange(projection.number(last) + 1),
        quantiles=dict(zip(bands.QUANTILES, rows, strict=True)),
        outcome=outcome,
        chosen=tuple(float(scenario.openai_share.quantile(q)) for q in (0.05, 0.5, 0.95)),
        marks=marks,
        found=found,
        found_short=short,
        at=projection.number(at),
        last=projection.number(last),
        draws=scenario.draws,
        sources=(*origin, *style.sources_of(GROUPS)),
    )


def site_marks() -> tuple[tuple[Mark, ...], str, str, tuple[str, ...]]:
    """The tracked sites up to the data date: marks, words for them wide and narrow, ids of their sources."""
    from explorer.model.equations import SITES_SERIES
    from explorer.seeds import load

    points = [p for p in load().series[SITES_SERIES].points if p.month is not None and FIRST <= p.month <= DATA_MONTH]
    marks = tuple(Mark(float(p.month or 0), p.value, p.kind != "projection") for p in points)
    words_for = "sites that OpenAI uses, all suppliers (hollow: projected)"
    return marks, words_for, "OpenAI's sites", tuple(dict.fromkeys(p.source_id for p in points))
