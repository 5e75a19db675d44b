"""What `make lite` puts beside JupyterLite: copies of notebooks, and packages for a Python that compiles nothing."""

import runpy
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest


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
