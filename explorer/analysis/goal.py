"""A goal: so many gigawatts, of which kind, by when, in how many cases; and the share that it takes beside a lever."""

import math
from dataclasses import dataclass, field

import numpy as np

from explorer.analysis.solve import SHARE, solve
from explorer.arguments import InvalidValueError, real
from explorer.errors import ExplorerError
from explorer.formatting import month_words, percent_precise, plain_number
from explorer.model import ModelError
from explorer.model.stepwise import Steps, stepwise
from explorer.records import Deal, Parameter
from explorer.records.dates import FIRST_MONTH, last_day
from explorer.records.relations import LEAST_GW, MOST_GW
from explorer.scenario import Scenario, ScenarioError
from explorer.scenario.assumptions import LAST_HORIZON
from explorer.scenario.distributions import Array, Distribution, read_only

GOAL_OUTCOMES = {
    "delivered_gw": "",
    "delivered_it_gw": " of computers",
    "energised_gw": " switched on",
}
"""The outcomes that a goal can be set for, and what they add to its gigawatts in words."""
LEAST_CHANCE, MOST_CHANCE = 0.01, 0.99


class GoalError(ExplorerError):
    """A goal that cannot be; the message is a sentence for readers."""


@dataclass(frozen=True, slots=True)
class Goal:
    """``amount_gw`` of ``outcome`` in any month up to ``by``, in a share ``chance`` of the cases.

    Raises `GoalError` for what is not one of `GOAL_OUTCOMES`, an amount above 0, a month of the model, which come
    ``after`` the first of the deal, or a chance between 0 and 1.

    >>> Goal.of(Scenario().seeds.deal)
    Goal(outcome='delivered_gw', amount_gw=10.0, by='2029-12', chance=0.5)
    """

    outcome: str
    amount_gw: float
    by: str
    chance: float = 0.5
    after: str = field(default=FIRST_MONTH, repr=False, compare=False)

    @classmethod
    def of(cls, deal: Deal) -> "Goal":
        """The goal that a deal is first held against."""
        return cls("delivered_gw", deal.goal_gw, deal.goal_by, after=deal.first_month)

    def __post_init__(self) -> None:
        if not isinstance(self.outcome, str) or self.outcome not in GOAL_OUTCOMES:
            raise GoalError("There is no goal of that kind; nothing was changed.")
        if not _inside(self.amount_gw, LEAST_GW, MOST_GW):
            raise GoalError(f"The goal takes a number of gigawatts from {LEAST_GW:g} to {MOST_GW:,}.")
        try:
            by = last_day(self.by).isoformat()[:7]
        except ExplorerError:
            by = ""
        if not self.after < by <= LAST_HORIZON:
            first, last = month_words(self.after), month_words(LAST_HORIZON)
            raise GoalError(f"The goal takes a month after {first} and up to {last}.")
        object.__setattr__(self, "by", by)
        if not _inside(self.chance, LEAST_CHANCE, MOST_CHANCE):
            ends = f"{percent_precise(LEAST_CHANCE)} to {percent_precise(MOST_CHANCE)}%"
            raise GoalError(f"The share of the simulations takes a number from {ends}.")
        for name in ("amount_gw", "chance"):
            object.__setattr__(self, name, real(getattr(self, name)))

    def words(self) -> str:
        """The goal without its chance: '10 GW by the end of 2029'."""
        return f"{plain_number(self.amount_gw)} GW{GOAL_OUTCOMES[self.outcome]} by {month_words(self.by)}"

    def cases(self) -> str:
        """The chance in words: 'in half of the simulated cases'."""
        return f"in {'half' if self.chance == 0.5 else f'{percent_precise(self.chance)}%'} of the simulated cases"


def _inside(value: object, low: float, high: float) -> bool:
    try:
        return low <= real(value) <= high
    except InvalidValueError:
        return False


def goal_dates(deal: Deal) -> tuple[str, ...]:
    """The dates that a page offers: the Decembers after the first year to the last month that it shows, and the goal's.

    >>> goal_dates(Scenario().seeds.deal)[-1]
    '2030-12'
    """
    years = range(int(deal.first_month[:4]) + 1, int(deal.horizon_shown[:4]) + 1)
    shown = (month for month in (f"{year}-12" for year in years) if month <= deal.horizon_shown)
    return tuple(sorted({*shown, deal.goal_by}))


def check_offered(goal: Goal, deal: Deal) -> Goal:
    """The same goal. Raises `GoalError` where it is for another date than a page offers."""
    if goal.by not in (dates := goal_dates(deal)):
        raise GoalError(f"The goal takes one of the dates of the page, up to {month_words(dates[-1])}.")
    return goal


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


def plausible_range(parameter: Parameter, distribution: Distribution) -> tuple[float, float]:
    """The values that readers are likely to try: twice round the default, all of a share or of what is 0 by default."""
    lower, upper = parameter.lower_bound, parameter.upper_bound
    around = max(parameter.high - parameter.low, abs(parameter.high) / 2)
    if around and parameter.unit not in ("share", "share of all"):
        lower, upper = max(lower, parameter.low - around), min(upper, parameter.high + around)
    low, high = min(lower, distribution.low), max(upper, distribution.high)
    return max(low, parameter.lower_bound), min(high, parameter.upper_bound)


@stepwise()
def frontier(scenario: Scenario, lever: str, goal: Goal | None = None, *, places: int = 11) -> Steps[Frontier]:
    """At each value of ``lever``, held fixed, the share for OpenAI that reaches the goal in its share of the cases.

    Between the last value at which some share is enough and the first at which none is, the value at which all racks
    just are is found and added. Raises `ScenarioError` for what is not a lever, or the share itself, and `ModelError`
    for a month outside the scenario.

    >>> found = frontier(Scenario(draws=256), "rack_rate_target", places=3)
    >>> bool((np.diff(found.shares) < 0).all())
    True
    """
    goal = Goal.of(scenario.seeds.deal) if goal is None else goal
    if lever == SHARE:
        raise ScenarioError("The buyer's share is on the other axis; choose another assumption.")
    # whatever share is set: a reader who moves it keeps the line
    line = yield from _line.steps(scenario.replace(openai_share=1), lever, goal, places)
    return Frontier(scenario, lever, goal, *line)


@stepwise(keep=16)
def _line(scenario: Scenario, lever: str, goal: Goal, places: int) -> Steps[tuple[Array, Array, float]]:
    own = scenario[lever]
    here = own.central if own.central is not None else (own.low + own.high) / 2
    low, high = plausible_range(scenario.seeds.parameters[lever], own)
    values = np.array(sorted({*np.array([*np.linspace(low, high, places), here]).round(9).tolist()}))
    found: list[float] = []
    for value in values:
        share = yield from _needed(scenario.replace(**{lever: float(value)}), SHARE, goal)
        found.append(share)
        yield
    try:
        edge = yield from _needed(scenario, lever, goal)
    except ModelError:
        edge = math.inf
    shares = np.array(found)
    enough = np.isfinite(shares)
    if low < edge < high and enough.any() and not enough.all() and edge not in values:
        place = int(np.searchsorted(values, edge))
        values, shares = np.insert(values, place, edge), np.insert(shares, place, 1.0)
    return read_only(values), read_only(shares), float(here)


def _needed(scenario: Scenario, lever: str, goal: Goal) -> Steps[float]:
    """The lever's value that reaches the goal in its share of the cases, infinite where there is none."""
    found = yield from solve.steps(scenario, lever, goal.outcome, at_least=goal.amount_gw, by=goal.by)
    return found.value(chance=goal.chance)
