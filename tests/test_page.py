"""One page as plain Python: what it answers, what it pushes, what it takes away and what it keeps."""

import asyncio
import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
import time
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from explorer.analysis.answer import answer, required
from explorer.analysis.goal import Goal
from explorer.charts import shares
from explorer.formatting import two_figures
from explorer.page import address, first_paint, hero, panels, story, words
from explorer.page.page import HANDLERS, Page
from explorer.page.results import RESULTS
from explorer.page.url_state import LETTERS
from explorer.page.view import View
from explorer.page.widget import FOLDER, Explorer, script
from explorer.scenario import Scenario, deal
from explorer.scenario.links import MODEL_VERSION, link
from explorer.seeds import VARIABLE, load
from tests.cases import scenarios
from tests.tools.readers import headline, plain

SET = {"kind": "set", "parameter": "openai_share", "part": "slider", "gesture": 1}
DEFAULTS = "fa1ea2b17a7b"
"""Of the defaults of this version of the model: a link says only what differs from them."""


@pytest.fixture
def sent() -> list[dict[str, Any]]:
    return []


@pytest.fixture
def page(sent: list[dict[str, Any]]) -> Page:
    return Page(sent.append)


def test_a_change_is_one_reply_and_at_most_five_pushes_and_then_it_rests(page, sent):
    page.receive({"kind": "open", "id": 1})
    page.finish()
    del sent[:]
    page.receive({**SET, "id": 2, "value": "25"})
    assert (sent[0]["id"], sent[0]["link"], sent[0]["rest"]) == (2, "s=2~os_p_0.25", False)
    assert plain(sent[0]["texts"]["hero-title"]) == headline(Scenario(openai_share=0.25))
    page.finish()
    pushed = [one["push"] for one in sent[1:]]
    assert pushed[-1] == list(RESULTS)[-1] or sent[-1]["rest"]
    assert len(sent) <= 7
    del sent[:]
    page.receive({**SET, "id": 3, "value": "25"})  # nothing new
    assert sent[0]["texts"] == sent[0]["charts"] == {}
    page.finish()
    assert sent[1:] == []


def test_what_nobody_is_near_waits(page, sent):
    page.receive({"kind": "open", "near": ["answer"]})
    page.finish()
    assert [one["push"] for one in sent[1:]] == ["answer"]
    page.receive({"kind": "near", "near": ["answer", "matters"]})
    page.finish()
    assert [one.get("push") for one in sent[2:]] == [None, "matters"]


def test_with_a_loop_results_come_by_themselves_and_a_newer_change_goes_first(sent):
    async def visit() -> list[float]:
        page, pings = Page(sent.append), []
        page.receive({"kind": "open", "id": 1})
        for value in (20, 30, 40):
            await asyncio.sleep(0.05)
            start = time.perf_counter()
            page.receive({**SET, "id": value, "value": value})
            pings.append(time.perf_counter() - start)
        while not sent[-1]["rest"]:
            await asyncio.sleep(0.01)
        return pings

    asyncio.run(asyncio.wait_for(visit(), 60))
    last = max(place for place, one in enumerate(sent) if "id" in one)
    assert [one["push"] for one in sent[last + 1 :]] == [name for name in RESULTS if name != "compare"] or sent[-1][
        "rest"
    ]
    assert sent[last]["id"] == 40


def test_undo_takes_back_a_gesture_and_redo_brings_it_back(page, sent):
    for value, gesture in ((20, 1), (25, 1), (30, 2)):
        page.receive({**SET, "value": value, "gesture": gesture})
    for kind, share in (("undo", 0.25), ("undo", 0.1), ("undo", 0.1), ("redo", 0.25), ("redo", 0.3), ("redo", 0.3)):
        page.receive({"kind": kind})
        assert page.view.scenario == Scenario(openai_share=share), (kind, share)


def test_a_share_in_another_countrys_way_is_read_right_or_asked_about(page, sent):
    page.receive({**SET, "value": "1,5"})
    assert page.view.scenario.openai_share.central == 0.015
    page.receive({"kind": "set", "parameter": "rack_rate_start", "part": "high", "value": "2,000"})
    assert "may be 2000 or 2. Still in use: 900 to 1,000" in sent[-1]["fault"]
    page.receive({"kind": "set", "parameter": "rack_rate_start", "part": "high", "value": "1.500"})
    assert page.view.scenario.rack_rate_start.high == 1000  # 1.5 or 1,500: asked about
    assert page.view.scenario.openai_share.central == 0.015


def test_every_kind_is_answered_and_none_loses_the_view(page, sent):
    for kind in HANDLERS:
        before = page.view
        page.receive({"kind": kind, "id": kind})
        assert sent[-1]["id"] == kind
        assert "on our side" not in str(sent[-1])
        page.view = before
    for wrong in (None, 3, [], "x", {"kind": "none"}):
        page.receive(wrong)
        assert "nothing was changed" in sent[-1]["said"]


def test_scenarios_are_saved_named_compared_and_let_go(page, sent):
    page.receive({"kind": "pin"})
    page.receive({**SET, "value": 30})
    page.receive({"kind": "rename", "old": "A", "name": "One in ten"})
    page.finish()
    assert "One in ten" in next(one["texts"]["compare"] for one in reversed(sent) if one.get("push") == "compare")
    assert sent[-1]["rest"]
    assert address.opened(f"?{address.query(page.view)}", View())[0] == page.view
    for _ in range(4):
        page.receive({"kind": "pin"})
    assert "Four scenarios are kept" in sent[-1]["fault"]
    page.receive({"kind": "unpin", "name": "One in ten"})
    assert [name for name, _ in page.view.pinned] == list(LETTERS[:3])


def test_the_defaults_of_this_version_are_those_that_links_rest_on():
    """Whoever changes a default raises the model's version, and then this."""
    assert (MODEL_VERSION, hashlib.sha256(link(Scenario()).encode()).hexdigest()[:12]) == (2, DEFAULTS)


@settings(max_examples=40, deadline=None)
@given(scenarios(), st.sampled_from([Goal(), Goal("energised_gw", 2.5, "2028-12", 0.8)]))
def test_any_view_comes_back_from_its_address_also_out_of_a_text(scenario, goal):
    view = View(
        scenario=scenario, goal=goal, pinned=(("A", scenario.replace(openai_share=0.4)), ("My own", Scenario()))
    )
    view = view.with_(pinned=view.pinned[:1]) if scenario.as_of or scenario.draws != 4096 or scenario.seed else view
    query = address.query(view)
    assert re.fullmatch(r"[\w.~&=-]*", query, re.ASCII)
    for around in ("?{}", "?{}.", "?{})", "?{}*"):
        found, said = address.opened(around.format(query), View())
        assert (found.scenario, found.goal, said) == (view.scenario, view.goal, [])


def test_a_link_is_short_old_ones_open_and_wrong_ones_say_so():
    one = View(scenario=Scenario(rack_power_kw=150))
    assert len(f"https://example.org/explorer/?{address.query(one)}") < 120
    assert address.query(View()) == ""
    assert address.opened(f"?s={link(one.scenario)}", View())[0] == one
    for search in (
        "?s=rubbish",
        "?s=2~zz_p_1",
        "?s=2~os_p_7",
        "?s=2~n0",
        "?s=2~h1999-01",
        "?g=x",
        "?with=A~zz_p_1",
        "?s=2~aX",
    ):
        found, said = address.opened(search, View())
        assert found == View()
        assert len(said) == 1
        assert said[0].endswith(".")


@pytest.mark.parametrize(
    "scenario", [Scenario(), Scenario(openai_share=0.37, rack_power_kw=150), Scenario(openai_share=0)]
)
def test_sentence_chart_table_file_brief_and_python_say_the_same(scenario, page, sent):
    view = View(scenario=scenario)
    found, seeds = answer(scenario), load()
    delivered = two_figures(found.delivered_gw.middle)
    numbers = hero.curve(scenario, deal().goal_by)
    share = scenario.openai_share.quantile(0.5)
    assert hero.readouts(numbers, share, Goal())["delivered"] == f"{delivered} GW"
    spec = shares.spec(scenario, seeds=seeds)
    rows = {row[0]: row for row in spec["meta"]["table"]["rows"]}
    if f"{100 * share:g}%" in rows:
        assert rows[f"{100 * share:g}%"][2] == delivered
    page.view = view
    page.receive({"kind": "take", "what": "sentence"})
    assert f"about {delivered} GW of data centres" in sent[-1]["copy"]
    page.receive({"kind": "take", "what": "brief"})
    assert words.needed(required(scenario), deal()) in re.sub(r"\s+", " ", plain(sent[-1]["file"]["text"]))
    page.receive({"kind": "take", "what": "csv", "name": "shares"})
    text = sent[-1]["file"]["text"]
    assert text.startswith("\ufeff")
    table = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert {one["openai_share"] for one in table} == {str(row[1]) for row in spec["meta"]["values"]["rows"]}
    assert table[0]["licence"] == "CC BY 4.0"
    assert table[1]["licence"] == ""


def test_what_is_taken_away_stands_alone(page, sent):
    page.receive({"kind": "open", "page": "https://example.org/app/"})
    for name in ("shares", "energised", "frontier", "money-claims", "backtest"):
        page.receive({"kind": "take", "what": "svg", "name": name})
        picture = sent[-1]["file"]["text"]
        assert picture.startswith("<svg")
        assert "var(--" not in picture
    page.receive({"kind": "take", "what": "embed", "name": "shares"})
    assert 'src="https://example.org/app/?embed=shares"' in sent[-1]["copy"]
    page.receive({"kind": "open", "search": "?embed=shares"})
    assert "<svg" in sent[-1]["embed"]
    page.receive({"kind": "open", "search": "?embed=<b>"})
    assert "There is no chart called" in sent[-1]["embed"]
    assert "<b>" not in sent[-1]["embed"]
    page.receive({"kind": "take", "what": "svg", "name": "pie"})
    assert sent[-1]["fault"]


def test_script_and_python_write_the_same_words(tmp_path):
    """The script moves number and sentence before Python has answered, so both have one way to say a number."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js here")
    numbers = [0, 0.0312, 0.5, 0.99, 1, 2.934, 9.949, 9.96, 14.49, 99.5, 1249, 26123, 1.5e6]
    places = [0, 0.01, 0.03, 0.05, 0.1, 0.12, 0.23, 0.3, 0.34, 0.5, 0.66, 0.75, 0.97, 1]
    shutil.copy(FOLDER / "numbers.js", tmp_path / "numbers.mjs")
    (tmp_path / "ask.mjs").write_text(
        'import { natural, racksIn, twentyWords, twoFigures } from "./numbers.mjs";\n'
        f"const fractions = {json.dumps(list(words.FRACTIONS.items()))};\n"
        f"console.log(JSON.stringify([{numbers}.map(twoFigures), {places}.map((one) => natural(one, fractions)),"
        f"{places}.map((one) => racksIn(one, fractions)), {places}.map(twentyWords)]));"
    )
    done = subprocess.run([node, str(tmp_path / "ask.mjs")], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    figures, natural, racks, cases = json.loads(done.stdout)
    assert figures == [two_figures(value) for value in numbers]
    assert natural == [words.natural(share) for share in places]
    assert racks == [words.racks_in(share) for share in places]
    assert cases == [words.twenty(share) for share in places]


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


def test_the_widgets_script_is_one_module_with_all_that_its_parts_share():
    text = script()
    assert text.count("export ") == 1
    assert "import " not in re.sub(r"//.*|/\*.*?\*/|\"[^\"]*\"|`[^`]*`", "", text)


def test_the_first_paint_is_made_once_and_holds_the_answer_and_every_anchor_of_the_page(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    place = first_paint.kept()
    assert place is not None
    assert place == tmp_path / "buildout-explorer" / first_paint.version()
    assert sorted(path.name for path in (place / first_paint.INSIDE).iterdir()) == [
        "answer.html",
        "head.html",
        "still.html",
    ]
    text, still, head = (
        (place / first_paint.INSIDE / f"{name}.html").read_text("utf-8") for name in ("answer", "still", "head")
    )
    assert headline(Scenario()) in plain(text)
    assert headline(Scenario()) in plain(still)
    assert {name for name in story.SECTIONS if f'id="{name}"' not in text} == set()
    assert f'data-version="{first_paint.version()}"' in text
    assert "<button" in text
    assert "<button" not in still
    assert '<meta property="og:title" content="OpenAI may buy' in head
    (place / first_paint.INSIDE / "answer.html").write_text("as it was", "utf-8")
    assert first_paint.kept() == place
    assert (place / first_paint.INSIDE / "answer.html").read_text("utf-8") == "as it was"


def test_seeds_without_a_model_are_live_with_their_first_paint(checkout, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(checkout / "docs/examples/openai-amd"))
    replies: list[dict[str, Any]] = []
    Page(replies.append).receive({"kind": "open", "id": 1, "search": "", "painted": first_paint.version()})
    assert replies == [{"live": True, "again": "", "id": 1, "rest": True}]


def test_where_the_cache_cannot_be_written_the_first_paint_goes_with_its_process(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    place = first_paint.kept()
    assert place is not None
    assert tmp_path not in place.parents
    assert (place / first_paint.INSIDE / "answer.html").exists()
    monkeypatch.setenv(VARIABLE, str(tmp_path))  # no seeds there: pages wait for a kernel
    assert first_paint.kept() is None
