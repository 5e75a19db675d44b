"""Two assumptions at once: the share for OpenAI that a goal takes, at one value after the other of a second lever."""

import math
from dataclasses import dataclass

import numpy as np

from explorer.analysis.goal import Goal
from explorer.analysis.solve import solve
from explorer.model import ModelError
from explorer.model.stepwise import Steps, stepwise
from explorer.records import Parameter
from explorer.scenario import Scenario, ScenarioError, table
from explorer.scenario.distributions import Array, Distribution

SHARE = "openai_share"
PLACES = 11


@dataclass(frozen=True, eq=False)
class Frontier:
    """The line between enough and too little. Made by `frontier`.

    ``values`` (V,), ascending, are in the lever's unit; ``shares`` (V,) the smallest share for OpenAI, 0 to 1, that
    reaches the goal there, infinite where even all racks would not. ``here`` is the scenario's own middle value of the
    lever, one of ``values``.
    """

    scenario: Scenario
    lever: str
    goal: Goal
    values: Array
    shares: Array
    here: float

    @property
    def share_here(self) -> float:
        """The share that the goal takes at the scenario's own middle value of the lever."""
        return float(self.shares[int(np.argmin(abs(self.values - self.here)))])


def span(parameter: Parameter, distribution: Distribution) -> tuple[float, float]:
    """The values that a reader is likely to try: all of a share, else as far again round the default."""
    lower, upper = parameter.lower_bound, parameter.upper_bound
    if parameter.unit not in ("share", "share of all"):
        around = max(parameter.high - parameter.low, abs(parameter.high) / 2)
        lower, upper = max(lower, parameter.low - around), min(upper, parameter.high + around)
    return min(lower, distribution.low), max(upper, distribution.high)


@stepwise
def frontier(scenario: Scenario, lever: str, goal: Goal | None = None, *, places: int = PLACES) -> Steps[Frontier]:
    """At each value of ``lever``, held fixed, the share for OpenAI that reaches the goal in its share of the cases.

    Between the last value at which some share is enough and the first at which none is, the value at which all racks
    just are is found and added. Raises `ScenarioError` for what is not a lever, or the share itself, and `ModelError`
    for a month outside the scenario.

    >>> found = frontier(Scenario(draws=256), "rack_rate_target", places=3)
    >>> bool((np.diff(found.shares) < 0).all())
    True
    """
    goal = Goal() if goal is None else goal
    if lever == SHARE:
        raise ScenarioError("The share for OpenAI is on the other axis; choose another assumption.", SHARE)
    own = scenario[lever]
    here = own.central if own.central is not None else (own.low + own.high) / 2
    low, high = span(table()[lever], own)
    values = np.unique(np.array([*np.linspace(low, high, places), here]).round(9))
    found: list[float] = []
    for value in values:
        share = yield from _share(scenario.replace(**{lever: float(value)}), goal)
        found.append(share)
        yield
    shares = np.array(found)
    edge = yield from _edge(scenario, lever, goal)
    enough = np.isfinite(shares)
    if low < edge < high and enough.any() and not enough.all() and edge not in values:
        place = int(np.searchsorted(values, edge))
        values, shares = np.insert(values, place, edge), np.insert(shares, place, 1.0)
    return Frontier(scenario, lever, goal, values, shares, float(here))


def _share(scenario: Scenario, goal: Goal) -> Steps[float]:
    need = yield from solve.steps(scenario, SHARE, goal.outcome, at_least=goal.amount_gw, by=goal.by)
    return need.value(chance=goal.chance)


def _edge(scenario: Scenario, lever: str, goal: Goal) -> Steps[float]:
    """The lever's value at which the goal takes all racks, infinite where there is none."""
    try:
        full = scenario.replace(openai_share=1)
        need = yield from solve.steps(full, lever, goal.outcome, at_least=goal.amount_gw, by=goal.by)
    except ModelError:
        return math.inf
    return need.value(chance=goal.chance)
