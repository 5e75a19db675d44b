"""Numbers, months and findings as readers see them.

Rounding, units and verbs live here once, so that sentence, chart, table and export say the same thing.
Inside the package a share runs from 0 to 1 and money is whole dollars; only here do they become
per cent, millions and billions.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

MONTH_NAMES = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Display:
    """How a canonical unit is shown: the value is multiplied by ``factor`` and followed by ``unit``."""

    factor: float
    unit: str
    spoken: str

    @property
    def sign(self) -> str:
        """What stands before each number: a dollar sign, or nothing."""
        return "$" if self.unit.startswith("$ ") else ""

    def with_unit(self, *numbers: str) -> str:
        """One number, or the two ends of a range, with sign and unit.

        >>> DISPLAYS["USD/year"].with_unit("60", "280"), DISPLAYS["share"].with_unit("20")
        ('$60 to $280bn a year', '20%')
        """
        unit = self.unit.removeprefix("$ ")
        gap = "" if self.sign or unit.startswith("%") else " "
        return f"{' to '.join(self.sign + number for number in numbers)}{gap}{unit}"


# Canonical unit of a parameter -> what stands beside its number boxes, and what a screen reader says.
DISPLAYS = {
    "racks/week": Display(1.0, "racks a week", "racks a week"),
    "months": Display(1.0, "months", "months"),
    "share": Display(100.0, "%", "per cent"),
    "share of all": Display(100.0, "% of all racks", "per cent of all racks"),
    "share/yr": Display(100.0, "% a year", "per cent a year"),
    "kW/rack": Display(1.0, "kW a rack", "kilowatts a rack"),
    "ratio": Display(1.0, "times", "times"),
    "GW/yr": Display(1.0, "GW a year", "gigawatts a year"),
    "GW/yr, facility": Display(1.0, "GW a year", "gigawatts a year"),
    "USD/year": Display(1e-9, "$ bn a year", "billion dollars a year"),
    "USD/GW": Display(1e-9, "$ bn a GW", "billion dollars a gigawatt"),
    "USD/GW, facility": Display(1e-9, "$ bn a GW", "billion dollars a gigawatt"),
    "USD/GW/yr, facility": Display(1e-9, "$ bn a GW a year", "billion dollars a gigawatt a year"),
    "USD/rack": Display(1e-6, "$ m a rack", "million dollars a rack"),
}


def unit_words(units: str) -> Mapping[str, str]:
    """Our words for what a maker ships, each with its word for the units of another deal.

    >>> [unit_words(units)["a rack"] for units in ("servers", "engines", "batteries", "boxes")]
    ['a server', 'an engine', 'a battery', 'a box']
    """
    one = re.sub("ies$", "y", units)
    one = re.sub("(?<=[sxz])es$|(?<=[cs]h)es$|(?<!s)s$", "", one) if one == units else one
    article = "an" if one[:1].lower() in "aeiou" else "a"
    return {
        "racks": units,
        "Racks": capital(units),
        "rack": one,
        "Rack": capital(one),
        "a rack": f"{article} {one}",
        "A rack": f"{capital(article)} {one}",
    }


def replace_words(text: str, words: Mapping[str, str]) -> str:
    """A text with the words that ``words`` has in place of others, the longest first.

    >>> replace_words("kW a rack", unit_words("servers"))
    'kW a server'
    """
    known = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.sub(rf"\b({known})\b", lambda match: words[match[0]], text)


def display(unit: str, units: str = "racks") -> Display:
    """How a canonical unit is shown where a maker ships ``units``.

    >>> display("kW/rack", "servers").unit, display("share of all", "containers").spoken
    ('kW a server', 'per cent of all containers')
    """
    found = DISPLAYS[unit]
    if units == "racks":
        return found
    words = unit_words(units)
    return replace(found, unit=replace_words(found.unit, words), spoken=replace_words(found.spoken, words))


def to_display(value: float, unit: str) -> float:
    """The number a reader sees for a canonical value: 0.1 of unit share is 10.

    >>> to_display(0.133, "share")
    13.3
    """
    return float(f"{value * DISPLAYS[unit].factor:.12g}")


def from_display(number: float, unit: str) -> float:
    """The canonical value of a number that a reader typed; the reverse of :func:`to_display`.

    >>> from_display(13.3, "share")
    0.133
    """
    return float(f"{number / DISPLAYS[unit].factor:.12g}")


def range_words(kind: str, numbers: Sequence[float], unit: str, digits: int = 4, units: str = "racks") -> str:
    """A distribution in a reader's units, from its kind and the numbers that its function takes.

    ``units`` is what the maker ships.

    >>> range_words("point", [0.2], "share"), range_words("uniform", [1000, 2000], "racks/week")
    ('20%', '1,000 to 2,000 racks a week')
    >>> range_words("triangular", [120, 132, 140], "kW/rack")
    '120 to 140 kW a rack, most likely 132'
    """
    texts = [f"{float(f'{to_display(number, unit):.{digits}g}'):,.12g}".replace("-", "\u2212") for number in numbers]
    look = display(unit, units)
    if kind == "point":
        return look.with_unit(texts[0])
    between = look.with_unit(texts[0], texts[-1])
    if kind == "triangular":
        return f"{between}, most likely {look.sign}{texts[1]}"
    return f"{between} in 9 of 10 cases" if kind == "interval90" else between


def plain_number(value: float) -> str:
    """A number as it is, in a sentence or at an axis: thousands with commas, six figures or all before the point.

    >>> plain_number(12.0), plain_number(100 / 3), plain_number(-2e12), plain_number(999_999.7), plain_number(1e300)
    ('12', '33.3333', '-2,000,000,000,000', '999,999.7', '1e+300')
    """
    return f"{value:,.{6 if value % 1 and abs(value) < 1e5 else 16}g}"


def number_set(value: float) -> str:
    """The same with the sign that readers see.

    >>> number_set(1_234_567), number_set(-100 / 3), number_set(0.25)
    ('1,234,567', '\u221233.3333', '0.25')
    """
    return plain_number(value).replace("-", "\u2212")


def two_figures(value: float) -> str:
    """A number rounded to two significant figures, as sentences show it; thousands keep a comma.

    >>> two_figures(2.934), two_figures(14.49), two_figures(0.0312), two_figures(1249.0), two_figures(9.96)
    ('2.9', '14', '0.031', '1,200', '10')
    """
    return _figures(value, 2)


def _figures(value: float, count: int) -> str:
    if not math.isfinite(value):
        return "more than all"
    if value == 0:
        return "0"
    rounded = float(f"{value:.{count - 1}e}")
    decimals = max(0, count - 1 - math.floor(math.log10(abs(rounded))))
    return f"{rounded:,.{decimals}f}"


def percent(share: float) -> str:
    """A share as per cent with two significant figures, without the sign: 0.187 is '19'."""
    return two_figures(share * 100)


def percent_precise(share: float) -> str:
    """A share that somebody has set, as per cent with three significant figures and no needless ones.

    >>> percent_precise(0.125), percent_precise(0.1), percent_precise(1 / 3), percent_precise(1)
    ('12.5', '10', '33.3', '100')
    """
    text = _figures(share * 100, 3)
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent_range(low: float, high: float) -> str:
    """A share that somebody has set, as one value or as a range, with the sign.

    >>> percent_range(0.125, 0.125), percent_range(0.02, 0.2)
    ('12.5%', '2 to 20%')
    """
    return f"{' to '.join(map(percent_precise, dict.fromkeys([low, high])))}%"


def share_of_cases(share: float, cases: str = "simulated cases") -> str:
    """A part of the cases in words: none and all only where it is none or all of them.

    >>> share_of_cases(0), share_of_cases(0.002), share_of_cases(0.342)
    ('no simulated case', 'fewer than 1 in 100 simulated cases', '34% of simulated cases')
    >>> share_of_cases(0.998, "simulations"), share_of_cases(1)
    ('nearly all simulations', 'all simulated cases')
    """
    if share in (0, 1):
        return f"all {cases}" if share else f"no {cases.removesuffix('s')}"
    if share < 0.01:
        return f"fewer than 1 in 100 {cases}"
    return f"{percent(share)}% of {cases}" if share <= 0.99 else f"nearly all {cases}"


def dollars(value: float) -> str:
    """Dollars in millions, billions or trillions, rounded to two figures.

    >>> dollars(4.56e10), dollars(1.4e12), dollars(3.4e6), dollars(0)
    ('$46bn', '$1.4trn', '$3.4m', '$0')
    """
    for size, unit in ((1e12, "trn"), (1e9, "bn"), (1e6, "m")):
        if value >= 0.995 * size:
            return f"${two_figures(value / size)}{unit}"
    return f"${two_figures(value)}"


def amount(value: float, unit: str) -> str:
    """An outcome or a share as a reader sees it: dollars with their size, all else in two figures with the unit.

    >>> amount(2.934, "GW"), amount(4.56e10, "USD"), amount(1249, "racks/week")
    ('2.9 GW', '$46bn', '1,200 racks a week')
    >>> amount(0.342, "share"), amount(math.inf, "share")
    ('34%', 'more than all')
    """
    if not math.isfinite(value):
        return "more than all"
    if unit == "USD":
        return dollars(value)
    return f"{percent(value)}%" if unit == "share" else f"{two_figures(value)} {unit.replace('/', ' a ')}"


def between(low: float, high: float, unit: str) -> str:
    """Two amounts as a range, with the unit once where it is the same.

    >>> between(1.5, 5.2, "GW"), between(9e8, 2e9, "USD"), between(0.4, math.inf, "share")
    ('1.5 to 5.2 GW', '$900m to $2.0bn', '40% to more than all')
    """
    least, most = amount(low, unit), amount(high, unit)
    return most if least == most else f"{least.removesuffix(most.lstrip('$0123456789,.'))} to {most}"


def month_words(month: str) -> str:
    """'2029-12' as 'the end of 2029', any other month by name: '2027-06' is 'June 2027'.

    >>> month_words("2029-12"), month_words("2027-06")
    ('the end of 2029', 'June 2027')
    """
    return f"the end of {month[:4]}" if month.endswith("-12") else month_name(month)


def month_name(month: str) -> str:
    """A month by its name: '2029-12' is 'December 2029'."""
    return f"{MONTH_NAMES[int(month[5:]) - 1]} {month[:4]}"


def by_month(what: str, month: str) -> str:
    """What is there by the end of a month; a comma of its own is closed before it.

    >>> by_month("Racks shipped", "2029-12"), by_month("Power delivered, with cooling", "2027-06")
    ('Racks shipped by the end of 2029', 'Power delivered, with cooling, by June 2027')
    """
    return f"{what}{',' if ',' in what else ''} by {month_words(month)}"


def plural(count: int, one: str, many: str = "") -> str:
    """'1 claim', '3 claims', and where that is not what many are called, '2 pieces'."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def capital(text: str) -> str:
    """A text as it begins a sentence.

    >>> capital("racks shipped")
    'Racks shipped'
    """
    return text[:1].upper() + text[1:]


def mid_sentence(label: str) -> str:
    """A label as it stands within a sentence; a name keeps its capital.

    >>> [mid_sentence(label) for label in ("Months to the first delivery", "Foxconn's investment", "AI racks")]
    ['months to the first delivery', "Foxconn's investment", 'AI racks']
    """
    first = label.partition(" ")[0]
    name = first.endswith("'s") or any(letter.isupper() for letter in first[1:])
    return label if name else label[:1].lower() + label[1:]


def html_list(
    title: str, rows: Iterable[tuple[str, str]], folded: str = "", more: Iterable[tuple[str, str]] = ()
) -> str:
    """What a notebook shows of a result: names with their values, and ``more`` of them under a line to open.

    >>> html_list("A", [("b < c", "1")])
    '<b>A</b><table><tr><th>b &lt; c</th><td>1</td></tr></table>'
    """
    tables = (
        "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in part)
        for part in (rows, more)
    )
    first, rest = (f"<table>{body}</table>" if body else "" for body in tables)
    below = f"<details><summary>{escape(folded)}</summary>{rest}</details>" if rest else ""
    return f"<b>{escape(title)}</b>{first}{below}"
