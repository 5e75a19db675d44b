"""Colours exchanged in the browser give what Python draws for dark ground."""

import re
from typing import Any

import numpy as np
import pytest

from explorer.charts import style, svg
from explorer.scenario import Scenario
from explorer.ui import first_paint, views
from explorer.ui.state import State

MAKERS = ("shares", "fan", "timeline", "capacity", "gigawatts", "investment", "backtest", "tornado", "frontier")


def exchanged(value: Any) -> Any:
    """As js/colours.js does it: every colour of the light ground, wherever it stands in a text, by its partner."""
    if isinstance(value, str):
        pattern = "|".join(map(re.escape, style.partners()))
        return re.sub(pattern, lambda found: style.partners()[found[0]], value)
    if isinstance(value, dict):
        return {name: exchanged(item) for name, item in value.items()}
    return [exchanged(item) for item in value] if isinstance(value, list | tuple | np.ndarray) else value


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list | tuple | np.ndarray) else value


def drawn() -> dict[str, Any]:
    state, look = State(Scenario(draws=128)), views.Look()
    found = {name: spec for view in views.FIGURES for name, spec in views.figures(view, state, look).items()}
    return {**found, "decides": views.decides(state, look), "frontier": views.frontier(state, look)}


def test_no_two_colours_of_the_light_ground_are_alike():
    assert len(style.partners()) == len(style.LIGHT)


def test_every_chart_with_its_colours_exchanged_is_the_chart_for_dark_ground(monkeypatch):
    light = drawn()
    for name in MAKERS:
        module = getattr(views, f"{name}_chart")
        for made in [made for made in vars(module) if made.startswith("spec_")]:
            maker = getattr(module, made)
            monkeypatch.setattr(
                module, made, lambda *given, maker=maker, **more: maker(*given, **{**more, "dark": True})
            )
    dark = drawn()
    assert len(light) >= 10
    for name, spec in light.items():
        np.testing.assert_equal(exchanged(spec), plain(dark[name]), err_msg=name)


def test_the_colours_follow_the_system_unless_the_reader_chose():
    rules = first_paint.style()
    assert (
        rules.index("color-scheme:light") < rules.index("prefers-color-scheme: dark") < rules.index('dark"] .explorer')
    )
    assert rules.count(style.DARK["ground"]) == 2  # the system's choice and the reader's, on screens only


@pytest.mark.parametrize("name", style.LIGHT)
def test_each_colour_has_a_name_in_the_style_sheet(name):
    assert f"--chart-{name.replace('_', '-')}:{style.DARK[name]};" in svg.css_variables(dark=True)
