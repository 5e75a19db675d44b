"""What would have to be true, in words: the answer of `explorer.solve`, and that there is none, in a sentence."""

import math

from explorer.analysis.solve import Needed
from explorer.formatting import DISPLAYS, dollars, month_words, percent, shown, two_figures
from explorer.model import OUTCOMES
from explorer.scenario import table

__all__ = ["OUTCOME_NAMES", "amount", "need_words"]

OUTCOME_NAMES = {
    "capability": "racks that could be made a week",
    "shipped": "racks shipped",
    "us_shipped": "racks made in the U.S.",
    "openai_shipped": "racks for OpenAI",
    "delivered_it_gw": "power of the computers delivered",
    "delivered_gw": "site power that racks delivered could use",
    "energised_gw": "site power with racks in place",
    "capex_usd": "cost of all that stands behind the running power",
    "rack_sales_usd": "price of OpenAI's racks",
    "investment_usd": "Foxconn's investment",
}
"""How a reader calls each outcome of `explorer.model.OUTCOMES`."""


def amount(value: float, unit: str) -> str:
    """An outcome as a reader sees it: dollars with their size, all else in two figures with the unit.

    >>> amount(2.934, "GW"), amount(4.56e10, "USD"), amount(1249, "racks/week")
    ('2.9 GW', '$46 bn', '1,200 racks a week')
    """
    return dollars(value) if unit == "USD" else f"{two_figures(value)} {unit.replace('/week', ' a week')}"


def need_words(need: Needed) -> str:
    """What the lever would have to be, in half and in nine in ten of the simulated cases, or that nothing will do.

    >>> from explorer import Scenario, solve
    >>> none = solve(Scenario(draws=64), "openai_share", "energised_gw", at_least=30, by="2029-12")
    >>> need_words(none)[:75]
    '30 GW (site power with racks in place) by the end of 2029 cannot be reached'
    """
    parameter = table()[need.lever]
    unit = OUTCOMES[need.outcome]
    goal = f"{amount(need.at_least, unit)} ({OUTCOME_NAMES[need.outcome]}) by {month_words(need.by)}"
    inside = f"{parameter.label} from {_lever(parameter.unit, parameter.lower_bound, parameter.upper_bound)}"
    if need.reachable == 0:
        nearest = amount(need.nearest, unit)
        return f"{goal} cannot be reached inside the stated ranges, with {inside}; the nearest is {nearest}."
    side = "at most" if need.lowers else "at least"
    parts: list[str] = []
    for chance, cases in ((0.5, "in half of the simulated cases"), (0.9, "in 9 of 10")):
        value = need.value(chance=chance)
        if math.isfinite(value):
            parts.append(f"{side} {_lever(parameter.unit, value)} {cases}")
    never = f"In {_part(1 - need.reachable)} of the cases no value is enough." if need.reachable < 1 else ""
    if not parts:
        return f"{goal} is reached in fewer than half of the simulated cases, with {inside}. {never}"
    return f"For {goal}, {parameter.label} would have to be {', and '.join(parts)}. {never}".strip()


def _lever(unit: str, *values: float) -> str:
    numbers = [shown(value, unit) for value in values]
    return DISPLAYS[unit].said(*(f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}" for number in numbers))


def _part(share: float) -> str:
    if share > 0.99:
        return "all but a few"
    return f"{percent(share)}%" if share >= 0.01 else "fewer than 1%"
