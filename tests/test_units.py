"""Units of every formula: the model's numbers against pint, and the model itself in other units.

First each formula once with pint, units and all, for one case: its result must convert to the declared unit and be the
model's number, so no constant between weeks, months, kilowatts and gigawatts is wrong. Then the whole model with racks
counted in pairs, watts in other watts, dollars in other dollars: outcomes must follow as their units say.
"""

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


@pytest.fixture(scope="module")
def case() -> dict[str, pint.Quantity]:
    return {name: float(sample(CASE, name)[0]) * unit(parameter.unit) for name, parameter in PARAMETERS.items()}


@pytest.fixture(scope="module")
def model() -> equations.Equations:
    return equations_for({name: sample(CASE, name) for name in PARAMETERS})


MONTH = 1 * UNITS.month


def equal(found: pint.Quantity, declared: str, expected: float) -> None:
    """The formula's result, converted to the declared unit, is the model's number."""
    assert found.to(unit(declared)).magnitude == pytest.approx(expected, rel=1e-12)


def test_every_declared_unit_is_one_that_pint_knows():
    for declared in [*OUTCOMES.values(), *(parameter.unit for parameter in PARAMETERS.values())]:
        assert unit(declared) is not None


def test_rate(case, model):
    rise = case["rack_rate_target"] - case["rack_rate_start"]
    equal(case["rack_rate_start"] + rise * (3 * MONTH / case["ramp_months"]), OUTCOMES["capability"], model.rate(3)[0])
    years = (30 * MONTH - case["ramp_months"]).to("year")
    later = (
        case["rack_rate_target"]
        * (1 + (case["growth_after"] * UNITS.year).to("").magnitude) ** (years / UNITS.year).magnitude
    )
    equal(later, OUTCOMES["capability"], model.rate(30)[0])


def test_racks(case, model):
    first = case["rack_rate_start"] * case["shipped_share"] * MONTH
    equal(first, OUTCOMES["shipped"], next(model.shipped(1))[0])
    equal(first * case["us_share"], OUTCOMES["us_shipped"], next(model.us_shipped(1))[0])
    equal(first * case["openai_share"], OUTCOMES["openai_shipped"], next(model.openai_shipped(1))[0])


def test_delivering_and_the_generations_are_plain_shares(case, model):
    later_share = (14 * MONTH - case["later_rack_start"]) / case["later_rack_takeover_months"]
    equal(later_share, "share", float(np.ravel(model.later_racks.at(14))[0]))
    next_share = (14 * MONTH - case["next_rack_start"]) / case["next_rack_takeover_months"]
    equal(next_share, "share", float(np.ravel(model.next_racks.at(14))[0]))
    delivering = (MONTH - case["first_delivery_months"]) / case["delivery_ramp_months"]
    equal(delivering, "share", float(np.ravel(model.deliveries.at(0))[0]))


def test_power_and_price_of_a_rack(case, model):
    next_share, later_share = 0.4, 0.2  # in month 14: 14 less 10, of 10, and 14 less 12, of 10
    power = (1 - next_share) * case["rack_power_kw"] + next_share * case["next_rack_power_kw"]
    power = (1 - later_share) * power + later_share * case["later_rack_power_kw"]
    equal(power, PARAMETERS["rack_power_kw"].unit, model.power.at(14)[0])
    price = (1 - next_share) * case["rack_price_usd"] + next_share * case["next_rack_price_usd"]
    price = (1 - later_share) * price + later_share * case["later_rack_price_usd"]
    equal(price, PARAMETERS["rack_price_usd"].unit, model.price.at(14)[0])


def test_delivered_power_and_sales(case, model):
    racks = case["rack_rate_start"] * case["shipped_share"] * MONTH * case["openai_share"]
    it = racks * case["rack_power_kw"] * case["it_overhead"]
    equal(it, OUTCOMES["delivered_it_gw"], model.delivered_it_gw(0)[0])
    equal(it * case["facility_overhead"], OUTCOMES["delivered_gw"], model.delivered_gw(0)[0])
    equal(racks * case["rack_price_usd"], OUTCOMES["rack_sales_usd"], next(model.rack_sales_usd(1))[0])


def test_sites_and_money(case, model):
    _, months, power = equations.sites_curve(SEEDS)
    t = int(months[-1]) + 12
    last = power[-1] * UNITS.GW
    sites = case["room_share"] * (last + case["site_power_gw_per_yr"] * ((t - months[-1]) * MONTH))
    equal(sites, OUTCOMES["energised_gw"], model.sites(t)[0])
    gap = case["compute_spend_end_usd_per_yr"] - case["compute_spend_start_usd_per_yr"]
    spend = case["compute_spend_start_usd_per_yr"] + gap * (49 / 61)
    equal(case["room_share"] * spend / case["rent_usd_per_gw_yr"], OUTCOMES["energised_gw"], model.money(49)[0])


def test_capex_and_investment(case, model):
    energised = model.energised_gw(49)[0] * unit(OUTCOMES["energised_gw"])
    equal(energised * case["capex_usd_per_gw"], OUTCOMES["capex_usd"], model.at("capex_usd", 49)[0])
    invested = case["foxconn_investment_usd_per_yr"] * (50 * MONTH)
    equal(invested, OUTCOMES["investment_usd"], model.at("investment_usd", 49)[0])


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
