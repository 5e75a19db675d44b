"""OpenAI's gigawatts, counted once: layers that hold the same gigawatts, in a table and in a picture."""

from typing import Any

import pytest

import explorer as ex
from explorer.records.vocabulary import own


def test_every_layer_is_there_with_the_reason_why_it_is_no_addend():
    table: Any = ex.gigawatts()
    assert set(table["layer"]) == set(own()["layer"])
    assert set(table["state"]) == set(own()["state"])
    assert table.groupby("layer")["reason"].nunique().eq(1).all()


def test_figures_are_those_of_the_claims():
    table, claims = ex.gigawatts(), ex.claims()
    for name, row in table.iterrows():
        spoken = claims.loc[row["claim_ids"][0]]
        if spoken["unit"] == "GW":
            assert row[["low_gw", "central_gw", "high_gw"]].tolist() == pytest.approx(
                spoken[["low", "central", "high"]].tolist(), nan_ok=True
            ), name
        else:
            assert row[["low_gw", "central_gw", "high_gw"]].isna().all()
            assert row["said"] == "no gigawatts stated"


def test_which_power_is_meant_is_said_only_where_the_source_says_it():
    table: Any = ex.gigawatts()
    assert table.loc["buildings-running", ["central_gw", "power"]].tolist() == [0.59, "facility"]
    assert table.loc["chips-broadcom", ["central_gw", "power"]].tolist() == [10, "not stated"]


def test_a_letter_of_intent_stays_beside_the_firm_contract_that_took_its_place():
    now, before = ex.gigawatts(), ex.gigawatts(as_of="2025-12-31")
    assert now.loc["chips-nvidia-letter", "superseded_by"] == "openai-nv-2026"
    assert before.loc["chips-nvidia-letter", "superseded_by"] == ""
    assert "chips-nvidia" not in before.index


def test_of_several_claims_the_first_that_had_been_published_speaks():
    """Abilene: the edition of December 2025 had 0.295 GW, that of September 2026 has 0.59."""
    assert ex.gigawatts(as_of="2025-12-31").loc["buildings-running", "central_gw"] == 0.295
    assert ex.gigawatts().loc["buildings-running", "central_gw"] == 0.59
