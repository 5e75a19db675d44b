"""How a record is declared: each field says once what it is, how it is checked and what it means.

A field is ``name: Annotated[type, Check, "what it means"]``; one with a default may be left out, and then holds that.
A record checks itself when it is made and names *everything* that is wrong with it, so that a curator mends it in one
pass. The data dictionary, the types of the frames and the stub of ``explorer new-source`` are read from the same lines.
"""

import datetime
import difflib
import math
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import MISSING, FrozenInstanceError, dataclass, replace
from functools import cache, partial
from inspect import get_annotations
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Self, TypeGuard, TypeVar, dataclass_transform

from explorer.errors import ExplorerError, quoted
from explorer.records.dates import date_range

if TYPE_CHECKING:
    from explorer.records.vocabulary import Vocabulary

Problem = tuple[str, str]
"""What is wrong, and what to do about it."""

KINDS: "dict[str, tuple[str, type[Record]]]" = {}
"""File name without ending -> the name of its tables, and the record that each becomes; its first field is its id."""

Rule = TypeVar("Rule", bound=Callable[..., Iterator[Problem]])

TEXT, NUMBER, DAY, FLAG, IDS, WHOLE = "text", "float64", "datetime64[ns]", "bool", "ids", "Int64"
"""Types of a frame's columns: a text is never missing but may be empty; ids are a tuple; an Int64 may be missing."""


class RecordError(ExplorerError):
    """A record that cannot be built. ``problems`` holds a pair (what is wrong, what to do) for each fault in it.

    ``sound`` are the fields that nothing is wrong with, by name.
    """

    def __init__(self, problems: list[Problem], sound: dict[str, Any] | None = None):
        self.problems, self.sound = tuple(problems), sound or {}
        super().__init__("; ".join(problem for problem, _ in problems))


class InvalidValueError(ValueError):
    """A value that is not taken: a half-sentence on what is wrong, "" where its kind is, and what to do about it."""

    def __init__(self, problem: str = "", remedy: str = ""):
        self.remedy = remedy
        super().__init__(problem)


@dataclass(frozen=True, slots=True)
class Check:
    """How a field is read: ``take`` gives the value to keep, or raises ValueError, which ``wrong`` and ``remedy`` say.

    ``wrong`` stands after the field's name and quotes the value at ``{}``. ``column`` is the type of a frame's column,
    ``words`` the list of words that it takes, ``refers`` the kind of records that its ids name (but for ``besides``),
    and ``holds`` the kind of records that it holds several of.
    """

    take: Callable[[Any], Any]
    wrong: str
    remedy: str
    column: str = TEXT
    words: str = ""
    refers: str = ""
    besides: str = ""
    holds: "type[Record] | None" = None

    def look_up(self, value: Any, vocabulary: "Vocabulary") -> Any:
        """The same for a field of words, each of which has to be known; which answers are depends on the metric."""
        kept = self.take(value)
        if (known := vocabulary.get(self.words)) is not None:
            for one in kept if self.column == IDS else (kept,):
                if not isinstance(one, str) or one not in known:
                    raise InvalidValueError(f"{brief(one)} is not a known word", use_one_of(one, known))
        return kept


class Field(NamedTuple):
    """One field of a record, as declared; ``default`` is MISSING where it has to be given."""

    name: str
    check: Check
    meaning: str
    default: Any


def brief(value: object) -> str:
    """How a wrong value is quoted in a message; a dict is what TOML calls a table."""
    return "a table" if isinstance(value, dict) else quoted(value)


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


def take_if(fits: Callable[[Any], bool]) -> Callable[[Any], Any]:
    """Take what fits, as it is."""

    def take(value: Any) -> Any:
        if not fits(value):
            raise InvalidValueError
        return value

    return take


_flag = take_if(lambda value: isinstance(value, bool))
_whole = take_if(lambda value: type(value) is int and 0 <= value <= 100)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise InvalidValueError
    if not value.strip():
        raise InvalidValueError("is empty", "fill it in")
    return value


def _form(regex: str) -> Callable[[Any], str]:
    form = re.compile(regex, re.ASCII | re.DOTALL)
    return take_if(lambda value: isinstance(value, str) and form.fullmatch(value) is not None)


def texts(value: Any) -> tuple[str, ...]:
    """A list of texts; anything else is invalid."""
    if not is_list(value) or not all(isinstance(entry, str) for entry in value):
        raise InvalidValueError
    return tuple(value)


def _ids(value: Any) -> tuple[str, ...]:
    if len(set(given := texts(value))) < len(given):
        raise InvalidValueError("names an id twice", "name it once")
    return given


def _number(value: Any) -> float:
    try:
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
    except OverflowError:  # a whole number too large for a float
        pass
    raise InvalidValueError


def _positive(value: Any) -> float:
    if (number := _number(value)) <= 0:
        raise InvalidValueError(f"is {number:g}", "make it positive")
    return number


def _date(value: Any) -> str:
    text = value.isoformat() if type(value) is datetime.date else value
    if not isinstance(text, str) or not date_range(text):
        raise InvalidValueError
    return text


def _day(value: Any, *, last: bool = False) -> Any:
    if isinstance(value, str):
        return date_range(value)[1 if last else 0] if value else None
    if value is not None and type(value) is not datetime.date:
        raise InvalidValueError
    return value


def word(of: str) -> Check:
    """A word of a list of the vocabulary."""
    return Check(lambda value: value, "", "", words=of)


def words_of(of: str) -> Check:
    """Words of a list of the vocabulary."""
    return replace(_TEXTS, words=of)


def several(record: "type[Record]", remedy: str) -> Check:
    """Records within a record; ``remedy`` says where they are written."""
    take = take_if(lambda value: isinstance(value, tuple) and all(isinstance(one, record) for one in value))  # type: ignore
    return Check(take, "do not belong here", remedy, holds=record)


def refers(to: str, besides: str = "") -> Check:
    """The id of a record of some kind, or a word besides."""
    return replace(_ID, refers=to, besides=besides)


_ID = Check(
    _form(r"[a-z0-9][a-z0-9_.-]{0,99}"),
    "{} is not an id",
    "use up to 100 small letters, digits and - _ . only, and begin with a letter or a digit",
)
_IDS = Check(_ids, "is {}, not a list of ids", 'write it as ["one", "two"]', IDS)
_TEXT = Check(_text, "is {}, not text", "write it in quotation marks")
_TEXTS = Check(texts, "is {}, not a list of texts", 'write it as ["one", "two"]', IDS)
_NUMBER = Check(_number, "is {}, not a finite number", "write a plain number", NUMBER)
_DATE = Check(_date, "{} is not a date", "write 2025-11-20, 2025-11, 2026-Q1, 2026-H2 or 2029", DAY)

Id = Annotated[str, _ID]
SourceId = Annotated[str, refers("sources")]
SourceIds = Annotated[tuple[str, ...], replace(_IDS, refers="sources")]
ClaimId = Annotated[str, refers("claims")]
ClaimIds = Annotated[tuple[str, ...], replace(_IDS, refers="claims")]
ParameterIds = Annotated[tuple[str, ...], replace(_IDS, refers="parameters")]
Text = Annotated[str, _TEXT]
Texts = Annotated[tuple[str, ...], _TEXTS]
AnswerWord = Annotated[str, replace(_TEXT, words="answer")]
Number = Annotated[float, _NUMBER]
MaybeNumber = Annotated[float | None, _NUMBER]
Positive = Annotated[float, replace(_NUMBER, take=_positive)]
Whole = Annotated[int, Check(_whole, "is {}, not a whole number from 0 to 100", "mend it", WHOLE)]
Flag = Annotated[bool, Check(_flag, "is {}, not true or false", "write true or false, or leave it out", FLAG)]
Date = Annotated[str, _DATE]  # of limited precision, kept as it is written
Day = Annotated[datetime.date, replace(_DATE, take=_day)]
MaybeDay = Annotated[datetime.date | None, replace(_DATE, take=_day)]
MaybeLastDay = Annotated[datetime.date | None, replace(_DATE, take=partial(_day, last=True))]
Month = Annotated[str, Check(_form(r"\d{4}-(0[1-9]|1[0-2])"), "is {}, not a month", "write it as 2026-09")]
Checksum = Annotated[str, Check(_form("[0-9a-f]{64}"), "{} is not a checksum", "give 64 small hexadecimal digits")]
WebAddress = Annotated[
    str, Check(_form("https?://.*"), "{} is not a web address", "begin it with https://, or leave it out")
]


def rule(*needs: str) -> Callable[[Rule], Rule]:
    """Mark a method that yields what is wrong between fields; it runs where one of them is given and all are sound."""

    def mark(method: Rule) -> Rule:
        method.__dict__["needs"] = frozenset(needs)
        return method

    return mark


@dataclass_transform(frozen_default=True)
class Record:
    """Base of the records: frozen, equal where all fields are, and never wrong; raises `RecordError` with all that is.

    ``vocabulary`` holds the words that it may use: ours, or those of the folder that it was read from. A kind with a
    ``file`` of its own names it, and the ``table`` in which one stands there.
    """

    if TYPE_CHECKING:
        vocabulary: Vocabulary

    def __init_subclass__(cls, file: str = "", table: str = ""):
        if file:
            KINDS[file] = (table, cls)

    def __init__(self, /, *values: Any, **given: Any):
        from explorer.records.vocabulary import own_vocabulary

        self._fill(dict(zip(_names(type(self)), values, strict=False)) | given, own_vocabulary())

    @classmethod
    def read(cls, row: dict[str, Any], vocabulary: "Vocabulary") -> Self:
        """A record from the keys and values that somebody wrote."""
        made = object.__new__(cls)
        made._fill(row, vocabulary)
        return made

    def _fill(self, given: dict[str, Any], vocabulary: "Vocabulary") -> None:
        kept, known = self.__dict__, _names(type(self))
        kept["vocabulary"] = vocabulary
        problems: list[Problem] = []
        wrong: set[str] = set()
        if not given.keys() <= known.keys():
            strange = [name for name in given if name not in known]
            problems += [(f"{name!r} is not a key of this record", f"use only: {', '.join(known)}") for name in strange]
        for name, check, _, default in fields_of(type(self)):
            value = given.get(name, default)
            try:
                if value is MISSING:
                    raise InvalidValueError("is missing", "add it")
                left_out = value is default or (type(value) is type(default) and value == default)  # 0 is not False
                taken = default if left_out else check.look_up(value, vocabulary) if check.words else check.take(value)
                kept[name] = taken
                if default is MISSING and (taken is None or taken == ()):
                    raise InvalidValueError("is empty", "fill it in" if taken is None else "name at least one")
            except ValueError as fault:
                problem = str(fault) or check.wrong.format(brief(value))
                problems.append((f"{name} {problem}", getattr(fault, "remedy", "") or check.remedy))
                wrong.add(name)
        for needs, broken in _rules(type(self)):
            if not needs.isdisjoint(given) and needs.isdisjoint(wrong):
                problems += broken(self)
        if problems:
            raise RecordError(problems, kept)

    def replace(self, **changes: Any) -> Self:
        """The same with other values, checked anew."""
        return self.read(dict(zip(_names(type(self)), _values(self), strict=True)) | changes, self.vocabulary)

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and type(self) is type(other) and _values(self) == _values(other)

    def __hash__(self) -> int:
        return hash(_values(self))

    def __repr__(self) -> str:
        named = zip(_names(type(self)), _values(self), strict=True)
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in named)})"


@cache
def fields_of(record: type[Record]) -> tuple[Field, ...]:
    """The declared fields of a kind of record, in order; the first is its id."""
    declared = {name: hint for base in reversed(record.__mro__) for name, hint in get_annotations(base).items()}
    checked = {name: hint.__metadata__ for name, hint in declared.items()}
    return tuple(Field(name, found[0], found[-1], getattr(record, name, MISSING)) for name, found in checked.items())


@cache
def _names(record: type[Record]) -> dict[str, None]:
    return dict.fromkeys(one.name for one in fields_of(record))


@cache
def _rules(record: type[Record]) -> list[tuple[frozenset[str], Callable[[Any], Iterator[Problem]]]]:
    return [(method.needs, method) for method in vars(record).values() if hasattr(method, "needs")]


def _values(record: Record) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in _names(type(record)))


def together(*names: str) -> Callable[[Any], Iterator[Problem]]:
    """The rule that of some fields all are given or none is."""

    def given(record: Record) -> Iterator[Problem]:
        if len({bool(getattr(record, name)) for name in names}) > 1:
            remedy = "give both, or neither" if len(names) == 2 else "give all three, or none"
            yield f"{', '.join(names[:-1])} and {names[-1]} go together", remedy

    return rule(*names)(given)


def ascending(*names: str, problem: str = "", remedy: str = "order them") -> Callable[[Any], Iterator[Problem]]:
    """The rule that those of some fields that are given ascend."""

    def ascend(record: Record) -> Iterator[Problem]:
        given = [value for name in names if (value := getattr(record, name)) is not None]
        if given != sorted(given):
            yield problem or f"{', '.join(names[:-1])} and {names[-1]} do not ascend", remedy

    return rule(*names)(ascend)
