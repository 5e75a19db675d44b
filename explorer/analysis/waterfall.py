"""From one scenario to another, one assumption after the other: which change moves the middle case by how much."""

from typing import TYPE_CHECKING

import numpy as np

from explorer.errors import checked
from explorer.model import OUTCOMES, Projection, linear_quantiles
from explorer.model.stepwise import Steps, stepwise
from explorer.scenario import Scenario, month_label, table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["compare"]


@stepwise
@checked()
def compare(a: Scenario, b: Scenario, outcome: str, *, at: str = "2029-12") -> "Steps[pd.DataFrame]":
    """A waterfall of medians from ``a`` to ``b``: index the parameters that differ, in the order of the table.

    Each row changes one parameter more from its value in ``a`` to that in ``b``. Columns: ``a`` and ``b``, the two
    distributions as text; ``before`` and ``after``, the median outcome at the end of the month ``at`` in the outcome's
    unit; ``change`` = after - before. The changes sum to the difference of the two medians, which are in ``attrs``
    under ``median_a`` and ``median_b``. Both sides use the seed, draws, horizon and co-movement of ``a``, so that
    nothing but the assumptions differs. What a change does depends on those before it: another order gives other steps,
    the same sum.

    Raises `ModelError` for what is not an outcome, or not a month of ``a``.

    >>> frame = compare(Scenario(), Scenario(openai_share=0.2), "delivered_gw", at="2029-12")
    >>> list(frame.index), round(float(frame["change"].iloc[0] / frame["before"].iloc[0]), 9)
    (['openai_share'], 1.0)
    """
    import pandas as pd

    step, t = a, Projection(a).number(at)
    before = first = _median(a, outcome, at)
    rows: list[tuple[str, str, str, float, float, float]] = []
    for name in table():
        if a[name] == b[name]:
            continue
        step = step.replace(**{name: b[name]})
        after = _median(step, outcome, at)
        rows.append((name, repr(a[name]), repr(b[name]), before, after, after - before))
        before = after
        yield
    frame = pd.DataFrame(rows, columns=["parameter", "a", "b", "before", "after", "change"]).set_index("parameter")
    found = {"outcome": outcome, "unit": OUTCOMES[outcome], "at": month_label(t)}
    frame.attrs |= found | {"median_a": first, "median_b": before}
    return frame


def _median(scenario: Scenario, outcome: str, at: str) -> float:
    return float(linear_quantiles(np.sort(Projection(scenario).at(outcome, at)), [0.5])[0])
