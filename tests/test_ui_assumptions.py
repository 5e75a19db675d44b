"""What a reader does with a whole scenario: change, set back, reset, undo, another shape of range, a question."""

import re
from html import unescape

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from explorer.analysis.presets import presets
from explorer.scenario import Scenario, defaults, table
from explorer.scenario.distributions import interval90, point, triangular, uniform
from explorer.scenario.links import from_link, link
from explorer.ui import controls, sentences
from explorer.ui.differences import differences, set_back
from explorer.ui.page import Page, version
from explorer.ui.state import State


@pytest.fixture
def page() -> Page:
    return Page(State())


def set_value(page: Page, parameter: str, part: str, value: object) -> dict:
    return page.answer_to({"kind": "set", "parameter": parameter, "part": part, "value": value})


def opened(scenario: Scenario) -> Page:
    page = Page(State())
    page.answer_to({"kind": "open", "search": f"?s={link(scenario)}", "version": version()})
    return page


def changed_list(page: Page) -> str:
    html = page.answer_to({"kind": "rest"})["slots"]["changed"]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


# --- shape of a range
@pytest.mark.parametrize(
    ("shape", "becomes"),
    [
        ("point", point(132)),
        ("uniform", uniform(120, 140)),
        ("triangular", triangular(120, 132, 140)),
        ("interval90", interval90(120, 140)),
    ],
)
def test_another_shape_keeps_the_numbers_in_sight(page, shape, becomes):
    reply = set_value(page, "rack_power_kw", "shape", shape)
    assert reply["fault"] == ""
    assert page.state.scenario.rack_power_kw == becomes


def test_one_value_becomes_a_range_round_it(page):
    set_value(page, "openai_share", "shape", "triangular")
    assert page.state.scenario.openai_share == triangular(0.05, 0.1, 0.15)
    set_value(page, "openai_share", "shape", "point")
    assert page.state.scenario.openai_share == point(0.1)


def test_a_reply_brings_the_boxes_of_the_new_shape(page):
    control = set_value(page, "openai_share", "shape", "uniform")["controls"]["openai_share"]
    assert control["kind"] == "uniform"
    assert 'aria-label="Share for OpenAI, from"' in control["html"]
    assert control["shape"] == "Anything between 5 and 15%, all equally likely, no values beyond."


@pytest.mark.parametrize("shape", ["beta", "", None, 3, ["point"], "__class__"])
def test_a_shape_there_is_not_is_answered_with_a_sentence(page, shape):
    before = page.state.scenario
    assert "no such shape" in set_value(page, "rack_power_kw", "shape", shape)["fault"]
    assert page.state.scenario == before


def test_nine_in_ten_is_refused_where_too_much_would_lie_outside_the_possible(page):
    before = page.state.scenario
    fault = set_value(page, "shipped_share", "shape", "interval90")["fault"]
    assert "between 40% and 90%" in fault
    assert "outside the possible, 0% to 100%" in fault
    assert page.state.scenario == before


@pytest.mark.parametrize("name", list(table()))
@pytest.mark.parametrize("shape", list(controls.SHAPES))
def test_every_shape_of_every_assumption_is_sound_or_refused(name, shape):
    page = Page(State(Scenario(draws=64)))
    fault = set_value(page, name, "shape", shape)["fault"]
    assert page.state.scenario[name].kind == (Scenario()[name].kind if fault else shape)
    assert bool(fault) <= (shape == "interval90")  # nothing else is ever refused
    if not fault:  # and the way back to one value stays open
        assert set_value(page, name, "shape", "point")["fault"] == ""


def test_a_shape_is_undone_by_itself(page):
    set_value(page, "rack_power_kw", "high", "150")
    set_value(page, "rack_power_kw", "shape", "uniform")
    page.answer_to({"kind": "undo"})
    assert page.state.scenario.rack_power_kw == triangular(120, 132, 150)


# --- what differs
def test_nothing_changed_is_said_in_words(page):
    assert changed_list(page) == "Nothing is changed: every assumption stands at our starting point."


def test_only_what_differs_is_listed_and_each_can_be_set_back(page):
    set_value(page, "openai_share", "central", "20")
    set_value(page, "rack_power_kw", "high", "150")
    said = changed_list(page)
    assert "Share for OpenAI: 20% instead of 10% Set back" in said
    assert "Rack power: 120 to 150 kW a rack, most likely 132 instead of 120 to 140 kW a rack, most likely 132" in said
    reply = page.answer_to({"kind": "back", "parameter": "rack_power_kw"})
    assert page.state.scenario == Scenario(openai_share=0.2)
    assert reply["spoken"].startswith("Set back: Rack power 120 to 140 kW a rack")
    assert "Rack power" not in changed_list(page)
    page.answer_to({"kind": "undo"})
    assert "Rack power" in changed_list(page)


def test_a_difference_too_small_for_round_numbers_is_shown_with_more_digits():
    scenario = Scenario(openai_share=0.1000001)
    assert differences(scenario)[0].sentence() == "Share for OpenAI 10.00001% instead of 10%"


def test_what_a_link_carries_beside_the_assumptions_is_listed_too():
    page = opened(Scenario(seed=7, draws=512, horizon="2031-06"))
    said = changed_list(page)
    assert "Random numbers: series 7 instead of series 0" in said
    assert "Simulated cases: 512 instead of 4,096" in said
    assert "Last month computed: June 2031 instead of the end of 2035" in said
    for name in ("seed", "draws", "horizon"):
        page.answer_to({"kind": "back", "parameter": name})
    assert page.state.scenario == Scenario()


@pytest.mark.parametrize("name", ["nothing", None, ["seed"], "values", ""])
def test_setting_back_what_there_is_not_gets_a_sentence(page, name):
    set_value(page, "openai_share", "central", "20")
    before = page.state.scenario
    assert "nothing was changed" in page.answer_to({"kind": "back", "parameter": name})["slots"]["notice"]
    assert page.state.scenario == before


def test_all_differences_set_back_one_by_one_end_at_the_starting_point():
    scenario = defaults("2025-12-01").replace(seed=3, **presets()["As announced"].changes())
    for difference in differences(scenario):
        scenario = set_back(scenario, difference.name)
    assert scenario == Scenario()


# --- reset and opening
def test_a_reset_goes_to_the_starting_point_or_to_what_was_opened():
    shared = Scenario(openai_share=0.3)
    page = opened(shared)
    set_value(page, "shipped_share", "low", "50")
    assert page.answer_to({"kind": "reset", "to": "opened"})["opened"] is True
    assert page.state.scenario == shared
    page.answer_to({"kind": "reset", "to": "start"})
    assert page.state.scenario == Scenario()


def test_without_a_link_there_is_nothing_opened_to_go_back_to(page):
    set_value(page, "openai_share", "central", "20")
    assert page.answer_to({"kind": "reset", "to": "opened"})["opened"] is False
    assert page.state.scenario == Scenario()
    assert Page(State(Scenario(openai_share=0.3))).state.opened == Scenario(openai_share=0.3)


def test_opening_a_link_cannot_be_undone_into_another_scenario():
    page = opened(Scenario(openai_share=0.3))
    reply = page.answer_to({"kind": "undo"})
    assert page.state.scenario == Scenario(openai_share=0.3)
    assert reply["spoken"].startswith("There is nothing to undo.")


def test_a_link_that_ends_too_early_is_shown_to_the_end_of_the_page():
    page = Page(State())
    short = Scenario(horizon="2027-06", openai_share=0.3)
    reply = page.answer_to({"kind": "open", "search": f"?s={link(short)}", "version": version()})
    assert page.state.scenario == short.replace(horizon="2030-12")
    assert "computed up to June 2027; this page shows it up to the end of 2030" in reply["slots"]["notice"]


# --- undo says what it took back
def test_undo_and_redo_say_what_they_did(page):
    set_value(page, "openai_share", "central", "20")
    undone = page.answer_to({"kind": "undo"})["spoken"]
    assert page.answer_to({"kind": "rest"})["spoken"] == ""  # what follows does not talk over it
    assert undone.startswith("Undone: Share for OpenAI 10% instead of 20%. With 10% of")
    again = page.answer_to({"kind": "redo"})["spoken"]
    assert again.startswith("Done again: Share for OpenAI 20% instead of 10%. With 20% of")
    page.answer_to({"kind": "preset", "name": "As announced"})
    assert page.answer_to({"kind": "undo"})["spoken"].startswith(
        "Undone: 4 changes: Rack rate, target, Ramp to target, Shipped part of claimed capability and 1 more."
    )


# --- questions and notices
def test_every_preset_is_a_question_with_its_reason(page):
    html = unescape(page.answer_to({"kind": "open", "version": "old"})["page"])
    for name, question in sentences.PRESET_QUESTIONS.items():
        assert f'data-preset="{name}" title="{sentences.PRESET_REASONS[name]}"' in html
        assert f">{question}</button>" in html
        reply = page.answer_to({"kind": "preset", "name": name})
        assert unescape(reply["slots"]["preset-why"]) == sentences.PRESET_REASONS[name]


def test_a_notice_leads_to_the_assumption_to_change(page):
    set_value(page, "us_share", "shape", "point")
    notice = set_value(page, "us_share", "central", "5")["slots"]["notice"]
    assert 'data-focus="openai_share">Change Share for OpenAI</button>' in notice


# --- any order of actions
class Reader(RuleBasedStateMachine):
    """A reader who does anything in any order, beside a plain list of the scenarios that were there."""

    def __init__(self) -> None:
        super().__init__()
        self.page = opened(Scenario(openai_share=0.3, draws=16))
        self.past = [self.page.state.scenario]
        self.here = 0

    def tell(self, **message: object) -> dict:
        self.reply = self.page.answer_to(message)
        return self.reply

    def changed_to(self, scenario: Scenario) -> None:
        """What a change does to the list: it ends what could be redone."""
        if scenario != self.past[self.here]:
            self.past = [*self.past[: self.here + 1], scenario]
            self.here += 1

    @rule(name=st.sampled_from(list(table())), shape=st.sampled_from([*controls.SHAPES, "beta"]))
    def another_shape(self, name, shape):
        self.tell(kind="set", parameter=name, part="shape", value=shape)
        self.changed_to(self.page.state.scenario)

    @rule(
        name=st.sampled_from(list(table())),
        part=st.sampled_from(["low", "central", "high", "slider"]),
        value=st.one_of(st.floats(-10, 3000).map(repr), st.sampled_from(["", "x", "1e999", "20"])),
    )
    def a_value(self, name, part, value):
        before, moving = self.page.state.scenario, self.page.state._moving
        self.tell(kind="set", parameter=name, part=part, value=value)
        now = self.page.state.scenario
        if self.reply["fault"]:
            assert now == before
        if now != before and moving == name:  # moves of one control in a row are one change
            self.past = [*self.past[: self.here], now]
        else:
            self.changed_to(now)

    @rule(name=st.sampled_from(list(presets())))
    def a_question(self, name):
        self.tell(kind="preset", name=name)
        assert self.page.state.scenario == presets()[name]
        self.changed_to(presets()[name])

    @rule(to=st.sampled_from(["start", "opened", "elsewhere"]))
    def reset(self, to):
        self.tell(kind="reset", to=to)
        aim = (self.page.state.opened if to == "opened" else None) or Scenario()
        assert self.page.state.scenario == aim
        self.changed_to(aim)

    @rule(number=st.integers(0, 30))
    def one_back(self, number):
        found = differences(self.page.state.scenario)
        if found:
            name = found[number % len(found)].name
            self.tell(kind="back", parameter=name)
            assert name not in [left.name for left in differences(self.page.state.scenario)]
            self.changed_to(self.page.state.scenario)

    @rule()
    def undo(self):
        self.tell(kind="undo")
        self.here = max(0, self.here - 1)

    @rule()
    def redo(self):
        self.tell(kind="redo")
        self.here = min(len(self.past) - 1, self.here + 1)

    @invariant()
    def the_scenario_is_the_one_of_the_list(self):
        assert self.page.state.scenario == self.past[self.here]
        assert self.page.state.can_undo == (self.here > 0)
        assert self.page.state.can_redo == (self.here < len(self.past) - 1)

    @precondition(lambda self: hasattr(self, "reply"))
    @invariant()
    def the_reply_speaks_of_it(self):
        scenario = self.page.state.scenario
        assert (from_link(self.reply["link"].removeprefix("s=")) if self.reply["link"] else Scenario()) == scenario
        assert self.page.state.projection.scenario == scenario
        said = self.reply.get("spoken", "")  # where nothing changed the result is not said again
        still = bool(self.reply.get("fault")) or said.startswith("There is nothing")
        assert said.endswith(sentences.consequence(self.page.state.answer)) != still
        assert self.reply["can"]["undo"] == self.page.state.can_undo


TestAnyOrder = Reader.TestCase
TestAnyOrder.settings = settings(max_examples=12, stateful_step_count=12, deadline=None)
