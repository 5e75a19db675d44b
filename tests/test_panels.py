"""Parts of the app in notebooks: what they show where a kernel runs, and what stays where none does."""

import gc
import json
import re
import weakref
from urllib.parse import unquote

import pandas as pd
import pytest

from explorer import charts
from explorer.charts.standalone import drawn_by_itself
from explorer.errors import ExplorerError
from explorer.scenario import Scenario
from explorer.scenario.links import MODEL_VERSION, from_link
from explorer.ui import panels

WIDGET = "application/vnd.jupyter.widget-view+json"


def opened(part: panels.Part) -> dict:
    return part.answer_to({"kind": "open"})


def test_a_chart_of_the_app_stands_alone_and_follows_the_state():
    state = panels.State()
    part = panels.figure("energised", state)
    assert list(opened(part)["figures"]) == ["energised"]
    before = part.answer_to({"kind": "layout"})["slots"]["energised-title"]
    state.change("openai_share", 0.4)
    assert "40%" in part.answer_to({"kind": "layout"})["slots"]["energised-title"] != before
    with pytest.raises(ValueError, match="no such chart: shrs; the charts are shares, energised"):
        panels.figure("shrs")


def test_what_decides_the_answer_is_asked_for_once_the_part_is_open():
    part = panels.deciders(panels.State(Scenario(draws=256)))
    assert opened(part)["then"] == "deciders"
    reply = part.answer_to({"kind": "deciders"})
    assert (list(reply["figures"]), reply["then"]) == (["decides"], "needed")
    assert "Share for OpenAI" in part.answer_to({"kind": "needed"})["slots"]["needed"]


def test_inputs_that_do_not_fit_together_are_said_where_they_are_set():
    state = panels.State(Scenario(openai_share=0.5, us_share=0.2))
    assert "larger share" in opened(panels.assumptions("openai_share", state=state))["slots"]["notice"]
    assert opened(panels.figure("shares", state))["slots"]["notice"] == ""


def test_without_a_kernel_words_and_chart_stay():
    bundle, _ = panels.figure("shares", panels.State(), parameters=("openai_share",))._repr_mimebundle_()
    assert WIDGET in bundle
    assert "Here the notebook and the app have controls for: Share for OpenAI." in bundle["text/html"]
    spec = re.search(r'<script type="application/json">(\{.*?\})</script>', bundle["text/html"])
    assert spec
    assert json.loads(spec[1])["data"]
    decided, _ = panels.deciders(panels.State(Scenario(draws=256)))._repr_mimebundle_()
    assert "being drawn" not in decided["text/html"]
    assert "For 10 GW by the end of 2029: what would have to be true" in decided["text/html"]


def test_a_chart_cannot_end_the_script_that_draws_it():
    html = drawn_by_itself(json.dumps({"title": "</script><b>"}), "</script>")
    assert html.count("</script>") == html.count("<script") == 2  # its data, and what draws them
    assert html.endswith("</script>")


def followers(state: panels.State) -> int:
    return len(state._trait_notifiers.get("answer", {}).get("change", []))


def test_a_panel_follows_its_state_only_while_it_is_seen():
    """A cell that is run again leaves a panel behind each time: its view is taken away, and nothing is drawn for it."""
    state = panels.State()
    shown = [panels.figure("shares", state) for _ in range(3)]
    assert followers(state) == 0
    for number, part in enumerate(shown):
        part.answer_to({"kind": "open", "view_id": number})
        part.answer_to({"kind": "open", "view_id": 10 + number})  # JupyterLab shows one panel twice
    assert followers(state) == 3
    sent: list = []
    shown[0].send = lambda content, buffers=None: sent.append(content)
    shown[0].answer_to({"kind": "gone", "view_id": 0})
    state.change("openai_share", 0.2)
    assert [reply["pushed"] for reply in sent] == [True]  # one of its two views is still there
    shown[0].answer_to({"kind": "gone", "view_id": 10})
    assert followers(state) == 2
    state.change("openai_share", 0.3)
    assert len(sent) == 1
    shown[0].answer_to({"kind": "open", "view_id": 20})  # shown anew it follows again
    assert followers(state) == 3


@pytest.mark.parametrize("make", [lambda state: panels.figure("shares", state), panels.in_the_app, panels.assumptions])
def test_what_is_closed_lets_go_of_its_state_and_is_no_more(make):
    state = panels.State()
    part = make(state) if make is not panels.assumptions else panels.assumptions("openai_share", state=state)
    if isinstance(part, panels.Part):
        part.answer_to({"kind": "open", "view_id": 1})
    assert followers(state) == 1
    part.close()
    assert followers(state) == 0
    part.close()  # a second time changes nothing
    known = weakref.ref(part)
    del part
    gc.collect()
    assert known() is None


def test_who_is_no_more_does_not_stay_a_follower():
    class Follower:
        def hear(self, change: object) -> None: ...

    state, one = panels.State(), Follower()
    state.follow(one.hear)
    assert followers(state) == 1
    del one
    gc.collect()
    state.change("openai_share", 0.2)
    assert followers(state) == 0


def test_an_assumption_set_like_an_attribute_is_refused():
    state = panels.State()
    with pytest.raises(ExplorerError, match=r"state\.change\('openai_share', \.\.\.\) sets an assumption"):
        state.openai_share = 0.3
    state.scenario = Scenario(openai_share=0.3)
    assert repr(state) == "State(Scenario(openai_share=point(0.3)))"


def test_the_link_carries_the_scenario_to_the_app():
    state = panels.State()
    link = panels.in_the_app(state)
    assert link.query == ""  # the app's own starting point
    state.change("openai_share", 0.3)
    assert from_link(link.query.removeprefix("s=")) == state.scenario
    elsewhere = unquote(link.elsewhere.partition("urlpath=")[2])
    assert elsewhere == f"voila/render/notebooks/explorer.ipynb?{link.query}"
    assert panels.in_the_app(Scenario(seed=7)).query.startswith(f"s=v{MODEL_VERSION}~s7~")


def test_a_table_to_read_cuts_nothing_off():
    frame = pd.DataFrame(
        {
            "note": ["a long text " * 20],
            "usd": [2e9],
            "day": [pd.Timestamp("2025-11-20")],
            "ids": [("a", "b")],
            "gone": [pd.NaT],
            "flag": [True],
        },
        index=pd.Index(["<one>"], name="claim_id"),
    )
    html = charts.table(frame, caption="What & why")
    assert "<caption>What &amp; why</caption>" in html
    cells = re.findall(r"<t[dh](?: [^>]*)?>(.*?)</t[dh]>", html)
    assert cells[:2] == ["claim id", "note"]
    assert cells[7:] == ["&lt;one&gt;", "a long text " * 20, "2,000,000,000", "2025-11-20", "a, b", "", "True"]
    assert "mathjax_ignore" in html._repr_html_()  # "$1 to $2" is no formula
