"""Every dataset as files that others can open: one CSV and one JSON file each, described by ``datapackage.json``.

A CSV file begins with the mark of UTF-8, by which spreadsheets know its letters; readers of CSV take it away. A cell
that a spreadsheet would take for a formula (first character ``= + - @``, tab or line break) gets an apostrophe in
front, and so does one that begins with an apostrophe; likewise what follows a semicolon, a bar, a tab or a line break
inside it, which a spreadsheet may take for the end of a cell: `plain` takes exactly these away again.
Numbers stay numbers, written so that reading them gives the same float; an unknown value is an empty cell in
CSV and null in JSON; dates are ISO 8601, lists of ids are joined by a space.
"""

import csv
import datetime
import json
import re
from pathlib import Path
from typing import Any

from explorer.datasets.datapackage import File, descriptor
from explorer.datasets.rows import every
from explorer.errors import ExplorerError
from explorer.seeds import load

__all__ = ["guarded", "plain", "prepared", "write_all"]

_FIRST = re.compile(r"^(?=[=+\-@\t\r\n'])")
_INSIDE = re.compile(r"(?<=[;|\t\r\n])( *)(?='*[=+\-@])")


def guarded(cell: Any) -> Any:
    """A cell that no spreadsheet computes: text that could be a formula begins with an apostrophe.

    >>> guarded("=1+1"), guarded("'tis"), guarded(-2.5), guarded("1,000 racks")
    ("'=1+1", "''tis", -2.5, '1,000 racks')
    >>> guarded("a; =1+1")
    "a; '=1+1"
    """
    return _FIRST.sub("'", _INSIDE.sub(r"\1'", cell)) if isinstance(cell, str) else cell


def plain(cell: str) -> str:
    """The text that `guarded` was given.

    >>> plain("'=1+1"), plain("''tis"), plain("1,000 racks")
    ('=1+1', "'tis", '1,000 racks')
    """
    return re.sub(r"(?<=[;|\t\r\n])( *)'(?='*[=+\-@])", r"\1", cell.removeprefix("'"))


def prepared(folder: str | Path, made_here: str, *, force: bool = False) -> Path:
    """The folder to write into, made if need be. ``made_here`` is the file in it by which one of ours is known.

    Raises `ExplorerError` with a sentence for a folder that holds what is not ours, unless with ``force``, and for one
    that holds a symbolic link, which could lead what is written out of it.
    """
    target = Path(folder)
    held = sorted(target.iterdir()) if target.exists() else []
    description = target / made_here
    ours = description.is_file() and b'"explorer_version"' in description.read_bytes()
    if held and not ours and not force:
        raise ExplorerError(
            f"{target} holds {held[0].name}{' and more' if len(held) > 1 else ''}, which this command did not write; "
            "name an empty folder, or write among these files with --force"
        )
    for path in target.rglob("*") if held else ():
        if path.is_symlink():
            raise ExplorerError(f"{path} is a symbolic link, through which nothing is written; take it away first")
    target.mkdir(parents=True, exist_ok=True)
    return target


def write_all(folder: str | Path, *, seeds: str | Path | None = None, force: bool = False) -> list[Path]:
    """Write every dataset into ``folder``, which is made if need be; returns the files in order of writing.

    A dataset without a row (parameters, where a folder has none) is left out.
    Raises ``SeedsError`` where the curated data is not in order, ``OSError`` where the folder cannot be written and
    ``ExplorerError`` for one that `prepared` refuses; nothing is written before all datasets are built.
    """
    held = load(seeds)
    built = every(held)
    target = prepared(folder, "datapackage.json", force=force)
    files: list[File] = []
    for name, found in built.items():
        if not found:
            continue
        rows = [{column: _spelt(value) for column, value in row.items()} for row in found]
        table, records = target / f"{name}.csv", target / f"{name}.json"
        with table.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(rows[0])
            writer.writerows(map(guarded, row.values()) for row in rows)
        _write(records, rows)
        files += [File(path, name, tuple(rows[0])) for path in (table, records)]
    package = target / "datapackage.json"
    _write(package, descriptor(files, held))
    return [*(file.path for file in files), package]


def _spelt(value: str | float | datetime.date | tuple[str, ...] | None) -> str | float | None:
    """A value as files hold it: days and lists of ids as text."""
    if isinstance(value, tuple):
        return " ".join(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n", "utf-8")
