"""Scenarios kept under letters and compared, and what the address carries of it: messages in, replies out."""

import re
from contextlib import suppress
from html import unescape
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from explorer.analysis.answer import answer
from explorer.analysis.goal import GOAL_OUTCOMES, Goal, year_ends
from explorer.analysis.presets import presets
from explorer.analysis.scenario_comparison import compare, compare_many
from explorer.formatting import two_figures
from explorer.model import simulate
from explorer.scenario import Scenario
from explorer.scenario.distributions import uniform
from explorer.scenario.links import LinkError, link
from explorer.ui import sentences
from explorer.ui.comparing import DATES, side_by_side
from explorer.ui.page import Page, version
from explorer.ui.state import State
from explorer.ui.url_state import LETTERS, goal_text, kept_text, read_goal, read_kept
from tests.cases import scenarios
from tests.replies import said, set_share


@pytest.fixture
def page() -> Page:
    return Page(State(Scenario(draws=256)))


def opened(search: str) -> tuple[Page, dict[str, Any]]:
    page = Page(State())
    return page, page.answer_to({"kind": "open", "search": search, "version": version()})


# --- side by side
def test_two_scenarios_stand_side_by_side_with_steps_that_add_up(page):
    kept = page.state.scenario
    reply = page.answer_to({"kind": "pin", "parameter": "A"})
    assert "hold the same assumptions" in said(reply["slots"]["compare"])
    assert reply["slots"]["compare-figure"] == reply["slots"]["sides-figure"] == ""
    set_share(page, "20")
    page.answer_to({"kind": "set", "parameter": "shipped_share", "part": "low", "value": "50"})
    reply = page.answer_to({"kind": "compare", "framed": []})
    text = said(reply["slots"]["compare"])
    assert sentences.consequence(answer(kept)) in text
    assert sentences.consequence(page.state.answer) in text
    assert "Share for OpenAI 10% 20%" in text
    assert "Shipped part of claimed capability 40 to 90%, most likely 60 50 to 90%, most likely 60" in text
    assert "Rack power" not in text
    frame = compare(kept, page.state.scenario, "delivered_gw")
    assert frame["change"].sum() == pytest.approx(frame.attrs["median_b"] - frame.attrs["median_a"], abs=1e-12)
    assert said(reply["slots"]["compare-figure"]).count("Share for OpenAI") >= 1
    assert "from A to Now: the median goes" in text


def test_steps_lead_to_what_the_controls_hold_though_another_measure_was_chosen_at_once(page):
    """While A is what the controls hold, both boxes say A; that is no wish to go from A to A."""
    kept = page.answer_to({"kind": "pin", "parameter": "A"})["kept"]
    assert (kept["from"], kept["to"]) == ("A", "A")
    page.answer_to({"kind": "compare", "measure": "energised_gw", "from": "A", "to": "A", "framed": []})
    set_share(page, "20")
    kept = page.answer_to({"kind": "compare", "framed": []})["kept"]
    assert (kept["from"], kept["to"]) == ("A", "Now")


def test_four_are_kept_and_their_figures_are_those_of_python(page):
    for share in ("20", "30", "40"):
        page.answer_to({"kind": "pin", "parameter": ""})
        set_share(page, share)
    reply = page.answer_to({"kind": "pin"})
    assert reply["kept"] == {"letters": ["A", "B", "C", "D"], "from": "A", "to": "D", "unfold": True}
    frame = compare_many(dict(page.look.kept))
    for measure in ("delivered_gw", "share_needed"):
        reply = page.answer_to({"kind": "compare", "measure": measure, "framed": ["sides"]})
        sent = page._specs["sides"]["meta"]["values"]["rows"]
        assert [row[3:6] for row in sent] == frame.loc[measure, ["low", "middle", "high"]].to_numpy().tolist()
    assert reply["slots"]["compare-figure"] == ""  # a share needed is explained by no steps
    reply = page.answer_to({"kind": "pin"})
    assert "kept as D already" in reply["spoken"]
    set_share(page, "50")
    assert "all taken" in page.answer_to({"kind": "pin"})["slots"]["notice"]
    reply = page.answer_to({"kind": "pin", "parameter": "B"})
    assert dict(page.look.kept)["B"] == page.state.scenario
    reply = page.answer_to({"kind": "compare", "measure": "energised_gw", "from": "C", "to": "B", "framed": []})
    steps = compare(dict(page.look.kept)["C"], page.state.scenario, "energised_gw")
    assert page._specs["compare"]["meta"]["values"]["rows"][0][3:6] == steps.iloc[0, 2:].tolist()
    assert reply["kept"]["from"], reply["kept"]["to"] == ("C", "B")


def test_the_table_by_date_says_what_each_model_run_says():
    a, b = Scenario(draws=256), Scenario(draws=64, seed=4, openai_share=0.3)
    sides = side_by_side((("A", b),), a, "energised_gw")
    assert len(sides.dated) == 4 * len(DATES)
    low, middle, high = simulate(a).quantiles_at("delivered_gw", [0.05, 0.5, 0.95], "2029-12")
    row = next(row for row in sides.dated if row[0] == "Site power that racks delivered could use, the end of 2029")
    assert row[2] == f"{middle:.1f} GW ({low:.1f} to {high:.1f} GW)"
    # three times the share with the same draws is three times as much in every case
    low, middle, high = (two_figures(3 * value) for value in (low, middle, high))
    assert row[1] == f"{middle} GW ({low} to {high} GW)"


def test_other_random_numbers_alone_are_no_difference():
    a = Scenario(draws=256)
    assert side_by_side((("A", a),), a.replace(seed=9, draws=64)).differing == ()
    assert len(side_by_side((("A", a),), a.replace(seed=9, draws=64)).sides) == 1


def test_a_named_scenario_can_be_kept_and_comparing_can_stop(page):
    reply = page.answer_to({"kind": "pin", "preset": "As announced"})
    assert "A: As announced" in said(reply["slots"]["compare"])
    page.answer_to({"kind": "pin", "preset": "As counted"})
    assert dict(page.look.kept) == {"A": presets()["As announced"], "B": presets()["As counted"]}
    assert page.answer_to({"kind": "unpin", "parameter": "A"})["kept"]["letters"] == ["B"]
    reply = page.answer_to({"kind": "unpin"})
    assert reply["slots"]["compare"] == reply["slots"]["compare-figure"] == ""
    assert page.look.kept == ()


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "compare", "from": "E"},
        {"kind": "compare", "to": ["A"]},
        {"kind": "compare", "measure": ["delivered_gw"]},
        {"kind": "pin", "parameter": "E"},
        {"kind": "pin", "parameter": {"A": 1}},
    ],
)
def test_what_there_is_not_to_choose_gets_a_sentence(page, message):
    before = page.look
    assert page.answer_to(message)["slots"]["notice"].startswith("<p>")
    assert page.look == before


# --- the address
letters = st.lists(st.sampled_from(LETTERS), unique=True, min_size=1).map(sorted)
goals = st.builds(
    Goal,
    st.sampled_from(list(GOAL_OUTCOMES)),
    st.floats(0.01, 1000),
    st.sampled_from(year_ends()),
    st.floats(0.01, 0.99),
)


@settings(max_examples=100, deadline=None)
@given(st.data(), scenarios(), letters)
def test_kept_scenarios_come_back_as_they_were(data, base, names):
    kept = {name: data.draw(scenarios()) for name in names}
    text = kept_text(kept, base)
    assert re.fullmatch(r"[\w.~-]*", text, re.ASCII)
    back = read_kept(text, base)
    assert list(back) == names
    assert all(dict(back[name].distributions) == dict(kept[name].distributions) for name in names)


@settings(max_examples=200, deadline=None)
@given(goals)
def test_a_goal_comes_back_as_it_was(goal):
    assert read_goal(goal_text(goal)) == goal
    assert re.fullmatch(r"[\w.~-]*", goal_text(goal), re.ASCII)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.from_regex(r"[A-E~os_p0-9.-]{0,40}", fullmatch=True))
def test_any_text_is_read_or_refused(text):
    for read in (read_goal, lambda text: read_kept(text, Scenario())):
        with suppress(LinkError):
            read(text)  # whatever else it raises fails the test


def test_the_link_carries_kept_scenarios_and_goal(page):
    goal = {"kind": "goal", "amount": "2.5", "outcome": "energised_gw", "by": "2028-12", "chance": "80"}
    page.answer_to({"kind": "pin", "parameter": "B"})
    set_share(page, "30")
    page.answer_to({"kind": "pin", "preset": "As announced"})
    address = page.answer_to(goal)["link"]
    assert len(address) < 2000
    other, reply = opened(f"?{address}")
    assert (other.state.scenario, other.look.goal) == (page.state.scenario, page.look.goal)
    for letter, scenario in page.look.kept:
        assert dict(dict(other.look.kept)[letter].distributions) == dict(scenario.distributions)
    assert reply["goal"] == {"amount": "2.5", "outcome": "energised_gw", "by": "2028-12", "chance": "80"}
    assert reply["link"] == address
    assert "For 2.5 GW with power" in other.answer_to({"kind": "needed"})["slots"]["goal-title"]


def test_a_goal_alone_is_in_the_link_and_the_default_one_is_not(page):
    own = Page(State())
    usual = {"kind": "goal", "amount": "10", "outcome": "delivered_gw", "by": "2029-12", "chance": "50"}
    assert own.answer_to(usual)["link"] == ""
    reply = own.answer_to({**usual, "amount": "30"})
    assert reply["link"] == f"s={link(Scenario())}&goal=delivered_gw~30.0~2029-12~0.5"
    assert "goal" not in opened("")[1]


def test_a_link_of_the_first_days_holds_a_whole_second_scenario():
    a, b = Scenario(draws=256, us_share=uniform(0.2, 0.3)), Scenario(draws=256, openai_share=0.3)
    page, reply = opened(f"?s={link(b)}&a={link(a)}")
    assert (page.state.scenario, dict(page.look.kept)) == (b, {"A": a})
    assert reply["kept"]["letters"] == ["A"]
    assert reply["link"].startswith(f"s={link(b)}&with=A~")


@pytest.mark.parametrize(
    "wrong",
    [
        "&a=rubbish",
        "&with=rubbish",
        "&with=A~os_p_7.0",
        "&with=A~os_p_nan",
        "&with=A~xx_p_1.0",
        "&with=A~os_p_0.1~os_p_0.2",
        "&with=A~~A",
        "&with=" + "A~os_p_0.1" * 1000,
    ],
)
def test_a_wrong_text_beside_the_scenario_gets_a_sentence_and_the_scenario_opens(wrong):
    scenario = Scenario(draws=256, openai_share=0.3)
    page, reply = opened(f"?s={link(scenario)}{wrong}")
    assert "nothing to compare with" in reply["slots"]["notice"]
    assert (page.state.scenario, page.look.kept) == (scenario, ())


@pytest.mark.parametrize("search", ["?with=A~os_p_0.3", "?s=rubbish&with=A~os_p_0.3"])
def test_kept_scenarios_need_the_scenario_that_they_are_written_against(search):
    page, reply = opened(search)
    assert "nothing to compare with" in reply["slots"]["notice"]
    assert page.look.kept == ()


@pytest.mark.parametrize(
    "goal",
    [
        "rubbish",
        "delivered_gw~-1~2029-12~0.5",
        "delivered_gw~nan~2029-12~0.5",
        "delivered_gw~10~2035-12~0.5",
        "delivered_gw~10~2028-06~0.5",
        "delivered_gw~10~2029-13~0.5",
        "delivered_gw~10~2029-12~1.5",
        "<script>~10~2029-12~0.5",
        "delivered_gw~10~2029-12~0.5~more",
    ],
)
def test_a_wrong_goal_in_a_link_gets_a_sentence_and_the_usual_one_stands(goal):
    page, reply = opened(f"?goal={goal}")
    assert "goal of the question stands" in unescape(reply["slots"]["notice"])
    assert "<script>" not in reply["slots"]["notice"]
    assert page.look.goal == Goal()
