"""A hundred and more faults made in our own seeds, one after the other: each is named, with its file and its record."""

import functools
import random
import re
import shutil
from collections.abc import Callable
from dataclasses import MISSING
from pathlib import Path
from typing import NamedTuple

import pytest

from explorer import cli, seeds
from explorer.records.fields import fields_of
from explorer.seeds.files import KINDS, POINT_HEADER

RECORDS = dict(KINDS.values())
IDS = {table: fields_of(record)[0].name for table, record in RECORDS.items()}
REQUIRED = {
    (table, one.name) for table, record in RECORDS.items() for one in fields_of(record)[1:] if one.default is MISSING
}
ROUNDS = 3


class Line(NamedTuple):
    """A line ``key = value`` of a record."""

    path: Path
    number: int
    table: str
    record: str
    key: str
    value: str

    def replaced(self, *new: str) -> str:
        """The text of its file with other lines in its place."""
        lines = self.path.read_text("utf-8").split("\n")
        return "\n".join([*lines[: self.number], *new, *lines[self.number + 1 :]])


class Made(NamedTuple):
    """A file with a fault in it, its new text, and the record to be named ("" where the file itself is hurt)."""

    path: Path
    text: str
    record: str = ""


Fault = Callable[[Path, random.Random], Made]


@pytest.fixture(scope="module")
def folder(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(checkout / "seeds", tmp_path_factory.mktemp("faulty") / "seeds")


@functools.cache
def lines(folder: Path) -> list[Line]:
    """Every line of a record that holds a whole value; each fault is taken back, so they stay as they are."""
    found: list[Line] = []
    for path in sorted(folder.glob("**/*.toml")):
        table = record = ""
        for number, text in enumerate(path.read_text("utf-8").split("\n")):
            key, _, value = text.partition(" = ")
            if text.startswith("[["):
                table, record = text.strip("[]"), ""
            elif table in RECORDS and re.fullmatch("[a-z0-9_]+", key) and value != "[":
                record = value.strip('"') if key == IDS[table] else record
                found.append(Line(path, number, table, record, key, value))
    return found


def put(value: str, *keys: str, table: str = "", text: bool = False) -> Fault:
    """A value in a key: in any but the name of a record, or in one of these, or in one that holds a text."""

    def fault(folder: Path, chance: random.Random) -> Made:
        wanted = [
            one
            for one in lines(folder)
            if (one.key in keys if keys else one.key != IDS[one.table])
            and (not table or one.table == table)
            and (not text or one.value.startswith('"'))
        ]
        line = chance.choice(wanted)
        return Made(
            line.path, line.replaced(f"{line.key} = {value}"), line.record if line.key != IDS[line.table] else ""
        )

    return fault


def missing_key(folder: Path, chance: random.Random) -> Made:
    line = chance.choice([one for one in lines(folder) if (one.table, one.key) in REQUIRED])
    return Made(line.path, line.replaced(), line.record)


def misspelt_key(folder: Path, chance: random.Random) -> Made:
    line = chance.choice([one for one in lines(folder) if one.key != IDS[one.table]])
    return Made(line.path, line.replaced(f"{line.key}x = {line.value}"), line.record)


def doubled_record(folder: Path, chance: random.Random) -> Made:
    paths = sorted(path for path in folder.glob("**/*.toml") if path.stem not in ("parameters", "vocabulary"))
    path = chance.choice([path for path in paths if "\n[[" in path.read_text("utf-8")])
    text = path.read_text("utf-8")
    start = chance.choice([found.start() for found in re.finditer(r"^\[\[", text, re.MULTILINE)])
    return Made(path, f"{text}\n{text[start : text.find('[[', start + 2) if '[[' in text[start + 2 :] else None]}")


def broken(old: str, new: str) -> Fault:
    """A file that is no TOML any more."""

    def fault(folder: Path, chance: random.Random) -> Made:
        path = chance.choice([path for path in sorted(folder.glob("**/*.toml")) if old in path.read_text("utf-8")])
        text = path.read_text("utf-8")
        place = chance.choice([match.start() for match in re.finditer(re.escape(old), text)])
        return Made(path, text[:place] + new + text[place + len(old) :])

    return fault


def row(change: Callable[[list[str]], list[str]]) -> Fault:
    """A fault in one row of a series."""

    def fault(folder: Path, chance: random.Random) -> Made:
        path = chance.choice(sorted(folder.glob("series/*.csv")))
        rows = path.read_text("utf-8").rstrip("\n").split("\n")
        number = chance.randrange(1, len(rows))
        rows[number] = ",".join(change(rows[number].split(",")))
        return Made(path, "\n".join(rows) + "\n")

    return fault


def cell(name: str, value: str) -> Fault:
    place = POINT_HEADER.index(name)
    return row(lambda cells: [*cells[:place], value, *cells[place + 1 :]])


WORDS = ("tier", "dataset", "metric", "bound", "basis", "scope", "status", "kind")
NUMBERS = ("low", "central", "high", "lower_bound", "upper_bound", "step")
DATES = ("published", "retrieved", "period_start", "period_end", "start", "valid_from")
MANY = ("source_ids", "claim_ids")
NAMES = tuple(IDS.values())
FAULTS: dict[str, Fault] = {
    "a key left out": missing_key,
    "a key misspelt": misspelt_key,
    "a record twice": doubled_record,
    "a list of lists": put("[[1, 2], []]"),
    "a table for a value": put("{ a = 1 }"),
    "a number for a text": put("7", text=True),
    "a truth value for a text": put("true", text=True),
    "an unknown word": put('"no such word"', *WORDS),
    "no word": put('""', *WORDS),
    "a word for a number": put('"many"', *NUMBERS),
    "no number": put("nan", *NUMBERS),
    "infinity": put("-inf", *NUMBERS),
    "a number too large": put("1" + "0" * 400, *NUMBERS),
    "a date for a number": put("2026-01-01", *NUMBERS),
    "a day that is none": put('"2026-02-30"', *DATES),
    "a month 13": put('"2025-13"', *DATES),
    "words for a date": put('"late in the year"', *DATES),
    "a number for a date": put("2026.5", *DATES),
    "a time of day for a date": put("2026-01-01T10:00:00", *DATES),
    "a source that is not there": put('"no-such-source"', "source_id", table="claim"),
    "ids that lead nowhere": put('["no-such-id"]', *MANY),
    "an id twice": put('["a", "a"]', *MANY),
    "a text for a list of ids": put('"one, two"', *MANY),
    "a name with blanks": put('"Two Words"', *NAMES),
    "a name that is a number": put("12", *NAMES),
    "an empty name": put('""', *NAMES),
    "an open quotation": broken('"\n', "\n"),
    "an open bracket": broken("]]\n", "]\n"),
    "a table of a strange name": broken("[[claim]]", "[[clam]]"),
    "a key in no record": broken("[[", "stray = 1\nstray = 2\n[["),
    "a control character": broken(' = "', ' = "\x07'),
    "nesting without end": broken(' = "', " = " + "[" * 3000 + ' "'),
    "a value that is no number": cell("value", "much"),
    "no value": cell("value", ""),
    "a value out of its ends": cell("high", "-1"),
    "a date that is none in a series": cell("date", "2025-02-30"),
    "a month that is no number": cell("month", "soon"),
    "a source of a series that is not there": cell("source_id", "nobody"),
    "a cell too many": row(lambda cells: [*cells, "more"]),
    "a cell too few": row(lambda cells: cells[:-1]),
    "an open quotation in a series": row(lambda cells: ['"', *cells[1:]]),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_file_and_record(folder, name, capsys):
    """Three of a kind at a time, each in a file of its own."""
    made = {one.path: one for number in range(20) for one in [FAULTS[name](folder, random.Random(f"{name} {number}"))]}
    kept = {path: path.read_text("utf-8") for path in [*made][:ROUNDS]}
    for path, before in kept.items():
        assert made[path].text != before
        path.write_text(made[path].text, "utf-8")
    status = cli.main(["check", "--seeds", str(folder)])
    for path, before in kept.items():
        path.write_text(before, "utf-8")
    printed = capsys.readouterr()
    assert status == 1
    assert "Traceback" not in printed.out + printed.err
    for path in kept:
        file = path.relative_to(folder).as_posix()
        named = [line for line in printed.out.splitlines() if line.startswith((f"{file}, ", f"{file}: "))]
        assert named, printed.out
        assert not made[path].record or any(f" {made[path].record}: " in line for line in named), (made[path], named)
        assert all(re.fullmatch(r".+: .+\. .+\.", line) for line in named)


def test_no_fault_is_left_behind(folder):
    assert seeds.check(folder) == []


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x00" * 100, b"\xef\xbb\xbf[[claim]]\n", "é".encode("latin-1")])
def test_a_file_of_strange_bytes_is_named(folder, content, capsys):
    path = folder / "claims" / "search.toml"
    before = path.read_bytes()
    path.write_bytes(content)
    status = cli.main(["check", "--seeds", str(folder)])
    path.write_bytes(before)
    assert status == 1
    assert "claims/search.toml" in capsys.readouterr().out


def test_what_runs_on_faulty_seeds_ends_with_the_same_sentences(folder, tmp_path, capsys):
    """Not only check: export and verify name the fault as well, and write nothing."""
    path = folder / "claims" / "search.toml"
    before = path.read_text("utf-8")
    path.write_text(before.replace("[[claim]]", "[[claim", 1), "utf-8")
    try:
        for command in (["export", str(tmp_path / "out")], ["verify", "--documents", str(tmp_path)]):
            assert cli.main([*command, "--seeds", str(folder)]) == 2
            assert "claims/search.toml: this is not TOML" in capsys.readouterr().err
    finally:
        path.write_text(before, "utf-8")
    assert not (tmp_path / "out").exists()
