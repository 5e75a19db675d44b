"""The first paint: what the app's page shows before its kernel is there, made where it is served.

Three parts of Voila's template: ``head.html`` for title and link previews, ``answer.html`` with the story, and
``still.html`` with the same for pages without a kernel. Without them a page waits for its kernel.
"""

from __future__ import annotations

import atexit
import hashlib
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from explorer.seeds import checksum

FOLDER = Path(__file__).parent
INSIDE = Path("voila/templates/explorer")
SOURCES = frozenset({".py", ".html", ".css", ".js", ".toml"})
LOG = logging.getLogger(__name__)


def version(seeds: Path | None = None) -> str:
    """A hash of what the first paint of a folder is made of: a page whose HTML has it need not be sent again.

    A bundle without its sources holds it as a file.
    """
    stored = FOLDER / "version.txt"
    return stored.read_text("utf-8").strip() if stored.exists() else _version(checksum(seeds))


@cache
def _version(seeds: str) -> str:
    digest = hashlib.sha256(seeds.encode())
    for path in sorted(FOLDER.parent.rglob("*")):
        if path.suffix in SOURCES and "share" not in path.parts:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def write(folder: Path) -> None:
    """Write the parts into a folder, each whole or not at all, also where two servers start."""
    from explorer.page import story
    from explorer.page.view import View
    from explorer.seeds import load

    folder.mkdir(parents=True, exist_ok=True)
    view, seeds = View(), load()
    style = f'<style id="explorer-style">\n{story.style()}</style>\n'
    painted = f'<div id="explorer-first-paint" data-version="{version()}">\n{story.story(view, seeds)}\n</div>'
    parts = {
        "head.html": story.head(view, seeds),
        "still.html": f"{style}{story.story(view, seeds, live=False)}",
        "answer.html": f"{style}{painted}",
    }
    for name, html in parts.items():
        unfinished = folder / f"{name}.{os.getpid()}"
        unfinished.write_text(f"{{% raw %}}{html}{{% endraw %}}\n", "utf-8")
        unfinished.replace(folder / name)


def cached_folder() -> Path | None:
    """A folder for Jupyter with the first paint of the seeds in use, made once a version; None where that fails.

    It is in the user's cache, or where that cannot be written a temporary folder of this process.
    """
    fault = ""
    for place in _places():
        if (place / INSIDE / "answer.html").exists():
            return place
        # in a process of its own: a server has no need of the model
        command = [sys.executable, "-m", "explorer.page", str(place / INSIDE)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return place
        fault = done.stderr.strip().rpartition("\n")[2]
    LOG.warning("Pages wait for their kernel, the first paint could not be made: %s", fault)
    return None


def _places() -> Iterator[Path]:
    cached = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 (there may be no home)
    yield Path(cached) / "buildout-explorer" / version()
    passing = Path(tempfile.mkdtemp(prefix="buildout-explorer-"))
    atexit.register(shutil.rmtree, passing, ignore_errors=True)
    yield passing
