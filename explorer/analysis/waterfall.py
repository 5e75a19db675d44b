"""From one scenario to another, one assumption after the other: which change moves the middle case by how much."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from explorer.analysis.frames import frame_of
from explorer.arguments import checked
from explorer.model import OUTCOMES, Projection, linear_quantiles
from explorer.model.stepwise import Steps, stepwise
from explorer.scenario import Scenario, deal, month_label, table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Change", "Waterfall", "compare", "waterfall"]


@dataclass(frozen=True, slots=True)
class Change:
    """One assumption changed from its value in ``a`` to that in ``b`` (as text), and the median before and after."""

    parameter: str
    a: str
    b: str
    before: float
    after: float
    change: float


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The steps of the median from ``median_a`` to ``median_b``, in the unit of the outcome. Made by `waterfall`."""

    outcome: str
    unit: str
    at: str
    median_a: float
    median_b: float
    rows: tuple[Change, ...]

    def frame(self) -> "pd.DataFrame":
        """The steps as `compare` gives them."""
        about = {"outcome": self.outcome, "unit": self.unit, "at": self.at}
        return frame_of(Change, self.rows, "parameter", **about, median_a=self.median_a, median_b=self.median_b)


@checked()
def compare(a: Scenario, b: Scenario, outcome: str, *, at: str | None = None) -> "pd.DataFrame":
    """A waterfall of medians from ``a`` to ``b``: index the parameters that differ, in the order of the table.

    Each row changes one parameter more from its value in ``a`` to that in ``b``. Columns: ``a`` and ``b``, the two
    distributions as text; ``before`` and ``after``, the median outcome at the end of the month ``at`` (None: that of
    the deal's goal) in the outcome's unit; ``change`` = after - before. The changes sum to the difference of the two
    medians, which are in ``attrs`` under ``median_a`` and ``median_b``. Both sides use the seed, draws, horizon and
    co-movement of ``a``, so that nothing but the assumptions differs. What a change does depends on those before it:
    another order gives other steps, the same sum.

    Raises `ModelError` for what is not an outcome, or not a month of ``a``.

    >>> frame = compare(Scenario(), Scenario(openai_share=0.2), "delivered_gw", at="2029-12")
    >>> list(frame.index), round(float(frame["change"].iloc[0] / frame["before"].iloc[0]), 9)
    (['openai_share'], 1.0)
    """
    return waterfall(a, b, outcome, at).frame()


@stepwise
def waterfall(a: Scenario, b: Scenario, outcome: str, at: str | None = None) -> Steps[Waterfall]:
    """The steps of `compare`."""
    step, t = a, Projection(a).number(at or deal().goal_by)
    before = first = _median(a, outcome, t)
    changes: list[Change] = []
    for name in table():
        if a[name] == b[name]:
            continue
        step = step.replace(**{name: b[name]})
        after = _median(step, outcome, t)
        changes.append(Change(name, repr(a[name]), repr(b[name]), before, after, after - before))
        before = after
        yield
    return Waterfall(outcome, OUTCOMES[outcome], month_label(t), first, before, tuple(changes))


def _median(scenario: Scenario, outcome: str, t: int) -> float:
    return float(linear_quantiles(np.sort(Projection(scenario).at(outcome, month_label(t))), [0.5])[0])
