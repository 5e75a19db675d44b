"""A waterfall sums to the difference of the two middle cases, and its steps can be worked by hand."""

import numpy as np
import pytest
from cases import MONTH_GW, PLAIN, scenarios
from hypothesis import given, settings, strategies as st

from explorer.analysis.presets import presets
from explorer.analysis.scenario_comparison import compare
from explorer.model import ModelError, simulate
from explorer.scenario import Scenario, month_number, table


def middle(scenario: Scenario, outcome: str, at: str) -> float:
    return float(np.median(simulate(scenario).at(outcome, at)))


def test_worked_by_hand_in_table_order():
    # Ten months of all racks are 10 * MONTH_GW. Shipped share 1 -> 1/2 takes half; the share 1 -> 1/2 half of the rest.
    frame = compare(PLAIN, PLAIN.replace(openai_share=0.5, shipped_share=0.5), "delivered_gw", at="2026-08")
    whole = 10 * MONTH_GW
    assert list(frame.index) == ["shipped_share", "openai_share"]
    assert frame["change"].tolist() == pytest.approx([-whole / 2, -whole / 4])
    assert frame["after"].tolist() == pytest.approx([whole / 2, whole / 4])
    assert [frame["a"].iloc[0], frame["b"].iloc[0]] == ["point(1.0)", "point(0.5)"]


def test_two_equal_scenarios_have_no_step():
    frame = compare(PLAIN, PLAIN, "delivered_gw", at="2026-08")
    assert frame.empty
    assert frame.attrs["median_a"] == frame.attrs["median_b"]


def test_both_sides_use_the_draws_of_the_first():
    a = Scenario(draws=64, seed=3, co_movement=0.25)
    b = Scenario(draws=32, seed=9, co_movement=1, openai_share=0.2)
    frame = compare(a, b, "delivered_gw", at="2029-12")
    assert frame.attrs["median_b"] == middle(a.replace(openai_share=0.2), "delivered_gw", "2029-12")
    # How closely assumptions move together is no assumption of its own: alone it makes no step.
    assert compare(a, a.replace(co_movement=1), "delivered_gw").empty


@pytest.mark.parametrize("name", list(presets()))
def test_from_the_defaults_to_each_preset(name):
    a, b = Scenario(draws=256), presets()[name].replace(draws=256)
    frame = compare(a, b, "energised_gw", at="2029-12")
    assert set(frame.index) == set(b.changes())
    difference = middle(b, "energised_gw", "2029-12") - middle(a, "energised_gw", "2029-12")
    assert frame["change"].sum() == pytest.approx(difference, abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(scenarios(), scenarios(), st.sampled_from(["shipped", "energised_gw", "rack_sales_usd"]))
def test_the_steps_sum_to_the_difference(a, b, outcome):
    at = min(a.horizon, b.horizon, key=month_number)
    frame = compare(a, b, outcome, at=at)
    known = frame.attrs
    alike = b.replace(**{name: getattr(a, name) for name in ("seed", "draws", "horizon", "co_movement")})
    assert known["median_a"] == pytest.approx(middle(a, outcome, at), rel=1e-12)
    assert known["median_b"] == pytest.approx(middle(alike, outcome, at), rel=1e-12)
    largest = max(abs(known["median_a"]), abs(known["median_b"]), 1e-300, *frame["after"].abs())
    assert abs(frame["change"].sum() - (known["median_b"] - known["median_a"])) <= 1e-12 * largest
    # each row begins where the one before ended
    assert frame["before"].tolist()[1:] == frame["after"].tolist()[:-1]
    assert [name for name in table() if name in frame.index] == list(frame.index)


def test_what_cannot_be_compared_gets_a_sentence():
    with pytest.raises(ModelError, match="not an outcome"):
        compare(PLAIN, PLAIN, "power")
    with pytest.raises(ModelError, match="not within the projection"):
        compare(PLAIN, PLAIN, "shipped", at="2050-01")
