"""Who has it from whom: occasions named, occasions found by the same figures, and how many are independent."""

from typing import Any

import pytest

import explorer as ex
from tests.smallfolder import claim, source, write


def test_five_articles_have_one_origin():
    found: Any = ex.origins(fact="content")
    assert found["source_id"].tolist() == [f"seed-00{number}" for number in range(5)]
    assert set(found["occasion"]) == {"joint-announcement"}
    assert found.attrs["tag"] == "5 articles, 1 independent origin, 1 primary source"


def test_001_rewrites_a_digest_and_says_so():
    row: Any = ex.origins(fact="obligation").set_index("source_id").loc["seed-001"]
    assert row["reason"].endswith("It rewrites Tech Startups, as it says itself.")


def test_an_origin_is_found_by_the_same_figures():
    """000 names nobody for its $2-3 billion a year; the agency that has the interview gives them on the same day."""
    found: Any = ex.origins(claim_ids=["seed-000-investment", "seed-001-investment"]).set_index("source_id")
    assert found["found"].tolist() == ["same figures", "same figures"]
    assert found["occasion"].tolist() == ["reuters-interview", "bloomberg-interview"]
    assert found.loc["seed-000", "reason"].startswith("Its figures are those of FinanceTom (Reuters), which reports")
    assert found.index.size == 2


def test_what_an_article_says_by_itself_is_a_voice_of_its_own():
    """Supplier from when: 000 infers it by itself, three others report the announcement."""
    found: Any = ex.origins(fact="supplier-from").set_index("source_id")
    assert found["found"].tolist() == ["itself", "declared", "declared", "declared"]
    counts: Any = ex.independence().loc["supplier-from"]
    assert (counts["source_count"], counts["independent_count"]) == (4, 2)


def test_nobody_says_what_nobody_published():
    row: Any = ex.independence().loc["openai-share"]
    assert (row["source_count"], row["tag"]) == (0, "none of these sources says it")


def test_before_the_articles_there_was_one_primary_source():
    assert ex.independence(as_of="2025-11-20").loc["content", "tag"] == "none of these sources says it"
    sources = ["openai-post-2025-11-20", "seed-000"]
    early = ex.independence(as_of="2025-11-20", sources=sources)
    assert early.loc["content", "tag"] == "1 source, 1 independent origin, 1 primary source"


def test_the_same_figures_worked_by_hand(tmp_path):
    """A wire on 1 May has 1,000; a paper repeats it on 20 May; another has it in August; a fourth has 900."""
    folder = write(
        tmp_path,
        sources=[
            source("wire", tier="wire", publisher="The wire", published="2025-05-01"),
            source("paper", published="2025-05-20"),
            source("late", published="2025-08-20"),
            source("other", published="2025-05-20"),
        ],
        claims=[
            claim("w", "wire", bound="exact", low=1000, high=1000),
            claim("p", "paper"),
            claim("l", "late"),
            claim("o", "other", central=900),
        ],
    )
    found: Any = ex.origins(seeds=folder).set_index("source_id")
    assert found["occasion"].to_dict() == {"wire": "wire", "paper": "wire", "late": "late", "other": "other"}
    assert found.loc["paper", "reason"] == "Its figures are those of The wire."
    assert ex.origins(seeds=folder).attrs["tag"] == "4 sources, 3 independent origins, no primary source found"


YEARS = [{"period_start": year, "period_end": year} for year in ("2025", "2026")]


@pytest.mark.parametrize(
    ("wire", "paper"),
    [
        *(({}, change) for change in ({"party": "Quanta"}, {"metric": "rack_deployment"}, {"central": 1001})),
        ({}, {"occasion": "own"}),
        YEARS,
    ],
)
def test_other_things_are_not_the_same_figures(tmp_path, wire, paper):
    folder = write(
        tmp_path,
        sources=[source("wire", tier="wire", published="2025-05-01"), source("paper", published="2025-05-02")],
        claims=[claim("w", "wire", **wire), claim("p", "paper", **paper)],
    )
    assert set(ex.origins(seeds=folder)["found"]) == {"itself"}


def test_a_rewrite_has_its_origin_in_what_it_rewrites(tmp_path):
    folder = write(
        tmp_path,
        sources=[source("digest", publisher="The digest", tier="unseen"), source("copy", derived_from="digest")],
        claims=[claim("c", "copy")],
    )
    (row,) = ex.origins(seeds=folder).to_dict("records")
    assert (row["occasion"], row["found"]) == ("digest", "declared")
    assert row["reason"] == "It rewrites The digest, as it says itself."


def test_parties_that_share_a_member_are_not_independent(tmp_path):
    """A and B together, B alone: one voice; C alone: a second."""
    spoke = [("both", "A and B"), ("alone", "B"), ("third", "C")]
    folder = write(
        tmp_path,
        sources=[
            source(f"s-{name}", occasion=name, tier="primary" if name == "third" else "trade") for name, _ in spoke
        ],
        claims=[claim(f"c-{name}", f"s-{name}", central=100 + number) for number, (name, _) in enumerate(spoke)],
        occasions=[{"occasion_id": n, "title": f"the day of {p}", "party": p, "date": "2025-05"} for n, p in spoke],
    )
    assert ex.origins(seeds=folder).attrs["tag"] == "3 sources, 3 occasions, 2 independent origins, 1 primary source"
