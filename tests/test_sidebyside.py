"""Several scenarios at once: the same draws for all, numbers as the model gives them, and their chart."""

import json
import math
from typing import Any

import numpy as np
import pytest

import explorer as ex
from explorer.analysis.answer import required
from explorer.analysis.scenario_comparison import MEASURES
from explorer.charts import sidebyside, style
from explorer.model import ModelError, simulate
from explorer.seeds import load

A = ex.Scenario(draws=256)
FOUR = {"A": A, "B": A.replace(openai_share=0.3), "C": A.replace(shipped_share=0.9, seed=8, draws=32), "D": A}


def test_each_figure_is_that_of_the_scenario_alone():
    frame: Any = ex.compare_many(FOUR, at="2028-12")
    assert list(frame.index.get_level_values(0).unique()) == list(MEASURES)
    for name, scenario in FOUR.items():
        alone = scenario.replace(seed=A.seed, draws=A.draws)
        for measure in ("delivered_gw", "energised_gw", "rack_sales_usd", "capex_usd"):
            points = simulate(alone).quantiles_at(measure, [0.05, 0.5, 0.95], "2028-12")
            assert frame.loc[(measure, name), ["low", "middle", "high"]].tolist() == points.tolist()
        share = frame.loc[("share_needed", name), ["low", "middle", "high"]].tolist()
        needed = required(alone, by="2028-12").share
        assert share == pytest.approx([needed.low, needed.middle, needed.high], rel=1e-12)


def test_the_same_scenario_twice_differs_by_nothing_at_all():
    frame: Any = ex.compare_many(FOUR)
    assert frame.xs("D", level="scenario")["change"].tolist() == [0.0] * len(MEASURES)
    # three times the share is, with the same draws, three times as much in every case
    delivered = frame.loc["delivered_gw"]
    assert delivered.loc["B", "high"] == pytest.approx(3 * delivered.loc["A", "high"], rel=1e-12)
    assert delivered.loc["B", "change"] == delivered.loc["B", "middle"] - delivered.loc["A", "middle"]


def test_only_what_differs_is_listed():
    frame: Any = ex.differing(FOUR)
    assert list(frame.index) == ["shipped_share", "openai_share"]
    assert frame.loc["openai_share"].tolist() == [one.openai_share for one in FOUR.values()]
    assert ex.differing({"A": A, "B": A.replace(seed=4)}).empty


def test_out_of_reach_is_infinite_and_no_change_is_made_of_it():
    frame: Any = ex.compare_many({"A": A, "B": A.replace(rack_rate_target=1000, shipped_share=0.05, growth_after=0)})
    assert math.isinf(frame.loc[("share_needed", "B"), "middle"])
    assert np.isnan(frame.loc[("share_needed", "B"), "change"])
    spec = sidebyside.spec(frame, "share_needed", seeds=load())
    assert spec["meta"]["table"]["rows"][1][1:] == ["more than all", "more than all", "more than all", "cannot be said"]
    assert len(spec["layout"]["shapes"]) == len(spec["data"][0]["x"]) == 1
    json.dumps(spec, allow_nan=False)


def test_what_cannot_be_compared_gets_a_sentence():
    with pytest.raises(ModelError, match="at least one scenario"):
        ex.compare_many({})
    with pytest.raises(ModelError, match="not within the projection"):
        ex.compare_many({"A": A}, at="2050-01")


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("narrow", [False, True])
def test_the_chart_says_what_the_frame_says(measure, narrow):
    frame: Any = ex.compare_many(FOUR)
    spec = sidebyside.spec(frame, measure, seeds=load(), width=358 if narrow else 900)
    json.dumps(spec, allow_nan=False)
    factor = 100 if measure == "share_needed" else 1
    assert spec["data"][0]["x"] == pytest.approx([factor * middle for middle in frame.loc[measure, "middle"]])
    ends = list(zip(frame.loc[measure, "low"], frame.loc[measure, "high"], strict=True))
    assert [shape["x0"] for shape in spec["layout"]["shapes"]] == pytest.approx([factor * low for low, _ in ends])
    assert [shape["x1"] for shape in spec["layout"]["shapes"]] == pytest.approx([factor * high for _, high in ends])
    assert [row[0] for row in spec["meta"]["table"]["rows"]] == list(FOUR)
    assert [row[3:6] for row in spec["meta"]["values"]["rows"]] == frame.loc[
        measure, ["low", "middle", "high"]
    ].values.tolist()
    assert all(note["font"]["size"] >= style.SMALL for note in spec["layout"]["annotations"])
