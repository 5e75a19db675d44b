"""What all datasets share: the folder and the day a reader asks for, and rows as a frame with described columns."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from explorer.datasets.columns import COLUMNS, IDS, TABLES, TEXT
from explorer.errors import ExplorerError, came
from explorer.records import Claim, Source
from explorer.records.dates import last_day
from explorer.seeds import Seeds, own_folder

__all__ = ["Date", "Folder", "as_day", "fields_of", "frame_of", "published", "told"]

Date = str | datetime.date
Folder = str | Path


def as_day(as_of: Date | None) -> datetime.date | None:
    """The last possible day of a date given as text; None stays None.

    Raises `ValueError` with a sentence for what is no date.
    """
    try:
        return None if as_of is None else last_day(as_of)
    except ExplorerError as fault:
        raise ExplorerError(f"as_of is {came(as_of)}, not a date such as 2025-11-20 or 2025-11") from fault


def published(held: Seeds, day: datetime.date | None) -> dict[str, Source]:
    """The sources that had appeared by a day, None for all."""
    return {name: source for name, source in held.sources.items() if day is None or source.published_end <= day}


def told(held: Seeds, day: datetime.date | None) -> dict[str, Claim]:
    """The claims of the sources that had appeared by a day."""
    known = published(held, day)
    return {name: claim for name, claim in held.claims.items() if claim.source_id in known}


def fields_of(record: object, table: str) -> dict[str, Any]:
    """The values of a record that its table has a column for."""
    return {name: getattr(record, name) for name in TABLES[table].columns if hasattr(record, name)}


def frame_of(table: str, found: Iterable[dict[str, Any]], held: Seeds | None = None) -> pd.DataFrame:
    """A frame with exactly the columns of a table and their types, also if it has no row.

    One of another folder than ours tells charts in ``attrs["folder"]`` what its sources are called and when the newest
    was read.
    """
    described = TABLES[table]
    names = [described.index, *described.columns] if described.index else list(described.columns)
    rows = list(found)
    data = {name: pd.Series([row[name] for row in rows], dtype=_dtype(name)) for name in names}
    frame = pd.DataFrame(data)
    if held is not None and held.sources and held.folder != own_folder():
        newest = max(source.retrieved for source in held.sources.values())
        named = {name: held.source_name(name) for name in held.sources}
        frame.attrs["folder"] = {"names": named, "data_day": newest.isoformat()}
    return frame.set_index(described.index) if described.index else frame


def _dtype(column: str) -> str:
    dtype = COLUMNS[column].dtype
    return {TEXT: "str", IDS: "object"}.get(dtype, dtype)
