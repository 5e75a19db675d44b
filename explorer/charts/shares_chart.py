"""What a share of the racks would give the buyer: gigawatts delivered, and switched on, at each share it might take.

We found no published figure for that share, so it is the axis of the chart and no input of it; the marker is the
reader's.
"""

from __future__ import annotations

import math

import numpy as np

from explorer.charts import marks, scales, style
from explorer.charts.registry import INSTALLED, chart
from explorer.charts.style import Spec
from explorer.formatting import amount, between, month_words, percent, two_figures
from explorer.model import share_curve
from explorer.scenario import Scenario
from explorer.seeds import Seeds

ENDS = (0.05, 0.5, 0.95)
HALF_LABEL = 62  # CSS pixels
STEP = 0.025  # between two places of the curves
HEADS = (("Delivered, low", "median", "high"), ("Switched on, low", "median", "high"))


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
    deal, narrow, goal = seeds.deal, width < style.NARROW, seeds.deal.goal_gw
    size, by = style.sized(width, 400, 30, 158, 58), deal.goal_by if at is None else at
    low, own, high = (float(scenario.openai_share.quantile(q)) for q in ENDS)
    end = 0.7 if high <= 0.7 else 1.0
    places = np.arange(round(end / STEP) + 1) / round(1 / STEP)
    curve = share_curve(scenario, "delivered_gw", by, places, ENDS)
    given, on = curve.quantiles, curve.energised
    delivered, running = [float(np.interp(own, places, given[q])) for q in ENDS], curve.energised_at(own).tolist()
    # what is delivered grows in proportion to the share
    of_all = [float(given[q][-1]) / end for q in reversed(ENDS)]
    needed = [goal / gw if gw >= goal else math.inf for gw in of_all]
    top = scales.axis_top(max(2 * goal, float(on[0.95][-1]), 1.1 * delivered[1]))
    room = HALF_LABEL / (size.width - size.left - size.right)  # a label in the middle would be cut at either end
    side = "right" if own / end < room else "left" if own / end > 1 - room else "center"
    box = ([low, high, high, low, low], [0, 0, top, top, 0]) if low < high else ([math.nan] * 5, [math.nan] * 5)
    last, last_on = float(given[0.5][-1]), float(on[0.5][-1])
    held = ("(sites, money", "hold it back)") if last_on < 0.9 * last else ()
    takes, spread = amount(needed[1], "share"), between(needed[0], needed[2], "share")
    listed: list[marks.Name] = [
        (last, "blue", ("<b>Delivered</b>",)),
        (goal, "green", (f"<b>{goal:g} GW{':' if narrow else ' takes'} {takes}</b>", f"({spread})")),
        (
            last_on,
            "amber",
            ("<b>Switched on</b>", *held),
        ),
    ]
    shapes = [marks.rule("green", y=goal, dash="dot")]
    year, today = _running(seeds)
    if today:
        said = f"In {year}:" if narrow else f"All of {deal.buyer} in {year}:"
        listed.append((today, "soft", (said, f"{two_figures(today)} GW")))
        shapes.append(marks.rule("soft", y=today, dash="dot"))
    traces = [
        marks.band("delivered_band", places.tolist(), given[0.05].tolist(), given[0.95].tolist(), "band_90"),
        marks.band("switched_on_band", places.tolist(), on[0.05].tolist(), on[0.95].tolist(), "amber_fill"),
        marks.line("delivered", (places, given[0.5]), "blue", 2.5, hover="%{y:.2~f} GW delivered<br>at %{x:.1~%}"),
        marks.line("switched_on", (places, on[0.5]), "amber", 2.5, hover="%{y:.2~f} GW switched on<br>at %{x:.1~%}"),
        marks.line("goal_range", ([min(needed[0], end), min(needed[2], end)], [goal] * 2), "green", 6),
        marks.dots("goal_ring", ([needed[1] if needed[1] <= end else math.nan], [goal]), "ground", 12, edge="green"),
        marks.area("chosen_range", box, "wine_fill"),
        marks.line("chosen_line", ([own, own], [0, top]), "wine", 2),
        marks.dots("chosen_point", ([own, own], [delivered[1], running[1]]), ["blue", "amber"], 13),
        marks.text("chosen_name", ([own], [top]), [f"<b>your share: {percent(own)}%</b>"], "wine", place=f"top {side}"),
        marks.names(end, listed, top, size),
    ]
    percents = [tick / 100 for tick in range(0, round(100 * end) + 1, 20 if narrow else 10)]
    cases = f"9 in 10 of {scenario.draws:,} simulated cases"
    title = (
        f"At {percent(own)}%, {deal.buyer} would have racks for about {two_figures(delivered[1])} GW; "
        f"about {two_figures(running[1])} GW would be switched on"
    )
    scale = next((f" {y.name}, is here for scale." for y in deal.yardsticks if y.gw == goal), "")
    return marks.finished(
        size,
        traces,
        shapes=shapes,
        notes=[marks.unit_note(f"Gigawatts by {month_words(by)}", size, rise=28)],
        x=marks.axis(
            0,
            end,
            percents,
            lambda t: f"{percent(t)}%",
            f"{deal.buyer}\u2019s share of {deal.maker}\u2019s {deal.units}",
        ),
        y=marks.axis(0, top, scales.axis_ticks(top), scales.tick_text),
        title=title if delivered[1] else "No order, no racks: nothing would be delivered or switched on",
        subtitle=f"Gigawatts of data centre that the racks could fill by {month_words(by)}, cooling included; "
        f"shaded: {cases}",
        summary=f"To equip {goal:g} GW by {month_words(by)}, {deal.buyer} would need {takes} of {deal.maker}\u2019s AI "
        f"racks at the median ({spread} in 9 of 10 simulated cases). With {percent(own)}%, racks for about "
        f"{amount(delivered[1], 'GW')} would be delivered ({between(delivered[0], delivered[2], 'GW')}) and about "
        f"{amount(running[1], 'GW')} switched on ({between(running[0], running[2], 'GW')}), as sites and money allow. "
        f"{deal.obliged}{scale}",
        sources=[*marks.sources_of(seeds), *(y.source_id for y in deal.yardsticks)],
        naming=seeds.naming,
        columns=[
            marks.Column("by_month", [by] * places.size),
            marks.Column("openai_share", places, "Share", lambda share: f"{percent(share)}%"),
            *marks.quantile_columns("delivered_gw", given, HEADS[0]),
            *marks.quantile_columns("energised_gw", on, HEADS[1]),
        ],
        table_rows=slice(None, None, round(percents[1] / STEP)),
        unit=f"GW by {month_words(by)}; low and high hold {cases}",
    )


def _running(seeds: Seeds) -> tuple[str, float]:
    """The year and the gigawatts on which the buyer last said it ran; no number where no claim gives one."""
    wanted = ("running_power", seeds.deal.buyer, "output", "GW")
    said = [claim for claim in seeds.claims.values() if (claim.metric, claim.party, claim.status, claim.unit) == wanted]
    known = [(str(claim.period_end), claim.central) for claim in said if claim.period_end and claim.central is not None]
    day, gw = max(known, default=("", 0.0))
    return day[:4], gw
