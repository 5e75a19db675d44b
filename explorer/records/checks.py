"""The checks a record runs on itself when it is made: each notes what is wrong, all are reported together."""

import datetime
import difflib
import math
import re
from collections.abc import Collection
from typing import Any, TypeGuard

from explorer.errors import ExplorerError
from explorer.records.dates import date_range

__all__ = ["Checked", "Problems", "RecordError", "brief", "is_list", "use_one_of"]

_ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")

Problems = list[tuple[str, str]]


class RecordError(ExplorerError):
    """A record that cannot be built. ``problems`` holds a pair (what is wrong, what to do) for each fault in it."""

    def __init__(self, problems: Problems):
        self.problems = tuple(problems)
        super().__init__("; ".join(problem for problem, _ in problems))


class Checked:
    """Base of the frozen records. A subclass's ``__post_init__`` gathers problems and hands them to `_raise_if`.

    A check that converts (a day from its text, a number to float) stores the converted value, past the frozen guard.
    """

    __slots__ = ()

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def _raise_if(self, problems: Problems) -> None:
        if problems:
            raise RecordError(problems)

    def _id(self, problems: Problems, name: str, *, required: bool = True) -> None:
        value = getattr(self, name)
        if value == "" and not required:
            return
        if not isinstance(value, str) or not _ID.fullmatch(value):
            problems.append(
                (f"{name} {brief(value)} is not an id", "use up to 100 small letters, digits and - _ . only")
            )

    def _ids(self, problems: Problems, name: str) -> None:
        value = getattr(self, name)
        given = tuple(value) if is_list(value) else (None,)
        if all(isinstance(entry, str) for entry in given):
            self._set(name, given)
            if len(set(given)) < len(given):
                problems.append((f"{name} names an id twice", "name it once"))
        else:
            problems.append((f"{name} is {brief(value)}, not a list of ids", 'write it as ["one", "two"]'))
            self._set(name, ())

    def _text(self, problems: Problems, *names: str, required: bool = True) -> None:
        for name in names:
            value = getattr(self, name)
            if not isinstance(value, str):
                problems.append((f"{name} is {brief(value)}, not text", "write it in quotation marks"))
            elif required and not value.strip():
                problems.append((f"{name} is empty", "fill it in"))

    def _word(self, problems: Problems, name: str, known: Collection[str], *, required: bool = True) -> None:
        value = getattr(self, name)
        if value == "" and not required:
            return
        if not isinstance(value, str) or value not in known:
            problems.append((f"{name} {brief(value)} is not a known word", use_one_of(value, known)))

    def _flag(self, problems: Problems, name: str) -> None:
        value = getattr(self, name)
        if not isinstance(value, bool):
            problems.append((f"{name} is {brief(value)}, not true or false", "write true or false, or leave it out"))

    def _number(self, problems: Problems, *names: str, required: bool = False) -> bool:
        """Whether all are numbers (or absent, where that is allowed)."""
        sound = True
        for name in names:
            value = getattr(self, name)
            if value is None and not required:
                continue
            number = _finite(value)
            if number is None:
                problems.append((f"{name} is {brief(value)}, not a finite number", "write a plain number"))
                sound = False
            else:
                self._set(name, number)
        return sound

    def _day(self, problems: Problems, name: str, *, last: bool = False) -> bool:
        """Store the first (or the last) possible day of a date, None for an absent one; whether that worked."""
        value = getattr(self, name)
        if value is None or value == "":
            self._set(name, None)
            return True
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return True
        try:
            if not isinstance(value, str):
                raise ExplorerError(f"{brief(value)} is not a date")
            self._set(name, date_range(value)[1 if last else 0])
            return True
        except ValueError as fault:
            problems.append((f"{name}: {fault}", "write 2025-11-20, 2025-11, 2026-Q1, 2026-H2 or 2029"))
            self._set(name, None)
            return False


def use_one_of(value: object, known: Collection[str]) -> str:
    """What to do about an unknown word: the known ones if they are few, else those most like it.

    >>> use_one_of("rack_rates", [f"rack_rate{number}" for number in range(90)])
    "use 'rack_rate9', 'rack_rate8' or 'rack_rate7', or another word of the data dictionary"
    """
    if len(known) <= 20:
        return f"use one of: {', '.join(known)}"
    alike = difflib.get_close_matches(value, known) if isinstance(value, str) else []
    quoted = " or ".join([", ".join(map(repr, alike[:-1])), repr(alike[-1])][len(alike) < 2 :]) if alike else ""
    return f"use {quoted}, or another word of the data dictionary" if quoted else "use a word of the data dictionary"


def _finite(value: object) -> float | None:
    """The value as a float, None if it is no number or too large for one."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return None


def is_list(value: object) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    """Whether somebody wrote several values; what they are is yet to be checked.

    >>> is_list(["a", 1]), is_list("a")
    (True, False)
    """
    return isinstance(value, list | tuple)


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
