"""The model against its second, plain computation (`plain_model`): every outcome, every month, draw by draw."""

import numpy as np
import pytest
from cases import PARAMETERS, scenarios
from hypothesis import given, settings
from plain_model import OUTCOMES, project, seen_month, site_points

from explorer import model
from explorer.scenario import Scenario, sample


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
