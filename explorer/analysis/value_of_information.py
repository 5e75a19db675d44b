"""Which unknown, if somebody published it, would narrow the answer most: a reporter's list of questions."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from explorer.analysis.frames import frame_of
from explorer.analysis.sensitivity import pinned, uncertain
from explorer.arguments import checked
from explorer.model import (
    LINEAR_IN_SHARE,
    OUTCOMES,
    ModelError,
    Projection,
    finite,
    known_outcome,
    linear_quantiles,
)
from explorer.model.cache import equations_of
from explorer.model.stepwise import Steps, stepwise
from explorer.scenario import Scenario, deal, table
from explorer.scenario.distributions import Array

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Unknown", "questions", "unknowns"]

LEVER = "openai_share"
LOW, HIGH = 0.05, 0.95
PINS = 8
"""Values at which a parameter is taken as known: the middles of so many equal parts of its distribution."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """How wide the answer's range is now, and on average with this parameter known; the columns of `questions`."""

    parameter: str
    ask: str
    question: str
    width_now: float
    width_known: float
    narrowing: float


@checked()
def questions(
    scenario: Scenario, outcome: str = "delivered_gw", *, at: str | None = None, at_least: float | None = None
) -> "pd.DataFrame":
    """The unknowns in the order of what knowing them would be worth: index ``parameter``.

    The answer is the outcome at the end of the month ``at`` (None: that of the deal's goal); with ``at_least`` it is
    the share for OpenAI that the outcome needs to be that much by then, as on the page, where a draw that no share
    helps counts at the full share. Columns: ``ask`` and ``question`` in words; ``width_now``, the distance of the
    answer's 5 and 95% points, and ``width_known``, the mean of that distance with the parameter known, at the middles
    of eight equal parts of its distribution; ``narrowing`` = 1 - known / now, below 0 where knowing it would widen the
    range on average. Parameters that do not move the answer, or are fixed in the scenario, are left out.

    Raises `ModelError` for what is not an outcome, a goal or a month, and for a goal for an outcome that is not in
    proportion to the share.

    >>> list(questions(Scenario(draws=1024), at_least=10).index[:2])
    ['growth_after', 'rack_rate_target']
    """
    found = unknowns(scenario, outcome, at, at_least)
    unit = OUTCOMES[outcome] if at_least is None else "share"
    about = {"outcome": outcome, "unit": unit, "at": at or deal().goal_by, "at_least": at_least}
    return frame_of(Unknown, found, "parameter", **about)


@stepwise
def unknowns(
    scenario: Scenario, outcome: str = "delivered_gw", at: str | None = None, at_least: float | None = None
) -> Steps[tuple[Unknown, ...]]:
    """The rows of `questions`."""
    known_outcome(outcome)
    if at_least is not None:
        if outcome not in LINEAR_IN_SHARE or finite(at_least) <= 0:
            named = ", ".join(LINEAR_IN_SHARE)
            raise ModelError(f"The share needed can be asked for an amount above 0 of {named}; not for this.")
        scenario = scenario.replace(**{LEVER: 1})
    t = Projection(scenario).number(at or deal().goal_by)
    equations = equations_of(scenario, t + 1)
    result = equations.at(outcome, t)
    now = _width(result, at_least)
    found: list[Unknown] = []
    for name in uncertain(scenario):
        asked = table()[name]
        bounds = asked.lower_bound, asked.upper_bound
        outcomes: list[Array] = []
        for value in np.clip([scenario[name].quantile((i + 0.5) / PINS) for i in range(PINS)], *bounds):
            outcomes.append(pinned(equations, name, float(value), outcome, t))
            yield
        if all((row == result).all() for row in (outcomes[0], outcomes[-1])):
            continue
        known = float(np.mean([_width(row, at_least) for row in outcomes]))
        found.append(Unknown(name, asked.ask, asked.question, now, known, 1 - known / now if now > 0 else 0.0))
    return tuple(sorted(found, key=lambda unknown: -unknown.narrowing))


def _width(result: Array, at_least: float | None) -> float:
    """How far the 5 and 95% points of the answer lie apart; ``result`` is the outcome, at full share for a goal."""
    if at_least is not None:
        with np.errstate(divide="ignore"):
            result = np.minimum(at_least / result, 1.0)
    low, high = linear_quantiles(np.sort(result), [LOW, HIGH])
    return float(high - low)
