"""The model against its second, plain computation (`plain_model`), draw by draw, and against its numbers of before."""

import math

import numpy as np
import pytest
from cases import PARAMETERS, scenarios
from hypothesis import given, settings
from plain_model import OUTCOMES, project, seen_month, site_points

from explorer import model
from explorer.scenario import Scenario, sample
from explorer.scenario.links import MODEL_VERSION, read_link
from tests.tools import goldens


def compare(scenario: Scenario) -> None:
    p = model.simulate(scenario)
    case = {name: sample(scenario, name) for name in PARAMETERS}
    curve, seen, months = site_points(), seen_month(), len(scenario.months)
    plain = [project({name: float(case[name][i]) for name in case}, months, curve, seen) for i in range(scenario.draws)]
    for outcome in OUTCOMES:
        expected = np.array([draw[outcome] for draw in plain])
        assert p[outcome] == pytest.approx(expected, rel=1e-9, abs=1e-9 * np.abs(expected).max() + 1e-290)
    # What binds is compared where the two least are not equal but for rounding.
    limits = np.array([[draw[name] for name in ("orders", "sites", "money")] for draw in plain])
    least, second = np.sort(limits, axis=1)[:, :2].swapaxes(0, 1)
    clear = (second - least > 1e-9 * second) | (second == 0)
    if clear.all():
        named = np.array([draw["binding"] for draw in plain])
        expected = np.array([(named == name).mean(axis=0) for name in ("orders", "sites", "money")])
        assert np.array_equal(p.binding().to_numpy().T, expected)


def test_outcomes_of_both_are_the_same():
    assert tuple(model.OUTCOMES) == OUTCOMES


def test_the_defaults():
    compare(Scenario(draws=64))


@settings(max_examples=50, deadline=None)
@given(scenarios(draws=3))
def test_random_scenarios(scenario):
    compare(scenario)


def test_the_model_gives_what_its_version_gave():
    path = goldens.version_file()
    assert path.exists(), (
        f"MODEL_VERSION is {MODEL_VERSION}; write its numbers with python -m tests.tools.goldens --write"
    )
    changed = goldens.changes(goldens.read(path), goldens.computed())
    assert not changed, "\n".join([*changed, "If meant, raise MODEL_VERSION in explorer/scenario/links.py."])


def test_each_is_written_by_this_version_and_each_limit_holds_one_of_them():
    assert [read_link(text)[1] for text in goldens.links().values()] == [()] * 3
    values = goldens.read(goldens.version_file()).values()
    for limit in ("orders", "sites", "money"):
        assert max(row[f"limit {limit} 2029-12"] for row in values) > 0.9


def test_what_changed_is_named_with_both_numbers():
    old = {"a": {"x": 1.0, "y": math.inf}, "b": {"x": 4.0, "y": 2.0}}
    new = {"a": {"x": 1.0 + 1e-12, "y": math.inf}, "b": {"x": 5.0, "y": math.inf}}
    assert goldens.changes(old, new) == ["b: x 4 -> 5", "b: y 2 -> inf"]
    assert goldens.changes(old, old) == []
