"""The plotly figures for notebooks: only properties that plotly knows, nothing set too small, nothing uploaded."""

import copy
import pickle
from typing import Any

import plotly.io
import pytest

import explorer as ex
from explorer import project
from explorer.charts import style
from explorer.charts.plotly_chart import LEAST, Chart


def figures(width):
    scenario = ex.Scenario(draws=64)
    projection = ex.simulate(scenario)
    return {
        "shares": ex.charts.shares(scenario, width=width),
        "fan": ex.charts.fan(projection, width=width),
        "fan to 2035": ex.charts.fan(projection, "delivered_it_gw", last="2035-12", width=width),
        "timeline": ex.charts.timeline(ex.timelines(), ex.sources(), width=width),
        "racks": ex.charts.capacity(ex.capacity(), width=width),
        "gigawatts": ex.charts.capacity(ex.capacity(), "gw", width=width),
        "investment": ex.charts.investment(ex.investment(), width=width),
        "dollars": ex.charts.dollars_per_gw(ex.claims(), width=width),
    }


@pytest.fixture(scope="module", params=[900, 390])
def drawn(request):
    return figures(request.param)


def sizes(value):
    """Every font size in a figure's dict."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("font", "textfont", "tickfont") and isinstance(inner, dict) and "size" in inner:
                yield inner["size"]
            yield from sizes(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from sizes(inner)


def test_each_figure_has_its_finding_its_measure_and_its_note_of_sources(drawn):
    known = f"{project.DATA[0].upper()}{project.DATA[1:]}."
    for name, figure in drawn.items():
        text = figure.layout.title.text
        assert text.startswith("<b>"), name
        assert figure.layout.title.subtitle.text, name
        notes = [note.text or "" for note in figure.layout.annotations]
        assert any(note.startswith("Source") and known in note.replace("<br>", " ") for note in notes), name


def test_nothing_is_set_smaller_than_twelve_pixels(drawn):
    for name, figure in drawn.items():
        assert min(sizes(figure.to_dict())) >= style.SMALL, name


def test_each_brings_a_light_ground_for_its_dark_words(drawn):
    for name, figure in drawn.items():
        assert figure.layout.paper_bgcolor == style.colours()["ground"], name


def test_axes_have_titles_and_fixed_ranges(drawn):
    for name, figure in drawn.items():
        assert figure.layout.xaxis.range is not None, name
        assert figure.layout.yaxis.range is not None, name
        if name in ("shares", "racks", "gigawatts", "investment", "dollars"):
            assert figure.layout.xaxis.title.text, name


def test_a_figure_shows_itself_without_mode_bar_and_with_words_for_those_who_cannot_see_it(drawn, monkeypatch):
    monkeypatch.setattr(plotly.io.renderers, "default", "plotly_mimetype")
    bundle = drawn["shares"]._repr_mimebundle_()
    assert bundle["text/plain"].startswith("At 10% of Foxconn's AI racks")
    shown = drawn["shares"]._repr_mimebundle_()["application/vnd.plotly.v1+json"]
    assert shown["config"]["displayModeBar"] is False
    assert shown["config"]["showSendToCloud"] is False


def test_a_dark_spec_is_a_valid_figure_too():
    from explorer.charts.shares_chart import curve_of, spec_shares

    figure = Chart(spec_shares(curve_of(ex.Scenario(draws=16)), dark=True))
    assert figure.layout.template.layout.plot_bgcolor == style.DARK["ground"]


def test_an_unknown_figure_is_named_with_those_there_are():
    with pytest.raises(AttributeError, match="it has agreement_table, backtest, capacity"):
        ex.charts.pie  # noqa: B018


@pytest.mark.parametrize(("width", "least"), [(900, LEAST), (390, 0)])
def test_where_a_chart_draws_itself_the_wide_layout_keeps_room_for_its_words(width, least):
    """On a phone it is moved sideways instead of being squeezed; the narrow layout takes what there is."""
    chart: Any = ex.charts.shares(ex.Scenario(draws=64), width=width)
    assert f'"least": {least}}}' in chart.standalone()


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda chart: pickle.loads(pickle.dumps(chart))])
def test_a_copy_is_a_chart_like_the_first(copied):
    chart = ex.charts.shares(ex.Scenario(draws=64), width=390)
    other = copied(chart)
    assert isinstance(other, Chart)
    assert isinstance(chart, Chart)
    assert (other, other.said, other._least) == (chart, chart.said, 0)
    other.update_layout(height=100)
    assert chart.layout.height != 100
