"""The lists of pinned packages: whole, hashed, of one mind, and naming no address."""

import re
import tomllib
from pathlib import Path

from tests.tools.pins import pins

CHECKOUT = Path(__file__).parents[1]
LISTS = sorted([*CHECKOUT.glob("*/*requirements.txt"), CHECKOUT / "tests/tools/peers/requirements.txt"])
APP = Path(__file__).parents[1] / "binder" / "requirements.txt"


def test_every_line_is_one_version_with_its_hashes():
    for path in LISTS:
        listed = pins(path)  # raises at a line that is none
        assert len(listed) > 10, path
        assert all(pin.hashes for pin in listed), path
        assert "://" not in path.read_text("utf-8"), path


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
