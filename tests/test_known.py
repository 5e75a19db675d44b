"""What was known on a day: the ladder of claims, what took the place of what, agreement, frames and defaults."""

from typing import Any

import explorer as ex
from explorer.records.vocabulary import own_vocabulary
from explorer.seeds import load
from tests.smallfolder import claim, source, write

DAYS = ("2025-11-20", "2025-12-31", None)


def test_the_ladder_rises_from_rumour_to_delivered_and_two_stand_beside_it():
    rungs = {word: status.rung for word, status in own_vocabulary().statuses.items()}
    ladder = own_vocabulary().ladder
    assert [rungs[status] for status in ladder] == list(range(1, 11))
    assert (ladder[0], ladder[-1]) == ("rumour", "delivered")
    assert ladder[1:6] == ["reported", "option", "goal", "plan", "commitment"]
    assert ladder.index("capability") < ladder.index("output")
    assert rungs["estimate"] == rungs["specification"] == 0


def test_the_ladder_counts_every_claim_once():
    claims: Any = ex.claims()
    assert (claims["rung"] == claims["status"].map(lambda status: own_vocabulary().statuses[status].rung)).all()
    assert ex.ladder()["claim_count"].sum() == len(claims)
    assert ex.ladder(as_of="1999")["claim_count"].sum() == 0


def test_a_superseded_claim_stays_with_what_took_its_place_and_why():
    row: Any = ex.claims().loc["openai-14t"]
    assert row["superseded_by"] == "openai-14t-8y"
    assert "over the next eight years" in row["superseded_reason"]
    later: Any = ex.claims().loc["openai-14t-8y"]
    assert later["superseded_by"] == "openai-600b"
    assert "spending by a date, where these were commitments" in later["superseded_reason"]
    assert ex.claims().loc["openai-600b", "superseded_by"] == ""
    assert ex.claims().loc["openai-nv-loi", "superseded_by"] == "openai-nv-2026"
    assert ex.investment().loc["openai-14t-8y", "superseded_by"] == "openai-600b"


def test_nobody_knew_of_a_supersession_before_it_was_published():
    """Altman's eight years were told on 6 November 2025, the $600 billion on 20 February 2026."""
    for name, day, eve, follower in (
        ("openai-14t", "2025-11-06", "2025-11-05", "openai-14t-8y"),
        ("openai-14t-8y", "2026-02-20", "2026-02-19", "openai-600b"),
    ):
        rows: list[Any] = [ex.claims(as_of=when).loc[name] for when in (eve, day)]
        before, after = rows
        assert (before["superseded_by"], before["superseded_reason"]) == ("", "")
        assert after["superseded_by"] == follower


def test_what_takes_the_place_of_a_claim_was_published_no_earlier_and_is_not_replaced_by_it():
    held = load()
    replaced = [one for one in held.claims.values() if one.superseded_by]
    assert len(replaced) > 10
    for old in replaced:
        seen = [old.claim_id]
        new = held.claims[old.superseded_by]
        earlier, later = (held.sources[one.source_id] for one in (old, new))
        # 002 carries no date: it counts from the day it was read, though it must be of 2025
        assert earlier.published_precision == "undated" or earlier.published_end <= later.published_end, old.claim_id
        while new.superseded_by:
            assert new.superseded_by not in seen
            seen.append(new.claim_id)
            new = held.claims[new.superseded_by]


def test_three_days_give_three_ledgers():
    claims, superseded, agreement, defaults = [], [], [], []
    for day in DAYS:
        ledger: Any = ex.claims(as_of=day)
        claims.append(len(ledger))
        superseded.append(int((ledger["superseded_by"] != "").sum()))
        cells: Any = ex.agreement(as_of=day)
        agreement.append({name: set(cells[name]) == {"unpublished"} for name in cells})
        parameters: Any = ex.parameters(as_of=day)
        defaults.append(tuple(zip(parameters["low"], parameters["high"], strict=True)))
    assert claims == sorted(set(claims))
    assert superseded == [5, 5, 28]  # what took their place mostly came in 2026
    assert [sum(hidden.values()) for hidden in agreement] == [5, 2, 0]  # all; 002 and 004, which carry no date; none
    assert len(set(defaults)) == 3


def test_on_the_day_only_the_announcement_itself_was_there():
    ledger: Any = ex.claims(as_of="2025-11-20")
    deal = ledger[ledger["scope"] == "deal"]
    assert set(deal["source_id"]) == {"openai-post-2025-11-20"}
    assert ledger.loc["foxconn-oa-terms", "answer"] == "none"
    assert len(ex.claims(as_of="2026-11-27")) == len(ex.claims())


def test_default_ranges_of_the_three_days():
    """Racks a week: before Tech Day ours, from a plan and counts; then the articles'; the ramp changes after that."""
    found: list[Any] = [ex.parameters(as_of=day) for day in DAYS]
    for name, ends in {
        "rack_rate_start": [[385, 1000], [900, 1000], [900, 1000]],
        "foxconn_investment_usd_per_yr": [[1e9, 2e9], [2e9, 3e9], [2e9, 3e9]],
        "ramp_months": [[13, 37], [13, 25], [13, 37]],
        "first_delivery_months": [[8, 30], [8, 30], [9, 30]],
    }.items():
        assert [frame.loc[name, ["low", "high"]].tolist() for frame in found] == ends


def test_a_folder_without_these_records_gives_empty_frames(tmp_path):
    write(tmp_path, sources=[source("a")], claims=[claim("a1", "a")])
    for name in ("pairs", "drift", "scorecard", "gigawatts", "independence"):
        assert getattr(ex, name)(seeds=tmp_path).empty
    assert ex.origins(seeds=tmp_path)["found"].tolist() == ["itself"]


def test_as_of_a_source_that_has_not_appeared_is_unpublished():
    assert set(ex.agreement(as_of="2025-11-20").stack()) == {"unpublished"}
    later: Any = ex.agreement(as_of="2025-11-21").loc["obligation"]
    assert later["seed-001"] == "unpublished"  # published on the 22nd
    detail: Any = ex.agreement(as_of="2025-11-21", detail=True).set_index(["fact_id", "source_id"])
    assert detail.loc[("obligation", "seed-001"), "reason"] == "It had not appeared by 2025-11-21."


def test_a_month_counts_from_its_last_day():
    """The tracker's article is dated January 2026."""
    assert "shipped-2025-fx" not in ex.claims(as_of="2026-01-30").index
    assert "shipped-2025-fx" in ex.claims(as_of="2026-01").index


def test_defaults_of_a_day():
    """Before NVIDIA spoke of $80 to 100 billion a gigawatt (2 June 2026), others' figures ended at 60."""
    for day, high in (("2026-06-01", 60e9), ("2026-06", 80e9)):
        row: Any = ex.parameters(as_of=day).loc["capex_usd_per_gw"]
        assert row[["low", "central", "high"]].tolist() == [27e9, 45e9, high]
        assert ("gigawatt-cost-nv-2026" in row["claim_ids"]) == (high == 80e9)
