"""What would have to be true: the value of one assumption at which an outcome reaches a goal, draw by draw."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from explorer.arguments import checked
from explorer.errors import quoted
from explorer.formatting import amount, html_list, month_words, percent, percent_precise
from explorer.model import (
    BAND,
    CAPPED_IN_SHARE,
    LINEAR_IN_SHARE,
    ModelError,
    Projection,
    known_outcome,
    linear_quantiles,
    outcome_name,
    outcome_unit,
)
from explorer.model.equations import SHARED, Equations, equations_of
from explorer.model.stepwise import Steps, stepwise
from explorer.records.dates import Month
from explorer.scenario import Scenario
from explorer.scenario.distributions import Array, read_only

SHARE = "openai_share"
TOLERANCE = 1e-11
"""How far, as a part of the goal, the outcome may lie above it at the value that is given."""
NARROW = 1e-14
SINCE = ("start", "first delivery")
MAX_STEPS = 200


class MixedEffectError(ModelError):
    """A lever that helps in some draws and hurts in others, so that no one value of it can be named."""


@dataclass(frozen=True, eq=False)
class Needed:
    """The values of a lever at which a goal is just reached. Made by `solve`.

    ``needed`` (draws,) is in the lever's unit, infinite where no value within the lever's bounds will do; ``lowers``
    says that the goal asks for *small* values of this lever, such as a delay. ``at_bounds`` (2, draws) is what the
    outcome comes to at the lower and at the upper end of the lever's bounds, whether or not it is enough.
    """

    scenario: Scenario
    lever: str
    outcome: str
    at_least: float
    by: str
    needed: Array = field(repr=False)
    lowers: bool
    at_bounds: Array = field(repr=False)

    def __post_init__(self) -> None:
        read_only(self.needed)
        read_only(self.at_bounds)

    @property
    def reachable(self) -> float:
        """The share of draws (0 to 1) in which the goal can be reached within the lever's bounds."""
        return float(np.mean(np.isfinite(self.needed)))

    @property
    def easiest(self) -> float:
        """The end of the lever's bounds that asks for nothing: where even that is enough, any value is."""
        parameter = self.scenario.seeds.parameters[self.lever]
        return parameter.upper_bound if self.lowers else parameter.lower_bound

    def _repr_html_(self) -> str:
        parameter = self.scenario.seeds.parameters[self.lever]
        deal = self.scenario.seeds.deal
        name, goal = outcome_name(self.outcome, deal), amount(self.at_least, outcome_unit(self.outcome, deal))
        title = f"{parameter.label}: what it takes for {name} to reach {goal} by {month_words(self.by)}"
        rows: list[tuple[str, str]] = []
        for share in BAND:
            value = self.value(chance=share)
            words = parameter.words("point", [value]) if math.isfinite(value) else "no value"
            rows.append((f"enough in {percent_precise(share)}% of cases", words))
        return html_list(title, [*rows, ("within reach", f"in {percent(self.reachable)}% of cases")])

    @checked()
    def comes_to(self, *, chance: float) -> float:
        """The most that this share of the draws comes to at one end of the lever's bounds."""
        return float(np.sort(self.at_bounds)[:, -self._count(chance)].max())

    @checked()
    def quantiles(self, shares: Iterable[float]) -> Array:
        """The lever's value at which the easiest ``shares`` of the draws reach the goal; infinite past the reachable.

        Draws count from the easiest to the hardest: upwards, or downwards for a lever that has to be small.
        """
        with np.errstate(invalid="ignore"):
            result = linear_quantiles(self._effort, shares)
        # Between a finite draw and an unreachable one, and among these, there is nothing but the unreachable.
        return np.where(np.isfinite(result), self._sign * result, math.inf)

    @checked()
    def value(self, *, chance: float) -> float:
        """The least demanding value of the lever that reaches the goal in at least this share of the draws.

        Infinite if no value within its bounds does. Raises `ModelError` unless 0 < chance <= 1.

        >>> n = solve(Scenario(draws=64), "openai_share", "delivered_gw", at_least=10, by="2029-12")
        >>> s = Scenario(draws=64, openai_share=n.value(chance=0.5))
        >>> Projection(s).chance("delivered_gw", at_least=10, by="2029-12")
        0.5
        """
        value = self._effort[self._count(chance) - 1]
        return float(self._sign * value) if np.isfinite(value) else math.inf

    @checked()
    def racks(self, month: Month | None = None) -> Array:
        """OpenAI's racks up to the end of a month (None: of ``by``) at the value needed, draw by draw; racks (draws,).

        Infinite in a draw that no value of the lever helps.
        """
        return np.where(np.isfinite(self.needed), self._reached.at("openai_shipped", self._number(month)), math.inf)

    @checked()
    def share_of_shipped(self, month: Month | None = None, *, since: str = "start") -> Array:
        """`racks` as a share of all racks that Foxconn ships up to the end of that month, draw by draw (draws,).

        All since month 0 (``since="start"``), or since OpenAI's first delivery (``since="first delivery"``): a month in
        which deliveries begin counts in part. `needed` itself is the share of what is shipped in a week once deliveries
        run in full, and so the largest of the three. Raises `ModelError` for any other ``since``.
        """
        if since not in SINCE:
            raise ModelError(f"The argument since is {quoted(since)}; say one of {', '.join(map(repr, SINCE))}.")
        model, racks, months = self._reached, self.racks(month), self._number(month) + 1
        begins = model.case["first_delivery_months"] if since == "first delivery" else np.zeros(1)
        rates = (rate * np.clip(t + 1 - begins, 0, 1) for t, rate in enumerate(model.capability(months)))
        shipped = sum(rates, np.zeros(model.draws)) * model.racks_per_capability
        none = np.where(np.isfinite(racks), 0.0, math.inf)  # of nothing shipped nothing is OpenAI's
        return np.divide(racks, shipped, out=none, where=shipped > 0)

    @cached_property
    def _reached(self) -> Equations:
        """The equations with the lever at the value needed, in draws that no value helps at its upper bound."""
        values = np.where(np.isfinite(self.needed), self.needed, self.scenario.seeds.parameters[self.lever].upper_bound)
        return equations_of(self.scenario).pinned(self.lever, values)

    def _number(self, month: Month | None) -> int:
        return Projection(self.scenario).number(month or self.by)

    def _count(self, chance: float) -> int:
        if not 0 < chance <= 1:
            raise ModelError(f"A chance lies above 0 and up to 1; {chance!r} does not.")
        return math.ceil(round(chance * len(self.needed), 6))  # rounded first: 0.55 * 100 is 55.00000000000001

    @property
    def _sign(self) -> float:
        return -1.0 if self.lowers else 1.0

    @property
    def _effort(self) -> Array:
        """The draws from the easiest to the hardest, ascending: what is needed, negative where small values help."""
        return np.sort(np.where(np.isfinite(self.needed), self._sign * self.needed, math.inf))


@stepwise()
@checked()
def solve(scenario: Scenario, lever: str, outcome: str, *, at_least: float, by: Month) -> Steps[Needed]:
    """The value of ``lever`` that each draw needs for ``outcome`` to reach ``at_least`` in any month up to ``by``.

    The lever is any parameter of the scenario, ``outcome`` one of `OUTCOMES`, in whose unit ``at_least`` is. All other
    parameters keep their draws; the lever's own distribution in the scenario plays no part. The value is the least
    demanding one within the lever's bounds: the smallest, or the largest where small values help. It reaches the goal
    and all but meets it. A draw that reaches the goal in the middle of the bounds but at neither end counts as
    unreachable. What the draws need, and in how many a value is enough, is asked of the `Needed` that comes back.

    Raises `ModelError` for what is not an outcome or no month of the scenario, `MixedEffectError` for a lever that
    helps in some draws and hurts in others; `ScenarioError` for what is not a lever.

    >>> n = solve(Scenario(draws=64), "openai_share", "delivered_gw", at_least=10, by="2029-12")
    >>> bool(0.2 < n.quantiles([0.5])[0] < 0.25), n.reachable
    (True, 1.0)
    """
    known_outcome(outcome)
    scenario[lever]
    goal, t = at_least, Projection(scenario).number(by)
    # so little above the goal that rounding does not carry it below
    aim = goal + abs(goal) * TOLERANCE / 2
    if lever == SHARE and outcome in LINEAR_IN_SHARE and goal > 0:
        # in proportion to the share: what the search below comes to, at once
        full = equations_of(scenario.replace(openai_share=1), t + 1).at(outcome, t)
        with np.errstate(divide="ignore"):
            needed = np.where(full >= goal, np.minimum(aim / full, 1.0), math.inf)
        return Needed(scenario, lever, outcome, goal, by, needed, False, np.array([0 * full, full]))
    parameter, whole = scenario.seeds.parameters[lever], equations_of(scenario, t + 1)
    kept = None if lever in SHARED["deliverable"] else whole.deliverable(t + 1)[: t + 2]

    def reached(values: Array, which: NDArray[np.intp]) -> Array:
        """What the outcome comes to by month t in some draws, each with its own value of the lever."""
        case = {name: draws[which] for name, draws in whole.case.items()} | {lever: values}
        rows = {} if kept is None else {"deliverable": np.take(kept, which, axis=1)}
        equations = Equations(case, whole.curve, rows, spent=whole.spent)
        # what money allows falls again only where spending does
        spent = case["compute_spend_end_usd_per_yr"] < case["compute_spend_start_usd_per_yr"]
        if outcome == "capability" or (outcome in CAPPED_IN_SHARE and spent.any()):
            return equations.outcome(outcome, t + 1).max(axis=0)
        return equations.at(outcome, t)

    lower, upper = (np.full(scenario.draws, bound) for bound in (parameter.lower_bound, parameter.upper_bound))
    every = np.arange(scenario.draws)
    yield
    at_lower = reached(lower, every)
    yield
    at_upper = reached(upper, every)
    raises, lowers = (at_lower < goal) & (at_upper >= goal), (at_upper < goal) & (at_lower >= goal)
    if raises.any() and lowers.any():
        raise MixedEffectError(
            f"{parameter.label} helps in some simulated cases and hurts in others, so no one value can be named."
        )
    down = bool(lowers.any()) or (not raises.any() and bool(np.sum(at_upper - at_lower) < 0))
    needed = np.where((at_lower >= goal) & (at_upper >= goal), upper if down else lower, math.inf)
    which = np.flatnonzero(lowers if down else raises)
    ends = (upper, at_upper, lower, at_lower) if down else (lower, at_lower, upper, at_upper)
    # Each draw's bracket, from what misses the goal to what is enough, is narrowed by turns along the straight line
    # through both ends, right at once where the outcome is linear, and in the middle, which is sure to halve it.
    short, at_short, enough, reach = (end[which] for end in ends)
    for step in range(MAX_STEPS):
        if not len(which):
            break
        part = np.clip((aim - at_short) / (reach - at_short), 0, 1) if step % 2 == 0 else np.full(len(which), 0.5)
        tried = short + part * (enough - short)
        yield
        at_tried = reached(tried, which)
        reaches = at_tried >= goal
        short, at_short = np.where(reaches, short, tried), np.where(reaches, at_short, at_tried)
        enough, reach = np.where(reaches, tried, enough), np.where(reaches, at_tried, reach)
        needed[which] = enough
        narrow = abs(enough - short) <= NARROW * np.maximum(abs(enough), abs(short))
        going = (reach > goal + abs(goal) * TOLERANCE) & ~narrow
        which, short, at_short, enough, reach = which[going], short[going], at_short[going], enough[going], reach[going]
    return Needed(scenario, lever, outcome, goal, by, needed, down, np.array([at_lower, at_upper]))
