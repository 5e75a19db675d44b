"""Presets: a name that says what is assumed, a sentence why, and shares that do what their name says."""

import pytest

from explorer.analysis.named import NEEDS, PRESET_QUESTIONS, PRESET_REASONS, presets
from explorer.model import simulate
from explorer.scenario import Scenario
from explorer.scenario.links import from_link, link


def test_presets_say_why_and_differ():
    found = presets()
    assert list(found) == list(PRESET_REASONS) == list(PRESET_QUESTIONS)
    assert len(set(found.values())) == len(found)
    assert all(reason.endswith(".") for reason in PRESET_REASONS.values())
    assert all(question.endswith("?") for question in PRESET_QUESTIONS.values())
    assert len(set(PRESET_QUESTIONS.values())) == len(found)


def test_the_first_is_where_everybody_starts():
    assert next(iter(presets().values())) == Scenario()


@pytest.mark.parametrize("name", list(NEEDS))
def test_what_a_goal_needs_reaches_it_in_half_of_the_cases_and_just_so(name):
    goal, by = NEEDS[name]
    enough = presets()[name]
    assert simulate(enough).chance("delivered_gw", at_least=goal, by=by) >= 0.5
    less = enough.replace(openai_share=enough.openai_share.low - 0.001)
    assert simulate(less).chance("delivered_gw", at_least=goal, by=by) < 0.5


def test_every_preset_survives_a_link():
    for preset in presets().values():
        assert from_link(link(preset)) == preset
