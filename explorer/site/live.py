"""What makes the static site live: the runtime, the page's Python as one bundle, and its script.

The bundle holds numpy, this package, its seeds and what they stand on, byte-compiled by Pyodide's own Python where Node
is there to run it, and without what a page never asks for: no pandas, no server, no tests.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from importlib import metadata
from pathlib import Path

import jinja2
import lazy_loader
import markupsafe

from explorer.page import first_paint, widget
from explorer.page.worker import DEAL
from explorer.seeds import own_folder

HERE = Path(__file__).parent / "live"
PACKAGE = Path(__file__).parents[1]
CORE = ("pyodide.asm.js", "pyodide.asm.wasm", "pyodide.mjs")
PACKED = (jinja2, markupsafe, lazy_loader)
NEEDED = (*CORE, "pyodide-lock.json", "python_stdlib.zip", "numpy-*.whl")
LEFT_OUT = re.compile(
    "(vendor|serving|site|documents|share|bundled|js)/"
    r"|(.*/)?(__main__|cli|widget|panels|newsource|plotly_chart|plotly_script)\.py$"
)
"""What of this package a page in a browser does not need."""
OF_NUMPY = re.compile(
    r"numpy/(?!("
    r"compat|core|distutils|doc|f2py|fft|ma|polynomial|testing|_pyinstaller|(.*/)?(tests|include|_examples))/"
    r"|(_configtool|ctypeslib|matlib|typing/mypy_plugin|lib/recfunctions|lib/_user_array_impl)\.py"
    r"|linalg/lapack_lite|_core/(_\w*_tests|_simd)\.)"
    r".*\.(py|so)$"
)
WORDS_OF_NUMPY = {"numpy/_core/_add_newdocs.py", "numpy/_core/_add_newdocs_scalars.py"}
"""What holds only what `help` shows; it is imported, and stays as an empty module."""
UNNEEDED = re.compile(
    "("
    # whole packages
    "(concurrent/futures/process|curses|dbm|email|ensurepip|http|idlelib|lib2to3|logging/(config|handlers)|msilib"
    "|multiprocessing|pydoc_data|sqlite3|test|tkinter|turtledemo|unittest|venv|wsgiref|xml|xmlrpc|zoneinfo"
    "|asyncio/(__main__|proactor_events|windows_events|windows_utils)|ctypes/(_aix|macholib|wintypes))(/|\\.py)"
    # single modules
    "|(_aix_support|_osx_support|_pydatetime|_pydecimal|_pyio|aifc|antigravity|bdb|cProfile|cgi|cgitb|chunk"
    "|cmd|colorsys|compileall|configparser|crypt|doctest|filecmp|fileinput|ftplib|getopt|getpass|imaplib|imghdr|mailbox"
    "|mailcap|mimetypes|modulefinder|netrc|nntplib|nturl2path|optparse|pdb|pickletools|pipes|plistlib|poplib|profile"
    "|pstats|pty|py_compile|pyclbr|pydoc|quopri|rlcompleter|runpy|sched|shelve|smtplib|sndhdr|socketserver|sunau|symtable"
    "|tabnanny|tarfile|telnetlib|this|timeit|trace|tracemalloc|turtle|tty|uu|uuid|wave|webbrowser|xdrlib|zipapp"
    "|argparse|gettext|gzip|pprint|shlex|urllib/(request|robotparser)|html/parser|_markupbase|json/tool)\\.py$"
    # and encodings, but for a few
    "|encodings/(?!(__init__|aliases|ascii|cp437|idna|latin_1|punycode|raw_unicode_escape|unicode_escape|utf_8|utf_8_sig)\\.py)"
    ")"
)
"""What of the standard library no page asks for."""


def write_live(target: Path, runtime: Path, seeds: Path) -> tuple[list[Path], str]:
    """Write what makes a site live into its folder; ``runtime`` holds what `explorer.site.runtime` fetched.

    ``seeds`` is the folder that it shows. Returns the files, and the name of the script that the story loads. Names
    hold a hash of the content, so browsers may cache them for good. Raises ``OSError`` where the runtime lacks a file.
    """
    lock = json.loads((runtime / "pyodide-lock.json").read_text("utf-8"))
    core = {name: (runtime / name).read_bytes() for name in CORE}
    core["pyodide-lock.json"] = json.dumps({"info": lock["info"], "packages": {}}).encode()
    names = {"./python/": f"./python-{_hash(*core.values())}/"}
    python = target / names["./python/"]
    python.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []

    def write(path: Path, data: bytes) -> str:
        path.write_bytes(data)
        files.append(path)
        return path.name

    def write_named(name: str, data: bytes) -> None:
        stem, dot, suffix = name.partition(".")
        names[f"./{name}"] = "./" + write(target / f"{stem}-{_hash(data)}{dot}{suffix}", data)

    for name, data in core.items():
        write(python / name, data)
    for name, data in _packed(runtime, seeds).items():
        write_named(name, data)
    # one script after the other: each names the files that come before it
    write_named("worker.js", _naming((HERE / "worker.js").read_text("utf-8"), names))
    page = widget.script().replace("export default {", "const page = {")
    live = (HERE / "live.js").read_text("utf-8").replace('import page from "./page.js";\n', "")
    write_named("live.js", _naming(page + live, names))
    write(target / "licences.txt", _licences(runtime).encode())
    for old in (path for path in target.glob("*-*") if NAMED.fullmatch(path.name) and path not in {*files, python}):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    return files, names["./live.js"].removeprefix("./")


NAMED = re.compile(r"(python|library|model|worker|live)-[0-9a-f]{12}(\.\w+)?")


def _hash(*data: bytes) -> str:
    return hashlib.sha256(b"".join(data)).hexdigest()[:12]


def _naming(script: str, names: Mapping[str, str]) -> bytes:
    """A script that asks for files by the names that they have here."""
    for name, hashed in names.items():
        script = script.replace(f'"{name}"', f'"{hashed}"')
    return script.encode()


def _packed(runtime: Path, seeds: Path) -> dict[str, bytes]:
    """The standard library and the model, each a zip of byte-compiled files that is packed as a whole.

    Pyodide's own Python compiles them; they stay as they are where there is no Node to run that.
    """
    with tempfile.TemporaryDirectory() as temporary:
        library, model = (Path(temporary) / name for name in ("library.bin", "model.bin"))
        with zipfile.ZipFile(library, "w") as made:
            _library(made, runtime)
        with zipfile.ZipFile(model, "w") as made:
            _model(made, runtime, seeds)
        if node := shutil.which("node"):
            subprocess.run([node, HERE / "bundle.mjs", runtime.resolve(), library, model], check=True)
        return {path.name: gzip.compress(path.read_bytes(), 9, mtime=0) for path in (library, model)}


def _model(made: zipfile.ZipFile, runtime: Path, seeds: Path) -> None:
    (wheel,) = runtime.glob("numpy-*.whl")
    with zipfile.ZipFile(wheel) as numpy:
        for name in sorted(filter(OF_NUMPY.match, numpy.namelist())):
            made.writestr(name, b"" if name in WORDS_OF_NUMPY else numpy.read(name))
    kinds = {".py", ".pyi", ".html", ".css", ".toml"}
    _add(made, PACKAGE, lambda path: path.suffix in kinds and not LEFT_OUT.match(path.as_posix()))
    made.writestr("explorer/page/version.txt", first_paint.version(seeds))
    for folder, name in ((own_folder(), "seeds"), *([(seeds, DEAL)] if seeds != own_folder() else [])):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".toml", ".csv"):
                made.write(path, f"explorer/bundled/{name}/{path.relative_to(folder).as_posix()}")
    for module in PACKED:
        folder = Path(str(module.__file__)).parent
        _add(made, folder, lambda path: path.suffix == ".py" and "tests" not in path.parts)


def _library(made: zipfile.ZipFile, runtime: Path) -> None:
    with zipfile.ZipFile(runtime / "python_stdlib.zip") as library:
        for name in sorted(library.namelist()):
            if not name.endswith("/") and not UNNEEDED.match(name):
                made.writestr(name, library.read(name))


def _add(made: zipfile.ZipFile, folder: Path, wanted: Callable[[Path], bool]) -> None:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and wanted(inside):
            made.write(path, f"{folder.name}/{inside.as_posix()}")


def _licences(runtime: Path) -> str:
    """The licences of all that goes along, and where the source of what is compiled can be had."""
    parts = {"numpy": ""}
    (wheel,) = runtime.glob("numpy-*.whl")
    with zipfile.ZipFile(wheel) as numpy:
        for name in numpy.namelist():
            if re.search(r"(dist-info|numpy/random)/LICEN[CS]E", name):
                parts["numpy"] += f"{numpy.read(name).decode()}\n"
    for module in PACKED:
        files = metadata.files(module.__name__) or []
        parts[module.__name__] = "\n".join(one.read_text("utf-8") for one in files if one.name.startswith("LICENSE"))
    below = "\n\n".join(f"{name}\n{'=' * len(name)}\n\n{text.strip()}" for name, text in parts.items())
    return f"{(HERE / 'licences.txt').read_text('utf-8')}\n\n{below}"
