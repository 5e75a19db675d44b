"""From the files of a seeds folder to records: TOML and CSV in, records and faults out, never a traceback."""

import contextlib
import csv
import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, NamedTuple

from explorer.errors import harmless
from explorer.records import Claim, Fact, Milestone, Parameter, Point, RecordError, Series, Source
from explorer.records.checks import brief, is_list
from explorer.records.deal import Deal, Yardstick
from explorer.records.relations import Finding, Lane, Occasion, Pair, Target, Wording

__all__ = ["DEAL", "KINDS", "Fault", "Found", "Reading", "read_deal", "read_kind", "read_series"]

KINDS: dict[str, tuple[str, type, str]] = {
    "sources": ("source", Source, "source_id"),
    "claims": ("claim", Claim, "claim_id"),
    "milestones": ("milestone", Milestone, "milestone_id"),
    "facts": ("fact", Fact, "fact_id"),
    "parameters": ("parameter", Parameter, "parameter"),
    "series": ("series", Series, "series"),
    "occasions": ("occasion", Occasion, "occasion_id"),
    "wordings": ("wording", Wording, "wording_id"),
    "pairs": ("pair", Pair, "pair_id"),
    "scorecard": ("target", Target, "target_id"),
    "findings": ("finding", Finding, "finding_id"),
    "gigawatts": ("lane", Lane, "lane_id"),
}
"""File name without ending -> the name of its tables, the record each becomes, and the key that names it."""

DEAL = "deal"
"""The file that holds one table: what the folder is about."""

POINT_HEADER = ("date", "month", "value", "low", "high", "source_id", "claim_id", "note")
POINT_KIND = "kind"
"""A ninth column that a series may have: whether each number was counted, estimated or projected."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a folder of seeds: where, what, and what to do about it."""

    file: str
    record: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}, {self.record}" if self.record else self.file
        return harmless(f"{place}: {self.problem}. {self.remedy[:1].upper()}{self.remedy[1:]}.")


Record = Source | Claim | Milestone | Fact | Parameter | Series | Occasion | Wording | Pair | Target | Finding | Lane


class Found(NamedTuple):
    """A record and the file it came from, relative to the folder."""

    file: str
    record: Any  # a `Record`, of the kind that was read


class Reading(NamedTuple):
    """What was read of one kind: the sound records, every id that was written, and whether all files could be read.

    An id whose record is faulty is known all the same, so that those who name it are not blamed as well.
    """

    records: list[Found]
    ids: set[str]
    complete: bool


def read_kind(folder: Path, kind: str, faults: list[Fault]) -> Reading:
    """The records of one kind, from ``KIND.toml`` and every ``KIND/*.toml``; what is wrong is added to ``faults``."""
    table, record_type, key = KINDS[kind]
    reading = Reading([], set(), complete=True)
    for path in [folder / f"{kind}.toml", *sorted((folder / kind).glob("*.toml"))]:
        if not path.is_file():
            continue
        file = path.relative_to(folder).as_posix()
        rows = _tables(path, file, table, faults)
        reading = reading._replace(complete=reading.complete and rows is not None)
        for number, row in enumerate(rows or [], 1):
            name = row.get(key)
            label = f"{table} number {number}"
            if isinstance(name, str) and name:
                label = f"{table} {name}"
                reading.ids.add(name)
            record = _build(record_type, row, file, label, faults)
            if record is not None:
                reading.records.append(Found(file, record))
    return reading


def read_series(folder: Path, listed: Reading, faults: list[Fault]) -> list[Found]:
    """The listed series with the points of ``series/NAME.csv`` in them."""
    filled: list[Found] = []
    for file, series in listed.records:
        path = folder / "series" / f"{series.series}.csv"
        name = path.relative_to(folder).as_posix()
        if not path.is_file():
            faults.append(Fault(name, f"series {series.series}", "the file is missing", "add it, or drop the series"))
            continue
        points = _points(path, name, faults)
        row = {field.name: getattr(series, field.name) for field in fields(series)} | {"points": tuple(points)}
        record = _build(Series, row, name, f"series {series.series}", faults)
        if record is not None:
            filled.append(Found(file, record))
    for path in sorted((folder / "series").glob("*.csv")) if listed.complete else []:
        if path.stem not in listed.ids:
            name = path.relative_to(folder).as_posix()
            faults.append(Fault(name, "", "no series of this name is listed", "describe it in series.toml"))
    return filled


def read_deal(folder: Path, faults: list[Fault]) -> Deal | None:
    """What ``deal.toml`` says the folder is about, None where there is none or a faulty one."""
    path = folder / f"{DEAL}.toml"
    content = _content(path, path.name, faults) if path.is_file() else None
    if content is None:
        return None
    row: object = content.pop(DEAL, None)
    if content or not isinstance(row, dict):
        faults.append(Fault(path.name, "", f"it is not one table {DEAL!r}", f"write all of it below [{DEAL}]"))
        return None
    given: dict[str, Any] = {**row}
    rows: object = given.get("yardsticks")
    if is_list(rows) and all(isinstance(one, dict) for one in rows):
        labels = (f"yardstick number {number}" for number in range(1, len(rows) + 1))
        built = [_build(Yardstick, one, path.name, label, faults) for one, label in zip(rows, labels, strict=True)]
        given["yardsticks"] = tuple(one for one in built if one is not None)
    return _build(Deal, given, path.name, DEAL, faults)


def _content(path: Path, file: str, faults: list[Fault]) -> dict[str, Any] | None:
    """What a TOML file holds, None if it cannot be read."""
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as fault:
        faults.append(Fault(file, "", f"it cannot be read: {fault}", "save it as UTF-8 text"))
    except (ValueError, RecursionError) as fault:  # beside its own error, tomllib lets numbers and nesting overflow
        faults.append(Fault(file, "", f"this is not TOML: {fault}", "mend the line"))
    return None


def _tables(path: Path, file: str, table: str, faults: list[Fault]) -> list[dict[str, Any]] | None:
    """The records of a TOML file as tables; all else in it is a fault. None if it cannot be read at all."""
    content = _content(path, file, faults)
    if content is None:
        return None
    begin = f"begin each record with [[{table}]]"
    faults += [Fault(file, "", f"the table {name!r} does not belong here", begin) for name in content if name != table]
    rows: object = content.get(table, [])
    if not is_list(rows):
        faults.append(Fault(file, "", f"{table!r} is one value, not a list of tables", begin))
        return None
    faults += [Fault(file, "", f"{brief(row)} is no table", begin) for row in rows if not isinstance(row, dict)]
    return [row for row in rows if isinstance(row, dict)]


def _build(record_type: type, row: dict[str, Any], file: str, label: str, faults: list[Fault]) -> Any | None:
    """The record, or None and its faults."""
    known = {field.name: field for field in fields(record_type)}
    wrong = [
        Fault(file, label, f"{name!r} is not a key of this record", f"use only: {', '.join(known)}")
        for name in row
        if name not in known
    ]
    required = [name for name, field in known.items() if field.default is MISSING]
    missing = [name for name in required if name not in row]
    wrong += [Fault(file, label, f"{name} is missing", "add it") for name in missing]
    # An absent value is handed over as None, so that the record still checks all that is there.
    given = {name: row.get(name) for name in required} | {name: value for name, value in row.items() if name in known}
    try:
        record = record_type(**given)
    except RecordError as fault:
        named = tuple(f"{name} " for name in missing)
        told = [problem for problem in fault.problems if not (named and problem[0].startswith(named))]
        faults += wrong + [Fault(file, label, problem, remedy) for problem, remedy in told]
        return None
    faults += wrong
    return None if missing else record


def _points(path: Path, file: str, faults: list[Fault]) -> Iterator[Point]:
    """The points of a series file; a row that is wrong is a fault with its line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            rows = list(csv.reader(text, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        faults.append(Fault(file, "", f"it cannot be read: {fault}", "save it as UTF-8 text with commas"))
        return
    header = tuple(rows[0]) if rows else ()
    if header not in (POINT_HEADER, (*POINT_HEADER, POINT_KIND)):
        faults.append(Fault(file, "line 1", "the header is not the expected one", f"write {','.join(POINT_HEADER)}"))
        return
    for line, cells in enumerate(rows[1:], 2):
        if len(cells) != len(header):
            problem = f"{len(cells)} cells, not {len(header)}"
            faults.append(Fault(file, f"line {line}", problem, "put text that holds a comma in quotation marks"))
            continue
        row: dict[str, Any] = dict(zip(header, cells, strict=True))
        for name, number in (("month", float), ("value", float), ("low", float), ("high", float)):
            # What is no number stays text, and the record itself says so.
            with contextlib.suppress(ValueError):
                row[name] = number(row[name]) if row[name] else None
        point = _build(Point, row, file, f"line {line}", faults)
        if point is not None:
            yield point
