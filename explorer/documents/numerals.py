"""Numbers as articles write them: "1,000", "$2-3 billion", "1.4 trillion", "10 gigawatts", "two billion dollars".

`find` reads what English texts hold. A comma groups thousands and a point marks decimals; the other custom ("1.000,5")
is not guessed at. Digits that belong to a name (GB200, H100) are no numbers.
"""

import math
import re
from dataclasses import dataclass

__all__ = ["Quantity", "find"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a range in a text, in a base unit, with the characters that say it.

    ``unit`` is ``W``, ``Wh``, ``USD``, ``EUR``, ``GBP``, ``TWD``, ``months``, ``share`` (0 to 1), or "" for a count.
    """

    low: float
    high: float
    unit: str
    text: str
    start: int

    def says(self, value: float) -> bool:
        """Whether the number, or one end of the range, is this value.

        >>> find("$2-3 billion")[0].says(3e9), find("$2-3 billion")[0].says(2.5e9)
        (True, False)
        """
        return any(math.isclose(end, value, rel_tol=1e-9) for end in (self.low, self.high))


_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {
    **{word: number for number, word in enumerate((*_SMALL.split(), "eighteen", "nineteen"))},
    **{word: 10 * number for number, word in enumerate(_TENS.split(), 2)},
}

_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "t": 1e12,
    "tn": 1e12,
    "trn": 1e12,
}

_POWERS = {"": 1.0, "k": 1e3, "kilo": 1e3, "m": 1e6, "mega": 1e6, "g": 1e9, "giga": 1e9, "t": 1e12, "tera": 1e12}
_MONEY = {
    "$": "USD",
    "us$": "USD",
    "usd": "USD",
    "dollar": "USD",
    "nt$": "TWD",
    "twd": "TWD",
    "ntd": "TWD",
    "€": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "£": "GBP",
    "gbp": "GBP",
    "pound": "GBP",
}

_CURRENCY = r"(?i:US\$|NT\$|\$|€|£|\b(?:USD|EUR|GBP|TWD|NTD)\b)"
_DIGITS = r"\d{1,3}(?:[,'’ \u00a0\u2009\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_SPELT = (
    rf"(?i:\b(?:{'|'.join(_TENS.split())})-(?:{'|'.join(_SMALL.split()[1:10])})\b|\b(?:{'|'.join(_WORDS)})\b"
    r"|\bhalf an?\b|\ban?(?=\s+(?:hundred|thousand|million|billion|trillion)\b))"
)
_SCALE = r"[\s\u00a0-]?(?i:hundred|thousand|million|billion|trillion|mln|mn|bn|tn|trn)\b|[kKmMbBtT]\b"
_UNIT = (
    r"[\s\u00a0-]?(?:(?i:(?:kilo|mega|giga|tera)?watt(?:-?hour)?s?)\b|[kMGT]?Wh?\b"
    r"|%|(?i:per\s?cent)\b|(?i:dollars?|euros?|pounds?|USD|EUR|GBP|TWD|months?|years?)\b)"
)


def _one(end: int) -> str:
    """The pattern of one number; ``end`` keeps the two of a range apart."""
    return (
        rf"(?P<money{end}>{_CURRENCY})?\s?(?P<number{end}>{_DIGITS}|{_SPELT})"
        rf"(?P<scale{end}>(?:{_SCALE})+)?(?P<unit{end}>{_UNIT})?"
    )


# "and" joins two ends only after "between": "2 and 3" are otherwise two numbers.
_JOIN = r"(?:\s?[-\u2010-\u2015\u2212]\s?|[\s-]to[\s-]|(?P<and>\sand\s))"
_QUANTITY = re.compile(rf"(?<![\w.,])(?P<between>(?i:between)\s)?{_one(1)}(?:{_JOIN}{_one(2)})?(?!\w)")
# A date written in digits is no amount, and its hyphens join no range.
_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?(?:T[\d:.]+Z?)?(?!\d)")


def find(text: str) -> list[Quantity]:
    """Every number and range in a text, in order.

    A range shares what only one end has: in "$2-3 billion" both are dollars and both billions.

    >>> [(q.low, q.high, q.unit) for q in find("$2-3 billion a year for 10 gigawatts")]
    [(2000000000.0, 3000000000.0, 'USD'), (10000000000.0, 10000000000.0, 'W')]
    >>> [(q.low, q.unit) for q in find("roughly 1,000 GB200 racks, or 20 percent")]
    [(1000.0, ''), (0.2, 'share')]
    """
    blank = _DATE.sub(lambda match: " " * len(match[0]), text)
    found: list[Quantity] = []
    position = 0
    while match := _QUANTITY.search(blank, position):
        both = match["number2"] is not None and not (match["and"] and not match["between"])
        end = (
            match.end()
            if both
            else match.end("unit1" if match["unit1"] else "scale1" if match["scale1"] else "number1")
        )
        found.append(_quantity(match, both, text[match.start() : end].strip(), match.start()))
        position = end
    return found


def _quantity(match: re.Match[str], both: bool, words: str, start: int) -> Quantity:
    numbers = [_value(match[f"number{i}"]) * _scale(match[f"scale{i}"]) for i in ((1, 2) if both else (1,))]
    units = [_unit(match[f"money{i}"], match[f"unit{i}"]) for i in ((1, 2) if both else (1,))]
    if both:
        shared = _scale(match["scale2"])
        if not match["scale1"] and numbers[0] * shared <= numbers[1]:
            numbers[0] *= shared
        units = [one if one[0] else other for one, other in (units, units[::-1])]
    values = [number * factor for number, (_, factor) in zip(numbers, units, strict=True)]
    return Quantity(min(values), max(values), units[0][0], words, start)


def _value(number: str) -> float:
    """A number in digits or in words.

    >>> _value("1,400.5"), _value("Twenty-five"), _value("half a")
    (1400.5, 25.0, 0.5)
    """
    if number[0].isdigit():
        return float(re.sub(r"[^\d.]", "", number))
    parts = number.lower().split("-")
    if parts[0].startswith("half"):
        return 0.5
    return float(sum(_WORDS.get(part, 1) for part in parts))


def _scale(words: str | None) -> float:
    """The factor of words such as "billion" or "hundred thousand"."""
    return math.prod(_SCALES[word] for word in re.findall(r"[a-z]+", (words or "").lower()))


def _unit(money: str | None, unit: str | None) -> tuple[str, float]:
    """The base unit and the factor to it; ("", 1) for a count."""
    if money:
        return _MONEY[money.lower()], 1.0
    word = re.sub(r"^[\s\u00a0-]", "", unit or "")
    plain = word.lower().removesuffix("s")
    if word == "%" or plain.startswith("per"):
        return "share", 0.01
    if plain in ("month", "year"):
        return "months", 12.0 if plain == "year" else 1.0
    if plain in _MONEY:
        return _MONEY[plain], 1.0
    power = re.fullmatch(r"(kilo|mega|giga|tera|[kmgt]?)w(?:att)?(?:-?h(?:our)?)?", plain)
    if power:
        return "Wh" if "h" in plain else "W", _POWERS[power[1]]
    return "", 1.0
