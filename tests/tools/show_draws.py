"""Prints how far quantiles differ from seed to seed: ``python -m tests.tools.show_draws``, a few seconds.

For each number of draws the standard deviation over seeds of the 5, 50 and 95% points, in per cent of the point's
mean: with draws in strata, as the model makes them, and with plain random draws.
"""

from collections.abc import Mapping

import numpy as np

from explorer.model import linear_quantiles
from explorer.scenario import Draws, Scenario
from explorer.scenario.distributions import Array
from tests.cases import equations_for

SEEDS, DRAWS, SHARES, MONTH, GOAL_GW = 100, (1024, 4096, 16_384), (0.05, 0.5, 0.95), 49, 10
KINDS = ("in strata", "plain random")


def drawn_plainly(scenario: Scenario) -> Mapping[str, Array]:
    """Draws of the same distributions at independent random shares."""
    source = np.random.default_rng([scenario.seed, scenario.draws])
    return {name: value.inverse(source.random(scenario.draws)) for name, value in scenario.distributions.items()}


def answers(case: Mapping[str, Array]) -> Array:
    """Three quantiles (columns) of delivered and energised GW in December 2029 and of the share that 10 GW need."""
    equations = equations_for(case)
    delivered = equations.at("delivered_gw", MONTH)
    needed = np.minimum(GOAL_GW * case["openai_share"] / delivered, 1)
    rows = (delivered, equations.at("energised_gw", MONTH), needed)
    return np.array([linear_quantiles(row, SHARES) for row in rows])


def main() -> None:
    """One block for each number of draws and kind."""
    for draws in DRAWS:
        for kind in KINDS:
            scenarios = [Scenario(seed=seed, draws=draws) for seed in range(SEEDS)]
            found = np.array([answers(Draws(s) if kind == KINDS[0] else drawn_plainly(s)) for s in scenarios])
            spread = 100 * found.std(axis=0, ddof=1) / found.mean(axis=0)
            print(f"{draws:,} draws {kind}, {SEEDS} seeds: spread in % of the 5, 50 and 95% points")
            for name, row, mean in zip(("delivered", "energised", "share"), spread, found.mean(axis=0), strict=True):
                shown = "  ".join(f"{part:5.2f} of {value:.4g}" for part, value in zip(row, mean, strict=True))
                print(f"  {name:10} {shown}", flush=True)


if __name__ == "__main__":
    main()
