"""The ladder, what can be compared with what, what took the place of what, and what was known on a day."""

from typing import Any

import pytest

import explorer as ex
from explorer.evidence.comparability import VERDICTS, phrase
from explorer.records.vocabulary import LADDER, rung
from explorer.seeds import load
from tests.smallfolder import claim, source, write

DAYS = ("2025-11-20", "2025-12-31", None)


def test_the_ladder_rises_from_rumour_to_delivered_and_two_stand_beside_it():
    assert [rung(status) for status in LADDER] == list(range(1, 11))
    assert LADDER[0] == "rumour"
    assert LADDER[-1] == "delivered"
    assert rung("reported") < rung("option") < rung("goal") < rung("plan") < rung("capability") < rung("output")
    assert rung("estimate") == rung("specification") == 0


def test_every_claim_stands_on_its_rung():
    claims: Any = ex.claims()
    assert claims.loc["seed-000-rack-rate", "rung"] == 9
    assert claims.loc["seed-003-rack-rate", "rung"] == 8
    assert claims.loc["seed-001-rack-rate-2026", "rung"] == 4
    assert (claims["rung"] == claims["status"].map(rung)).all()


def test_the_ladder_counts_every_claim_once():
    assert ex.ladder()["claim_count"].sum() == len(ex.claims())
    assert ex.ladder(as_of="1999")["claim_count"].sum() == 0


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("seed-000-rack-rate", "says it makes 1,000 racks a week"),
        ("seed-003-rack-rate", "says it can make about 1,000 racks a week"),
        ("seed-001-rack-rate-2026", "aims for up to 2,000 racks a week"),
        ("seed-000-rack-rate-2026", "plans to make more"),
        ("seed-000-investment", "plans to invest $2-3 billion a year"),
        ("seed-003-money", "is reported to spend up to $1.4 trillion"),
        ("seed-004-option", "has an option to buy"),
        ("openai-gw-2025", "says it runs on about 1.9 GW"),
        ("our-search-order", ""),
        ("our-search-rack-rate-2026", ""),
    ],
)
def test_the_verb_follows_the_rung(name, said):
    assert phrase(load().claims[name]) == said


@pytest.mark.parametrize(
    ("name", "verdict", "reason"),
    [
        ("year-and-no-period", "not-comparable", "One is an amount for each year, the other states no period."),
        ("now-and-goal", "not-comparable", "One is about November 2025, the other about 2026."),
        ("makes-and-can-make", "differs", "one is what is being done, the other what can be done"),
        ("site-and-computers", "not-comparable", "site power, cooling and losses included; power at the computers"),
        ("world-and-us", "narrower", "those of its U.S. plants; the other only: the company's; place not stated"),
        ("plan-and-as-high-as", "vaguer", "One is a plan, the other reported, not confirmed."),
        ("summary-and-body", "not-comparable", "One is about OpenAI and Foxconn, the other about Foxconn."),
        ("none-and-none-for-now", "vaguer", "It says only: no obligation for now"),
        ("at-once-and-later", "differs", "One says: at once; the other: later"),
        (
            "commitments-and-spending",
            "not-comparable",
            "One is a sum for 6 November 2025 to 5 November 2033, the other a sum for the time to 31 December 2030.",
        ),
        ("years-and-a-year", "agrees", "Both say $2-3 billion a year."),
    ],
)
def test_eleven_pairs_with_verdict_and_reason(name, verdict, reason):
    row: Any = ex.pairs().loc[name]
    assert row["verdict"] == verdict
    assert reason in row["reason"]


def test_the_eleven_pairs_can_be_printed(capsys):
    table = ex.pairs()
    print(table[["first_claim_id", "second_claim_id", "verdict", "reason"]].to_string())
    printed = capsys.readouterr().out
    assert len(table) == 11
    assert printed.count("\n") == 13  # two lines of header
    assert all(str(reason) in printed for reason in table["reason"])


def test_a_pair_is_shown_once_both_claims_had_been_published():
    assert "year-and-no-period" not in ex.pairs(as_of="2025-11-21").index  # 001 is of the 22nd
    assert "year-and-no-period" in ex.pairs(as_of="2025-11-22").index


def test_a_sum_by_a_date_is_not_held_against_a_sum_for_an_open_time(tmp_path):
    sums = {"dataset": "investment", "metric": "openai_infrastructure_money", "unit": "USD", "basis": "total"}
    by_2030 = {**sums, "central": 6e11, "period_start": "2026", "period_end": "2030"}
    to_2030 = {**sums, "central": 6e11, "period_end": "2030"}  # by its end, from nobody knows when
    write(
        tmp_path,
        sources=[source("a"), source("b")],
        claims=[
            claim("open", "a", **sums, central=6e11),
            claim("dated", "b", **by_2030),
            claim("again", "b", **by_2030),
            claim("ending", "a", **to_2030),
        ],
    )
    found: Any = ex.comparables("dated", seeds=tmp_path)
    assert found["verdict"].to_dict() == {"again": "agrees", "open": "not-comparable", "ending": "not-comparable"}
    assert found.loc["open", "reason"] == "One is a sum for 2026 to 2030, the other names no period."
    assert found.loc["ending", "reason"] == (
        "One is a sum for 2026 to 2030, the other a sum for the time to 31 December 2030."
    )


def test_what_a_claim_can_be_compared_with_stands_first():
    found: Any = ex.comparables("seed-000-rack-rate")
    assert found.loc["seed-003-rack-rate", "verdict"] == "differs"
    assert found.loc["seed-001-rack-rate-2026", "reason"] == "One is about November 2025, the other about 2026."
    assert "seed-000-investment" not in found.index  # of another topic
    assert "shipped-2025-12-fx" in found.index  # of the same topic, another metric
    assert set(found["verdict"]) <= set(VERDICTS)
    apart = (found["verdict"] == "not-comparable").tolist()
    assert apart == sorted(apart)


def test_comparables_of_every_claim_have_a_reason():
    for name in list(load().claims)[::7]:
        found = ex.comparables(name)
        assert name not in found.index
        assert found["reason"].str.endswith(".").all()


def test_an_unknown_or_unpublished_claim_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match="there is no claim 'nothing'; see claims"):
        ex.comparables("nothing")
    with pytest.raises(ValueError, match="'openai-600b' that had been published by 2025-12-31"):
        ex.comparables("openai-600b", as_of="2025-12-31")


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


def test_default_ranges_of_the_three_days():
    """Racks a week: before Tech Day ours, from a plan and counts; then the articles'; the ramp changes after that."""
    found: Any = {day: ex.parameters(as_of=day) for day in DAYS}

    def ends(day, name):
        return found[day].loc[name, ["low", "high"]].tolist()

    assert [ends(day, "rack_rate_start") for day in DAYS] == [[385, 1000], [900, 1000], [900, 1000]]
    assert [ends(day, "foxconn_investment_usd_per_yr") for day in DAYS] == [[1e9, 2e9], [2e9, 3e9], [2e9, 3e9]]
    assert [ends(day, "ramp_months") for day in DAYS] == [[13, 37], [13, 25], [13, 37]]
    assert [ends(day, "capex_usd_per_gw") for day in DAYS] == [[27e9, 60e9], [27e9, 60e9], [27e9, 80e9]]
    assert [ends(day, "first_delivery_months") for day in DAYS] == [[8, 30], [8, 30], [9, 30]]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"superseded_by": "b1"}, "superseded_by and superseded_reason go together"),
        ({"superseded_by": "a1", "superseded_reason": "So."}, "superseded_by names the claim itself"),
        ({"superseded_by": "c1", "superseded_reason": "So."}, "it names the claim 'c1', which is not there"),
        ({"occasion": "party"}, "it names the occasion 'party', which is not there"),
        ({"occasion": "The party"}, "occasion 'The party' is not an id"),
        ({"checked": "2026-11-27"}, "checked, check and check_note go together"),
        ({"check": "right", "check_note": "Line 1."}, "checked, check and check_note go together"),
        ({"checked": "2026-11-27", "check": "mended"}, "checked, check and check_note go together"),
        ({"checked": "2026-11-27", "check": "wrong", "check_note": "Line 1."}, "check 'wrong' is not a known word"),
    ],
)
def test_what_relates_claims_is_checked(tmp_path, changed, problem):
    from explorer.seeds import check

    write(tmp_path, sources=[source("a")], claims=[claim("a1", "a", **changed), claim("b1", "a")])
    assert [fault.problem for fault in check(tmp_path)] == [problem]


@pytest.mark.parametrize(
    ("kind", "row", "problem"),
    [
        ("occasions", {"occasion_id": "x", "title": "T", "party": "P", "date": "soon"}, "date 'soon' is not a date"),
        (
            "wordings",
            {"wording_id": "x", "matter": "m", "speaker": "S", "source_id": "a", "locator": "line 1"}
            | {"words": "one two three four five six"},
            "words holds more than 5 words",
        ),
        ("pairs", {"pair_id": "x", "first": "a1", "second": "z", "lesson": "L"}, "the claim 'z', which is not there"),
        (
            "scorecard",
            {"target_id": "x", "title": "T", "party": "P", "rule": "R", "claim_ids": ["a1"], "due": "2026-13"},
            "due '2026-13' is not a date",
        ),
        (
            "findings",
            {"finding_id": "x", "target_id": "t", "verdict": "won", "note": "N", "claim_ids": ["a1"]}
            | {"verdict_words": "w"},
            "verdict 'won' is not a known word",
        ),
        (
            "gigawatts",
            {"lane_id": "x", "layer": "roof", "name": "N", "state": "running", "claim_ids": ["a1"]},
            "layer 'roof' is not a known word",
        ),
    ],
)
def test_the_new_kinds_of_records_are_checked(tmp_path, kind, row, problem):
    from explorer.seeds import check

    write(tmp_path, sources=[source("a")], claims=[claim("a1", "a")], **{kind: [row]})
    (fault,) = (one for one in check(tmp_path) if problem in one.problem)
    assert (fault.file, fault.record.split()[-1]) == (f"{kind}.toml", "x")


def test_a_folder_without_these_records_gives_empty_frames(tmp_path):
    write(tmp_path, sources=[source("a")], claims=[claim("a1", "a")])
    for name in ("pairs", "drift", "scorecard", "gigawatts", "independence"):
        assert getattr(ex, name)(seeds=tmp_path).empty
    assert ex.origins(seeds=tmp_path)["found"].tolist() == ["itself"]
