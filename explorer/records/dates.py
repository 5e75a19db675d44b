"""Dates of limited precision: what days may '2026-H2' mean, and which month of the model is a day in."""

import calendar
import datetime
import re
from functools import lru_cache
from numbers import Integral
from typing import Any, TypeAlias

from explorer.errors import ExplorerError, quoted

Month: TypeAlias = str | Any
"""A month as `last_day` takes it, be it a year, a date or a period; a public function goes on with a text."""
Day: TypeAlias = str | datetime.date | Any
"""A day in any of these forms."""
FIRST_MONTH = "2025-11"
"""Month 0 of every monthly count in this project, the month of the announcement; another deal may name its own."""
HORIZON = "2035-12"
"""The last month of a scenario that names none."""

_PARTIAL = re.compile(r"(\d{4})(?:-(?:(\d\d)(?:-(\d\d))?|Q([1-4])|H([12])))?", re.ASCII)


@lru_cache(maxsize=1024)
def date_range(text: str) -> tuple[datetime.date, datetime.date, str]:
    """The first and the last day that a date of limited precision may mean, and its precision.

    A day is ``2025-11-20``, a month ``2025-11``, a quarter ``2026-Q1``, a half-year ``2026-H2``, a year ``2029``.

    Raises `ValueError` with a sentence for anything else.

    >>> first, last, precision = date_range("2026-H2")
    >>> first.isoformat(), last.isoformat(), precision
    ('2026-07-01', '2026-12-31', 'half')
    """
    match = _PARTIAL.fullmatch(text)
    if not match:
        raise ExplorerError(f"{text!r} is not a date")
    year, month, day, quarter, half = match.groups()
    parts = ((month, 1, "month"), (quarter, 3, "quarter"), (half, 6, "half"), ("1", 12, "year"))
    try:
        if day:
            exact = datetime.date(int(year), int(month), int(day))
            return exact, exact, "day"
        part, months, precision = next(each for each in parts if each[0])
        last = int(part) * months
        if int(year) < 1 or not 1 <= last <= 12:
            raise ExplorerError("years begin at 0001 and months are 01 to 12")
        end = datetime.date(int(year), last, calendar.monthrange(int(year), last)[1])
        return datetime.date(int(year), last - months + 1, 1), end, precision
    except ValueError as fault:
        raise ExplorerError(f"{text!r} is not a date: {fault}") from fault


def last_day(value: object) -> datetime.date:
    """The last day that a date may mean: as text (see `date_range`), as a year, as a date or period of any library.

    Raises `ExplorerError` with a sentence for anything else.

    >>> [last_day(one).isoformat() for one in ("2029-12", 2029, datetime.datetime(2029, 12, 1))]
    ['2029-12-31', '2029-12-31', '2029-12-01']
    """
    if isinstance(value, datetime.datetime) and value == value:  # pandas has a time that is none, and equals nothing
        return value.date()
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    end = getattr(value, "end_time", None)  # of a period of pandas, which is not loaded for this
    if end is not None:
        return last_day(end)
    if type(value).__name__ == "datetime64":  # numpy's, whose text has no more than it knows: 2029-12 is a month
        value = str(value)[:10]
    if isinstance(value, Integral) and not isinstance(value, bool) and 0 < value <= datetime.MAXYEAR:  # type: ignore[operator]
        value = str(value)
    if isinstance(value, str):
        return date_range(value)[1]
    raise ExplorerError(f"{quoted(value)} is not a date")


def month_index(date: object, first: str = FIRST_MONTH) -> int:
    """The month in which a date of any form ends, counted from the ``first`` one, which is 0.

    >>> month_index(datetime.date(2029, 12, 31))
    49
    """
    day, zero = last_day(date), last_day(first)
    return (day.year - zero.year) * 12 + day.month - zero.month


def period_words(start: datetime.date | None, end: datetime.date | None) -> str:
    """A period as a reader says it: a year, a month, a quarter, a half-year, a day, else from and to; "" for none.

    >>> period_words(datetime.date(2025, 11, 1), datetime.date(2025, 11, 30))
    'November 2025'
    >>> period_words(datetime.date(2026, 7, 1), datetime.date(2029, 12, 31))
    'July 2026 to December 2029'
    """
    if start is None or end is None or start == end:
        day = start or end
        return f"{day.day} {day:%B %Y}" if day else ""
    if start.day > 1 or (end + datetime.timedelta(days=1)).day > 1:
        return f"{period_words(start, start)} to {period_words(end, end)}"
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months == 1:
        return f"{start:%B %Y}"
    if months in (3, 6) and (start.month - 1) % months == 0:
        ordinals = ("first", "second", "third", "fourth")
        return f"{ordinals[start.month // months]} {'quarter' if months == 3 else 'half'} of {start.year}"
    if start.month == 1 and end.month == 12:
        return f"{start.year}" if months == 12 else f"{start.year} to {end.year}"
    return f"{start:%B %Y} to {end:%B %Y}"
