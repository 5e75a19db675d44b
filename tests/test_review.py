"""The review of the evidence: the page in the docs is made from the seeds, and counts what was not checked."""

import re
from pathlib import Path

from explorer.formatting import month_words
from explorer.seeds import load
from tests.smallfolder import claim, source, write
from tests.tools.evidence_review import review

PAGE = Path(__file__).resolve().parent.parent / "docs" / "evidence-review.md"


def test_the_page_is_up_to_date():
    assert PAGE.read_text("utf-8") == review(load())


def test_every_claim_is_counted_by_its_source_and_its_outcome(tmp_path):
    checked = {"checked": "2026-11-27", "check_note": "line 1 | of 2"}
    folder = write(
        tmp_path,
        sources=[source("a"), source("b", tier="primary")],
        claims=[
            claim("a1", "a", check="right", **checked),
            claim("a2", "a", check="mended", **checked),
            claim("a3", "a"),
            claim("b1", "b", check="not-reachable", **checked),
        ],
    )
    page = review(load(folder))
    assert "| a party's own publication | 0 | 0 | 1 | 0 | 1 |" in page
    assert "| trade or general press with its own reporting | 1 | 1 | 0 | 1 | 3 |" in page
    assert "| all | 1 | 1 | 1 | 1 | 4 |" in page
    assert page.partition("## Not checked")[2].split()[:1] == ["-"]
    assert "- `a3`: Racks a week." in page
    assert (
        "| `b1` | Racks a week. | A paper | 2026-11-27 | its source could not be read again | line 1 \\| of 2 |" in page
    )


def test_each_record_of_a_search_reaches_as_far_as_the_page_says():
    seeds = load()
    ends = {"": seeds.deal.news_to, "news ": seeds.deal.news_to, "data ": seeds.deal.sites_to}
    searches = [one for one in seeds.claims.values() if one.claim_id.startswith("our-search-")]
    assert len(searches) >= 9
    for one in searches:
        reached = re.findall(r"newest (news |data |)of (\w+ \d{4})", one.locator)
        assert reached, one.claim_id
        assert all(month == month_words(ends[what] or "") for what, month in reached), one.claim_id


def test_a_word_that_sounds_like_a_number_has_one_meaning():
    """Every claim that uses such a word has its meaning, in the same words, as its note; so has the page on charts."""
    page = " ".join((PAGE.parent / "reading-charts.md").read_text("utf-8").split())
    for word, meaning in load().vocabulary.meanings("size").items():
        quoted = f"'{word.capitalize()}'"
        claims = load().claims.values()
        notes = [one.note for one in claims if word in one.statement.lower() or quoted in one.note]
        assert len(notes) >= 2
        assert {f"{quoted} {meaning}."} == set(notes)
        assert f"{word.capitalize()} : I{meaning[1:]}." in page
