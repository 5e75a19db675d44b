"""Dates as articles write them: "Nov. 20, 2025", "late November 2025", "the second half of 2026", "next year"."""

import calendar
import datetime
import re
from dataclasses import dataclass

from explorer.records.dates import date_range

__all__ = ["Said", "find"]


@dataclass(frozen=True, slots=True)
class Said:
    """A date in a text: the first and the last day that its words mean, and the words."""

    first: datetime.date
    last: datetime.date
    text: str
    start: int


_MONTHS = {name[:3].lower(): number for number, name in enumerate(calendar.month_name) if number}
_MONTH = r"\b(?P<month>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*)\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_DAY = r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_PART = r"\b(?:the\s)?(?P<part>early|mid|late|end|beginning|start)(?:\sof)?[\s-]"

_PATTERNS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<plain>\d{4}-\d\d(?:-\d\d)?)(?=T[\d:]|[^\d-]|-?$)",
        rf"{_MONTH}\s{_DAY}(?:,?\s{_YEAR})?",
        rf"{_DAY}\s{_MONTH}(?:,?\s{_YEAR})?",
        rf"{_PART}{_MONTH}(?:,?\s{_YEAR})?",
        rf"{_MONTH},?\s{_YEAR}",
        rf"\b(?:Q(?P<quarter>[1-4])|(?P<quarter_>[1-4])Q)[\s-]?{_YEAR}",
        rf"\b(?P<nth_quarter>first|second|third|fourth|last)\squarter\s(?:of\s)?{_YEAR}",
        rf"\b(?:H(?P<half>[12])|(?P<half_>[12])H)[\s-]?{_YEAR}",
        rf"\b(?P<nth_half>first|second|last)\shalf\s(?:of\s)?{_YEAR}",
        rf"{_PART}{_YEAR}",
        rf"(?<![\w$.,]){_YEAR}(?!%|[,.]\d|-\d\d\b)",
        r"\b(?P<next>next|the\scoming|the\sfollowing)\syear\b",
        r"\b(?P<this>this)\syear\b",
    )
]
"""One after the other, the one that says most first; what one has read is hidden from those after it."""

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_THIRDS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "late": 2, "end": 2}


def find(text: str, *, published: datetime.date | None = None, year: int | None = None) -> list[Said]:
    """Every date in a text, in order.

    "This year" and "next year" count from ``published`` and are passed over without it; a day or month without a
    year is one of ``year``, and is passed over without it. "Late" is from the 20th or from October on, "early" to the
    10th or to March, "mid" between; so for "end" and "beginning". A date that no calendar has is passed over.

    >>> [(said.first.isoformat(), said.last.isoformat()) for said in find("late November 2025, then H2 2026")]
    [('2025-11-20', '2025-11-30'), ('2026-07-01', '2026-12-31')]
    >>> [said.first.isoformat() for said in find("next year", published=datetime.date(2025, 11, 21))]
    ['2026-01-01']
    """
    found: list[Said] = []
    rest = text
    for pattern in _PATTERNS:
        for match in pattern.finditer(rest):
            parts = {name.rstrip("_"): said for name, said in match.groupdict().items() if said is not None}
            rest = rest[: match.start()] + " " * len(match[0]) + rest[match.end() :]
            try:
                days = _days(parts, published, year)
            except ValueError:  # a month 13, a 31 November
                continue
            if days is not None:
                found.append(Said(*days, text=match[0], start=match.start()))
    return sorted(found, key=lambda said: said.start)


def _days(
    parts: dict[str, str], published: datetime.date | None, year: int | None
) -> tuple[datetime.date, datetime.date] | None:
    """First and last day of what was said, None where it cannot be known."""
    if "plain" in parts:
        return date_range(parts["plain"])[:2]
    if "next" in parts or "this" in parts:
        return _span(published.year + ("next" in parts), 1, 12) if published else None
    said = int(parts["year"]) if "year" in parts else year
    if said is None:
        return None
    third = _THIRDS[parts["part"].lower()] if "part" in parts else None
    if "month" in parts:
        month = _MONTHS[parts["month"][:3].lower()]
        if "day" in parts:
            day = datetime.date(said, month, int(parts["day"]))
            return day, day
        first, last = _span(said, month, 1)
        if third is None:
            return first, last
        begins, ends = ((1, 10), (11, 20), (20, last.day))[third]
        return first.replace(day=begins), first.replace(day=ends)
    if third is not None:
        return _span(said, *((1, 3), (4, 6), (10, 3))[third])
    for name, months in (("quarter", 3), ("half", 6)):
        if name in parts or f"nth_{name}" in parts:
            number = int(parts.get(name, 0)) or _ORDINALS.get(parts[f"nth_{name}"].lower(), 12 // months)
            return _span(said, months * (number - 1) + 1, months)
    return _span(said, 1, 12)


def _span(year: int, month: int, months: int) -> tuple[datetime.date, datetime.date]:
    last = month + months - 1
    return datetime.date(year, month, 1), datetime.date(year, last, calendar.monthrange(year, last)[1])
