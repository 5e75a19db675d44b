"""May two claims be compared, do they agree, and in which words? Examples of the documents and made-up claims."""

from itertools import product
from typing import Any

import pytest

import explorer as ex
from explorer.evidence.comparability import compare, figures, groups
from explorer.records import Claim
from explorer.records.vocabulary import own_vocabulary
from explorer.seeds import load
from tests.smallfolder import claim as made, source, write


def claim(name: str = "a", **changes: Any) -> Claim:
    """A claim of 1,000 racks a week that are made, changed as asked; another bound comes with its own figures."""
    figures = {"central": None} if "bound" in changes else {}
    return Claim(**made(name, "s", **{"status": "output", **figures, **changes}))


MONEY = {"dataset": "investment", "metric": "contract_value", "unit": "USD", "basis": "total", "scope": "openai"}


# fmt: off
PAIRS = [
    # a year's money against money for no period; makes against can make; now against a goal; world against U.S.
    ("seed-000-investment", "seed-001-investment", "not-comparable", "One is an amount for each year"),
    ("seed-000-rack-rate", "seed-003-rack-rate", "differs", "what is being done, the other what can be done"),
    ("seed-000-rack-rate", "seed-001-rack-rate-2026", "not-comparable", "November 2025, the other about 2026"),
    ("foxconn-cap-2026-blog", "seed-001-rack-rate-2026", "not-comparable", "worldwide; in the United States"),
    # a place against none stated; a plan against "as high as"; the body of 001 against its summary
    ("seed-001-rack-rate-2026", "seed-003-rack-rate-2026", "vaguer", "It says only more, no number"),
    ("seed-002-money", "seed-003-money", "vaguer", "a plan, the other reported, not confirmed"),
    ("seed-001-rack-rate-2026-summary", "seed-001-rack-rate-2026", "not-comparable", "OpenAI and Foxconn, the other"),
    ("seed-001-rack-rate-2026", "seed-000-rack-rate-2026", "vaguer", "It says only more"),
    # none, none guaranteed, none for now
    ("seed-004-obligation", "seed-001-obligation", "vaguer", "no purchase guaranteed"),
    ("seed-004-obligation", "seed-002-obligation", "vaguer", "no obligation for now"),
    ("seed-001-obligation", "seed-002-obligation", "not-comparable", "Both can be right"),
    ("seed-000-supplier", "seed-004-supplier", "differs", "at once"),
    ("seed-002-racks-where", "seed-000-racks-where", "vaguer", "in the U.S."),
    ("seed-000-racks-where", "seed-002-racks-where", "narrower", "Ohio and Texas"),
    ("seed-002-power", "seed-004-broadcom-power", "not-comparable", "the other about OpenAI with Broadcom"),
    ("seed-001-investment", "foxconn-us-invest", "agrees", "neither states the period"),
    ("foxconn-ai-invest", "seed-000-investment", "agrees", "Both say $2-3 billion a year."),
    ("site-abilene-2026-05", "site-abilene-2026-05-it", "not-comparable", "losses included; power at the computers"),
    ("foxconn-cap-2026-whose", "seed-001-whose", "narrower", "those of its U.S. plants; the other only: the company's"),
    ("shipped-2025-12-fx", "shipped-2025q4-fx", "not-comparable", "the other a sum for the fourth quarter of 2025."),
    ("openai-14t-8y", "openai-600b", "not-comparable", "the other a sum for the time to 31 December 2030."),
]
# fmt: on


@pytest.mark.parametrize(("first", "second", "verdict", "reason"), PAIRS)
def test_pairs_of_the_evidence(first, second, verdict, reason):
    claims = load().claims
    found = compare(claims[first], claims[second])
    assert found.verdict == verdict
    assert reason in found.reason


YEAR, MONTH, NEXT = ({"period_start": day, "period_end": day} for day in ("2025", "2025-11", "2026"))
EXACT = {"bound": "exact", "low": 980, "central": 980, "high": 980}
UNSTATED = MONEY | {"basis": "unstated"}
SITE = {"metric": "site_power", "unit": "GW", "basis": "stock"}
# fmt: off
RULES = [
    ({"central": 1000}, {"central": 1000}, "agrees"),
    ({"central": 1000}, {"central": 1500}, "differs"),
    (EXACT, {"central": 1000}, "vaguer"),  # about: 5% each way
    ({"central": 1000}, EXACT, "narrower"),
    ({"bound": "range", "low": 3, "high": 4}, {"bound": "range", "low": 2, "high": 5}, "vaguer"),
    ({"bound": "range", "low": 3, "high": 4}, {"bound": "range", "low": 3.5, "high": 5}, "agrees"),
    ({"bound": "up_to", "high": 2000}, {"bound": "at_least", "low": 3000}, "differs"),
    ({"bound": "direction", "unit": ""}, {"bound": "direction", "unit": ""}, "agrees"),
    ({"bound": "none", "unit": ""}, {}, "not-comparable"),
    (MONEY, MONEY, "agrees"),
    (MONEY, MONEY | {"unit": "TWD"}, "not-comparable"),
    (MONEY, MONEY | {"unit": "USD/year", "basis": "annual"}, "not-comparable"),
    (MONEY, UNSTATED, "not-comparable"),
    (UNSTATED, UNSTATED, "agrees"),
    (UNSTATED, UNSTATED | {"central": 5}, "not-comparable"),
    (MONEY, MONEY | {"period_end": "2030"}, "not-comparable"),  # a sum to a day, and one for an open time
    (MONEY | {"period_end": "2030"}, MONEY | {"period_end": "2033"}, "not-comparable"),
    (MONEY | {"period_end": "2030"}, MONEY | {"period_end": "2030"}, "agrees"),
    ({}, {"scope": "us"}, "not-comparable"),
    ({}, {"scope": "unstated"}, "agrees"),
    (SITE | {"scope": "it_power"}, SITE | {"scope": "facility_power"}, "not-comparable"),
    ({}, {"party": "Quanta"}, "not-comparable"),
    ({}, {"status": "plan"}, "not-comparable"),
    ({}, {"status": "estimate"}, "agrees"),
    ({"status": "plan"}, {"status": "commitment"}, "agrees"),
    (YEAR, MONTH, "agrees"),
    (YEAR, NEXT, "not-comparable"),
]
# fmt: on


@pytest.mark.parametrize(("first", "second", "verdict"), RULES)
def test_rules(first, second, verdict):
    assert compare(claim(**first), claim(**second)).verdict == verdict


def test_any_two_claims_get_a_verdict_and_one_reason_and_the_other_way_round_vaguer_is_narrower():
    mirror = {"vaguer": "narrower", "narrower": "vaguer"}
    claims = list(load().claims.values())
    alike = [c for c in claims if c.metric in ("rack_rate", "foxconn_investment", "racks_made_where")]
    for first, second in [*product(claims[::3], claims[::5]), *product(alike, alike)]:
        found = compare(first, second)
        assert found.verdict in own_vocabulary()["verdict"]
        assert found.reason.endswith(".")
        assert ".." not in found.reason
        assert compare(second, first).verdict == mirror.get(found.verdict, found.verdict)


def test_figures_as_text():
    assert figures(claim(central=1.4e12, **MONEY)) == "about $1.4 trillion"
    share = {"dataset": "context", "metric": "market_share", "unit": "share", "basis": "share"}
    assert figures(claim(central=0.4, **share)) == "about 40%"
    part = {"dataset": "context", "metric": "part_price", "basis": "total", "unit": "USD"}
    assert figures(claim(central=49_860, **part)) == "about $49,860"  # and not 4.986e+04
    weekly = {"metric": "planned_power_rate", "unit": "GW/week"}
    assert figures(claim(central=1, **weekly)) == "about 1 GW a week"
    assert figures(claim(bound="direction", unit="")) == "more, no number"
    assert figures(claim(bound="none", unit="")) == ""


def test_groups_keep_incomparable_money_apart():
    """One page has its yearly sum for U.S. data centres, for the U.S., and for no place; another has no period."""
    claims = load().claims
    names = [f"seed-000-investment{part}" for part in ("", "-projects", "-pledge")]
    names += ["seed-001-investment", "foxconn-us-invest", "foxconn-ai-invest"]
    named = groups(claims[name] for name in names)
    kinds = {name: named[name].removeprefix("Foxconn: money for AI or U.S. capacity, ") for name in names}
    assert kinds == {
        "seed-000-investment": "each year, hardware for data centres in the United States, intended",
        "seed-000-investment-projects": "each year, in the United States, estimated",
        "seed-000-investment-pledge": "no period stated ($2-3 billion), place not stated, intended",
        "seed-001-investment": "no period stated ($1-5 billion), in the United States, intended",
        "foxconn-us-invest": "no period stated ($1-5 billion), in the United States, intended",
        "foxconn-ai-invest": "each year, place not stated, intended",
    }


def test_what_a_source_leaves_open_is_neither_worldwide_nor_in_one_country():
    claims = [claim("a"), claim("b", scope="unstated"), claim("c", scope="us")]
    places = {"a": "worldwide", "b": "place not stated", "c": "in the United States"}
    named = {one: f"Foxconn: AI racks a week, {place}, output or capability" for one, place in places.items()}
    assert groups(claims) == groups(claims[:2]) | groups(claims[2:]) == named


def test_an_estimate_joins_the_one_group_like_it_in_all_else():
    plan, put = claim("a", status="plan"), claim("b", status="estimate")
    named = groups([plan, put])
    assert named["a"] == named["b"] == "Foxconn: AI racks a week, worldwide, intended"
    assert groups([put])["b"].endswith("worldwide, estimated")
    named = groups([plan, put, claim("c", status="output")])  # two could be meant
    assert len(set(named.values())) == 3


def test_the_published_pairs_have_the_verdicts_of_their_claims():
    table, claims = ex.pairs(), load().claims
    for _, row in table.iterrows():
        found = compare(claims[row["first_claim_id"]], claims[row["second_claim_id"]])
        assert (row["verdict"], row["reason"]) == found
        assert {row["first_claim_id"], row["second_claim_id"]} <= {name for pair in PAIRS for name in pair[:2]}
    assert len(table) == 11


def test_a_pair_is_shown_once_both_claims_had_been_published():
    assert "year-and-no-period" not in ex.pairs(as_of="2025-11-21").index  # 001 is of the 22nd
    assert "year-and-no-period" in ex.pairs(as_of="2025-11-22").index


def test_a_sum_by_a_date_is_not_held_against_a_sum_for_an_open_time(tmp_path):
    sums = {"dataset": "investment", "metric": "openai_infrastructure_money", "unit": "USD", "basis": "total"}
    to_2030 = {**sums, "period_end": "2030"}  # by its end, from nobody knows when
    by_2030 = {**to_2030, "period_start": "2026"}
    periods = {"open": sums, "dated": by_2030, "again": by_2030, "ending": to_2030}
    claims = [made(name, "a", central=6e11, **period) for name, period in periods.items()]
    write(tmp_path, sources=[source("a")], claims=claims)
    found: Any = ex.comparables("dated", seeds=tmp_path)
    assert found["verdict"].to_dict() == {"again": "agrees", "open": "not-comparable", "ending": "not-comparable"}
    dated = "One is a sum for 2026 to 2030, the other"
    assert found.loc["open", "reason"] == f"{dated} names no period."
    assert found.loc["ending", "reason"] == f"{dated} a sum for the time to 31 December 2030."


def test_what_a_claim_can_be_compared_with_stands_first():
    found: Any = ex.comparables("seed-000-rack-rate")
    assert found.loc["seed-003-rack-rate", "verdict"] == "differs"
    assert found.loc["seed-001-rack-rate-2026", "reason"] == "One is about November 2025, the other about 2026."
    assert not {"seed-000-investment", "seed-000-rack-rate"} & {*found.index}  # of another topic, and itself
    assert "shipped-2025-12-fx" in found.index  # of the same topic, another metric
    assert set(found["verdict"]) <= set(own_vocabulary()["verdict"])
    apart = (found["verdict"] == "not-comparable").tolist()
    assert apart == sorted(apart)
