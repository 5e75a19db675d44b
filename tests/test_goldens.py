"""Three scenarios keep their numbers until the version changes."""

import math

from explorer.scenario.links import MODEL_VERSION, read_link
from tests.tools import goldens


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
