"""One page as plain Python: what it answers, what it refuses, what it pushes, and what it keeps."""

import asyncio
import gc
import json
import re
import sys
import time
import weakref
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from explorer.analysis.bottleneck import first_break
from explorer.analysis.goal import Goal, frontier
from explorer.analysis.presets import presets
from explorer.charts import fan
from explorer.errors import ExplorerError
from explorer.formatting import two_figures
from explorer.model import BAND, simulate
from explorer.page import controls, deciders, differences, first_paint, hero, panels, story, words
from explorer.page.address import LETTERS
from explorer.page.charts import FOLLOWING
from explorer.page.page import HANDLERS, MOVED, Page
from explorer.page.results import RESULTS
from explorer.page.view import View
from explorer.page.widget import Explorer, script
from explorer.scenario import Scenario, ScenarioError
from explorer.scenario.consistency import notices
from explorer.scenario.distributions import interval90, own, point, triangular, uniform
from explorer.scenario.links import MODEL_VERSION
from explorer.seeds import SEEDS_VARIABLE, load
from tests.tools.readers import headline, plain

Message = dict[str, Any]
SET = {"kind": "set", "parameter": "openai_share", "part": "slider", "gesture": 1}
PUSHES = 7
"""Messages that may follow the reply to a change until the page rests, which makes eight in all."""
PING_S = 0.02


@pytest.fixture
def sent() -> list[Message]:
    return []


@pytest.fixture
def page(sent: list[Message]) -> Page:
    return Page(sent.append)


# ------------------------------------------------------------------------------------------------ what it is asked
OWN = Scenario(openai_share=0.3)
KEPT = View(scenario=OWN, pinned=(("A", Scenario(openai_share=0.4)),))
GOOD: Mapping[str, tuple[Message, View]] = {
    "open": ({"search": "?s=2~os_p_0.2"}, KEPT.replace(scenario=Scenario(openai_share=0.2))),
    "set": (
        {"parameter": "rack_power_kw", "part": "central", "value": "135"},
        KEPT.replace(scenario=OWN.replace(rack_power_kw=triangular(120, 135, 140))),
    ),
    "pair": ({"values": {"openai_share": 45}}, KEPT.replace(scenario=Scenario(openai_share=0.45))),
    "case": (
        {"name": "As announced"},
        KEPT.replace(scenario=OWN.replace(**{one: presets()["As announced"][one] for one in hero.SUPPLY})),
    ),
    "preset": ({"name": "As counted"}, KEPT.replace(scenario=presets()["As counted"])),
    "enough": ({}, KEPT.replace(scenario=Scenario(openai_share=0.24))),
    "reset": ({}, KEPT.replace(scenario=Scenario())),
    "back": ({"parameter": "openai_share"}, KEPT.replace(scenario=Scenario())),
    "undo": ({}, KEPT),
    "redo": ({}, KEPT),
    "believe": (
        {"claim": "seed-000-rack-rate", "parameter": "rack_rate_start"},
        KEPT.replace(scenario=OWN.replace(rack_rate_start=1000)),
    ),
    "goal": (
        {"amount": "2,5", "outcome": "energised_gw", "by": "2028-12", "chance": "80"},
        KEPT.replace(goal=Goal("energised_gw", 2.5, "2028-12", 0.8)),
    ),
    "lever": ({"name": "shipped_share"}, KEPT.replace(lever="shipped_share")),
    "spread": ({"name": "dots"}, KEPT.replace(spread="dots")),
    "layout": ({"narrow": True}, KEPT.replace(narrow=True)),
    "pin": ({}, KEPT.replace(pinned=(*KEPT.pinned, ("B", OWN)))),
    "rename": ({"old": "A", "name": " Two-in  five "}, KEPT.replace(pinned=(("Two in five", KEPT.pinned[0][1]),))),
    "load": ({"search": "?s=2~os_p_0.6"}, KEPT.replace(scenario=Scenario(openai_share=0.6))),
    "unpin": ({"name": "A"}, KEPT.replace(pinned=())),
    "near": ({"near": ["answer"]}, KEPT),
    "card": ({"claims": "seed-004-option"}, KEPT),
    "place": ({"name": "timeline"}, KEPT),
    "take": ({"what": "sentence"}, KEPT),
}
"""A right message of each kind, and the view that it leaves of `KEPT`."""


def test_every_kind_of_message_is_answered_with_what_it_asks_for(page, sent):
    assert set(GOOD) == set(HANDLERS)
    for kind, (fields, left) in GOOD.items():
        page.view = KEPT
        page.receive({"kind": kind, "id": kind, **fields})
        assert sent[-1]["id"] == kind
        json.dumps(sent[-1], allow_nan=False)
        assert not {"fault", "said"} & set(sent[-1]), sent[-1]
        assert not (sent[-1].get("toast") and sent[-1].get("spoken")), sent[-1]  # what is seen for a while is heard too
        assert page.view == left, kind
    assert {"card", "texts", "copy"} <= {key for one in sent for key in one}


@pytest.mark.parametrize("name", ["shipped_share", "seed"])
def test_one_thing_is_set_back_and_all_else_stays(sent, name):
    page = Page(sent.append, scenario=Scenario(openai_share=0.2, shipped_share=1, seed=3))
    page.receive({"kind": "back", "parameter": name})
    left = {"openai_share": 0.2, "shipped_share": 1, "seed": 3}
    del left[name]
    assert page.view.scenario == Scenario(**left)


UNKNOWN = "The page sent something unknown; nothing was changed."
WRONG: list[tuple[Any, str]] = [
    *((one, UNKNOWN) for one in (None, 3, [], "x", {}, {"kind": "none"}, {"kind": ["set"]}, {"kind": 1})),
    ({**SET, "value": "<img src=x onerror=alert(1)>"}, "OpenAI's share needs a number. Still in use: 30%."),
    ({**SET, "value": float("nan")}, "OpenAI's share needs a number. Still in use: 30%."),
    ({**SET, "value": "9" * 2**20}, "OpenAI's share needs a number. Still in use: 30%."),
    ({**SET, "value": 1e308}, "OpenAI's share must lie between 0 and 100%. Still in use: 30%."),
    ({**SET, "parameter": "facility_overhead", "value": 7}, "Cooling and losses must lie between 1 and 2 times."),
    ({**SET, "parameter": "us_share", "value": -1}, "Share made in America must lie between 0 and 100% of all racks."),
    ({**SET, "value": [20]}, "OpenAI's share needs a number. Still in use: 30%."),
    ({**SET, "parameter": "<b>"}, "The page sent a value for an assumption that does not exist; nothing was changed."),
    (
        {**SET, "parameter": "rack_rate_start", "part": "middle", "value": 900},
        "This assumption has no such number; nothing was changed.",
    ),
    *(
        ({**SET, "part": "shape", "value": one}, "There is no such shape of a range; nothing was changed.")
        for one in ("<b>", ["point"], {})
    ),
    (
        {"kind": "pair", "values": {"us_share": 3}},
        "The page sent values for other assumptions than these two; nothing was changed.",
    ),
    ({"kind": "case", "name": "x"}, "There is no such supply case; nothing was changed."),
    ({"kind": "preset", "name": "x"}, "There is no starting point of that name; nothing was changed."),
    ({"kind": "goal", "amount": "ten", "by": "2029-12", "chance": "50"}, "The goal needs a number."),
    ({"kind": "lever", "name": "us_share"}, "There is no such second assumption; nothing was changed."),
    ({"kind": "spread", "name": "pie"}, "There is no such way to show the cases; nothing was changed."),
    *(
        ({"kind": "rename", "old": old, "name": name}, "A name takes up to 24 letters from A to Z, digits and spaces")
        for old, name in (("Z", "x"), ("A", "<b>x</b>"))
    ),
    ({"kind": "pin", "name": "x"}, "There is no such scenario."),
    ({"kind": "place", "name": "../etc"}, "That is not the name of a page; nothing was changed."),
    ({"kind": "take", "what": "svg", "name": "pie"}, "There is no chart of that name; nothing was changed."),
    ({"kind": "take", "what": "exe", "name": "shares"}, "This cannot be taken away; nothing was changed."),
]


@pytest.mark.parametrize(("message", "sentence"), WRONG, ids=lambda one: str(one)[:60])
def test_a_wrong_message_gets_one_sentence_and_changes_nothing(page, sent, message, sentence):
    page.view = KEPT
    page.receive(message)
    said = sent[-1].get("fault") or sent[-1].get("said")
    assert said.startswith(sentence)
    assert said.endswith(".")
    assert "\n" not in said
    assert len(said) < 200
    assert page.view == KEPT
    assert page.history.past == []
    assert set(sent[-1]) <= {"id", "fault", "said", "rest"}


FIELDS = sorted(
    {"parameter", "part", "value", "values", "name", "search", "what", "claims", "claim", "old", "to"}
    | {"amount", "outcome", "by", "chance", "near"}
)
HARMS = st.one_of(
    st.sampled_from([None, True, -1, 1e308, float("nan"), float("inf"), "", "\0", "<script>x</script>", "9" * 5000]),
    st.sampled_from(["openai_share", "slider", "central", "A", "shares", "csv", "2029-12", "?s=2~os_p_7", "50"]),
    st.recursive(st.text(max_size=9), lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner)),
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(HANDLERS)), st.dictionaries(st.sampled_from(FIELDS), HARMS, max_size=5))
def test_whatever_stands_in_a_message_a_refusal_leaves_the_view_as_it_was(kind, fields):
    sent: list[Message] = []
    page = Page(sent.append)
    page.view = KEPT
    page.receive({**fields, "kind": kind, "id": 7})
    assert sent[-1]["id"] == 7
    json.dumps(sent[-1], allow_nan=False)
    assert "on our side" not in str(sent[-1].get("said"))
    assert page.view == KEPT or "fault" not in sent[-1]
    page.receive({**SET, "value": 25})  # and the next one is answered as ever
    assert page.view.scenario.openai_share.central == 0.25


def test_a_fault_of_ours_is_said_and_changes_nothing(page, sent, monkeypatch):
    def broken(page: Page, _message: Any) -> None:
        page.view = View()
        raise ZeroDivisionError

    page.view = KEPT
    monkeypatch.setitem(HANDLERS, "near", broken)
    page.receive({"kind": "near", "id": 1})
    assert sent[-1]["said"] == "Something went wrong on our side; nothing was changed."
    assert page.view == KEPT


def test_the_answer_and_its_button_name_their_gigawatts_where_the_goal_is_of_others(page, sent):
    asked = {"kind": "goal", "amount": "10", "by": "2029-12", "chance": "50"}
    said = []
    for outcome, enough in (("delivered_gw", "10 GW"), ("delivered_it_gw", "10 GW delivered")):
        page.receive({**asked, "outcome": outcome})
        assert page.state()["texts"]["enough"] == enough
        page.finish()
        said.append(next(one["texts"]["need"] for one in sent if "need" in one.get("texts", {})))
        sent.clear()
    assert "of data centres by the end of 2029" in said[0]
    assert "of data centres (delivered, with cooling) by the end of 2029" in said[1]
    page.receive({**asked, "outcome": "energised_gw", "amount": "300"})
    page.receive({"kind": "enough"})
    assert page.view.scenario.openai_share.central == 1
    assert (
        sent[-1]["said"] == "Even all of Foxconn\u2019s AI racks would be too few in more than half of the simulations."
    )


def test_undo_takes_back_a_gesture_and_redo_brings_it_back(page, sent):
    for value, gesture in ((20, 1), (25, 1), (30, 2)):
        page.receive({**SET, "value": value, "gesture": gesture})
    for kind, share in (("undo", 0.25), ("undo", 0.1), ("undo", 0.1), ("redo", 0.25), ("redo", 0.3), ("redo", 0.3)):
        page.receive({"kind": kind})
        assert page.view.scenario == Scenario(openai_share=share), (kind, share)
    assert sent[3]["spoken"] == "Undone: OpenAI's share 25% instead of 30%."
    page.receive({"kind": "undo"})
    page.receive({**SET, "value": 50, "gesture": 3})  # a new move leaves nothing to do again
    assert sent[-1]["can"] == {"undo": True, "redo": False, "reset": True, "opened": False}


def test_a_goal_is_undone_as_other_changes_are_and_what_is_kept_stays(page, sent):
    first = page.view.goal
    page.receive({**SET, "value": 20})
    page.receive({"kind": "goal", "amount": "5", "outcome": "delivered_gw", "by": "2028-12", "chance": "50"})
    page.receive({"kind": "pin"})
    page.receive({"kind": "undo"})
    assert (page.view.goal, page.view.scenario.openai_share.central) == (first, 0.2)
    assert sent[-1]["goal"]["amount"] == "10"
    assert sent[-1]["spoken"] == "Undone: the goal is 10 GW by the end of 2029, in half of the simulated cases."
    assert len(page.view.pinned) == 1
    page.receive({"kind": "undo"})
    assert page.view.scenario == Scenario()
    page.receive({"kind": "redo"})
    page.receive({"kind": "redo"})
    assert (page.view.goal.amount_gw, page.view.scenario.openai_share.central) == (5, 0.2)


def test_a_number_in_another_countrys_way_is_read_right_or_asked_about(page, sent):
    for value in ("2%", " 2 % ", "1,5"):
        page.receive({**SET, "value": value})
    assert [one for one in sent if "fault" in one] == []
    assert page.view.scenario.openai_share.central == 0.015
    for value, low in (("\u221220 %", -0.2), ("\u0661\u0662\u066b\u0665\u066a", 0.125), ("\uff11\uff10\uff05", 0.1)):
        page.receive({"kind": "set", "parameter": "growth_after", "part": "low", "value": value})
        assert page.view.scenario.growth_after.low == low
    page.receive({"kind": "set", "parameter": "growth_after", "part": "low", "value": "-60"})
    assert "must lie between \u221250 and 100% a year" in sent.pop()["fault"]
    page.receive({"kind": "set", "parameter": "growth_after", "part": "low", "value": "-20"})
    for value, ways in (("2,000", "2000 or 2"), ("1.500", "1.5 or 1500")):
        page.receive({"kind": "set", "parameter": "rack_rate_start", "part": "high", "value": value})
        assert f"“{value}” may be {ways}. Still in use: 900 to 1,000" in sent[-1]["fault"]
    assert page.view.scenario == Scenario(openai_share=0.015)


def test_a_range_that_stops_before_the_number_asked_of_its_middle_says_so(page, sent):
    wide = {"kind": "set", "parameter": "rack_rate_target", "part": "slider"}  # 1,000 to 2,000, never below 0
    for value, middle, said in (("700", 700, False), ("300", 500, True), ("0", 500, True), ("1500", 1500, False)):
        page.receive({**wide, "value": value})
        one = page.view.scenario.rack_rate_target
        assert (one.low, one.high) == (middle - 500, middle + 500)
        assert (
            sent[-1].get("said", "").endswith("stops at 500 racks a week. Both ends can be set among all assumptions.")
            is said
        )


def test_scenarios_are_saved_named_compared_and_let_go(page, sent):
    page.receive({"kind": "pin"})
    assert sent[-1]["toast"] == "Saved as A. Change something to compare."  # seen and heard
    page.receive({**SET, "value": 30})
    page.receive({"kind": "rename", "old": "A", "name": "One in ten"})
    page.finish()
    assert next(one["spoken"] for one in reversed(sent) if "spoken" in one) == "A is now called One in ten."
    compared = next(one["texts"]["compare"] for one in reversed(sent) if one.get("push") == "compare")
    assert "One in ten" in compared
    assert "Price of OpenAI&#39;s racks, the end of 2029" in compared
    assert "the buyer" not in compared
    assert sent[-1]["rest"]
    for _ in range(4):
        page.receive({"kind": "pin"})
    assert "Four scenarios are saved" in sent[-1]["fault"]
    page.receive({"kind": "unpin", "name": "One in ten"})
    assert [name for name, _ in page.view.pinned] == list(LETTERS[:3])


# ------------------------------------------------------------------------------------------------- what it pushes
def test_two_pictures_that_were_taken_can_stand_on_one_page(page, sent):
    for share in (20, 30):
        page.receive({**SET, "value": share})
        page.receive({"kind": "take", "what": "svg", "name": "shares"})
    one, other = (set(re.findall(r'id="([^"]+)"', reply["file"]["text"])) for reply in sent if "file" in reply)
    assert one
    assert not one & other


def test_a_change_is_one_reply_and_few_pushes_of_news_alone_and_then_it_rests(page, sent):
    page.receive({"kind": "open", "id": 1})
    page.finish()
    del sent[:]
    page.receive({**SET, "id": 2, "value": "25"})
    assert (sent[0]["id"], sent[0]["link"], sent[0]["rest"]) == (2, f"s={MODEL_VERSION}~os_p_0.25", False)
    assert plain(sent[0]["texts"]["hero-title"]) == headline(Scenario(openai_share=0.25))
    assert set(sent[0]["controls"]) == {"openai_share"}
    assert "by" not in sent[0]["texts"]  # the date is the one of before
    page.finish()
    assert len(sent) <= 1 + PUSHES
    assert [one["rest"] for one in sent] == [False] * (len(sent) - 1) + [True]
    del sent[:]
    page.receive({**SET, "id": 3, "value": "25"})  # nothing new
    assert (sent[0]["charts"], sent[0]["controls"]) == ({}, {})
    assert set(sent[0]["texts"]) <= MOVED  # of these the script may show others by now
    page.finish()
    assert sent[1:] == []


def test_what_nobody_is_near_waits(page, sent):
    page.receive({"kind": "open", "near": ["answer"]})
    page.finish()
    assert [one["push"] for one in sent[1:]] == ["answer"]
    for section, result in (("matters", "matters"), ("money", "path")):  # whose dollars are seen far from its fans
        del sent[:]
        page.receive({"kind": "near", "near": ["answer", section]})
        page.finish()
        assert [one.get("push") for one in sent] == [None, result]


def looped(visit: Coroutine[Any, Any, None]) -> None:
    """Run a visit with an event loop; in this thread that of a browser's driver may run."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, asyncio.wait_for(visit, 90)).result()


def visited(sent: list[Message]) -> tuple[list[float], list[View]]:
    """A reader with an event loop, three quick moves, then rest: seconds of processor between turns; views pushed."""
    busy: list[float] = []
    pushed: list[View] = []

    async def visit() -> None:
        def send(one: Message) -> None:
            sent.append(one)
            if "push" in one:
                pushed.append(page.view)

        page = Page(send, pushing=True)

        async def beat() -> None:
            while not sent[-1]["rest"]:
                before = time.thread_time()
                await asyncio.sleep(0.001)
                busy.append(time.thread_time() - before)

        page.receive({"kind": "open", "id": 1})
        page.finish()  # what is worked out once is not measured
        for value in (125, 130, 135):  # of what all results follow from
            page.receive({**SET, "parameter": "rack_power_kw", "id": value, "value": value})
            await asyncio.sleep(0.05)
        await beat()

    looped(visit())
    return busy, pushed


def test_results_come_by_themselves_a_newer_change_goes_first_and_pings_are_answered_meanwhile(sent):
    busy, pushed = visited(sent)
    last = next(place for place, one in enumerate(sent) if one.get("id") == 135)
    after = [one["push"] for one in sent[last + 1 :]]
    assert after == [name for name in RESULTS if name in after]  # each once, in their order
    assert {"answer", "matters", "two"} <= {*after}
    assert 2 <= len(after) <= PUSHES
    assert sent[-1]["rest"]
    before = [one for one in sent[:last] if "push" in one and one["push"] in ("two", "ask")]
    assert len(before) <= 2  # of the opening: nobody waits for what a newer change has overtaken
    assert {one.scenario.rack_power_kw.central for one in pushed[-len(after) :]} == {135}
    assert len(busy) > 50, len(busy)
    assert sorted(busy)[int(0.95 * len(busy))] < PING_S


@pytest.mark.parametrize("outcome", ["delivered_gw", "energised_gw"])
def test_what_does_not_follow_from_the_share_is_not_worked_out_anew(outcome):
    one, other = (Scenario(draws=256, seed=11, openai_share=share) for share in (0.1, 0.3))  # of no other test
    goal = Goal(outcome, 10.0, "2029-12", 0.5)
    lines = [frontier(scenario, "rack_rate_target", goal) for scenario in (one, other)]
    assert lines[0].shares is lines[1].shares
    assert [line.scenario for line in lines] == [one, other]
    asked = [[*RESULTS["asks"](View(scenario=scenario, goal=goal), scenario.seeds)] for scenario in (one, other)]
    assert (len(asked[1]) < len(asked[0])) == (outcome == "delivered_gw")


def test_a_share_that_is_a_range_is_told_by_all_its_cases_and_nowhere_by_its_middle(sent):
    """With a goal that a middle of fifty per cent reaches nearly always, and such a share less often.

    It is called as it was set, and not by the 9.5 to 90.5% that 9 in 10 of its cases hold.
    """
    scenario = Scenario(openai_share=uniform(0.05, 0.95))
    page = Page(sent.append, scenario=scenario)
    texts = dict(page.state()["texts"])
    page.finish()
    for push in sent:
        texts |= push.get("texts", {})
    projection, by = simulate(scenario), scenario.seeds.deal.goal_by
    for name, outcome in (("delivered", "delivered_gw"), ("on", "energised_gw")):
        low, middle, high = (two_figures(value) for value in projection.quantiles_at(outcome, BAND, by))
        assert (texts[name], texts[f"{name}-range"]) == (f"{middle} GW", f"({low} to {high})")
    assert texts["racks-range"] == hero.ends(projection.quantiles_at("openai_shipped", BAND, by).tolist())
    assert "At 5 to 95%, OpenAI would get" in texts["hero-title"]
    assert texts["share-words"] == "of the racks: 5 to 95%"
    assert hero.share_words(Scenario(openai_share=interval90(0.1, 0.2))) == "of the racks: 10 to 20% in 9 of 10 cases"
    assert "With 5 to 95% of them" in texts["chain"]
    assert texts["cases"] == words.twenty(projection.chance("delivered_gw", at_least=10, by=by))
    assert fan.spec(projection, seeds=scenario.seeds)["meta"]["title"].startswith("At 5 to 95%, about ")


def test_all_and_none_of_the_cases_are_said_only_where_it_is_all_and_none():
    """At 95% a few of 4,096 cases miss 10 GW, at 10% a few reach it, and at every rack orders are the limit in some."""
    deal, goal = load().deal, Goal.of(load().deal)
    often, seldom = (deciders.reached(simulate(Scenario(openai_share=share)), goal) for share in (0.95, 0.02))
    assert often == "With the share you set, the goal is reached in nearly all simulations."
    assert seldom == "With the share you set, the goal is reached in no simulation."
    few = Scenario(openai_share=0.05)
    found = first_break.table(few, by="2029-12")
    assert 0 < found.rows[2].share < 0.01
    assert "orders alone set the pace in nearly all simulated cases" in words.first_break(found, deal)
    closed = first_break.table(Scenario(room_share=0), by="2029-12")
    assert "orders alone set the pace in no simulated case" in words.first_break(closed, deal)
    nearly = uniform(0.0, 0.1)
    assert notices(Scenario(us_share=nearly, openai_share=0.0999))[0].startswith("In nearly all simulated cases")


@pytest.mark.parametrize(
    ("goal", "share", "needed", "asked"),
    [
        # reached already, so that nothing is left to do: what is enough is said of it as of a goal that is far
        ({"amount": "5"}, 0.3, "share: at least about 12% (now 30%)", "the share"),
        # growth is no lever of the list, and would do: what is denied is denied of the list
        ({"amount": "8"}, 0.1, "Not enough alone:Share of capacity", "the share needed"),
        ({"by": "2026-12"}, 0.1, "None of these is enough alone:", "No single answer would narrow the share needed."),
        (
            {"outcome": "energised_gw"},
            0.1,
            "None of these is enough alone:",
            "most narrow the range of gigawatts switched on:",
        ),
    ],
)
def test_what_a_goal_takes_is_said_of_a_goal_that_is_reached_far_and_out_of_reach(sent, goal, share, needed, asked):
    page = Page(sent.append, scenario=Scenario(openai_share=share))
    page.receive({"kind": "goal", "amount": "10", "outcome": "delivered_gw", "by": "2029-12", "chance": "50"} | goal)
    page.finish()
    texts = {name: plain(html) for message in sent for name, html in message.get("texts", {}).items()}
    assert needed in texts["needed"]
    assert texts["needed"].startswith(("Enough alone, all else as it is:", "None of these is enough alone:"))
    assert asked in texts["asks"]


def test_what_the_model_would_have_foreseen_is_not_told_as_what_it_foresaw(checkout):
    """The part really shipped rests on the last quarter of 2025, whose December is one of the figures held against."""
    seeds = load()
    shipped = seeds.claims["foxconn-shipped-part-2025q4"]
    assert shipped.claim_id in seeds.parameters["shipped_share"].claim_ids
    told = plain(str(story.story(View(), seeds, sections=("model",), live=False)))
    assert "These are forecasts that it would have made on those days" in told
    assert "was set with one of the counts in view" in told
    for page in ("docs/reading-charts.md", "notebooks/did-it-happen.ipynb"):
        assert "in view" in (checkout / page).read_text("utf-8"), page


def test_numbers_that_hardly_differ_are_distinct_words():
    share, near = load().parameters["openai_share"], [point(0.12345678), point(0.12345679)]
    assert differences.distinct_words(near, share) == ["12.345678%", "12.345679%"]


@pytest.mark.parametrize(
    ("name", "value", "spoken", "shape"),
    [
        (
            "growth_after",
            uniform(-0.2, 0.4),
            "between \u221220 and 40 per cent a year",
            "Anything between \u221220 and 40% a year, all equally likely, no values beyond.",
        ),
        (
            "rack_rate_start",
            triangular(999_999, 1_234_567, 20_000_000),
            "1,234,567 racks a week, between 999,999 and 20,000,000",
            "Between 999,999 and 20,000,000 racks a week, most likely 1,234,567, no values beyond.",
        ),
        ("shipped_share", point(1 / 3), "33.3333 per cent", "One value, 33.3333%, in every simulated case."),
    ],
)
def test_a_number_is_told_in_full_with_a_minus_and_commas(name, value, spoken, shape):
    parameter = load().parameters[name]
    shown = controls.state(parameter, value)
    assert (shown["spoken"], shown["shape"]) == (spoken, shape)


def test_the_finding_of_a_chart_is_its_heading_and_not_its_name_too():
    """A screen reader would say it twice."""
    figures = re.findall(r"<figure ([^>]+)>", str(story.story(View(), load())))
    assert len(figures) > 5
    assert all(figure.endswith('aria-label="Chart"') for figure in figures)


def test_a_result_that_fails_is_said_and_all_others_come(sent, monkeypatch):
    page = Page(sent.append, pushing=True)

    def broken(_view: View, _seeds: Any) -> Any:
        yield
        raise ZeroDivisionError

    async def visit() -> None:
        page.receive({**SET, "id": 1, "value": 40})
        while not sent[-1]["rest"]:
            await asyncio.sleep(0.01)

    monkeypatch.setitem(RESULTS, "matters", broken)
    looped(visit())
    pushed = {one["push"]: one for one in sent if "push" in one}
    assert pushed["matters"]["said"].startswith("Something went wrong on our side")
    assert {"answer", "path", "two", "asks"} <= set(pushed)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (OWN.replace(rack_power_path={"2025-11": 200}), "A page has a link to what it shows. A link cannot hold rack_"),
        (OWN.replace(openai_share=own([0.1, 0.2])), "openai_share is drawn from samples, for which a page has no"),
        (Scenario(seeds="docs/examples/openai-amd"), "This page shows another folder's data: make one anew"),
    ],
)
def test_what_no_page_can_show_is_refused_and_changes_nothing(other, why):
    shown = Explorer(OWN)
    with pytest.raises(ScenarioError, match=re.escape(why)):
        shown.scenario = other
    assert (shown.scenario, shown.page.view.scenario, shown.page.history.past) == (OWN, OWN, [])
    if other.seeds is OWN.seeds:
        with pytest.raises(ScenarioError, match=re.escape(why)):
            Explorer(other)


def test_a_record_opens_to_the_last_month_shown_and_what_is_none_changes_nothing(sent):
    shown = Explorer(OWN)
    shown.page.send = sent.append
    shown.page.receive({"kind": "load", "id": 1, "search": "?s=undefined&g=undefined"})
    assert sent[-1]["fault"].startswith("This record cannot be opened; nothing was changed.")
    assert shown.scenario == OWN
    shown.page.receive({"kind": "load", "id": 2, "search": "?s=2~os_p_0.2~h2027-12"})
    assert sent[-1]["toast"] == "The record is open."
    assert "The link ends in the end of 2027; the page computes to the end of 2030." in sent[-1]["texts"]["notice"]
    assert shown.scenario == shown.page.view.scenario == Scenario(openai_share=0.2, horizon="2030-12")


def test_a_fault_after_a_change_takes_it_back_for_whoever_observes(sent, monkeypatch):
    shown = Explorer(OWN)
    shown.page.send = sent.append
    monkeypatch.setattr(Page, "state", lambda *_args, **_kwargs: 1 / 0)
    shown.page.receive({**SET, "id": 1, "value": 40})
    assert sent[-1]["said"].startswith("Something went wrong on our side; nothing was changed.")
    assert shown.scenario == shown.page.view.scenario == OWN


FIVE = {"kind": "goal", "outcome": "delivered_it_gw", "by": "2028-12", "amount": "0.6", "chance": "60"}


@pytest.mark.parametrize("name", list(FOLLOWING))
def test_the_code_of_a_chart_is_of_the_same_folder_month_and_gigawatts(sent, name):
    page = Page(sent.append, scenario=Scenario(seeds="docs/examples/openai-amd", draws=512, openai_share=0.5))
    shown, _, spread = name.partition("-")
    levers = dict(deciders.second_levers(page.seeds))
    for message in (FIVE, {"kind": "lever", "name": [*levers][-1]}, {"kind": "spread", "name": spread or "bands"}):
        page.receive(message)
    for what in ("code", "embed"):
        page.receive({"kind": "take", "id": 2, "what": what, "name": shown})
    *before, last = sent[-2]["copy"].split("\n")
    space: dict[str, Any] = {}
    exec("\n".join(before), space)
    seen, drawn = FOLLOWING[shown](page.view, page.seeds), eval(last, space).layout
    assert drawn.meta["summary"] == seen["meta"]["summary"]
    assert [note.text for note in drawn.annotations][: len(seen["layout"]["annotations"])] == [
        note["text"] for note in seen["layout"]["annotations"]
    ]
    assert f"embed={name}&" in unescape(sent[-1]["copy"])


@pytest.mark.parametrize("spread", ["bands", "dots"])
def test_whatever_is_said_by_a_month_is_said_by_that_of_the_readers_goal(page, sent, spread):
    page.receive({"kind": "pin"})
    for message in ({**SET, "value": 30}, {"kind": "spread", "name": spread}, FIVE):
        page.receive(message)
    seen: dict[str, dict[str, Any]] = {"texts": {}, "charts": {}}
    update = page.state()
    page.finish()
    for one in (update, *sent[4:]):
        for kind, held in seen.items():
            held |= one.get(kind, {})
    texts = {name: plain(html) for name, html in seen["texts"].items()}
    texts |= {f"{name} drawn": plain(chart["title"] + chart["sub"]) for name, chart in seen["charts"].items()}
    dated = {name for name, said in texts.items() if "2028" in said}
    assert {"by", "chain", "dollars", "matters-sub", "need", "compare", "energised drawn", "steps drawn"} <= dated
    assert [name for name, said in texts.items() if "2029" in said] == ["compare"]
    assert texts["compare"].count("2029") == 4  # its outcomes by date
    assert "By the end of 2028" in texts["compare"]
    assert "Share that 0.6 GW by the end of 2028 would take" in texts["compare"]
    drawn = seen["charts"]["energised"]["svg"]
    assert ("0.6 GW" in drawn, "10 GW" in drawn) == (True, False)


# ------------------------------------------------------------------------------------------- first paint and widget
def test_the_widget_is_set_and_observed_from_python_and_panels_move_together():
    one = Explorer(Scenario(openai_share=0.2))
    other = panels.Part(("matters",), one)
    heard: list[Scenario] = []
    other.observe(lambda change: heard.append(change["new"]), "scenario")
    one.page.receive({**SET, "value": 30})  # a reader moves the one
    assert other.page.view.scenario == other.scenario == one.scenario == Scenario(openai_share=0.3)
    assert heard == [Scenario(openai_share=0.3)]
    other.scenario = Scenario()  # and a cell the other
    assert one.page.view.scenario == Scenario()
    assert 'id="matters"' in other.html()
    assert 'id="answer"' not in other.html()


def hears(panel: Explorer, kind: str) -> None:
    """What the script of a place where a panel stands says to it."""
    panel._hear(panel, {"kind": kind, "id": 1, "search": "", "page": "", "narrow": False}, [])


def test_what_is_seen_nowhere_moves_along_and_works_nothing_out(monkeypatch):
    one = Explorer()
    other = panels.matters(one)
    worked: list[Page] = []
    monkeypatch.setattr(Page, "state", lambda page, **_: worked.append(page) or {})

    def works_after(*kinds: str) -> bool:
        for kind in kinds:
            hears(other, kind)
        worked.clear()
        one.scenario = one.scenario.replace(seed=one.scenario.seed + 1)
        assert other.page.view.scenario == one.scenario
        return worked == [other.page]

    assert not works_after()
    assert works_after("open", "open")  # below its cell, and in a view beside it
    assert works_after("gone")  # the cell has run again
    assert not works_after("gone")
    assert not works_after("gone")  # once too often
    assert works_after("open")


@pytest.mark.parametrize("make", [panels.matters, panels.in_the_app], ids=["part", "link"])
def test_what_is_closed_moves_with_nothing_and_is_no_more(make):
    one = panels.answer()
    alone = followers(one)
    made = make(one)
    assert followers(one) == alone + 1
    made.close()
    made.close()  # a second time changes nothing
    assert followers(one) == alone
    known = weakref.ref(made)
    del made
    gc.collect()
    assert known() is None


def test_a_panel_that_is_refused_goes_without_a_word(monkeypatch):
    said: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", said.append)
    with pytest.raises(ExplorerError, match="no such parameter"):
        panels.assumptions("share")
    gc.collect()
    assert said == []


def followers(panel: Explorer) -> int:
    return len(panel._trait_notifiers["scenario"]["change"])


def test_the_widgets_script_is_one_module_with_all_that_its_parts_share():
    text = script()
    assert text.count("export ") == 1
    assert "import " not in re.sub(r"//.*|/\*.*?\*/|\"[^\"]*\"|`[^`]*`", "", text)


def test_the_first_paint_is_made_once_and_holds_the_answer_and_every_anchor_of_the_page(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    place = first_paint.cached_folder()
    assert place is not None
    assert place == tmp_path / "buildout-explorer" / first_paint.version()
    held = {path.name: path.read_text("utf-8") for path in (place / first_paint.INSIDE).iterdir()}
    assert sorted(held) == ["answer.html", "head.html", "still.html"]
    text, head, still = (held[name] for name in sorted(held))
    assert headline(Scenario()) in plain(text)
    assert headline(Scenario()) in plain(still)
    assert {name for name in story.SECTIONS if f'id="{name}"' not in text} == set()
    assert f'data-version="{first_paint.version()}"' in text
    assert "<button" in text
    assert "<button" not in still
    assert '<meta property="og:title" content="OpenAI may buy' in head
    (place / first_paint.INSIDE / "answer.html").write_text("as it was", "utf-8")
    assert first_paint.cached_folder() == place
    assert (place / first_paint.INSIDE / "answer.html").read_text("utf-8") == "as it was"


def test_seeds_without_a_model_are_live_with_their_first_paint(evidence, monkeypatch):
    monkeypatch.setenv(SEEDS_VARIABLE, str(evidence))
    replies: list[dict[str, Any]] = []
    page = Page(replies.append, seeds=load())
    page.receive({"kind": "open", "id": 1, "search": "", "painted": first_paint.version()})
    assert replies == [{"live": True, "again": "", "id": 1, "rest": True}]


def test_where_the_cache_cannot_be_written_the_first_paint_goes_with_its_process(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    place = first_paint.cached_folder()
    assert place is not None
    assert tmp_path not in place.parents
    assert (place / first_paint.INSIDE / "answer.html").exists()
    monkeypatch.setenv(SEEDS_VARIABLE, str(tmp_path))  # no seeds there: pages wait for a kernel
    assert first_paint.cached_folder() is None


def test_the_page_of_the_data_tells_of_a_runtime_only_where_one_goes_along(page, sent):
    page.receive({"kind": "place", "name": "download"})
    told = json.dumps(sent[-1])
    assert "pip install" in told
    assert "licences.txt" not in told


def test_what_no_claim_has_is_left_out_of_the_filters_and_named(page, sent):
    filters = {"party": "<b>", "as_of": "soon", "topic": ["x"], "status": "goal", "search": "racks", "kind": "reset"}
    page.receive({"kind": "place", "name": "claims", "filters": filters})
    listed = sent[-1]["texts"]["place-claims"]
    assert "There is no party &#39;&lt;b&gt;&#39; among the claims." in listed
    assert "There is no topic " in listed
    assert "The date is not a day, such as 2025-11-20." in listed
    page.receive({"kind": "place", "name": "claims", "filters": {"status": "goal", "search": "racks"}})
    sound = sent[-1]["texts"]["place-claims"]
    assert "There is no" not in sound
    assert listed[listed.index("data-found") :] == sound[sound.index("data-found") :]
