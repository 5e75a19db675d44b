"""What make says to a newcomer and puts beside JupyterLite; the examples for JupyterHub, of which one can be run."""

import os
import runpy
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
import yaml
from traitlets.config.loader import PyFileConfigLoader

from explorer.charts import plotly_script
from tests.tools import hub_run


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


@pytest.fixture(scope="module")
def lite(checkout: Path) -> SimpleNamespace:
    """The program, which is no part of a package."""
    return SimpleNamespace(**runpy.run_path(str(checkout / "docs/lite.py")))


def test_a_copy_of_a_notebook_installs_first_and_is_else_the_same(checkout, lite):
    for path in sorted((checkout / "notebooks").glob("*.ipynb")):
        ours = nbformat.read(path, as_version=4)
        copy = nbformat.reads(lite.beginning(path.read_text("utf-8")), as_version=4)
        nbformat.validate(copy)
        code = [cell for cell in copy.cells if cell.cell_type == "code"]
        assert "piplite.install" in code[0].source, path.name
        assert '"buildout-explorer"' in code[0].source
        assert [cell for cell in copy.cells if cell is not code[0]] == ours.cells
        assert copy.metadata["kernelspec"]["name"] == "python"


@pytest.mark.parametrize("name", ["markupsafe", "lazy-loader", "psygnal"])
def test_an_installed_package_becomes_a_wheel_without_compiled_parts(lite, tmp_path, name):
    module = name.replace("-", "_")
    lite.pure_wheel(name, tmp_path)
    (wheel,) = tmp_path.glob("*-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as held:
        names = held.namelist()
    assert f"{module}/__init__.py" in names
    assert not [one for one in names if one.endswith((".so", ".pyd", ".pyc")) or ".." in one]
    assert len([one for one in names if one.endswith("dist-info/WHEEL")]) == 1
    ask = f"import sys; sys.path.insert(0, {str(wheel)!r}); import {module}; print({module}.__file__)"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert str(wheel) in done.stdout


def test_what_the_project_imports_in_a_notebook_is_there(checkout, lite):
    """Its dependencies come along, or with Pyodide."""
    with_pyodide = {"ipython", "numpy", "pandas", "traitlets"}
    named = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    wanted = {one.split(">")[0] for one in named}
    assert wanted - with_pyodide <= set(lite.PACKAGES)


def test_the_values_for_kubernetes_say_what_the_configuration_of_one_machine_says(checkout: Path):
    examples = checkout / "docs/examples"
    hub = PyFileConfigLoader("jupyterhub_config.py", path=str(examples)).load_config()
    values = yaml.safe_load((examples / "jupyterhub-values.yaml").read_text("utf-8"))
    single, cull = values["singleuser"], values["cull"]
    given = dict(part.lstrip("-").split("=") for part in hub.Spawner.args)

    assert single["defaultUrl"] == hub.Spawner.default_url
    assert (checkout / single["defaultUrl"].removeprefix("/voila/render/")).is_file()
    assert single["extraEnv"] == hub.Spawner.environment
    assert values["hub"]["activeServerLimit"] == hub.JupyterHub.active_server_limit
    assert (single["memory"]["limit"], hub.Spawner.mem_limit) == ("1G", "1024M")
    file = single["extraFiles"]["idle"]["data"]
    told = {f"{part}.{name}": str(value) for part, names in file.items() for name, value in names.items()}
    assert told == given
    (culler,) = hub.JupyterHub.services
    assert {f"--timeout={cull['timeout']}", f"--cull-every={cull['every']}"} <= set(culler["command"])


def test_the_page_installs_the_versions_that_were_run(checkout: Path):
    said = (checkout / "docs/hub.md").read_text("utf-8")
    for pinned in (" ".join(hub_run.HUB), hub_run.PROXY):
        assert f" {pinned}\n" in said
