"""A goal: so many gigawatts, of which kind, by when, in how many of the simulated cases; what it would take."""

import math
from dataclasses import dataclass

import numpy as np

from explorer.analysis.solve import solve
from explorer.errors import ExplorerError
from explorer.formatting import month_words, percent
from explorer.model import ModelError, Projection
from explorer.model.stepwise import Steps, stepwise
from explorer.scenario import Scenario, ScenarioError, month_label, month_number, table
from explorer.scenario.distributions import Array

__all__ = ["GOAL_OUTCOMES", "Goal", "GoalError", "Reach", "reach"]

GOAL_OUTCOMES = {
    "delivered_gw": "delivered, power of the site",
    "delivered_it_gw": "delivered, power of the computers",
    "energised_gw": "with power and racks in place, of the site",
}
"""The outcomes that a goal can be set for, as readers choose them."""

KINDS = {"delivered_gw": "", "delivered_it_gw": " of computers", "energised_gw": " with power and racks in place"}
LEAST_GW, MOST_GW = 0.01, 1_000
LEAST_CHANCE, MOST_CHANCE = 0.01, 0.99
LAST = "2035-12"


class GoalError(ExplorerError):
    """A goal that cannot be; the message is a sentence for readers, ``part`` the field at fault."""

    def __init__(self, sentence: str, part: str):
        super().__init__(sentence)
        self.part = part


@dataclass(frozen=True, slots=True)
class Goal:
    """``amount_gw`` of ``outcome`` (see `GOAL_OUTCOMES`) in any month up to ``by``, in a share ``chance`` of the cases.

    Raises `GoalError` for what is not an outcome, an amount above 0, a month of the model or a chance between 0 and 1.

    >>> Goal().words()
    '10 GW by the end of 2029'
    """

    outcome: str = "delivered_gw"
    amount_gw: float = 10.0
    by: str = "2029-12"
    chance: float = 0.5

    def __post_init__(self) -> None:
        if not isinstance(self.outcome, str) or self.outcome not in GOAL_OUTCOMES:
            raise GoalError("There is no goal of that kind; nothing was changed.", "outcome")
        if not _inside(self.amount_gw, LEAST_GW, MOST_GW):
            raise GoalError(f"The goal takes a number of gigawatts from {LEAST_GW:g} to {MOST_GW:,}.", "amount")
        try:
            month = month_number(self.by)
        except ScenarioError:
            month = -1
        if not 1 <= month <= month_number(LAST):
            raise GoalError(f"The goal takes a month up to {month_words(LAST)}.", "by")
        if not _inside(self.chance, LEAST_CHANCE, MOST_CHANCE):
            ends = f"{percent(LEAST_CHANCE)} to {percent(MOST_CHANCE)}%"
            raise GoalError(f"How many of the cases takes a number from {ends}.", "chance")

    def words(self) -> str:
        """The goal without its chance: so many gigawatts, which, by when."""
        return f"{self.amount_gw:,.6g} GW{KINDS[self.outcome]} by {month_words(self.by)}"

    def cases(self) -> str:
        """The chance in words.

        >>> Goal(chance=0.5).cases(), Goal(chance=0.8).cases()
        ('in half of the simulated cases', 'in 80% of the simulated cases')
        """
        return f"in {'half' if self.chance == 0.5 else f'{percent(self.chance)}%'} of the simulated cases"


def _inside(value: object, low: float, high: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


@dataclass(frozen=True, slots=True)
class Reach:
    """What one assumption would have to be for a goal, all others as they stand.

    ``value`` is in the assumption's unit, infinite where no value within its bounds is enough; ``lowers`` says that it
    must be at most that; ``always`` that any value is enough; ``nearest_gw`` what the goal's share of the cases comes
    to at the better end of the bounds; ``mixed`` that it helps in some cases and hurts in others, so that no one value
    can be named.
    """

    lever: str
    value: float
    lowers: bool = False
    always: bool = False
    nearest_gw: float = math.nan
    mixed: bool = False

    @property
    def possible(self) -> bool:
        """Whether there is a value that is enough."""
        return math.isfinite(self.value)


@stepwise
def reach(scenario: Scenario, lever: str, goal: Goal) -> Steps[Reach]:
    """What ``lever`` would have to be for the goal, by `explorer.solve`.

    Raises `ModelError` where the goal's month lies beyond the scenario's horizon.

    >>> reach(Scenario(draws=256), "openai_share", Goal()).possible
    True
    >>> far = reach(Scenario(draws=256), "openai_share", Goal(amount_gw=500))
    >>> far.possible, 40 < far.nearest_gw < 80
    (False, True)
    """
    Projection(scenario).number(goal.by)
    try:
        need = yield from solve.steps(scenario, lever, goal.outcome, at_least=goal.amount_gw, by=goal.by)
    except ModelError:
        return Reach(lever, math.inf, mixed=True)
    value, parameter = need.value(chance=goal.chance), table()[lever]
    if not math.isfinite(value):
        ends = (parameter.lower_bound, parameter.upper_bound)
        return Reach(lever, value, need.lowers, nearest_gw=max(_comes_to(scenario, lever, end, goal) for end in ends))
    easy = parameter.upper_bound if need.lowers else parameter.lower_bound
    return Reach(lever, value, need.lowers, always=value == easy)


def _comes_to(scenario: Scenario, lever: str, value: float, goal: Goal) -> float:
    """The most that the goal's share of the cases reaches with the lever at one value."""
    outcome: Array = np.sort(Projection(scenario.replace(**{lever: value})).at(goal.outcome, goal.by))
    return float(outcome[-math.ceil(round(goal.chance * len(outcome), 6))])


def year_ends(first: str = "2026-12", last: str = "2030-12") -> tuple[str, ...]:
    """The Decembers from one to another, the dates that a page offers.

    >>> year_ends()[-1]
    '2030-12'
    """
    return tuple(month_label(t) for t in range(month_number(first), month_number(last) + 1, 12))
