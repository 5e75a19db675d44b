"""OpenAI's gigawatts, counted once: layers that hold the same gigawatts, in a table and in a picture."""

import datetime
from typing import Any

import pytest

import explorer as ex
from explorer.charts.gigawatts_chart import gigawatts
from explorer.records.vocabulary import LAYERS, STATES
from explorer.seeds import Naming
from tests.smallfolder import claim, source, write

NAMING = Naming({"a": "Paper A"}, (), datetime.date(2026, 6, 30), "data to June 2026")


def test_every_layer_is_there_with_the_reason_why_it_is_no_addend():
    table: Any = ex.gigawatts()
    assert set(table["layer"]) == set(LAYERS)
    assert set(table["state"]) == set(STATES)
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


def gw(name: str, **given: Any) -> dict[str, Any]:
    return claim(name, "a", **({"metric": "planned_power", "unit": "GW", "basis": "stock"} | given))


@pytest.fixture
def small(tmp_path):
    """Chips: 5 GW signed, up to 2 planned. Buildings: at least 10 GW signed, 1 running, and one told in dollars."""
    lanes = [
        ("buildings", "running", gw("runs", central=1)),
        ("chips", "contracted", gw("signed", central=5)),
        ("chips", "planned", gw("limit", bound="up_to", high=2, central=None)),
        ("buildings", "contracted", gw("least", bound="at_least", low=10, central=None)),
        (
            "buildings",
            "contracted",
            claim("money", "a", unit="USD", basis="total", metric="contract_value", dataset="investment"),
        ),
    ]
    folder = write(
        tmp_path,
        sources=[source("a")],
        claims=[row for *_, row in lanes],
        gigawatts=[
            {"lane_id": row["claim_id"], "layer": layer, "name": row["claim_id"], "state": state}
            | {"claim_ids": [row["claim_id"]]}
            for layer, state, row in lanes
        ],
    )
    return ex.gigawatts(seeds=folder)


def test_bars_stand_by_layer_the_largest_first_and_are_as_long_as_their_figures(small):
    spec: Any = gigawatts.spec(small, naming=NAMING)
    boxes = [shape for shape in spec["layout"]["shapes"] if shape["type"] == "rect"]
    assert [box["x1"] for box in boxes] == [5, 2, 10, 1]  # chips before buildings; the one in dollars has no bar
    assert [box["x0"] for box in boxes] == [0, 0, 0, 0]  # each from nothing: none is stacked on another
    assert [box["line"]["dash"] for box in boxes] == ["solid", "dash", "solid", "solid"]
    assert len({box["fillcolor"] for box in boxes}) == 3  # contracted, planned, running
    assert boxes[0]["fillcolor"] == boxes[2]["fillcolor"]
    (ends,) = spec["data"]  # only "at least" ends in a triangle
    assert dict(zip(ends["x"], ends["marker"]["opacity"], strict=True)) == {5: 0, 2: 0, 10: 1, 1: 0}


def test_a_rule_parts_the_layers_and_each_says_why(small):
    spec: Any = gigawatts.spec(small, naming=NAMING)
    texts = " ".join(note["text"] for note in spec["layout"]["annotations"])
    assert sum(shape["type"] == "line" for shape in spec["layout"]["shapes"]) == 1
    assert texts.startswith("<b>Chips</b>")
    assert (
        "<b>Buildings</b> Buildings hold the chips and racks above, and cloud contracts pay for part of them." in texts
    )
    assert "no gigawatts<br>stated" in texts
    assert "no sum" in spec["layout"]["xaxis"]["title"]["text"]


@pytest.mark.parametrize("width", [900, 358])
@pytest.mark.parametrize("day", ["2001", "2025-11-20", None])
def test_the_real_table_and_the_picture_hold_the_same_rows(day, width):
    table = ex.gigawatts(as_of=day)
    chart = ex.charts.gigawatts(table, width=width)
    assert len(chart.layout.meta["table"]["rows"]) == len(table)
    assert set(chart.layout.meta["sources"]) <= set(ex.sources(as_of=day).index)
    assert day or chart.layout.meta["title"] == "OpenAI spoke of 30 GW. It ran on about 1.9 GW"
    assert day != "2001" or "published" in chart.layout.meta["title"]
