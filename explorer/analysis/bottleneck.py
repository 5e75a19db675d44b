"""What stops growth first: in each draw the first limit that holds energised power below what orders would allow."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.arguments import checked
from explorer.errors import came
from explorer.model import ENDS, ModelError, Projection, linear_quantiles
from explorer.model.equations import LIMITS, equations_of
from explorer.records.dates import Month
from explorer.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

NEVER = -1


@dataclass(frozen=True, eq=False)
class FirstBreak:
    """What breaks growth first up to the end of ``by``. Made by `first_break`.

    ``limit`` (draws,) is the place in `explorer.model.equations.LIMITS` of what first holds energised power below the
    orders: sites or money; 0, orders, where neither ever does. ``month`` (draws,) is that month's number, -1 for never.
    ``factory`` is the share of draws (0 to 1) in which orders would still be the least at the end of ``by`` if OpenAI
    took every rack: there factory output itself is the limit.
    """

    scenario: Scenario
    by: str
    limit: NDArray[np.intp]
    month: NDArray[np.intp]
    factory: float

    @checked()
    def share(self, limit: str) -> float:
        """The share of draws (0 to 1) in which this limit comes first."""
        return float(np.count_nonzero(self.limit == self._place(limit)) / len(self.limit))

    @checked()
    def months(self, limit: str) -> tuple[str, str, str] | None:
        """The 5, 50 and 95% points of the month in which it comes, among the draws in which it is first, or None."""
        found = np.sort(self.month[(self.limit == self._place(limit)) & (self.month != NEVER)]).astype(float)
        if not len(found):
            return None
        early, middle, late = (self.scenario.months[round(float(month))] for month in linear_quantiles(found, ENDS))
        return early, middle, late

    def _place(self, limit: str) -> int:
        if limit not in LIMITS:
            raise ModelError(f"The argument limit is {came(limit)}; say one of {', '.join(LIMITS)}.")
        return LIMITS.index(limit)

    def table(self) -> "pd.DataFrame":
        """Index ``limit``, columns ``share`` and the months ``early``, ``middle`` and ``late``, empty for orders."""
        import pandas as pd

        rows = [(limit, self.share(limit), *(self.months(limit) or ("", "", ""))) for limit in LIMITS]
        return pd.DataFrame(rows, columns=["limit", "share", "early", "middle", "late"]).set_index("limit")


@checked()
def first_break(scenario: Scenario, *, by: Month | None = None) -> FirstBreak:
    """Which of orders, sites and money stops growth first, month by month up to the end of ``by``.

    In each draw the first month in which energised power is less than orders, and which of sites and money is the
    least then. A limit that gives way again later still counts. Without ``by``: up to the last month that pages show.
    Raises `ModelError` for a month outside.

    >>> found = first_break(Scenario(draws=64, rent_usd_per_gw_yr=1e12, openai_share=1))
    >>> found.share("money"), found.months("money")[0]
    (1.0, '2027-06')
    """
    last = Projection(scenario).number(by or scenario.seeds.deal.horizon_shown)
    equations, every = (equations_of(one, last + 1) for one in (scenario, scenario.replace(openai_share=1)))
    limit = np.zeros(scenario.draws, dtype=np.intp)
    month = np.full(scenario.draws, NEVER, dtype=np.intp)
    for t in range(last + 1):
        least = equations.binding(t)
        new = (month == NEVER) & (least != 0)
        limit[new], month[new] = least[new], t
    factory = np.count_nonzero(every.binding(last) == 0) / scenario.draws
    return FirstBreak(scenario, scenario.months[last], limit, month, factory)
