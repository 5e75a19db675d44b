"""The hero: what the goal takes, the reader's share, and what that amounts to, in words, numbers and the chart.

All that a share moves is in the curve that goes with it (`curve`), so that the page's script can move marker, number
and sentence in the frame in which a reader moves it; Python's own numbers follow.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from explorer.analysis.answer import Range, required
from explorer.analysis.presets import presets
from explorer.charts import shares
from explorer.formatting import month_words, percent, two_figures
from explorer.model import linear_quantiles, share_curve, simulate
from explorer.page import words
from explorer.page.render import Update, drawn, escape
from explorer.page.view import View
from explorer.scenario import Scenario
from explorer.seeds import Seeds

ENDS = (0.05, 0.5, 0.95)
PLACES = np.arange(41) / 40
CASES = {"As counted": "As last counted", "Our starting point": "Our range", "As announced": "As announced"}
"""The three answers to how many racks the maker ships, by the preset that they come from."""
SUPPLY = ("rack_rate_start", "rack_rate_target", "ramp_months", "growth_after", "shipped_share")
TITLE = "At {share}%, {buyer} would get {delivered}; {on}"
NOTHING = "No order, no racks: nothing would be delivered or switched on"


def hero(view: View, seeds: Seeds) -> Update:
    """Words and chart of the hero."""
    deal, scenario, goal = seeds.deal, view.scenario, view.goal
    found = required(scenario, goal.amount_gw, goal.by)
    before, key, after = words.need(found, deal)
    spec = shares.spec(scenario, at=goal.by, seeds=seeds, width=view.width)
    numbers = curve(scenario, goal.amount_gw, goal.by)
    own = Range(*(scenario.openai_share.quantile(q) for q in ENDS))
    texts = {
        "need": f"{escape(before)} <b>{escape(key)}</b> {escape(after)}",
        "twist": words.twist(found),
        "share-words": share_words(own),
        **readouts(numbers, own.middle, scenario.openai_share != Scenario().openai_share, goal.by, goal.amount_gw),
        "hero-title": title(numbers, own.middle, deal.buyer),
    }
    return {"texts": texts, "charts": {"shares": drawn("shares", spec, seeds, view.width)}, "curve": numbers}


def curve(scenario: Scenario, amount_gw: float, by: str) -> dict[str, Any]:
    """Gigawatts delivered and switched on at each share (5, 50, 95 in 100 cases), racks at all, and the chance."""
    known = share_curve(scenario, "delivered_gw", by, PLACES, ENDS)
    racks = simulate(scenario.replace(openai_share=1)).at("openai_shipped", by)
    return {
        "places": PLACES.tolist(),
        "delivered": [known.quantiles[q].tolist() for q in ENDS],
        "on": [known.energised[q].tolist() for q in ENDS],
        "racks": linear_quantiles(np.sort(racks), ENDS).tolist(),
        "chance": known.chance(amount_gw).tolist(),
    }


def at(numbers: dict[str, Any], share: float) -> dict[str, Any]:
    """The numbers of a curve at one share: three of each kind, and the chance."""

    def place(values: list[float]) -> float:
        return float(np.interp(share, numbers["places"], values))

    return {
        "delivered": [place(values) for values in numbers["delivered"]],
        "on": [place(values) for values in numbers["on"]],
        "racks": [share * value for value in numbers["racks"]],
        "chance": place(numbers["chance"]),
    }


def readouts(numbers: dict[str, Any], share: float, own: bool, by: str, amount_gw: float) -> dict[str, str]:
    """The four numbers beside the chart; the chance only of a share that the reader has set."""
    found = at(numbers, share)
    racks, delivered, on = (f"{two_figures(found[kind][1])}" for kind in ("racks", "delivered", "on"))
    ends = {
        kind: f"({two_figures(found[kind][0])} to {two_figures(found[kind][2])})"
        for kind in ("racks", "delivered", "on")
    }
    return {
        "racks": racks,
        "racks-range": ends["racks"],
        "delivered": f"{delivered} GW",
        "delivered-range": ends["delivered"],
        "on": f"{on} GW",
        "on-range": ends["on"],
        "cases": words.twenty(found["chance"]) if own else "Set a share",
        "by": month_words(by),
        "goal": f"{amount_gw:,.6g} GW",
    }


def title(numbers: dict[str, Any], share: float, buyer: str) -> str:
    """What the reader's share would give, as the chart's title."""
    if share == 0:
        return NOTHING
    found = at(numbers, share)
    return TITLE.format(
        share=percent(share),
        buyer=buyer,
        delivered=f'<span class="blue">racks for {two_figures(found["delivered"][1])} GW</span>',
        on=f'<span class="amber">{two_figures(found["on"][1])} GW could be switched on</span>',
    )


def share_words(own: Range) -> str:
    """The reader's share as people say it."""
    if own.low != own.high:
        return f"of the racks: {percent(own.low)} to {percent(own.high)}% in 9 of 10 cases"
    return words.racks_in(own.middle)


def case_of(scenario: Scenario) -> str:
    """Which of the three supply cases a scenario holds; empty for none of them.

    >>> case_of(Scenario(openai_share=0.3)), case_of(Scenario(shipped_share=1))
    ('Our starting point', '')
    """
    known = presets()
    return next((name for name in CASES if all(known[name][one] == scenario[one] for one in SUPPLY)), "")
