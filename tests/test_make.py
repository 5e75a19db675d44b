"""The first words that a newcomer gets from make: where the app will be, or what is missing, in one sentence."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from explorer.charts import plotly_script


def made(checkout: Path, folder: Path, python: str | None, *arguments: str) -> subprocess.CompletedProcess[str]:
    """``make`` in a folder without an environment, where every Python on the PATH is the given shell script."""
    shutil.copy(checkout / "Makefile", folder)
    script = f"explorer/charts/vendor/{plotly_script.NAME}"
    for name in ("pyproject.toml", script, "binder/requirements.txt", "tests/requirements.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(checkout / name, folder / name)
    programs = folder / "programs"
    programs.mkdir(exist_ok=True)
    for name in ("python3.13", "python3.12", "python3.11", "python3", "python"):
        (programs / name).write_text(f"#!/bin/sh\n{python}\n")
        (programs / name).chmod(0o755)
    # as a newcomer calls it, not as a make inside the make that runs these tests
    ours = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "PORT", "PYTHON")
    settings = {name: value for name, value in os.environ.items() if name not in ours}
    settings["PATH"] = f"{programs}{os.pathsep}{settings['PATH']}"
    return subprocess.run(["make", *arguments], cwd=folder, env=settings, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("target", ["app", "lab", "test"])
def test_without_a_python_that_is_new_enough_make_says_so(checkout, tmp_path, target):
    done = made(checkout, tmp_path, "exit 1", target)
    assert done.returncode != 0
    assert done.stderr.splitlines()[0] == "Python 3.11 or newer is needed and none was found on the PATH."


def test_without_the_venv_module_make_says_what_to_install(checkout, tmp_path):
    new_enough_but_no_venv = 'case "$*" in *version_info*) exit 0;; *) exit 1;; esac'
    done = made(checkout, tmp_path, new_enough_but_no_venv, "app")
    assert done.returncode != 0
    assert "python3-venv" in done.stderr.splitlines()[0]


@pytest.mark.parametrize(
    ("given", "started"),
    [
        (["app"], "app --port 8866"),
        (["app", "PORT=9123"], "app --port 9123"),
        (["serve", "PORT=9123", "MORE=--readers 40"], "app --public --port 9123 --readers 40"),
    ],
    ids=str,
)
def test_the_server_is_the_one_asked_for_at_the_port_asked_for(checkout, tmp_path, given, started):
    done = made(checkout, tmp_path, "exit 0", "--dry-run", *given)
    assert done.stdout.splitlines()[-1] == f".venv/bin/explorer {started}"
