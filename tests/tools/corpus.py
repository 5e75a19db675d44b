"""Sixty scenarios of all kinds, and what each comes to: here, and by `tests.tools.runtime` in a browser's Python.

As a program in that Python this file prints the numbers of the links that it is given.
"""

import json
import random

from explorer.analysis.goal import Goal
from explorer.analysis.presets import presets
from explorer.analysis.sensitivity import sensitivity
from explorer.analysis.solve import solve
from explorer.model import OUTCOMES, simulate
from explorer.scenario import Scenario
from explorer.scenario.distributions import Distribution, interval90, point, triangular, uniform
from explorer.scenario.links import from_link, link
from explorer.seeds import load

COUNT, FEW = 60, 1_001
PARAMETERS = load().parameters
QUANTILES = (0.05, 0.25, 0.5, 0.95)


def corpus() -> list[str]:
    """The links: every preset, and scenarios by chance, with each kind of distribution, seed and co-movement."""
    chance = random.Random(2026)
    found = [*presets().values(), Scenario(co_movement=0), Scenario(co_movement=1, seed=7)]
    while len(found) < COUNT:
        names = chance.sample(sorted(PARAMETERS), chance.randint(1, len(PARAMETERS)))
        about = {
            "seed": chance.randrange(2**32),
            "draws": chance.choice((256, 256, FEW, 4_096)),
            "co_movement": chance.choice((0.0, chance.random(), 1.0)),
        }
        found.append(Scenario(**about).replace(**{name: _distribution(name, chance) for name in names}))
    return [link(scenario) for scenario in found]


def _distribution(name: str, chance: random.Random) -> Distribution:
    lower, upper = PARAMETERS[name].lower_bound, PARAMETERS[name].upper_bound
    low, middle, high = sorted(chance.uniform(lower, upper) for _ in range(3))
    inside = interval90(low, high)
    kinds = [point(middle), uniform(low, high), triangular(low, middle, high)]
    return chance.choice([*kinds, inside] if inside.outside(lower, upper) <= 0.01 else kinds)


def numbers(text: str) -> dict[str, list[float]]:
    """What follows from the scenario of a link: outcomes by month, the share needed; of few draws what decides."""
    scenario = from_link(text)
    projection, goal = simulate(scenario), Goal.of(scenario.seeds.deal)
    found = {name: projection.quantile_rows(name, QUANTILES).ravel().tolist() for name in OUTCOMES}
    found |= {f"mean {name}": projection[name].mean(axis=0).tolist() for name in OUTCOMES}
    needed = solve(scenario, "openai_share", "delivered_gw", at_least=goal.amount_gw, by=goal.by)
    found["needed"] = needed.quantiles(QUANTILES).tolist()
    if scenario.draws <= FEW:
        drivers = {row.parameter: row for row in sensitivity.table(scenario, "delivered_gw", at=goal.by).rows}
        found["drivers"] = [number for name in sorted(drivers) for number in drivers[name][1:]]
    return found


if "given" in globals():  # in a browser's Python
    print(json.dumps([numbers(text) for text in json.loads(globals()["given"])]))
