"""Two assumptions at once: the line between enough and too little, for the share for OpenAI and one more assumption."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from explorer import formatting as words
from explorer.arguments import checked
from explorer.charts import scales, style
from explorer.scenario import table

if TYPE_CHECKING:
    from explorer.analysis.frontier import Frontier
    from explorer.charts.plotly_chart import Chart
    from explorer.scenario import Scenario

GEOMETRY = style.Geometry(width=760, height=390, left=42, right=20, top=34, bottom=56)
GEOMETRY_NARROW = style.Geometry(width=358, height=390, left=36, right=14, top=34, bottom=66)
TOP = 100.0
NONE = "no share is enough"


def spec_frontier(line: Frontier, *, narrow: bool = False, dark: bool = False) -> style.Spec:
    """The line of `explorer.analysis.frontier.frontier` as a plain dict for plotly.js.

    x is the lever in its unit as shown, y the share for OpenAI in per cent. Above the line the goal is reached; hatched
    is where no share is enough; the cross is the reader's own scenario, its arms its 5 and 95% points.
    """
    c = style.colours(dark)
    parameter = table()[line.lever]
    unit = words.DISPLAYS[parameter.unit].unit
    x = [words.shown(float(value), parameter.unit) for value in line.values]
    y = [words.shown(float(share), "share") if np.isfinite(share) else None for share in line.shares]
    low, high = x[0], x[-1]
    enough = [(a, b) for a, b in zip(x, y, strict=True) if b is not None]
    nowhere = _gaps(x, y)
    you, arms = _own(line, low, high)
    filled = {"type": "scatter", "mode": "lines", "line": {"width": 0}, "fill": "toself", "hoverinfo": "skip"}
    pattern = {"shape": "/", "fgcolor": c["hatch"], "bgcolor": "rgba(0,0,0,0)", "size": 9, "solidity": 0.1}
    traces: list[style.Spec] = []
    if enough:
        corners = [*enough, (enough[-1][0], TOP), (enough[0][0], TOP), enough[0]]
        traces.append({**filled, "name": "enough", "fillcolor": c["band_90"], **_xy(corners)})
    for number, (start, end) in enumerate(nowhere):
        corners = [(start, 0.0), (end, 0.0), (end, TOP), (start, TOP), (start, 0.0)]
        name = "hatched" if number == 0 else f"hatched {number + 1}"
        traces.append({**filled, "name": name, "fillcolor": "rgba(0,0,0,0)", "fillpattern": pattern, **_xy(corners)})
    if enough:
        edge = {"type": "scatter", "name": "just enough", "mode": "lines", "line": {"color": c["middle"], "width": 2.5}}
        hover = f"%{{y:.3~g}}% of the racks<br>{parameter.label}: %{{x:,.4~g}} {style.plain(unit)}<extra></extra>"
        traces.append({**edge, "hovertemplate": hover, **_xy(enough)})
    thin = {"type": "scatter", "mode": "lines", "line": {"color": c["wine"], "width": 2}, "hoverinfo": "skip"}
    traces += [{**thin, "name": f"your range {n}", **_xy(arm)} for n, arm in enumerate(arms, 1)]
    marker = {"color": c["wine"], "size": 14, "line": {"color": c["ground"], "width": 2}}
    dot = {"type": "scatter", "name": "you", "mode": "markers", "marker": marker, "cliponaxis": False}
    traces.append({**dot, "hoverinfo": "skip", **_xy([you])})
    ticks = scales.ticks_between(low, high, 4 if narrow else 7)
    geometry = GEOMETRY_NARROW if narrow else GEOMETRY
    notes = [style.axis_name("share of all Foxconn AI racks for OpenAI, %", geometry, dark=dark)]
    notes += _names(line, enough, nowhere, you, dark=dark, narrow=narrow)
    layout = style.base_layout(
        geometry,
        dark=dark,
        xaxis={
            "range": [low, high],
            "tickvals": ticks,
            "ticktext": [scales.tick_text(tick) for tick in ticks],
            "title": {"text": style.plain(f"{parameter.label}, {unit}")},
        },
        yaxis={
            "range": [0, TOP],
            "tickvals": [0, 20, 40, 60, 80, 100],
            "ticktext": ["0", "20", "40", "60", "80", "100"],
        },
        annotations=notes,
    )
    return {"data": traces, "layout": layout, "meta": _meta(line, x, y)}


def _xy(points: list[tuple[float, float]]) -> style.Spec:
    return {"x": [x for x, _ in points], "y": [y for _, y in points]}


def _gaps(x: list[float], y: list[float | None]) -> list[tuple[float, float]]:
    """The stretches of the axis without a share that is enough, from the last place that has one to the next."""
    found: list[tuple[float, float]] = []
    start: float | None = None
    for place, (value, share) in enumerate(zip(x, y, strict=True)):
        if share is None and start is None:
            start = x[place - 1] if place else value
        if share is not None and start is not None:
            found.append((start, value))
            start = None
    return [*found, (start, x[-1])] if start is not None else found


def _own(line: Frontier, low: float, high: float) -> tuple[tuple[float, float], list[list[tuple[float, float]]]]:
    """The reader's own point, and an arm along each axis where the scenario holds a range there."""
    unit = table()[line.lever].unit

    def points(name: str, unit: str) -> list[float]:
        return [words.shown(line.scenario[name].quantile(share), unit) for share in (0.05, 0.5, 0.95)]

    across, up = points(line.lever, unit), points("openai_share", "share")
    here = min(max(words.shown(line.here, unit), low), high), up[1]
    arms: list[list[tuple[float, float]]] = []
    if across[0] < across[2]:
        arms.append([(max(across[0], low), here[1]), (min(across[2], high), here[1])])
    if up[0] < up[2]:
        arms.append([(here[0], up[0]), (here[0], up[2])])
    return here, arms


def _names(
    line: Frontier,
    enough: list[tuple[float, float]],
    nowhere: list[tuple[float, float]],
    you: tuple[float, float],
    *,
    dark: bool,
    narrow: bool,
) -> list[style.Spec]:
    """The words in the plot: what the ground means on either side of the line, and which point is the reader's."""
    c = style.colours(dark)
    low, high = (words.shown(float(value), table()[line.lever].unit) for value in (line.values[0], line.values[-1]))
    shadow = style.halo(dark)

    def note(x: float, y: float, text: str, colour: str, **more: object) -> style.Spec:
        left = x < low + 0.5 * (high - low)
        place = {"xanchor": "left" if left else "right", "xshift": 10 if left else -10, **more}
        made: style.Spec = style.words_at(x, y, text, colour=colour) | place
        return made | {"font": made["font"] | {"shadow": shadow}}

    found: list[style.Spec] = []
    if enough:
        easiest = min(enough, key=lambda point: point[1])
        hardest = max(enough, key=lambda point: point[1])
        above, gap = "enough", 100 - easiest[1]
        if gap > 15:
            found.append(note(easiest[0], easiest[1] + 0.7 * gap, f"<b>{above}</b>", c["middle"]))
        if hardest[1] > 15 and abs(hardest[0] - you[0]) > 0.1 * (high - low):
            found.append(note(hardest[0], 6, "too little", c["soft"]))
    for start, end in nowhere:
        wide = (end - start) / (high - low)
        if wide > (0.4 if narrow else 0.2):
            middle = note((start + end) / 2, 60, f"hatched:<br>{NONE}", c["soft"])
            found.append(middle | {"xanchor": "center", "xshift": 0, "align": "center"})
    # below the point where the line runs just above it, so that it does not strike the words through
    crossed = you[1] < 100 * line.share_here < you[1] + 20 and you[1] >= 8
    up = {"yshift": -18 if crossed or you[1] > 85 else 18}
    return [*found, note(*you, "<b>you are here</b>", c["wine"], **up)]


def _meta(line: Frontier, x: list[float], y: list[float | None]) -> style.Spec:
    parameter = table()[line.lever]
    unit = words.DISPLAYS[parameter.unit].unit
    goal, share = line.goal, line.share_here

    def at(value: float) -> str:
        return f"{words.range_words('point', [words.canonical(value, parameter.unit)], parameter.unit, 3)}"

    def takes(value: float | None) -> str:
        return NONE if value is None else f"{words.two_figures(value)}% of the racks"

    here = at(words.shown(line.here, parameter.unit))
    title = (
        f"With {parameter.label} at {here}, {goal.words()} would take {words.percent(share)}% of the racks"
        if np.isfinite(share)
        else f"With {parameter.label} at {here}, no share is enough for {goal.words()}"
    )
    ends = f"{takes(y[0])} at {at(x[0])}, {takes(y[-1])} at {at(x[-1])}"
    summary = f"Share for OpenAI that {goal.words()} would take {goal.cases()}: {ends}."
    just = [value for value, needed in zip(x, y, strict=True) if needed == TOP]
    if just and any(needed is None for needed in y):
        summary += f" At {at(just[0])} it would take all of Foxconn's AI racks."
    return {
        "title": title,
        "subtitle": f"Share for OpenAI and {parameter.label} at which {goal.words()} is just reached {goal.cases()}; "
        "all other assumptions in their ranges",
        "summary": f"{summary} Your point is the middle of your own two assumptions; OpenAI has an option to buy and "
        "no purchase commitment.",
        "sources": list(style.sources_of(tuple(dict.fromkeys(("Production", "Rack", parameter.group))))),
        "data_to": style.DATA_TO,
        "table": {
            "columns": [f"{parameter.label}, {unit}", "Share for OpenAI needed"],
            "unit": goal.cases(),
            "rows": [
                [f"{float(f'{value:.4g}'):,.12g}", NONE if needed is None else f"{words.two_figures(needed)}%"]
                for value, needed in zip(x, y, strict=True)
            ],
        },
        "values": style.values(
            [line.lever, "unit", "openai_share_needed"],
            ([value, parameter.unit, share] for value, share in zip(line.values, line.shares, strict=True)),
        ),
    }


@checked()
def frontier(
    scenario: Scenario | None = None,
    lever: str = "rack_rate_target",
    *,
    outcome: str = "delivered_gw",
    at_least: float = 10.0,
    by: str = "2029-12",
    chance: float = 0.5,
    width: int = 900,
) -> Chart:
    """The share for OpenAI that a goal takes against another assumption, as a plotly figure ``width`` CSS pixels wide.

    The goal is ``at_least`` gigawatts of ``outcome`` by the end of ``by``, in a share ``chance`` of the cases.

    >>> frontier(lever="shipped_share").layout.xaxis.range
    (0.0, 100.0)
    """
    from explorer.analysis.frontier import frontier as line_of
    from explorer.analysis.goal import Goal
    from explorer.charts.plotly_chart import Chart
    from explorer.scenario import Scenario

    line = line_of(Scenario() if scenario is None else scenario, lever, Goal(outcome, at_least, by, chance))
    return Chart(spec_frontier(line, narrow=width < style.NARROW), width=width)
