"""A hundred and more faults made in our own seeds, a kind at a time: each is named, with its file and its record."""

import functools
import random
import re
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import MISSING
from pathlib import Path
from typing import NamedTuple

import pytest

from explorer import cli
from explorer.records.fields import fields_of
from explorer.seeds.files import KINDS, POINT_HEADER

RECORDS = dict(KINDS.values())
REQUIRED = {table: {one.name for one in fields_of(RECORDS[table]) if one.default is MISSING} for table in RECORDS}
HEAD = re.compile(r'\[\[(\w+)\]\]\n\w+ = "(.+)"')
"""How a record begins: with its table and its name."""


class Fault(NamedTuple):
    """What comes in the place of a pattern in one of these files, and whether a record is to be named for it."""

    old: str
    new: str
    files: str = "**/*.toml"
    of_a_record: bool = False


def put(new: str, *keys: str, old: str = r"(?!\[$).+") -> Fault:
    """Another line for that of a key: of one of these, or of any but the first, which holds the record's name."""
    return Fault(rf"(?<!\]\]\n)^({'|'.join(keys) or '[a-z0-9_]+'}) = {old}$", new, of_a_record=True)


def name(value: str) -> Fault:
    return Fault(r"(?<=\]\]\n)^(\w+) = .+$", rf"\1 = {value}")


def row(old: str, new: str) -> Fault:
    """Of a series, below its header."""
    return Fault(rf"(?<=\n)(?=.){old}", new, "series/*.csv")


def cell(column: str, value: str) -> Fault:
    return row(rf"((?:[^,\n]*,){{{POINT_HEADER.index(column)}}})[^,\n]*", rf"\g<1>{value}")


WORDS = ("tier", "dataset", "metric", "bound", "basis", "scope", "status", "kind")
NUMBERS = ("low", "central", "high", "lower_bound", "upper_bound", "step")
DATES = ("published", "retrieved", "period_start", "period_end", "start", "valid_from")
MANY = ("source_ids", "claim_ids")
FAULTS = {
    "a key left out": put(""),
    "a key misspelt": put(r"\1x = 1"),
    "a record twice": Fault(r"^\[\[(?!parameter)\w+\]\]\n(?:.+\n)+", r"\g<0>\g<0>"),
    "a list of lists": put(r"\1 = [[1, 2], []]"),
    "a table for a value": put(r"\1 = { a = 1 }"),
    "a number for a text": put(r"\1 = 7", old='".*'),
    "a truth value for a text": put(r"\1 = true", old='".*'),
    "an unknown word": put(r'\1 = "no such word"', *WORDS),
    "no word": put(r'\1 = ""', *WORDS),
    "a word for a number": put(r'\1 = "many"', *NUMBERS),
    "no number": put(r"\1 = nan", *NUMBERS),
    "infinity": put(r"\1 = -inf", *NUMBERS),
    "a number too large": put(r"\1 = 1" + "0" * 400, *NUMBERS),
    "a date for a number": put(r"\1 = 2026-01-01", *NUMBERS),
    "a day that is none": put(r'\1 = "2026-02-30"', *DATES),
    "a month 13": put(r'\1 = "2025-13"', *DATES),
    "words for a date": put(r'\1 = "late in the year"', *DATES),
    "a number for a date": put(r"\1 = 2026.5", *DATES),
    "a time of day for a date": put(r"\1 = 2026-01-01T10:00:00", *DATES),
    "a source that is not there": put(r'\1 = "no-such-source"', "source_id"),
    "ids that lead nowhere": put(r'\1 = ["no-such-id"]', *MANY),
    "an id twice": put(r'\1 = ["\2", "\2"]', *MANY, old=r'\["([^"]+)".*'),
    "a text for a list of ids": put(r'\1 = "one, two"', *MANY),
    "a name with blanks": name('"Two Words"'),
    "a name that is a number": name("12"),
    "an empty name": name('""'),
    "an open quotation": Fault(r'"\n', "\n"),
    "an open bracket": Fault(r"\]\]\n", "]\n"),
    "a table of a strange name": Fault(r"\[\[claim\]\]", "[[clam]]"),
    "a key in no record": Fault(r"\[\[", "stray = 1\nstray = 2\n[["),
    "a control character": Fault(' = "', ' = "\x07'),
    "nesting without end": Fault(' = "', " = " + "[" * 3000 + ' "'),
    "a value that is no number": cell("value", "much"),
    "no value": cell("value", ""),
    "a value out of its ends": cell("high", "-1"),
    "a date that is none in a series": cell("date", "2025-02-30"),
    "a month that is no number": cell("month", "soon"),
    "a source of a series that is not there": cell("source_id", "nobody"),
    "a cell too many": row(r".+", r"\g<0>,more"),
    "a cell too few": row(r"(.+),[^,\n]*$", r"\1"),
    "an open quotation in a series": row(r"[^,\n]*,", '",'),
}


@pytest.fixture(scope="module")
def folder(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(checkout / "seeds", tmp_path_factory.mktemp("faulty") / "seeds")


@contextmanager
def changed(files: dict[Path, bytes]) -> Generator[None]:
    """Other files, until they are put back."""
    kept = {path: path.read_bytes() for path in files}
    for path, content in files.items():
        assert content != kept[path]
        path.write_bytes(content)
    try:
        yield
    finally:
        for path, content in kept.items():
            path.write_bytes(content)


def named(place: re.Match[str]) -> tuple[str, str]:
    """Table and name of the record that a place lies in."""
    head = HEAD.match(place.string, place.string.rfind("[[", 0, place.start()))
    return (head[1], head[2]) if head else ("", "")


@functools.cache
def places(folder: Path, fault: Fault) -> dict[Path, list[re.Match[str]]]:
    """Where a fault can be made, by file; a key can be left out where it is required."""
    found: dict[Path, list[re.Match[str]]] = {}
    for path in sorted(folder.glob(fault.files)):
        for place in re.finditer(fault.old, path.read_text("utf-8"), re.MULTILINE):
            keys = REQUIRED.get(named(place)[0], ())
            if not fault.of_a_record or (place[1] in keys if not fault.new else keys):
                found.setdefault(path, []).append(place)
    return found


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_is_named_with_file_and_record(folder, kind, capsys):
    """Three of a kind at a time, each in a file of its own."""
    fault, chance = FAULTS[kind], random.Random(kind)
    found = places(folder, fault)
    made = {path: chance.choice(found[path]) for path in chance.sample([*found], min(3, len(found)))}
    texts = {path: p.string[: p.start()] + p.expand(fault.new) + p.string[p.end() :] for path, p in made.items()}
    assert made
    with changed({path: text.encode() for path, text in texts.items()}):
        status = cli.main(["check", "--seeds", str(folder)])
    printed = capsys.readouterr()
    assert status == 1
    assert "Traceback" not in printed.out + printed.err
    for path, place in made.items():
        file = path.relative_to(folder).as_posix()
        said = [line for line in printed.out.splitlines() if line.startswith((f"{file}, ", f"{file}: "))]
        assert said, printed.out
        assert not fault.of_a_record or any(f" {named(place)[1]}: " in line for line in said), (place, said)
        assert all(re.fullmatch(r".+: .+\. .+\.", line) for line in said)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x00" * 100, b"\xef\xbb\xbf[[claim]]\n", "é".encode("latin-1")])
def test_a_file_of_strange_bytes_is_named(folder, content, capsys):
    with changed({folder / "claims" / "search.toml": content}):
        assert cli.main(["check", "--seeds", str(folder)]) == 1
    assert "claims/search.toml" in capsys.readouterr().out


def test_what_runs_on_faulty_seeds_ends_with_the_same_sentences(folder, tmp_path, shell):
    """Not only check: export and verify name the fault as well, and write nothing."""
    path = folder / "claims" / "search.toml"
    with changed({path: path.read_bytes().replace(b"[[claim]]", b"[[claim", 1)}):
        for command in (["export", str(tmp_path / "out")], ["verify", "--documents", str(tmp_path)]):
            assert "claims/search.toml: this is not TOML" in shell(2, *command, "--seeds", folder).err
    assert not (tmp_path / "out").exists()
