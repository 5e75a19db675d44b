"""Prints the evidence that the model is right: ``python -m tests.tools.show_model``, about a minute.

Agreement with the second implementation on random scenarios, answers of `solve` put back into the model, questions
that have no answer with the nearest there is, shares of variance beside known ones, golden scenarios, the back-test.
"""

import random
import sys
from pathlib import Path

import numpy as np

from explorer.analysis.backtest import backtest
from explorer.analysis.forecasts import scores
from explorer.analysis.needs import need_words
from explorer.analysis.sensitivity import INTERACTIONS, variance_shares
from explorer.analysis.solve import Needed, solve
from explorer.model import OUTCOMES, ModelError, simulate
from explorer.model.equations import Equations
from explorer.scenario import Scenario, drawn, table
from explorer.scenario.links import MODEL_VERSION
from tests.tools import goldens

sys.path.insert(0, str(Path(__file__).parents[1]))
from plain_model import project, seen_month, site_points
from test_tornado import KNOWN, places


def random_scenario(source: random.Random, draws: int = 2) -> Scenario:
    """Any number of parameters changed, each to any distribution that `tests.tools.goldens` makes."""
    changed = source.sample(list(table()), source.randint(0, len(table())))
    values = {name: goldens.any_distribution(source, name) for name in changed}
    together = source.random()
    seed = source.randint(0, 2**32 - 1)
    return Scenario(draws=draws, seed=seed, horizon="2032-12", co_movement=together).replace(**values)


def agreement(count: int = 1000) -> None:
    """The largest relative difference of any outcome, month and draw between the two implementations."""
    source, curve, seen = random.Random(1), site_points(), seen_month()
    worst = dict.fromkeys(OUTCOMES, 0.0)
    for _ in range(count):
        s = random_scenario(source)
        p, months = simulate(s), len(s.months)
        case = {name: drawn(s, name) for name in table()}
        for i in range(s.draws):
            plain = project({name: float(case[name][i]) for name in case}, months, curve, seen)
            for outcome in OUTCOMES:
                ours, theirs = p[outcome][i], np.array(plain[outcome])
                size = np.maximum(np.abs(ours), np.abs(theirs))
                away = np.divide(np.abs(ours - theirs), size, out=np.zeros(months), where=size > 1e-12 * size.max())
                worst[outcome] = max(worst[outcome], float(away.max()))
    print(f"second implementation, {count:,} random scenarios, 2 draws, 86 months: largest relative difference")
    for outcome, away in worst.items():
        print(f"  {outcome:18} {away:.1e}")


def put_back(need: Needed) -> float:
    """How far the outcome at the values needed lies from the goal at most, where the value is not a bound."""
    parameter = table()[need.lever]
    inside = np.isfinite(need.needed) & (need.needed > parameter.lower_bound) & (need.needed < parameter.upper_bound)
    if not inside.any():
        return 0.0
    case = {name: drawn(need.scenario, name)[inside] for name in table()} | {need.lever: need.needed[inside]}
    t = need.scenario.months.index(need.by)
    reached = Equations(case).outcome(need.outcome, t + 1).max(axis=0)
    return float(np.max(np.abs(reached / need.at_least - 1)))


def _matters(scenario: Scenario, lever: str, outcome: str) -> bool:
    """Whether the lever moves the outcome at all: that one without a part cannot reach a goal is no news."""
    bounds = table()[lever].lower_bound, table()[lever].upper_bound
    ends = [simulate(scenario.replace(**{lever: bound})).at(outcome, "2029-12") for bound in bounds]
    return bool((ends[0] != ends[1]).any())


def solving(cases: int = 50, infeasible: int = 10) -> None:
    """Fifty questions with an answer put back, and ten that have none."""
    source = random.Random(2)
    done, worst, none = 0, 0.0, []
    while done < cases or len(none) < infeasible:
        s = random_scenario(source, draws=256)
        lever = source.choice(list(table()))
        outcome = source.choice(["delivered_gw", "energised_gw", "rack_sales_usd", "shipped", "capex_usd"])
        goal = float(np.median(simulate(s).at(outcome, "2029-12"))) * source.choice([0.7, 1.3, 40])
        if goal <= 0:
            continue
        try:
            need = solve(s, lever, outcome, at_least=goal, by="2029-12")
        except ModelError:
            continue
        if need.reachable == 0 and len(none) < infeasible and _matters(s, lever, outcome):
            none.append(need)
        inside = (need.needed > table()[lever].lower_bound) & (need.needed < table()[lever].upper_bound)
        if inside.any() and done < cases:
            done, worst = done + 1, max(worst, put_back(need))
    print(f"solve, {cases} random questions put back into the model: largest distance from the goal {worst:.1e}")
    for need in none:
        print(f"  {need_words(need)}")


def variances() -> None:
    """The largest error of any share of four functions with known shares, 23 inputs, five seeds."""
    for name, (function, known) in KNOWN.items():
        errors = []
        for seed in range(5):
            u = places(23, seed)
            found = variance_shares(u, function(u))
            expected = dict(zip(u, [*known, *[0.0] * 23], strict=False)) | {INTERACTIONS: 1 - sum(known)}
            errors.append(max(abs(found[key] - expected[key]) for key in found))
        print(f"shares of variance, {name:9}: largest error {max(errors):.4f} in five seeds")


def main() -> None:
    """Everything, one after the other."""
    agreement()
    solving()
    variances()
    today = goldens.computed()
    print(goldens.report(goldens.read(goldens.version_file()), today, (f"golden, version {MODEL_VERSION}", "today")))
    print(scores(backtest()).round(2).to_string())


if __name__ == "__main__":
    main()
