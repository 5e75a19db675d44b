"""What stops growth first: in each draw the first limit that holds energised power below what orders would allow."""

from typing import NamedTuple

import numpy as np

from explorer.analysis.tabular import Table, attrs_for, tabular
from explorer.model import BAND, Projection, linear_quantiles
from explorer.model.equations import LIMITS, equations_of
from explorer.model.stepwise import Steps
from explorer.records.dates import Month
from explorer.scenario import Scenario


class Break(NamedTuple):
    """In how many draws a limit comes first, and when; the columns of `first_break`."""

    limit: str
    share: float
    early: str
    middle: str
    late: str


@tabular
def first_break(scenario: Scenario, *, by: Month | None = None) -> Steps[Table[Break]]:
    """Which of orders, sites and money stops growth first, month by month up to the end of ``by``: index ``limit``.

    In each draw the first month in which energised power is less than orders, and which of sites and money is the
    least then; orders where neither ever is. A limit that gives way again later still counts. Columns: ``share``, the
    part of the draws (0 to 1) in which this limit comes first; ``early``, ``middle`` and ``late``, the 5, 50 and 95%
    points of the month in which it does, empty for orders. Without ``by``, which is in ``attrs``: up to the last month
    that pages show. ``attrs["factory"]`` is the part of the draws in which orders would still be the least at the end
    of ``by`` if OpenAI took every rack: there factory output itself is the limit. Raises `ModelError` for a month
    outside.

    >>> found = first_break(Scenario(draws=64, rent_usd_per_gw_yr=1e12, openai_share=1))
    >>> found["share"].tolist(), found["early"].tolist()
    ([0.0, 0.0, 1.0], ['', '', '2027-06'])
    """
    last = Projection(scenario).number(by or scenario.seeds.deal.horizon_shown)
    equations, every = (equations_of(one, last + 1) for one in (scenario, scenario.replace(openai_share=1)))
    limit, month = np.zeros(scenario.draws, dtype=np.intp), np.zeros(scenario.draws)
    yield
    for t in range(last + 1):
        least = equations.binding(t)
        new = (limit == 0) & (least != 0)
        limit[new], month[new] = least[new], t
    rows: list[Break] = []
    for place, name in enumerate(LIMITS):
        first = limit == place
        points: list[float] = linear_quantiles(month[first], BAND).tolist() if place and first.any() else []
        early, middle, late = [scenario.months[round(point)] for point in points] or [""] * 3
        rows.append(Break(name, float(np.count_nonzero(first) / scenario.draws), early, middle, late))
    factory = float(np.count_nonzero(every.binding(last) == 0) / scenario.draws)
    return Table(Break, tuple(rows), attrs_for(scenario, by=scenario.months[last], factory=factory))
