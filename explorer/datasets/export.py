"""Every dataset as files that others can open: one CSV and one JSON file each, described by ``datapackage.json``.

A CSV file begins with the mark of UTF-8, by which spreadsheets know its letters; readers of CSV take it away. A cell
that a spreadsheet would take for a formula (first character ``= + - @``, tab or line break) gets an apostrophe in
front, and so does one that begins with an apostrophe; likewise what follows a semicolon, a bar, a tab or a line break
inside it, which a spreadsheet may take for the end of a cell: :func:`plain` takes exactly these away again.
Numbers stay numbers, written so that reading them gives the same float; an unknown value is an empty cell in
CSV and null in JSON; dates are ISO 8601.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explorer.datasets.columns import TABLES
from explorer.datasets.datapackage import Exported, descriptor
from explorer.errors import ExplorerError

if TYPE_CHECKING:
    import pandas as pd

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
    """The text that :func:`guarded` was given.

    >>> plain("'=1+1"), plain("''tis"), plain("1,000 racks")
    ('=1+1', "'tis", '1,000 racks')
    """
    return re.sub(r"(?<=[;|\t\r\n])( *)'(?='*[=+\-@])", r"\1", cell.removeprefix("'"))


def frames(seeds: str | Path | None = None) -> Iterator[tuple[str, pd.DataFrame]]:
    """Every dataset by name: each table of `explorer.datasets.columns`, a series as ``series-<name>``."""
    import explorer
    from explorer.seeds import load

    for name in TABLES:
        if name == "series":
            held = load(seeds)
            own = [
                one for one, kept in held.series.items() if {p.source_id for p in kept.points} <= held.sources.keys()
            ]
            yield from ((f"series-{one}", explorer.series(one, seeds=seeds)) for one in own)
        else:
            yield name, getattr(explorer, name)(seeds=seeds)
        if name == "agreement":
            yield "agreement-detail", explorer.agreement(seeds=seeds, detail=True)


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
    from explorer.seeds import load

    built = dict(frames(seeds))
    target = prepared(folder, "datapackage.json", force=force)
    files: list[Exported] = []
    for name, frame in built.items():
        if frame.empty:
            continue
        flat = spelt_out(frame)
        csv, records = target / f"{name}.csv", target / f"{name}.json"
        flat.map(guarded).to_csv(csv, index=False, lineterminator="\n", encoding="utf-8-sig")
        records.write_text(json.dumps(rows(flat), ensure_ascii=False, indent=1, allow_nan=False) + "\n", "utf-8")
        table, columns = name.partition("-")[0], tuple(map(str, flat.columns))
        about = {str(key): str(value) for key, value in frame.attrs.items()}
        files += [Exported(path, name, table, columns, about) for path in (csv, records)]
    package = target / "datapackage.json"
    described = descriptor(files, load(seeds))
    package.write_text(json.dumps(described, ensure_ascii=False, indent=1, allow_nan=False) + "\n", "utf-8")
    return [*(file.path for file in files), package]


def spelt_out(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its index as first columns, times as ISO dates and lists of ids joined by a space."""
    import pandas as pd

    flat = frame.reset_index() if frame.index.name or frame.index.nlevels > 1 else frame.copy()
    for name in flat.columns:
        column = flat[name]
        if isinstance(column.dtype, pd.PeriodDtype):
            flat[name] = column.astype("string")
        elif pd.api.types.is_datetime64_any_dtype(column):
            flat[name] = column.dt.strftime("%Y-%m-%d")
        elif column.map(lambda cell: isinstance(cell, (tuple, list))).any():
            flat[name] = column.map(" ".join)
    return flat


def rows(flat: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain values, an unknown one as None."""
    known = flat.astype(object).where(flat.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in known.to_dict(orient="records")]
