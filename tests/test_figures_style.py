"""Colours that can be told apart, type that can be read, specs without plotly."""

import subprocess
import sys

import pytest

from explorer.charts import scales, style


def luminance(colour: str) -> float:
    """Relative luminance of a colour such as #0072b2, as WCAG 2.2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ["ink", "soft", "green", "wine", "amber", "blue", "warn", "middle"])
def test_words_stand_out_from_both_grounds(name, dark):
    c = style.colours(dark)
    assert contrast(c[name], c["ground"]) >= 4.5
    assert contrast(c[name], c["wash"]) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ["edge", "middle", "axis", "control", "warn_edge"])
def test_lines_stand_out_from_the_ground(name, dark):
    c = style.colours(dark)
    assert contrast(c[name], c["ground"]) >= 3


@pytest.mark.parametrize("dark", [False, True])
def test_the_tints_of_a_band_go_one_way_and_the_middle_stands_out_from_the_inmost(dark):
    c = style.colours(dark)
    steps = [contrast(c[name], c["ground"]) for name in ("band_90", "band_80", "band_50")]
    assert steps == sorted(steps)
    assert steps[0] >= 1.2
    assert contrast(c["middle"], c["band_50"]) >= 3


@pytest.mark.parametrize("dark", [False, True])
def test_a_warning_is_read_on_its_own_wash(dark):
    c = style.colours(dark)
    assert contrast(c["warn"], c["warn_wash"]) >= 4.5
    assert contrast(c["ink"], c["warn_wash"]) >= 4.5


def test_both_grounds_name_the_same_colours():
    assert style.LIGHT.keys() == style.DARK.keys()


def test_specs_and_pictures_are_made_without_plotly_and_pandas():
    code = (
        "import sys; from explorer.scenario import Scenario; from explorer.charts import shares_chart, svg;"
        'curve = shares_chart.curve_of(Scenario(draws=16)); svg.svg_of(shares_chart.spec_shares(curve), key="a");'
        "print([name for name in ('plotly', 'pandas', 'ipywidgets') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_chart_is_started_without_mode_bar_and_upload():
    assert style.CONFIG["displayModeBar"] is False
    assert style.CONFIG["showSendToCloud"] is False


def test_an_axis_that_cannot_end_is_refused():
    with pytest.raises(ValueError, match="cannot end at inf"):
        scales.axis_top(float("inf"))


def test_labels_that_would_leave_the_chart_are_pushed_back_into_it():
    # 38 and 39 belong near the top of 0..40; at least 5 apart, the upper one may not pass 40, so the lower gives way
    assert scales.spread([38, 39], gap=5, low=0, high=40) == [35, 40]
    # four labels 5 apart do not fit into 9; they share the room, 3 apart
    assert scales.spread([0, 0, 0, 0], gap=5, low=0, high=9) == [0, 3, 6, 9]


def test_no_column_of_numbers_has_a_name_that_every_file_uses_itself():
    with pytest.raises(ValueError, match="may not be called title: every file has that one too"):
        style.values(["party", "title"], [])
