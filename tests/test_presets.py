"""Presets: a name that says what is assumed, a sentence why, and shares that do what their name says."""

import pytest

from explorer.analysis.presets import NEEDS, presets
from explorer.model import simulate
from explorer.scenario import Scenario, sample
from explorer.scenario.distributions import uniform
from explorer.ui import sentences


def test_presets_say_why_and_differ():
    found = presets()
    assert list(found) == list(sentences.PRESET_REASONS) == list(sentences.PRESET_QUESTIONS)
    assert len(set(found.values())) == len(found)
    assert all(reason.endswith(".") for reason in sentences.PRESET_REASONS.values())
    assert all(question.endswith("?") for question in sentences.PRESET_QUESTIONS.values())
    assert len(set(sentences.PRESET_QUESTIONS.values())) == len(found)


def test_the_first_is_where_everybody_starts():
    assert next(iter(presets().values())) == Scenario()


@pytest.mark.parametrize("name", list(NEEDS))
def test_what_a_goal_needs_reaches_it_in_half_of_the_cases_and_just_so(name):
    goal, by = NEEDS[name]
    enough = presets()[name]
    assert simulate(enough).chance("delivered_gw", at_least=goal, by=by) >= 0.5
    less = enough.replace(openai_share=enough.openai_share.low - 0.001)
    assert simulate(less).chance("delivered_gw", at_least=goal, by=by) < 0.5


def test_racks_of_openai_are_of_60_to_140_kw_in_every_generation():
    own, usual = presets()["OpenAI's own racks"], Scenario()
    assert own.rack_power_kw == uniform(60, 140)
    for name in ("next_rack_start", "later_rack_start"):
        assert own[name].low == 121  # past the horizon: no other rack takes over
    # As many racks as else, each of 60 to 140 kW and what other IT takes on top (its overhead, draw by draw).
    p = simulate(own)
    racks, power_gw = p.at("openai_shipped", "2029-12"), p.at("delivered_it_gw", "2029-12")
    assert racks == pytest.approx(simulate(usual).at("openai_shipped", "2029-12"))
    rack_kw = 1e6 * power_gw / racks / sample(own, "it_overhead")
    assert rack_kw.min() >= 60
    assert rack_kw.max() <= 140
    assert rack_kw.mean() == pytest.approx(100, rel=0.02)


def test_only_what_a_preset_names_differs_from_the_defaults():
    changed = {name: set(preset.changes()) for name, preset in presets().items()}
    assert changed["As announced"] == {"rack_rate_target", "ramp_months", "shipped_share"}
    assert changed["OpenAI's own racks"] == {"rack_power_kw", "next_rack_start", "later_rack_start"}
    assert changed["Nothing ordered"] == changed["What 10 GW by 2029 needs"] == {"openai_share"}
    assert {preset.co_movement for preset in presets().values()} == {Scenario().co_movement}
