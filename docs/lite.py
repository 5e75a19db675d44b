"""The notebooks in a browser without a server, by JupyterLite: Pyodide, the project's packages, and copies of them.

``python docs/lite.py FOLDER RUNTIME JUPYTER_LITE`` (``make lite``) writes plain files for any host. RUNTIME holds what
`explorer.site.runtime` fetched, JUPYTER_LITE is the program that builds. Packages beside those of Pyodide are the
installed ones, in the versions that the project is pinned to. A copy of a notebook begins by installing them.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib import metadata
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
PACKAGES = (
    "anywidget",
    "comm",
    "ipywidgets",
    "jinja2",
    "lazy-loader",
    "markupsafe",
    "narwhals",
    "plotly",
    "psygnal",
    "typing-extensions",
)
"""What the project stands on in a notebook, beside what Pyodide has."""
EXTENSIONS = ("anywidget", "jupyterlab-plotly")
LEFT_OUT = re.compile(
    r"\.\./|.*(/tests/|/labextension/|\.min\.js$|\.so$|\.pyc$|dist-info/(INSTALLER|RECORD|REQUESTED|WHEEL)$)"
)
"""What of them a notebook in a browser does without, or takes from JupyterLab; compiled parts have a twin in Python."""
BEGINNING = """\
# In your browser the packages come first: some 20 seconds, once for each notebook that you open.
import os

import piplite

os.environ["PLOTLY_RENDERER"] = "plotly_mimetype"
await piplite.install(["ipython", "pandas"])
await piplite.install({names}, deps=False)"""


def main(target: Path, runtime: Path, jupyter_lite: Path) -> None:
    """Build JupyterLite with the notebooks into a folder, which is made anew."""
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as held:
        place = Path(held)
        wheels, contents = place / "wheels", place / "contents"
        wheels.mkdir()
        contents.mkdir()
        pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
        subprocess.run([*pip, "--wheel-dir", wheels, CHECKOUT], check=True)
        for name in PACKAGES:
            pure_wheel(name, wheels)
        for path in (CHECKOUT / "notebooks").glob("*.ipynb"):
            (contents / path.name).write_text(beginning(path.read_text("utf-8")), "utf-8")
        extensions = Path(sys.prefix) / "share/jupyter/labextensions"
        config = {
            "LiteBuildConfig": {
                "apps": ["lab"],
                "contents": [str(contents)],
                "federated_extensions": [str(extensions / name) for name in EXTENSIONS],
                "no_sourcemaps": True,
                "output_dir": str(target.resolve()),
            },
            "PipliteAddon": {"piplite_urls": [str(path) for path in sorted(wheels.iterdir())]},
        }
        kernel = {"pyodideUrl": "./pyodide/pyodide.js", "disablePyPIFallback": True}
        settings = {
            "jupyter-lite-schema-version": 0,
            "jupyter-config-data": {
                "appName": "Buildout explorer",
                "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": kernel},
            },
        }
        (place / "jupyter_lite_config.json").write_text(json.dumps(config), "utf-8")
        (place / "jupyter-lite.json").write_text(json.dumps(settings), "utf-8")
        subprocess.run([jupyter_lite.absolute(), "build"], cwd=place, check=True, stdout=subprocess.DEVNULL)
    shutil.copytree(runtime, target / "pyodide")
    lock = json.loads((runtime / "pyodide-lock.json").read_text("utf-8"))
    lock["packages"] = {k: one for k, one in lock["packages"].items() if (runtime / one["file_name"]).exists()}
    (target / "pyodide/pyodide-lock.json").write_text(json.dumps(lock), "utf-8")


def pure_wheel(name: str, folder: Path) -> None:
    """An installed package as a wheel for every platform."""
    held = metadata.distribution(name)
    whole = f"{name.replace('-', '_')}-{held.version}"
    with zipfile.ZipFile(folder / f"{whole}-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as made:
        for path in held.files or []:
            if not LEFT_OUT.match(str(path)):
                made.write(str(path.locate()), str(path))
        made.writestr(f"{whole}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        made.writestr(f"{whole}.dist-info/RECORD", "")


def beginning(notebook: str) -> str:
    """A notebook with a first cell that installs what it runs on."""
    page = json.loads(notebook)
    source = BEGINNING.format(names=json.dumps(["buildout-explorer", *PACKAGES]))
    first = {
        "cell_type": "code",
        "id": "install",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": source,
    }
    at = 1 if page["cells"][0]["cell_type"] == "markdown" else 0  # behind the question
    page["cells"].insert(at, first)
    page["metadata"]["kernelspec"] = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
    return json.dumps(page)


if __name__ == "__main__":
    main(*(Path(one) for one in sys.argv[1:4]))
