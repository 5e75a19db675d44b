"""Replies that hold only what changed: whatever is lost on the way, a page shows what whole replies would show it."""

import json
import random
import re
from typing import Any

import pytest

from explorer.analysis.presets import presets
from explorer.model.stepwise import stepwise
from explorer.scenario import Scenario
from explorer.scenario.links import link
from explorer.ui import first_paint
from explorer.ui.page import Page, version
from explorer.ui.sent import Sent
from explorer.ui.slices import Slices
from explorer.ui.state import State

OPEN = {"kind": "open", "search": "", "version": version(), "narrow": False}


class Tab:
    """What the page's script keeps of the replies that reach it; as in wire.js, page.js and charts.js."""

    def __init__(self, page: Page, monkeypatch: pytest.MonkeyPatch, view_id: int = 1) -> None:
        self.page, self.view_id, self.sent, self.has = page, view_id, 0, None
        self.slots: dict[str, str] = {}
        self.figures: dict[str, Any] = {}
        self.replies: list[dict[str, Any]] = []
        self.monkeypatch = monkeypatch

    def say(self, message: dict[str, Any], *, lost: bool = False) -> dict[str, Any]:
        self.sent += 1
        stamped = {**message, "number": self.sent, "view_id": self.view_id, "has": self.has}
        with self.monkeypatch.context() as patch:
            patch.setattr(self.page, "send", lambda reply, _: self.replies.append(json.loads(json.dumps(reply))))
            self.page._receive(self.page, stamped, [])
        reply = self.replies[-1]
        if not lost:
            self.show(reply)
        return reply

    def show(self, reply: dict[str, Any]) -> None:
        self.has = reply["number"]
        self.slots |= reply.get("slots", {})
        self.figures |= reply.get("figures", {})
        for name, move in reply.get("moved", {}).items():
            spec = self.figures[name]
            traces = [trace | move.get("data", {}).get(str(n), {}) for n, trace in enumerate(spec["data"])]
            self.figures[name] = {**spec, "data": traces, "layout": spec["layout"] | move.get("layout", {})}


def any_message(chance: random.Random) -> dict[str, Any]:
    share, power = str(chance.uniform(1, 90)), str(chance.uniform(60, 200))
    return chance.choice(
        [
            {"kind": "set", "parameter": "openai_share", "part": "central", "value": share},
            {"kind": "set", "parameter": "openai_share", "part": "central", "value": "12"},
            {"kind": "set", "parameter": "rack_power_kw", "part": "slider", "value": power},
            {
                "kind": "set",
                "parameter": "rack_power_kw",
                "part": "shape",
                "value": chance.choice(["point", "uniform"]),
            },
            {"kind": "preset", "name": chance.choice(list(presets()))},
            {"kind": "rest"},
            {"kind": "rest"},
            {"kind": "ahead"},
            {"kind": "undo"},
            {"kind": "layout", "narrow": chance.random() < 0.5},
            {"kind": "view", "view": chance.choice(["answer", "capacity"]), "filled": chance.random() < 0.8},
            {"kind": "deciders", "framed": chance.choice([[], ["decides"]])},
        ]
    )


def test_a_page_that_loses_replies_still_shows_what_whole_replies_would(monkeypatch):
    chance = random.Random(5)
    start = State(Scenario(draws=512))
    tab, twin = Tab(Page(start), monkeypatch), Page(State(Scenario(draws=512)))
    tab.say(OPEN)
    twin.answer_to(OPEN)
    for _ in range(40):
        message, lost = any_message(chance), chance.random() < 0.2
        tab.say(message, lost=lost)
        expected = json.loads(json.dumps(twin.answer_to(message)))
        if lost:
            continue
        slots = expected.get("slots", {})
        assert {name: tab.slots[name] for name in slots} == slots
        figures = expected.get("figures", {})
        assert {name: tab.figures[name] for name in figures} == figures


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("scenario", [Scenario(), Scenario(draws=512, openai_share=0.3, it_overhead=1.2)])
def test_a_page_that_opens_is_sent_all_but_the_sources_which_it_was_painted_with(monkeypatch, scenario, narrow):
    message = {**OPEN, "search": f"?s={link(scenario)}", "narrow": narrow}
    whole_slots = Page(State()).answer_to(message)["slots"]
    sent = Tab(Page(State()), monkeypatch).say(message)["slots"]
    painted = dict(re.findall(r'data-slot="([a-z]+-sources)">(.*?)</div>', first_paint.TARGET.read_text("utf-8")))
    assert set(painted) == {"shares-sources", "energised-sources"}
    assert whole_slots == sent | painted
    assert not sent.keys() & painted.keys()


def test_a_moved_share_sends_the_marker_and_not_the_curve(monkeypatch):
    tab = Tab(Page(State()), monkeypatch)
    tab.say(OPEN)
    reply = tab.say({"kind": "set", "parameter": "openai_share", "part": "slider", "value": "12"})
    assert reply["figures"] == {}
    names = [tab.figures["shares"]["data"][int(place)]["name"] for place in reply["moved"]["shares"]["data"]]
    assert set(names) == {"chosen_line", "chosen_point", "chosen_name"}
    assert "html" not in reply["controls"]["openai_share"]
    assert len(json.dumps(reply)) < 4_000  # it was 36,000


def test_a_state_that_somebody_else_wrote_and_another_view_get_whole_replies(monkeypatch):
    page = Page(State(Scenario(draws=256)))
    tab, other = Tab(page, monkeypatch), Tab(page, monkeypatch, view_id=2)
    share = {"kind": "set", "parameter": "openai_share", "part": "slider", "value": "12"}
    tab.say(OPEN)
    page.state.change("openai_share", 0.3)
    assert set(other.say(share)["figures"]) == {"shares"}
    assert set(tab.say(share)["figures"]) == {"shares"}
    assert set(tab.say(share)["figures"]) == set()


# --- slices
def count(steps: int):
    for _ in range(steps):
        yield
    return steps


def test_a_place_that_was_empty_and_held_a_chart_can_be_emptied_again():
    sent = Sent()
    for number, html in enumerate(("", '<figure data-figure="sides"></figure>', "")):
        reply = sent.shortened({"view_id": 1, "number": number + 1, "has": number or None}, {"slots": {"place": html}})
        assert reply["slots"] == {"place": html}


def test_a_computation_goes_on_where_it_was_and_begins_anew_for_another_scenario():
    slices = Slices()
    done = [slices.done("a", lambda: count(2), at_most_s=0) for _ in range(3)]
    assert done == [False, False, True]
    slices.done("a", lambda: count(2), at_most_s=0)
    assert [slices.done("b", lambda: count(2), at_most_s=0) for _ in range(3)] == [False, False, True]


def test_only_the_newest_results_are_kept():
    counted = stepwise(keep=2)(count)
    assert [counted(steps) for steps in (1, 2, 3)] == [1, 2, 3]
    assert [len(list(counted.steps(steps))) for steps in (3, 2, 1)] == [0, 0, 1]


def test_what_decides_comes_in_slices_and_is_what_it_is_in_one_go():
    page, other = Page(State(Scenario(draws=512))), Page(State(Scenario(draws=512, seed=0)))
    for kind in ("deciders", "needed", "asks"):
        message, asked = {"kind": kind, "framed": []}, 0
        reply: dict[str, Any] = {"then": kind}
        while reply["then"] == kind:
            reply, asked = page.answer_to({**message, "slice": True}), asked + 1
        assert asked >= 1
        assert reply == other.answer_to(message)
