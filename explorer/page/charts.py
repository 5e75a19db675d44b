"""The charts of the page by name: those of the story, and those of the pages beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from explorer.analysis.backtest import backtest as forecasts
from explorer.analysis.goal import frontier as two_levers
from explorer.charts import (
    backtest,
    capacity,
    dollars_per_gw,
    dots,
    fan,
    frontier,
    gigawatts,
    investment,
    one_scale,
    shares,
    timeline,
    tornado,
)
from explorer.datasets.tables import ROWS
from explorer.model import simulate
from explorer.page.deciders import decisive
from explorer.page.view import View
from explorer.seeds import Seeds

Spec = dict[str, Any]
Make = Callable[[View, Seeds], Spec]

SAID: Mapping[str, Make] = {
    "money-claims": lambda view, seeds: investment.spec(
        ROWS["investment"](seeds), naming=seeds.naming, width=view.width
    ),
    "dollars-per-gw": lambda view, seeds: dollars_per_gw.spec(
        ROWS["claims"](seeds), naming=seeds.naming, width=view.width
    ),
    "backtest": lambda view, seeds: backtest.spec(forecasts(), seeds=seeds, width=view.width),
    "timeline": lambda view, seeds: timeline.spec(
        ROWS["timelines"](seeds), ROWS["sources"](seeds), naming=seeds.naming, width=view.width
    ),
    "rack-claims": lambda view, seeds: capacity.spec(ROWS["capacity"](seeds), naming=seeds.naming, width=view.width),
    "one-scale": lambda view, seeds: one_scale.spec(ROWS["gigawatts"](seeds), naming=seeds.naming, width=view.width),
    "gigawatts": lambda view, seeds: gigawatts.spec(ROWS["gigawatts"](seeds), naming=seeds.naming, width=view.width),
}
"""What was said, and how the model has done: these follow no scenario."""

FOLLOWING: Mapping[str, Make] = {
    "shares": lambda view, seeds: shares.spec(view.scenario, at=view.goal.by, seeds=seeds, width=view.width),
    "energised": lambda view, seeds: (dots if view.spread == "dots" else fan).spec(
        simulate(view.scenario), seeds=seeds, width=view.width
    ),
    "frontier": lambda view, seeds: frontier.spec(
        two_levers(view.scenario, view.lever, view.goal), seeds=seeds, width=view.width
    ),
    "decides": lambda view, seeds: tornado.spec(decisive(view.scenario), seeds=seeds, width=view.width),
}
"""What follows from the reader's scenario."""


def spec(name: str, view: View, seeds: Seeds) -> Spec | None:
    """One chart as it follows from a view; None where there is none of that name.

    >>> from explorer.seeds import load
    >>> spec("shares", View(), load())["meta"]["title"][:7], spec("pie", View(), load())
    ('At 10%,', None)
    """
    make = known(view).get(name)
    return make(view, seeds) if make else None


def known(view: View) -> Mapping[str, Make]:
    """The charts that there are; without assumptions none follows from them."""
    return {**FOLLOWING, **SAID} if view.scenario else SAID
