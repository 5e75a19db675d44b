"""Which assumption decides the answer, and which unknown, if somebody published it, would narrow it most.

All views come from the draws that the projection itself uses. How the shares of variance are estimated, and how well,
is in ``docs/decisions/sensitivity.md``.
"""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from explorer.analysis.tabular import Table, attrs_for, tabular
from explorer.formatting import plural
from explorer.model import LINEAR_IN_SHARE, OUTCOMES, ModelError, Projection, linear_quantiles, median
from explorer.model.equations import equations_of
from explorer.model.stepwise import Steps, stepwise
from explorer.records.dates import Month
from explorer.scenario import Scenario
from explorer.scenario.distributions import Array, strata

INTERACTIONS = "interactions"
LOW_HIGH = (0.05, 0.95)
HIGHEST_DEGREE = 10
DRAWS_PER_TERM = 8
"""So many draws, at the least, stand behind each number that is fitted; fewer draws mean simpler curves."""
PINS = 8
"""Values at which a parameter is taken as known: the middles of so many equal parts of its distribution."""


class Driver(NamedTuple):
    """What one assumption does to an outcome; the columns of `sensitivity`."""

    parameter: str
    low_input: float
    high_input: float
    low_outcome: float
    high_outcome: float
    variance_share: float


@tabular
def sensitivity(scenario: Scenario, outcome: str, *, at: Month | None = None) -> Steps[Table[Driver]]:
    """How much each assumption moves an outcome at the end of a month; the most decisive first, interactions last.

    Columns: ``low_input`` and ``high_input``, the parameter's own 5 and 95% points in its unit; ``low_outcome`` and
    ``high_outcome``, the median outcome with the parameter pinned there and all others in full; ``variance_share``, the
    part of the outcome's variance that this parameter explains alone (first-order Sobol index). The last row is what
    only combinations explain, so the shares sum to 1. Where assumptions move together no spread belongs to one alone,
    so the shares are those of the same scenario with each on its own (no co-movement, no correlations). A point moves
    nothing and its share is 0; where the outcome is the same in all draws every share is 0. What an uncertain path of
    rack power does, which is no parameter, is part of the last row. The month is that of the deal's goal where none is
    given. Raises `ModelError` for what is not an outcome or a month of the scenario, and for a scenario with fewer than
    eight draws for each assumption that plays a part.

    >>> frame = sensitivity(Scenario(draws=512), "delivered_gw", at="2029-12")
    >>> list(frame.index[:2]), frame.index[-1], round(float(frame["variance_share"].sum()), 9)
    (['growth_after', 'rack_rate_target'], 'interactions', 1.0)
    """
    projection, month = Projection(scenario), at or scenario.seeds.deal.goal_by
    t = projection.number(month)
    result, equations = projection.at(outcome, month), equations_of(scenario, t + 1)
    rows: dict[str, tuple[float, float, float, float]] = {}
    inputs: dict[str, Array] = {}
    open_ones = uncertain(scenario)
    yield
    for name, parameter in scenario.seeds.parameters.items():
        ends = np.clip([scenario[name].quantile(end) for end in LOW_HIGH], parameter.lower_bound, parameter.upper_bound)
        moved: list[Array] = []
        for end in ends if name in open_ones else ():
            moved.append(equations.pinned(name, float(end)).at(outcome, t))
            yield
        # What leaves every draw as it was plays no part in this outcome, and gets no share by chance.
        if any((row != result).any() for row in moved):
            inputs[name] = strata(name, scenario.seed, scenario.draws)
        low, high = (median(row) for row in moved or [result, result])
        rows[name] = float(ends[0]), float(ends[1]), low, high
    alone = scenario.replace(co_movement=0, correlations=())
    free = result if alone == scenario else Projection(alone).at(outcome, month)
    shares = yield from variance_shares.steps(inputs, free)
    yield
    order = sorted(rows, key=lambda name: (-shares.get(name, 0.0), rows[name][2] - rows[name][3]))
    listed = [Driver(name, *rows[name], shares.get(name, 0.0)) for name in order]
    listed.append(Driver(INTERACTIONS, math.nan, math.nan, math.nan, math.nan, shares[INTERACTIONS]))
    middle = float(projection.quantiles_at(outcome, [0.5], month)[0])
    attrs = attrs_for(scenario, outcome=outcome, unit=OUTCOMES[outcome], at=month, median=middle)
    return Table(Driver, tuple(listed), attrs)


def uncertain(scenario: Scenario) -> tuple[str, ...]:
    """The parameters that are not one fixed value, in table order."""
    return tuple(name for name, value in scenario.items() if value.low != value.high)


@stepwise()
def variance_shares(inputs: Mapping[str, Array], result: Array) -> Steps[dict[str, float]]:
    """First-order shares of the variance of ``result`` (draws,), and what is left under `INTERACTIONS`; they sum to 1.

    ``inputs`` holds for each input its place in its own distribution, 0 to 1 (draws,). The result is fitted as a sum of
    one smooth curve for each input: c + sum of f_i(u_i), each f_i a polynomial (orthonormal Legendre, up to degree 10),
    all in one least-squares fit. The share of an input is the variance of its curve, less what noise alone would give
    it, over the sum of these and the variance left.
    Raises `ModelError` if there are fewer than eight draws for each input.
    """
    draws = len(result)
    centred = result - result.mean()
    spread = float(centred @ centred) / draws
    if not inputs or spread <= (1e-12 * float(np.abs(result).max())) ** 2:
        return dict.fromkeys(inputs, 0.0) | {INTERACTIONS: 0.0}
    least = DRAWS_PER_TERM * len(inputs)
    degree = min(HIGHEST_DEGREE, draws // least)
    if degree < 1:
        counted = plural(len(inputs), "uncertain input")
        raise ModelError(f"Shares of variance for {counted} take {least} draws or more; the scenario has {draws}.")
    scale = np.sqrt(2 * np.arange(1, degree + 1) + 1)
    curves = [legendre(2 * u - 1, degree) * scale for u in inputs.values()]
    terms = np.hstack([part - part.mean(axis=0) for part in curves])
    yield
    gram = terms.T @ terms
    yield
    inverse = np.linalg.inv(gram)
    weights = inverse @ (terms.T @ centred)
    left = centred - terms @ weights
    noise = float(left @ left) / (draws - 1 - terms.shape[1])
    explained: dict[str, float] = {}
    for number, name in enumerate(inputs):
        own = slice(number * degree, (number + 1) * degree)
        covariance = gram[own, own] / draws
        by_noise = noise * float(np.sum(covariance * inverse[own, own].T))
        explained[name] = max(0.0, float(weights[own] @ covariance @ weights[own]) - by_noise)
    explained[INTERACTIONS] = noise
    total = sum(explained.values())
    return {name: part / total for name, part in explained.items()}


def legendre(x: Array, degree: int) -> Array:
    """The Legendre polynomials of degree 1 to ``degree`` at ``x`` (draws,); the result is (draws, degree).

    Bit for bit what numpy's ``legvander`` gives, without numpy's package of polynomials, which a browser need not load.

    >>> legendre(np.array([0.5]), 2).tolist()
    [[0.5, -0.125]]
    """
    rows = [np.ones_like(x), x]
    for n in range(2, degree + 1):
        rows.append((rows[n - 1] * x * (2 * n - 1) - rows[n - 2] * (n - 1)) / n)
    return np.moveaxis(np.array(rows[1:]), 0, -1)


class Unknown(NamedTuple):
    """How wide the answer's range is now, and on average with this parameter known; the columns of `questions`."""

    parameter: str
    ask: str
    question: str
    width_now: float
    width_known: float
    narrowing: float


@tabular
def questions(
    scenario: Scenario, outcome: str = "delivered_gw", *, at: Month | None = None, at_least: float | None = None
) -> Steps[Table[Unknown]]:
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
    if at_least is not None:
        if outcome not in LINEAR_IN_SHARE or at_least <= 0:
            named = ", ".join(LINEAR_IN_SHARE)
            raise ModelError(f"The share needed can be asked for an amount above 0 of {named}; not for this.")
        scenario = scenario.replace(openai_share=1)
    projection, month = Projection(scenario), at or scenario.seeds.deal.goal_by
    t = projection.number(month)
    result, equations = projection.at(outcome, month), equations_of(scenario, t + 1)
    now = _width(result, at_least)
    found: list[Unknown] = []
    for name in uncertain(scenario):
        asked = scenario.seeds.parameters[name]
        outcomes: list[Array] = []
        values = [scenario[name].quantile((i + 0.5) / PINS) for i in range(PINS)]
        for value in np.clip(values, asked.lower_bound, asked.upper_bound):
            outcomes.append(equations.pinned(name, float(value)).at(outcome, t))
            yield
        if all((row == result).all() for row in (outcomes[0], outcomes[-1])):
            continue
        known = float(np.mean([_width(row, at_least) for row in outcomes]))
        found.append(Unknown(name, asked.ask, asked.question, now, known, 1 - known / now if now > 0 else 0.0))
    unit = OUTCOMES[outcome] if at_least is None else "share"
    attrs = attrs_for(scenario, outcome=outcome, unit=unit, at=month, at_least=at_least)
    return Table(Unknown, tuple(sorted(found, key=lambda unknown: -unknown.narrowing)), attrs)


def _width(result: Array, at_least: float | None) -> float:
    """How far the 5 and 95% points of the answer lie apart; ``result`` is the outcome, at full share for a goal."""
    if at_least is not None:
        with np.errstate(divide="ignore"):
            result = np.minimum(at_least / result, 1.0)
    low, high = linear_quantiles(result, LOW_HIGH)
    return float(high - low)
