"""The chart of time: data to the left of the data date, cases to its right."""

import json
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from explorer.charts import bands, fan_chart, svg
from explorer.charts.fan_chart import Fan, Mark, fan_series, spec_fan
from explorer.model import simulate
from explorer.scenario import Scenario

MONTHS = np.arange(122)
# one GW a year in the middle case from November 2025 on, twice the quantile elsewhere
QUANTILES = {q: MONTHS / 12 * 2 * q for q in bands.QUANTILES}
MARKS = (Mark(-1, 0.0), Mark(1, 0.3), Mark(12, 1.2, happened=False))
FAN = Fan(MONTHS, QUANTILES, marks=MARKS, found="sites, all suppliers", found_short="sites")


def trace(spec, name):
    return next(trace for trace in spec["data"] if trace["name"] == name)


def test_cases_begin_at_the_data_to_and_end_with_2030():
    x, y = fan_series(FAN)["middle"]
    assert (x[0], x[-1]) == (12, 61)
    assert (y[0], y[-1]) == pytest.approx((1.0, 61 / 12))


def test_data_are_joined_where_they_happened_and_hollow_where_projected():
    spec = spec_fan(FAN)
    assert trace(spec, "data")["x"] == [-1, 1]
    colours = trace(spec, "marks")["marker"]["color"]
    assert colours[0] == colours[1] != colours[2]
    assert trace(spec, "marks")["text"][2] == "November 2026, projected by the source"


def test_ticks_are_the_ends_of_years():
    assert fan_chart.month_ticks(FAN)[:2] == [(1, "end of 2025"), (13, "end of 2026")]
    axis = spec_fan(FAN)["layout"]["xaxis"]
    assert axis["tickvals"][-1] == 61
    assert axis["range"] == [fan_chart.FIRST, 61]


def test_years_after_2030_are_drawn_only_when_asked_for_and_on_grey():
    def greyed(last):
        shapes = spec_fan(Fan(MONTHS, QUANTILES, last=last))["layout"]["shapes"]
        return [(shape["x0"], shape["x1"]) for shape in shapes if shape["type"] == "rect" and "xref" not in shape]

    assert greyed(61) == []
    assert greyed(121) == [(61, 121)]


def test_where_nothing_was_seen_the_chart_says_so():
    spec = spec_fan(Fan(MONTHS, QUANTILES, outcome="delivered_gw", found="no delivery found", found_short="none found"))
    assert "no delivery found" in [note["text"] for note in spec["layout"]["annotations"]]
    assert trace(spec, "data")["x"] == [None]
    assert "racks for 0.41 to 7.8 GW would be delivered" in spec["meta"]["title"]


def test_words_and_table_follow_the_numbers():
    meta = spec_fan(FAN)["meta"]
    # December 2029 is month 49: 49/12 GW in the middle, a tenth of it and 1.9 times it at the ends
    assert "0.41 to 7.8 GW would have power and racks in place by the end of 2029" in meta["title"]
    assert ["the end of 2029", "0.41", "2.0", "4.1", "6.1", "7.8"] in meta["table"]["rows"]
    assert "no purchase commitment" in meta["summary"]
    assert "sites, all suppliers" in meta["summary"]


def test_spec_and_series_hold_the_same_numbers_and_no_nan():
    spec, series = spec_fan(FAN), fan_series(FAN)
    json.dumps(spec, allow_nan=False)
    for name, (x, y) in series.items():
        assert trace(spec, name)["x"] == x.tolist()
        assert trace(spec, name)["y"] == pytest.approx(y.tolist())


def test_the_picture_is_well_formed_with_its_marks_and_margins():
    for narrow in (False, True):
        size = fan_chart.geometry(narrow)
        root = ET.fromstring(svg.svg_of(spec_fan(FAN, narrow=narrow), key="a", width=size.width))
        dots = [element for element in root.iter() if element.tag.endswith("circle")]
        ink, ground = "var(--chart-ink)", "var(--chart-ground)"
        assert [dot.get("fill") for dot in dots] == [ink, ink, ground]
        assert float(dots[1].get("cy", "nan")) == pytest.approx(size.plot_height * (1 - 0.3 / FAN.top), abs=0.01)
        assert spec_fan(FAN, narrow=narrow)["layout"]["height"] == size.height


def test_an_outcome_without_a_chart_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match="choose one of energised_gw, delivered_gw, delivered_it_gw"):
        Fan(MONTHS, QUANTILES, outcome="rack_sales_usd")


def test_the_fan_of_a_projection_is_the_models():
    projection = simulate(Scenario(draws=128))
    picture = fan_chart.fan_of(projection, "delivered_gw")
    expected = projection.quantiles_at("delivered_gw", [0.95], "2029-12")[0]
    assert picture.value(0.95, 49) == pytest.approx(float(expected), rel=1e-12)
    energised = fan_chart.fan_of(projection)
    steps = {mark.month: (mark.value, mark.happened) for mark in energised.marks}
    assert min(steps) >= fan_chart.FIRST  # earlier steps lie left of the axis
    assert steps[5.741935] == (1.911, True)  # Abilene to 0.59 GW on 23 May 2026, counted
    assert steps[11.033333] == (3.111, False)  # Abilene to 1.18 GW on 1 November 2026, projected
    assert max(steps) <= fan_chart.DATA_MONTH
