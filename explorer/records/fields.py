"""How a record is declared: each field says once what it is, how it is checked and what it means.

A field is ``name: Annotated[type, Check, "what it means"]``; one with a default may be left out, and the default is then
what it holds. A record checks itself when it is made and names *everything* that is wrong with it (`RecordError`), so
that a curator mends it in one pass. The data dictionary, the types of the frames and the stub of ``explorer new-source``
are read from the same declarations.
"""

import datetime
import difflib
import math
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import MISSING, FrozenInstanceError, dataclass, replace
from functools import cache
from inspect import get_annotations
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Self, TypeGuard, TypeVar, dataclass_transform

from explorer.errors import ExplorerError
from explorer.records.dates import date_range

if TYPE_CHECKING:
    from explorer.records.vocabulary import Vocabulary

R = TypeVar("R", bound="Record")
M = TypeVar("M", bound=Callable[..., Iterator[tuple[str, str]]])

Problem = tuple[str, str]
"""What is wrong, and what to do about it."""

TEXT, NUMBER, DAY, FLAG, IDS, WHOLE = "text", "float64", "datetime64[ns]", "bool", "ids", "Int64"
"""Types of a frame's columns: text is never missing but may be empty; ids are a tuple of texts; an Int64 may be missing."""

DATES = "write 2025-11-20, 2025-11, 2026-Q1, 2026-H2 or 2029"


class RecordError(ExplorerError):
    """A record that cannot be built. ``problems`` holds a pair (what is wrong, what to do) for each fault in it."""

    def __init__(self, problems: list[Problem]):
        self.problems = tuple(problems)
        super().__init__("; ".join(problem for problem, _ in problems))


class Wrong(Exception):
    """A value that a check refuses: what is wrong, and what to do."""


@dataclass(frozen=True, slots=True)
class Check:
    """How a field is read: gives the value to keep (None for one that is left out), or raises `Wrong`."""

    read: Callable[[str, Any, "Vocabulary"], Any]
    column: str
    """Type of the frame's column."""
    words: str = ""
    """Name of the list of words that it takes."""
    refers: str = ""
    """Kind of the records that its ids name."""
    beside: str = ""
    """A word that may stand in place of such an id."""
    holds: type | None = None
    """The record that it holds several of."""


class Field(NamedTuple):
    """One field of a record, as declared; ``default`` is MISSING where it has to be given."""

    name: str
    check: Check
    meaning: str
    default: Any


def brief(value: object) -> str:
    """How a wrong value is quoted in a message: short, and a number of a thousand digits not at all.

    >>> brief("soon"), brief(10**5000)
    ("'soon'", 'a whole number that is too large')
    """
    if isinstance(value, int) and abs(value) > 10**18:
        return "a whole number that is too large"
    if isinstance(value, list | dict):
        return f"a {'list' if isinstance(value, list) else 'table'}"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def is_list(value: object) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    """Whether somebody wrote several values; what they are is yet to be checked."""
    return isinstance(value, list | tuple)


def use_one_of(value: object, known: Collection[str]) -> str:
    """What to do about an unknown word: the known ones if they are few, else those most like it.

    >>> use_one_of("rack_rates", [f"rack_rate{number}" for number in range(90)])
    "use 'rack_rate9', 'rack_rate8' or 'rack_rate7', or another word of the data dictionary"
    """
    if len(known) <= 20:
        return f"use one of: {', '.join(known)}"
    alike = [*map(repr, difflib.get_close_matches(value, known))] if isinstance(value, str) else []
    close = " or ".join([", ".join(alike[:-1]), alike[-1]] if len(alike) > 1 else alike)
    return f"use {close}, or another word of the data dictionary" if close else "use a word of the data dictionary"


def _pattern(regex: str, wrong: str, remedy: str) -> Check:
    """A text of some form; ``wrong`` is the message, with the value in it."""
    form = re.compile(regex, re.ASCII)

    def read(name: str, value: Any, _: "Vocabulary") -> str:
        if not isinstance(value, str) or not form.fullmatch(value):
            raise Wrong(f"{name} {wrong.format(brief(value))}", remedy)
        return value

    return Check(read, TEXT)


def _text(name: str, value: Any, _: "Vocabulary") -> str:
    if not isinstance(value, str):
        raise Wrong(f"{name} is {brief(value)}, not text", "write it in quotation marks")
    if not value.strip():
        raise Wrong(f"{name} is empty", "fill it in")
    return value


def _list(name: str, value: Any, _: "Vocabulary") -> tuple[str, ...]:
    if not is_list(value) or not all(isinstance(entry, str) and entry for entry in value):
        raise Wrong(f"{name} is {brief(value)}, not a list of texts", 'write it as ["one", "two"]')
    return tuple(value)


def _ids(name: str, value: Any, words: "Vocabulary") -> tuple[str, ...]:
    if not is_list(value) or not all(isinstance(entry, str) for entry in value):
        raise Wrong(f"{name} is {brief(value)}, not a list of ids", 'write it as ["one", "two"]')
    if len(set(value)) < len(value):
        raise Wrong(f"{name} names an id twice", "name it once")
    return tuple(value)


def _flag(name: str, value: Any, _: "Vocabulary") -> bool:
    if not isinstance(value, bool):
        raise Wrong(f"{name} is {brief(value)}, not true or false", "write true or false, or leave it out")
    return value


def _number(name: str, value: Any, _: "Vocabulary") -> float:
    try:
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
    except OverflowError:
        pass  # a whole number too large for a float
    raise Wrong(f"{name} is {brief(value)}, not a finite number", "write a plain number")


def _whole(name: str, value: Any, _: "Vocabulary") -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100:
        raise Wrong(f"{name} is {brief(value)}, not a whole number from 0 to 100", "mend it")
    return value


def _positive(name: str, value: Any, words: "Vocabulary") -> float:
    if (number := _number(name, value, words)) <= 0:
        raise Wrong(f"{name} is {number:g}", "make it positive")
    return number


def _day(*, last: bool) -> Check:
    """A day: the first or the last that a date of limited precision may mean."""

    def read(name: str, value: Any, _: "Vocabulary") -> datetime.date | None:
        if value is None or value == "":
            return None
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return value
        try:
            if isinstance(value, str):
                return date_range(value)[last]
        except ValueError as fault:
            raise Wrong(f"{name}: {fault}", DATES) from None
        raise Wrong(f"{name}: {brief(value)} is not a date", DATES)

    return Check(read, DAY)


def _date(name: str, value: Any, _: "Vocabulary") -> str:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    try:
        if isinstance(value, str) and date_range(value):
            return value
    except ValueError:
        pass
    raise Wrong(f"{name} {brief(value)} is not a date", DATES)


def word(of: str) -> Check:
    """A word of a list of the vocabulary."""

    def read(name: str, value: Any, words: "Vocabulary") -> str:
        if not isinstance(value, str) or value not in words[of]:
            raise Wrong(f"{name} {brief(value)} is not a known word", use_one_of(value, words[of]))
        return value

    return Check(read, TEXT, words=of)


def words_of(of: str) -> Check:
    """Words of a list of the vocabulary."""
    one = word(of)

    def read(name: str, value: Any, words: "Vocabulary") -> tuple[str, ...]:
        return tuple(one.read(f"{name}:", entry, words) for entry in _list(name, value, words))

    return Check(read, IDS, words=of)


def several(record: type, remedy: str) -> Check:
    """Records within a record; ``remedy`` says where they are written."""

    def read(name: str, value: Any, _: "Vocabulary") -> tuple[Any, ...]:
        if not isinstance(value, tuple) or not all(isinstance(entry, record) for entry in value):
            raise Wrong(f"{name} do not belong here", remedy)
        return value

    return Check(read, TEXT, holds=record)


_IS_ID = _pattern(r"[a-z0-9][a-z0-9_.-]{0,99}", "{} is not an id", "use up to 100 small letters, digits and - _ . only")


def refers(to: str, *, beside: str = "") -> Check:
    """The id of a record of some kind."""
    return replace(_IS_ID, refers=to, beside=beside)


Id = Annotated[str, _IS_ID]
Text = Annotated[str, Check(_text, TEXT)]
AnswerWord = Annotated[str, Check(_text, TEXT, words="answer")]
Flag = Annotated[bool, Check(_flag, FLAG)]
Number = Annotated[float, Check(_number, NUMBER)]
MaybeNumber = Annotated[float | None, Check(_number, NUMBER)]
Positive = Annotated[float, Check(_positive, NUMBER)]
Day = Annotated[datetime.date, _day(last=False)]
MaybeDay = Annotated[datetime.date | None, _day(last=False)]
MaybeLastDay = Annotated[datetime.date | None, _day(last=True)]
DateText = Annotated[str, Check(_date, DAY)]  # of limited precision, kept as it is written
Month = Annotated[str, _pattern(r"\d{4}-(0[1-9]|1[0-2])", "is {}, not a month", "write it as 2026-09")]
WebAddress = Annotated[
    str, _pattern(r"(?s)https?://.*", "{} is not a web address", "begin it with https://, or leave it out")
]
Checksum = Annotated[str, _pattern(r"[0-9a-f]{64}", "{} is not a checksum", "give 64 small hexadecimal digits")]
Texts = Annotated[tuple[str, ...], Check(_list, IDS)]
Whole = Annotated[int, Check(_whole, WHOLE)]
SourceId = Annotated[str, refers("sources")]
SourceIds = Annotated[tuple[str, ...], Check(_ids, IDS, refers="sources")]
ClaimId = Annotated[str, refers("claims")]
ClaimIds = Annotated[tuple[str, ...], Check(_ids, IDS, refers="claims")]


def rule(*needs: str) -> Callable[[M], M]:
    """Mark a method that yields what is wrong between fields. It runs where these fields are sound by themselves."""

    def mark(method: M) -> M:
        method.needs = frozenset(needs)  # noqa: B010: a function has no such attribute by its type
        return method

    return mark


@dataclass_transform(frozen_default=True)
class Record:
    """Base of the records: frozen, equal where all fields are, and never wrong.

    Raises `RecordError` with everything that is wrong with what is given. ``vocabulary`` holds the words that it may use,
    ours where none is given.
    """

    if TYPE_CHECKING:
        vocabulary: Vocabulary

    def __init__(self, /, *values: Any, **given: Any):
        from explorer.records.vocabulary import own

        self._fill(dict(zip(_names(type(self)), values, strict=False)) | given, own())

    def _fill(self, given: dict[str, Any], vocabulary: "Vocabulary") -> None:
        kept = self.__dict__
        kept["vocabulary"] = vocabulary
        problems: list[Problem] = []
        wrong: set[str] = set()
        declared, known = fields_of(type(self)), _names(type(self))
        if not given.keys() <= known.keys():
            strange = [name for name in given if name not in known]
            problems += [(f"{name!r} is not a key of this record", f"use only: {', '.join(known)}") for name in strange]
        for name, check, _, default in declared:
            value = given.get(name, default)
            try:
                if value is MISSING:
                    raise Wrong(f"{name} is missing", "add it")
                left_out = value is default or (type(value) is type(default) and value == default)  # 0 is not False
                kept[name] = default if left_out else check.read(name, value, vocabulary)
                if default is MISSING and kept[name] in (None, ()):
                    raise Wrong(f"{name} is empty", "name at least one" if kept[name] == () else "fill it in")
            except Wrong as fault:
                problems.append(fault.args)  # type: ignore[arg-type]
                wrong.add(name)
        for needs, broken in _rules(type(self)):
            if not wrong & needs:
                problems += broken(self)
        if problems:
            raise RecordError(problems)

    def replace(self, **changes: Any) -> Self:
        """The same with other values, checked anew."""
        given = dict(zip(_names(type(self)), _values(self), strict=True))
        return build(type(self), given | changes, self.vocabulary)

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and _values(self) == _values(other)

    def __hash__(self) -> int:
        return hash(_values(self))

    def __repr__(self) -> str:
        named = zip(_names(type(self)), _values(self), strict=True)
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in named)})"


@cache
def fields_of(record: type[Record]) -> tuple[Field, ...]:
    """The declared fields of a kind of record, in order; the first is its id."""
    declared = {name: hint for base in reversed(record.__mro__) for name, hint in get_annotations(base).items()}
    checked = {name: hint.__metadata__ for name, hint in declared.items() if hasattr(hint, "__metadata__")}
    return tuple(Field(name, found[0], found[-1], getattr(record, name, MISSING)) for name, found in checked.items())


@cache
def _names(record: type[Record]) -> dict[str, None]:
    return dict.fromkeys(one.name for one in fields_of(record))


@cache
def _rules(record: type[Record]) -> list[tuple[frozenset[str], Callable[[Any], Iterator[Problem]]]]:
    return [(method.needs, method) for method in vars(record).values() if hasattr(method, "needs")]


def _values(record: Record) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in _names(type(record)))


def build(record: type[R], row: dict[str, Any], vocabulary: "Vocabulary") -> R:
    """A record from the keys and values that somebody wrote. Raises `RecordError` with all that is wrong."""
    made = object.__new__(record)
    made._fill(row, vocabulary)
    return made


def together(record: Record, *names: str) -> Iterator[Problem]:
    """Fields of which all are given or none is."""
    if len({bool(getattr(record, name)) for name in names}) > 1:
        told = f"{', '.join(names[:-1])} and {names[-1]}"
        yield f"{told} go together", "give both, or neither" if len(names) == 2 else "give all three, or none"
