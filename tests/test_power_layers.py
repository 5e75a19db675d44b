"""OpenAI's gigawatts, counted once: layers that hold the same gigawatts, in a table and in a picture."""

from typing import Any

import pytest

import explorer as ex
from explorer import charts
from explorer.datasets.tables import ROWS
from explorer.evidence.power_layers import counted_once
from explorer.records.vocabulary import own_vocabulary
from explorer.seeds import load


def test_every_layer_is_there_with_the_reason_why_it_is_no_addend():
    table: Any = ex.gigawatts()
    assert set(table["layer"]) == set(own_vocabulary()["layer"])
    assert set(table["state"]) == set(own_vocabulary()["state"])
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


def test_of_several_tracked_buildings_none_is_called_the_one():
    running: Any = ex.gigawatts().query("layer == 'buildings' and state == 'running'")
    assert len(running) > 1
    assert not running["name"].str.contains("the one tracked").any()
    assert "Abilene, of Stargate's sites" in set(running["name"])


def test_of_several_claims_the_first_that_had_been_published_speaks():
    """Abilene: the edition of December 2025 had 0.295 GW, that of September 2026 has 0.59."""
    assert ex.gigawatts(as_of="2025-12-31").loc["buildings-running", "central_gw"] == 0.295
    assert ex.gigawatts().loc["buildings-running", "central_gw"] == 0.59


def lane(layer: str, state: str, name: str, bound: str = "exact", *, counts: bool = True, old: str = "", **ends: float):
    row = {"layer": layer, "state": state, "name": name, "said": name, "bound": bound, "counts": counts}
    row |= {f"{end}_gw": ends.get(end) for end in ("low", "central", "high")}
    return row | {"superseded_by": old, "claim_ids": (name.lower(),), "source_ids": ("s",)}


def test_a_layer_is_summed_once_without_parts_older_words_and_other_layers():
    sums = counted_once(
        [
            lane("chips", "contracted", "A", low=5, central=5, high=5),
            lane("chips", "contracted", "B", "up_to", high=0.75),
            lane("chips", "contracted", "Part of A", counts=False, central=1),
            lane("chips", "planned", "C", "at_least", low=10),
            lane("chips", "planned", "Older", old="a", central=10),
            lane("buildings", "running", "D", "range", low=0.5, high=2.5),
            lane("payers", "contracted", "Told in dollars"),
        ]
    )
    assert [(one["layer"], one["state"], one["gw"], one["least"], one["most"]) for one in sums] == [
        ("chips", "contracted", (5.75, 5.75), False, True),
        ("chips", "planned", (10, 10), True, False),
        ("buildings", "running", (0.5, 2.5), False, False),
    ]
    assert sums[0]["claim_ids"] == ("a", "b")


def test_all_deals_stand_on_one_scale():
    spec = charts.one_scale.spec(ROWS["gigawatts"](load()), naming=load().naming)
    told = {(row[0], row[1]): row[3] for row in spec["meta"]["table"]["rows"]}
    assert told["Chips", "Promised or under contract"] == "up to 13.75 GW"
    assert told["Chips", "Planned"] == "10 GW"
    assert spec["meta"]["title"].startswith(
        "Chips for up to 13.75 GW promised or under contract. OpenAI ran on about 1.9 GW"
    )
