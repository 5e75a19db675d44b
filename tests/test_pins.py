"""The lists of pinned packages: whole, hashed, of one mind, and naming no address."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.tools.pins import Pin, pins

CHECKOUT = Path(__file__).parents[1]
LISTS = sorted([*CHECKOUT.glob("*/*requirements.txt"), CHECKOUT / "tests/tools/peers/requirements.txt"])
APP = Path(__file__).parents[1] / "binder" / "requirements.txt"


@pytest.mark.parametrize("path", LISTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_line_is_one_version_with_its_hashes(path):
    listed = pins(path)
    assert len(listed) > 10
    assert all(pin.hashes for pin in listed)
    assert "://" not in path.read_text("utf-8")


def test_the_tests_run_on_what_the_app_runs_on():
    app, tests = (
        {(pin.name, pin.version, pin.hashes) for pin in pins(path)}
        for path in (APP, APP.parents[1] / "tests/requirements.txt")
    )
    assert {name for name, *_ in app - tests} == set()


def test_what_builds_the_project_is_pinned(checkout):
    project = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))
    pinned = {pin.name for pin in pins(APP)}
    wanted = {re.split(r"[<>=~!\[; ]", line)[0] for line in project["build-system"]["requires"]}
    assert {"editables", "hatchling"} <= wanted <= pinned


def test_a_pin_is_read_with_its_marker_and_hashes(tmp_path):
    path = tmp_path / "requirements.txt"
    path.write_text(f"# ours\nsix==1.17.0 ; python_version < '4' \\\n    --hash=sha256:{'0a' * 32}\n")
    assert pins(path) == [Pin("six", "1.17.0", "python_version < '4'", frozenset(["0a" * 32]))]


def test_a_line_without_a_hash_is_no_pin(tmp_path):
    path = tmp_path / "requirements.txt"
    path.write_text("six==1.17.0\n")
    with pytest.raises(ValueError, match="not a pin with hashes: six"):
        pins(path)
