"""Two scenarios step by step, whose steps can be worked by hand; and several side by side, on the same draws."""

import json
import math
from typing import Any

import numpy as np
import pytest
from cases import MONTH_GW, PARAMETERS, PLAIN, scenarios
from hypothesis import given, settings, strategies as st

import explorer as ex
from explorer.analysis.answer import required
from explorer.analysis.scenario_comparison import MEASURES, compare
from explorer.charts import sidebyside
from explorer.model import ModelError, simulate
from explorer.scenario import Scenario, month_number
from explorer.seeds import load


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
    assert list(frame.index) == [name for name in PARAMETERS if a[name] != b[name]]


@pytest.mark.parametrize(
    "setting", [{"rack_power_path": {"2026-08": 200}}, {"correlations": {("us_share", "openai_share"): 0.6}}]
)
def test_what_has_no_step_is_not_left_out_in_silence(setting):
    a, b = Scenario(draws=16), Scenario(draws=16, openai_share=0.2, **setting)
    for ask in (lambda: compare(a, b, "delivered_gw"), lambda: ex.differing({"A": a, "B": b})):
        with pytest.raises(ModelError, match=f"The scenarios differ in {next(iter(setting))}"):
            ask()
    assert list(compare(a.replace(**setting), b, "delivered_gw").index) == ["openai_share"]


# --- side by side
A = ex.Scenario(draws=256)
FOUR = {"A": A, "B": A.replace(openai_share=0.3), "C": A.replace(shipped_share=0.9, seed=8, draws=32), "D": A}


def test_each_figure_is_that_of_the_scenario_alone():
    frame: Any = ex.compare_many(FOUR, at="2028-12")
    assert list(frame.index.get_level_values(0).unique()) == list(MEASURES)
    for name, scenario in FOUR.items():
        alone = scenario.replace(seed=A.seed, draws=A.draws)
        for measure in ("delivered_gw", "energised_gw", "rack_sales_usd", "capex_usd"):
            points = simulate(alone).quantiles_at(measure, [0.05, 0.5, 0.95], "2028-12")
            assert frame.loc[(measure, name), ["low", "middle", "high"]].tolist() == points.tolist()
        share = frame.loc[("share_needed", name), ["low", "middle", "high"]].tolist()
        needed = required(alone, by="2028-12").share
        assert share == pytest.approx([needed.low, needed.middle, needed.high], rel=1e-12)


def test_the_same_scenario_twice_differs_by_nothing_at_all():
    frame: Any = ex.compare_many(FOUR)
    assert frame.xs("D", level="scenario")["change"].tolist() == [0.0] * len(MEASURES)
    # three times the share is, with the same draws, three times as much in every case
    delivered = frame.loc["delivered_gw"]
    assert delivered.loc["B", "high"] == pytest.approx(3 * delivered.loc["A", "high"], rel=1e-12)
    assert delivered.loc["B", "change"] == delivered.loc["B", "middle"] - delivered.loc["A", "middle"]


def test_only_what_differs_is_listed():
    frame: Any = ex.differing(FOUR)
    assert list(frame.index) == ["shipped_share", "openai_share"]
    assert frame.loc["openai_share"].tolist() == [one.openai_share for one in FOUR.values()]
    assert ex.differing({"A": A, "B": A.replace(seed=4)}).empty


def test_out_of_reach_is_infinite_and_no_change_is_made_of_it():
    frame: Any = ex.compare_many({"A": A, "B": A.replace(rack_rate_target=1000, shipped_share=0.05, growth_after=0)})
    assert math.isinf(frame.loc[("share_needed", "B"), "middle"])
    assert np.isnan(frame.loc[("share_needed", "B"), "change"])
    spec = sidebyside.spec(frame, "share_needed", seeds=load())
    assert spec["meta"]["table"]["rows"][1][1:] == ["more than all", "more than all", "more than all", "cannot be said"]
    assert len(spec["layout"]["shapes"]) == len(spec["data"][0]["x"]) == 1
    json.dumps(spec, allow_nan=False)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("width", [900, 358])
def test_the_chart_says_what_the_frame_says(measure, width):
    frame: Any = ex.compare_many(FOUR)
    spec = sidebyside.spec(frame, measure, seeds=load(), width=width)
    json.dumps(spec, allow_nan=False)
    factor = 100 if measure == "share_needed" else 1
    assert spec["data"][0]["x"] == pytest.approx([factor * middle for middle in frame.loc[measure, "middle"]])
    ends = list(zip(frame.loc[measure, "low"], frame.loc[measure, "high"], strict=True))
    assert [shape["x0"] for shape in spec["layout"]["shapes"]] == pytest.approx([factor * low for low, _ in ends])
    assert [shape["x1"] for shape in spec["layout"]["shapes"]] == pytest.approx([factor * high for _, high in ends])
    assert [row[0] for row in spec["meta"]["table"]["rows"]] == list(FOUR)
    assert [row[3:6] for row in spec["meta"]["values"]["rows"]] == frame.loc[
        measure, ["low", "middle", "high"]
    ].values.tolist()
