"""How fast the model answers, beside the same work in plain numpy; medians, and it judges nothing.

Run it with ``python -m tests.bench_model``. Machines are shared and noisy: the kinds of work take turns, so that a
slow minute is every kind's slow minute. Compare figures of one run with each other.
"""

import itertools
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
import psutil

from explorer.breaks import first_break
from explorer.hindsight import backtest
from explorer.model import OUTCOMES, simulate
from explorer.reporter import questions
from explorer.scenario import Scenario, drawn, table
from explorer.solve import solve
from explorer.tornado import sensitivity
from explorer.waterfall import compare
from tests.obvious_numpy import energised_gw

SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
DRAWS = (1024, 4096, 16_384, 65_536)
TURNS = 9

fresh = itertools.count(1)


def changed(draws: int = 4096) -> Scenario:
    """A scenario never seen before: one parameter that all that is delivered depends on has a new value."""
    return Scenario(draws=draws, rack_power_kw=100 + next(fresh) / 1000)


def unseen(draws: int) -> Scenario:
    """A scenario with a seed never seen before: every draw is new."""
    return Scenario(draws=draws, seed=next(fresh))


def obvious(draws: int) -> object:
    """The same draws and five quantiles the obvious way."""
    scenario = unseen(draws)
    case = {name: drawn(scenario, name) for name in table()}
    return np.quantile(energised_gw(case, len(scenario.months)), SHARES, axis=0)


def works() -> dict[str, Callable[[], object]]:
    """What is timed, by name."""
    found: dict[str, Callable[[], object]] = {}
    for draws in DRAWS:
        found[f"simulate, {draws:,} new draws, five quantiles of one outcome"] = lambda draws=draws: simulate(
            unseen(draws)
        ).quantile_rows("energised_gw", SHARES)
        if draws <= 16_384:
            found[f"  the obvious numpy, {draws:,} draws"] = lambda draws=draws: obvious(draws)

    def every_outcome() -> object:
        projection = simulate(changed())
        return [projection.quantile_rows(outcome, SHARES) for outcome in OUTCOMES]

    found["five quantiles of all ten outcomes, 4,096 draws"] = every_outcome
    found["one parameter changed, rack power"] = lambda: simulate(changed()).quantile_rows("energised_gw", SHARES)
    found["the same to the end of 2030, as pages show"] = lambda: simulate(changed()).quantile_rows(
        "energised_gw", SHARES, until="2030-12"
    )

    def share() -> object:
        return simulate(Scenario(openai_share=next(fresh) / 100_000)).quantile_rows("energised_gw", SHARES)

    # Twice in a row: other work in between takes the place of what is kept.
    found["one parameter changed, share for OpenAI, first"] = share
    found["one parameter changed, share for OpenAI, then"] = share
    for lever in ("openai_share", "utilisation", "first_delivery_months"):
        found[f"solve for {lever}"] = lambda lever=lever: solve(
            changed(), lever, "delivered_gw", at_least=10, by="2029-12"
        )
    found["sensitivity of energised_gw"] = lambda: sensitivity(changed(), "energised_gw")
    found["questions, the share needed for 10 GW"] = lambda: questions(changed(), at_least=10)
    found["compare with the defaults"] = lambda: compare(changed(), Scenario(), "energised_gw")
    found["first break"] = lambda: first_break(changed())
    found["back-test"] = lambda: backtest(seed=next(fresh))
    return found


def fresh_process(code: str) -> float:
    """Milliseconds that a line takes in a new interpreter that has loaded pandas and time."""
    program = f"import pandas, time; s = time.perf_counter(); {code}; print(1000 * (time.perf_counter() - s))"
    return float(subprocess.check_output([sys.executable, "-c", program]))


def memory(draws: int) -> float:
    """MB that a fresh process grows by when it computes one outcome and its quantiles."""
    code = (
        "import psutil, explorer as ex; ex.simulate(draws=8)['energised_gw']; m = psutil.Process().memory_info; "
        f"a = m().rss; p = ex.simulate(draws={draws}); p.quantile_rows('energised_gw', [0.05, 0.5, 0.95]); "
        "print((m().rss - a) / 1e6)"
    )
    return float(subprocess.check_output([sys.executable, "-c", code]))


def row(what: str, taken: list[float], unit: str = "ms") -> None:
    """One line: median, lowest and highest."""
    middle = statistics.median(taken)
    print(f"{what:66} median {middle:8.1f} {unit}   {min(taken):.1f} to {max(taken):.1f}   n={len(taken)}", flush=True)


def main() -> None:
    """All works in turn, then imports and memory."""
    listed = works()
    for work in listed.values():
        work()
    taken: dict[str, list[float]] = {name: [] for name in listed}
    for _ in range(TURNS):
        for name, work in listed.items():
            start = time.perf_counter()
            work()
            taken[name].append(1000 * (time.perf_counter() - start))
    for name, times in taken.items():
        row(name, times)
    row("import explorer", [fresh_process("import explorer; explorer.Scenario") for _ in range(5)])
    row(
        "presets() after import explorer",
        [fresh_process("import explorer; explorer.presets()") for _ in range(5)],
    )
    for draws in DRAWS:
        row(f"memory for one outcome, {draws:,} draws", [memory(draws) for _ in range(3)], "MB")
    print(f"this process in the end: {psutil.Process().memory_info().rss / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
