"""What the page says first, in numbers: what a goal takes, of which racks that is a share, and what could run.

Beside it, what the defaults foresee: the figures of numbers to quote and of predictions.
"""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from explorer.analysis.solve import solve
from explorer.evidence.known import Date
from explorer.model import BAND, linear_quantiles, simulate
from explorer.model.equations import equations_of
from explorer.scenario import Scenario
from explorer.scenario.distributions import Array
from explorer.seeds import SeedsLike


class Range(NamedTuple):
    """Five, fifty and ninety-five per cent points of an outcome: nine in ten cases lie from low to high."""

    low: float
    middle: float
    high: float


class Required(NamedTuple):
    """What equipping ``target_gw`` by the end of ``by`` takes, whatever the scenario's own share is.

    ``share`` is of the racks that Foxconn ships in a week once deliveries to OpenAI run in full, 0 to 1, infinite where
    even all of them would not do; ``racks`` are all racks for OpenAI up to then. ``alone`` is ``share`` with each
    assumption drawn on its own. ``reachable`` is the part of the cases in which some share is enough, ``can_run`` that
    in which so much power could be switched on by then if OpenAI took every rack.
    """

    target_gw: float
    by: str
    share: Range
    racks: Range
    alone: Range
    reachable: float
    can_run: float


class Answer(NamedTuple):
    """What a goal takes, then what the reader's own share, ``chosen_share``, amounts to by the end of the goal's month.

    ``delivered_gw`` and ``energised_gw`` are GW of facility power.
    """

    required: Required
    chosen_share: Range
    delivered_gw: Range
    energised_gw: Range


def chosen_share(scenario: Scenario) -> Range:
    """The share that a scenario has set: its range with the middle, or one value three times.

    Of quantiles or samples of one's own the range is that of 9 in 10 cases.

    >>> from explorer.scenario.distributions import interval90
    >>> chosen_share(Scenario(openai_share=interval90(0.1, 0.4)))
    Range(low=0.1, middle=0.2, high=0.4)
    """
    own = scenario.openai_share
    low, middle, high = (float(own.inverse(share)) for share in BAND)
    return Range(low, middle, high) if own.kind == "own" else Range(own.low, middle, own.high)


def answer(scenario: Scenario, *, target_gw: float | None = None, by: str | None = None) -> Answer:
    """The `Answer` of a scenario for the deal's goal or another.

    >>> answer(Scenario(openai_share=0)).delivered_gw.high
    0.0
    """
    projection, found = simulate(scenario), required(scenario, target_gw, by)
    outcomes = (projection.quantiles_at(name, BAND, found.by) for name in ("delivered_gw", "energised_gw"))
    return Answer(found, chosen_share(scenario), *(Range(*one.tolist()) for one in outcomes))


def required(scenario: Scenario, target_gw: float | None = None, by: str | None = None) -> Required:
    """What a goal takes; cached without the scenario's own share, which plays no part and is moved most."""
    gigawatts = scenario.seeds.deal.goal_gw if target_gw is None else target_gw
    return _required(scenario.replace(openai_share=1), gigawatts, by or scenario.seeds.deal.goal_by)


@lru_cache(maxsize=16)
def _required(scenario: Scenario, target_gw: float, by: str) -> Required:
    together, alone = (
        solve(one, "openai_share", "delivered_gw", at_least=target_gw, by=by)
        for one in (scenario, scenario.replace(co_movement=0, correlations=()))
    )
    return Required(
        target_gw=target_gw,
        by=by,
        share=Range(*together.quantiles(BAND).tolist()),
        racks=_range(together.racks()),
        alone=Range(*alone.quantiles(BAND).tolist()),
        reachable=together.reachable,
        can_run=float(np.mean(simulate(scenario).at("energised_gw", by) >= target_gw)),
    )


def _range(values: Array) -> Range:
    with np.errstate(invalid="ignore"):
        found = linear_quantiles(values, BAND)
    return Range(*np.where(np.isfinite(found), found, math.inf).tolist())


def foreseen(
    measure: str, by: str = "", since: str = "", *, seeds: SeedsLike = None, as_of: Date | None = None
) -> Range:
    """One of the vocabulary's measures at the end of a month, as the defaults of a day have it (None: of now).

    ``by`` is a month, that of the deal's goal where it is empty; with ``since`` what was there at the end of that month
    is taken off, draw by draw. Shares are in per cent. Raises `ModelError` for a month that the model does not reach.

    >>> foreseen("shipped", "2027-12", "2027-12").middle
    0.0
    """
    scenario = Scenario(seeds=seeds, as_of=as_of)
    if measure in ("racks_needed", "share_needed", "goal_switched_on"):
        found = required(scenario, by=by)
        can = 100 * found.can_run
        share = Range(*(100 * part for part in found.share))
        return {"racks_needed": found.racks, "share_needed": share}.get(measure, Range(can, can, can))
    projection = simulate(scenario)

    def at(month: str) -> Array:
        if measure == "sites_gw":
            return equations_of(scenario).tracked.at(projection.number(month))
        return projection.at(measure, month)

    values = at(by or scenario.seeds.deal.goal_by) - (at(since) if since else 0)
    return _range(values)
