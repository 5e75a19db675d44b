"""Golden scenarios: what each version of the model made of the same few, and what changed between two.

In ``tests/golden`` ``scenarios.csv`` holds them as links, so that a changed default does not change them, and
``model-N.csv`` what version N gave. ``python -m tests.tools.goldens`` compares today's model with the newest of these
files, and that with the one before; ``--write`` writes the file of this version, once `MODEL_VERSION` has gone up.
``links-1.csv`` holds a few links of version 1 as readers may have kept them.
"""

import csv
import math
import random
import sys
from pathlib import Path

from explorer.analysis.presets import presets
from explorer.analysis.solve import solve
from explorer.model import OUTCOMES, simulate
from explorer.scenario import Scenario, table
from explorer.scenario.distributions import Distribution, interval90, point, triangular, uniform
from explorer.scenario.links import MODEL_VERSION, link, read_link

FOLDER = Path(__file__).parents[1] / "golden"
SCENARIOS = FOLDER / "scenarios.csv"
DRAWS = 256
POINTS = (0.05, 0.5, 0.95)
MONTHS = ("2027-06", "2029-12")
TOLERANCE = 1e-9

Values = dict[str, dict[str, float]]
"""Scenario name to quantity to number."""


def version_file(version: int = MODEL_VERSION) -> Path:
    return FOLDER / f"model-{version}.csv"


def results(scenario: Scenario) -> dict[str, float]:
    """Every outcome at two months, what limits it, and what a goal would need; plain numbers by name."""
    p = simulate(scenario)
    found = {}
    for outcome in OUTCOMES:
        for month in MONTHS:
            for share, value in zip(POINTS, p.quantiles_at(outcome, POINTS, month), strict=True):
                found[f"{outcome} {month} {share:g}"] = float(value)
    for limit, part in zip(("orders", "sites", "money"), p.binding_rows()[:, 49], strict=True):
        found[f"limit {limit} 2029-12"] = float(part)
    need = solve(scenario, "openai_share", "delivered_gw", at_least=10, by="2029-12")
    found["share needed 0.5"] = need.value(chance=0.5)
    found["share needed reachable"] = need.reachable
    return found


MECHANISMS: dict[str, dict[str, Distribution | float]] = {
    "each assumption on its own": {"co_movement": 0},
    "all assumptions together": {"co_movement": 1},
    "output shrinks after a short ramp": {"ramp_months": 1, "growth_after": -0.4},
    "deliveries late and slow": {"first_delivery_months": 30.5, "delivery_ramp_months": 40},
    "the later rack comes before the next": {"later_rack_start": 0, "later_rack_takeover_months": 4},
    "racks installed long after": {"openai_share": 0.2, "deployment_lag_months": uniform(12, 30)},
    "sites bind, and slip": {"openai_share": 0.9, "site_slip_months": uniform(0, 60), "rent_usd_per_gw_yr": 1e9},
    "sites bind past the last step": {"openai_share": 1, "site_power_gw_per_yr": 0.3, "rent_usd_per_gw_yr": 1e9},
    "money binds": {"openai_share": 0.9, "rent_usd_per_gw_yr": interval90(20e9, 60e9)},
    "spending falls": {
        "openai_share": 0.6,
        "compute_spend_start_usd_per_yr": triangular(60e9, 90e9, 120e9),
        "compute_spend_end_usd_per_yr": 10e9,
    },
}
"""One scenario for each thing that the model does."""


def chosen() -> dict[str, Scenario]:
    """Presets, `MECHANISMS` and six at random; made once and then kept as links."""
    found = {f"preset {name}": preset.replace(draws=DRAWS) for name, preset in presets().items()}
    found |= {name: Scenario(draws=DRAWS).replace(**changes) for name, changes in MECHANISMS.items()}
    source = random.Random(20251120)
    for number in range(6):
        changed = source.sample(list(table()), source.randint(8, len(table())))
        values = {name: any_distribution(source, name) for name in changed}
        settings = {"seed": source.randint(0, 2**32 - 1), "co_movement": source.random()}
        found[f"random {number}"] = Scenario(draws=DRAWS).replace(**settings, **values)
    return found


def any_distribution(source: random.Random, name: str) -> Distribution:
    parameter = table()[name]
    most = min(parameter.upper_bound, 2 * parameter.high)
    low, middle, high = sorted(source.uniform(parameter.lower_bound, most) for _ in range(3))
    kind = source.choice(("point", "uniform", "triangular", "interval90"))
    if kind == "point":
        return point(middle)
    if kind == "triangular":
        return triangular(low, middle, high)
    normal = interval90(low, high)
    fits = normal.outside(parameter.lower_bound, parameter.upper_bound) <= 0.01
    return normal if kind == "interval90" and fits else uniform(low, high)


def links(path: Path = SCENARIOS) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["link"] for row in csv.DictReader(file)}


def kept() -> dict[str, Scenario]:
    return {name: read_link(text)[0] for name, text in links().items()}


def computed() -> Values:
    return {name: results(scenario) for name, scenario in kept().items()}


def read(path: Path) -> Values:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row.pop("name"): {quantity: float(value) for quantity, value in row.items()} for row in rows}


def write(path: Path, values: Values) -> None:
    quantities = list(next(iter(values.values())))
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["name", *quantities])
        table.writerows([name, *(f"{row[quantity]:.12g}" for quantity in quantities)] for name, row in values.items())


def relative(old: float, new: float) -> float:
    """The difference over the larger of the two; 0 where they are equal, 1 where one of them is infinite."""
    if old == new:
        return 0.0
    if math.isinf(old) or math.isinf(new):
        return 1.0
    return abs(new - old) / max(abs(old), abs(new))


def changes(old: Values, new: Values) -> list[tuple[str, int, float, str]]:
    """For each quantity that changed: its name, in how many scenarios, by how much at most, and in which most."""
    found = []
    for quantity in next(iter(old.values())):
        moved = {name: relative(old[name][quantity], new[name][quantity]) for name in old}
        far = {name: by for name, by in moved.items() if not by <= TOLERANCE}
        if far:
            worst = max(far, key=lambda name: far[name])
            found.append((quantity, len(far), far[worst], worst))
    return found


def report(old: Values, new: Values, names: tuple[str, str]) -> str:
    """The comparison of two versions as text."""
    found = changes(old, new)
    lines = [f"{names[0]} against {names[1]}: {len(old)} scenarios, {len(next(iter(old.values())))} quantities"]
    if not found:
        return f"{lines[0]}; all equal to {TOLERANCE:g}"
    lines.append(f"{'quantity':34} {'scenarios':>9} {'largest change':>15}  in")
    lines += [f"{quantity:34} {count:9} {most:15.3%}  {worst}" for quantity, count, most, worst in found]
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    """Print the comparisons; with --write keep the scenarios (once) and the results of this version."""
    if "--write" in arguments:
        if not SCENARIOS.exists():
            FOLDER.mkdir(exist_ok=True)
            with SCENARIOS.open("w", encoding="utf-8", newline="") as file:
                table = csv.writer(file, lineterminator="\n")
                table.writerow(["name", "link"])
                table.writerows([name, link(scenario)] for name, scenario in chosen().items())
        if version_file().exists():
            sys.exit(f"{version_file().name} is there: raise MODEL_VERSION first, or remove the file.")
        write(version_file(), computed())
    print(report(read(version_file()), computed(), (f"version {MODEL_VERSION} as kept", "the model as it is")))
    if version_file(MODEL_VERSION - 1).exists():
        before = read(version_file(MODEL_VERSION - 1))
        print(report(before, read(version_file()), (f"version {MODEL_VERSION - 1}", f"version {MODEL_VERSION}")))


if __name__ == "__main__":
    main(sys.argv[1:])
