"""A hundred and more faults made in our own seeds, one after the other: each is named, with its file and its record."""

import random
import re
import shutil
from collections.abc import Callable
from dataclasses import MISSING
from pathlib import Path

import pytest

from explorer import cli, seeds
from explorer.records.fields import fields_of
from explorer.seeds.files import KINDS, POINT_HEADER

RECORDS = {table: (record, fields_of(record)[0].name) for table, record in KINDS.values()}
REQUIRED = {
    table: {field.name for field in fields_of(record) if field.default is MISSING}
    for table, (record, _) in RECORDS.items()
}
LINE = re.compile(r"^([a-z0-9_]+) = (.*)$")

Chance = random.Random
Made = tuple[Path, str, str]
"""The file with a fault in it, its new text, and the record that has to be named ("" where the file itself is hurt)."""


def tables(path: Path) -> list[tuple[str, int, int]]:
    """Kind, first and last line of each record of a file."""
    lines = path.read_text("utf-8").split("\n")
    starts = [number for number, line in enumerate(lines) if line.startswith("[[")]
    ends = [*(start - 1 for start in starts[1:]), len(lines) - 1] if starts else []
    return [(lines[start].strip("[]"), start, end) for start, end in zip(starts, ends, strict=True)]


def chosen_line(
    folder: Path, chance: Chance, wanted: Callable[[str, str, str], bool]
) -> tuple[Path, int, str, str, str]:
    """A random ``key = value`` line that is wanted: (file, line, record's table, record's name, key)."""
    paths = sorted(folder.glob("**/*.toml"))
    while True:
        path = chance.choice(paths)
        found = tables(path)
        if not found:
            continue
        table, start, end = chance.choice(found)
        if table not in RECORDS:
            continue
        lines = path.read_text("utf-8").split("\n")
        number = chance.randint(start + 1, end)
        match = LINE.match(lines[number])
        names = [line.split('"')[1] for line in lines[start : end + 1] if line.startswith(f"{RECORDS[table][1]} = ")]
        if match and names and wanted(table, match[1], match[2]):
            return path, number, table, names[0], match[1]


def rewritten(path: Path, number: int, new: str | None) -> str:
    """The text of a file with one line replaced, or without it."""
    lines = path.read_text("utf-8").split("\n")
    lines[number : number + 1] = [] if new is None else [new]
    return "\n".join(lines)


def of_a_value(kind: str, value: str) -> Callable[[Path, Chance], Made]:
    """A fault that puts a value into a key of a kind."""
    kinds: dict[str, Callable[[str, str, str], bool]] = {
        "any": lambda table, key, old: key != RECORDS[table][1],
        "text": lambda table, key, old: old.startswith('"') and key != RECORDS[table][1],
        "word": lambda table, key, old: (
            key in ("tier", "dataset", "metric", "bound", "basis", "scope", "status", "kind")
        ),
        "number": lambda table, key, old: key in ("low", "central", "high", "lower_bound", "upper_bound", "step"),
        "date": lambda table, key, old: (
            key in ("published", "retrieved", "period_start", "period_end", "start", "valid_from")
        ),
        "leads": lambda table, key, old: key == "source_id" and table == "claim",
        "leads-many": lambda table, key, old: key in ("source_ids", "claim_ids"),
        "name": lambda table, key, old: key == RECORDS[table][1],
    }

    def fault(folder: Path, chance: Chance) -> Made:
        path, number, _, name, key = chosen_line(folder, chance, kinds[kind])
        return path, rewritten(path, number, f"{key} = {value}"), "" if kind == "name" else name

    return fault


def missing_key(folder: Path, chance: Chance) -> Made:
    path, number, _, name, _ = chosen_line(
        folder, chance, lambda table, key, old: key in REQUIRED[table] and key != RECORDS[table][1]
    )
    return path, rewritten(path, number, None), name


def misspelt_key(folder: Path, chance: Chance) -> Made:
    path, number, _, name, key = chosen_line(folder, chance, lambda table, key, old: key != RECORDS[table][1])
    old = path.read_text("utf-8").split("\n")[number]
    return path, rewritten(path, number, old.replace(key, key + "x", 1)), name


def doubled_record(folder: Path, chance: Chance) -> Made:
    path, _, _, name, _ = chosen_line(folder, chance, lambda table, key, old: table != "parameter")
    text = path.read_text("utf-8")
    start, end = next(
        (start, end) for _, start, end in tables(path) if f'"{name}"' in "\n".join(text.split("\n")[start:end])
    )
    lines = text.split("\n")
    return path, text.rstrip("\n") + "\n\n" + "\n".join(lines[start : end + 1]) + "\n", ""


def broken_text(old: str, new: str) -> Callable[[Path, Chance], Made]:
    """A file that is no TOML any more."""

    def fault(folder: Path, chance: Chance) -> Made:
        path = chance.choice([path for path in sorted(folder.glob("**/*.toml")) if old in path.read_text("utf-8")])
        text = path.read_text("utf-8")
        places = [match.start() for match in re.finditer(re.escape(old), text)]
        place = chance.choice(places)
        return path, text[:place] + new + text[place + len(old) :], ""

    return fault


def of_a_row(change: Callable[[list[str]], list[str]]) -> Callable[[Path, Chance], Made]:
    """A fault in one row of a series."""

    def fault(folder: Path, chance: Chance) -> Made:
        path = chance.choice(sorted(folder.glob("series/*.csv")))
        lines = path.read_text("utf-8").rstrip("\n").split("\n")
        number = chance.randrange(1, len(lines))
        lines[number] = ",".join(change(lines[number].split(",")))
        return path, "\n".join(lines) + "\n", ""

    return fault


def cell(name: str, value: str) -> Callable[[Path, Chance], Made]:
    place = POINT_HEADER.index(name)
    return of_a_row(lambda cells: [*cells[:place], value, *cells[place + 1 :]])


FAULTS: dict[str, Callable[[Path, Chance], Made]] = {
    "a key left out": missing_key,
    "a key misspelt": misspelt_key,
    "a record twice": doubled_record,
    "a list of lists": of_a_value("any", "[[1, 2], []]"),
    "a table for a value": of_a_value("any", "{ a = 1 }"),
    "a number for a text": of_a_value("text", "7"),
    "a truth value for a text": of_a_value("text", "true"),
    "an unknown word": of_a_value("word", '"no such word"'),
    "no word": of_a_value("word", '""'),
    "a word for a number": of_a_value("number", '"many"'),
    "no number": of_a_value("number", "nan"),
    "infinity": of_a_value("number", "-inf"),
    "a number too large": of_a_value("number", "1" + "0" * 400),
    "a date for a number": of_a_value("number", "2026-01-01"),
    "a day that is none": of_a_value("date", '"2026-02-30"'),
    "a month 13": of_a_value("date", '"2025-13"'),
    "words for a date": of_a_value("date", '"late in the year"'),
    "a number for a date": of_a_value("date", "2026.5"),
    "a time of day for a date": of_a_value("date", "2026-01-01T10:00:00"),
    "a source that is not there": of_a_value("leads", '"no-such-source"'),
    "ids that lead nowhere": of_a_value("leads-many", '["no-such-id"]'),
    "an id twice": of_a_value("leads-many", '["a", "a"]'),
    "a text for a list of ids": of_a_value("leads-many", '"one, two"'),
    "a name with blanks": of_a_value("name", '"Two Words"'),
    "a name that is a number": of_a_value("name", "12"),
    "an empty name": of_a_value("name", '""'),
    "an open quotation": broken_text('"\n', "\n"),
    "an open bracket": broken_text("]]\n", "]\n"),
    "a table of a strange name": broken_text("[[claim]]", "[[clam]]"),
    "a key in no record": broken_text("[[", "stray = 1\nstray = 2\n[["),
    "a control character": broken_text(' = "', ' = "\x07'),
    "nesting without end": broken_text(' = "', " = " + "[" * 3000 + ' "'),
    "a value that is no number": cell("value", "much"),
    "no value": cell("value", ""),
    "a value out of its ends": cell("high", "-1"),
    "a date that is none in a series": cell("date", "2025-02-30"),
    "a month that is no number": cell("month", "soon"),
    "a source of a series that is not there": cell("source_id", "nobody"),
    "a cell too many": of_a_row(lambda cells: [*cells, "more"]),
    "a cell too few": of_a_row(lambda cells: cells[:-1]),
    "an open quotation in a series": of_a_row(lambda cells: ['"', *cells[1:]]),
}
ROUNDS = 3


@pytest.fixture(scope="module")
def folder(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(checkout / "seeds", tmp_path_factory.mktemp("faulty") / "seeds")


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_file_and_record(folder, name, capsys):
    for number in range(ROUNDS):
        path, text, record = FAULTS[name](folder, random.Random(f"{name} {number}"))
        before = path.read_text("utf-8")
        assert text != before
        path.write_text(text, "utf-8")
        status = cli.main(["check", "--seeds", str(folder)])
        path.write_text(before, "utf-8")
        printed = capsys.readouterr()
        assert status == 1, text
        file = path.relative_to(folder).as_posix()
        named = [line for line in printed.out.splitlines() if line.startswith((f"{file}, ", f"{file}: "))]
        assert named, printed.out
        assert not record or any(f" {record}: " in line for line in named), (record, named)
        assert all(re.fullmatch(r".+: .+\. .+\.", line) for line in named)
        assert "Traceback" not in printed.out + printed.err


def test_there_are_more_than_a_hundred_faults_and_none_is_left_behind(folder):
    assert len(FAULTS) * ROUNDS > 100
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
