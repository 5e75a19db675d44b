"""The page without a browser: messages in, replies out, the state between them."""

import re
from html import unescape

import pytest

from explorer.analysis.answer import answer
from explorer.analysis.presets import presets
from explorer.scenario import Scenario
from explorer.scenario.distributions import point, triangular, uniform
from explorer.scenario.links import link
from explorer.seeds import load
from explorer.ui import controls, entry, first_paint, panels, sentences
from explorer.ui.page import Page, version
from explorer.ui.state import State


@pytest.fixture
def page() -> Page:
    return Page(State(Scenario(draws=256)))


def set_value(page: Page, parameter: str, part: str, value: object) -> dict:
    return page.answer_to({"kind": "set", "parameter": parameter, "part": part, "value": value})


def text_of(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


# --- what a reader does
def test_a_box_sets_one_end(page):
    reply = set_value(page, "rack_power_kw", "high", "150")
    assert page.state.scenario.rack_power_kw == triangular(120, 132, 150)
    assert reply["fault"] == ""
    assert reply["controls"]["rack_power_kw"]["values"] == {"low": 120, "central": 132, "high": 150, "slider": 132}


def test_the_slider_moves_the_most_likely_value_and_pushes_the_end_it_passes(page):
    set_value(page, "rack_power_kw", "slider", "145.5")
    assert page.state.scenario.rack_power_kw == triangular(120, 145.5, 145.5)


def test_the_slider_moves_a_range_without_a_most_likely_value_as_a_whole(page):
    set_value(page, "rack_rate_target", "slider", "1600")
    assert page.state.scenario.rack_rate_target == uniform(1100, 2100)


def test_per_cent_and_billions_come_in_as_shares_and_dollars(page):
    set_value(page, "openai_share", "central", "13.3")
    set_value(page, "compute_spend_end_usd_per_yr", "low", "75.5")
    assert page.state.scenario.openai_share == point(0.133)
    assert page.state.scenario.compute_spend_end_usd_per_yr.low == 75.5e9


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("abc", "needs a number"),
        ("", "needs a number"),
        ("NaN", "needs a number"),
        ("1e999", "needs a number"),
        (None, "needs a number"),
        (True, "needs a number"),
        ({"a": [1]}, "needs a number"),
        ("9" * 400, "needs a number"),
        ("5000", "must lie between 10 kW a rack and 2,000 kW a rack"),
        ("-1", "must lie between 10 kW a rack and 2,000 kW a rack"),
        ("131", "must not fall from left to right"),
    ],
)
def test_a_value_that_does_not_fit_is_answered_with_a_sentence_and_changes_nothing(page, value, says):
    before = page.state.scenario
    reply = set_value(page, "rack_power_kw", "high", value)
    assert says in reply["fault"]
    assert "Still in use: 120 to 140 kW a rack, most likely 132." in reply["fault"]
    assert page.state.scenario == before


@pytest.mark.parametrize(
    ("parameter", "typed", "used"),
    [
        ("openai_share", "1,5", 0.015),
        ("openai_share", "0,5", 0.005),
        ("rack_rate_start", "1 500", 1500),
        ("rack_rate_start", "1.234,5", 1234.5),
        ("rack_rate_start", "1,234.5", 1234.5),
        ("rack_rate_start", "2,0000", 2),
        ("rack_rate_start", " 1200 ", 1200),
        ("it_overhead", "1.142", 1.142),  # no one means 1,142 times the power of the racks
    ],
)
def test_a_number_in_another_countrys_way_is_understood(page, parameter, typed, used):
    set_value(page, parameter, "shape", "point")
    assert set_value(page, parameter, "central", typed)["fault"] == ""
    assert page.state.scenario[parameter].central == used


@pytest.mark.parametrize(
    ("parameter", "typed", "ways"),
    [
        ("rack_rate_start", "2,000", "2000 or 2"),
        ("rack_rate_start", "1.500", "1.5 or 1500"),
        ("it_overhead", "1,142", "1142 or 1.142"),
    ],
)
def test_a_number_that_can_be_read_in_two_ways_is_asked_about(page, parameter, typed, ways):
    before = page.state.scenario
    fault = set_value(page, parameter, "central", typed)["fault"]
    assert f"needs a number that can be read in one way: “{typed}” may be {ways}. Still in use: " in fault
    assert page.state.scenario == before


@pytest.mark.parametrize(
    "message",
    [
        None,
        "open",
        [],
        {},
        {"kind": "execute"},
        {"kind": "view", "view": "../etc"},
        {"kind": "preset", "name": 3},
        {"kind": "power", "value": "wind"},
        {"kind": "set"},
        {"kind": "set", "parameter": "rack", "part": "low", "value": 1},
        {"kind": "set", "parameter": ["rack_power_kw"], "part": "low", "value": 1},
    ],
)
def test_a_hostile_message_is_answered_with_a_sentence(page, message):
    before = page.state.scenario
    reply = page.answer_to(message)
    assert reply["slots"]["notice"].startswith("<p>")
    assert page.state.scenario == before


def test_a_part_that_the_control_does_not_have_changes_nothing(page):
    before = page.state.scenario
    assert set_value(page, "rack_rate_target", "central", "1500")["fault"]
    assert set_value(page, "rack_rate_target", "__class__", "1500")["fault"]
    assert page.state.scenario == before


def test_preset_and_reset(page):
    name = list(presets())[1]
    assert page.answer_to({"kind": "preset", "name": name})["preset"] == name
    assert page.state.scenario == presets()[name]
    assert page.answer_to({"kind": "reset"})["preset"] == next(iter(presets()))
    assert page.state.scenario == Scenario()


def test_undo_and_redo_go_through_what_was_done(page):
    start = page.state.scenario
    for share in ("20", "25", "30"):
        set_value(page, "openai_share", "central", share)  # one move in three steps
    moved = page.state.scenario
    reply = set_value(page, "rack_power_kw", "high", "150")
    assert reply["can"] == {"undo": True, "redo": False}
    both = page.state.scenario
    page.answer_to({"kind": "undo"})
    assert page.state.scenario == moved
    assert page.answer_to({"kind": "undo"})["can"] == {"undo": False, "redo": True}
    assert page.state.scenario == start
    page.answer_to({"kind": "undo"})  # nothing left to take back
    assert page.state.scenario == start
    page.answer_to({"kind": "redo"})
    page.answer_to({"kind": "redo"})
    assert page.state.scenario == both
    page.answer_to({"kind": "undo"})
    page.answer_to({"kind": "reset"})
    assert page.answer_to({"kind": "redo"})["can"]["redo"] is False  # a new change ends what could be redone


# --- who said what
def test_claims_are_chosen_by_topic_status_and_date(page):
    page.answer_to({"kind": "view", "view": "claims"})
    told = page.answer_to({"kind": "claims", "sources": "articles", "topic": "rack_rate", "status": "goal"})["slots"]
    assert told["claims"].count('class="open"') == 2  # 001, with and without its "up to"
    told = page.answer_to({"kind": "claims", "sources": "articles", "as_of": "2025-11-20"})["slots"]
    assert "0 claims" in told["claims"]
    assert "states" not in text_of(told["agreement"]).replace("states it", "")
    told = page.answer_to({"kind": "claims", "sources": "articles", "as_of": "2025-11-21"})["slots"]
    assert 'data-claims="seed-000-rack-rate"' in told["claims"]
    assert "seed-001" not in told["claims"]  # published a day later


@pytest.mark.parametrize(
    "wrong", [{"as_of": "soon"}, {"as_of": "2025-13-01"}, {"topic": "cheese"}, {"sources": "friends"}, {"party": "<b>"}]
)
def test_a_choice_that_cannot_be_made_is_answered_with_a_sentence(page, wrong):
    before = page.look
    assert "nothing was changed" in page.answer_to({"kind": "claims", **wrong})["slots"]["notice"]
    assert page.look == before


def test_a_card_says_place_rung_and_what_the_claim_can_be_held_against(page):
    html = page.answer_to({"kind": "card", "claims": "seed-000-investment"})["slots"]["card"]
    said = text_of(html)
    assert "step 5 of 10" in said  # a plan
    assert "line 17" in said
    assert "One is an amount for each year, the other states no period." in said
    assert 'data-believe="seed-000-investment"' in html


def test_a_card_offers_every_assumption_that_the_claim_can_set(page):
    """Also where the assumption's unit says more than the claim's: dollars a GW, and dollars a GW of facility power."""
    price = next(
        name for name in load().parameters["capex_usd_per_gw"].claim_ids if load().claims[name].unit == "USD/GW"
    )
    html = page.answer_to({"kind": "card", "claims": price})["slots"]["card"]
    assert f'data-believe="{price}" data-for="capex_usd_per_gw"' in html
    page.answer_to({"kind": "believe", "claim": price, "parameter": "capex_usd_per_gw"})
    assert page.state.scenario.capex_usd_per_gw != Scenario().capex_usd_per_gw


@pytest.mark.parametrize("ids", ["nobody", "", None, "<script>", ["seed-000-investment"], "x " * 5000])
def test_an_unknown_claim_opens_an_empty_card(page, ids):
    assert page.answer_to({"kind": "card", "claims": ids})["slots"]["card"] == ""


def test_a_claim_can_be_taken_at_its_word(page):
    set_value(page, "rack_rate_target", "high", "5000")
    message = {"kind": "believe", "claim": "seed-001-rack-rate-2026", "parameter": "rack_rate_target"}
    page.answer_to(message)
    assert page.state.scenario.rack_rate_target == uniform(1000, 2000)  # "up to": nothing above
    before = page.state.scenario
    for wrong in ({"claim": "nobody"}, {"parameter": "nothing"}, {"claim": "seed-004-option"}):
        assert page.answer_to({**message, **wrong})["slots"]["notice"].startswith("<p>")
        assert page.state.scenario == before


# --- opening
@pytest.mark.parametrize("name", list(Scenario().distributions))
def test_opening_changes_no_value(name):
    """Neither the default nor a value off every grid is rounded or snapped on its way to the page and back."""
    parameter, default = load().parameters[name], Scenario()[name]
    odd = min(max((default.low + default.high) / 2 * 1.000123457, parameter.lower_bound), parameter.upper_bound)
    for scenario in (Scenario(draws=64), Scenario(draws=64).replace(**{name: odd})):
        page = Page(State())
        page.answer_to({"kind": "open", "search": f"?s={link(scenario)}", "version": version(), "narrow": False})
        assert page.state.scenario == scenario
        page.answer_to({"kind": "view", "view": "answer", "filled": True})
        assert page.state.scenario == scenario


@pytest.mark.parametrize("name", list(Scenario().distributions))
def test_what_a_control_shows_comes_back_as_the_same_value(name):
    """Typing into every box what it already shows leaves the distribution as it was."""
    parameter, distribution = load().parameters[name], Scenario()[name]
    for part, value in controls.values(parameter, distribution).items():
        if part != "slider":
            distribution = entry.changed(parameter, distribution, part, repr(value))
    assert distribution == Scenario()[name]


def test_a_link_opens_its_scenario_and_the_address_keeps_it():
    scenario = Scenario(openai_share=0.3, rack_power_kw=triangular(121, 131, 141), draws=64)
    page = Page(State())
    reply = page.answer_to({"kind": "open", "search": f"?s={link(scenario)}&x=1", "version": version()})
    assert page.state.scenario == scenario
    assert reply["link"] == f"s={link(scenario)}"
    assert "30% of the racks" in reply["slots"]["consequence"]


@pytest.mark.parametrize("search", ["?s=rubbish", "?s=" + "v" * 5000, "?s=%00%ff", "?s=v1~s0"])
def test_a_wrong_link_gets_a_sentence_and_the_starting_point(search):
    page = Page(State())
    reply = page.answer_to({"kind": "open", "search": search, "version": version()})
    assert "starting point instead" in text_of(reply["slots"]["notice"])
    assert page.state.scenario == Scenario()


# --- first paint
def test_the_first_paint_is_up_to_date():
    """If this fails, run: python -m explorer.ui"""
    assert first_paint.TARGET.read_text("utf-8") == first_paint.html()


def test_the_first_paint_holds_the_answer_that_python_gives():
    found = answer(Scenario())
    painted = text_of(first_paint.TARGET.read_text("utf-8"))
    assert sentences.headline(found) in unescape(painted)
    assert sentences.consequence(found) in unescape(painted)


def test_a_page_that_holds_another_version_is_sent_whole():
    page = Page(State())
    assert "page" not in page.answer_to({"kind": "open", "search": "", "version": version()})
    assert page.answer_to({"kind": "open", "search": "", "version": "old"})["page"].startswith('<div class="explorer"')


def test_every_parameter_has_one_control_named_by_its_label():
    html = first_paint.html()
    for parameter in load().parameters.values():
        assert html.count(f'data-parameter="{parameter.parameter}"') == 1
        assert f">{parameter.label}</span>" in unescape(html)


# --- panels
def test_two_panels_on_one_state_move_together():
    state = State(Scenario(draws=64))
    control, chart = panels.assumptions("openai_share", state=state), panels.answer(state)
    chart.answer_to({"kind": "open"})
    sent = []
    chart.send = lambda content, buffers=None: sent.append(content)
    set_value(control, "openai_share", "central", "40")
    assert chart.state.scenario.openai_share == point(0.4)
    assert [message["pushed"] for message in sent] == [True]
    assert "40% of the racks" in sent[0]["slots"]["consequence"]


def test_one_change_runs_the_model_once(monkeypatch):
    from explorer.ui import state as module

    runs = []
    simulate = module.simulate
    monkeypatch.setattr(module, "simulate", lambda scenario: runs.append(scenario) or simulate(scenario))
    page = Page(State(Scenario(draws=64)))
    assert len(runs) == 1
    set_value(page, "openai_share", "central", "20")
    assert len(runs) == 2


def test_a_reader_chooses_dots_and_the_rest_of_the_page_follows():
    page = Page(State(Scenario(draws=256)))
    page.answer_to({"kind": "open", "search": ""})
    over_time = page._specs["energised"]
    reply = page.answer_to({"kind": "spread", "value": "dots"})
    assert [trace["name"] for trace in reply["figures"]["energised"]["data"]] == ["dots"]
    assert "one in twenty" in reply["slots"]["energised-sub"]
    chart = page.answer_to({"kind": "taken"})["taken"]["charts"]["energised"]
    assert chart["code"].endswith("ex.charts.dots(ex.simulate(s))")
    before = page._specs["energised"]["data"][0]["customdata"]
    assert [row[1] for row in chart["rows"]] == before
    page.answer_to({"kind": "set", "parameter": "openai_share", "part": "central", "value": "20"})
    page.answer_to({"kind": "rest"})
    assert page._specs["energised"]["data"][0]["customdata"] != before
    assert page.answer_to({"kind": "spread", "value": "violins"})["slots"]["notice"].startswith("<p>")
    page.answer_to({"kind": "undo"})
    page.answer_to({"kind": "spread", "value": "bands"})
    assert page._specs["energised"]["data"][0]["x"] == over_time["data"][0]["x"]
