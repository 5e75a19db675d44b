"""Twenty dots in place of bands: each is one in twenty of the simulated cases, and can be counted."""

import json
from itertools import pairwise

import numpy as np
import pytest

import explorer as ex
from explorer.charts import dots_chart, svg
from explorer.charts.dots_chart import COUNT, Dots, dots_of, places, spec_dots
from explorer.model import simulate
from explorer.scenario import Scenario
from explorer.ui.page import Page
from explorer.ui.state import State

PROJECTION = simulate(Scenario(openai_share=0.3))


@pytest.mark.parametrize("outcome", ["energised_gw", "delivered_gw", "delivered_it_gw"])
def test_each_dot_stands_for_one_in_twenty_of_the_cases(outcome):
    picture = dots_of(PROJECTION, outcome, at="2028-12")
    cases = PROJECTION.at(outcome, "2028-12")
    assert len(picture.values) == COUNT
    for number, value in enumerate(picture.values):
        below = np.mean(cases < value)
        assert abs(below - (number + 0.5) / COUNT) <= 1 / len(cases)
    # so many dots above an amount, so many twentieths of the cases, to half a dot
    for amount in np.quantile(cases, [0.1, 0.37, 0.8]):
        assert abs(picture.at_least(float(amount)) / COUNT - np.mean(cases >= amount)) <= 0.5 / COUNT + 1 / len(cases)


@pytest.mark.parametrize("narrow", [False, True])
def test_dots_stack_and_none_lies_on_another(narrow):
    picture = dots_of(PROJECTION)
    found = places(picture, narrow=narrow)
    assert len(set(found)) == COUNT
    columns = sorted({x for x, _ in found})
    width = columns[0] * 2 if len(columns) == 1 else min(b - a for a, b in pairwise(columns))
    moved = [abs(x - value) for (x, _), value in zip(found, picture.values, strict=True)]
    assert max(moved) <= width / 2 + 1e-12
    spec = spec_dots(picture, narrow=narrow)
    assert max(spec["data"][0]["y"]) < spec["layout"]["yaxis"]["range"][1]


def test_where_all_is_fixed_all_dots_stand_on_one_another():
    found = places(Dots((2.0,) * COUNT, (2.0, 2.0, 2.0)), narrow=True)
    assert [height for _, height in found] == list(range(COUNT))
    spec = spec_dots(Dots((2.0,) * COUNT, (2.0, 2.0, 2.0)), narrow=True)
    assert max(spec["data"][0]["y"]) < spec["layout"]["yaxis"]["range"][1]


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("dark", [False, True])
def test_chart_table_and_picture_hold_the_same(narrow, dark):
    picture = dots_of(PROJECTION)
    spec = spec_dots(picture, narrow=narrow, dark=dark)
    json.dumps(spec, allow_nan=False)
    assert spec["data"][0]["customdata"] == list(picture.values)
    assert [row[1] for row in spec["meta"]["values"]["rows"]] == list(picture.values)
    assert len(spec["meta"]["table"]["rows"]) == COUNT
    assert svg.svg_of(spec, key="dots").count("<circle") == COUNT
    assert "one in twenty" in spec["meta"]["subtitle"]
    assert "no purchase commitment" in spec["meta"]["summary"]


def test_a_reader_chooses_dots_and_the_rest_of_the_page_follows():
    page = Page(State(Scenario(draws=256)))
    page.answer_to({"kind": "open", "search": ""})
    bands = page._specs["energised"]
    reply = page.answer_to({"kind": "spread", "value": "dots"})
    assert [trace["name"] for trace in reply["figures"]["energised"]["data"]] == ["dots"]
    assert "one in twenty" in reply["slots"]["energised-sub"]
    chart = page.answer_to({"kind": "taken"})["taken"]["charts"]["energised"]
    assert chart["code"].endswith("ex.charts.dots(ex.simulate(s))")
    assert [row[1] for row in chart["rows"]] == list(dots_of(page.state.projection).values)
    before = page._specs["energised"]["data"][0]["customdata"]
    page.answer_to({"kind": "set", "parameter": "openai_share", "part": "central", "value": "20"})
    page.answer_to({"kind": "rest"})
    assert page._specs["energised"]["data"][0]["customdata"] != before
    assert page.answer_to({"kind": "spread", "value": "violins"})["slots"]["notice"].startswith("<p>")
    page.answer_to({"kind": "undo"})
    page.answer_to({"kind": "spread", "value": "bands"})
    assert page._specs["energised"]["data"][0]["x"] == bands["data"][0]["x"]


def test_as_a_plotly_figure_and_what_has_no_dots():
    assert len(ex.charts.dots(PROJECTION, width=390).to_plotly_json()["data"]) == 1
    with pytest.raises(ValueError, match="no chart for 'shipped'"):
        dots_chart.dots_of(PROJECTION, "shipped")
