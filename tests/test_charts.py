"""Every chart, from the registry: words, table, picture, dark ground, code; then each chart of the model by hand."""

import copy
import datetime
import json
import pickle
import re
import xml.etree.ElementTree as ET
from fractions import Fraction
from html import unescape
from itertools import combinations
from typing import Any

import numpy as np
import plotly.io
import plotly.offline
import pytest
from cases import MONTH_GW, PARAMETERS, PLAIN, TABLES

import explorer as ex
from explorer.analysis.backtest import Forecast
from explorer.analysis.goal import Goal, frontier
from explorer.charts import marks, plotly_script, registry, style, svg
from explorer.charts.fan_chart import QUANTILES, stacked
from explorer.charts.html import steps
from explorer.charts.plotly_chart import LEAST, chart_of, dated
from explorer.datasets.tables import ROWS
from explorer.formatting import two_figures
from explorer.model import OUTCOMES, ModelError, share_curve, simulate
from explorer.page.charts import FOLLOWING, SAID
from explorer.page.view import View
from explorer.scenario import Scenario
from explorer.seeds import load
from tests.prose import faults

SEEDS = load()
S = Scenario(draws=256)
COMPARED = ex.compare(S, ex.presets()["As announced"].replace(draws=256), "delivered_gw")
ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "shares": (S,),
    "fan": (simulate(S),),
    "dots": (simulate(S),),
    "tornado": (ex.sensitivity(S, "delivered_gw"),),
    "frontier": (S,),
    "waterfall": (COMPARED,),
    "sidebyside": (ex.compare_many({"A": S, "B": S.replace(openai_share=0.3)}),),
    "backtest": (ex.backtest(draws=64),),
    **{name: tuple(ROWS[table](SEEDS) for table in tables) for name, tables in TABLES.items()},
}
"""What each chart is drawn of here: a new chart of the model needs a line."""
NAMES = list(registry.all_charts())
WIDTHS = (900, 358)
BESIDE = ("title", "subtitle", "sources", "data_to", "licence", "scenario", "link")
"""The columns with which a file of a chart describes itself, right of its numbers."""


def spec(name: str, width: int = 900) -> dict[str, Any]:
    told = {"naming": SEEDS.naming} if name in TABLES else {"seeds": SEEDS}
    return registry.CHARTS[name].spec(*ARGUMENTS[name], **told, width=width)


def texts(drawn: dict[str, Any]) -> list[str]:
    """All words in the plot, as plotly.js is given them."""
    return [note["text"] for note in drawn["layout"]["annotations"]]


def test_every_chart_is_looked_at_here():
    assert set(NAMES) == set(ARGUMENTS)
    assert set(NAMES) <= set(ex.charts.__all__)
    assert set(registry.ON_PAGE) == {*FOLLOWING, *SAID}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", NAMES)
class TestEveryChart:
    def test_it_is_plain_json_with_words_a_table_and_numbers(self, name, width):
        drawn = spec(name, width)
        assert json.loads(json.dumps(drawn, allow_nan=False))["layout"]["height"] > 150
        meta = drawn["meta"]
        assert all(meta[part] for part in ("title", "subtitle", "summary", "sources", "data_to", "note"))
        assert meta["note"].endswith(f"{meta['data_to'][0].upper()}{meta['data_to'][1:]}.")
        assert set(meta["sources"]) <= set(SEEDS.sources), "a number without a record"
        for part in ("table", "values"):
            lengths = {len(row) for row in meta[part]["rows"]}
            assert lengths == {len(meta[part]["columns"])}, part
        names = [*meta["values"]["columns"], *BESIDE]
        assert len(set(names)) == len(names)

    def test_its_words_promise_nothing_and_are_large_enough(self, name, width):
        drawn = spec(name, width)
        for words in (*(drawn["meta"][part] for part in ("title", "subtitle", "summary")), *texts(drawn)):
            if name not in TABLES:  # there sources speak
                assert not faults(unescape(words)), words
            assert not re.search(r"\d %", words), words
            assert not re.search(r"<(?!/?b>|br>|/?span)", words), words
        if name in ("shares", "fan", "dots", "frontier"):
            assert "OpenAI may buy but does not have to." in drawn["meta"]["summary"]
        assert min(map(int, re.findall(r'font": \{[^}]*"size": (\d+)', json.dumps(drawn)))) >= style.SMALL

    def test_its_picture_holds_the_same_words_and_stands_alone(self, name, width):
        drawn = spec(name, width)
        pictures = [svg.svg_of(drawn, key=f"{key}{name}") for key in "ab"]
        roots = [ET.fromstring(picture) for picture in pictures]
        said = {"".join(each.itertext()) for each in roots[0].iter("{http://www.w3.org/2000/svg}text")}
        assert {unescape(re.sub("<[^>]*>", "", words)) for words in texts(drawn)} <= said
        ids = [each.get("id") for root in roots for each in root.iter() if each.get("id")]
        assert len(ids) == len(set(ids)), "two on one page"
        used = set(re.findall(r"var\((--[a-z0-9-]+)\)", pictures[0]))
        assert used <= set(re.findall(r"(--[a-z0-9-]+):", svg.css_variables(dark=True)))
        assert not re.search(r"#[0-9a-f]{6}\b", pictures[0]), "a colour that dark pages could not change"
        alone = svg.svg_of(style.standing_alone(drawn, width=width), key=name, width=width)
        root = ET.fromstring(alone)
        assert root.get("width") == str(width)
        shown = "".join("".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text"))
        for words in ("title", "subtitle", "note"):
            assert drawn["meta"][words].replace(" ", "") in shown.replace(" ", ""), words
        assert "var(" not in alone
        (rules,) = re.findall(r"<style>(.*?)</style>", alone, re.DOTALL)
        assert all(rule.strip().startswith(f"#{name}-picture") for rule in re.findall(r"([^{}]+)\{", rules))

    def test_on_dark_ground_no_colour_of_the_light_one_is_left(self, name, width):
        dark = json.dumps(style.recoloured(spec(name, width)))
        assert style.DARK["ground"] in dark
        assert not [colour for colour in style.LIGHT.values() if colour in dark]


@pytest.mark.parametrize("name", NAMES)
def test_as_a_figure_it_has_its_finding_its_measure_its_note_and_a_light_ground(name):
    """Whole in the layout, in lines that fit its width where it is shown; and the other ground brings its colours."""
    drawn = spec(name)
    figure: Any = chart_of(drawn)
    meta, layout, light = drawn["meta"], figure.layout, figure.to_dict()["data"]
    words = [layout.title.text, layout.title.subtitle.text, layout.annotations[-1].text]
    assert words == [style.plain(text) for text in (f"<b>{meta['title']}</b>", meta["subtitle"], meta["note"])]
    figure.update_layout(width=400)
    shown = figure.to_dict()["layout"]
    assert [shown["title"]["text"].replace("<br>", " "), shown["annotations"][-1]["text"].replace("<br>", " ")] == [
        words[0],
        words[2],
    ]
    lines = shown["title"]["text"].split("<br>")
    assert max(map(len, lines)) <= 35 or any(" " not in line for line in lines)
    room = 24 * len(lines) + 18 * (1 + shown["title"]["subtitle"]["text"].count("<br>"))
    assert shown["margin"]["t"] >= drawn["layout"]["margin"]["t"] + room
    figure.update_layout(width=400, height=1234)
    assert figure.to_dict()["layout"]["height"] == 1234
    figure.update_layout(template="plotly_dark")
    dark = figure.to_dict()
    colours = json.dumps([dark["data"], dark["layout"]["annotations"], dark["layout"].get("shapes")])
    assert not [colour for colour in style.LIGHT.values() if colour in colours]
    own: Any = chart_of(drawn, dark=True)
    assert own.layout.template.layout.paper_bgcolor == style.DARK["ground"]
    own.update_layout(template="ggplot2")
    assert own.to_dict()["data"] == light


@pytest.mark.parametrize("name", list(registry.ON_PAGE))
def test_the_code_that_is_shown_draws_the_chart_of_the_page_again(name):
    scenario = Scenario(draws=512, openai_share=0.25)
    space: dict[str, Any] = {}
    *before, last = registry.code(name, scenario).split("\n")
    exec("\n".join(before), space)
    figure = eval(last, space)
    shown = {**FOLLOWING, **SAID}[name](View(scenario=scenario), SEEDS)
    made = json.loads(figure.to_json())
    assert json.loads(json.dumps(dated(shown)["data"])) == made["data"]
    assert made["layout"]["meta"]["table"] == json.loads(json.dumps(shown["meta"]["table"]))
    assert (name in FOLLOWING) == ("from_link" in registry.code(name, scenario))


# --- the engine
def test_a_figure_shows_itself_without_mode_bar_and_with_words_for_those_who_cannot_see_it(monkeypatch):
    monkeypatch.setattr(plotly.io.renderers, "default", "plotly_mimetype")
    bundle = ex.charts.shares(S)._repr_mimebundle_()
    assert bundle["text/plain"].startswith("At 10%, OpenAI would have racks for about")
    shown = bundle["application/vnd.plotly.v1+json"]["config"]
    assert (shown["displayModeBar"], shown["showSendToCloud"]) == (False, False)


@pytest.mark.parametrize(("width", "least"), [(900, LEAST), (390, 0)])
def test_where_a_chart_draws_itself_the_wide_layout_keeps_room_for_its_words(width, least):
    """On a phone it is moved sideways instead of being squeezed; the narrow layout takes what there is."""
    assert f'"least": {least}}}' in ex.charts.shares(S, width=width).standalone()


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda chart: pickle.loads(pickle.dumps(chart))])
def test_a_copy_is_a_chart_like_the_first(copied):
    chart: Any = ex.charts.shares(S, width=390)
    other = copied(chart)
    assert (other, other.said, other._size) == (chart, chart.said, (390, 400))
    other.update_layout(height=100)
    assert chart.layout.height != 100


def test_the_file_that_draws_figures_is_of_the_version_that_the_package_has():
    head = plotly_script.PATH.read_text("utf-8")[:200]
    assert f"plotly.js (basic - minified) v{plotly.offline.get_plotlyjs_version()}\n" in head


def luminance(colour: str) -> float:
    """Relative luminance of a colour such as #0072b2, as WCAG 2.2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("c", [style.LIGHT, style.DARK], ids=["light", "dark"])
def test_colours_can_be_told_apart_and_words_be_read(c):
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    for words in ("ink", "soft", "green", "wine", "amber", "blue", "warn", "middle"):
        assert min(contrast(c[words], c[ground]) for ground in ("ground", "wash")) >= 4.5, words
    for line in ("edge", "middle", "axis", "control", "warn_edge"):
        assert contrast(c[line], c["ground"]) >= 3, line
    assert min(contrast(c[words], c["warn_wash"]) for words in ("warn", "ink")) >= 4.5
    assert 1.2 <= contrast(c["band_90"], c["ground"]) <= contrast(c["band_80"], c["ground"])
    assert contrast(c["middle"], c["band_80"]) >= 3
    assert style.LIGHT.keys() == style.DARK.keys()
    assert len(set(c.values())) >= len(style.TO_DARK) - 3 * (c is style.DARK)


def test_axes_end_and_labels_move_apart():
    with pytest.raises(ValueError, match="cannot end at inf"):
        marks.ticks_from_zero(float("inf"))
    # 38 and 39 belong near the top of 40; each is 5 high, the upper one may not pass 42.5, so the lower gives way
    assert marks.spread_blocks([38, 39], [5, 5], -2.5, 42.5) == [35, 40]
    assert marks.spread_blocks([11, 10, 30], [4] * 3, 0, 40) == [14, 10, 30]


META = {"title": "A chart", "subtitle": "", "summary": "Two points.", "note": ""}


def small(data: Any = (), **more: Any) -> dict[str, Any]:
    """A chart of 180 by 100 CSS pixels over 0 to 10 each way."""
    axis = {"range": [0, 10], "tickvals": [0, 10], "ticktext": ["0", "10"]}
    given: Any = {"xaxis": axis, "yaxis": axis, **more}
    layout = style.base_layout(style.Geometry(200, 120, 10, 10, 10, 10), **given)
    return {"data": [{"type": "scatter", "mode": "markers", **trace} for trace in data], "layout": layout, "meta": META}


def test_in_a_picture_a_point_stands_where_its_numbers_say_and_words_are_words():
    points = {"x": [5, None], "y": [2.5, 1], "marker": {"size": 8, "color": "#0072b2"}}
    (circle,) = ET.fromstring(svg.svg_of(small([points]), key="a")).iter("{http://www.w3.org/2000/svg}circle")
    assert (circle.get("cx"), circle.get("cy"), circle.get("r")) == ("50.000%", "75.0", "4.0")
    text = "<b>5 < 6</b> & <script>alert(1)</script><br>&#36;2 (soft)"
    note = {"x": 1, "y": 1, "xanchor": "left", "yanchor": "top", "text": text, "font": {"color": "#1b1f24"}}
    picture = svg.svg_of(small(annotations=[note]), key="a")
    assert "<script" not in picture
    assert "5 < 6 & <script>alert(1)</script>$2 (soft)" in "".join(ET.fromstring(picture).itertext())


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("shares", "frontier")])
def test_what_a_pointer_is_told_by_the_figure_it_is_told_by_the_picture(name):
    """Also of a dot that is not seen, at the end of a bar that is. (In the other two lines alone have words.)"""
    drawn = spec(name)
    told = {words for one in drawn["data"] if one["mode"] == "markers" for words in one.get("text", ())}
    titles = {unescape(found) for found in re.findall("<title>(.*?)</title>", svg.svg_of(drawn, key="a"), re.DOTALL)}
    assert told
    assert titles == {unescape(words.replace("<br>", "\n")) for words in told}


def test_charts_take_the_seeds_that_they_are_given(checkout):
    """A folder without a series of sites and without parameters, about another deal."""
    theirs = load(str(checkout / "docs" / "examples" / "meta-hyperion"))
    over_time = registry.CHARTS["fan"].spec(simulate(S), seeds=theirs)
    assert trace(over_time, "sites")["x"] == []
    assert theirs.deal.maker in over_time["meta"]["summary"]
    assert f"{theirs.deal.maker} would have shipped" in ex.charts.chain(simulate(S), seeds=theirs)
    for name in ("tornado", "waterfall", "frontier"):
        with pytest.raises(ex.ExplorerError, match="these seeds have no parameter"):
            registry.CHARTS[name].spec(*ARGUMENTS[name], seeds=theirs)


@pytest.mark.parametrize(
    ("one", "fault"),
    [
        (small([{"type": "pie"}]), "type pie"),
        (small([{"mode": "lines+bubbles"}]), "mode lines"),
        (small([{"x": [1], "y": [1], "marker": {"symbol": "star", "size": 9, "color": "#0072b2"}}]), "form star"),
        (small(shapes=[{"type": "circle", "x0": 1, "x1": 2, "y0": 1, "y1": 2}]), "type circle"),
    ],
)
def test_what_a_picture_cannot_hold_is_refused(one, fault):
    with pytest.raises(ValueError, match=fault):
        svg.svg_of(one, key="a")


# --- the charts of the model, one example each
def trace(drawn: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in drawn["data"] if one["name"] == name)


def bars(drawn: dict[str, Any]) -> list[dict[str, Any]]:
    return [shape for shape in drawn["layout"]["shapes"] if shape["type"] == "rect"]


def of(name: str, *given: Any, **more: Any) -> dict[str, Any]:
    return registry.CHARTS[name].spec(*given, seeds=SEEDS, **more)


def test_shares_two_curves_the_goal_and_the_readers_marker():
    # one rack pace for all: at a share of all, 10 * MONTH_GW by August 2026, so half of that at a half
    drawn = of("shares", PLAIN.replace(draws=64, openai_share=0.5), at="2026-08")
    given = trace(drawn, "delivered")
    assert (given["x"][0], given["x"][-1]) == (0, 0.7)
    assert given["y"][-1] == pytest.approx(7 * MONTH_GW)
    assert trace(drawn, "chosen_point")["x"] == [0.5, 0.5]
    assert trace(drawn, "chosen_point")["y"][0] == pytest.approx(5 * MONTH_GW)
    assert "<b>your share: 50%</b>" in texts(drawn)
    assert trace(drawn, "goal_ring")["x"] == [None]  # all racks come to 4.3 GW, less than the goal of 10
    assert "more than all of Foxconn’s AI racks" in drawn["meta"]["summary"]
    curve = share_curve(S, shares=[0.25])
    usual = of("shares", S.replace(openai_share=0.25))
    assert trace(usual, "chosen_point")["y"] == pytest.approx([curve[0.5][0], curve.energised[0.5][0]], rel=1e-9)
    (ring,) = trace(usual, "goal_ring")["x"]
    assert np.interp(ring, trace(usual, "delivered")["x"], trace(usual, "delivered")["y"]) == pytest.approx(10)
    assert f"10 GW takes {100 * ring:.0f}%" in " ".join(texts(usual))
    assert usual["layout"]["shapes"][1]["y0"] == SEEDS.claims["openai-gw-2025"].central
    assert "All of OpenAI in 2025:" in " ".join(texts(usual))


def test_shares_a_range_and_a_share_beyond_the_axis():
    drawn = of("shares", S.replace(openai_share=ex.uniform(0, 0.9)))
    assert drawn["layout"]["xaxis"]["range"] == [0, 1.0]
    assert trace(drawn, "chosen_range")["x"][:2] == pytest.approx([0.045, 0.855])
    # words tell of all cases of the range as it was set, the marker stands at its middle
    spread = ex.simulate(S.replace(openai_share=ex.uniform(0, 0.9)))
    middle = spread.quantiles_at("delivered_gw", [0.5], SEEDS.deal.goal_by)[0]
    assert drawn["meta"]["title"].startswith(f"At 0 to 90%, OpenAI would have racks for about {two_figures(middle)} GW")
    assert trace(drawn, "chosen_point")["x"] == pytest.approx([0.45, 0.45])
    assert trace(of("shares", S), "chosen_range")["x"] == [None] * 5
    nothing = of("shares", S.replace(openai_share=0))
    assert nothing["meta"]["title"].startswith("No order, no racks")
    # a share with nothing delivered yet is an order all the same
    early = ex.charts.shares.spec(S.replace(first_delivery_months=30), at="2026-12", seeds=SEEDS)
    assert early["meta"]["title"].startswith("At 10%, OpenAI would have racks for about 0 GW")


def test_shares_at_other_gigawatts_and_without_those_that_lie_far_beyond():
    drawn = of("shares", S, target_gw=5)
    assert next(shape["y0"] for shape in drawn["layout"]["shapes"]) == 5
    assert trace(drawn, "goal_range")["y"] == [5, 5]
    assert trace(drawn, "goal_ring")["x"][0] == pytest.approx(trace(of("shares", S), "goal_ring")["x"][0] / 2)
    said = drawn["meta"]["summary"]
    assert said.startswith("To equip 5 GW by")
    assert "is here for scale" not in said
    assert "10 GW, the size of OpenAI's Broadcom programme, is here for scale." in of("shares", S)["meta"]["summary"]
    beyond = of("shares", S, target_gw=1000)
    assert not any("1,000" in note["text"] for note in beyond["layout"]["annotations"])
    assert beyond["layout"]["yaxis"]["range"][1] < 200
    assert "To equip 1,000 GW by the end of 2029, OpenAI would need more than all" in beyond["meta"]["summary"]
    with pytest.raises(ex.ExplorerError, match="target_gw"):
        ex.charts.shares(S, target_gw="ten")  # pyright: ignore[reportArgumentType]


def test_fan_both_outcomes_from_the_date_of_the_sites_on_and_their_dots_before_it():
    projection = simulate(S)
    drawn = of("fan", projection)
    for name, outcome in (("delivered", "delivered_gw"), ("switched_on", "energised_gw")):
        line = trace(drawn, name)
        assert (line["x"][0], line["x"][-1]) == (11, 61)  # October 2026, the edition of the sites; December 2030
        assert line["y"][-1] == pytest.approx(projection.quantiles_at(outcome, [0.5], "2030-12")[0])
    sites = trace(drawn, "sites")
    assert max(sites["x"]) <= 11
    assert all("OpenAI’s tracked sites, all suppliers" in words for words in sites["text"])
    assert of("fan", simulate(S.replace(openai_share=0.01)), last="2029-12")["layout"]["xaxis"]["range"] == [-2, 49]
    ranged = of("fan", simulate(S.replace(openai_share=ex.uniform(0, 1))))  # a range is no multiple of all racks
    assert trace(ranged, "delivered")["y"][-1] > trace(drawn, "delivered")["y"][-1]
    # the scenario may end before the deal's charts, but not before the data
    assert of("fan", simulate(S.replace(horizon="2027-06")), at="2027-06")["layout"]["xaxis"]["range"] == [-2, 19]
    lower = of("fan", projection, at="2028-12", target_gw=Fraction(5, 2))
    assert [(shape["y0"], shape["y1"]) for shape in lower["layout"]["shapes"][1:]] == [(2.5, 2.5)]
    assert ("2.5 GW" in texts(lower), "10 GW" in texts(lower)) == (True, False)
    assert "by the end of 2028" in lower["meta"]["title"]
    assert len(of("fan", projection, target_gw=1_000)["layout"]["shapes"]) == 1  # far above all curves
    early = of("fan", projection, at="2026-12")["meta"]["title"]  # when the middle is none and some cases are more
    assert early == "At 10%, about 0 GW would be switched on by the end of 2026, of 0 GW delivered"
    with pytest.raises(ModelError, match="2025-10 is not within the projection"):
        ex.charts.fan(projection, at="2025-10")
    with pytest.raises(ModelError, match="begin with 2026-10, after its last month, 2026-09"):
        ex.charts.fan(projection, last="2026-09")


def test_dots_can_be_counted():
    projection = simulate(Scenario(openai_share=0.5))
    for width in WIDTHS:
        drawn = of("dots", projection, width=width)
        values = [row[1] for row in drawn["meta"]["values"]["rows"]]
        cases = projection.at("energised_gw", "2029-12")
        assert [np.mean(cases < value) for value in values] == pytest.approx(np.arange(0.025, 1, 0.05), abs=1e-3)
        reached = sum(value >= 10 for value in values)
        assert drawn["data"][0]["marker"]["color"].count(style.LIGHT["amber"]) == reached > 0
        assert f"{reached} of 20 simulated cases would have 10 GW switched on" in drawn["meta"]["title"]
        spots = list(zip(drawn["data"][0]["x"], drawn["data"][0]["y"], strict=True))
        assert len(set(spots)) == 20
        assert max(y for _, y in spots) < drawn["layout"]["yaxis"]["range"][1]
    assert [height for _, height in stacked([2.0] * 20, 20, 10)] == list(range(20))
    assert "none of 20" in of("dots", simulate(S.replace(openai_share=0)))["meta"]["title"]
    lower = of("dots", projection, at="2028-12", target_gw=Fraction(3, 2))
    reached = sum(value >= 1.5 for value in projection.quantiles_at("energised_gw", QUANTILES, "2028-12"))
    assert texts(lower) == [f"<b>1.5 GW or more: {reached} of 20</b>"]
    assert f"{reached} of 20 simulated cases would have 1.5 GW switched on by the end of 2028" in lower["meta"]["title"]
    assert lower["layout"]["shapes"][0]["x0"] == 1.5


def test_tornado_a_bar_from_the_median_to_each_end():
    half = PLAIN.replace(draws=64, openai_share=ex.uniform(0, 1), first_delivery_months=ex.uniform(1, 31))
    drawn = of("tornado", ex.sensitivity(half.replace(first_delivery_months=0), "delivered_gw", at="2026-08"))
    low, high = bars(drawn)
    assert (low["x0"], low["x1"]) == pytest.approx((5 * MONTH_GW, 0.5 * MONTH_GW))
    assert (high["x0"], high["x1"]) == pytest.approx((5 * MONTH_GW, 9.5 * MONTH_GW))
    assert {"<b>OpenAI's share</b>", "5 to 95%", "explains 100%", "95%"} <= set(texts(drawn))
    late = of(
        "tornado", ex.sensitivity(PLAIN.replace(draws=64, first_delivery_months=ex.uniform(1, 31)), "delivered_gw")
    )
    notes = {note["text"]: note["font"]["color"] for note in late["layout"]["annotations"]}
    ends = {"2.5 months": style.LIGHT["amber"], "29.5 months": style.LIGHT["blue"]}
    shown = [end for end in ends if end in notes]  # a low input gives more here, and keeps its colour
    assert shown
    assert [notes[end] for end in shown] == [ends[end] for end in shown]
    frame = ex.sensitivity(S, "energised_gw")
    whole = of("tornado", frame)
    first = str(frame["variance_share"].drop("interactions").idxmax())
    assert whole["meta"]["title"].lower().startswith(f"what matters most: {PARAMETERS[first].label.lower()}")
    assert len(whole["meta"]["table"]["rows"]) == len(PARAMETERS) + 1
    assert (
        of("tornado", frame.iloc[[2, 1]])["meta"]["title"].lower().count(PARAMETERS[str(frame.index[1])].label.lower())
    )
    assert whole["meta"]["subtitle"].startswith("Power switched on, with cooling, by the end of 2029: ")
    part = of("tornado", frame.head(4))["meta"]
    assert "Combinations" not in part["summary"]
    assert len(part["table"]["rows"]) == 4
    assert of("tornado", ex.sensitivity(PLAIN, "delivered_gw"))["meta"]["title"] == "Nothing moves this outcome"


def test_waterfall_steps_join_and_end_at_the_second_scenario():
    frame = ex.compare(PLAIN, PLAIN.replace(openai_share=0.5, shipped_share=0.5), "delivered_gw", at="2026-08")
    drawn = of("waterfall", frame, names=("all racks", "a quarter"))
    whole = 10 * MONTH_GW
    ends = [(bar["x0"], bar["x1"]) for bar in bars(drawn)]
    assert ends == [
        pytest.approx(pair) for pair in ((0, whole), (whole, whole / 2), (whole / 2, whole / 4), (0, whole / 4))
    ]
    assert drawn["meta"]["title"] == "From all racks to a quarter: −3.3 GW"
    assert "2 steps; the largest is Share of capacity really shipped, −2.2 GW." in drawn["meta"]["summary"]
    assert "100% becomes 50%" in texts(drawn)
    assert "shows 1 of the steps between" in of("waterfall", frame.head(1))["meta"]["summary"]
    assert "do not differ" in of("waterfall", ex.compare(PLAIN, PLAIN, "delivered_gw"))["meta"]["summary"]
    own = ex.compare(PLAIN, PLAIN.replace(openai_share=[0.2, 0.4]), "delivered_gw", at="2026-08")
    assert "100% becomes own(2 samples from 0.2 to<br>0.4)" in texts(of("waterfall", own))


def test_sidebyside_is_held_against_the_first_that_is_left():
    many = {"A": S, "B": S.replace(openai_share=0.2), "C": S.replace(openai_share=0.3)}
    whole = ex.compare_many(many)
    left = of("sidebyside", whole[whole.index.get_level_values("scenario") != "A"])
    change = {row[0]: row[-1] for row in left["meta"]["values"]["rows"]}
    middle = whole.loc["delivered_gw"]["middle"]
    assert change == {"B": 0, "C": pytest.approx(middle["C"] - middle["B"])}
    with pytest.raises(ex.ExplorerError, match="no measure 'shipped'"):
        of("sidebyside", whole, "shipped")
    assert (
        of("sidebyside", whole, "share_needed", names={"A": "ours"})["layout"]["annotations"][0]["text"]
        == "<b>A: ours</b>"
    )


def test_time_on_an_axis_is_dates_on_which_what_is_added_lands():
    projection = simulate(S)
    fan: Any = ex.charts.fan(projection)
    frame = projection.to_frame(["delivered_gw"], [0.5])["delivered_gw_p50"]
    line = next(one for one in fan.data if one.name == "delivered")
    there = dict(zip(line.x, line.y, strict=True))
    assert there["2029-12-31"] == pytest.approx(frame.loc["2029-12-31"])
    assert fan.layout.xaxis.type == "date"
    fan.add_vline(x="2029-12-01")
    assert fan.layout.xaxis.range[0] < fan.layout.shapes[-1].x0 < fan.layout.xaxis.range[1]
    steps: Any = ex.charts.timeline(ex.timelines(), ex.sources(), whole=True)
    values = steps.layout.meta["values"]
    start = values["columns"].index("start")
    assert [row[start] for row in values["rows"]] == list(steps.data[0].x)


def test_a_plot_that_an_analyst_has_set_to_dark_makes_charts_dark(monkeypatch):
    monkeypatch.setattr(plotly.io.templates, "default", "plotly_dark")
    dots: Any = ex.charts.dots
    grounds = [dots(dark=dark).layout.template.layout.paper_bgcolor for dark in (None, True, False)]
    assert grounds == [style.DARK["ground"], style.DARK["ground"], style.LIGHT["ground"]]


@pytest.mark.parametrize("outcome", list(OUTCOMES))
def test_every_outcome_can_be_drawn(outcome):
    over_time = of("fan", simulate(S), outcome)
    middle = simulate(S).quantiles_at(outcome, [0.5], "2030-12")[0]
    assert (len(over_time["data"]), over_time["data"][1]["y"][-1]) == (2, pytest.approx(middle))
    assert over_time["meta"]["values"]["columns"][1:] == [f"p{end}_{outcome}" for end in ("05", "50", "95")]
    for drawn in (
        over_time,
        of("tornado", ex.sensitivity(S, outcome)),
        of("waterfall", ex.compare(S, ex.presets()["As announced"], outcome)),
    ):
        json.dumps(drawn, allow_nan=False)


def forecast(observed: float, origin: datetime.date = datetime.date(2025, 11, 22), counted: bool = True) -> Forecast:
    name, draws = "racks of the maker", np.arange(101.0)
    return Forecast(name, origin, "a month", draws, 100, 50, observed, counted)


def test_backtest_counts_what_fell_inside_in_two_panels():
    early = datetime.date(2025, 1, 1)
    drawn = of("backtest", [forecast(50), forecast(99, counted=False), forecast(1, early)])
    assert drawn["meta"]["title"] == (
        "The model’s range held what came in 1 of 2 forecasts made since the announcement and 0 of 1 forecasts made "
        "before the announcement"
    )
    places = {one["name"]: [int(x) for x in one["x"]] for one in drawn["data"]}
    assert places == {
        "since the announcement, counted": [1],
        "since the announcement, an estimate": [2],
        "before the announcement, counted": [0],
    }
    row = drawn["meta"]["table"]["rows"][0]
    assert row[1] == "22 November 2025"
    assert row[3:] == ["5 to 95 racks a week", "50 racks a week, counted", "inside the range", "1.0", "2.0", "1.0"]
    assert "A simple rival did better in: racks of Foxconn." in of("backtest", [forecast(50)])["meta"]["summary"]
    assert of("backtest", [])["meta"]["title"] == "No forecast"


def test_chain_racks_on_one_scale():
    whole = Scenario(draws=4, rack_rate_start=1000, rack_rate_target=1000, growth_after=0, shipped_share=1)
    (_, none, made), (_, given, own), (_, on, running) = steps(simulate(whole), "2029-12", SEEDS.deal)
    # 1,000 a week throughout, all shipped, 50 months of 365.25 / 12 / 7 weeks
    assert made[1] == pytest.approx(1000 * 50 * 365.25 / 84)
    assert made[1] >= own[1] >= running[1]
    assert (none, given.split()[1], on.split()[1]) == ("", "GW", "GW")
    html = ex.charts.chain(simulate(S))
    assert html.count("<li>") == 3
    without = ex.charts.chain(simulate(S.replace(openai_share=0)))
    assert "With 0% of them once deliveries run in full, OpenAI would have none by then.</p>" in without
    assert "0 racks in 9 of 10 cases" in without
    assert " 0 to 0 " not in without
    drawn = of("fan", simulate(S.replace(openai_share=0)))
    assert drawn["meta"]["title"] == "At 0%, nothing would be delivered or switched on by the end of 2029"
    assert "OpenAI may buy but does not have to." in html


ONE = Goal("delivered_gw", 1, "2026-08")  # of ten months at MONTH_GW each, with all racks


@pytest.mark.parametrize("share", [0, 0.05, 0.1, 0.2, 0.5])
@pytest.mark.parametrize("lever", ["rack_rate_target", "later_rack_power_kw", "site_slip_months", "room_share"])
def test_frontier_its_names_do_not_meet_where_a_panel_makes_it_narrow(lever, share):
    """A plot of 300 pixels in place of 545: what is side by side there comes over one another here."""
    spec = of("frontier", Scenario(openai_share=share, draws=512), lever)
    layout = spec["layout"]
    high = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    start, end = layout["xaxis"]["range"]
    boxes = []
    for note in layout["annotations"]:
        if note["text"] in ("<b>Enough</b>", "<b>Too little</b>", "<b>you are here</b>"):
            x = 300 * (note["x"] - start) / (end - start) + note["xshift"]
            wide = 7.5 * (len(note["text"]) - 7)
            boxes.append(
                (x - wide * (note["xanchor"] == "right"), wide, high * note["y"] / 100 + note.get("yshift", 0))
            )
    assert len(boxes) >= 2
    for (x, wide, y), (other, its, up) in combinations(boxes, 2):
        assert x + wide <= other or other + its <= x or abs(y - up) >= 16


def test_frontier_the_line_the_ground_without_any_and_the_reader():
    line = of("frontier", frontier(PLAIN.replace(openai_share=0.5), "shipped_share", ONE, places=5))
    part = 100 / (10 * MONTH_GW)
    assert trace(line, "just enough")["y"] == pytest.approx([100, 4 * part, 2 * part, part / 0.75, part])
    assert (trace(line, "you")["x"], trace(line, "you")["y"]) == ([100], [50])
    assert "<b>you are here</b>" in texts(line)
    assert max(trace(line, "never enough 1")["x"]) == pytest.approx(part)
    lever = "share of capacity really shipped at 100%"
    assert line["meta"]["title"] == f"For 1 GW by August 2026, with {lever}, OpenAI would need 23% of the racks"
    named = of("frontier", frontier(PLAIN.replace(openai_share=0.5), "rack_rate_target", ONE, places=3))
    assert "with “racks per week, later” at " in named["meta"]["title"]
    assert line["meta"]["table"]["rows"][0] == ["0", "no share is enough"]
    assert "At 23% it would take all of the AI racks." in line["meta"]["summary"]
    never = of("frontier", S, "rack_power_kw", outcome="energised_gw", at_least=1000.0)
    assert not [one for one in never["data"] if one["name"] in ("enough", "just enough")]
    assert never["meta"]["title"].endswith("no share is enough")


@pytest.mark.parametrize("lever", [name for name in PARAMETERS if name != "openai_share"])
def test_every_assumption_can_stand_on_the_axis_of_the_frontier(lever):
    line = frontier(Scenario(draws=64, openai_share=ex.uniform(0.1, 0.4)), lever, places=3)
    for width in (900, 358):
        spec = of("frontier", line, width=width)
        json.dumps(spec, allow_nan=False)
        assert "<svg" in svg.svg_of(spec, key="f")
        assert len(spec["layout"]["xaxis"]["tickvals"]) >= 2
