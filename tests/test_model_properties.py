"""What must hold for every scenario, tried on random ones."""

import numpy as np
import pytest
from cases import PARAMETERS, SEEDS, equations_for, scenarios
from hypothesis import given, settings, strategies as st

from explorer.model import OUTCOMES, equations, simulate
from explorer.model.equations import SHARED, equations_of, sites_curve
from explorer.model.stepwise import LRUCache
from explorer.scenario import Scenario, sample
from explorer.scenario.distributions import Array, point, uniform

few = settings(max_examples=25, deadline=None)
FALLS = ("compute_spend_start_usd_per_yr", "compute_spend_end_usd_per_yr")
CUMULATIVE = [name for name in OUTCOMES if name != "capability"]


@few
@given(scenarios())
def test_no_share_no_gigawatts(scenario):
    p = simulate(scenario.replace(openai_share=0))
    for outcome in ("openai_shipped", "delivered_it_gw", "delivered_gw", "energised_gw", "rack_sales_usd", "capex_usd"):
        assert not p[outcome].any()


@few
@given(scenarios())
def test_all_rack_powers_doubled_double_what_is_delivered(scenario):
    names = ("rack_power_kw", "next_rack_power_kw", "later_rack_power_kw")
    small = scenario.replace(**dict(zip(names, (uniform(100, 900), uniform(300, 1000), uniform(50, 950)), strict=True)))
    large = scenario.replace(
        **dict(zip(names, (uniform(200, 1800), uniform(600, 2000), uniform(100, 1900)), strict=True))
    )
    for outcome in ("delivered_it_gw", "delivered_gw"):
        assert simulate(large)[outcome] == pytest.approx(2 * simulate(small)[outcome], rel=1e-12)


@few
@given(scenarios(), st.sampled_from(list(OUTCOMES)), st.floats(0, 1e12))
def test_energised_never_exceeds_delivered_nothing_cumulative_falls_and_parts_add_up(scenario, reached, goal):
    p = simulate(scenario)
    assert (p["energised_gw"] <= p["delivered_gw"]).all()
    assert p.binding().sum(axis=1).to_numpy() == pytest.approx(1)
    assert p.chance(reached, at_least=goal, by=p.months[-1]) >= np.mean(p.at(reached, p.months[-1]) >= goal)
    # What a year's spending rents falls where spending falls, and power that runs with it.
    spending_falls = sample(scenario, FALLS[1]) < sample(scenario, FALLS[0])
    for outcome in CUMULATIVE:
        assert (p[outcome] >= 0).all()
        never = ~spending_falls if outcome in ("energised_gw", "capex_usd") else slice(None)
        assert (np.diff(p[outcome][never], axis=1) >= 0).all()


MORE = (
    *("rack_rate_start", "rack_rate_target", "growth_after", "shipped_share", "openai_share", "it_overhead"),
    *("rack_power_kw", "next_rack_power_kw", "later_rack_power_kw", "facility_overhead", "room_share"),
    *("site_power_gw_per_yr", "compute_spend_start_usd_per_yr", "compute_spend_end_usd_per_yr"),
)
"""More of it never means less power."""
LESS = (
    *("first_delivery_months", "delivery_ramp_months", "deployment_lag_months", "site_slip_months"),
    "rent_usd_per_gw_yr",
)
"""Less of it never means less power."""


@settings(max_examples=60, deadline=None)
@given(scenarios(), st.sampled_from(sorted(MORE + LESS)), st.floats(0, 1), st.floats(0, 1))
def test_more_supply_is_never_less_power(scenario, lever, a, b):
    lower, upper = PARAMETERS[lever].lower_bound, PARAMETERS[lever].upper_bound
    low, high = (point(lower + part * (upper - lower)) for part in sorted((a, b)))
    ends = (low, high) if lever in MORE else (high, low)
    less, more = (simulate(scenario.replace(**{lever: each})) for each in ends)
    for outcome in ("delivered_gw", "energised_gw"):
        # The last digits may differ: a larger factor can be rounded down.
        assert (more[outcome] >= less[outcome] * (1 - 1e-12)).all()


def test_one_month_is_the_row_of_all_months():
    scenario = Scenario(draws=16)
    case = {name: sample(scenario, name) for name in PARAMETERS}
    for outcome in OUTCOMES:
        alone, within = equations_for(case).at(outcome, 40), equations_for(case).outcome(outcome, 60)[40]
        assert np.array_equal(alone, within)


@pytest.mark.parametrize("kept", list(SHARED))
@pytest.mark.parametrize("name", list(PARAMETERS))
def test_what_is_kept_depends_on_the_listed_parameters_and_no_other(name, kept):
    case = {key: sample(Scenario(draws=64), key) for key in PARAMETERS}
    changed = case | {name: np.full(64, (case[name].min() + PARAMETERS[name].upper_bound) / 2)}
    models = [equations_for(each) for each in (case, changed)]
    before, after = (one.deliverable(60) if kept == "deliverable" else one.outcome(kept, 60) for one in models)
    assert np.array_equal(before, after) == (name not in SHARED[kept])


def test_kept_rows_give_the_same_numbers_to_the_last_digit():
    """One after the other, so that what was kept for the one would be at hand for the next."""
    for together in (0, 0.5, 1):
        scenario = Scenario(draws=64, co_movement=together)
        plain = equations_for({name: sample(scenario, name) for name in PARAMETERS})
        for outcome in OUTCOMES:
            assert np.array_equal(simulate(scenario)[outcome].T, plain.outcome(outcome, len(scenario.months)))


def test_the_sites_curve_never_falls():
    seen, months, power = sites_curve(SEEDS)
    assert power[0] > 0
    assert months[0] < 0 < seen < months[-1]
    assert (np.diff(months) > 0).all()
    assert (np.diff(power) >= 0).all()


def test_rows_are_held_up_to_a_size_and_the_oldest_go_first(monkeypatch):
    one = equations_of(Scenario(draws=64)).deliverable(122).nbytes
    rows: LRUCache[Array] = LRUCache(4 * one, weight=lambda each: each.nbytes)
    monkeypatch.setattr(equations, "_ROWS", rows)
    first = equations_of(Scenario(draws=64))
    assert equations_of(Scenario(draws=64, openai_share=1)).deliverable(122) is first.deliverable(122)
    for power in (100, 101, 102, 103):
        equations_of(Scenario(draws=64, rack_power_kw=power))
    assert equations_of(Scenario(draws=64)).deliverable(122) is not first.deliverable(122)
    assert np.array_equal(equations_of(Scenario(draws=64)).deliverable(122), first.deliverable(122))
