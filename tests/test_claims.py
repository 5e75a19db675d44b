"""What the evidence holds: every fact of the five documents, that every default leads somewhere, and its review."""

import datetime
import re
from pathlib import Path

import pint
import pytest

from explorer.formatting import month_words
from explorer.seeds import load
from tests.smallfolder import claim, source, write
from tests.tools.evidence_review import review

DOCUMENTS = [f"seed-00{number}" for number in range(5)]

HELD = load()
CLAIMS = HELD.claims


def said(source: str, metric: str) -> list:
    return [claim for claim in CLAIMS.values() if claim.source_id == source and claim.metric == metric]


def test_every_document_is_there_with_its_checksum_and_claims_that_name_their_lines():
    dated = {"seed-000": "day", "seed-001": "day", "seed-002": "undated", "seed-003": "day", "seed-004": "undated"}
    for (name, precision), count in zip(dated.items(), (16, 16, 45, 21, 26), strict=True):
        told, read = HELD.sources[name], [one for one in CLAIMS.values() if one.source_id == name]
        assert (told.tier, told.published_precision, len(told.sha256), len(read)) == ("seed", precision, 64, count)
        assert all(re.fullmatch(r"line \d+(, line \d+)*", one.locator) for one in read)


@pytest.mark.parametrize(
    ("name", "bound", "figures", "status", "scope"),
    [
        ("seed-000-rack-rate", "exact", (1000, 1000, 1000), "output", "unstated"),
        ("seed-003-rack-rate", "about", (None, 1000, None), "capability", "unstated"),
        ("seed-001-rack-rate-2026", "up_to", (None, None, 2000), "goal", "us"),
        ("seed-001-rack-rate-2026-summary", "exact", (2000, 2000, 2000), "goal", "us"),
        ("seed-000-rack-rate-2026", "direction", (None, None, None), "plan", "unstated"),
        ("seed-003-rack-rate-2026", "direction", (None, None, None), "plan", "unstated"),
        ("seed-000-investment", "range", (2e9, None, 3e9), "plan", "us_sites"),
        ("seed-001-investment", "range", (1e9, None, 5e9), "plan", "us"),
        ("seed-002-money", "exact", (1.4e12, 1.4e12, 1.4e12), "plan", "openai"),
        ("seed-003-money", "up_to", (None, None, 1.4e12), "reported", "openai"),
        ("seed-002-power", "exact", (30, 30, 30), "plan", "power_unstated"),
        ("seed-004-broadcom-power", "exact", (10, 10, 10), "plan", "power_unstated"),
    ],
)
def test_the_numbers_of_the_documents(name, bound, figures, status, scope):
    claim = CLAIMS[name]
    assert (claim.bound, (claim.low, claim.central, claim.high)) == (bound, figures)
    assert (claim.status, claim.scope) == (status, scope)


def test_which_document_names_which_part():
    parts = ("racks", "cabling", "networking", "power", "cooling")
    named = {source: [part for part in parts if said(source, f"{part}_made_where")] for source in DOCUMENTS}
    assert named == {
        "seed-000": ["racks"],
        "seed-001": ["racks", "cabling", "power", "cooling"],
        "seed-002": [*parts],
        "seed-003": [*parts],
        "seed-004": [*parts],
    }


def test_000_has_four_verbs_for_one_sum_and_seven_partners_and_002_three_risks_and_five_goals():
    sums, (partners,) = said("seed-000", "foxconn_investment"), said("seed-000", "tech_day_partners")
    assert [claim.status for claim in sums] == ["plan", "estimate", "commitment", "commitment"]
    assert len(re.split(", | and ", partners.statement.partition(":")[2])) == 7
    assert (len(said("seed-002", "risk")), len(said("seed-002", "goal"))) == (3, 5)


def test_no_default_leans_on_what_is_unverified():
    leaned = {name for parameter in HELD.parameter_versions for name in parameter.claim_ids}
    assert [name for name in leaned if CLAIMS[name].unverified] == []


def test_older_versions_lean_on_nothing_that_came_later():
    """A version that ended on a day may name only claims published before it."""
    for old in HELD.parameter_versions:
        ends = [v.valid_from for v in HELD.parameter_versions if v.parameter == old.parameter and v.valid_from]
        if old.valid_from is None and ends:
            days = [HELD.sources[CLAIMS[name].source_id].published_end for name in old.claim_ids]
            dated = [day for day in days if day != HELD.sources["seed-002"].retrieved]  # undated documents of 2025
            assert all(day < min(ends) for day in dated), old.parameter


def test_the_sum_of_the_single_sites_is_the_stated_total():
    """1.18 + 0.3 + 1.96 + 1.383 + 1.2 + 2.45 + 1.3 = 9.773 GW, given as 9.77; the site in the Emirates is left out."""
    names = ("abilene-full", "lordstown", "shackelford", "michigan", "milam", "newmexico", "wisconsin")
    total = sum(CLAIMS[f"site-{name}"].central or 0 for name in names)
    assert total == pytest.approx(CLAIMS["openai-sum-sites"].central, abs=0.01)


def test_use_of_the_stated_capability():
    """2,800 racks in 31 days are 632 a week of 1,000; 14,700 in 52 weeks are 283."""
    december, year = CLAIMS["shipped-2025-12-fx"].central or 0, CLAIMS["shipped-2025-fx"].central or 0
    assert december / (31 / 7) / 1000 == pytest.approx(CLAIMS["foxconn-util"].central, abs=0.005)
    assert year / 52 / 1000 == pytest.approx(CLAIMS["foxconn-util-2025"].central, abs=0.001)


def test_chips_bound_the_racks():
    """2,897,428 chips / 72 are about 40,200 racks, if every chip went into one; 65 of 100, as in 2025, are 26,000.

    In 2025 29,000 racks of 72 chips held 65 of 100 of the 3,218,517 chips of its four quarters.
    """
    shipped = {}
    for when in ("2025q[1-4]", "2026q[12]"):
        said = [CLAIMS[name].statement for name in CLAIMS if re.fullmatch(f"chips-{when}-b[23]00", name)]
        shipped[when[:4]] = sum(float(one.partition(" ")[0].replace(",", "")) for one in said)
    racks = CLAIMS["shipped-2026h1-ind"]
    assert (racks.low, racks.high) == (26_000, 40_200)
    assert shipped == {"2025": 3_218_517, "2026": 2_897_428}
    assert [shipped["2026"] / 72 * 0.65, shipped["2026"] / 72] == pytest.approx([racks.low, racks.high], rel=0.01)
    assert 29_000 * 72 / shipped["2025"] == pytest.approx(0.65, abs=0.005)
    assert CLAIMS["shipped-2025-ind"].central == 29_000


def test_every_claim_has_been_held_against_its_source():
    """Nothing of this project stands unchecked, and nothing was checked before it was published."""
    for name, one in CLAIMS.items():
        told = HELD.sources[one.source_id]
        assert (told.published_start or told.retrieved) <= (one.checked or datetime.date.min), name


def test_every_metric_is_used():
    used = {claim.metric for claim in CLAIMS.values()} | {fact.metric for fact in HELD.facts.values()}
    assert used == set(HELD.vocabulary.metrics)


def test_second_hand_figures_are_marked():
    for one in CLAIMS.values():
        if HELD.sources[one.source_id].tier == "analyst" and one.metric.startswith("rack_shipments"):
            assert "Second-hand" in one.note, one.claim_id


def test_unit_strings_are_units():
    registry = pint.UnitRegistry()
    for name in ("racks = [racks] = rack", "chips = [chips] = chip", "jobs = [jobs]", "USD = [money]", "TWD = [twd]"):
        registry.define(name)
    for name in ("share = []", "ratio = []", "H100equivalents = [chips_of_a_kind]", "months = month", "yr = year"):
        registry.define(name)
    for unit in HELD.vocabulary["unit"]:
        plain = unit.partition(",")[0].replace(" of all", "").replace("H100-e", "H100e")
        assert registry.parse_expression(plain) is not None


PAGE = Path(__file__).resolve().parent.parent / "docs" / "evidence-review.md"


def test_the_page_is_up_to_date():
    assert PAGE.read_text("utf-8") == review(HELD)


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
    ends = {"": HELD.deal.news_to, "news ": HELD.deal.news_to, "data ": HELD.deal.sites_to}
    searches = [one for one in CLAIMS.values() if one.claim_id.startswith("our-search-")]
    assert len(searches) >= 9
    for one in searches:
        reached = re.findall(r"newest (news |data |)of (\w+ \d{4})", one.locator)
        assert reached, one.claim_id
        assert all(month == month_words(ends[what] or "") for what, month in reached), one.claim_id


def test_a_word_that_sounds_like_a_number_has_one_meaning():
    """Every claim that uses such a word has its meaning, in the same words, as its note; so has the page on charts."""
    page = " ".join((PAGE.parent / "reading-charts.md").read_text("utf-8").split())
    for word, meaning in HELD.vocabulary.meanings("size").items():
        quoted = f"'{word.capitalize()}'"
        notes = [one.note for one in CLAIMS.values() if word in one.statement.lower() or quoted in one.note]
        assert len(notes) >= 2
        assert {f"{quoted} {meaning}."} == set(notes)
        assert f"{word.capitalize()} : I{meaning[1:]}." in page
