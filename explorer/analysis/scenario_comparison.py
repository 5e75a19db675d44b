"""Several scenarios at once, drawn with the same random numbers: what each comes to, and in what they differ."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from explorer.analysis.headline import share_needed
from explorer.errors import checked
from explorer.model import OUTCOMES, ModelError, Projection
from explorer.model.stepwise import Steps, stepwise
from explorer.scenario import Scenario, month_label, table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MEASURES", "compare_many", "differing", "same_draws"]

MEASURES = {
    "share_needed": "share",
    **{name: OUTCOMES[name] for name in ("delivered_gw", "energised_gw", "rack_sales_usd", "capex_usd")},
}
"""What scenarios are compared by, with the unit: the share for OpenAI that a goal takes, and four outcomes."""


def same_draws(scenarios: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """The scenarios with the seed, draws, horizon and as-of date of the first, so that only assumptions differ.

    Raises `ModelError` where there is none.

    >>> same_draws({"a": Scenario(seed=3), "b": Scenario(openai_share=0.2)})["b"].seed
    3
    """
    if not scenarios:
        raise ModelError("A comparison takes at least one scenario.")
    first = next(iter(scenarios.values()))
    own = {"seed": first.seed, "draws": first.draws, "horizon": first.horizon, "as_of": first.as_of}
    return {name: scenario.replace(**own) for name, scenario in scenarios.items()}


@stepwise
@checked()
def compare_many(
    scenarios: Mapping[str, Scenario], *, at: str = "2029-12", target_gw: float = 10.0
) -> "Steps[pd.DataFrame]":
    """What each scenario comes to at the end of the month ``at``, all with the random numbers of the first.

    A row for each of `MEASURES` and each scenario (index ``measure``, ``scenario``, in the order given). Columns:
    ``unit``; ``low``, ``middle`` and ``high``, between which 9 in 10 simulated cases lie; ``change``, the middle less
    that of the first scenario. ``share_needed`` is the share for OpenAI, 0 to 1, at which ``target_gw`` are delivered
    by then, infinite where even all racks are too few; a change to or from such a one is NaN.

    Raises `ModelError` for no scenario, or what is not a month of the first.

    >>> frame = compare_many({"A": Scenario(draws=64), "B": Scenario(draws=64, openai_share=0.2)})
    >>> delivered = frame.loc["delivered_gw"]
    >>> round(float(delivered.loc["B", "middle"] / delivered.loc["A", "middle"]), 9)
    2.0
    >>> float(frame.loc[("share_needed", "B"), "change"])  # the share itself plays no part in the share needed
    0.0
    """
    import pandas as pd

    alike = same_draws(scenarios)
    t = Projection(next(iter(alike.values()))).number(at)
    points: dict[str, dict[str, tuple[float, float, float]]] = {}
    for name, scenario in alike.items():
        points[name] = yield from _points(scenario, at, target_gw)
    rows: list[tuple[str, str, str, float, float, float, float]] = []
    for measure, unit in MEASURES.items():
        first = next(iter(points.values()))[measure][1]
        for name, found in points.items():
            low, middle, high = found[measure]
            change = middle - first if middle < float("inf") and first < float("inf") else float("nan")
            rows.append((measure, name, unit, low, middle, high, change))
    heads = ["measure", "scenario", "unit", "low", "middle", "high", "change"]
    frame = pd.DataFrame(rows, columns=heads).set_index(["measure", "scenario"])
    frame.attrs |= {"at": month_label(t), "target_gw": float(target_gw)}
    return frame


@checked()
def differing(scenarios: Mapping[str, Scenario]) -> "pd.DataFrame":
    """Only the assumptions that are not the same in all: index ``parameter``, a column of distributions a scenario.

    >>> differing({"A": Scenario(), "B": Scenario(openai_share=0.2)}).loc["openai_share"].map(repr).tolist()
    ['point(0.1)', 'point(0.2)']
    """
    import pandas as pd

    found = {name: values for name in table() if len(set(values := [one[name] for one in scenarios.values()])) > 1}
    index = pd.Index(list(found), name="parameter")
    return pd.DataFrame(list(found.values()), index=index, columns=list(scenarios), dtype=object)


def _points(scenario: Scenario, at: str, target_gw: float) -> "Steps[dict[str, tuple[float, float, float]]]":
    """The 5, 50 and 95% points of each measure."""
    projection, shares = Projection(scenario), [0.05, 0.5, 0.95]
    need, _ = share_needed(scenario, target_gw, at)
    found = {"share_needed": (need.low, need.middle, need.high)}
    for name in MEASURES:
        yield
        if name in OUTCOMES:
            low, middle, high = projection.quantiles_at(name, shares, at).tolist()
            found[name] = (low, middle, high)
    return found
