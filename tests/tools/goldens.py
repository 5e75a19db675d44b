"""Golden scenarios: what each version of the model made of the same three, and what changed between two.

``golden/scenarios.csv`` holds them as links, so that a changed default does not change them: one in which sites bind,
one in which money does, one with nearly every assumption changed. ``golden/model-N.csv`` holds what version N gave.
``python -m tests.tools.goldens`` compares today's model with the newest of these files, and that with the one before;
``--write`` writes the file of this version, once `MODEL_VERSION` has gone up, and the links as this version has them.
``golden/links-1.csv`` holds a few links of version 1 as readers may have kept them.
"""

import csv
import math
import sys
from pathlib import Path

from explorer.analysis.solve import solve
from explorer.model import OUTCOMES, simulate
from explorer.scenario import Scenario
from explorer.scenario.links import MODEL_VERSION, link, read_link

FOLDER = Path(__file__).parents[1] / "golden"
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
    for limit, part in p.binding().loc["2029-12"].to_dict().items():
        found[f"limit {limit} 2029-12"] = part
    need = solve(scenario, "openai_share", "delivered_gw", at_least=10, by="2029-12")
    return found | {"share needed 0.5": need.value(chance=0.5), "share needed reachable": need.reachable}


def links(path: Path = FOLDER / "scenarios.csv") -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["link"] for row in csv.DictReader(file)}


def computed() -> Values:
    return {name: results(read_link(text)[0]) for name, text in links().items()}


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


def changes(old: Values, new: Values) -> list[str]:
    """A line for each quantity of each scenario that changed: from what to what, infinite counted as a number."""
    return [
        f"{name}: {quantity} {was:.6g} -> {new[name][quantity]:.6g}"
        for name, row in old.items()
        for quantity, was in row.items()
        if not math.isclose(was, new[name][quantity], rel_tol=TOLERANCE)
    ]


def main(arguments: list[str]) -> None:
    """Print the comparisons; with --write the results of this version are kept first."""
    if "--write" in arguments:
        if version_file().exists():
            sys.exit(f"{version_file().name} is there: raise MODEL_VERSION first, or remove the file.")
        write(version_file(), computed())
        written = [(name, link(read_link(text)[0])) for name, text in links().items()]
        with (FOLDER / "scenarios.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("name", "link"), *written])
    versions = {"today's model": computed()}
    for version in (MODEL_VERSION, MODEL_VERSION - 1):
        if version_file(version).exists():
            versions[f"version {version}"] = read(version_file(version))
    for (new, values), (old, before) in zip(versions.items(), list(versions.items())[1:], strict=False):
        print(f"{new} against {old}:", *changes(before, values) or ["all equal"], sep="\n  ")


if __name__ == "__main__":
    main(sys.argv[1:])
