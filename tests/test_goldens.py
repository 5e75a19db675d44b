"""A few scenarios, each thing the model does in one of them, keep their numbers until the version changes."""

import math

import pytest

from explorer.model import OUTCOMES
from explorer.scenario import table
from explorer.scenario.links import MODEL_VERSION, read_link
from tests.tools import goldens


@pytest.fixture(scope="module")
def today() -> goldens.Values:
    return goldens.computed()


def test_the_model_gives_what_its_version_gave(today):
    path = goldens.version_file()
    assert path.exists(), (
        f"MODEL_VERSION is {MODEL_VERSION}; write its numbers with python -m tests.tools.goldens --write"
    )
    text = goldens.report(goldens.read(path), today, (f"version {MODEL_VERSION}", "today"))
    assert text.endswith("all equal to 1e-09"), f"{text}\nIf meant, raise MODEL_VERSION in explorer/scenario/links.py."


def test_each_is_unlike_the_others_and_written_by_this_version(today):
    links = goldens.links()
    assert list(links) == list(today)
    assert all(text.startswith(f"v{MODEL_VERSION}~") and read_link(text)[1] == () for text in links.values())
    assert len({tuple(row.values()) for row in today.values()}) == len(today)
    assert all(not math.isnan(value) for row in today.values() for value in row.values())


def test_every_parameter_and_every_limit_is_at_work_in_one_of_them(today):
    scenarios = goldens.kept().values()
    for name in table():
        assert len({scenario[name] for scenario in scenarios}) > 1, name
    assert len({scenario.co_movement for scenario in scenarios}) > 3
    for limit in ("orders", "sites", "money"):
        parts = [row[f"limit {limit} 2029-12"] for row in today.values()]
        assert max(parts) > 0.9, limit
        assert min(parts) < 0.1, limit
    for outcome in OUTCOMES:
        assert max(row[f"{outcome} 2029-12 0.5"] for row in today.values()) > 0


def test_the_comparison_names_what_changed_where_and_by_how_much():
    old = {"a": {"x": 1.0, "y": math.inf}, "b": {"x": 4.0, "y": 2.0}}
    new = {"a": {"x": 1.0 + 1e-12, "y": math.inf}, "b": {"x": 5.0, "y": 2.0}}
    assert goldens.changes(old, new) == [("x", 1, 0.2, "b")]
    assert "20.000%  b" in goldens.report(old, new, ("old", "new"))
    assert goldens.changes(old, old) == []
    # An answer that is no longer out of reach, or newly so, is a change.
    assert goldens.changes({"a": {"y": math.inf}}, {"a": {"y": 2.0}})[0][0] == "y"
