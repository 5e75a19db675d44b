"""May two claims be compared, and do they agree? Worked examples on the documents and on made-up claims."""

from typing import Any

import pytest

from explorer.evidence.comparability import VERDICTS, compare, figures, groups
from explorer.records import Claim
from explorer.records.vocabulary import METRICS, own
from explorer.seeds import load


def claim(name: str = "a", **changes: Any) -> Claim:
    """A claim of 1,000 racks a week, changed as asked."""
    given: dict[str, Any] = {
        "claim_id": name, "source_id": "s", "dataset": "capacity", "metric": "rack_rate", "party": "Foxconn",
        "statement": "A.", "bound": "about", "central": 1000, "unit": "racks/week", "basis": "rate", "scope": "world",
        "status": "output", "locator": "line 1",
    }  # fmt: skip
    changes = {"central": None} | changes if "bound" in changes else changes
    return Claim(**(given | changes))


MONEY = {"dataset": "investment", "metric": "contract_value", "unit": "USD", "basis": "total", "scope": "openai"}


def pair(first: str, second: str):
    claims = load().claims
    return compare(claims[first], claims[second])


@pytest.mark.parametrize(
    ("first", "second", "verdict", "reason"),
    [
        # two to three billion a year against one to five with no period
        (
            "seed-000-investment",
            "seed-001-investment",
            "not-comparable",
            "One is an amount for each year, the other states no period.",
        ),
        # makes against can make
        ("seed-000-rack-rate", "seed-003-rack-rate", "differs", "what is being done, the other what can be done"),
        # 1,000 now against 2,000 as a goal
        ("seed-000-rack-rate", "seed-001-rack-rate-2026", "not-comparable", "November 2025, the other about 2026"),
        # world against U.S.
        ("foxconn-cap-2026-blog", "seed-001-rack-rate-2026", "not-comparable", "worldwide; in the United States"),
        # a place against none stated
        ("seed-001-rack-rate-2026", "seed-003-rack-rate-2026", "vaguer", "It says only more, no number"),
        # a plan against "as high as"
        ("seed-002-money", "seed-003-money", "vaguer", "a plan, the other reported, not confirmed"),
        # the body of 001 against its summary
        (
            "seed-001-rack-rate-2026-summary",
            "seed-001-rack-rate-2026",
            "not-comparable",
            "One is about OpenAI and Foxconn, the other about Foxconn.",
        ),
        ("seed-001-rack-rate-2026", "seed-000-rack-rate-2026", "vaguer", "It says only more"),
        # none, none guaranteed, none for now
        ("seed-004-obligation", "seed-001-obligation", "vaguer", "no purchase guaranteed"),
        ("seed-004-obligation", "seed-002-obligation", "vaguer", "no obligation for now"),
        ("seed-001-obligation", "seed-002-obligation", "not-comparable", "Both can be right"),
        ("seed-000-supplier", "seed-004-supplier", "differs", "at once"),
        ("seed-002-racks-where", "seed-000-racks-where", "vaguer", "in the U.S."),
        ("seed-000-racks-where", "seed-002-racks-where", "narrower", "Ohio and Texas"),
        (
            "seed-002-power",
            "seed-004-broadcom-power",
            "not-comparable",
            "One is about OpenAI, the other about OpenAI with Broadcom",
        ),
        ("seed-001-investment", "foxconn-us-invest", "agrees", "neither states the period"),
    ],
)
def test_pairs_of_the_evidence(first, second, verdict, reason):
    found = pair(first, second)
    assert found.verdict == verdict
    assert reason in found.reason


def test_it_gigawatts_are_not_facility_gigawatts():
    it, site = (claim(metric="site_power", unit="GW", basis="stock", scope=s) for s in ("it_power", "facility_power"))
    assert compare(it, site).verdict == "not-comparable"


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ({"central": 1000}, {"central": 1000}, "agrees"),
        ({"central": 1000}, {"central": 1500}, "differs"),
        (
            {"bound": "exact", "low": 980, "central": 980, "high": 980},
            {"central": 1000},
            "vaguer",
        ),  # about: 5% each way
        ({"central": 1000}, {"bound": "exact", "low": 980, "central": 980, "high": 980}, "narrower"),
        ({"bound": "range", "low": 3, "high": 4}, {"bound": "range", "low": 2, "high": 5}, "vaguer"),
        ({"bound": "range", "low": 3, "high": 4}, {"bound": "range", "low": 3.5, "high": 5}, "agrees"),
        ({"bound": "up_to", "high": 2000}, {"bound": "at_least", "low": 3000}, "differs"),
        ({"bound": "direction", "unit": ""}, {"bound": "direction", "unit": ""}, "agrees"),
        ({"bound": "none", "unit": ""}, {}, "not-comparable"),
        (MONEY, MONEY, "agrees"),
        (MONEY, MONEY | {"unit": "TWD"}, "not-comparable"),
        (MONEY, MONEY | {"unit": "USD/year", "basis": "annual"}, "not-comparable"),
        (MONEY, MONEY | {"basis": "unstated"}, "not-comparable"),
        (MONEY | {"basis": "unstated"}, MONEY | {"basis": "unstated"}, "agrees"),
        (MONEY | {"basis": "unstated"}, MONEY | {"basis": "unstated", "central": 5}, "not-comparable"),
        (MONEY, MONEY | {"period_end": "2030"}, "not-comparable"),  # a sum to a day, and one for an open time
        (MONEY | {"period_end": "2030"}, MONEY | {"period_end": "2033"}, "not-comparable"),
        (MONEY | {"period_end": "2030"}, MONEY | {"period_end": "2030"}, "agrees"),
        ({}, {"scope": "us"}, "not-comparable"),
        ({}, {"scope": "unstated"}, "agrees"),
        ({}, {"party": "Quanta"}, "not-comparable"),
        ({}, {"status": "plan"}, "not-comparable"),
        ({}, {"status": "estimate"}, "agrees"),
        ({"status": "plan"}, {"status": "commitment"}, "agrees"),
        (
            {"period_start": "2025", "period_end": "2025"},
            {"period_start": "2025-11", "period_end": "2025-11"},
            "agrees",
        ),
        (
            {"period_start": "2025", "period_end": "2025"},
            {"period_start": "2026", "period_end": "2026"},
            "not-comparable",
        ),
    ],
)
def test_rules(first, second, verdict):
    assert compare(claim(**first), claim(**second)).verdict == verdict


def test_any_two_claims_get_a_known_verdict_and_one_reason():
    claims = list(load().claims.values())
    for first in claims[::3]:
        for second in claims[::5]:
            found = compare(first, second)
            assert found.verdict in VERDICTS
            assert found.reason.endswith(".")
            assert ".." not in found.reason


def test_the_other_way_round_vaguer_is_narrower():
    mirror = {"vaguer": "narrower", "narrower": "vaguer"}
    claims = [c for c in load().claims.values() if c.metric in ("rack_rate", "foxconn_investment", "racks_made_where")]
    for first in claims:
        for second in claims:
            verdict = compare(first, second).verdict
            assert compare(second, first).verdict == mirror.get(verdict, verdict)


def test_figures_as_text():
    assert figures(claim(bound="up_to", high=2000)) == "up to 2,000 racks a week"
    yearly = MONEY | {"unit": "USD/year", "basis": "annual"}
    assert figures(claim(bound="range", low=2e9, high=3e9, **yearly)) == "$2-3 billion a year"
    assert figures(claim(central=1.4e12, **MONEY)) == "about $1.4 trillion"
    share = {"dataset": "context", "metric": "market_share", "unit": "share", "basis": "share"}
    assert figures(claim(central=0.4, **share)) == "about 40%"
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
    named = groups([claim("a"), claim("b", scope="unstated")])
    assert named == {"a": "Foxconn: AI racks a week, worldwide, output or capability",
                     "b": "Foxconn: AI racks a week, place not stated, output or capability"}  # fmt: skip
    named = groups([claim("a"), claim("b", scope="unstated"), claim("c", scope="us")])
    assert len(set(named.values())) == 3


def test_an_estimate_joins_the_one_group_like_it_in_all_else():
    plan, put = claim("a", status="plan"), claim("b", status="estimate")
    named = groups([plan, put])
    assert named["a"] == named["b"] == "Foxconn: AI racks a week, worldwide, intended"
    assert groups([put])["b"].endswith("worldwide, estimated")
    named = groups([plan, put, claim("c", status="output")])  # two could be meant
    assert len(set(named.values())) == 3


def test_answers_belong_to_metrics_and_imply_known_answers():
    for metric in METRICS:
        known = own().answers(metric)
        for answer, about in known.items():
            assert set(about.implies) <= set(known) - {answer}
            assert own().implies(metric, answer, answer)
