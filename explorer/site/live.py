"""What makes the static site live: the runtime, the page's Python as one bundle, and its script.

The bundle holds numpy, this package, its seeds and what they stand on, byte-compiled by Pyodide's own Python where Node
is there to run it, and without what a page never asks for: no pandas, no server, no tests.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import jinja2
import lazy_loader
import markupsafe

from explorer.page import first_paint, widget
from explorer.seeds import own_folder

HERE = Path(__file__).parent / "live"
PACKAGE = Path(__file__).parents[1]
CORE = ("pyodide.asm.js", "pyodide.asm.wasm", "pyodide.mjs")
LEFT_OUT = frozenset({"vendor", "serving", "site", "documents", "share", "bundled", "js"})
"""Folders of this package that a page in a browser does not need."""
OF_NUMPY = re.compile(
    r"numpy(\.libs)?/(?!.*(tests|testing/_private|f2py|_pyinstaller|distutils|include|doc|fft)/)"
    r".*\.(py|so)$|numpy-[^/]*/METADATA$"
)
UNNEEDED = re.compile(
    "("
    # whole packages
    "(concurrent/futures/process|curses|dbm|email|ensurepip|http|idlelib|lib2to3|logging/(config|handlers)|msilib"
    "|multiprocessing|pydoc_data|sqlite3|test|tkinter|turtledemo|unittest|venv|wsgiref|xml|xmlrpc|zoneinfo"
    "|asyncio/(proactor_events|windows_events|windows_utils))(/|\\.py)"
    # single modules
    "|(_aix_support|_osx_support|_pydatetime|_pydecimal|_pyio|_sysconfigdata\\w*|aifc|antigravity|cProfile|cgi|cgitb|chunk"
    "|cmd|compileall|configparser|crypt|doctest|filecmp|fileinput|ftplib|getpass|imaplib|imghdr|mailbox|mailcap"
    "|mimetypes|modulefinder|netrc|nntplib|optparse|pdb|pickletools|pipes|plistlib|poplib|profile|pstats|pty|py_compile"
    "|pyclbr|pydoc|quopri|rlcompleter|sched|shelve|smtplib|sndhdr|socketserver|sunau|symtable|tabnanny|telnetlib|this"
    "|timeit|trace|turtle|uu|wave|webbrowser|xdrlib|zipapp)\\.py$"
    # and encodings, but for a few
    "|encodings/(?!(__init__|aliases|ascii|cp437|idna|latin_1|punycode|raw_unicode_escape|unicode_escape|utf_8|utf_8_sig)\\.py)"
    ")"
)
"""What of the standard library no page asks for."""


def write_live(target: Path, runtime: Path) -> list[Path]:
    """Write what makes a site live into its folder; ``runtime`` holds what `explorer.site.runtime` fetched.

    Raises ``OSError`` where the runtime lacks a file.
    """
    python = target / "python"
    python.mkdir(parents=True, exist_ok=True)
    for name in CORE:
        shutil.copyfile(runtime / name, python / name)
    lock = json.loads((runtime / "pyodide-lock.json").read_text("utf-8"))
    (python / "pyodide-lock.json").write_text(json.dumps({"info": lock["info"], "packages": {}}), "utf-8")
    with tempfile.TemporaryDirectory() as held:
        place = Path(held)
        _bundle(place / "bundle.zip", runtime)
        _library(place / "python_stdlib.zip", runtime)
        for name in ("bundle.zip", "python_stdlib.zip"):
            _compiled(place / name, python / name, runtime)
    for name in widget.MODULES:
        shutil.copyfile(widget.FOLDER / f"{name}.js", target / f"{name}.js")
    for name in ("live.js", "worker.js"):
        shutil.copyfile(HERE / name, target / name)
    return [path for path in sorted(target.rglob("*")) if path.parent == python or path.suffix == ".js"]


def _bundle(target: Path, runtime: Path) -> None:
    (wheel,) = runtime.glob("numpy-*.whl")
    with zipfile.ZipFile(target, "w") as made, zipfile.ZipFile(wheel) as numpy:
        for name in numpy.namelist():
            if OF_NUMPY.match(name):
                made.writestr(name, numpy.read(name))
        kinds = {".py", ".pyi", ".html", ".css", ".toml"}
        _add(made, PACKAGE, lambda path: path.suffix in kinds and not LEFT_OUT & set(path.parts))
        made.writestr("explorer/page/version.txt", first_paint.version())
        seeds = own_folder()
        for path in sorted(seeds.rglob("*")):
            if path.suffix in (".toml", ".csv"):
                made.write(path, f"explorer/bundled/seeds/{path.relative_to(seeds).as_posix()}")
        for module in (jinja2, markupsafe, lazy_loader):
            _add(made, _folder(module), lambda path: path.suffix == ".py" and "tests" not in path.parts)


def _library(target: Path, runtime: Path) -> None:
    with zipfile.ZipFile(target, "w") as made, zipfile.ZipFile(runtime / "python_stdlib.zip") as library:
        for name in library.namelist():
            if not name.endswith("/") and not UNNEEDED.match(name):
                made.writestr(name, library.read(name))


def _add(made: zipfile.ZipFile, folder: Path, wanted: Callable[[Path], bool]) -> None:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and wanted(inside):
            made.write(path, f"{folder.name}/{inside.as_posix()}")


def _folder(module: ModuleType) -> Path:
    return Path(str(module.__file__)).parent


def _compiled(source: Path, target: Path, runtime: Path) -> None:
    """Byte-compiled by Pyodide's own Python; as it is where there is no Node to run that."""
    node = shutil.which("node")
    if node is None:
        packed = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9)
        with zipfile.ZipFile(source) as held, packed as made:
            for name in held.namelist():
                made.writestr(name, held.read(name))
        return
    subprocess.run([node, HERE / "bundle.mjs", runtime.resolve(), source, target], check=True)
