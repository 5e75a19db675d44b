"""What a goal takes: worked by hand, for one assumption at a time and for the share against one more."""

import json

import numpy as np
import pytest
from cases import MONTH_GW, PLAIN

import explorer as ex
from explorer import charts
from explorer.analysis.goal import GOAL_OUTCOMES, Goal, GoalError, frontier, year_ends
from explorer.analysis.solve import Needed, solve
from explorer.charts import svg
from explorer.model import Projection
from explorer.scenario import Scenario, ScenarioError, table
from explorer.seeds import load

ONE = Goal(amount_gw=1, by="2026-08")  # of ten months at MONTH_GW each, with all racks


def test_a_goal_in_words():
    assert Goal().words() == "10 GW by the end of 2029"
    assert Goal("delivered_it_gw", 2.5, "2027-06").words() == "2.5 GW of computers by June 2027"
    assert Goal("energised_gw", chance=0.9).cases() == "in 90% of the simulated cases"


@pytest.mark.parametrize(
    ("wrong", "part"),
    [
        ({"outcome": "shipped"}, "outcome"),
        ({"outcome": ["delivered_gw"]}, "outcome"),
        ({"amount_gw": 0}, "amount"),
        ({"amount_gw": float("nan")}, "amount"),
        ({"amount_gw": float("inf")}, "amount"),
        ({"amount_gw": "10"}, "amount"),
        ({"amount_gw": True}, "amount"),
        ({"by": "2036-01"}, "by"),
        ({"by": "2025-11"}, "by"),
        ({"by": "soon"}, "by"),
        ({"by": None}, "by"),
        ({"chance": 0}, "chance"),
        ({"chance": 1}, "chance"),
    ],
)
def test_a_goal_that_cannot_be_is_refused_with_a_sentence(wrong, part):
    with pytest.raises(GoalError, match=r"\.$") as fault:
        Goal(**wrong)
    assert fault.value.part == part


def needed(scenario: Scenario, lever: str, goal: Goal) -> Needed:
    return solve(scenario, lever, goal.outcome, at_least=goal.amount_gw, by=goal.by)


def test_the_nearest_is_what_the_better_end_comes_to_in_as_many_cases():
    assert needed(PLAIN, "openai_share", Goal(amount_gw=9, by="2026-08")).comes_to(chance=0.5) == 10 * MONTH_GW
    # four cases with 1/8, 3/8, 5/8 and 7/8 of the racks: half of them come to 5/8, three in four to 3/8
    spread = needed(PLAIN.replace(shipped_share=ex.uniform(0, 1)), "openai_share", Goal(amount_gw=9, by="2026-08"))
    assert spread.comes_to(chance=0.5) == pytest.approx(10 * MONTH_GW * 5 / 8)
    assert spread.comes_to(chance=0.75) == pytest.approx(10 * MONTH_GW * 3 / 8)


def test_where_the_easiest_end_is_enough_any_value_is():
    always = needed(PLAIN, "rack_price_usd", ONE)  # the goal is reached whatever a rack costs
    assert always.value(chance=0.5) == always.easiest == table()["rack_price_usd"].lower_bound
    late = needed(PLAIN, "first_delivery_months", ONE)
    assert late.value(chance=0.5) < late.easiest == table()["first_delivery_months"].upper_bound


@pytest.mark.parametrize("outcome", GOAL_OUTCOMES)
@pytest.mark.parametrize("chance", [0.1, 0.5, 0.9])
def test_the_value_named_does_reach_the_goal_and_no_lesser_one_would(outcome, chance):
    scenario, goal = Scenario(draws=200), Goal(outcome, 4, "2030-12", chance)
    for lever in ("openai_share", "rack_rate_target", "shipped_share"):
        found = needed(scenario, lever, goal)
        value = found.value(chance=chance)
        if not np.isfinite(value):
            assert found.comes_to(chance=chance) < 4
            continue
        now, less = (Projection(scenario.replace(**{lever: part * value})) for part in (1, 0.999))
        assert less.chance(outcome, at_least=4, by=goal.by) < chance <= now.chance(outcome, at_least=4, by=goal.by)


def test_year_ends():
    assert year_ends() == ("2026-12", "2027-12", "2028-12", "2029-12", "2030-12")


# --- two assumptions at once
def test_the_line_between_enough_and_too_little_worked_by_hand():
    # Share times shipped_share has to be 1 / (10 * MONTH_GW) = 0.23.
    found = frontier(PLAIN, "shipped_share", ONE, places=5)
    part = 1 / (10 * MONTH_GW)
    assert found.values.tolist() == pytest.approx([0, part, 0.25, 0.5, 0.75, 1])
    assert found.shares.tolist() == pytest.approx([np.inf, 1, 4 * part, 2 * part, part / 0.75, part])
    assert found.share_here == pytest.approx(part)


def test_the_share_itself_cannot_be_the_second_assumption():
    with pytest.raises(ScenarioError, match="other axis"):
        frontier(PLAIN, "openai_share", ONE)
    with pytest.raises(ScenarioError, match="not a parameter"):
        frontier(PLAIN, "wind", ONE)


def drawn(line, width=900):
    return charts.frontier.spec(line, seeds=load(), width=width)


def test_the_picture_shows_the_line_the_ground_without_any_and_the_reader():
    spec = drawn(frontier(PLAIN.replace(openai_share=0.5), "shipped_share", ONE, places=5))
    traces = {trace["name"]: trace for trace in spec["data"]}
    part = 100 / (10 * MONTH_GW)
    assert traces["just enough"]["y"] == pytest.approx([100, 4 * part, 2 * part, part / 0.75, part])
    assert (traces["you"]["x"], traces["you"]["y"]) == ([100], [50])
    assert max(traces["never enough 1"]["x"]) == pytest.approx(part)
    lever = "Share of capacity really shipped at 100%"
    assert spec["meta"]["title"] == f"For 1 GW by August 2026, with {lever}, OpenAI would need 23% of the racks"
    assert spec["meta"]["table"]["rows"][0] == ["0", "no share is enough"]
    assert "At 23% it would take all of the AI racks." in spec["meta"]["summary"]


@pytest.mark.parametrize("lever", [name for name in table() if name != "openai_share"])
def test_every_assumption_can_stand_on_the_axis(lever):
    line = frontier(Scenario(draws=64, openai_share=ex.uniform(0.1, 0.4)), lever, places=3)
    for width in (900, 358):
        spec = drawn(line, width)
        json.dumps(spec, allow_nan=False)
        assert "<svg" in svg.svg_of(spec, key="f")
        assert len(spec["layout"]["xaxis"]["tickvals"]) >= 2
