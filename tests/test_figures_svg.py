"""Charts as SVG: every chart of every view, in both layouts, with the words and places of its spec."""

import re
import xml.etree.ElementTree as ET
from html import unescape
from typing import Any

import pytest

from explorer.charts import style, svg
from explorer.scenario import Scenario
from explorer.ui import views
from explorer.ui.state import State

META = {"title": "A chart", "subtitle": "", "summary": "Two points.", "sources": [], "data_to": None}
SIZE = style.Geometry(200, 120, 10, 10, 10, 10)


def spec(data=(), **more):
    """A chart of 180 by 100 CSS pixels over 0 to 10 each way."""
    axis = {"range": [0, 10], "tickvals": [0, 10], "ticktext": ["0", "10"]}
    given: Any = {"xaxis": axis, "yaxis": axis, **more}
    layout = style.base_layout(SIZE, **given)
    return {"data": [{"type": "scatter", "mode": "markers", **trace} for trace in data], "layout": layout, "meta": META}


def said(picture):
    """The words of a picture, each text by itself."""
    return ["".join(text.itertext()) for text in ET.fromstring(picture).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("narrow", [False, True])
def test_every_chart_is_drawn_with_all_its_words(narrow):
    state, look = State(Scenario(draws=256)), views.Look(narrow=narrow)
    drawn = {name: one for view in views.FIGURES for name, one in views.figures(view, state, look).items()}
    drawn |= {"decides": views.decides(state, look), "frontier": views.frontier(state, look)}
    assert len(drawn) > 10
    for name, one in drawn.items():
        picture = svg.svg_of(one, key=name)
        ids = re.findall(r' id="([^"]*)"', picture)
        assert len(ids) == len(set(ids))
        found = said(picture)
        for note in one["layout"]["annotations"]:
            assert unescape(re.sub("<[^>]*>", "", note["text"])) in found
        assert set(one["layout"]["xaxis"]["ticktext"]) <= set(found)
        used = set(re.findall(r"var\((--[a-z0-9-]+)\)", picture))
        assert used <= set(re.findall(r"(--[a-z0-9-]+):", svg.css_variables(dark=True)))
        assert not re.search(r"#[0-9a-f]{6}\b", picture), "a colour that dark pages could not change"


def test_a_point_stands_where_its_numbers_say():
    points = {"x": [5, None], "y": [2.5, 1], "marker": {"size": 8, "color": "#0072b2"}}
    root = ET.fromstring(svg.svg_of(spec([points]), key="a"))
    (circle,) = root.iter("{http://www.w3.org/2000/svg}circle")
    assert (circle.get("cx"), circle.get("cy"), circle.get("r")) == ("50.000%", "75.0", "4.0")


def test_days_and_powers_of_ten_have_their_places():
    days = {"type": "date", "range": ["2026-01-01", "2026-01-11"], "tickvals": ["2026-01-06"], "ticktext": ["6th"]}
    tens = {"type": "log", "range": [0, 4], "tickvals": [100], "ticktext": ["100"]}
    for axis in (days, tens):
        root = ET.fromstring(svg.svg_of(spec(xaxis=axis), key="a"))
        ticks = [text for text in root.iter("{http://www.w3.org/2000/svg}text") if text.text == axis["ticktext"][0]]
        assert [tick.get("x") for tick in ticks] == ["50.000%"]


def test_words_are_words_whatever_stands_in_them():
    text = "<b>5 < 6</b> & <script>alert(1)</script><br>&#36;2 <span style='color:#52585f'>(soft)</span>"
    note = style.words_at(1, 1, text, colour="#1b1f24")
    picture = svg.svg_of(spec(annotations=[{**note, "text": text}]), key="a")
    assert "<script" not in picture
    assert "5 < 6 & <script>alert(1)</script>$2 (soft)" in said(picture)


@pytest.mark.parametrize(
    ("one", "fault"),
    [
        (spec([{"type": "pie"}]), "type pie"),
        (spec([{"mode": "lines+bubbles"}]), "mode lines"),
        (spec([{"x": [1], "y": [1], "marker": {"symbol": "star", "size": 9, "color": "#0072b2"}}]), "form star"),
        (spec(shapes=[{"type": "circle", "x0": 1, "x1": 2, "y0": 1, "y1": 2}]), "type circle"),
    ],
)
def test_what_it_cannot_draw_it_refuses(one, fault):
    with pytest.raises(ValueError, match=fault):
        svg.svg_of(one, key="a")
