"""Two assumptions at once: the line between enough and too little, for the buyer's share and one more assumption."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from explorer.analysis.goal import Frontier, Goal, frontier as line_of
from explorer.charts import marks, scales, style
from explorer.charts.registry import INSTALLED, chart
from explorer.charts.style import Spec
from explorer.formatting import DISPLAYS, canonical, percent, range_words, shown, two_figures
from explorer.scenario import Scenario

if TYPE_CHECKING:
    from explorer.seeds import Seeds

WIDE = style.Geometry(760, 400, 42, 24, 40, 56)
NARROW = style.Geometry(358, 390, 40, 18, 40, 56)
NONE = "no share is enough"
Point = tuple[float, float]


@chart("frontier")
def frontier(
    scenario: Scenario | Frontier | None = None,
    lever: str = "rack_rate_target",
    *,
    outcome: str = "delivered_gw",
    at_least: float = 10.0,
    by: str = "2029-12",
    chance: float = 0.5,
    seeds: Seeds = INSTALLED,
    width: int = 900,
) -> Spec:
    """The share that a goal takes against another assumption, the ``lever``, with the scenario's own point.

    The goal is ``at_least`` gigawatts of ``outcome`` by the end of ``by``, in a share ``chance`` of the cases. Above
    the line it is reached; grey is where even all racks would not do. The arms of the point are its 5 and 95% points.

    >>> frontier(lever="shipped_share").layout.xaxis.range
    (0.0, 100.0)
    """
    line = (
        scenario
        if isinstance(scenario, Frontier)
        else line_of(scenario or Scenario(), lever, Goal(outcome, at_least, by, chance))
    )
    narrow, deal, goal = width < style.NARROW, seeds.deal, line.goal
    size, parameter = NARROW if narrow else WIDE, seeds.parameters[line.lever]
    unit = DISPLAYS[parameter.unit].unit
    x = [shown(float(value), parameter.unit) for value in line.values]
    y = [shown(float(share), "share") if math.isfinite(share) else None for share in line.shares]
    low, high = x[0], x[-1]
    enough = [(a, b) for a, b in zip(x, y, strict=True) if b is not None]
    gaps = _gaps(x, y)
    you, arms = _own(line, parameter.unit, low, high)
    traces: list[Spec] = []
    if enough:
        corners = [*enough, (enough[-1][0], 100.0), (enough[0][0], 100.0), enough[0]]
        traces.append(marks.area("enough", _xy(corners), "band_90"))
    for number, (start, end) in enumerate(gaps):
        corners = [(start, 0.0), (end, 0.0), (end, 100.0), (start, 100.0), (start, 0.0)]
        traces.append(marks.area(f"never enough {number + 1}", _xy(corners), "wash"))
    if enough:
        hover = f"%{{y:.3~g}}% of the racks<br>{parameter.label}: %{{x:,.4~g}} {style.plain(unit)}"
        traces.append(marks.line("just enough", _xy(enough), "blue", 2.5, hover=hover))
    traces += [marks.line(f"your range {number}", _xy(arm), "wine", 2) for number, arm in enumerate(arms, 1)]
    traces.append(marks.dots("you", _xy([you]), "wine", 14))
    title, summary = _words(line, x, y, parameter.label, parameter.unit, deal.buyer)
    ticks = scales.ticks_between(low, high, 4 if narrow else 7)
    return marks.finished(
        size,
        traces,
        notes=[
            marks.unit_note(f"{deal.buyer}\u2019s share of {deal.maker}\u2019s AI racks, %", size),
            *_names(enough, gaps, you, 100 * line.share_here, low, high, narrow=narrow),
        ],
        x=marks.axis(low, high, ticks, scales.tick_text, f"{parameter.label}, {unit}"),
        y=marks.axis(0, 100, range(0, 101, 20), scales.tick_text),
        title=title,
        subtitle=f"Where {goal.words()} would just be reached {goal.cases()}; all other inputs in their ranges",
        summary=f"{summary} Your point is the middle of your own two inputs. {deal.buyer} may buy, but need not.",
        sources=marks.sources_of(seeds, "Production", "Rack", parameter.group),
        naming=seeds.naming,
        table=(
            [f"{parameter.label}, {unit}", "Share needed"],
            [
                [f"{float(f'{a:.4g}'):,.12g}", NONE if b is None else f"{two_figures(b)}%"]
                for a, b in zip(x, y, strict=True)
            ],
            goal.cases(),
        ),
        values=style.values(
            [line.lever, "unit", "openai_share_needed"],
            ([value, parameter.unit, share] for value, share in zip(line.values, line.shares, strict=True)),
        ),
    )


def _xy(points: list[Point]) -> tuple[list[float], list[float]]:
    return [a for a, _ in points], [b for _, b in points]


def _gaps(x: list[float], y: list[float | None]) -> list[Point]:
    """The stretches of the axis without a share that is enough, from the last place that has one to the next."""
    found: list[Point] = []
    start: float | None = None
    for place, (value, share) in enumerate(zip(x, y, strict=True)):
        if share is None and start is None:
            start = x[place - 1] if place else value
        if share is not None and start is not None:
            found.append((start, value))
            start = None
    return [*found, (start, x[-1])] if start is not None else found


def _own(line: Frontier, unit: str, low: float, high: float) -> tuple[Point, list[list[Point]]]:
    """The reader's own point, and an arm along each axis where the scenario holds a range there."""
    across, up = (
        [shown(line.scenario[name].quantile(share), kind) for share in (0.05, 0.5, 0.95)]
        for name, kind in ((line.lever, unit), ("openai_share", "share"))
    )
    here = min(max(shown(line.here, unit), low), high), up[1]
    arms: list[list[Point]] = []
    if across[0] < across[2]:
        arms.append([(max(across[0], low), here[1]), (min(across[2], high), here[1])])
    if up[0] < up[2]:
        arms.append([(here[0], up[0]), (here[0], up[2])])
    return here, arms


def _names(
    enough: list[Point], gaps: list[Point], you: Point, needed: float, low: float, high: float, *, narrow: bool
) -> list[Spec]:
    """What the ground means on either side of the line, and which point is the reader's."""

    def named(x: float, y: float, words: str, colour: str, **more: object) -> Spec:
        left = x < low + 0.5 * (high - low)
        return marks.note(x, y, words, colour, xanchor="left" if left else "right", xshift=10 if left else -10, **more)

    found: list[Spec] = []
    if enough:
        easiest, hardest = (pick(enough, key=lambda point: point[1]) for pick in (min, max))
        if (gap := 100 - easiest[1]) > 15:
            found.append(named(easiest[0], easiest[1] + 0.7 * gap, "<b>Enough</b>", "blue"))
        if hardest[1] > 15 and abs(hardest[0] - you[0]) > 0.1 * (high - low):
            found.append(named(hardest[0], 6, "<b>Too little</b>", "soft"))
    for start, end in gaps:
        if (end - start) / (high - low) > (0.4 if narrow else 0.2):
            words = "Not enough even<br>with all racks"
            found.append(marks.note((start + end) / 2, 60, words, "soft", xanchor="center", align="center"))
    # below the point where the line runs just above it, so that it does not strike the words through
    crossed = you[1] < needed < you[1] + 20 and you[1] >= 8
    return [*found, named(*you, "<b>you are here</b>", "wine", yshift=-18 if crossed or you[1] > 85 else 18)]


def _words(line: Frontier, x: list[float], y: list[float | None], label: str, unit: str, buyer: str) -> tuple[str, str]:
    """The finding, and what one who does not see the chart has to know."""
    goal, share = line.goal, line.share_here

    def at(value: float) -> str:
        return range_words("point", [canonical(value, unit)], unit, 3)

    def takes(value: float | None) -> str:
        return NONE if value is None else f"{two_figures(value)}%"

    here = at(shown(line.here, unit))
    needs = f"{buyer} would need {percent(share)}%" if math.isfinite(share) else NONE
    ends = f"{takes(y[0])} at {at(x[0])}, {takes(y[-1])} at {at(x[-1])}"
    summary = f"Share of the racks that {goal.words()} would take {goal.cases()}, by {label}: {ends}."
    just = [value for value, needed in zip(x, y, strict=True) if needed == 100.0]
    if just and any(needed is None for needed in y):
        summary += f" At {at(just[0])} it would take all of the AI racks."
    return (
        f"For {goal.words()}, with {label} at {here}, {needs}{' of the racks' if math.isfinite(share) else ''}",
        summary,
    )
