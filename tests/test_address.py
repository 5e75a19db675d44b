"""The address of the page: whatever a reader has set comes back from it, and a wrong one changes nothing."""

import hashlib
import re

import pytest
from cases import PARAMETERS
from hypothesis import given, settings, strategies as st

from explorer.analysis.goal import Goal
from explorer.page import address, citing
from explorer.page.page import Page
from explorer.page.view import View
from explorer.scenario import Scenario
from explorer.scenario.distributions import triangular
from explorer.scenario.links import MODEL_VERSION, link
from tests.cases import scenarios
from tests.tools import goldens

DEFAULTS = "fa1ea2b17a7b"
"""Of the defaults of this version of the model: a link says only what differs from them."""
PAGE = "https://example.org/explorer/"
NAMES = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9 ]{0,22}[A-Za-z0-9])?", fullmatch=True)
GOALS = st.builds(
    Goal,
    st.sampled_from(["delivered_gw", "energised_gw"]),
    st.floats(0.1, 100, allow_subnormal=False),
    st.sampled_from(["2028-12", "2029-12"]),
    st.floats(0.01, 0.99),
)


@st.composite
def views(draw) -> View:
    """Anything that a reader can have set and an address carries."""
    base = draw(scenarios())
    shares = draw(st.dictionaries(NAMES, st.floats(0, 1), max_size=4))
    pinned = tuple((name, base.replace(openai_share=share)) for name, share in shares.items())
    lever = draw(st.sampled_from(["rack_rate_target", "shipped_share", "room_share"]))
    return View(scenario=base, goal=draw(GOALS), pinned=pinned, lever=lever)


def test_the_defaults_of_this_version_are_those_that_links_rest_on():
    """Whoever changes a default raises the model's version, and then this."""
    assert (MODEL_VERSION, hashlib.sha256(link(Scenario()).encode()).hexdigest()[:12]) == (2, DEFAULTS)


@settings(max_examples=60, deadline=None)
@given(views(), st.sampled_from(["{}", "{}.", "{})", "({})", "<{}>", "*{}*", "{},", "“{}”", "{}!"]))
def test_any_view_comes_back_from_its_address_also_out_of_a_text(view, around):
    query = address.query(view)
    assert re.fullmatch(r"[\w.~&=-]*", query, re.ASCII)  # nothing that a mail program escapes or ends at
    assert query[-1:].isalnum()
    copied = around.format(f"{PAGE}?{query}")
    assert address.opened(copied[copied.index("?") :], View()) == (view, [])


@pytest.mark.parametrize("name", list(PARAMETERS))
def test_a_link_with_one_changed_number_is_short(name):
    low, high = PARAMETERS[name].lower_bound, PARAMETERS[name].upper_bound
    scenario = Scenario().replace(**{name: float(f"{low + 0.3 * (high - low):.3g}")})
    address_ = f"{PAGE}?{address.query(View(scenario=scenario))}"
    assert len(address_) < 120
    assert address.opened(address_.partition("?")[2], View())[0].scenario == scenario


def test_a_page_as_it_starts_has_a_plain_address():
    assert address.query(View()) == ""
    assert address.query(View(narrow=True, spread="dots")) == ""


@pytest.mark.parametrize(
    ("search", "sentence"),
    [
        *((f"?s={wrong}", "This page shows our starting point instead.") for wrong in (
            "rubbish", "2~zz_p_1", "2~os_p_7", "2~os_p_nan", "2~os_p_0.2~os_p_0.3", "2~os_t_0.3_0.2_0.4", "2~n0",
            "2~n9999999", "2~h1999-01", "2~aX", "2~c7", "<script>alert(1)</script>", "9" * 5000, "v2~s0~n4096",
            "", "2%20os", "2+os_p_0.+3", "2~os_p_0.3%0A5",
        )),
        *((f"?g={wrong}", "The goal of the question stands instead.") for wrong in (
            "x", "delivered_gw~ten~2029-12~0.5", "profit~10.0~2029-12~0.5", "delivered_gw~10.0~2077-12~0.5",
            "delivered_gw~10.0~2029-06~0.5", "delivered_gw~10.0~2029-12~7.0", "", "delivered_gw~1+0.0~2029-12~0.5",
        )),
        *((f"?with={wrong}", "So there is nothing to compare with.") for wrong in (
            "A~zz_p_1", "A~os_p_7", "~", "A~~A", "A~~B~~C~~D~~E", "<b>~os_p_0.1", "x" * 9000, "Now",
            "", "A+B", "A~os_p_0.3++B", "A~os_p_0.3%20B~os_p_0.4",
        )),
        *((f"?x={wrong}", "The usual one stands instead.") for wrong in (
            "pie", "openai_share", "us_share", "<b>", "", "shipped+share",
        )),
    ],
    ids=lambda one: str(one)[:40],
)  # fmt: skip
def test_a_wrong_link_keeps_the_start_and_says_so_once(search, sentence):
    found, said = address.opened(search, View())
    assert found == View()
    assert len(said) == 1
    assert said[0].endswith(sentence)
    assert len(said[0]) < 300
    sent: list[dict] = []
    page = Page(sent.append)
    page.receive({"kind": "open", "id": 1, "search": search})
    assert page.view.scenario == Scenario()
    assert sentence in sent[0]["texts"]["notice"]
    assert "<script" not in sent[0]["texts"]["notice"]


FULL = View(
    Scenario(seed=7, draws=512, openai_share=0.35, us_share=triangular(1e-05, 0.25, 0.5), growth_after=-0.2),
    Goal("energised_gw", 2.5, "2028-12", 0.75),
    "shipped_share",
    tuple((name, Scenario(seed=7, draws=512, openai_share=share)) for name, share in (("A", 0.25), ("Case 21", 1.0))),
)


@pytest.mark.parametrize("gap", ["+", "%20", "%0A", "%0D%0A", "%0A%3E%20"])
def test_an_address_that_a_space_or_a_new_line_sets_apart_is_read_right_or_a_sentence_says_so(gap):
    query = address.query(FULL)
    assert address.opened(f"?{query}", View()) == (FULL, [])
    for torn in (f"~{gap}", f"{gap}~", gap):
        single = query if len(torn) > len(gap) else query.partition("&with")[0]  # two scenarios stand two signs apart
        expected = FULL if single == query else FULL.replace(pinned=(), lever=View().lever)
        assert address.opened(f"?{single.replace('~', torn)}", View()) == (expected, [])
    for name, value in re.findall(r"(\w+)=([^&]*)", query):
        for place in range(len(value)):
            torn = query.replace(f"{name}={value}", f"{name}={value[:place]}{gap}{value[place:]}")
            found, said = address.opened(f"?{torn}", View())
            assert found == FULL or said, torn


def test_what_is_right_in_a_link_is_kept_beside_what_is_wrong():
    found, said = address.opened(f"?s={MODEL_VERSION}~os_p_0.3&g=x&with=A~os_p_7&x=openai_share&other=1", View())
    assert found == View(scenario=Scenario(openai_share=0.3))
    assert len(said) == 3


LONG = triangular(0.1, 0.3, 0.6)


@pytest.mark.parametrize("search", ["?s={}", "?s={}&lang=en", "?goal=energised_gw~2.5~2028-12~0.8&s={}"])
def test_an_old_long_link_of_this_version_opens(search):
    scenario = Scenario(seed=7, draws=512, openai_share=LONG)
    found, said = address.opened(search.format(link(scenario)), View())
    assert (found.scenario, said) == (scenario, [])
    assert found.goal == (
        Goal("energised_gw", 2.5, "2028-12", 0.8) if "goal" in search else Goal.of(Scenario().seeds.deal)
    )
    # and is a short one from then on
    assert address.query(found).startswith(f"s={MODEL_VERSION}~s7~n512~os_t_0.1_0.3_0.6")


@pytest.mark.parametrize("text", list(goldens.links(goldens.FOLDER / "links-1.csv").values())[:3])
def test_a_link_of_version_1_opens_with_a_sentence_and_shows_what_the_page_shows(text):
    sent: list[dict] = []
    page = Page(sent.append)
    page.receive({"kind": "open", "id": 1, "search": f"?s={text}"})
    assert page.view.scenario.co_movement == 0
    assert f"s{page.view.scenario.seed}" == text.split("~")[1]
    assert "made with version 1 of the model" in sent[0]["texts"]["notice"]
    assert address.opened(f"?{sent[0]['link']}", View())[0].scenario == page.view.scenario


def test_an_address_is_that_of_the_page_and_not_of_a_session():
    view = View(scenario=Scenario(openai_share=0.3))
    assert citing.page_address("https://example.org/explorer/?s=x#money") == PAGE
    assert address.opened(f"?{address.query(view)}", View(narrow=True))[0] == view.replace(narrow=True)
