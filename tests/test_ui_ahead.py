"""The next step of a moved control: worked out beforehand, the same numbers as worked out when it comes."""

import pytest

from explorer.scenario import Scenario
from explorer.ui.page import Page
from explorer.ui.state import State


def page() -> Page:
    return Page(State(Scenario(draws=256)))


def move(page: Page, value: object, parameter: str = "rack_power_kw", part: str = "slider") -> dict:
    return page.answer_to({"kind": "set", "parameter": parameter, "part": part, "value": value})


def moved(*values: object, parameter: str = "rack_power_kw", part: str = "slider") -> Page:
    """A page after some moves of one control, at rest after each."""
    found = page()
    for value in values:
        move(found, value, parameter, part)
        if found.answer_to({"kind": "rest"})["then"] == "ahead":
            found.answer_to({"kind": "ahead"})
    return found


def test_after_a_step_the_next_one_is_there_already():
    here = moved("140", "142")
    ready = here.state.expected
    assert ready is not None
    assert ready.scenario["rack_power_kw"].central == 144
    move(here, "144")
    assert here.state.projection is ready.projection
    assert here.state.answer is ready.answer


def test_its_reply_is_the_one_that_a_page_without_it_gives():
    prepared, other = moved("140", "142"), page()
    move(other, "142")
    assert move(prepared, "144") == move(other, "144")
    assert prepared.answer_to({"kind": "rest"})["figures"] == other.answer_to({"kind": "rest"})["figures"]


def test_another_step_than_the_expected_one_is_worked_out_as_ever():
    here, other = moved("140", "142"), page()
    move(other, "142")
    assert move(here, "131") == move(other, "131")


@pytest.mark.parametrize("change", [{"kind": "layout", "narrow": True}, {"kind": "view", "view": "capacity"}])
def test_a_chart_drawn_for_another_look_is_not_shown(change):
    here, other = moved("140", "142"), page()
    move(other, "142")
    for each in (here, other):
        each.answer_to(change)
    assert move(here, "144") == move(other, "144")


def test_nothing_is_expected_where_no_step_was_taken_or_the_scenario_moved_otherwise():
    assert page().answer_to({"kind": "rest"})["then"] == "deciders"
    same = page()
    move(same, same.state.scenario["rack_power_kw"].central)
    assert same.answer_to({"kind": "rest"})["then"] == "deciders"
    back = moved("140", "142")
    back.answer_to({"kind": "undo"})
    assert back.answer_to({"kind": "rest"})["then"] == "deciders"


def test_a_step_out_of_bounds_or_a_chosen_shape_is_not_expected():
    edge = moved("98", "99.5", parameter="openai_share", part="central")
    assert edge.state.expected is None
    assert edge.answer_to({"kind": "ahead"}) == {"then": "deciders"}
    shaped = moved("140", "142")
    move(shaped, "uniform", part="shape")
    assert shaped.answer_to({"kind": "rest"})["then"] == "deciders"
