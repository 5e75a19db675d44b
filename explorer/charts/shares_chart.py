"""What a share of the racks would give the buyer: gigawatts delivered, and switched on, at each share it might take.

We found no published figure for that share, so it is the axis of the chart and no input of it; the marker is the
reader's.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from explorer.analysis.answer import chosen_share
from explorer.charts import marks, style
from explorer.charts.registry import INSTALLED, Spec, chart
from explorer.formatting import (
    amount,
    between,
    month_words,
    percent,
    percent_precise,
    percent_range,
    plain_number,
    two_figures,
)
from explorer.model import BAND, share_curve, simulate
from explorer.records import Deal
from explorer.records.dates import Month
from explorer.scenario import Scenario, defaults
from explorer.seeds import Seeds

Curves = Mapping[str, tuple[str, str, str]]
CURVES: Curves = {
    "delivered_gw": ("Delivered", "blue", "band_90"),
    "energised_gw": ("Switched on", "amber", "amber_fill"),
}
"""The two outcomes that a chart has curves of: in words, the colour of the median and that of 9 in 10 cases."""
HALF_LABEL = 62  # CSS pixels
PLACES = np.arange(41) / 40
"""The shares at which the curves are computed; the page reads its numbers off the same ones."""
NOTHING = "No order, no {units}: nothing would be delivered and nothing switched on"
"""The title at a share of 0; as long as at others, so that it takes as many lines and moves nothing below it."""


def curves(x: list[float], quantiles: Mapping[str, Any], at: str, shown: Curves = CURVES) -> list[Spec]:
    """Bands and medians of the outcomes, each three arrays along ``x``; ``at`` ends their hover words."""
    bands: list[Spec] = []
    lines: list[Spec] = []
    for outcome, (words, colour, fill) in shown.items():
        (low, middle, high), name = quantiles[outcome], words.lower().replace(" ", "_")
        bands.append(marks.area(f"{name}_band", ([*x, *reversed(x)], [*high.tolist(), *low.tolist()[::-1]]), fill))
        hover = f"%{{y:.2~f}} GW {words.lower()}<br>{at}"
        lines.append(marks.line(name, (x, middle), colour, 2.5, hover=hover))
    return [*bands, *lines]


def columns(
    quantiles: Mapping[str, Any], shown: Curves = CURVES, written: Callable[[float], str] = two_figures
) -> list[marks.Column]:
    """Their columns, ``p05_OUTCOME`` and so on."""
    return [
        marks.Column(f"p{round(100 * end):02d}_{outcome}", values, head, written)
        for outcome, (words, *_) in shown.items()
        for end, values, head in zip(BAND, quantiles[outcome], (f"{words}, low", "median", "high"), strict=True)
    ]


@chart("shares", "s{at}{target_gw}")
def shares(
    scenario: Scenario | None = None,
    *,
    at: Month | None = None,
    target_gw: float | None = None,
    seeds: Seeds = INSTALLED,
    width: int = 900,
) -> Spec:
    """What each share of the racks would give by the end of the month ``at``, with the scenario's own share marked.

    The bracket spans the shares at which the racks delivered would do for ``target_gw`` (9 in 10 cases, ring: the
    median); what all racks reach in fewer than 1 in 20 cases is left out. Month and gigawatts are those of the deal's
    goal where none are given. The axis ends at 70%, at 100% where the scenario's share lies beyond.

    >>> shares().layout.xaxis.range
    (0, 0.7)
    """
    scenario = defaults(seeds=seeds) if scenario is None else scenario
    deal, narrow = seeds.deal, width < style.NARROW
    goal = float(deal.goal_gw if target_gw is None else target_gw)
    size, by = style.sized(width, 400, 30, 158, 58), deal.goal_by if at is None else at
    low, own, high = (float(scenario.openai_share.quantile(q)) for q in BAND)
    end = 0.7 if high <= 0.7 else 1.0
    curve, shown = share_curve(scenario, "delivered_gw", by, PLACES, BAND), end >= PLACES
    places = PLACES[shown]
    given, on = ([quantiles[part][shown] for part in BAND] for quantiles in (curve.quantiles, curve.energised))
    both = {"delivered_gw": given, "energised_gw": on}
    delivered, running = [float(np.interp(own, places, one)) for one in given], curve.energised_at(own).tolist()
    # what is delivered grows in proportion to the share
    needed = [goal / gw if gw >= goal else math.inf for gw in (float(one[-1]) / end for one in reversed(given))]
    far = max(deal.goal_gw, float(curve.quantiles[BAND[2]][-1]))  # a line far above the curves would press them flat
    drawn = goal <= far
    up = marks.linear_axis("", [2 * goal if drawn else far, float(on[2][-1]), 1.1 * delivered[1]])
    top, marked = up["range"][1], [delivered[1], running[1]]
    if low < high:  # the marker stands on the curves; words tell of all cases of the range
        delivered, running = (simulate(scenario).quantiles_at(outcome, BAND, by).tolist() for outcome in CURVES)
    room = HALF_LABEL / (size.width - size.left - size.right)  # a label in the middle would be cut at either end
    side, shift = ("left", 3) if own / end < room else ("right", -3) if own / end > 1 - room else ("center", 0)
    box = ([low, high, high, low, low], [0, 0, top, top, 0]) if low < high else ([math.nan] * 5, [math.nan] * 5)
    last, last_on = float(given[1][-1]), float(on[1][-1])
    said_gw, takes, spread = plain_number(goal), amount(needed[1], "share"), between(needed[0], needed[2], "share")
    # at a small share all orders are switched on, some months later; beyond, less than in proportion
    limits = ("(sites, money", "hold it back)") if last_on < 0.9 * float(on[1][1]) / places[1] * end else ()
    listed: list[marks.EndLabel] = [
        (last, "blue", ("<b>Delivered</b>",)),
        (last_on, "amber", ("<b>Switched on</b>", *limits)),
    ]
    shapes: list[Spec] = []
    if drawn:
        listed.insert(1, (goal, "green", (f"<b>{said_gw} GW{':' if narrow else ' takes'} {takes}</b>", f"({spread})")))
        shapes.append(marks.rule("green", y=goal, dash="dot"))
    year, today = _running(seeds)
    if today:
        said = f"In {year}:" if narrow else f"All of {deal.buyer} in {year}:"
        listed.append((today, "soft", (said, f"{two_figures(today)} GW")))
        shapes.append(marks.rule("soft", y=today, dash="dot"))
    place = {"xanchor": side, "xshift": shift, "yanchor": "bottom"}
    units = deal.short_units
    share, when, racks = own_share(scenario), month_words(by), f"{deal.maker}\u2019s {deal.units}"
    traces = [
        *curves(places.tolist(), both, "at %{x:.1~%}"),
        marks.line(
            "goal_range", ([min(needed[0], end), min(needed[2], end)], [goal if drawn else math.nan] * 2), "green", 6
        ),
        marks.dots(
            "goal_ring", ([needed[1] if drawn and needed[1] <= end else math.nan], [goal]), "ground", 12, edge="green"
        ),
        marks.area("chosen_range", box, "wine_fill"),
        marks.line("chosen_line", ([own, own], [0, top]), "wine", 2),
        marks.dots("chosen_point", ([own, own], marked), ["blue", "amber"], 13),
    ]
    ticks = [tick / 100 for tick in range(0, round(100 * end) + 1, 20 if narrow else 10)]
    cases = f"9 in 10 of {scenario.draws:,} simulated cases"
    return marks.finished(
        size,
        traces,
        **marks.model_sources(seeds, *(yardstick.source_id for yardstick in deal.yardsticks)),
        shapes=shapes,
        notes=[
            marks.unit_note(f"Gigawatts by {when}", size),
            marks.note(own, top, f"<b>your share: {percent_precise(own)}%</b>", "wine", name="chosen_name", **place),
            *marks.end_labels(end, listed, top, size),
        ],
        x=marks.axis(0, end, ticks, lambda t: f"{percent(t)}%", f"{deal.buyer}\u2019s share of {racks}"),
        y=up,
        title=f"At {share}, {deal.buyer} would have {units} for about {two_figures(delivered[1])} GW; "
        f"about {two_figures(running[1])} GW would be switched on"
        if high
        else NOTHING.format(units=units),
        subtitle=f"Gigawatts of data centre that the {units} could fill by {when}, cooling included; shaded: {cases}",
        summary=f"To equip {said_gw} GW by {when}, {deal.buyer} would need {takes} of {racks} at the median ({spread} "
        f"in 9 of 10 simulated cases). With {share}, {units} for about {amount(delivered[1], 'GW')} would be delivered "
        f"({between(delivered[0], delivered[2], 'GW')}) and about {amount(running[1], 'GW')} switched on "
        f"({between(running[0], running[2], 'GW')}), some months later and as sites and money allow. "
        f"{deal.obliged}{for_scale(deal, goal)}",
        columns=[
            marks.Column("by_month", [by] * places.size),
            marks.Column("openai_share", places, "Share", lambda share: f"{percent(share)}%"),
            *columns(both),
        ],
        table_rows=slice(None, None, round(ticks[1] * (len(PLACES) - 1))),
        unit=f"GW by {when}; low and high hold {cases}",
    )


def for_scale(deal: Deal, gigawatts: float) -> str:
    """Whose size the gigawatts are, in a sentence after another; empty where they are nobody's."""
    return next((f" {one.name}, is here for scale." for one in deal.yardsticks if one.gw == gigawatts), "")


def own_share(scenario: Scenario) -> str:
    """A scenario's own share, as one value or as the range that was set.

    >>> own_share(Scenario(openai_share=0.2))
    '20%'
    """
    own = chosen_share(scenario)
    return percent_range(own.low, own.high)


def _running(seeds: Seeds) -> tuple[str, float]:
    """The year and the gigawatts on which the buyer last said it ran; no number where no claim gives one."""
    wanted = ("running_power", seeds.deal.buyer, "output", "GW")
    said = [claim for claim in seeds.claims.values() if (claim.metric, claim.party, claim.status, claim.unit) == wanted]
    known = [(str(claim.period_end), claim.central) for claim in said if claim.period_end and claim.central is not None]
    day, gw = max(known, default=("", 0.0))
    return day[:4], gw
