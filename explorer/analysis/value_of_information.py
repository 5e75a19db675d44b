"""Which unknown, if somebody published it, would narrow the answer most: a reporter's list of questions."""

from typing import TYPE_CHECKING

import numpy as np

from explorer.analysis.sensitivity import pinned, uncertain
from explorer.errors import checked
from explorer.formatting import percent
from explorer.model import (
    LINEAR_IN_SHARE,
    OUTCOMES,
    ModelError,
    Projection,
    finite,
    known_outcome,
    linear_quantiles,
)
from explorer.model.cache import equations_of
from explorer.model.stepwise import Steps, stepwise
from explorer.records import Parameter
from explorer.scenario import Scenario, table
from explorer.scenario.distributions import Array

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["QUESTIONS", "questions"]

LEVER = "openai_share"
LOW, HIGH = 0.05, 0.95
PINS = 8
"""Values at which a parameter is taken as known: the middles of so many equal parts of its distribution."""

QUESTIONS = {
    "rack_rate_start": ("Foxconn", "How many AI racks a week did you make in November 2025, and which kinds?"),
    "rack_rate_target": ("Foxconn", "How many AI racks a week will your lines be built for, and by when?"),
    "ramp_months": ("Foxconn", "In which month will the higher rate be reached?"),
    "growth_after": ("Foxconn", "What growth of rack output do you plan for after 2026?"),
    "shipped_share": ("Foxconn", "How many racks left your factories in each of the last quarters?"),
    "us_share": ("Foxconn", "What part of your AI racks is made in the U.S., now and as planned?"),
    "openai_share": ("OpenAI or Foxconn", "How many of the racks has OpenAI ordered, or does it expect to take?"),
    "first_delivery_months": ("OpenAI or Foxconn", "When is the first rack for OpenAI to be handed over?"),
    "delivery_ramp_months": ("OpenAI or Foxconn", "How long from the first racks to the full weekly number?"),
    "rack_power_kw": ("Nvidia or Foxconn", "How much power does one of today's racks draw?"),
    "next_rack_power_kw": ("Nvidia or Foxconn", "How much power will one rack of the next generation draw?"),
    "next_rack_start": ("Nvidia or Foxconn", "In which month do racks of the next generation ship in numbers?"),
    "next_rack_takeover_months": ("Nvidia or Foxconn", "How long will both generations be made side by side?"),
    "later_rack_power_kw": ("Nvidia or Foxconn", "How much power will a rack of the generation after that draw?"),
    "later_rack_start": ("Nvidia or Foxconn", "In which month do racks of the generation after that ship in numbers?"),
    "later_rack_takeover_months": ("Nvidia or Foxconn", "How long until every rack is of that later generation?"),
    "it_overhead": ("OpenAI or the sites", "How much power goes to network and storage beside the racks?"),
    "facility_overhead": ("OpenAI or the sites", "How much power must a site hold for each watt of its computers?"),
    "deployment_lag_months": ("OpenAI or the sites", "How long from a rack's arrival until it runs?"),
    "room_share": (
        "OpenAI",
        "What part of your sites and compute money is open to these racks, after other suppliers?",
    ),
    "site_slip_months": ("OpenAI or the sites", "How late is each site against its published schedule?"),
    "site_power_gw_per_yr": ("OpenAI or the sites", "How much power is to be added each year after 2028?"),
    "compute_spend_start_usd_per_yr": ("OpenAI", "How much did you spend on computing in the last year?"),
    "compute_spend_end_usd_per_yr": ("OpenAI", "How much is to be spent on computing in 2030?"),
    "rent_usd_per_gw_yr": ("OpenAI or its suppliers", "What does a gigawatt of computing cost to rent for a year?"),
    "capex_usd_per_gw": ("OpenAI or the sites", "What does a gigawatt cost in all, and what does that figure count?"),
    "rack_price_usd": ("Foxconn or buyers", "What is paid for one of today's racks?"),
    "next_rack_price_usd": ("Foxconn or buyers", "What will be paid for one rack of the next generation?"),
    "later_rack_price_usd": ("Foxconn or buyers", "What will be paid for one rack of the generation after that?"),
    "foxconn_investment_usd_per_yr": ("Foxconn", "How much will you invest in a year, and for how many years?"),
}
"""Whom to ask about each parameter, and what."""


@stepwise
@checked()
def questions(
    scenario: Scenario, outcome: str = "delivered_gw", *, at: str = "2029-12", at_least: float | None = None
) -> "Steps[pd.DataFrame]":
    """The unknowns in the order of what knowing them would be worth: index ``parameter``.

    The answer is the outcome at the end of the month ``at``; with ``at_least`` it is the share for OpenAI that the
    outcome needs to be that much by then, as on the page, where a draw that no share helps counts at the full share.
    Columns: ``ask`` and ``question`` in words; ``width_now``, the distance of the answer's 5 and 95% points, and
    ``width_known``, the mean of that distance with the parameter known, at the middles of eight equal parts of its
    distribution; ``narrowing`` = 1 - known / now, below 0 where knowing it would widen the range on average;
    ``sentence``. Parameters that do not move the answer, or are fixed in the scenario, are left out.

    Raises `ModelError` for what is not an outcome, a goal or a month, and for a goal for an outcome that is not in
    proportion to the share.

    >>> list(questions(Scenario(draws=1024), at_least=10).index[:2])
    ['growth_after', 'rack_rate_target']
    """
    import pandas as pd

    known_outcome(outcome)
    if at_least is not None:
        if outcome not in LINEAR_IN_SHARE or finite(at_least) <= 0:
            named = ", ".join(LINEAR_IN_SHARE)
            raise ModelError(f"The share needed can be asked for an amount above 0 of {named}; not for this.")
        scenario = scenario.replace(**{LEVER: 1})
    t = Projection(scenario).number(at)
    equations = equations_of(scenario, t + 1)
    result = equations.at(outcome, t)
    now = _width(result, at_least)
    rows: list[tuple[str, str, str, float, float, float, str]] = []
    for name in uncertain(scenario):
        kept = table()[name]
        values = np.clip([scenario[name].quantile((i + 0.5) / PINS) for i in range(PINS)], *_bounds(kept))
        outcomes: list[Array] = []
        for value in values:
            outcomes.append(pinned(equations, name, float(value), outcome, t))
            yield
        if all((row == result).all() for row in (outcomes[0], outcomes[-1])):
            continue
        known = float(np.mean([_width(row, at_least) for row in outcomes]))
        narrowing = 1 - known / now if now > 0 else 0.0
        rows.append((name, *QUESTIONS[name], now, known, narrowing, _sentence(narrowing)))
    rows.sort(key=lambda row: -row[5])
    columns = ["parameter", "ask", "question", "width_now", "width_known", "narrowing", "sentence"]
    frame = pd.DataFrame(rows, columns=columns).set_index("parameter")
    unit = OUTCOMES[outcome] if at_least is None else "share"
    frame.attrs |= {"outcome": outcome, "unit": unit, "at": at, "at_least": at_least}
    return frame


def _bounds(parameter: Parameter) -> tuple[float, float]:
    return parameter.lower_bound, parameter.upper_bound


def _width(result: Array, at_least: float | None) -> float:
    """How far the 5 and 95% points of the answer lie apart; ``result`` is the outcome, at full share for a goal."""
    if at_least is not None:
        with np.errstate(divide="ignore"):
            result = np.minimum(at_least / result, 1.0)
    low, high = linear_quantiles(np.sort(result), [LOW, HIGH])
    return float(high - low)


def _sentence(narrowing: float) -> str:
    if narrowing < 0.01:
        return "Knowing it would hardly narrow the answer."
    return f"Knowing it would narrow the answer's range by about {percent(narrowing)}% on average."
