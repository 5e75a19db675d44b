"""Units of every formula: the model's numbers against pint, and the model itself in other units.

First each formula once with pint, units and all, for one case: its result must convert to the declared unit and be the
model's number, so no constant between weeks, months, kilowatts and gigawatts is wrong. Then the whole model with racks
counted in pairs, watts in other watts, dollars in other dollars: outcomes must follow as their units say.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pint
import pytest
from cases import PARAMETERS, PLAIN, SEEDS, equations_for, scenarios
from hypothesis import given, settings, strategies as st

from explorer.model import OUTCOMES, equations, simulate
from explorer.scenario import sample

UNITS = pint.UnitRegistry()
UNITS.define("rack = [rack]")
UNITS.define("USD = [money]")
# A facility's watts and a computer's watts are both watts; the factor between them is a plain ratio.
WORDS = {
    "GW/yr, facility": "GW/year",
    "USD/GW, facility": "USD/GW",
    "USD/GW/yr, facility": "USD/GW/year",
    "USD/year": "USD/year",
    "share of all": "",
    "share": "",
    "ratio": "",
    "share/yr": "1/year",
    "racks/week": "rack/week",
    "months": "month",
    "racks": "rack",
}


def unit(text: str) -> pint.Unit:
    return UNITS.Unit(WORDS.get(text, text))


CASE = PLAIN.replace(
    draws=1,
    rack_rate_start=800,
    rack_rate_target=1400,
    growth_after=0.1,
    shipped_share=0.6,
    us_share=0.4,
    openai_share=0.3,
    rack_power_kw=130,
    next_rack_power_kw=200,
    it_overhead=1.14,
    facility_overhead=1.3,
    next_rack_price_usd=7.8e6,
    room_share=0.7,
    compute_spend_start_usd_per_yr=20e9,
    compute_spend_end_usd_per_yr=210e9,
    rent_usd_per_gw_yr=11e9,
    later_rack_power_kw=280,
    later_rack_price_usd=11e6,
    later_rack_start=12,
)


MONTH = 1 * UNITS.month


def formulas(case: Any, model: equations.Equations) -> Iterator[tuple[Any, str, float]]:
    """Each formula with units, the unit in which its result is declared, and the model's number."""
    rise = case["rack_rate_target"] - case["rack_rate_start"]
    rising = case["rack_rate_start"] + rise * (3 * MONTH / case["ramp_months"])
    yield rising, OUTCOMES["capability"], model.rate(3)[0]
    years = (30 * MONTH - case["ramp_months"]).to("year").magnitude
    growth = 1 + (case["growth_after"] * UNITS.year).to("").magnitude
    yield case["rack_rate_target"] * growth**years, OUTCOMES["capability"], model.rate(30)[0]
    # racks
    first = case["rack_rate_start"] * case["shipped_share"] * MONTH
    yield first, OUTCOMES["shipped"], next(model.shipped(1))[0]
    yield first * case["us_share"], OUTCOMES["us_shipped"], next(model.us_shipped(1))[0]
    yield first * case["openai_share"], OUTCOMES["openai_shipped"], next(model.openai_shipped(1))[0]
    # deliveries and generations are plain shares
    later_share = (14 * MONTH - case["later_rack_start"]) / case["later_rack_takeover_months"]
    yield later_share, "share", float(np.ravel(model.later_racks.at(14))[0])
    next_share = (14 * MONTH - case["next_rack_start"]) / case["next_rack_takeover_months"]
    yield next_share, "share", float(np.ravel(model.next_racks.at(14))[0])
    delivering = (MONTH - case["first_delivery_months"]) / case["delivery_ramp_months"]
    yield delivering, "share", float(np.ravel(model.deliveries.at(0))[0])
    # power and price of a rack in month 14: 0.4, 14 less 10, of 10; and 0.2, 14 less 12, of 10
    for name, found in (("rack_power_kw", model.power), ("rack_price_usd", model.price)):
        mix = case[name] * 0.6 + case[f"next_{name}"] * 0.4
        yield mix * 0.8 + case[f"later_{name}"] * 0.2, PARAMETERS[name].unit, found.at(14)[0]
    # delivered power and sales
    racks = first * case["openai_share"]
    it = racks * case["rack_power_kw"] * case["it_overhead"]
    yield it, OUTCOMES["delivered_it_gw"], model.delivered_it_gw(0)[0]
    yield it * case["facility_overhead"], OUTCOMES["delivered_gw"], model.delivered_gw(0)[0]
    yield racks * case["rack_price_usd"], OUTCOMES["rack_sales_usd"], next(model.rack_sales_usd(1))[0]
    # sites a year past the last step, and money
    _, months, power = equations.sites_curve(SEEDS)
    t = int(months[-1]) + 12
    sites = power[-1] * UNITS.GW + case["site_power_gw_per_yr"] * ((t - months[-1]) * MONTH)
    yield case["room_share"] * sites, OUTCOMES["energised_gw"], model.sites(t)[0]
    gap = case["compute_spend_end_usd_per_yr"] - case["compute_spend_start_usd_per_yr"]
    spend = case["compute_spend_start_usd_per_yr"] + gap * (49 / 61)
    yield case["room_share"] * spend / case["rent_usd_per_gw_yr"], OUTCOMES["energised_gw"], model.money(49)[0]
    # capital and investment
    energised = model.energised_gw(49)[0] * unit(OUTCOMES["energised_gw"])
    yield energised * case["capex_usd_per_gw"], OUTCOMES["capex_usd"], model.at("capex_usd", 49)[0]
    invested = case["foxconn_investment_usd_per_yr"] * (50 * MONTH)
    yield invested, OUTCOMES["investment_usd"], model.at("investment_usd", 49)[0]


def test_each_formula_with_its_units_is_the_models_number_in_the_declared_unit():
    numbers = {name: sample(CASE, name) for name in PARAMETERS}
    case = {name: float(row[0]) * unit(PARAMETERS[name].unit) for name, row in numbers.items()}
    for found, declared, expected in formulas(case, equations_for(numbers)):
        assert found.to(unit(declared)).magnitude == pytest.approx(expected, rel=1e-12)


def scale(declared: str, dimension: str, factor: float) -> float:
    """By what a number of this unit is multiplied when one base unit becomes smaller by ``factor``."""
    power = float(unit(declared).dimensionality.get(dimension, 0))  # type: ignore[arg-type]
    return factor**power


# Mass stands for power: of kilowatt, gigawatt and what is counted by them only the watt has it.
@settings(max_examples=60, deadline=None)
@given(scenarios(draws=4), st.sampled_from(["[rack]", "[money]", "[mass]"]), st.sampled_from([0.5, 2.0, 8.0]))
def test_the_model_in_other_units_gives_the_same_in_other_units(scenario, dimension, factor):
    given_units = {name: sample(scenario, name) for name in PARAMETERS}
    other_units = {name: row * scale(PARAMETERS[name].unit, dimension, factor) for name, row in given_units.items()}
    months = len(scenario.months)
    seen, steps, power = equations.sites_curve(SEEDS)
    with pytest.MonkeyPatch.context() as patch:
        # the curve of the sites is an input too, in GW
        patch.setattr(equations, "sites_curve", lambda _seeds: (seen, steps, power * scale("GW", dimension, factor)))
        other = equations_for(other_units)
        found = {outcome: other.outcome(outcome, months) for outcome in OUTCOMES}
    p = simulate(scenario)
    for outcome, declared in OUTCOMES.items():
        expected = p[outcome].T * scale(declared, dimension, factor)
        assert found[outcome] == pytest.approx(expected, rel=1e-12, abs=1e-290)
