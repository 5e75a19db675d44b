"""What became of what was said to happen, as it stood on a day."""

from typing import Any

import pytest

import explorer as ex
from explorer.records.vocabulary import own_vocabulary
from explorer.seeds import load
from tests.smallfolder import claim, source, write


def test_five_lines_stand_first_one_year_on():
    card: Any = ex.scorecard()
    assert list(card.index[:5]) == list(card[card["leads"]].index)


@pytest.mark.parametrize("day", ["2025-11-20", "2025-12-31", None, "2031"])
def test_every_line_has_a_verdict_a_rule_and_few_words(day):
    card: Any = ex.scorecard(as_of=day)
    assert set(card["verdict"]) <= set(own_vocabulary()["score"])
    assert (card["verdict_words"].str.split().str.len() <= 4).all()
    assert (card["claim_ids"].map(len) > 0).all()
    assert card["rule"].str.endswith(".").all()
    assert card["note"].str.endswith(".").all()
    known = set(ex.claims(as_of=day).index)
    assert set(card["claim_ids"].explode()) | set(card["evidence_ids"].explode().dropna()) <= known


def test_every_finding_has_its_target_and_a_missed_one_its_day_or_a_pledge_given_up():
    held = load()
    for finding in held.findings.values():
        target = held.scorecard[finding.target_id]
        assert finding.verdict != "missed" or target.due or "cut" in finding.note, finding.finding_id


def test_three_days_give_three_scorecards():
    early, end, now = (ex.scorecard(as_of=day) for day in ("2025-11-20", "2025-12-31", None))
    assert len(early) < len(end) < len(now)
    assert "racks-2000" not in early.index  # nobody had named the goal
    words: list[Any] = [card.loc["stargate-10gw", "verdict_words"] for card in (early, end, now)]
    assert words == ["due by end 2029", "about 0.3 GW powered", "contracted; 0.59 GW powered"]


def test_an_open_target_whose_day_has_passed_cannot_be_resolved():
    """2,000 racks a week in 2026: open until 31 December 2026, from the next day on unresolved."""
    rows: list[Any] = [ex.scorecard(as_of=day).loc["racks-2000"] for day in ("2026-12-31", "2027-01-01")]
    before, after = rows
    assert (before["verdict"], before["due_passed"]) == ("open", False)
    assert (after["verdict"], after["due_passed"]) == ("not-resolvable", True)
    assert after["verdict_words"] == "day passed, not seen"
    assert after["note"].startswith("Its last day, 31 December 2026, has passed. A tracker has 632 a week")


def small(tmp_path):
    """A goal for 2026, a count of February, another of May that meets it."""
    counts = {"status": "delivered", "bound": "exact"}
    given = {"target_id": "t", "note": "So it is."}
    return write(
        tmp_path,
        sources=[
            source("goal", published="2026-01-01"),
            source("first", published="2026-02-10"),
            source("second", published="2026-05-10"),
        ],
        claims=[
            claim("g", "goal", status="goal", bound="up_to", high=2000, central=None),
            claim("f", "first", **counts, low=600, central=600, high=600),
            claim("s", "second", **counts, low=2000, central=2000, high=2000),
        ],
        scorecard=[
            {"target_id": "t", "title": "2,000 a week", "party": "F", "rule": "R.", "claim_ids": ["g"], "due": "2026"}
        ],
        findings=[
            {"finding_id": "two", "verdict": "met", "verdict_words": "met in May", "claim_ids": ["f", "s"], **given},
            {"finding_id": "one", "verdict": "open", "verdict_words": "600 a week", "claim_ids": ["f"], **given},
        ],
    )


@pytest.mark.parametrize(
    ("day", "verdict", "words"),
    [
        ("2026-02-09", "open", "due by end 2026"),
        ("2026-02-10", "open", "600 a week"),
        ("2026-05-09", "open", "600 a week"),
        ("2026-05-10", "met", "met in May"),
        ("2027-05-10", "met", "met in May"),
    ],
)
def test_a_finding_speaks_once_all_its_evidence_is_there_and_the_latest_one_wins(tmp_path, day, verdict, words):
    row: Any = ex.scorecard(seeds=small(tmp_path), as_of=day).loc["t"]
    assert (row["verdict"], row["verdict_words"]) == (verdict, words)


def test_a_target_is_not_there_before_anyone_named_it(tmp_path):
    assert ex.scorecard(seeds=small(tmp_path), as_of="2025-12-31").empty
