"""What decides it, the waterfall and the back-test: bars where the numbers are, words that say what came out."""

import datetime
import json
import re
from typing import Any

import numpy as np
import pytest
from cases import MONTH_GW, PLAIN

import explorer as ex
from explorer.analysis.forecasts import Forecast
from explorer.charts import backtest_chart, rows, style, tornado_chart, waterfall_chart
from explorer.model import OUTCOMES
from explorer.scenario import table

S = ex.Scenario(draws=256)
HALF = PLAIN.replace(draws=64, openai_share=ex.uniform(0, 1))


def bars(spec):
    return [shape for shape in spec["layout"]["shapes"] if shape["type"] == "rect"]


def said(spec):
    return [note["text"] for note in spec["layout"]["annotations"]]


def test_a_bar_runs_from_the_middle_case_to_each_end():
    frame = ex.sensitivity(HALF, "delivered_gw", at="2026-08")
    spec = tornado_chart.spec_tornado(frame)
    low, high = bars(spec)
    whole = 10 * MONTH_GW
    assert (low["x0"], low["x1"]) == (pytest.approx(0.5 * whole), pytest.approx(0.05 * whole))
    assert (high["x0"], high["x1"]) == (pytest.approx(0.5 * whole), pytest.approx(0.95 * whole))
    assert {low["fillcolor"], high["fillcolor"]} == {style.LIGHT["wine"], style.LIGHT["blue"]}
    assert "<b>Share for OpenAI</b>" in said(spec)
    assert "5 to 95%" in said(spec)
    assert "explains 100%" in said(spec)


def test_the_ends_of_an_assumption_stand_at_the_ends_of_its_bar():
    """Outwards, so that no colour has to be known; also where less of an assumption gives more."""
    frame = ex.sensitivity(PLAIN.replace(draws=64, first_delivery_months=ex.uniform(1, 31)), "delivered_gw")
    notes = {note["text"]: note for note in tornado_chart.spec_tornado(frame)["layout"]["annotations"]}
    late: Any = frame.loc["first_delivery_months"]
    assert late["low_outcome"] > late["high_outcome"]
    for end, anchor in (("low", "left"), ("high", "right")):
        note = notes[f"{late[f'{end}_input']:.3g}"]
        assert (note["x"], note["xanchor"]) == (late[f"{end}_outcome"], anchor)


def test_the_most_decisive_comes_first_and_the_table_has_all():
    frame = ex.sensitivity(S, "energised_gw")
    spec = tornado_chart.spec_tornado(frame, shown=5)
    assert len(bars(spec)) == 10
    first = str(frame["variance_share"].drop("interactions").idxmax())
    assert spec["meta"]["title"].startswith(f"{table()[first].label} decides most: alone it explains")
    assert len(spec["meta"]["table"]["rows"]) == len(table()) + 1
    assert spec["meta"]["table"]["rows"][-1][0] == "Combinations"


def test_a_scenario_without_doubt_says_so():
    spec = tornado_chart.spec_tornado(ex.sensitivity(PLAIN, "delivered_gw"))
    assert spec["meta"]["title"] == "Nothing moves this outcome"
    assert bars(spec) == []


def test_the_waterfall_steps_join_and_end_at_the_second_scenario():
    frame = ex.compare(PLAIN, PLAIN.replace(openai_share=0.5, shipped_share=0.5), "delivered_gw", at="2026-08")
    spec = waterfall_chart.spec_waterfall(frame, names=("all racks", "a quarter"))
    whole = 10 * MONTH_GW
    ends = [(bar["x0"], bar["x1"]) for bar in bars(spec)]
    assert ends == [
        pytest.approx(pair) for pair in ((0, whole), (whole, whole / 2), (whole / 2, whole / 4), (0, whole / 4))
    ]
    assert spec["meta"]["title"] == "From all racks to a quarter: \u22123.3 GW"
    assert "in 2 steps. The largest is Shipped part of claimed capability, \u22122.2 GW." in spec["meta"]["summary"]
    assert "100% becomes 50%" in said(spec)


def test_two_equal_scenarios_make_two_bars():
    spec = waterfall_chart.spec_waterfall(ex.compare(PLAIN, PLAIN, "delivered_gw"))
    assert len(bars(spec)) == 2
    assert "do not differ" in spec["meta"]["summary"]


@pytest.mark.parametrize("outcome", list(OUTCOMES))
def test_every_outcome_can_be_drawn(outcome):
    assert outcome in rows.OUTCOME_NAMES
    for spec in (
        tornado_chart.spec_tornado(ex.sensitivity(S, outcome)),
        waterfall_chart.spec_waterfall(ex.compare(S, ex.presets()["As announced"], outcome)),
    ):
        json.dumps(spec, allow_nan=False)


def forecast(observed: float, counted: bool = True) -> Forecast:
    day = datetime.date(2025, 11, 22)
    return Forecast(
        "racks of Foxconn", day, "a month", np.arange(101.0), 100, 50, observed, observed, 2 * observed, counted
    )


def test_each_forecast_stands_over_what_came():
    spec = backtest_chart.spec_backtest([forecast(50), forecast(25, counted=False)])
    assert [trace["x"] for trace in spec["data"]] == [[2, 4], [1, 2], [1, 1]]
    widest = bars(spec)[0]
    assert (widest["x0"], widest["x1"]) == (pytest.approx(5 / 50), pytest.approx(95 / 50))
    assert said(spec).count("within 50%") == 2
    assert [text.split(", ")[1].split(";")[0] for text in said(spec) if text.startswith("came: ")] == [
        "counted",
        "an estimate",
    ]
    assert 1.0 in spec["layout"]["xaxis"]["tickvals"]


def test_what_fell_outside_is_said():
    spec = backtest_chart.spec_backtest([forecast(1), forecast(99)])
    assert {"came out lower", "came out higher"} <= set(said(spec))
    assert "0 of 2 figures since the announcement" in spec["meta"]["title"]


def test_figures_are_counted_one_by_one_however_they_weigh():
    # Of a counted figure outside and an estimated one inside one of two lies within, though it weighs a fifth.
    spec = backtest_chart.spec_backtest([forecast(99), forecast(50, counted=False)])
    assert spec["meta"]["title"] == "The model's 9-in-10 range held 1 of 2 figures since the announcement"


def test_where_a_rival_did_better_is_said():
    # 100 and 50 of a range about 50 against a figure of 50: the line is right, the range is not as sharp.
    assert (
        "racks of Foxconn a naive rival did better" in backtest_chart.spec_backtest([forecast(50)])["meta"]["summary"]
    )


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("dark", [False, True])
def test_the_real_ones_are_whole(narrow, dark):
    specs = [
        tornado_chart.spec_tornado(ex.sensitivity(S, "energised_gw"), narrow=narrow, dark=dark),
        waterfall_chart.spec_waterfall(
            ex.compare(S, ex.presets()["As counted"], "energised_gw"), narrow=narrow, dark=dark
        ),
        backtest_chart.spec_backtest(ex.backtest(draws=256), narrow=narrow, dark=dark),
    ]
    for spec in specs:
        json.dumps(spec, allow_nan=False)
        assert {"title", "subtitle", "summary", "sources", "data_to", "table"} <= set(spec["meta"])
        assert all(note["font"]["size"] >= style.SMALL for note in spec["layout"]["annotations"])
        lengths = {len(row) for row in spec["meta"]["table"]["rows"]}
        assert lengths == {len(spec["meta"]["table"]["columns"])}
        assert 1.0 in spec["layout"]["xaxis"]["tickvals"] or spec["layout"]["xaxis"]["type"] == "linear"


def test_they_are_plotly_figures_too():
    frame = ex.sensitivity(S, "energised_gw")
    assert re.match("<b>.* decides most", ex.charts.tornado(frame).layout.title.text)
    assert ex.charts.waterfall(ex.compare(S, PLAIN, "shipped"), width=390).layout.height > 300
    assert len(ex.charts.backtest(ex.backtest(draws=64)).to_dict()["data"]) == 3
