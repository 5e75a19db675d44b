"""For the press: numbers to quote, the change log and its feed, predictions that are held to what the model says."""

import datetime
import re
import shutil
from typing import Any
from xml.etree import ElementTree as Xml

import numpy as np
import pytest

import explorer as ex
from explorer.analysis.answer import foreseen
from explorer.evidence.changes import Entry, changes
from explorer.model import ModelError
from explorer.page import pieces, press
from explorer.page.view import View
from explorer.records import Quotable, RecordError
from explorer.records.vocabulary import own_vocabulary
from explorer.scenario.links import MODEL_VERSION
from explorer.seeds import check, load
from explorer.site.write import LISTED, atom
from tests.smallfolder import change, claim, source, write

DAY = datetime.date
HELD = load()


def test_each_number_is_one_sentence_with_its_figures_its_evidence_and_its_day():
    told = {one["id"]: one for one in press.numbers(HELD)}
    assert 5 <= len(told) <= 8
    for one in told.values():
        assert one["sentence"].endswith(".")
        assert not re.search(r"[{}]|\w\. [A-Z]", one["sentence"])
        assert bool(one["evidence"]) != bool(one["computed"])
        assert all(re.search(r", (\d+ )?(\w+ )?20\d\d(:|$)", line["words"]) for line in one["evidence"])
    assert told["claimed"]["sentence"].startswith("1,000 racks a week is what")
    assert "and up to 2,000 racks a week what he expected" in told["claimed"]["sentence"]
    assert [line["words"] for line in told["claimed"]["evidence"]] == [
        "Channel NewsAsia (Reuters), 21 November 2025: what can be done",
        "CNBC-TV18 via Glance (Bloomberg), 21 November 2025: a goal",
    ]
    assert told["order"]["evidence"][0]["words"] == "our own work, 21 November 2026"
    assert told["racks-needed"]["computed"] == f"model version {MODEL_VERSION}, {HELD.data_to}"


def test_another_deal_has_numbers_of_its_own_and_what_has_no_end_is_said_in_words(deal, tmp_path):
    told = {one["id"]: one for one in press.numbers(load(deal))}
    assert told["agreed"]["sentence"].startswith("6 GW of AMD's chips")
    assert told["price"]["sentence"].startswith("One trade site puts AMD's Helios racks at about $3 million a rack;")
    assert re.search(r"or [\d,]+ to more than AMD ships in 9 of 10", told["racks-needed"]["sentence"])
    theirs = shutil.copytree(deal, tmp_path / "far")
    for before, goal, said in (
        ("6.0", "25", "would need at least about two in three of all"),
        ("25", "900", "even all of AMD\u2019s Helios racks"),
    ):
        change(theirs / "deal.toml", (f"goal_gw = {before}", f"goal_gw = {goal}"))
        assert said in press.numbers(load(theirs))[-1]["sentence"]


def test_no_figure_of_a_number_is_written_beside_its_record():
    for one in HELD.press.values():
        assert not re.search(
            r"\d", re.sub(r"\{\w+\}|\b20\d\d\b|\b9 in 10|9 of 10|of 100 simulations", "", one.sentence)
        )


def test_what_the_model_gives_a_number_is_the_answer_of_the_page():
    found = ex.solve(ex.Scenario(), "openai_share", "delivered_gw", at_least=10, by="2029-12")
    assert foreseen("share_needed").middle == pytest.approx(100 * found.value(chance=0.5), rel=1e-3)
    assert foreseen("racks_needed") == tuple(sorted(foreseen("racks_needed")))
    every = ex.simulate(ex.Scenario(openai_share=1))
    can = every.chance("energised_gw", at_least=10, by="2029-12")
    assert foreseen("goal_switched_on") == (100 * can,) * 3


def test_a_number_of_a_month_or_of_the_time_between_two():
    """Draw by draw what was there at the end of the first month is taken off."""
    shipped = ex.simulate()["shipped"]
    assert foreseen("shipped", "2025-11").middle == pytest.approx(np.median(shipped[:, 0]))
    assert foreseen("shipped", "2027-12", "2026-12").middle == pytest.approx(np.median(shipped[:, 25] - shipped[:, 13]))
    with pytest.raises(ModelError, match="2051-01 is not within"):
        foreseen("shipped", "2051-01")


def test_every_measure_of_the_vocabulary_can_be_computed():
    for measure in own_vocabulary()["measure"]:
        low, middle, high = foreseen(measure, "2029-12")
        assert 0 <= low <= middle <= high, measure


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({}, "it needs either claim_ids or a measure"),
        ({"claim_ids": ["a"], "measure": "shipped"}, "it needs either claim_ids or a measure"),
        ({"claim_ids": ["a"], "sentence": "{2} racks."}, "nothing fills the place {2}"),
        ({"measure": "shipped", "sentence": "{1} or { racks} {}."}, "nothing fills the place"),
        (
            {"measure": "shipped", "sentence": "{most}, {least}, {most} or {mean}."},
            "the place {most}; nothing fills the place {least}; nothing fills the place {mean}",  # each once, in order
        ),
        ({"measure": "profit"}, "measure 'profit' is not a known word"),
    ],
)
def test_a_number_that_nothing_could_fill_is_refused_in_a_sentence(given, problem):
    with pytest.raises(RecordError, match=re.escape(problem)):
        Quotable(number_id="n", **{"sentence": "A sentence.", **given})


@pytest.mark.parametrize("name", HELD.predictions)
def test_a_prediction_is_what_the_model_of_its_version_says(name):
    """Whatever changes these figures changes the model's version; then they stay as they are, and new ones are made."""
    one = HELD.predictions[name]
    if one.version != MODEL_VERSION:
        pytest.skip("made with another version of the model")
    found = foreseen(one.measure, one.by, one.since, as_of=one.made)
    assert [float(f"{value:.3g}") for value in found] == [one.low, one.median, one.high]
    assert one.made < one.due_end


def test_a_prediction_is_on_the_scorecard_from_its_day_on_and_is_judged_like_any_target(tmp_path):
    row: Any = ex.scorecard().loc["racks-2027"]
    said = "racks of the NVL72 class that Foxconn ships in 2027: 29,000 to 72,000, median 46,000"
    assert row["title"] == f"Our prediction, {said}"
    assert (row["verdict"], row["verdict_words"]) == ("open", "due by end 2027")
    assert "racks-2027" not in ex.scorecard(as_of="2026-11-27").index
    assert ex.scorecard(as_of="2028-01-01").loc["racks-2027", "verdict"] == "not-resolvable"
    foretold = {"prediction_id": "p", "what": "Racks in May", "party": "F", "measure": "shipped", "by": "2027-05"}
    figures = {"low": 800, "median": 900, "high": 1000, "version": 2, "made": "2026-11-21", "rule": "By a count."}
    finding = {"finding_id": "f", "target_id": "p", "verdict": "met", "verdict_words": "930 counted", "note": "It is."}
    folder = write(
        tmp_path,
        sources=[source("count", published="2026-11-20")],
        claims=[claim("c", "count")],
        predictions=[{**foretold, **figures, "claim_ids": ["c"]}],
        findings=[{**finding, "claim_ids": ["c"]}],
    )
    assert check(folder) == []
    assert ex.scorecard(seeds=folder).loc["p", "verdict_words"] == "930 counted"


def test_the_change_log_has_every_claim_once_and_all_that_was_mended_or_overtaken():
    found = changes(HELD)
    assert [day for day, _, _ in found] == sorted((day for day, _, _ in found), reverse=True)

    def ids(kind: str) -> list[str]:
        return [name for _, one, entries in found if one == kind for entry in entries for name in entry.claim_ids]

    claims = HELD.claims.values()
    assert sorted(ids("added")) == sorted(HELD.claims)
    assert sorted(ids("changed")) == sorted(one.claim_id for one in claims if one.check == "mended")
    assert len(ids("overtaken")) == 2 * sum(bool(one.superseded_by) for one in claims)
    assert {*ids("withdrawn")} <= {one.claim_id for one in claims if one.unverified}


def test_a_log_that_can_be_followed_by_hand(tmp_path):
    """A claim and its successor, read on the 1st and the 9th; the former is mended twice, once by a revision."""
    review = {"checked": "2026-11-05", "check": "mended", "check_note": "A unit was wrong."}
    after = {"superseded_by": "new", "superseded_reason": "It was counted."}
    mend = {"revision_id": "r", "day": "2026-11-07", "what": "changed", "claim_ids": ["old"], "why": "A digit."}
    late = {"revision_id": "l", "day": "2026-11-08", "what": "added", "claim_ids": ["late"], "why": "Passed over."}
    folder = write(
        tmp_path,
        sources=[source("first", retrieved="2026-11-01"), source("second", retrieved="2026-11-09")],
        claims=[claim("old", "first", **review, **after), claim("late", "first"), claim("new", "second")],
        revisions=[mend, late],
    )
    assert changes(load(folder)) == [
        (DAY(2026, 11, 9), "added", [Entry(("new",))]),
        (DAY(2026, 11, 9), "overtaken", [Entry(("old", "new"), "It was counted.")]),
        (DAY(2026, 11, 8), "added", [Entry(("late",), "Passed over.")]),
        (DAY(2026, 11, 7), "changed", [Entry(("old",), "A digit.")]),
        (DAY(2026, 11, 5), "changed", [Entry(("old",), "A unit was wrong.")]),
        (DAY(2026, 11, 1), "added", [Entry(("old",))]),
    ]
    view = View()
    page = pieces.place("changes", {}, view, load(folder))
    assert page.striptags().count("1 claim ") == 6
    assert "numbers" not in pieces.places(load(folder))


def test_the_page_of_numbers_has_each_sentence_once_and_opens_its_claims():
    page = pieces.place("numbers", {}, View(), HELD)
    for one in press.numbers(HELD):
        assert page.unescape().count(one["sentence"]) == 1
    assert 'data-claims="our-search-order"' in page
    assert page.count("data-copy-said>") == len(HELD.press)


ATOM = "http://www.w3.org/2005/Atom"
WITHIN = {"a": ATOM}
ONCE = {"id", "title", "updated"}
OF_A_FEED = {*ONCE, "author", "rights", "link", "entry"}
OF_AN_ENTRY = {*ONCE, "link", "content"}


def text(parent: Xml.Element, name: str) -> str:
    (found,) = parent.findall(f"a:{name}", WITHIN)
    assert found.text
    return found.text


def test_the_feed_has_what_rfc_4287_asks_for():
    """Sections 4.1 and 4.2: of each id, title and updated one, times with an offset, an author above all entries, one
    rel=self, in an entry without a src a rel=alternate at most once, ids unique and absolute, nothing unknown."""
    feed = Xml.fromstring(atom(HELD, "https://example.org/explorer/"))
    assert feed.tag == f"{{{ATOM}}}feed"
    entries = feed.findall("a:entry", WITHIN)
    assert entries
    for each, known in ((feed, OF_A_FEED), *((entry, OF_AN_ENTRY) for entry in entries)):
        assert {child.tag.removeprefix(f"{{{ATOM}}}") for child in each} == known
        assert all(text(each, name) for name in ONCE)
        assert datetime.datetime.fromisoformat(text(each, "updated")).utcoffset() == datetime.timedelta(0)
        (link,) = each.findall("a:link", WITHIN)
        assert link.get("href", "").startswith("https://example.org/explorer/changes.")
        assert link.get("rel") == ("self" if each is feed else "alternate")
    ids = [text(each, "id") for each in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    assert all(one.startswith("https://example.org/explorer/changes") for one in ids)
    assert text(feed, "author/a:name")
    assert {content.get("type") for content in feed.findall("a:entry/a:content", WITHIN)} == {"text"}
    assert text(feed, "updated") == max(text(each, "updated") for each in entries)


def test_an_entry_holds_the_lines_of_its_day_and_counts_what_is_too_much():
    entries = Xml.fromstring(atom(HELD)).findall("a:entry", WITHIN)
    for group, entry in zip(press.change_log(HELD), entries, strict=True):
        assert text(entry, "title") == f"{group['title']}, {group['said']}"
        lines = text(entry, "content").strip().splitlines()
        assert len(lines) == min(len(group["lines"]), LISTED) + (len(group["lines"]) > LISTED)
        assert lines[0].startswith(group["lines"][0]["claims"][0]["words"])


def test_words_of_a_source_are_text_and_no_markup(evidence):
    change(evidence / "claims.toml", ("An agreement over", "<b>&amp; An agreement over"))
    contents = [text(entry, "content") for entry in Xml.fromstring(atom(load(evidence))).findall("a:entry", WITHIN)]
    assert any("<b>&amp; An agreement over" in one for one in contents)
