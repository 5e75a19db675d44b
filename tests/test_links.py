"""A link holds the whole scenario; whatever is not a link gets a sentence."""

import contextlib
import re
import warnings

import numpy as np
import pytest
from cases import PARAMETERS, scenarios
from hypothesis import example, given, settings, strategies as st

from explorer.errors import ArgumentError
from explorer.scenario import Scenario
from explorer.scenario.distributions import Distribution, triangular
from explorer.scenario.links import MODEL_VERSION, LinkError, from_link, link, read_link, short_link
from tests.tools import goldens

KEYS = {name: parameter.link_key for name, parameter in PARAMETERS.items()}


WIDE = {
    name: triangular(*np.nextafter(p.lower_bound + np.array([1, 2, 3]) / 7 * (p.upper_bound - p.lower_bound), np.inf))
    for name, p in PARAMETERS.items()
}


@settings(max_examples=60, deadline=None)
@given(scenarios())
@example(Scenario(co_movement=5e-324))
@example(Scenario(seed=2**32 - 1, draws=32768, as_of="2026-11-22").replace(**WIDE))
def test_a_link_gives_the_scenario_back(scenario):
    text = link(scenario)
    assert from_link(text) == scenario
    assert link(from_link(text)) == text
    assert len(text) < 2000
    assert re.fullmatch(r"[A-Za-z0-9._~-]+", text)


def test_a_link_of_the_longest_numbers_there_are_is_as_short_as_it_says():
    """Below one a number takes up to 23 signs: 17 figures and an exponent of three, as far as the bounds allow it."""
    tiny = [figure * 1e-300 for figure in (1.2345678901234567, 2.3456789012345678, 3.4567890123456789)]
    wide = {}
    for name, p in PARAMETERS.items():
        near = [p.lower_bound + (p.lower_bound or 1) * part for part in (1 / 7, 2 / 7, 3 / 7)]
        wide[name] = triangular(*(tiny if p.lower_bound <= 0 else near))
    s = Scenario(seed=2**32 - 1, draws=32768, as_of="2026-11-22", co_movement=tiny[0]).replace(**wide)
    assert 2000 < len(link(s)) < 2200
    assert from_link(link(s)) == s


def test_every_parameter_has_a_key_of_its_own():
    assert "cb" not in KEYS.values()  # a link of version 1 means another thing by it
    assert len(set(KEYS.values())) == len(KEYS)
    assert all(key.isalnum() for key in KEYS.values())


def test_a_link_holds_every_parameter_and_setting():
    fields = link(Scenario(seed=3, as_of="2026-01-31", co_movement=0.25)).split("~")
    assert fields[:7] == [f"v{MODEL_VERSION}", "s3", "n4096", "h2035-12", "a2026-01-31", "c0.25", "rs_u_900.0_1000.0"]
    assert [field.split("_")[0] for field in fields[6:]] == list(KEYS.values())


GOOD = link(Scenario(co_movement=0.5))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "not a link to a scenario"),
        ("nonsense", "not a link to a scenario"),
        ("<script>alert(1)</script>", "not a link to a scenario"),
        (GOOD.replace("~h2035-12~a~", "~h2035-12~a~~"), "holds '', which is not a parameter"),
        (GOOD.replace("~c0.5~", "~"), "not complete: it does not say how closely assumptions move together"),
        (GOOD.replace("~c0.5~", "~c1.5~"), "Co-movement must be a number from 0 to 1, not 1.5"),
        (GOOD.replace("~c0.5~", "~c-0.5~"), "Co-movement must be a number from 0 to 1, not -0.5"),
        (GOOD.replace("~c0.5~", "~c0.5.5~"), "cannot be read at 'c0.5.5'"),
        (GOOD.replace("~c0.5~", "~c1e999~"), "inf is not a finite number"),
        (GOOD.replace("~c0.5~", "~cnan~"), "holds 'cnan', which is not a parameter"),
        (GOOD + "~zz_p_1.0", "holds 'zz', which is not a parameter"),
        (GOOD + "~os_p_0.2", "holds openai_share twice"),
        (GOOD.rsplit("~", 1)[0], "not complete: Foxconn's investment missing"),
        (GOOD.split("~rs_")[0], "not complete"),
        (GOOD.replace("os_p_0.1", "os_p_1.1"), "OpenAI's share: 1.1 is not within 0 to 1"),
        (GOOD.replace("os_p_0.1", "os_p_nan"), "cannot be read at openai_share"),
        (GOOD.replace("os_p_0.1", "os_p_1e999"), "openai_share: inf is not a finite number"),
        (GOOD.replace("os_p_0.1", "os_p_1_0"), "cannot be read at openai_share"),
        (GOOD.replace("os_p_0.1", "os_x_0.1"), "cannot be read at openai_share"),
        (GOOD.replace("os_p_0.1", "os_p_"), "cannot be read at openai_share"),
        (GOOD.replace("os_p_0.1", "os"), "cannot be read at openai_share"),
        (GOOD.replace("os_p_0.1", "os_p_٠.1"), "cannot be read at openai_share"),
        (GOOD.replace("os_p_0.1", "os_t_0.3_0.2_0.4"), "must ascend"),
        (GOOD.replace("~n4096~", "~n999999~"), "number of draws must be"),
        (GOOD.replace("~n4096~", "~n0~"), "number of draws must be"),
        (GOOD.replace("~s0~", "~s9999999999~"), "seed must be"),
        (GOOD.replace("2035-12", "2035-13"), "not a month"),
        (GOOD.replace("~a~", "~a2026-02-31~"), "not a day"),
        ("v1~" * 2000, "longer than 4,000 characters"),
        ("2~s1~s2", "holds seed twice"),  # of a short link, a setting
        ("2~n1.5", "cannot be read at 'n1.5'"),
    ],
)
def test_what_is_no_link_gets_one_sentence(text, sentence):
    with pytest.raises(LinkError, match=re.escape(sentence)) as fault:
        from_link(text)
    assert "\n" not in str(fault.value)


@given(st.text(max_size=300) | st.text(alphabet=GOOD, max_size=300) | st.binary(max_size=50))
@settings(max_examples=100, deadline=None)
def test_any_text_is_a_scenario_or_a_sentence(text):
    with contextlib.suppress(LinkError, ArgumentError), warnings.catch_warnings(action="ignore"):
        assert isinstance(from_link(text), Scenario)  # "2~" is a short link, and says nothing


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_a_damaged_link_is_a_scenario_or_a_sentence(data):
    place = data.draw(st.integers(0, len(GOOD) - 1))
    damaged = GOOD[:place] + data.draw(st.text(max_size=3)) + GOOD[place + data.draw(st.integers(0, 3)) :]
    try:
        with warnings.catch_warnings(action="ignore"):  # of another version, where that number was damaged
            scenario = from_link(damaged)
    except LinkError:
        return
    assert from_link(link(scenario)) == scenario


def test_a_link_of_another_version_opens_with_a_notice():
    old = GOOD.replace(f"v{MODEL_VERSION}~", "v999~").replace("~os_p_0.1", "~qq_p_5.0")
    scenario, sentences = read_link(old)
    assert scenario == Scenario()  # openai_share is missing in it: the default stands
    assert [sentence[:48] for sentence in sentences] == [
        "This link was made with version 999 of the model",
        "It says nothing about these, where the defaults ",
        "What it sets and this version does not have is l",
    ]
    assert sentences[2].endswith("is left out: qq.")
    assert read_link(GOOD) == (Scenario(co_movement=0.5), ())


@pytest.mark.parametrize("text", goldens.links(goldens.FOLDER / "links-1.csv").values())
def test_a_link_of_version_1_opens_with_what_carries_over(text):
    scenario, sentences = read_link(text)
    _, seed, draws, horizon, _, *values = text.split("~")
    assert (f"s{scenario.seed}", f"n{scenario.draws}", f"h{scenario.horizon}") == (seed, draws, horizon)
    assert scenario.co_movement == 0  # each assumption on its own, as it was then
    # Each number of the old link is where it belongs; what it had no number for is at its default.
    fields = {field.split("_")[0]: field for field in values}
    assert fields.pop("cb")
    now = {KEYS[name]: value for name, value in scenario.items()}
    assert {key: written_as(key, now[key]) for key in fields} == fields
    new = [name for name, key in KEYS.items() if key not in fields]
    assert [scenario[name] for name in new] == [Scenario()[name] for name in new]
    assert " ".join(sentences) == (
        f"This link was made with version 1 of the model and is opened with version {MODEL_VERSION}, so its numbers "
        "may differ from those it was made with. It says nothing about these, where the defaults stand: Power per "
        "rack, generation after next, Months to the generation after next, Switch to the generation after next takes, "
        "OpenAI's yearly compute spending, November 2025, OpenAI's yearly compute spending, December 2030 and other "
        "assumptions. What it sets and this version does not have is left out: a budget for computing, which is now "
        "yearly spending over rent."
    )
    # Opened once, it is a link of this version, and says nothing more.
    assert read_link(link(scenario)) == (scenario, ())


def written_as(key: str, value: Distribution) -> str:
    return "_".join([key, value.kind[0], *map(repr, value.numbers)])


COPIED = (
    "http://localhost:8866/?s={}",
    "https://host.example/user/ada/voila/render/notebooks/explorer.ipynb?g=10&s={}",
    "https://host.example/?g=10&amp;s={}",
    "?s={}",
    "s={}",
    "{}",
    "  <https://host.example/?s={}>. ",
    "**https://host.example/?s={}**",
    "(see http://localhost:8866/?s={})",
    "https://host.example/?s={}.",
    "https://host.example/?s={}&lang=en#top",
    "[33%](https://host.example/?s={})",
    *(f"{{}}{sign}" for sign in ("*", "_", ".", ")", ",", "!", "”", "**.", ">")),
)


@pytest.mark.parametrize("copied", COPIED)
def test_the_scenario_of_whatever_was_copied(copied):
    """The address that the app copies, whole or in part, as mail, chat and text round it leave it."""
    scenario = Scenario(openai_share=0.33)
    for text in (link(scenario), link(scenario).replace("~", "%7E")):
        assert from_link(copied.format(text)) == scenario
        assert read_link(copied.format(text)) == (scenario, ())


PARTS = short_link(
    Scenario(seed=7, draws=512, openai_share=0.35, us_share=triangular(1e-05, 0.25, 0.5), growth_after=-0.2)
)


@pytest.mark.parametrize("gap", [" ", "\n", "\r\n ", "\n> ", "+", "%20", "%0A", "&nbsp;"])
@pytest.mark.parametrize(
    "copied", ["{}", "s={}", "<https://host.example/?s={}> and so on", "See ?lang=en&s={}&x=2 for 10"]
)
def test_a_link_that_a_space_or_a_new_line_sets_apart_is_read_right_or_refused(copied, gap):
    right = from_link(PARTS)
    for text in (PARTS.replace("~", gap), PARTS.replace("~", f"~{gap}"), PARTS.replace("~", f"{gap}~"), gap + PARTS):
        assert from_link(copied.format(text)) == right
    assert from_link(copied.format(link(right).replace("~", gap))) == right
    for place in range(len(PARTS)):
        torn = copied.format(PARTS[:place] + gap + PARTS[place:])
        with contextlib.suppress(LinkError):
            assert from_link(torn) == right, torn


@pytest.mark.parametrize(
    "text", ["2 os p 0.3", "?s=2 racks", "?s=", "https://host.example/?s=&g=delivered_gw~5.0~2028-12~0.5"]
)
def test_what_is_left_of_a_link_does_not_open_without_a_word(text):
    with pytest.raises(LinkError, match=r"not a link to a scenario|is not a parameter of the model|cannot be read"):
        from_link(text)


def test_what_a_link_of_another_version_leaves_out_is_a_warning_where_it_is_opened():
    with pytest.warns(UserWarning, match="made with version 999999|It says nothing about") as heard:
        scenario = from_link("v999999~s0~n64~h2035-12~a")
    assert scenario == Scenario(draws=64)
    assert [warning.filename for warning in heard] == [__file__, __file__]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"openai_share": [0.1, 0.2]}, "A link cannot hold openai_share as own(2 samples from 0.1 to 0.2)"),
        ({"correlations": {("us_share", "openai_share"): 0.5}}, "A link cannot hold correlations"),
        ({"rack_power_path": {"2029-12": 300}}, "A link cannot hold rack_power_path"),
        (  # whose repr is no code
            {"rack_power_path": {"2029-12": [300, 400]}},
            "A link cannot hold rack_power_path; keep this scenario as code.",
        ),
    ],
)
def test_what_fits_in_no_link_is_said(changes, sentence):
    for write in (link, short_link):
        with pytest.raises(LinkError, match=re.escape(sentence)):
            write(Scenario(**changes))


def test_a_short_link_of_another_version_opens_with_what_carries_over():
    scenario, sentences = read_link("1~n512~os_p_0.3~cb_p_5.0")
    assert scenario == Scenario(draws=512, openai_share=0.3, co_movement=0)
    assert [sentence.split(",")[0] for sentence in sentences] == [
        f"This link was made with version 1 of the model and is opened with version {MODEL_VERSION}",
        "What it sets and this version does not have is left out: a budget for computing",
    ]


def test_the_beginning_of_a_whole_link_is_not_missed():
    assert from_link(GOOD[1:]) == Scenario(co_movement=0.5)  # all of it is there, but for its first letter
