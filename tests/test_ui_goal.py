"""The goal that a reader sets: messages in, replies out."""

import re

import pytest

from explorer.analysis.goal import Goal
from explorer.model import simulate
from explorer.scenario import Scenario
from explorer.ui import deciders
from explorer.ui.page import Page
from explorer.ui.state import State
from tests.replies import said, set_share

GOAL = {"kind": "goal", "amount": "30", "outcome": "delivered_gw", "by": "2030-12", "chance": "50"}


@pytest.fixture
def page() -> Page:
    return Page(State(Scenario(draws=256)))


def steps(page: Page, reply: dict) -> list[str]:
    """What a page asks for, one after the other, when the reader leaves it alone."""
    found = []
    while reply.get("then"):
        found.append(reply["then"])
        reply = page.answer_to({"kind": reply["then"], "framed": []})
    return found


# --- the goal
def test_a_goal_gives_a_value_for_each_assumption_or_the_nearest(page):
    reply = page.answer_to(GOAL)
    assert page.look.goal == Goal(amount_gw=30, by="2030-12")
    assert said(reply["slots"]["goal-title"]) == "For 30 GW by the end of 2030: what would have to be true"
    text = said(reply["slots"]["needed"])
    assert "In half of the simulated cases" in text
    assert re.search(r"Share for OpenAI at least \d\d% 10%", text)
    assert re.search(
        r"Shipped part of claimed capability no value from 0 to 100% is enough; the nearest is [\d.]+ GW", text
    )
    assert reply["spoken"].startswith(
        "For 30 GW by the end of 2030 in half of the simulated cases, Share for OpenAI: at"
    )
    assert steps(page, reply) == ["asks"]


def test_a_goal_may_be_typed_in_another_countrys_way(page):
    page.answer_to({**GOAL, "amount": "2,5", "chance": "12,5"})
    assert page.look.goal == Goal(amount_gw=2.5, by="2030-12", chance=0.125)
    fault = page.answer_to({**GOAL, "amount": "0.125", "chance": "1.500"})["slots"]["goal-fault"]  # nobody means 1500%
    assert (fault, page.look.goal.amount_gw, page.look.goal.chance) == ("", 0.125, 0.015)
    fault = page.answer_to({**GOAL, "amount": "1,000"})["slots"]["goal-fault"]
    assert fault == "The goal needs a number that can be read in one way: “1,000” may be 1000 or 1."
    assert page.look.goal.amount_gw == 0.125


def test_the_values_are_those_that_solve_gives(page):
    page.answer_to({**GOAL, "outcome": "energised_gw", "amount": "2", "chance": "80"})
    need = deciders.needed(page.state.scenario, page.look.goal, ["openai_share"])[0]
    share = float(re.findall(r"[\d.]+", need.words)[0]) / 100
    scenario = page.state.scenario
    chance = [
        simulate(scenario.replace(openai_share=s)).chance("energised_gw", at_least=2, by="2030-12")
        for s in (share - 0.01, share + 0.01)
    ]
    assert chance[0] < 0.8 <= chance[1]


def test_the_questions_follow_the_goal(page):
    assert "the share needed most" in said(page.answer_to({"kind": "asks"})["slots"]["asks"])
    page.answer_to({**GOAL, "outcome": "energised_gw"})
    assert "site power with racks in place most" in said(page.answer_to({"kind": "asks"})["slots"]["asks"])
    assert "Up to the end of 2030" in page.answer_to({"kind": "asks"})["slots"]["breaks"]


@pytest.mark.parametrize(
    ("wrong", "part"),
    [
        ({"amount": "many"}, "amount"),
        ({"amount": ""}, "amount"),
        ({"amount": None}, "amount"),
        ({"amount": "nan"}, "amount"),
        ({"amount": "1e999"}, "amount"),
        ({"amount": "-3"}, "amount"),
        ({"amount": ["10"]}, "amount"),
        ({"outcome": "capex_usd"}, "outcome"),
        ({"outcome": {"a": 1}}, "outcome"),
        ({"by": "2035-12"}, "by"),
        ({"by": "2029"}, "by"),
        ({"by": 3}, "by"),
        ({"chance": "0"}, "chance"),
        ({"chance": "100"}, "chance"),
        ({"chance": True}, "chance"),
    ],
)
def test_a_wrong_goal_gets_a_sentence_and_the_last_one_stays(page, wrong, part):
    page.answer_to(GOAL)
    reply = page.answer_to({**GOAL, **wrong})
    assert reply["wrong"] == part
    assert reply["slots"]["goal-fault"].endswith(".")
    assert page.look.goal == Goal(amount_gw=30, by="2030-12")
    assert page.answer_to(GOAL)["slots"]["goal-fault"] == ""


def test_no_chance_is_printed_until_the_reader_has_set_the_share(page):
    assert page.answer_to({"kind": "needed"})["slots"]["goal-reached"] == ""
    set_share(page, "40")
    chance = simulate(page.state.scenario).chance("delivered_gw", at_least=10, by="2029-12")
    assert (
        f"reached in {round(100 * chance)}% of the simulated cases"
        in page.answer_to({"kind": "needed"})["slots"]["goal-reached"]
    )
    set_share(page, "0")
    assert "in no simulated case" in page.answer_to({"kind": "needed"})["slots"]["goal-reached"]


def test_the_code_beside_an_unfolded_chart_draws_it_again(page):
    page.answer_to({**GOAL, "outcome": "energised_gw", "amount": "2.5"})
    page.answer_to({"kind": "unfold", "parameter": "frontier", "open": True})
    page.answer_to({"kind": "unfold", "parameter": "compare", "open": True})
    page.answer_to({"kind": "pin", "preset": "As announced"})
    charts = page.answer_to({"kind": "taken"})["taken"]["charts"]
    for name in ("frontier", "sides", "compare"):
        *lines, call = charts[name]["code"].splitlines()
        space: dict = {}
        exec("\n".join([*lines, f"made = {call}"]), space)
        for sent, drawn in zip(page._specs[name]["data"], space["made"].data, strict=True):
            assert list(sent["x"]) == pytest.approx(list(drawn.x))
            assert list(sent["y"]) == pytest.approx(list(drawn.y))


# --- what is folded
def test_what_is_folded_is_not_worked_out_and_what_is_open_follows(page):
    moved = set_share(page, "20")
    assert steps(page, moved) == ["rest", "ahead", "deciders", "needed", "asks"]
    assert "next generation" not in said(
        page.answer_to({"kind": "unfold", "parameter": "levers", "open": True})["slots"]["levers"]
    )
    drawn = page.answer_to({"kind": "unfold", "parameter": "frontier", "open": True})
    assert 'data-figure="frontier"' in drawn["slots"]["frontier"]
    assert steps(page, set_share(page, "25")) == ["rest", "ahead", "deciders", "needed", "asks", "levers", "frontier"]
    page.answer_to({"kind": "unfold", "parameter": "levers", "open": False})
    assert steps(page, set_share(page, "30")) == ["rest", "ahead", "deciders", "needed", "asks", "frontier"]


def test_a_figure_that_the_page_holds_gets_only_its_new_words(page):
    reply = page.answer_to({"kind": "frontier", "lever": "shipped_share", "framed": ["shares", "frontier"]})
    assert "frontier" not in reply["slots"]
    title = "For 10 GW by the end of 2029, with Shipped part of claimed capability at 60%, OpenAI would need"
    assert reply["slots"]["frontier-title"].startswith(title)
    assert reply["figures"]["frontier"]["data"]


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "frontier", "lever": "openai_share"},
        {"kind": "frontier", "lever": ["shipped_share"]},
        {"kind": "unfold", "parameter": "everything", "open": True},
        {"kind": "compare", "measure": "shipped"},
        {"kind": "compare", "measure": {}},
        {"kind": "pin", "preset": "nothing of ours"},
        {"kind": "pin", "preset": [1]},
    ],
)
def test_what_there_is_not_to_choose_gets_a_sentence(page, message):
    before = page.look
    assert page.answer_to(message)["slots"]["notice"].startswith("<p>")
    assert page.look == before
