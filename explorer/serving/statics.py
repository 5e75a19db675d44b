"""Files that never change under their address: compressed once, kept by browsers and proxies for a year."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import mimetypes
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from tornado.web import HTTPError, RequestHandler

YEAR_S = 365 * 24 * 3600
PLAIN = (".js", ".css", ".json", ".svg", ".txt", ".map")
"""What gets smaller by compression."""


class StaticFiles(RequestHandler):
    """Serves one of some folders: ``GET prefix/path``; with no version in the address, asked for anew each time."""

    def initialize(self, folders: Mapping[str, Iterable[str]], frozen: bool) -> None:
        """Take the folders by name; ``frozen`` files never change under their address."""
        self.folders = {name: [Path(folder) for folder in folders_of] for name, folders_of in folders.items()}
        self.frozen = frozen or self.get_query_argument("v", "") != ""

    def set_default_headers(self) -> None:
        """The headers of every answer."""
        for name, value in self.settings["headers"].items():
            self.set_header(name, value)

    def write_error(self, status_code: int, **_: Any) -> None:
        """One sentence."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("There is no file at this address.\n")

    async def get(self, folder: str, path: str) -> None:
        """Answer with the file, compressed where the browser takes that."""
        file = found(self.folders.get(folder, ()), path)
        if file is None:
            raise HTTPError(404)
        small = file.suffix in PLAIN and "gzip" in self.request.headers.get("Accept-Encoding", "")
        content, etag = await asyncio.get_running_loop().run_in_executor(None, _content, file, small)
        self.set_header("Content-Type", mimetypes.guess_type(file.name)[0] or "application/octet-stream")
        self.set_header("Cache-Control", f"public, max-age={YEAR_S}, immutable" if self.frozen else "no-cache")
        self.set_header("Etag", etag)
        self.set_header("Vary", "Accept-Encoding")
        if self.check_etag_header():
            self.set_status(304)
            return
        if small:
            self.set_header("Content-Encoding", "gzip")
        self.write(content)

    head = get

    def compute_etag(self) -> None:
        """None: ours is known before the content is written."""


def found(folders: Iterable[Path], path: str) -> Path | None:
    """The first file of that path in the folders; None if there is none, or if it would lie outside of them."""
    if "\0" in path:
        return None
    for folder in folders:
        file = (folder / path).resolve()
        if file.is_relative_to(folder.resolve()) and file.is_file():
            return file
    return None


def version(folders: Iterable[str | Path]) -> str:
    """A hash of all that the folders hold, for the address under which they are served."""
    seen = hashlib.sha256()
    for folder in map(Path, folders):
        for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".map"):
            seen.update(str(file.relative_to(folder)).encode() + file.read_bytes())
    return seen.hexdigest()[:12]


@lru_cache(maxsize=512)
def _content(file: Path, small: bool) -> tuple[bytes, str]:
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:24]
    if small:
        # the same bytes each time: no name and no time of day in them
        return gzip.compress(content, compresslevel=9, mtime=0), f'"{digest}-gz"'
    return content, f'"{digest}"'
