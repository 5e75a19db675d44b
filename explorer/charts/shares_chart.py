"""What a share of the racks would give the buyer: gigawatts delivered, and switched on, at each share it might take.

We found no published figure for that share, so it is the axis of the chart and no input of it; the marker is the
reader's.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from explorer.charts import marks, scales, style
from explorer.charts.registry import INSTALLED, chart
from explorer.charts.style import Spec
from explorer.formatting import month_words, percent, two_figures
from explorer.model import share_curve
from explorer.scenario import Scenario
from explorer.scenario.distributions import Array

if TYPE_CHECKING:
    from explorer.records import Deal
    from explorer.seeds import Seeds

Quantiles = Mapping[float, Array]
ENDS = (0.05, 0.5, 0.95)
HALF_LABEL = 62  # CSS pixels
STEP = 0.025  # between two places of the curves
WIDE = style.Geometry(760, 400, 30, 158, 58, 56)
NARROW = style.Geometry(358, 390, 28, 104, 58, 56)


@chart("shares", {"shares": "ex.charts.shares(s)"})
def shares(
    scenario: Scenario | None = None, *, at: str | None = None, seeds: Seeds = INSTALLED, width: int = 900
) -> Spec:
    """What each share of the racks would give by the end of the month ``at``, with the scenario's own share marked.

    The bracket spans the shares at which the racks delivered would do for the deal's goal (9 in 10 cases, ring: the
    median). The axis ends at 70%, at 100% where the scenario's share lies beyond.

    >>> shares().layout.xaxis.range
    (0, 0.7)
    """
    scenario = Scenario() if scenario is None else scenario
    deal, narrow = seeds.deal, width < style.NARROW
    size, by = NARROW if narrow else WIDE, deal.goal_by if at is None else at
    low, own, high = (float(scenario.openai_share.quantile(q)) for q in ENDS)
    end = 0.7 if high <= 0.7 else 1.0
    places = np.arange(round(end / STEP) + 1) / round(1 / STEP)
    curve = share_curve(scenario, "delivered_gw", by, places, ENDS)
    given, on = curve.quantiles, curve.energised
    delivered, running = _at(given, places, min(own, end)), curve.energised_at(min(own, end)).tolist()
    needed = tuple(share_needed(given[q], end, deal.goal_gw) for q in reversed(ENDS))
    today, goal = _running(seeds), deal.goal_gw
    top = scales.axis_top(max(2 * deal.goal_gw, float(on[0.95][-1]), 1.1 * delivered[1]))
    marked = f"<b>your share: {percent(own)}%</b>"
    room = HALF_LABEL / (size.width - size.left - size.right)  # a label in the middle would be cut at either end
    place = "top right" if own / end < room else "top left" if own / end > 1 - room else "top center"
    traces = [
        marks.band("delivered_band", places.tolist(), given[0.05].tolist(), given[0.95].tolist(), "band_90"),
        marks.band("switched_on_band", places.tolist(), on[0.05].tolist(), on[0.95].tolist(), "amber_fill"),
        marks.line("delivered", (places, given[0.5]), "blue", 2.5, hover="%{y:.2~f} GW delivered<br>at %{x:.1~%}"),
        marks.line("switched_on", (places, on[0.5]), "amber", 2.5, hover="%{y:.2~f} GW switched on<br>at %{x:.1~%}"),
        marks.line("goal_range", ([min(needed[0], end), min(needed[2], end)], [goal] * 2), "green", 6),
        marks.dots("goal_ring", ([needed[1] if needed[1] <= end else math.nan], [goal]), "ground", 12, edge="green"),
        marks.area("chosen_range", _box(low, min(high, end), top), "wine_fill"),
        marks.line("chosen_line", ([min(own, end)] * 2, [0, top]), "wine", 2),
        marks.dots("chosen_point", ([min(own, end)] * 2, [delivered[1], running[1]]), ["blue", "amber"], 13),
        marks.text("chosen_name", ([min(own, end)], [top]), [marked], "wine", place=place),
        marks.names(end, _names(given, on, needed, today, deal, narrow=narrow), top, size),
    ]
    shapes = [marks.rule("green", y=deal.goal_gw, dash="dot")]
    shapes += [marks.rule("soft", y=today[1], dash="dot")] if today[1] else []
    percents = [tick / 100 for tick in range(0, round(100 * end) + 1, 20 if narrow else 10)]
    cases = f"9 in 10 of {scenario.draws:,} simulated cases"
    return marks.finished(
        size,
        traces,
        shapes=shapes,
        notes=[marks.unit_note(f"Gigawatts by {month_words(by)}", size, rise=28)],
        x=marks.axis(
            0, end, percents, lambda t: f"{percent(t)}%", f"{deal.buyer}\u2019s share of {deal.maker}\u2019s AI racks"
        ),
        y=marks.axis(0, top, scales.axis_ticks(top), scales.tick_text),
        title=_title(own, delivered[1], running[1], deal.buyer),
        subtitle=f"Gigawatts of data centre that the racks could fill by {month_words(by)}, cooling included; "
        f"shaded: {cases}",
        summary=_summary(own, delivered, running, needed, deal, by),
        sources=[
            *marks.sources_of(seeds, "Production", "Rack", "Deployment", "Money"),
            *(y.source_id for y in deal.yardsticks),
        ],
        naming=seeds.naming,
        table=(
            ["Share", "Delivered, low", "median", "high", "Switched on, low", "median", "high"],
            [
                [
                    f"{percent(tick)}%",
                    *(two_figures(value) for each in (given, on) for value in _at(each, places, tick)),
                ]
                for tick in percents
            ],
            f"GW by {month_words(by)}; low and high hold {cases}",
        ),
        values=marks.quantile_values(
            {"by_month": [by] * places.size, "openai_share": places.tolist()},
            {"delivered_gw": given, "energised_gw": on},
        ),
    )


def _title(own: float, delivered: float, running: float, buyer: str) -> str:
    if not delivered:
        return "No order, no racks: nothing would be delivered or switched on"
    return (
        f"At {percent(own)}%, {buyer} would have racks for about {two_figures(delivered)} GW; "
        f"about {two_figures(running)} GW would be switched on"
    )


def _summary(
    own: float, delivered: list[float], running: list[float], needed: tuple[float, ...], deal: Deal, by: str
) -> str:
    """What one who does not see the chart has to know, in sentences that follow the numbers."""
    low, middle, high = needed
    scale = next((f" {y.name}, is here for scale." for y in deal.yardsticks if y.gw == deal.goal_gw), "")
    takes = (
        f"would need about {percent(middle)}% of all of {deal.maker}\u2019s AI racks "
        f"({percent_range(low, high)} in 9 of 10 simulated cases)"
        if math.isfinite(middle)
        else f"would need more than all of {deal.maker}\u2019s AI racks in most simulated cases"
    )
    with_own = (
        f"With {percent(own)}%, racks for about {two_figures(delivered[1])} GW would be delivered "
        f"({two_figures(delivered[0])} to {two_figures(delivered[2])}) and about {two_figures(running[1])} GW switched "
        f"on ({two_figures(running[0])} to {two_figures(running[2])}), as sites and money allow."
    )
    return (
        f"To equip {deal.goal_gw:g} GW by {month_words(by)}, {deal.buyer} {takes}. {with_own} "
        f"{deal.buyer} may buy but does not have to.{scale}"
    )


def share_needed(delivered: Array, end: float, goal_gw: float) -> float:
    """The share at which what is delivered reaches the goal; infinite where even all racks would not.

    ``delivered`` are gigawatts at shares up to ``end``, to which they stand in proportion.

    >>> share_needed(np.array([0, 5.0]), 0.5, 2.0), share_needed(np.array([0, 5.0]), 0.5, 20.0)
    (0.2, inf)
    """
    last = float(delivered[-1])
    share = goal_gw * end / last if last > 0 else math.inf
    return share if share <= 1 else math.inf


def _at(quantiles: Quantiles, places: Array, share: float) -> list[float]:
    return [float(np.interp(share, places, quantiles[q])) for q in ENDS]


def _box(low: float, high: float, top: float) -> tuple[list[float], list[float]]:
    """The reader's share where it is a range; nothing where it is one number."""
    return ([low, high, high, low, low], [0, 0, top, top, 0]) if low < high else ([math.nan] * 5, [math.nan] * 5)


def _running(seeds: Seeds) -> tuple[str, float]:
    """The year and the gigawatts on which the buyer last said it ran; no number where no claim gives one."""
    known = [
        claim
        for claim in seeds.claims.values()
        if (claim.metric, claim.party, claim.status) == ("running_power", seeds.deal.buyer, "output")
        and claim.unit == "GW"
        and claim.central is not None
        and claim.period_end is not None
    ]
    newest = max(known, key=lambda claim: str(claim.period_end), default=None)
    return (str(newest.period_end)[:4], newest.central or 0.0) if newest else ("", 0.0)


def _names(
    given: Quantiles, on: Quantiles, needed: tuple[float, ...], today: tuple[str, float], deal: Deal, *, narrow: bool
) -> list[marks.Name]:
    """The names right of the plot: of the two curves, of the goal and of what the buyer has today."""
    held = float(on[0.5][-1]) < 0.9 * float(given[0.5][-1])
    goal = f"{deal.goal_gw:g} GW{':' if narrow else ' takes'} {percent_of(needed[1])}"
    found: list[marks.Name] = [
        (
            float(given[0.5][-1]),
            "blue",
            ("<b>Racks</b>", "<b>delivered</b>") if narrow else ("<b>Racks delivered</b>",),
        ),
        (deal.goal_gw, "green", (f"<b>{goal}</b>", f"({percent_range(needed[0], needed[2])})")),
        (float(on[0.5][-1]), "amber", ("<b>Switched on</b>", *(("(sites, money", "hold it back)") if held else ()))),
    ]
    year, gw = today
    if gw:
        said = f"In {year}:" if narrow else f"All of {deal.buyer} in {year}:"
        found.append((gw, "soft", (said, f"{two_figures(gw)} GW")))
    return found


def percent_of(share: float) -> str:
    """A share in per cent; an infinite one is more than there are.

    >>> percent_of(0.342), percent_of(math.inf)
    ('34%', 'more than all')
    """
    return f"{percent(share)}%" if math.isfinite(share) else "more than all"


def percent_range(low: float, high: float) -> str:
    """Two shares as a range.

    >>> percent_range(0.19, 0.66), percent_range(0.4, math.inf)
    ('19 to 66%', '40% to more than all')
    """
    return f"{percent(low)} to {percent(high)}%" if math.isfinite(high) else f"{percent_of(low)} to more than all"
