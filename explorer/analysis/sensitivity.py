"""Which assumption decides the answer: each moved on its own, and each one's share of all the spread.

Both views come from the draws that the projection itself uses. How the shares of variance are estimated, and how well,
is in ``docs/decisions/sensitivity.md``.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from explorer.errors import checked
from explorer.model import OUTCOMES, ModelError, Projection, linear_quantiles
from explorer.model.cache import DELIVERABLE_PARAMETERS, equations_of
from explorer.model.equations import Equations
from explorer.model.stepwise import Steps, stepwise
from explorer.scenario import Scenario, month_label, table
from explorer.scenario.distributions import Array, strata

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["INTERACTIONS", "pinned", "sensitivity", "uncertain", "variance_shares"]

INTERACTIONS = "interactions"
ENDS = (0.05, 0.95)
HIGHEST_DEGREE = 10
DRAWS_PER_TERM = 8
"""So many draws, at the least, stand behind each number that is fitted; fewer draws mean simpler curves."""


@stepwise
@checked()
def sensitivity(scenario: Scenario, outcome: str, *, at: str = "2029-12") -> "Steps[pd.DataFrame]":
    """How much each assumption moves an outcome at the end of a month; the most decisive first, interactions last.

    Columns: ``low_input`` and ``high_input``, the parameter's own 5 and 95% points in its unit; ``low_outcome`` and
    ``high_outcome``, the median outcome with the parameter pinned there and all others in full; ``variance_share``, the
    part of the outcome's variance that this parameter explains alone (first-order Sobol index). The last row is what
    only combinations explain, so the shares sum to 1. Where assumptions move together no spread belongs to one alone,
    so the shares are those of the same scenario with each on its own (co-movement 0). A point moves nothing and its
    share is 0; where the outcome is the same in all draws every share is 0. Raises `ModelError` for what is not an
    outcome or a month of the scenario.

    >>> frame = sensitivity(Scenario(draws=512), "delivered_gw", at="2029-12")
    >>> list(frame.index[:2]), frame.index[-1], round(float(frame["variance_share"].sum()), 9)
    (['growth_after', 'rack_rate_target'], 'interactions', 1.0)
    """
    import pandas as pd

    projection = Projection(scenario)
    result, t = projection.at(outcome, at), projection.number(at)
    equations = equations_of(scenario, t + 1)
    middle = float(linear_quantiles(np.sort(result), [0.5])[0])
    rows: dict[str, list[float]] = {}
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
        rows[name] = [*map(float, ends), *(float(np.median(row)) for row in moved or [result, result])]
    alone = scenario.replace(co_movement=0)
    shares = yield from variance_shares.steps(
        inputs, result if alone == scenario else Projection(alone).at(outcome, at)
    )
    yield
    order = sorted(rows, key=lambda name: (-shares.get(name, 0.0), rows[name][2] - rows[name][3]))
    listed = [(name, *rows[name], shares.get(name, 0.0)) for name in order]
    listed.append((INTERACTIONS, *[float("nan")] * 4, shares[INTERACTIONS]))
    columns = ["parameter", "low_input", "high_input", "low_outcome", "high_outcome", "variance_share"]
    frame = pd.DataFrame(listed, columns=columns).set_index("parameter")
    frame.attrs |= {"outcome": outcome, "unit": OUTCOMES[outcome], "at": month_label(t), "median": middle}
    return frame


def uncertain(scenario: Scenario) -> tuple[str, ...]:
    """The parameters that are not one fixed value, in table order.

    >>> "openai_share" in uncertain(Scenario()), "shipped_share" in uncertain(Scenario())
    (False, True)
    """
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
