"""Several scenarios with the same random numbers: what each comes to, in what they differ, and which change does it."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from explorer.analysis.answer import BAND, required
from explorer.analysis.tabular import Table, attrs_for, tabular
from explorer.arguments import checked
from explorer.model import OUTCOMES, ModelError, Projection
from explorer.model.stepwise import Steps
from explorer.records.dates import Month
from explorer.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

    from explorer.scenario.distributions import Distribution

MEASURES = {
    "share_needed": "share",
    **{name: OUTCOMES[name] for name in ("delivered_gw", "energised_gw", "rack_sales_usd", "capex_usd")},
}
"""What scenarios are compared by, with the unit: the share for OpenAI that a goal takes, and four outcomes."""


class Compared(NamedTuple):
    """What one scenario comes to by one measure; ``change`` is its middle less that of the first scenario."""

    measure: str
    scenario: str
    unit: str
    low: float
    middle: float
    high: float
    change: float


def same_draws(scenarios: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """The scenarios with the seed, draws, horizon and as-of date of the first, so that only assumptions differ.

    Raises `ModelError` where there is none.
    """
    if not scenarios:
        raise ModelError("A comparison takes at least one scenario.")
    first = next(iter(scenarios.values()))
    own = {"seed": first.seed, "draws": first.draws, "horizon": first.horizon, "as_of": first.as_of}
    return {name: scenario.replace(**own) for name, scenario in scenarios.items()}


@tabular
def compare_many(
    scenarios: Mapping[str, Scenario], *, at: Month | None = None, target_gw: float | None = None
) -> Steps[Table[Compared]]:
    """What each scenario comes to at the end of the month ``at``, all with the random numbers of the first.

    A row for each of `MEASURES` and each scenario (index ``measure``, ``scenario``, in the order given). Columns:
    ``unit``; ``low``, ``middle`` and ``high``, between which 9 in 10 simulated cases lie; ``change``, the middle less
    that of the first scenario. ``share_needed`` is the share for OpenAI, 0 to 1, at which ``target_gw`` are delivered
    by then, infinite where even all racks are too few; a change to or from such a one is NaN. Month and gigawatts are
    those of the deal's goal where none are given. Raises `ModelError` for no scenario, or no month of the first.

    >>> frame = compare_many({"A": Scenario(draws=64), "B": Scenario(draws=64, openai_share=0.2)})
    >>> delivered = frame.loc["delivered_gw"]
    >>> round(float(delivered.loc["B", "middle"] / delivered.loc["A", "middle"]), 9)
    2.0
    """
    projections = {name: Projection(scenario) for name, scenario in same_draws(scenarios).items()}
    usual = next(iter(projections.values()))
    deal = usual.scenario.seeds.deal
    month, gigawatts = at or deal.goal_by, float(deal.goal_gw if target_gw is None else target_gw)
    usual.number(month)
    rows: list[Compared] = []
    for measure, unit in MEASURES.items():
        first = math.nan
        for place, (name, projection) in enumerate(projections.items()):
            yield
            if measure in OUTCOMES:
                low, middle, high = projection.quantiles_at(measure, BAND, month).tolist()
            else:
                low, middle, high = required(projection.scenario, gigawatts, month).share
            first = first if place else middle
            change = middle - first if math.isfinite(middle) and math.isfinite(first) else math.nan
            rows.append(Compared(measure, name, unit, low, middle, high, change))
    return Table(Compared, tuple(rows), attrs_for(usual.scenario, at=month, target_gw=gigawatts), index=2)


@checked()
def differing(scenarios: Mapping[str, Scenario]) -> "pd.DataFrame":
    """Only the assumptions that are not the same in all: index ``parameter``, a column of distributions a scenario.

    Raises `ModelError` where correlations or the path of rack power differ, for which there is no row.

    >>> differing({"A": Scenario(), "B": Scenario(openai_share=0.2)}).loc["openai_share"].map(repr).tolist()
    ['point(0.1)', 'point(0.2)']
    """
    import pandas as pd

    found = distributions(scenarios)
    index = pd.Index(list(found), name="parameter")
    return pd.DataFrame(list(found.values()), index=index, columns=list(scenarios), dtype=object)


def distributions(scenarios: Mapping[str, Scenario]) -> "dict[str, tuple[Distribution, ...]]":
    """The assumptions of `differing`: by name what each scenario holds, in table order."""
    for name in ("correlations", "rack_power_path"):
        if len({getattr(one, name) for one in scenarios.values()}) > 1:
            raise ModelError(f"The scenarios differ in {name}, which is no assumption of its own; give all the same.")
    names = next(iter(scenarios.values()), ())
    values_by_name = {name: tuple(one[name] for one in scenarios.values()) for name in names}
    return {name: values for name, values in values_by_name.items() if len(set(values)) > 1}


class Change(NamedTuple):
    """One assumption changed from its value in ``a`` to that in ``b`` (as text), and the median before and after."""

    parameter: str
    a: str
    b: str
    before: float
    after: float
    change: float


@tabular
def compare(a: Scenario, b: Scenario, outcome: str, *, at: Month | None = None) -> Steps[Table[Change]]:
    """A waterfall of medians from ``a`` to ``b``: index the parameters that differ, in the order of the table.

    Each row changes one parameter more from its value in ``a`` to that in ``b``. Columns: ``a`` and ``b``, the two
    distributions as text; ``before`` and ``after``, the median outcome at the end of the month ``at`` (None: that of
    the deal's goal) in the outcome's unit; ``change`` = after - before. The changes sum to the difference of the two
    medians, which are in ``attrs`` under ``median_a`` and ``median_b``. Both sides use the seed, draws, horizon and
    co-movement of ``a``, so that nothing but the assumptions differs. What a change does depends on those before it:
    another order gives other steps, the same sum. Raises `ModelError` for what is no outcome, or no month of ``a``, and
    where there is no step for a difference: in correlations, the path of rack power, or two folders' months, sites and
    booms.

    >>> frame = compare(Scenario(), Scenario(openai_share=0.2), "delivered_gw", at="2029-12")
    >>> list(frame.index), round(float(frame["change"].iloc[0] / frame["before"].iloc[0]), 9)
    (['openai_share'], 1.0)
    """
    month = at or a.seeds.deal.goal_by

    def median(scenario: Scenario) -> float:
        return float(Projection(scenario).quantiles_at(outcome, [0.5], month)[0])

    step, before = a, median(a)
    attrs = attrs_for(a, outcome=outcome, unit=OUTCOMES[outcome], at=month, median_a=before)
    changes: list[Change] = []
    for name in distributions({"a": a, "b": b}):
        step = step.replace(**{name: b[name]})
        after = median(step)
        changes.append(Change(name, repr(a[name]), repr(b[name]), before, after, after - before))
        before = after
        yield
    shared = {name: getattr(a, name) for name in ("seed", "draws", "horizon", "co_movement")}
    if a.seeds != b.seeds and median(b.replace(**shared)) != before:
        wrong = "months, sites or booms differ, for which there is no step; compare_many takes both"
        raise ModelError(f"The scenarios are of two folders whose {wrong}.")
    return Table(Change, tuple(changes), attrs | {"median_b": before})
