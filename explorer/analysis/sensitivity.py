"""Which assumption decides the answer: each moved on its own, and each one's share of all the spread.

Both views come from the draws that the projection itself uses. How the shares of variance are estimated, and how well,
is in ``docs/decisions/sensitivity.md``.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from explorer.analysis.frames import frame_of
from explorer.arguments import checked
from explorer.model import OUTCOMES, ModelError, Projection, linear_quantiles
from explorer.model.cache import equations_of
from explorer.model.equations import DELIVERABLE_PARAMETERS, Equations
from explorer.model.stepwise import Steps, stepwise
from explorer.scenario import Scenario, deal, month_label, table
from explorer.scenario.distributions import Array, strata

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["INTERACTIONS", "Driver", "Drivers", "drivers", "pinned", "sensitivity", "uncertain", "variance_shares"]

INTERACTIONS = "interactions"
ENDS = (0.05, 0.95)
HIGHEST_DEGREE = 10
DRAWS_PER_TERM = 8
"""So many draws, at the least, stand behind each number that is fitted; fewer draws mean simpler curves."""


@dataclass(frozen=True, slots=True)
class Driver:
    """What one assumption does to an outcome; the columns of `sensitivity`."""

    parameter: str
    low_input: float
    high_input: float
    low_outcome: float
    high_outcome: float
    variance_share: float


@dataclass(frozen=True, slots=True)
class Drivers:
    """What each assumption does to one outcome, the most decisive first, interactions last. Made by `drivers`."""

    outcome: str
    unit: str
    at: str
    median: float
    rows: tuple[Driver, ...]

    def frame(self) -> "pd.DataFrame":
        """The rows as `sensitivity` gives them."""
        about = {"outcome": self.outcome, "unit": self.unit, "at": self.at, "median": self.median}
        return frame_of(Driver, self.rows, "parameter", **about)


@checked()
def sensitivity(scenario: Scenario, outcome: str, *, at: str | None = None) -> "pd.DataFrame":
    """How much each assumption moves an outcome at the end of a month; the most decisive first, interactions last.

    Columns: ``low_input`` and ``high_input``, the parameter's own 5 and 95% points in its unit; ``low_outcome`` and
    ``high_outcome``, the median outcome with the parameter pinned there and all others in full; ``variance_share``, the
    part of the outcome's variance that this parameter explains alone (first-order Sobol index). The last row is what
    only combinations explain, so the shares sum to 1. Where assumptions move together no spread belongs to one alone,
    so the shares are those of the same scenario with each on its own (co-movement 0). A point moves nothing and its
    share is 0; where the outcome is the same in all draws every share is 0. The month is that of the deal's goal where
    none is given. Raises `ModelError` for what is not an outcome or a month of the scenario.

    >>> frame = sensitivity(Scenario(draws=512), "delivered_gw", at="2029-12")
    >>> list(frame.index[:2]), frame.index[-1], round(float(frame["variance_share"].sum()), 9)
    (['growth_after', 'rack_rate_target'], 'interactions', 1.0)
    """
    return drivers(scenario, outcome, at).frame()


@stepwise
def drivers(scenario: Scenario, outcome: str, at: str | None = None) -> Steps[Drivers]:
    """The numbers of `sensitivity`."""
    projection = Projection(scenario)
    t = projection.number(at or deal().goal_by)
    result = projection.at(outcome, month_label(t))
    equations = equations_of(scenario, t + 1)
    middle = float(linear_quantiles(np.sort(result), [0.5])[0])
    rows: dict[str, tuple[float, float, float, float]] = {}
    inputs: dict[str, Array] = {}
    open_ones = uncertain(scenario)
    yield
    for name, parameter in table().items():
        ends = np.clip([scenario[name].quantile(end) for end in ENDS], parameter.lower_bound, parameter.upper_bound)
        moved: list[Array] = []
        for end in ends if name in open_ones else ():
            moved.append(pinned(equations, name, float(end), outcome, t))
            yield
        # What leaves every draw as it was plays no part in this outcome, and gets no share by chance.
        if any((row != result).any() for row in moved):
            inputs[name] = strata(name, scenario.seed, scenario.draws)
        low, high = (float(np.median(row)) for row in moved or [result, result])
        rows[name] = float(ends[0]), float(ends[1]), low, high
    alone = scenario.replace(co_movement=0)
    free = result if alone == scenario else Projection(alone).at(outcome, month_label(t))
    shares = yield from variance_shares.steps(inputs, free)
    yield
    order = sorted(rows, key=lambda name: (-shares.get(name, 0.0), rows[name][2] - rows[name][3]))
    listed = [Driver(name, *rows[name], shares.get(name, 0.0)) for name in order]
    listed.append(Driver(INTERACTIONS, math.nan, math.nan, math.nan, math.nan, shares[INTERACTIONS]))
    return Drivers(outcome, OUTCOMES[outcome], month_label(t), middle, tuple(listed))


def uncertain(scenario: Scenario) -> tuple[str, ...]:
    """The parameters that are not one fixed value, in table order."""
    return tuple(name for name, value in scenario.items() if value.low != value.high)


def pinned(equations: Equations, name: str, value: float, outcome: str, t: int) -> Array:
    """An outcome (draws,) in month t with one parameter at one value and the draws of all others as they are."""
    case = {**equations.case, name: np.full(equations.draws, value)}
    # What does not depend on this parameter is taken over instead of being computed again.
    kept = None if name in DELIVERABLE_PARAMETERS else equations.deliverable(t + 1)
    return Equations(case, kept).at(outcome, t)


@stepwise
def variance_shares(inputs: Mapping[str, Array], result: Array) -> Steps[dict[str, float]]:
    """First-order shares of the variance of ``result`` (draws,), and what is left under `INTERACTIONS`; they sum to 1.

    ``inputs`` holds for each input its place in its own distribution, 0 to 1 (draws,). The result is fitted as a sum of
    one smooth curve for each input: c + sum of f_i(u_i), each f_i a polynomial (orthonormal Legendre, up to degree 10),
    all in one least-squares fit. The share of an input is the variance of its curve, less what noise alone would give
    it, over the sum of these and the variance left.

    Raises `ModelError` if there are fewer than eight draws for each input.

    >>> u, v = strata("a", 0, 4096), strata("b", 0, 4096)
    >>> shares = variance_shares({"a": u, "b": v}, 3 * u + v)  # variances in the ratio of 9 to 1
    >>> round(shares["a"], 6), round(shares["b"], 6)
    (0.9, 0.1)
    """
    draws = len(result)
    centred = result - result.mean()
    spread = float(centred @ centred) / draws
    if not inputs or spread <= (1e-12 * float(np.abs(result).max())) ** 2:
        return dict.fromkeys(inputs, 0.0) | {INTERACTIONS: 0.0}
    degree = min(HIGHEST_DEGREE, draws // (DRAWS_PER_TERM * len(inputs)))
    if degree < 1:
        least = DRAWS_PER_TERM * len(inputs)
        raise ModelError(f"Shares of variance for {len(inputs)} uncertain inputs take {least} draws or more.")
    scale = np.sqrt(2 * np.arange(1, degree + 1) + 1)
    curves = [np.polynomial.legendre.legvander(2 * u - 1, degree)[:, 1:] * scale for u in inputs.values()]
    terms = np.hstack([part - part.mean(axis=0) for part in curves])
    yield
    gram = terms.T @ terms
    yield
    inverse = np.linalg.inv(gram)
    weights = inverse @ (terms.T @ centred)
    left = centred - terms @ weights
    freedom = draws - 1 - terms.shape[1]
    noise = float(left @ left) / freedom
    explained: dict[str, float] = {}
    for number, name in enumerate(inputs):
        own = slice(number * degree, (number + 1) * degree)
        covariance = gram[own, own] / draws
        by_noise = noise * float(np.sum(covariance * inverse[own, own].T))
        explained[name] = max(0.0, float(weights[own] @ covariance @ weights[own]) - by_noise)
    explained[INTERACTIONS] = noise
    total = sum(explained.values())
    return {name: part / total for name, part in explained.items()}
