"""Claims held against the documents they were read from; the documents here are made up, in our own words."""

import datetime
import hashlib
from pathlib import Path
from typing import Any

import pytest

from explorer import cli
from explorer.documents import reading
from explorer.documents.verification import VERDICTS, Verification, verify
from explorer.errors import ExplorerError
from tests.smallfolder import claim, source, write

# Lines that are blank do not count: the tenth line of the file is the fifth of the document.
DOCUMENT = """\
A maker of racks and a buyer of racks sign up

Dated: Nov. 20, 2025


The maker turns out 1,000 racks each week, and up to 2,000 from the second half of 2026.
It sets aside $2-3 billion a year; a board member had said "two to three billion dollars".

The buyer wants 10 gigawatts by the end of 2029, a 1.4 trillion dollar affair, and owns 15 percent of the maker.
"""

H2 = {"period_start": "2026-H2", "period_end": "2026-H2"}
DAY = {"period_start": "2025-11-20", "period_end": "2025-11-20"}
NONE: dict[str, Any] = {"bound": "none", "unit": None, "basis": "none"}
DATED = NONE | {"dataset": "timeline"}
SUM = {"dataset": "investment", "metric": "foxconn_investment"}
SHARE = {"dataset": "context", "metric": "content_share", "unit": "share", "basis": "share"}


def read(name: str, line: int, **given: Any) -> dict[str, Any]:
    """A claim read from a line of the document."""
    told = {"party": "The maker", "statement": "As the paper has it.", "scope": "unstated", "central": None}
    return claim(name, "paper", locator=f"line {line}", **told | given)


CLAIMS = [
    read("rate", 3, bound="exact", low=1000, central=1000, high=1000),
    read("rate-later", 3, bound="up_to", high=2000, **H2),
    read("money", 4, bound="range", low=2e9, high=3e9, unit="USD/year", basis="annual", **SUM),
    read("power", 5, central=10, metric="planned_power", unit="GW", basis="stock"),
    read("affair", 5, bound="at_least", low=1_400_000_000_000, unit="USD", basis="unstated", **SUM),
    read("stake", 5, central=0.15, statement="Owns 15% of it.", **SHARE),
    read("signed", 2, metric="announcement_date", **DATED, **DAY),
    read("until", 5, metric="deployment_end", period_end="2029", **DATED),
    read("who", 1, dataset="context", metric="regional_base", **NONE),
]


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A folder with the document."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "paper.txt").write_text(DOCUMENT, "utf-8")
    return folder


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A folder of seeds whose claims are all in the document."""
    return write(tmp_path / "seeds", sources=[paper()], claims=CLAIMS)


def paper(text: str = DOCUMENT, **given: str) -> dict[str, Any]:
    """The source, which names its document by the checksum of what was read."""
    document = {"document": "paper.txt", "sha256": hashlib.sha256(text.encode()).hexdigest()}
    return source("paper", **{"tier": "seed", "published": "2025-11-21", **document, **given})


def verdicts(report: Verification) -> dict[str, str]:
    return {claim.claim_id: claim.verdict for claim in report.claims}


def test_a_document_as_read_holds_every_claim(documents, seeds):
    report = verify(documents, seeds=seeds)
    assert [document.state for document in report.documents] == ["as read"]
    assert report.counts == {"found": 8, "not found": 0, "no figure": 1, "document missing": 0}
    assert verdicts(report)["who"] == "no figure"
    assert report.sound
    spelt = {claim.claim_id: claim.found for claim in report.claims}
    assert spelt["rate"] == ("1,000", "racks", "week")
    assert spelt["money"] == ("$2", "3 billion", "year")
    assert spelt["rate-later"] == ("2,000", "racks", "week", "second half of 2026")
    assert spelt["until"] == ("the end of 2029",)


@pytest.mark.parametrize(
    ("written", "altered", "unfound"),
    [
        ("1,000 racks", "1,100 racks", "rate"),
        ("up to 2,000", "up to 3,000", "rate-later"),
        ("second half of 2026", "first half of 2026", "rate-later"),
        ("$2-3 billion a year", "$2-4 billion a year", "money"),
        ("$2-3 billion a year", "$2-3 million a year", "money"),
        ("10 gigawatts", "10 megawatts", "power"),
        ("1.4 trillion", "1.5 trillion", "affair"),
        ("15 percent", "16 percent", "stake"),
        ("Nov. 20, 2025", "Nov. 21, 2025", "signed"),
        ("end of 2029", "end of 2028", "until"),
    ],
)
def test_one_altered_figure_is_found_out(documents, seeds, written, altered, unfound):
    assert written in DOCUMENT
    changed = DOCUMENT.replace(written, altered)
    if unfound == "money":  # it is said twice
        changed = changed.replace("two to three billion", "many")
    (documents / "paper.txt").write_text(changed, "utf-8")
    # the checksum alone may hide nothing: seeds that give the altered file's checksum fail on the claim all the same
    for text, state in ((DOCUMENT, "differs"), (changed, "as read")):
        report = verify(documents, seeds=write(seeds, sources=[paper(text)]))
        assert [document.state for document in report.documents] == [state]
        assert [name for name, verdict in verdicts(report).items() if verdict == "not found"] == [unfound]
        assert not report.sound


@pytest.mark.parametrize(
    ("locator", "said"),
    [
        ("line 4", "looked for 1,000 racks/week"),
        ("line 3, line 1", "looked for anything of it in line 1"),
        ("line 3, line 9", "line 9 (the document has 5 lines that are not blank)"),
        ("line 0", "line 0 (the document has 5 lines"),
        ("third paragraph", "a place of the form 'line 17' or 'lines 3-5'"),
    ],
)
def test_a_claim_at_a_wrong_place_is_not_found(documents, seeds, locator, said):
    (only,) = verify(documents, seeds=write(seeds, claims=[CLAIMS[0] | {"locator": locator}])).claims
    assert only.verdict == "not found"
    assert said in str(only)


def test_a_place_may_be_several_lines_and_a_number_of_the_statement_has_to_be_there(documents, seeds):
    assert verify(documents, seeds=write(seeds, claims=[CLAIMS[0] | {"locator": "lines 2-4"}])).sound
    wrong = CLAIMS[0] | {"statement": "It makes 1,000 a week and employs 700."}
    (only,) = verify(documents, seeds=write(seeds, claims=[wrong])).claims
    assert only.missing == ("'700' of the statement",)


def test_a_document_is_known_by_its_checksum_under_another_name(documents, seeds):
    (documents / "paper.txt").rename(documents / "renamed.txt")
    assert verify(documents, seeds=seeds).sound
    (documents / "paper.txt").write_text("Another paper of that name.\n")
    assert verify(documents, seeds=seeds).sound


def test_a_missing_or_unreadable_document_is_said_and_none_outside_the_folder_is_read(documents, seeds):
    (documents / "paper.txt").write_bytes(b"\xff\xfe1,000 racks each week")
    report = verify(documents, seeds=seeds)
    assert [document.state for document in report.documents] == ["unreadable"]
    assert not report.sound
    (documents / "paper.txt").unlink()
    (documents.parent / "secret.txt").write_text(DOCUMENT, "utf-8")
    for name in ("paper.txt", "../secret.txt"):
        report = verify(documents, seeds=write(seeds, sources=[paper(document=name)]))
        assert [document.state for document in report.documents] == ["missing"]
        assert report.counts["document missing"] == 9


def test_the_command_reports_claim_by_claim_and_says_where_there_is_nothing_to_verify(documents, seeds, capsys):
    def told(status: int) -> str:
        assert cli.main(["verify", "--documents", str(documents), "--seeds", str(seeds)]) == status
        return "".join(capsys.readouterr())

    printed = told(0)
    assert "paper.txt: as read" in printed
    assert all(f" {one['claim_id']} (line " in printed for one in CLAIMS)
    assert "9 claims: 8 found, 0 not found, 1 no figure, 0 document missing" in printed
    (documents / "paper.txt").write_text(DOCUMENT.replace("10 gigawatts", "11 gigawatts"), "utf-8")
    printed = told(1)
    assert "paper.txt: differs" in printed
    assert "not found        power (line 5): looked for 10 GW" in printed
    (documents / "paper.txt").unlink()
    assert "9 document missing" in told(1)
    documents.rmdir()
    assert "there is no folder" in told(2)
    documents.mkdir()
    write(seeds, sources=[source("paper")])
    assert "none of the sources of these seeds names a document" in told(2)
    (seeds / "sources.toml").write_text("[[source", "utf-8")
    assert "this is not TOML" in told(2)


def test_a_folder_that_may_not_be_read_is_a_sentence(documents, seeds, monkeypatch):
    def refused(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    verify(documents, seeds=seeds)
    monkeypatch.setattr(Path, "iterdir", refused)
    with pytest.raises(ExplorerError, match=r"documents cannot be read: Permission denied$"):
        verify(documents, seeds=seeds)


def test_our_own_claims_name_places_of_the_right_form(tmp_path):
    """Without the five documents all that can be said is that they are missing, for each claim read from one."""
    report = verify(tmp_path)
    assert len(report.documents) == 5
    assert report.counts["document missing"] == len(report.claims) > 100
    assert set(report.counts) == set(VERDICTS)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("1,000", 1000, 1000, ""),
        ("1\u202f000 racks", 1000, 1000, ""),
        ("2k racks", 2000, 2000, ""),
        ("2,000-a-week", 2000, 2000, ""),
        ("a thousand racks", 1000, 1000, ""),
        ("$2-3 billion", 2e9, 3e9, "USD"),
        ("$2 billion to $3 billion", 2e9, 3e9, "USD"),
        ("between $1 billion and $5 billion", 1e9, 5e9, "USD"),
        ("US$2bn\u20133bn", 2e9, 3e9, "USD"),
        ("two to three billion dollars", 2e9, 3e9, "USD"),
        ("NT$300 billion", 3e11, 3e11, "TWD"),
        ("1.4 trillion", 1.4e12, 1.4e12, ""),
        ("$1.4T", 1.4e12, 1.4e12, "USD"),
        ("$1,400 billion", 1.4e12, 1.4e12, "USD"),
        ("10 gigawatts", 1e10, 1e10, "W"),
        ("30 GW", 3e10, 3e10, "W"),
        ("10-to-14 GW", 1e10, 1.4e10, "W"),
        ("ten-gigawatt", 1e10, 1e10, "W"),
        ("132 kW", 132e3, 132e3, "W"),
        ("8.8 TWh", 8.8e12, 8.8e12, "Wh"),
        ("20%", 0.2, 0.2, "share"),
        ("12.5 per cent", 0.125, 0.125, "share"),
        ("two years", 24, 24, "months"),
    ],
)
def test_numbers_in_any_spelling(text, low, high, unit):
    for sentence in (text, f"It is {text}, they say.", f"({text})"):
        found = reading.numbers(sentence)
        assert [one.value for one in found] == pytest.approx([low, high][: len(found)], rel=1e-12)
        assert len(found) == len({low, high})
        assert {one.unit for one in found} == {unit}
        assert all(one.text in text for one in found)


@pytest.mark.parametrize("text", ["GB200 and H100", "on 2025-11-22T04:00:30.610Z", "no number", "", "B2B"])
def test_what_is_no_number(text):
    assert reading.numbers(text) == []


def test_two_numbers_are_not_a_range():
    found = reading.numbers("$2 and 3 racks, 5, 6 to 7 billion")
    assert [(one.value, one.unit) for one in found] == [(2, "USD"), (3, ""), (5, ""), (6e9, ""), (7e9, "")]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Nov. 20, 2025", "2025-11-20", "2025-11-20"),
        ("November 20", "2025-11-20", "2025-11-20"),
        ("20 November 2025", "2025-11-20", "2025-11-20"),
        ("2025-11-22T04:00:30Z", "2025-11-22", "2025-11-22"),
        ("late November 2025", "2025-11-20", "2025-11-30"),
        ("Feb 2028", "2028-02-01", "2028-02-29"),
        ("second half of 2026", "2026-07-01", "2026-12-31"),
        ("2H 2026", "2026-07-01", "2026-12-31"),
        ("Q3 2026", "2026-07-01", "2026-09-30"),
        ("last quarter of 2026", "2026-10-01", "2026-12-31"),
        ("the end of 2029", "2029-10-01", "2029-12-31"),
        ("mid-2026", "2026-04-01", "2026-09-30"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("next year", "2026-01-01", "2026-12-31"),
        ("this year", "2025-01-01", "2025-12-31"),
    ],
)
def test_dates_in_any_spelling(text, first, last):
    (found,) = reading.dates(f"It is for {text}.", published=datetime.date(2025, 11, 21), year=2025)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["2,026 racks", "$2025", "November 31, 2025", "2025-13-01", "20.26%", "next year"])
def test_what_is_no_date(text):
    assert reading.dates(text) == []
