"""What would have to be true: put back into the model, the answer reaches the goal and no more."""

import math

import numpy as np
import pytest
from cases import MONTH_GW, PLAIN, scenarios
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis.solve import Needed, solve
from explorer.faults import ExplorerError
from explorer.model import ModelFault, simulate
from explorer.model.equations import Equations
from explorer.scenario import Scenario, drawn, table
from explorer.scenario.distributions import uniform


def forward(need: Needed, less: float = 0.0) -> np.ndarray:
    """What each draw that can reach the goal comes to at the value needed, or at one less demanding by ``less``."""
    which = np.isfinite(need.needed)
    lower, upper = table()[need.lever].lower_bound, table()[need.lever].upper_bound
    values = np.clip(need.needed[which] + (less if need.lowers else -less), lower, upper)
    case = {name: drawn(need.scenario, name)[which] for name in table()} | {need.lever: values}
    t = need.scenario.months.index(need.by)
    return Equations(case).outcome(need.outcome, t + 1).max(axis=0)


def test_the_share_needed_worked_by_hand():
    # All racks of ten months are 4.348 GW; for 1 GW a share of 1 / 4.348 of them is needed.
    need = solve(PLAIN, "openai_share", "delivered_gw", at_least=1, by="2026-08")
    assert need.needed == pytest.approx(1 / (10 * MONTH_GW), rel=1e-10)
    assert need.reachable == 1
    assert need.nearest == pytest.approx(10 * MONTH_GW)


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


def test_what_cannot_be_reached_is_infinite_and_the_nearest_is_named():
    need = solve(PLAIN, "openai_share", "delivered_gw", at_least=1000, by="2029-12")
    assert need.reachable == 0
    assert need.value(chance=0.5) == math.inf
    assert need.quantiles([0.05, 0.5, 0.95]).tolist() == [math.inf] * 3
    assert need.nearest == pytest.approx(50 * MONTH_GW)


def test_part_of_the_draws_can_reach_it():
    # Four draws with shipped_share 1/8, 3/8, 5/8, 7/8: all racks of ten months are 0.54, 1.63, 2.72, 3.80 GW.
    s = PLAIN.replace(shipped_share=uniform(0, 1))
    need = solve(s, "openai_share", "delivered_gw", at_least=1, by="2026-08")
    assert need.reachable == 0.75
    full = 10 * MONTH_GW
    assert sorted(need.needed) == pytest.approx([8 / 7 / full, 8 / 5 / full, 8 / 3 / full, math.inf])
    assert need.value(chance=0.75) == pytest.approx(8 / 3 / full)
    assert need.value(chance=0.76) == math.inf
    # Quantiles of four numbers stand at 0, 1/3, 2/3, 1; what lies beyond 2/3 is not reachable.
    assert need.quantiles([0, 1 / 3, 0.7, 1]) == pytest.approx([8 / 7 / full, 8 / 5 / full, math.inf, math.inf])


def test_a_lever_that_does_not_matter_is_reached_with_anything_or_nothing():
    reached = solve(PLAIN, "us_share", "delivered_gw", at_least=1, by="2029-12")
    assert reached.needed.tolist() == [0, 0, 0, 0]
    missed = solve(PLAIN, "us_share", "delivered_gw", at_least=1000, by="2029-12")
    assert missed.reachable == 0


def test_the_value_for_a_chance_gives_that_chance():
    s = Scenario(draws=512)
    for lever in ("openai_share", "rack_rate_target", "first_delivery_months", "facility_overhead"):
        need = solve(s, lever, "energised_gw", at_least=2, by="2029-12")
        for chance in (0.1, 0.25, 0.5):
            value = need.value(chance=chance)
            assert math.isfinite(value) == (need.reachable >= chance)
            if math.isfinite(value):
                p = simulate(s.replace(**{lever: value}))
                found = p.chance("energised_gw", at_least=2, by="2029-12")
                assert found >= chance - 1 / 512  # one draw may miss it in the last digit
                at_a_bound = value in (table()[lever].lower_bound, table()[lever].upper_bound)
                assert at_a_bound or found == pytest.approx(chance, abs=1.5 / 512)


@pytest.mark.parametrize("lever", list(table()))
@pytest.mark.parametrize(("outcome", "goal"), [("delivered_gw", 3), ("energised_gw", 2), ("rack_sales_usd", 70e9)])
def test_put_back_into_the_model_it_just_reaches_the_goal(lever, outcome, goal):
    need = solve(Scenario(draws=128), lever, outcome, at_least=goal, by="2029-12")
    reached = forward(need)
    inside = need.needed[np.isfinite(need.needed)]
    between = (inside > table()[lever].lower_bound) & (inside < table()[lever].upper_bound)
    assert (reached >= goal).all()  # more at an end of the bounds, elsewhere just the goal
    assert reached[between] == pytest.approx(goal, rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(
    scenarios(),
    st.sampled_from(list(table())),
    st.sampled_from(["capability", "delivered_gw", "energised_gw", "rack_sales_usd", "capex_usd"]),
    st.floats(0.05, 1.2),
)
def test_it_is_within_the_bounds_enough_and_the_least(scenario, lever, outcome, part):
    goal = float(simulate(scenario)[outcome].max()) * part
    try:
        need = solve(scenario, lever, outcome, at_least=goal, by=scenario.horizon)
    except ModelFault as fault:
        assert "hurts in others" in str(fault)  # noqa: PT017
        return
    if not need.reachable:
        assert need.nearest < goal
        return
    lower, upper = table()[lever].lower_bound, table()[lever].upper_bound
    inside = need.needed[np.isfinite(need.needed)]
    assert ((inside >= lower) & (inside <= upper)).all()
    assert (forward(need) >= goal * (1 - 1e-12)).all()
    # A little less demanding, it no longer is enough, or is so by no more than the tolerance, or is at its end.
    less = forward(need, less=1e-9 * (upper - lower))
    at_the_end = inside == (upper if need.lowers else lower)
    assert ((less <= goal * (1 + 1e-9)) | at_the_end).all()


@pytest.mark.parametrize(
    ("lever", "outcome", "goal", "by", "sentence"),
    [
        ("price", "delivered_gw", 10, "2029-12", "'price' is not a parameter"),
        ("openai_share", "power", 10, "2029-12", "'power' is not an outcome"),
        ("openai_share", "delivered_gw", math.nan, "2029-12", "nan is not a finite number"),
        ("openai_share", "delivered_gw", 10, "2050-01", "not within the projection"),
        ("openai_share", "delivered_gw", 10, "some day", "by of solve is 'some day', not a month"),
    ],
)
def test_what_cannot_be_asked_gets_a_sentence(lever, outcome, goal, by, sentence):
    with pytest.raises(ExplorerError, match=sentence):
        solve(PLAIN, lever, outcome, at_least=goal, by=by)


@pytest.mark.parametrize("chance", [0, -0.1, 1.1, math.nan, "half", True])
def test_a_chance_is_a_share(chance):
    with pytest.raises(ExplorerError, match=r"A chance lies above 0 and up to 1|chance of value is .*, not a number"):
        solve(PLAIN, "openai_share", "delivered_gw", at_least=1, by="2029-12").value(chance=chance)


def test_a_lever_that_helps_some_draws_and_hurts_others_is_refused():
    # Where today's rack has too little power for the goal and the next one enough, the next must start early; where it
    # is the other way round, late.
    s = PLAIN.replace(draws=64, rack_power_kw=uniform(50, 150), next_rack_power_kw=uniform(50, 150))
    with pytest.raises(ModelFault, match="Next rack starts helps in some simulated cases and hurts in others"):
        solve(s, "next_rack_start", "delivered_gw", at_least=50 * MONTH_GW, by="2029-12")
