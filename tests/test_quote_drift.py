"""The same matter in other words: of each source a few words, never a sentence."""

from typing import Any

import explorer as ex
from tests.smallfolder import claim, source, write


def test_altman_and_liu_are_quoted_in_two_ways():
    found: Any = ex.drift().query("drift == 'quotation'")
    pairs = set(zip(found["words_a"], found["words_b"], strict=True))
    assert {("is a step toward", "moves us closer to"), ("widely", "broadly"), ("thrilled", "excited")} <= pairs
    spoken = found[found["speaker"] != "Digest and rewrite"]
    assert set(spoken["speaker"]) == {"Altman", "Liu"}
    assert set(zip(spoken["source_a"], spoken["source_b"], strict=True)) == {
        ("seed-003", "seed-004"),
        ("seed-002", "seed-003"),
    }


def test_the_sentence_says_whose_words_the_primary_source_has():
    found: Any = ex.drift().set_index("matter")
    assert found.loc["liu-mood", "sentence"] == (
        "Liu: \u201cthrilled\u201d in MobileAppDaily, \u201cexcited\u201d in thevoltverse.com. "
        "OpenAI's own text has the words of MobileAppDaily."
    )
    assert (
        found.loc["altman-shared", "sentence"]
        == "Altman: \u201cwidely\u201d in MobileAppDaily, \u201cbroadly\u201d in thevoltverse.com."
    )


def test_the_verbs_of_one_page_drift_and_each_has_its_rung():
    found: Any = ex.drift().query("drift == 'verb'")
    assert (found["source_a"] == found["source_b"]).all()
    verbs = {
        source: dict(zip(own["words_b"], own["status_b"], strict=True)) for source, own in found.groupby("source_a")
    }
    assert verbs == {
        "seed-000": {"pledging": "commitment", "projects": "estimate", "commitments": "commitment"},
        "seed-001": {"aiming for 2,000": "goal", "Foxconn and OpenAI team up": "goal"},
    }
    assert found["words_a"].unique().tolist() == ["plans", "up to 2,000", "Foxconn plans"]
    assert found["sentence"].iloc[0] == (
        "InsiderFinance says \u201cplans\u201d (line 17, a plan) and \u201cpledging\u201d (line 2, a commitment)."
    )


def test_an_article_that_had_not_appeared_is_not_quoted():
    assert ex.drift(as_of="2025-11-20").empty  # the post alone differs from nobody
    early: Any = ex.drift(as_of="2025-11-21")
    assert set(early["drift"]) == {"verb"}  # 003 has the post's words, 004 carries no date


def test_equal_words_are_no_drift(tmp_path):
    given = {"matter": "m", "speaker": "S", "locator": "line 1"}
    words = [("a", "soon"), ("b", "soon"), ("c", "later")]
    folder = write(
        tmp_path,
        sources=[source(name) for name, _ in words],
        claims=[claim(f"{name}1", name) for name, _ in words],
        wordings=[{"wording_id": f"w-{name}", "source_id": name, "words": text, **given} for name, text in words],
    )
    found: Any = ex.drift(seeds=folder)
    assert list(zip(found["source_a"], found["source_b"], strict=True)) == [("a", "c"), ("b", "c")]
