"""How fast the model answers; medians, and it judges nothing.

Run it with ``python -m tests.tools.bench_model``. Machines are shared and noisy: the kinds of work take turns, so that
a slow minute is every kind's slow minute, and each does its work once untimed just before, so that it finds in the
cache what a reader who moves one control would find there. Compare figures of one run with each other.
"""

import itertools
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import psutil

from explorer.analysis.backtest import backtest
from explorer.analysis.bottleneck import first_break
from explorer.analysis.scenario_comparison import compare
from explorer.analysis.sensitivity import questions, sensitivity
from explorer.analysis.solve import solve
from explorer.model import OUTCOMES, simulate
from explorer.scenario import Scenario
from explorer.scenario.distributions import Distribution
from tests.tools.stopwatch import row

SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
DRAWS = (1024, 4096, 16_384, 65_536)
TURNS = 9

fresh = itertools.count(1)


def changed(name: str = "rack_power_kw") -> Scenario:
    """A scenario never seen before: one parameter has a new value, a little above its lowest."""
    value = Scenario().distributions[name]
    return Scenario().replace(**{name: value.low + (value.high - value.low + 0.01) * next(fresh) / 1e6})


def unseen(draws: int) -> Scenario:
    """A scenario with a seed never seen before: every draw is new."""
    return Scenario(draws=draws, seed=next(fresh))


def opened(draws: int = 4096) -> Scenario:
    """As when a link is opened: the seed that every reader has, and a range never seen before for every parameter."""
    part = next(fresh) / 1e6
    ranges = Scenario().distributions.items()
    moved: dict[str, Any] = {
        name: Distribution(value.kind, value.low + part * (value.high - value.low), value.central, value.high)
        for name, value in ranges
        if value.low < value.high
    }
    return Scenario(draws=draws, **moved)


def works() -> dict[str, Callable[[], object]]:
    """What is timed, by name."""
    found: dict[str, Callable[[], object]] = {}
    for draws in DRAWS:
        found[f"simulate, {draws:,} new draws, five quantiles of one outcome"] = lambda draws=draws: simulate(
            unseen(draws)
        ).quantile_rows("energised_gw", SHARES)
    found["a link opened: the usual seed, every range new"] = lambda: simulate(opened()).quantile_rows(
        "energised_gw", SHARES
    )

    def every_outcome() -> object:
        projection = simulate(changed())
        return [projection.quantile_rows(outcome, SHARES) for outcome in OUTCOMES]

    found["five quantiles of all ten outcomes, 4,096 draws"] = every_outcome
    for name in (
        "openai_share",
        "shipped_share",
        "deployment_lag_months",
        "room_share",
        "rack_power_kw",
        "ramp_months",
    ):
        for until in (None, "2030-12"):
            title = "  the same to the end of 2030, as pages show" if until else f"one parameter changed, {name}"
            title += f" ({name})" if until else ""
            found[title] = lambda name=name, until=until: simulate(changed(name)).quantile_rows(
                "energised_gw", SHARES, until=until
            )
    for lever in ("openai_share", "shipped_share", "first_delivery_months"):
        found[f"solve for {lever}"] = lambda lever=lever: solve(
            changed(), lever, "delivered_gw", at_least=10, by="2029-12"
        )
    found["sensitivity of energised_gw"] = lambda: sensitivity(changed(), "energised_gw")
    found["questions, the share needed for 10 GW"] = lambda: questions(changed(), at_least=10)
    found["compare with the defaults"] = lambda: compare(changed(), Scenario(), "energised_gw")
    found["first break"] = lambda: first_break.table(changed())
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


def main() -> None:
    """All works in turn, then imports and memory."""
    listed = works()
    taken: dict[str, list[float]] = {name: [] for name in listed}
    busy: dict[str, list[float]] = {name: [] for name in listed}
    for _ in range(TURNS):
        for name, work in listed.items():
            work()
            start, started = time.perf_counter(), time.process_time()
            work()
            taken[name].append(1000 * (time.perf_counter() - start))
            busy[name].append(1000 * (time.process_time() - started))
    for name, times in taken.items():
        row(name, times, processor=busy[name])
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
