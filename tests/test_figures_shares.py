"""The chart of shares: worked examples on a curve that a reader can check by hand."""

import json
import math
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from explorer.charts import bands, shares_chart, svg, yardsticks
from explorer.charts.shares_chart import Shares, shares_series, spec_shares
from explorer.model import share_curve
from explorer.scenario import Scenario
from explorer.seeds import load

# 10 GW for each tenth of the racks at the middle, and as much less or more as the quantile lies from a half:
# at a share of 0.5 the 5% point is 5 GW, the middle 50 GW, the 95% point 95 GW.
SHARES = [0.0, 0.25, 0.5]
CURVE = Shares(SHARES, {q: [0, 50 * q, 100 * q] for q in bands.QUANTILES}, chosen=0.1, capped=[0, 0.4, 0.6], draws=100)


def trace(spec, name):
    return next(trace for trace in spec["data"] if trace["name"] == name)


def test_a_band_runs_up_its_high_edge_and_back_down_its_low_one():
    x, y = shares_series(CURVE)["band_90"]
    assert x.tolist() == [0, 0.25, 0.5, 0.5, 0.25, 0]
    assert y.tolist() == pytest.approx([0, 47.5, 95, 5, 2.5, 0])


def test_the_marker_stands_at_the_chosen_share_on_the_middle():
    series = shares_series(CURVE)
    assert [float(values[0]) for values in series["chosen_point"]] == pytest.approx([0.1, 10.0])
    assert series["chosen_line"][1].tolist() == [0, CURVE.top] == [0, 120]


def test_hatched_from_where_more_than_half_of_the_cases_are_capped():
    # capped rises from 0.4 at a quarter to 0.6 at a half of the racks: it passes one half midway, at 37.5%
    assert shares_chart.capped_from(CURVE) == pytest.approx(0.375)
    x, _ = shares_series(CURVE)["capped"]
    assert x.min() == pytest.approx(0.375)
    assert "from 38%" in shares_chart.capped_words(CURVE)[0]


def test_nothing_is_hatched_and_nothing_said_of_it_where_sites_and_money_suffice():
    free = Shares(SHARES, CURVE.quantiles, capped=[0, 0.1, 0.5])
    assert np.isnan(shares_series(free)["capped"][0]).all()
    assert shares_chart.capped_words(free) == []
    assert "<pattern" not in svg.svg_of(spec_shares(free), key="a")
    assert "<pattern" in svg.svg_of(spec_shares(CURVE), key="a")


def test_spec_and_series_hold_the_same_numbers():
    spec, series = spec_shares(CURVE), shares_series(CURVE)
    assert {trace["name"] for trace in spec["data"]} == set(series)
    for name, (x, y) in series.items():
        for axis, values in (("x", x), ("y", y)):
            shown = [math.nan if value is None else value for value in trace(spec, name)[axis]]
            assert np.array_equal(shown, values, equal_nan=True)


def test_the_spec_is_plain_json_without_nan():
    assert json.loads(json.dumps(spec_shares(CURVE), allow_nan=False))["layout"]["xaxis"]["range"] == [0, 0.5]


def test_a_range_for_the_share_is_drawn_as_a_range():
    series = shares_series(Shares(SHARES, CURVE.quantiles, chosen=(0.1, 0.2, 0.4)))
    assert series["chosen_range"][0].tolist() == [0.1, 0.4, 0.4, 0.1, 0.1]
    assert float(series["chosen_point"][0][0]) == 0.2


def test_a_share_beyond_the_axis_stays_at_its_edge_and_is_said():
    beyond = Shares(SHARES, CURVE.quantiles, chosen=0.9)
    assert float(shares_series(beyond)["chosen_point"][0][0]) == 0.5
    assert shares_chart.chosen_words(beyond) == "share set to 90%, beyond this chart"


def test_words_follow_the_numbers_and_name_the_missing_commitment():
    meta = shares_chart.shares_meta(CURVE)
    assert "1.0 to 19 GW" in meta["title"]  # 5% and 95% points at a tenth of the racks: 1 and 19
    assert "10 GW at a share of 10%" in meta["summary"]
    assert "no purchase commitment" in meta["summary"]
    assert meta["table"]["rows"][1] == ["10%", "1.0", "5.0", "10", "15", "19"]


def test_yardsticks_are_bands_on_a_facility_axis_and_lines_on_an_it_axis():
    shapes = spec_shares(CURVE)["layout"]["shapes"]
    assert [(shape["y0"], shape["y1"]) for shape in shapes] == [(10, 14), (30, 42)]
    it = spec_shares(Shares(SHARES, CURVE.quantiles, kind="it"))["layout"]["shapes"]
    assert [(shape["y0"], shape["y1"]) for shape in it] == [(10, 10), (30, 30)]


def test_yardsticks_are_figures_of_the_claims_they_name():
    claims = load().claims
    assert claims["seed-004-broadcom-power"].central == yardsticks.TEN.gw
    assert claims["seed-002-power"].central == yardsticks.THIRTY.gw
    assert claims["seed-004-broadcom-power"].source_id == yardsticks.TEN.source_id
    assert claims["seed-002-power"].source_id == yardsticks.THIRTY.source_id
    assert load().parameters["facility_overhead"].high == yardsticks.FACILITY_PER_IT


def test_a_yardstick_above_the_axis_is_told_in_words():
    low = Shares(SHARES, {q: [0, q / 2, q] for q in bands.QUANTILES})
    said = [note["text"] for note in spec_shares(low)["layout"]["annotations"]]
    assert low.top == 12
    assert "30 GW lies 2.5 times as high as this chart" in said


def test_the_picture_stands_where_the_chart_stands():
    for narrow in (False, True):
        size = shares_chart.geometry(narrow)
        root = ET.fromstring(svg.svg_of(spec_shares(CURVE, narrow=narrow), key="a", width=size.width))
        assert (root.get("width"), root.get("height")) == (str(size.width), str(size.height))
        circle = next(element for element in root.iter() if element.tag.endswith("circle"))
        assert circle.get("cx") == "20.000%"  # a share of 0.1 on an axis to 0.5
        assert float(circle.get("cy", "nan")) == pytest.approx(size.plot_height * (1 - 10 / CURVE.top), abs=0.01)
        margin = spec_shares(CURVE, narrow=narrow)["layout"]["margin"]
        assert (margin["l"], margin["t"], margin["b"]) == (size.left, size.top, size.bottom)


def test_missing_quantiles_and_unknown_kinds_are_refused_in_a_sentence():
    with pytest.raises(ValueError, match="missing"):
        Shares([0, 1], {0.5: [0, 1]})
    with pytest.raises(ValueError, match="do not fit the 2 places"):
        Shares([0, 1], {q: [0, 1, 2] for q in bands.QUANTILES})
    with pytest.raises(ValueError, match="must be one of facility, it"):
        Shares([0, 1], CURVE.quantiles, kind="thermal")


def test_the_curve_of_a_scenario_is_the_models():
    scenario = Scenario(draws=256, openai_share=0.25)
    curve = shares_chart.curve_of(scenario)
    model = share_curve(scenario, shares=[0.3])
    assert curve.value(0.5, 0.3) == pytest.approx(float(model[0.5][0]), rel=1e-12)
    assert curve.chosen_points == (0.25, 0.25, 0.25)
    assert shares_chart.curve_of(Scenario(draws=16, openai_share=0.8)).end == 1.0
    it = shares_chart.curve_of(scenario, kind="it")
    assert it.value(0.5, 0.3) < curve.value(0.5, 0.3)  # a building needs more than its computers


def test_the_sources_of_the_chart_are_those_of_the_assumptions_behind_it():
    sources = shares_chart.curve_of(Scenario(draws=16)).sources
    assert {"seed-000", "seed-001", "seed-003"} <= set(sources)
