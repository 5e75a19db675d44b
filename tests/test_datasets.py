"""The frames: their columns and types, what is comparable, who agrees, and what was known when."""

import calendar
import datetime
from typing import Any

import pandas as pd
import pytest

import explorer
from explorer.datasets import columns, tables
from explorer.evidence.known import known_by
from explorer.records.fields import IDS, TEXT
from explorer.records.vocabulary import own_vocabulary
from explorer.seeds import load
from tests.tools.data_dictionary import dictionary

DOCUMENTS = [f"seed-00{number}" for number in range(5)]
CONTRACT = {  # what was promised stands first
    "sources": "publisher title url published published_precision tier document sha256 derived_from licence",
    "claims": "source_id dataset metric party statement low central high unit bound basis scope status period_start "
    "period_end as_of published locator",
    "timelines": "title start end precision kind party source_ids claim_ids",
    "parameters": "label unit kind low central high lower_bound upper_bound step claim_ids origin reason group",
}


@pytest.mark.parametrize("name", [name for name in tables.ROWS if name != "agreement"])
def test_columns_and_types_are_as_described(name):
    table: Any = columns.TABLES[name]
    promised = CONTRACT.get(name, "").split()
    for day in (None, "1999"):
        found = getattr(explorer, name)(as_of=day)
        assert found.index.name == (table.index or None)
        assert tuple(found.columns) == table.columns
        assert [*found.columns[: len(promised)]] == promised
        assert found.index.is_unique
        for column in found:
            described = table.described[str(column)].dtype
            if described == TEXT:
                assert pd.api.types.is_string_dtype(found[column])
                assert found[column].notna().all()
            elif described != IDS:
                assert str(found[column].dtype) == described
        assert tables.rows_of(found) == tables.ROWS[name](known_by(load(), day))


def test_each_call_returns_a_fresh_frame():
    changed = tables.claims()
    changed["high"] = 0.0
    assert tables.claims()["high"].max() > 0


def test_the_data_dictionary_is_current(checkout):
    """Written anew by: python -m tests.tools.data_dictionary > docs/data-dictionary.md"""
    assert (checkout / "docs" / "data-dictionary.md").read_text("utf-8") == dictionary()
    assert "\n| `come_of_it` | yes | heading above what has come of it;" in dictionary()


def test_racks_of_a_month_become_racks_a_week():
    """2,800 racks in the 31 days of December 2025: 2,800 / (31 / 7) = 632.3 a week."""
    table: Any = tables.capacity()
    assert table.loc["shipped-2025-12-fx", "central_racks_per_week"] == pytest.approx(632.26, abs=0.01)
    limit = table.loc["seed-001-rack-rate-2026"]  # "up to" 2,000 is one-sided
    assert limit[["low_racks_per_week", "central_racks_per_week"]].isna().all()
    assert limit["high_racks_per_week"] == 2000


def test_the_sums_of_foxconn_in_two_articles_are_five_groups():
    """By the year or for no period, for U.S. data centres, the U.S. or no place; and once only as commitments."""
    money: Any = tables.investment().query("metric == 'foxconn_investment' and source_id.str.startswith('seed-')")
    assert len(money) == money["group"].nunique() == 5
    assert money.loc["seed-000-investment", ["low_usd", "high_usd", "period_yr"]].tolist() == [2e9, 3e9, 1]
    assert pd.isna(money.loc["seed-001-investment", "period_yr"])
    # $38 billion from November 2025 to November 2032 is a sum for seven years
    assert tables.investment().loc["openai-aws-38", "period_yr"] == pytest.approx(7, abs=0.01)


@pytest.mark.parametrize(
    ("fact", "cells"),
    [
        ("rack-rate-now", "states silent silent differs silent"),
        ("rack-rate-2026", "vaguer states silent vaguer silent"),
        ("rack-rate-whose", "silent silent silent states silent"),
        ("rack-rate-whose-2026", "silent states silent silent silent"),
        ("foxconn-investment", "states not-comparable silent silent silent"),
        ("obligation", "silent vaguer vaguer silent states"),
        ("supplier-from", "states differs differs silent differs"),
        ("racks-where", "vaguer vaguer states vaguer vaguer"),
        ("networking-where", "silent silent states vaguer vaguer"),
        ("announcement-date", "states silent vaguer silent vaguer"),
        ("openai-money", "silent silent states vaguer silent"),
        ("openai-share", "unpublished unpublished unpublished unpublished unpublished"),
    ],
)
def test_agreement_of_the_documents(fact, cells):
    table: Any = tables.agreement()
    assert list(table.columns) == DOCUMENTS
    assert set(table.stack()) <= set(own_vocabulary()["cell"])
    assert table.loc[fact].tolist() == cells.split()


def test_agreement_in_detail_gives_reasons_and_claims():
    detail: Any = tables.agreement(detail=True).set_index(["fact_id", "source_id"])
    money: Any = detail.loc[("foxconn-investment", "seed-001")]
    assert money["said"] == "$1-5 billion"
    assert money["against"] == "seed-000"
    assert money["reason"] == "One is an amount for each year, the other states no period."
    assert money["claim_ids"] == ("seed-001-investment",)
    racks: Any = detail.loc[("rack-rate-2026", "seed-001")]
    assert racks["reason"] == "It says: up to 2,000 racks a week. Elsewhere it says: 2,000 racks a week."
    assert len(detail) == tables.agreement().size


def test_agreement_over_other_sources():
    table: Any = tables.agreement(sources=["seed-000", "reuters-cna-2025-11-21"])
    assert table.loc["rack-rate-now"].tolist() == ["states", "differs"]


def test_milestones_keep_only_witnesses_that_had_appeared():
    early: Any = tables.timelines(as_of="2025-11-20").loc["announcement"]
    assert early["source_ids"] == ("openai-post-2025-11-20",)
    assert early["claim_ids"] == ("openai-post-announced",)
    late: Any = tables.timelines().loc["broadcom-end"]
    day = pd.Timestamp("2029-12-31")
    assert (late["start"], late["end"], late["precision"]) == (day, day, "day")
    dated: Any = tables.timelines().loc["announcement-vague"]  # late November 2025, by Meyka AI
    assert (dated["start"].day, dated["end"].day, dated["precision"]) == (20, 30, "vague")


def test_quarterly_series_carry_their_intervals():
    chips: Any = tables.series("chip_shipments_b200")
    assert (chips["low"] < chips["value"]).all()
    assert (chips["value"] < chips["high"]).all()
    racks: Any = tables.series("rack_shipments_industry")
    assert racks["value"].sum() == 29_000  # 2,750 + 3,150 + 8,500 + 14,600


@pytest.mark.parametrize("name", load().series)
def test_months_of_series_follow_from_their_dates(name):
    """The end of a month is its number, 30 November 2025 being 0, and a day within it a part: 24 December 24/31."""
    for point in load().series[name].points:
        index = (point.date.year - 2025) * 12 + point.date.month - 11
        if name == "stargate_sites_facility_gw":  # it knows whole months only
            assert point.month == index, point.date
        else:
            days = calendar.monthrange(point.date.year, point.date.month)[1]
            assert point.month == pytest.approx(index - 1 + point.date.day / days, abs=1e-6), point.date


def test_the_tracker_had_watched_until_october_2026_and_projects_what_is_later():
    sites: Any = tables.series("openai_sites_facility_gw")
    assert sites["month"].dtype == "float64"
    assert (sites.attrs["unit"], sites.attrs["seen_month"]) == ("GW", 11)
    for point in load().series["openai_sites_facility_gw"].points:
        assert point.kind == ("count" if point.date <= datetime.date(2026, 10, 31) else "projection"), point.date
    assert "seen_month" not in tables.series("openai_running_gw").attrs


def test_running_sites_by_hand():
    """The end of 2025: Abilene 0.295, the one sure; with Atlanta 0.433, Goodyear 0.263 and Denton 0.094 it is 1.085."""
    row: Any = tables.series("openai_sites_facility_gw").loc["2025-12-31"]
    assert row["low"] == 0.295
    assert row["value"] == pytest.approx(0.295 + 0.433 + 0.263 + 0.094)
    assert row["high"] > row["value"]


def test_which_racks_and_chips_were_counted():
    """Foxconn's racks, by one tracker; those of all makers, and chips, are estimates."""
    kinds = {name: [point.kind for point in kept.points] for name, kept in load().series.items()}
    assert kinds["rack_shipments_foxconn"] == kinds["rack_rate_foxconn"] == ["count"] * 4
    assert kinds["rack_shipments_industry"] == ["estimate"] * 4
    assert set(kinds["chip_shipments_b200"]) == set(kinds["chip_shipments_b300"]) == {"estimate"}


def test_racks_since_january_and_racks_a_week_are_the_same_counts():
    """(14,700 - 11,900) / (31 / 7) = 632.3 a week in December; (6,900 - 4,300) / (30 / 7) = 606.7 in September."""
    since, weekly = (load().series[f"rack_{name}_foxconn"].points for name in ("shipments", "rate"))
    before, day = 0.0, datetime.date(2024, 12, 31)
    for total, rate in zip(since, weekly, strict=True):
        assert total.date == rate.date
        assert rate.value == pytest.approx((total.value - before) / ((total.date - day).days / 7), abs=0.05)
        before, day = total.value, total.date


def test_every_exported_row_leads_to_its_source():
    """A claim to its source and place, a step and a point to their sources, a default to claims or to our reason."""
    held = load()
    for frame in (explorer.claims(), explorer.capacity(), explorer.investment()):
        assert set(frame["source_id"]) <= set(held.sources)
        assert (frame["locator"] != "").all()
    for found in explorer.timelines()["source_ids"]:
        assert found
        assert set(found) <= set(held.sources)
    for name in held.series:
        assert set(explorer.series(name)["source_id"]) <= set(held.sources)
    parameters = explorer.parameters()
    assert parameters["reason"][parameters["origin"] == "ours"].str.len().min() > 10
