"""Numbers and dates as articles write them: "$2-3 billion", "10 gigawatts", "Nov. 20, 2025", "second half of 2026".

A comma groups thousands and a point marks decimals; the other custom ("1.000,5") is not guessed at. Digits that belong
to a name (GB200, H100) are no numbers.
"""

import calendar
import datetime
import math
import re
from itertools import pairwise
from typing import NamedTuple

from explorer.records.dates import date_range


class Number(NamedTuple):
    """A number in a text, in a base unit: ``W Wh USD TWD EUR GBP months``, ``share`` (0 to 1), or "" for a count."""

    value: float
    unit: str
    text: str

    def says(self, value: float) -> bool:
        """Whether it is this value, but for the rounding of floats."""
        return math.isclose(self.value, value, rel_tol=1e-9)


class Date(NamedTuple):
    """A date in a text: the first and the last day that its words mean, and the words."""

    first: datetime.date
    last: datetime.date
    text: str


_SMALL = "one two three four five six seven eight nine ten eleven twelve"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {
    **{word: n for n, word in enumerate(_SMALL.split(), 1)},
    **{word: 10 * n for n, word in enumerate(_TENS.split(), 2)},
}
_SIZES = {1e2: "hundred", 1e3: "thousand k", 1e6: "million m mn", 1e9: "billion b bn", 1e12: "trillion t tn trn"}
_SCALES = {word: size for size, words in _SIZES.items() for word in words.split()}
_CURRENCIES = {"USD": "$ us$ usd dollar", "TWD": "nt$ twd", "EUR": "\u20ac eur euro", "GBP": "\u00a3 gbp pound"}
_MONEY = {word: currency for currency, words in _CURRENCIES.items() for word in words.split()}
_POWERS = {"": 1.0, "k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12}
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<money>US\$|NT\$|[$€£]|(?:USD|EUR|GBP|TWD)\b)?\s?"
    rf"(?P<number>\d{{1,3}}(?:[,'\u2019 \u00a0\u2009\u202f]\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
    rf"|(?:half\sa|{'|'.join(_WORDS)})\b|an?(?=\s(?:hundred|thousand|million|billion|trillion)\b))"
    r"(?P<scale>[\s\u00a0-]?(?:hundred|thousand|million|billion|trillion|mn|bn|tn|trn)\b|[kmbt]\b)?"
    r"(?:[\s\u00a0-]?(?P<unit>(?:kilo|mega|giga|tera)?watt(?:-?hour)?s?\b|(?-i:[kMGT]?Wh?)\b|%|per\s?cent\b"
    r"|(?:dollar|euro|pound|month|year)s?\b|(?:USD|EUR|GBP|TWD)\b))?(?!\w)",
    re.IGNORECASE,
)
# What joins the two ends of a range. "And" does so only after "between": "2 and 3" are otherwise two numbers.
_JOIN = re.compile(r"\s?[-\u2010-\u2015\u2212]\s?|[\s-]to[\s-]")
# A date written in digits is no amount.
_ISO = re.compile(r"(?<!\d)(?P<iso>\d{4}-\d\d(?:-\d\d)?)(?!\d|-\d)(?:T[\d:.]+Z?)?")


def numbers(text: str) -> list[Number]:
    """Every number in a text, in order; the ends of a range share what only one of them has.

    >>> [(one.value, one.unit) for one in numbers("$2-3 billion a year for 10 gigawatts")]
    [(2000000000.0, 'USD'), (3000000000.0, 'USD'), (10000000000.0, 'W')]
    """
    text = _ISO.sub(lambda match: " " * len(match[0]), text)
    matches = list(_NUMBER.finditer(text))
    scales = [_SCALES.get((match["scale"] or "").lower().strip(" \n\u00a0-"), 1.0) for match in matches]
    values = [_value(match["number"]) * scale for match, scale in zip(matches, scales, strict=True)]
    units = [_unit(match["money"], match["unit"]) for match in matches]
    for at, (one, two) in enumerate(pairwise(matches)):
        between = text[one.end() : two.start()]
        if _JOIN.fullmatch(between) or (between == " and " and text[: one.start()].lower().endswith("between ")):
            if scales[at] == 1 and values[at] * scales[at + 1] <= values[at + 1]:
                values[at] *= scales[at + 1]
            units[at : at + 2] = units[at] or units[at + 1], units[at + 1] or units[at]
    named = [unit or ("", 1.0) for unit in units]
    parts = zip(values, named, matches, strict=True)
    return [Number(value * factor, unit, match[0].strip()) for value, (unit, factor), match in parts]


def _value(number: str) -> float:
    if number[0].isdigit():
        return float(re.sub(r"[^\d.]", "", number))
    return 0.5 if number.lower().startswith("half") else float(_WORDS.get(number.lower(), 1))


def _unit(money: str | None, unit: str | None) -> tuple[str, float] | None:
    """The base unit and the factor to it, None for a count."""
    word = (money or unit or "").lower().removesuffix("s")
    if word in _MONEY:
        return _MONEY[word], 1.0
    if word == "%" or word.startswith("per"):
        return "share", 0.01
    if word in ("month", "year"):
        return "months", 12.0 if word == "year" else 1.0
    power = re.fullmatch(r"([kmgt]?)\w*?w(?:att)?(-?h(?:our)?)?", word)
    return ("Wh" if power[2] else "W", _POWERS[power[1]]) if power else None


_MONTHS = {name[:3].lower(): number for number, name in enumerate(calendar.month_name) if number}
_MONTH = rf"\b(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_DAY = r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_PART = r"\b(?:the\s)?(?P<part>early|mid|late|end|beginning|start)(?:\sof)?[\s-]"
_PATTERNS = [_ISO] + [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_MONTH}\s{_DAY}(?:,?\s{_YEAR})?",
        rf"{_DAY}\s{_MONTH}(?:,?\s{_YEAR})?",
        rf"{_PART}{_MONTH}(?:,?\s{_YEAR})?",
        rf"{_MONTH},?\s{_YEAR}",
        rf"\b(?P<kind>[QH])(?P<nth>[1-4])\s?{_YEAR}",
        rf"\b(?P<nth>[1-4])(?P<kind>[QH])\s?{_YEAR}",
        rf"\b(?P<nth>first|second|third|fourth|last)\s(?P<kind>quarter|half)\s(?:of\s)?{_YEAR}",
        rf"(?:{_PART})?(?<![\w$.,]){_YEAR}(?!%|[,.]\d|-\d\d\b)",
        r"\b(?P<relative>next|the\scoming|the\sfollowing|this)\syear\b",
    )
]
"""One after the other, the one that says most first; what one has read is hidden from those after it."""

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_THIRDS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "late": 2, "end": 2}


def dates(text: str, *, published: datetime.date | None = None, year: int | None = None) -> list[Date]:
    """Every date in a text, in order.

    "This year" and "next year" count from ``published`` and are passed over without it; a day without a year is one of
    ``year``, and is passed over without it. "Late" is from the 20th or from October on, "early" to the 10th or to
    March, "mid" between; so for "end" and "beginning". A date that no calendar has is passed over.

    >>> [(one.first.isoformat(), one.last.isoformat()) for one in dates("late November 2025, then H2 2026")]
    [('2025-11-20', '2025-11-30'), ('2026-07-01', '2026-12-31')]
    """
    found: dict[int, Date] = {}
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
            parts = {name: part.lower() for name, part in match.groupdict().items() if part}
            try:
                days = _days(parts, published, year)
            except ValueError:  # a month 13, a 31 November
                continue
            if days:
                found[match.start()] = Date(*days, match[0].strip())
    return [found[start] for start in sorted(found)]


def _days(
    parts: dict[str, str], published: datetime.date | None, year: int | None
) -> tuple[datetime.date, datetime.date] | None:
    """First and last day of what was said, None where it cannot be known."""
    if "iso" in parts:
        return date_range(parts["iso"])[:2]
    in_year = int(parts["year"]) if "year" in parts else year
    if "relative" in parts:
        in_year = published.year + (parts["relative"] != "this") if published else None
    if in_year is None:
        return None
    if "kind" in parts:
        kind, nth = parts["kind"][0].upper(), parts["nth"]
        number = _ORDINALS.get(nth) or {"Q": 4, "H": 2}[kind] if nth.isalpha() else nth
        return date_range(f"{in_year}-{kind}{number}")[:2]
    third = _THIRDS.get(parts.get("part", ""))
    if "month" not in parts:
        months = ((1, 3), (4, 9), (10, 12))[third] if third is not None else (1, 12)
        return datetime.date(in_year, months[0], 1), date_range(f"{in_year}-{months[1]:02}")[1]
    month = f"{in_year}-{_MONTHS[parts['month']]:02}"
    if "day" in parts:
        return date_range(f"{month}-{parts['day']:0>2}")[:2]
    first, last, _ = date_range(month)
    begins, ends = ((1, 10), (11, 20), (20, last.day))[third] if third is not None else (1, last.day)
    return first.replace(day=begins), first.replace(day=ends)
