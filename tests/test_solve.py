"""What would have to be true: put back into the model, the answer reaches the goal and no more."""

import math

import numpy as np
import pytest
from cases import MONTH_GW, MONTH_RACKS, PARAMETERS, PLAIN, equations_for, put_sites, scenarios
from hypothesis import given, settings, strategies as st

from explorer.analysis.solve import Needed, solve
from explorer.errors import ExplorerError
from explorer.model import ModelError, simulate
from explorer.scenario import Scenario, sample
from explorer.scenario.distributions import uniform


def forward(need: Needed, less: float = 0.0) -> np.ndarray:
    """What each draw that can reach the goal comes to at the value needed, or at one less demanding by ``less``."""
    which = np.isfinite(need.needed)
    lower, upper = PARAMETERS[need.lever].lower_bound, PARAMETERS[need.lever].upper_bound
    values = np.clip(need.needed[which] + (less if need.lowers else -less), lower, upper)
    case = {name: sample(need.scenario, name)[which] for name in PARAMETERS} | {need.lever: values}
    t = need.scenario.months.index(need.by)
    return equations_for(case).outcome(need.outcome, t + 1).max(axis=0)


def test_the_share_needed_worked_by_hand():
    # All racks of ten months are 4.348 GW; for 1 GW a share of 1 / 4.348 of them is needed.
    need = solve(PLAIN, "openai_share", "delivered_gw", at_least=1, by="2026-08")
    assert need.needed == pytest.approx(1 / (10 * MONTH_GW), rel=1e-10)
    assert need.reachable == 1
    assert not need.needed.flags.writeable
    assert not need.at_bounds.flags.writeable


def test_the_rate_needed_worked_by_hand():
    # With a target of x after twelve months the first year's rates are 1000 + (x - 1000) * (0, 1, .., 11) / 12, on
    # average 1000 + (x - 1000) * 5.5 / 12. For an average of 1,458.33.. a week x is 2,000.
    goal = 365.25 / 7 * (1000 + 1000 * 5.5 / 12)
    need = solve(PLAIN, "rack_rate_target", "shipped", at_least=goal, by="2026-10")
    assert need.needed == pytest.approx(2000)


def test_a_lever_that_has_to_be_small():
    # Months f..49 are 50 - f months of racks if deliveries begin in month f, and 20 GW are 45.996 such months.
    need = solve(PLAIN, "first_delivery_months", "delivered_gw", at_least=20, by="2029-12")
    assert need.lowers
    assert need.needed == pytest.approx(50 - 20 / MONTH_GW)
    assert simulate(PLAIN.replace(first_delivery_months=need.value(chance=1)))["delivered_gw"][0, 49] >= 20
    # 20 GW are 200,000 racks, all that is made since the first delivery, of 50 months of racks in all.
    assert need.racks() == pytest.approx(200_000, rel=1e-9)
    assert need.share_of_shipped() == pytest.approx(200_000 / (50 * MONTH_RACKS), rel=1e-9)
    assert need.share_of_shipped(since="first delivery") == pytest.approx(1, rel=1e-9)


def test_the_spending_needed_worked_by_hand(monkeypatch):
    put_sites(monkeypatch, 0, {-1: 1000})
    # Spending starts at $10bn a year, and $10bn rent a GW for one. For 4 GW it has to be $40bn: in month 61, the last
    # in which it rises, by ending there; in month 30 by having risen $30bn in 30 of 61 months, so by $61bn in all.
    s = PLAIN.replace(compute_spend_start_usd_per_yr=10e9)
    for by, billion in (("2030-12", 40), ("2028-05", 71)):
        need = solve(s, "compute_spend_end_usd_per_yr", "energised_gw", at_least=4, by=by)
        assert need.needed == pytest.approx(billion * 1e9, rel=1e-9)
    # With $71bn a year at the end 4 GW can be rented at month 61 for up to 71 / 4 = $17.75bn each.
    need = solve(
        s.replace(compute_spend_end_usd_per_yr=71e9), "rent_usd_per_gw_yr", "energised_gw", at_least=4, by="2030-12"
    )
    assert need.lowers
    assert need.needed == pytest.approx(17.75e9, rel=1e-9)


def test_power_that_falls_again_counts_where_it_was_highest(monkeypatch):
    put_sites(monkeypatch, 0, {-1: 1000})
    # Spending falls from $71bn a year by $1bn a month, so that 7.1 - t / 10 GW can be rented: 5 in month 21, 4.9 in the
    # next. For 4.95 GW the racks of months 0..21 have to do, a share of 4.95 / (22 * 0.4348). In month 49 it is 2.2 GW.
    s = PLAIN.replace(compute_spend_start_usd_per_yr=71e9, compute_spend_end_usd_per_yr=10e9)
    need = solve(s, "openai_share", "energised_gw", at_least=4.95, by="2029-12")
    share = 4.95 / (22 * MONTH_GW)
    assert need.needed == pytest.approx(share, rel=1e-9)
    # All racks are 0.4348 (t + 1) GW: 5.65 in month 12, below the 5.9 that can be rented; 6.09 in month 13, above 5.8.
    assert need.comes_to(chance=1) == pytest.approx(5.8)
    assert solve(s, "openai_share", "energised_gw", at_least=5.81, by="2029-12").reachable == 0
    reached = simulate(s.replace(openai_share=1.0001 * share))
    assert reached.chance("energised_gw", at_least=4.95, by="2029-12") == 1
    assert reached.at("energised_gw", "2029-12") == pytest.approx(2.2)


def test_racks_needed_and_of_what_they_are_a_share():
    # 1 GW is 10,000 racks of 100 kW. Deliveries begin in month 3 and rise to the full share: 1/4, 2/4, 3/4, 1 in months
    # 3..6, which is 2.5 months in full.
    s = PLAIN.replace(first_delivery_months=3, delivery_ramp_months=4)
    need = solve(s, "openai_share", "delivered_gw", at_least=1, by="2026-05")
    assert need.needed == pytest.approx(10_000 / (2.5 * MONTH_RACKS), rel=1e-9)
    assert need.racks() == pytest.approx(10_000, rel=1e-9)
    assert need.racks("2026-05").tolist() == need.racks().tolist()
    # Of all racks shipped in months 0..6, seven months of them; of those since the first delivery, four months.
    assert need.share_of_shipped() == pytest.approx(10_000 / (7 * MONTH_RACKS), rel=1e-9)
    assert need.share_of_shipped(since="first delivery") == pytest.approx(10_000 / (4 * MONTH_RACKS), rel=1e-9)
    # At another month than that of the goal: up to month 4 three quarters of a month, of five and of two months.
    assert need.racks("2026-03") == pytest.approx(3000, rel=1e-9)
    assert need.share_of_shipped("2026-03") == pytest.approx(3000 / (5 * MONTH_RACKS), rel=1e-9)
    assert need.share_of_shipped("2026-03", since="first delivery") == pytest.approx(3000 / (2 * MONTH_RACKS), rel=1e-9)
    assert need.racks("2026-07") == pytest.approx(18_000, rel=1e-9)  # and two months in full


def test_a_month_in_which_deliveries_begin_counts_in_part():
    # From the middle of month 2 at once in full: half of month 2 and months 3..6, 4.5 months, all of the share.
    need = solve(PLAIN.replace(first_delivery_months=2.5), "openai_share", "delivered_gw", at_least=1, by="2026-05")
    assert need.needed == pytest.approx(10_000 / (4.5 * MONTH_RACKS), rel=1e-9)
    assert need.share_of_shipped(since="first delivery") == pytest.approx(need.needed, rel=1e-9)
    assert need.share_of_shipped(since="start") == pytest.approx(need.needed * 4.5 / 7, rel=1e-9)


@pytest.mark.parametrize("lever", ["ramp_months", "delivery_ramp_months", "rent_usd_per_gw_yr"])
def test_racks_are_asked_of_a_lever_that_can_not_be_nothing(lever):
    # No draw reaches it, and a ramp or a rent of 0 is no value of the lever that could stand in.
    need = solve(PLAIN, lever, "energised_gw", at_least=1000, by="2029-12")
    assert need.racks().tolist() == need.share_of_shipped().tolist() == [math.inf] * 4


@settings(max_examples=30, deadline=None)
@given(scenarios(), st.floats(0.05, 1))
def test_the_share_of_a_full_week_is_the_largest_of_the_three(scenario, part):
    goal = float(simulate(scenario.replace(openai_share=1)).at("delivered_gw", scenario.horizon).max()) * part
    need = solve(scenario, "openai_share", "delivered_gw", at_least=goal, by=scenario.horizon)
    open_draws = np.isfinite(need.needed) & (need.racks() > 0)
    of_all, since = need.share_of_shipped()[open_draws], need.share_of_shipped(since="first delivery")[open_draws]
    assert (of_all <= since * (1 + 1e-12)).all()
    assert (since <= need.needed[open_draws] * (1 + 1e-9)).all()
    # Racks are what the model delivers at that share, and of_all their part of what it ships.
    case = {name: sample(scenario, name) for name in PARAMETERS} | {
        "openai_share": np.where(open_draws, need.needed, 0)
    }
    racks = equations_for(case).outcome("openai_shipped", len(scenario.months))[-1][open_draws]
    shipped = equations_for(case).outcome("shipped", len(scenario.months))[-1][open_draws]
    assert need.racks()[open_draws] == pytest.approx(racks, rel=1e-9)
    assert of_all == pytest.approx(racks / shipped, rel=1e-9)


def test_what_cannot_be_reached_is_infinite_and_the_nearest_is_named():
    need = solve(PLAIN, "openai_share", "delivered_gw", at_least=1000, by="2029-12")
    assert need.reachable == 0
    assert need.value(chance=0.5) == math.inf
    assert need.quantiles([0.05, 0.5, 0.95]).tolist() == [math.inf] * 3
    assert need.comes_to(chance=1) == pytest.approx(50 * MONTH_GW)


def test_part_of_the_draws_can_reach_it():
    # Four draws with shipped_share 1/8, 3/8, 5/8, 7/8: all racks of ten months are 0.54, 1.63, 2.72, 3.80 GW.
    s = PLAIN.replace(shipped_share=uniform(0, 1))
    need = solve(s, "openai_share", "delivered_gw", at_least=1, by="2026-08")
    assert need.reachable == 0.75
    full = 10 * MONTH_GW
    assert sorted(need.needed) == pytest.approx([8 / 7 / full, 8 / 5 / full, 8 / 3 / full, math.inf])
    # Where it is in reach it takes the same 10,000 racks; of all ten months' racks that is as much as of each month's.
    assert sorted(need.racks()) == pytest.approx([10_000, 10_000, 10_000, math.inf])
    assert sorted(need.share_of_shipped()) == pytest.approx(sorted(need.needed))
    assert need.value(chance=0.75) == pytest.approx(8 / 3 / full)
    assert need.value(chance=0.76) == math.inf
    # Half of them come to 5/8 of all racks, three in four to 3/8.
    assert [need.comes_to(chance=part) / full for part in (0.5, 0.75)] == pytest.approx([5 / 8, 3 / 8])
    # Quantiles of four numbers stand at 0, 1/3, 2/3, 1; what lies beyond 2/3 is not reachable.
    assert need.quantiles([0, 1 / 3, 0.7, 1]) == pytest.approx([8 / 7 / full, 8 / 5 / full, math.inf, math.inf])


def test_a_lever_that_does_not_matter_is_reached_with_anything_or_nothing():
    reached = solve(PLAIN, "us_share", "delivered_gw", at_least=1, by="2029-12")
    assert reached.needed.tolist() == [0, 0, 0, 0]
    assert reached.value(chance=0.5) == reached.easiest == 0
    missed = solve(PLAIN, "us_share", "delivered_gw", at_least=1000, by="2029-12")
    assert missed.reachable == 0


@settings(max_examples=60, deadline=None)
@given(
    scenarios(),
    st.sampled_from(list(PARAMETERS)),
    st.sampled_from(["capability", "delivered_gw", "energised_gw", "rack_sales_usd", "capex_usd"]),
    st.floats(0.05, 1.2),
)
def test_it_is_within_the_bounds_enough_and_the_least(scenario, lever, outcome, part):
    goal = float(simulate(scenario)[outcome].max()) * part
    try:
        need = solve(scenario, lever, outcome, at_least=goal, by=scenario.horizon)
    except ModelError as fault:
        assert "hurts in others" in str(fault)  # noqa: PT017
        return
    if not need.reachable:
        assert need.at_bounds.max() < goal
        return
    lower, upper = PARAMETERS[lever].lower_bound, PARAMETERS[lever].upper_bound
    inside = need.needed[np.isfinite(need.needed)]
    assert ((inside >= lower) & (inside <= upper)).all()
    assert (forward(need) >= goal * (1 - 1e-12)).all()
    # A little less demanding, it no longer is enough, or is so by no more than the tolerance, or is at its end.
    less = forward(need, less=1e-9 * (upper - lower))
    at_the_end = inside == (upper if need.lowers else lower)
    assert ((less <= goal * (1 + 1e-9)) | at_the_end).all()


@pytest.mark.parametrize("chance", [0, -0.1, 1.1, math.nan, "half", True])
def test_a_chance_is_a_share(chance):
    with pytest.raises(ExplorerError, match=r"A chance lies above 0 and up to 1|chance of value is .*, not a finite"):
        solve(PLAIN, "openai_share", "delivered_gw", at_least=1, by="2029-12").value(chance=chance)


def test_a_lever_that_helps_some_draws_and_hurts_others_is_refused():
    # Where today's rack has too little power for the goal and the next one enough, the next must start early; where it
    # is the other way round, late.
    s = PLAIN.replace(draws=64, rack_power_kw=uniform(50, 150), next_rack_power_kw=uniform(50, 150))
    with pytest.raises(
        ModelError, match="Months to the next generation helps in some simulated cases and hurts in others"
    ):
        solve(s, "next_rack_start", "delivered_gw", at_least=50 * MONTH_GW, by="2029-12")


def test_a_longer_ramp_helps_where_output_shrinks_after_it_and_hurts_elsewhere():
    # In months of 1,000 racks a week, up to month 49. A target of 4,000 at once, then half of it gone each year: 1 +
    # 4 * (1 - 0.9439^49) / 0.0561 = 68; in a line over ten years 50 + 3 * 1225 / 120 = 81. A target of 2,000 at once
    # and no growth: 99; in a line 50 + 1225 / 120 = 60. So for 70 the first needs a long ramp, the second a short one.
    s = PLAIN.replace(draws=64, rack_rate_target=uniform(1900, 4100), growth_after=uniform(-0.5, 0.1), co_movement=0)
    for target, growth, at_once, in_a_line in ((4000, -0.5, 68, 81), (2000, 0, 99, 60)):
        one = PLAIN.replace(rack_rate_target=target, growth_after=growth)
        for ramp, months in ((1, at_once), (120, in_a_line)):
            racks = simulate(one.replace(ramp_months=ramp)).at("shipped", "2029-12") / MONTH_RACKS
            assert racks == pytest.approx(months, abs=0.5)
    with pytest.raises(ModelError, match="Months to the later rate helps in some simulated cases and hurts in others"):
        solve(s, "ramp_months", "shipped", at_least=70 * MONTH_RACKS, by="2029-12")


def test_a_notebook_shows_what_is_needed():
    shown = solve(PLAIN, "openai_share", "delivered_gw", at_least=5, by="2026-11")._repr_html_()
    assert "OpenAI&#x27;s share: what it takes for power delivered, with cooling to reach 5.0 GW" in shown
    assert "<th>enough in 50% of cases</th><td>88.45%</td>" in shown  # 5 GW of 13 months at MONTH_GW
    assert "in 100% of cases" in shown
    none = solve(PLAIN, "openai_share", "delivered_gw", at_least=100, by="2026-11")._repr_html_()
    assert none.count("no value") == 3
    some = solve(Scenario(draws=64), "site_slip_months", "energised_gw", at_least=5, by="2029-12")
    assert 0.05 < some.reachable < 0.07
    assert some._repr_html_().count("no value") == 2  # in one case of twenty a value is enough
    assert "array" not in repr(some)
