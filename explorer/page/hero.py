"""The hero: what the goal takes, the reader's share, and what that amounts to, in words, numbers and the chart.

All that a share moves is in the curves that go with it, at 5, 50 and 95 in 100 cases, so that the page's script can
move marker, number and sentence in the frame in which a reader moves it; Python's own numbers follow.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any

import numpy as np

from explorer.analysis.answer import Range, chosen_share
from explorer.analysis.goal import Goal
from explorer.analysis.presets import presets
from explorer.charts.shares_chart import NOTHING, PLACES
from explorer.formatting import month_words, percent_range, plain_number, two_figures
from explorer.model import BAND, linear_quantiles, share_curve, simulate
from explorer.page import words
from explorer.page.charts import drawn
from explorer.page.render import Update
from explorer.page.view import View
from explorer.records import Deal
from explorer.scenario import Scenario
from explorer.seeds import Seeds

SUPPLY = ("rack_rate_start", "rack_rate_target", "ramp_months", "growth_after", "shipped_share")
TITLE = "At {share}, {buyer} would get {delivered}; {on}"


def hero(view: View, seeds: Seeds) -> Update:
    """Words and chart of the reader's own share: what is seen first after a change."""
    scenario, goal = view.scenario, view.goal
    known, own = share_curve(scenario, "delivered_gw", goal.by, PLACES, BAND), chosen_share(scenario)
    numbers: dict[str, list[Any]] = {
        "places": PLACES.tolist(),
        "delivered": [known.quantiles[q].tolist() for q in BAND],
        "on": [known.energised[q].tolist() for q in BAND],
    }
    kinds = {"delivered": "delivered_gw", "on": "energised_gw"}
    if own.low == own.high:
        found = {kind: [float(np.interp(own.middle, PLACES, ys)) for ys in numbers[kind]] for kind in kinds}
    else:  # no place of the curves, but all its cases together
        projection = simulate(scenario)
        found = {kind: projection.quantiles_at(name, BAND, goal.by).tolist() for kind, name in kinds.items()}
    gigawatts = f"{plain_number(goal.amount_gw)} GW"
    texts = {
        "share-words": share_words(scenario),
        "hero-title": title(found, own, seeds.deal),
        **{kind: f"{two_figures(found[kind][1])} GW" for kind in kinds},
        **{f"{kind}-range": ends(found[kind]) for kind in kinds},
        "by": month_words(goal.by),
        "goal": gigawatts,
        # which gigawatts are enough is said where the goal is of others
        "enough": gigawatts + " delivered" * (goal.outcome != "delivered_gw"),
    }
    return {"texts": texts, "charts": {"shares": drawn("shares", view, seeds, whole=False)}, "curve": numbers}


def with_every_rack(scenario: Scenario, amount_gw: float, by: str) -> dict[str, Any]:
    """All racks by then (5, 50 and 95 in 100 cases), and at each share the part of the cases that reach the goal."""
    every = simulate(scenario.replace(openai_share=1))
    racks, delivered = (every.at(outcome, by) for outcome in ("openai_shipped", "delivered_gw"))
    with np.errstate(divide="ignore"):
        least = np.sort(amount_gw / delivered)  # the share from which a case reaches it
    return {
        "racks": linear_quantiles(racks, BAND).tolist(),
        "chance": (np.searchsorted(least, PLACES, side="right") / len(least)).tolist(),
    }


def chance_words(chance: list[float], scenario: Scenario, goal: Goal) -> str:
    """How many of twenty cases reach the goal; said only of a share that the reader has set, else what to do."""
    own = chosen_share(scenario)
    if scenario.openai_share == Scenario(seeds=scenario.seeds).openai_share:
        return "<em>Set a share</em>"
    if own.low == own.high:
        return words.twenty(float(np.interp(own.middle, PLACES, chance)))
    return words.twenty(float(np.mean(simulate(scenario).at("delivered_gw", goal.by) >= goal.amount_gw)))


def ends(found: list[float]) -> str:
    """The ends of a range beside its middle."""
    return f"({two_figures(found[0])} to {two_figures(found[2])})"


def title(found: dict[str, Any], own: Range, deal: Deal) -> str:
    """What the reader's share would give, as the chart's title."""
    units = escape(deal.short_units)
    if own.high == 0:
        return NOTHING.format(units=units)
    return TITLE.format(
        share=percent_range(own.low, own.high),
        buyer=escape(deal.buyer),
        delivered=f'<span class="blue">{units} for {two_figures(found["delivered"][1])} GW</span>',
        on=f'<span class="amber">{two_figures(found["on"][1])} GW could be switched on</span>',
    )


def share_words(scenario: Scenario) -> str:
    """The reader's share as people say it."""
    own, units = chosen_share(scenario), scenario.seeds.deal.short_units
    if own.low == own.high:
        return escape(words.racks_in(own.middle, units))
    cases = " in 9 of 10 cases" if scenario.openai_share.kind == "interval90" else ""
    return f"of the {escape(units)}: {percent_range(own.low, own.high)}{cases}"


@lru_cache(maxsize=8)
def supply_cases(seeds: Seeds) -> dict[str, str]:
    """The answers to how much the maker ships, the least first, by the preset that they come from."""
    words, known = {one.name: one.supply for one in seeds.presets.values() if one.supply}, presets(seeds=seeds)
    return {name: words[name] for name in sorted(words, key=lambda name: known[name].rack_rate_target.quantile(0.5))}


def supply_case(scenario: Scenario) -> str:
    """Which of the supply cases a scenario holds; empty for none of them.

    >>> supply_case(Scenario(openai_share=0.3)), supply_case(Scenario(shipped_share=1))
    ('Our starting point', '')
    """
    known, cases = presets(seeds=scenario.seeds), supply_cases(scenario.seeds)
    return next((name for name in cases if all(known[name][one] == scenario[one] for one in SUPPLY)), "")
