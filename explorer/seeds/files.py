"""From the files of a seeds folder to records: TOML and CSV in, records and faults out, never a traceback."""

import contextlib
import csv
import io
import os
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from explorer import records
from explorer.errors import terminal_safe
from explorer.records.fields import KINDS, Check, Problem, Record, brief, fields_of, is_list
from explorer.records.vocabulary import FILE as WORDS, Vocabulary, own_folder, own_vocabulary

REQUIRED = ("sources", "claims")
DEAL = "deal.toml"
FILES = (*KINDS, "deal", "vocabulary")
"""What is read of a folder."""

POINT_HEADER = ("date", "month", "value", "low", "high", "source_id", "claim_id", "note")
WRITTEN = "mend the line: a key, =, and a text in straight quotation marks, a number such as 1200.5, true or false"
POINT_KIND = "kind"
"""A ninth column that a series may have: whether each number was counted, estimated or projected."""

R = TypeVar("R", bound=Record)


class Fault(NamedTuple):
    """One thing wrong in a folder of seeds: where, what, and what to do about it."""

    file: str
    record: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}, {self.record}" if self.record else self.file
        return terminal_safe(f"{place}: {self.problem}. {self.remedy[:1].upper()}{self.remedy[1:]}.")


class FoundRecord(NamedTuple):
    """A record, the file it came from (relative to the folder), and what it is called there."""

    file: str
    label: str
    record: Any


class FolderReader:
    """Reads one folder and collects its ``faults``.

    ``ids`` include those of faulty records, so that a reference to one is no fault; ``incomplete`` are the kinds with
    an unreadable file, ``named`` the references: file, record, kind and id.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.faults: list[Fault] = []
        self.ids: dict[str, set[str]] = {kind: set() for kind in KINDS}
        self.incomplete: set[str] = set()
        self.named: list[tuple[str, str, str, str]] = []
        self.vocabulary = own_vocabulary() if folder == own_folder() else Vocabulary(own_vocabulary())
        if folder != own_folder() and os.path.lexists(folder / WORDS):
            self.faults += [Fault(WORDS, *wrong) for wrong in self.vocabulary.add(self._toml(folder / WORDS) or {})]

    def report(self, file: str, record: str, problem: str, remedy: str) -> None:
        """Add a fault to those of the folder."""
        self.faults.append(Fault(file, record, problem, remedy))

    def hold(self, found: Iterable[FoundRecord], rule: Callable[[Any], Iterable[Problem]]) -> None:
        """Hold records against a rule on what they cannot see themselves, which gives all that is wrong with one."""
        self.faults += [Fault(file, label, *wrong) for file, label, record in found for wrong in rule(record)]

    def read_kind(self, kind: str) -> list[FoundRecord]:
        """The records of one kind, from ``KIND.toml`` and every ``KIND/*.toml``."""
        table, record_type = KINDS[kind]
        key = fields_of(record_type)[0].name
        found: list[FoundRecord] = []
        paths = self._paths(kind)
        files = [path for path in paths if path.suffix == ".toml"]
        if kind in REQUIRED and not files and kind not in self.incomplete:
            self.report(f"{kind}.toml", "", "the file is missing", "add it, or give another folder")
            self.incomplete.add(kind)  # who names what would be in it is not blamed as well
        for path in files:
            file, rows = self._name(path), self._tables(path, table)
            if rows is None:
                self.incomplete.add(kind)
                continue
            for number, row in enumerate(rows, 1):
                name = named if isinstance(named := row.get(key), str) else ""
                label = f"{table} {name or f'number {number}'}"
                if name in self.ids[kind] and kind != "parameters":  # of which there are versions
                    self.report(file, label, f"this {key} is used twice", "give one of them another")
                self.ids[kind] |= {name} - {""}
                if record := self._build(record_type, row, file, label):
                    found.append(FoundRecord(file, label, record))
        return self._series(found, paths) if kind == "series" else found

    def read_deal(self) -> records.Deal | None:
        """What ``deal.toml`` says the folder is about, None where there is none or a faulty one."""
        content = self._toml(self.folder / DEAL) if os.path.lexists(self.folder / DEAL) else None
        if content is None:
            return None
        deal = content.get("deal")
        if not isinstance(deal, dict) or len(content) > 1:
            return self.report(DEAL, "", "it is not one table 'deal'", "write all of it below [deal]")
        return self._build(records.Deal, {**deal}, DEAL, "deal")

    def check_references(self) -> None:
        """Blame ids that lead nowhere, where all files of what they name could be read."""
        for file, label, kind, name in self.named:
            if kind not in self.incomplete and name not in self.ids[kind]:
                problem = f"it names the {KINDS[kind][0]} {name!r}, which is not there"
                self.report(file, label, problem, f"add it to {kind}, or mend the id")

    def _paths(self, kind: str) -> list[Path]:
        """The file of a kind, and what lies in the folder of its name; a folder that cannot be read is a fault."""
        folder, file = self.folder / kind, self.folder / f"{kind}.toml"
        inside: list[Path] = []
        try:
            inside = list_folder(folder) if os.path.lexists(folder) else []
        except OSError as fault:
            self.incomplete.add(kind)
            self.report(kind, "", f"it cannot be read: {fault.strerror}", "make it a folder that may be read")
        return [file] * os.path.lexists(file) + inside

    def _series(self, described: list[FoundRecord], inside: list[Path]) -> list[FoundRecord]:
        """The listed series with the points of ``series/NAME.csv`` in them."""
        filled: list[FoundRecord] = []
        for file, label, series in described:
            path = self.folder / "series" / f"{series.series}.csv"
            if path not in inside:
                if "series" not in self.incomplete:
                    self.report(self._name(path), label, "the file is missing", "add it, or drop the series")
                continue
            try:
                filled.append(FoundRecord(file, label, series.replace(points=tuple(self._points(path)))))
            except records.RecordError as fault:
                self.faults += [Fault(self._name(path), label, *wrong) for wrong in fault.problems]
        for path in [] if "series" in self.incomplete else inside:
            if path.suffix == ".csv" and path.stem not in self.ids["series"]:
                self.report(self._name(path), "", "no series of this name is listed", "describe it in series.toml")
        return filled

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def _text(self, path: Path) -> str | None:
        """What is written in a file, None if it cannot be read."""
        try:
            if path.is_file():  # what is none may never end
                return path.read_text("utf-8-sig")
            problem, remedy = "it is no file", "put a text file in its place, or take it away"
        except UnicodeDecodeError as fault:
            problem, remedy = f"it cannot be read: {fault}", "save it as UTF-8 text"
        except OSError as fault:
            problem, remedy = f"it cannot be read: {fault.strerror}", "give yourself the right to read it"
        return self.report(self._name(path), "", problem, remedy)

    def _toml(self, path: Path) -> dict[str, Any] | None:
        """What a TOML file holds, None if it cannot be read."""
        if (text := self._text(path)) is None:
            return None
        try:
            return tomllib.loads(text)
        except (ValueError, RecursionError) as fault:  # beside its own error, tomllib lets numbers and nesting overflow
            return self.report(self._name(path), "", f"this is not TOML: {fault}", WRITTEN)

    def _tables(self, path: Path, table: str) -> list[dict[str, Any]] | None:
        """The records of a file as tables; all else in it is a fault. None if it cannot be read at all."""
        content = self._toml(path)
        if content is None:
            return None
        file, begin = self._name(path), f"begin each record with [[{table}]]"
        for name in content:
            if name != table:
                self.report(file, "", f"the table {name!r} does not belong here", begin)
        if content and table not in content:
            return None
        rows: object = content.get(table, [])
        if not is_list(rows):
            return self.report(file, "", f"{table!r} is one value, not a list of tables", begin)
        for row in rows:
            if not isinstance(row, dict):
                self.report(file, "", f"{brief(row)} is no table", begin)
        return [row for row in rows if isinstance(row, dict)]

    def _build(self, record_type: type[R], row: dict[str, Any], file: str, label: str) -> R | None:
        """A record, with those written inside it; the points of a series have a file of their own."""
        for name, check in _leading(record_type):
            parts, kind = row.get(name), check.holds
            if kind and kind is not records.Point and is_list(parts) and all(isinstance(part, dict) for part in parts):
                built = [self._build(kind, part, file, f"{label}, {name} {n}") for n, part in enumerate(parts, 1)]
                row = {**row, name: tuple(part for part in built if part)}
        made: R | None = None
        try:
            made = record_type.read(row, self.vocabulary)
            sound = vars(made)
        except records.RecordError as fault:
            self.faults += [Fault(file, label, *wrong) for wrong in fault.problems]
            sound = fault.sound
        self.named += [(file, label, kind, name) for kind, name in references(record_type, sound)]
        return made

    def _points(self, path: Path) -> Iterator[records.Point]:
        """The points of a series file; a row that is wrong is a fault with its line."""
        file, text = self._name(path), self._text(path)
        if text is None:
            return None
        try:
            rows = list(csv.reader(io.StringIO(text), strict=True))
        except csv.Error as fault:
            return self.report(file, "", f"it cannot be read: {fault}", "save it as text with commas")
        header = tuple(rows[0]) if rows else ()
        if header not in (POINT_HEADER, (*POINT_HEADER, POINT_KIND)):
            return self.report(file, "line 1", "the header is not the expected one", f"write {','.join(POINT_HEADER)}")
        if len(rows) == 1:
            self.report(file, f"series {path.stem}", "it has no rows", "add them below the header, or drop the series")
        for line, cells in enumerate(rows[1:], 2):
            if len(cells) != len(header):
                problem = f"{len(cells)} cells, not {len(header)}"
                self.report(file, f"line {line}", problem, "put text that holds a comma in quotation marks")
                continue
            row: dict[str, Any] = dict(zip(header, cells, strict=True))
            for name in ("month", "value", "low", "high"):
                # What is no number stays text, and the record itself says so.
                with contextlib.suppress(ValueError):
                    row[name] = float(row[name]) if row[name] else None
            if point := self._build(records.Point, row, file, f"line {line}"):
                yield point


def list_folder(folder: Path) -> list[Path]:
    """The entries of a folder, sorted. Raises ``OSError`` where they cannot be read."""
    inside = sorted(folder.iterdir())
    for path in inside[:1]:
        path.lstat()  # some folders tell their names, and nothing more
    return inside


def references(record_type: type[Record], values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each (kind, id) that the values of a record name, but for those in it that are records themselves."""
    for name, check in _leading(record_type):
        value = values.get(name)
        if check.refers and value and value != check.besides:
            yield from ((check.refers, one) for one in ((value,) if isinstance(value, str) else value))


@cache
def _leading(record_type: type[Record]) -> list[tuple[str, Check]]:
    return [(one.name, one.check) for one in fields_of(record_type) if one.check.refers or one.check.holds]
