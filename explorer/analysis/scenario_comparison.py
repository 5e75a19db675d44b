"""Several scenarios at once, with the same random numbers: what each comes to, and in what they differ."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.analysis.answer import ENDS, required
from explorer.analysis.frames import frame_of
from explorer.arguments import checked
from explorer.model import OUTCOMES, ModelError, Projection
from explorer.model.stepwise import Steps, stepwise
from explorer.scenario import Scenario, deal, month_label, table

if TYPE_CHECKING:
    import pandas as pd

    from explorer.scenario.distributions import Distribution

__all__ = [
    "MEASURES",
    "Compared",
    "Comparison",
    "compare_many",
    "comparison",
    "differing",
    "distributions",
    "same_draws",
]

MEASURES = {
    "share_needed": "share",
    **{name: OUTCOMES[name] for name in ("delivered_gw", "energised_gw", "rack_sales_usd", "capex_usd")},
}
"""What scenarios are compared by, with the unit: the share for OpenAI that a goal takes, and four outcomes."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What one scenario comes to by one measure; ``change`` is its middle less that of the first scenario."""

    measure: str
    scenario: str
    unit: str
    low: float
    middle: float
    high: float
    change: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every measure of every scenario at the end of the month ``at``. Made by `comparison`."""

    at: str
    target_gw: float
    rows: tuple[Compared, ...]

    def frame(self) -> "pd.DataFrame":
        """The rows as `compare_many` gives them."""
        return frame_of(Compared, self.rows, ["measure", "scenario"], at=self.at, target_gw=self.target_gw)


def same_draws(scenarios: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """The scenarios with the seed, draws, horizon and as-of date of the first, so that only assumptions differ.

    Raises `ModelError` where there is none.
    """
    if not scenarios:
        raise ModelError("A comparison takes at least one scenario.")
    first = next(iter(scenarios.values()))
    own = {"seed": first.seed, "draws": first.draws, "horizon": first.horizon, "as_of": first.as_of}
    return {name: scenario.replace(**own) for name, scenario in scenarios.items()}


@checked()
def compare_many(
    scenarios: Mapping[str, Scenario], *, at: str | None = None, target_gw: float | None = None
) -> "pd.DataFrame":
    """What each scenario comes to at the end of the month ``at``, all with the random numbers of the first.

    A row for each of `MEASURES` and each scenario (index ``measure``, ``scenario``, in the order given). Columns:
    ``unit``; ``low``, ``middle`` and ``high``, between which 9 in 10 simulated cases lie; ``change``, the middle less
    that of the first scenario. ``share_needed`` is the share for OpenAI, 0 to 1, at which ``target_gw`` are delivered
    by then, infinite where even all racks are too few; a change to or from such a one is NaN. Month and gigawatts are
    those of the deal's goal where none are given.

    Raises `ModelError` for no scenario, or what is not a month of the first.

    >>> frame = compare_many({"A": Scenario(draws=64), "B": Scenario(draws=64, openai_share=0.2)})
    >>> delivered = frame.loc["delivered_gw"]
    >>> round(float(delivered.loc["B", "middle"] / delivered.loc["A", "middle"]), 9)
    2.0
    >>> float(frame.loc[("share_needed", "B"), "change"])  # the share itself plays no part in the share needed
    0.0
    """
    return comparison(scenarios, at, target_gw).frame()


@stepwise
def comparison(
    scenarios: Mapping[str, Scenario], at: str | None = None, target_gw: float | None = None
) -> Steps[Comparison]:
    """The numbers of `compare_many`."""
    alike = same_draws(scenarios)
    t = Projection(next(iter(alike.values()))).number(at or deal().goal_by)
    month, gigawatts = month_label(t), float(deal().goal_gw if target_gw is None else target_gw)
    points: dict[tuple[str, str], tuple[float, float, float]] = {}
    for name, scenario in alike.items():
        share = required(scenario, gigawatts, month).share
        points["share_needed", name] = share.low, share.middle, share.high
        projection = Projection(scenario)
        for measure in MEASURES:
            yield
            if measure in OUTCOMES:
                low, middle, high = projection.quantiles_at(measure, ENDS, month).tolist()
                points[measure, name] = low, middle, high
    rows: list[Compared] = []
    for measure, unit in MEASURES.items():
        first = points[measure, next(iter(alike))][1]
        for name in alike:
            low, middle, high = points[measure, name]
            change = middle - first if math.isfinite(middle) and math.isfinite(first) else math.nan
            rows.append(Compared(measure, name, unit, low, middle, high, change))
    return Comparison(month, gigawatts, tuple(rows))


@checked()
def differing(scenarios: Mapping[str, Scenario]) -> "pd.DataFrame":
    """Only the assumptions that are not the same in all: index ``parameter``, a column of distributions a scenario.

    >>> differing({"A": Scenario(), "B": Scenario(openai_share=0.2)}).loc["openai_share"].map(repr).tolist()
    ['point(0.1)', 'point(0.2)']
    """
    import pandas as pd

    found = distributions(scenarios)
    index = pd.Index(list(found), name="parameter")
    return pd.DataFrame(list(found.values()), index=index, columns=list(scenarios), dtype=object)


def distributions(scenarios: Mapping[str, Scenario]) -> "dict[str, tuple[Distribution, ...]]":
    """The assumptions of `differing`: by name what each scenario holds, in table order."""
    held = {name: tuple(one[name] for one in scenarios.values()) for name in table()}
    return {name: values for name, values in held.items() if len(set(values)) > 1}
