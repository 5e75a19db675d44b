"""The numbers that ``seeds/`` holds, frozen and checked: assumptions of the model, and dated series."""

import datetime
import re
from dataclasses import dataclass
from itertools import pairwise

from explorer.records import vocabulary as words
from explorer.records.checks import Checked, Problems, brief
from explorer.records.dates import month_index

__all__ = ["Parameter", "Point", "Series"]

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Parameter(Checked):
    """One assumption of the model with its default, its limits and what it leans on.

    ``low``, ``central`` and ``high`` are read by ``kind`` (see `explorer.records.vocabulary.DISTRIBUTIONS`);
    ``central`` is None for a uniform. ``lower_bound`` and ``upper_bound`` limit what may be entered; ``step`` is for
    arrow keys only and snaps nothing. ``boom`` says how it moves with the others where a scenario lets them move
    together: 1 wholly with a boom, -1 wholly against it, 0 not at all. A version with ``valid_from`` counts from that
    day on; the one without from the beginning.
    """

    parameter: str
    label: str
    unit: str
    kind: str
    low: float
    high: float
    lower_bound: float
    upper_bound: float
    step: float
    origin: str
    reason: str
    group: str
    central: float | None = None
    claim_ids: tuple[str, ...] = ()
    valid_from: datetime.date | None = None
    boom: float = 0.0

    def __post_init__(self) -> None:
        problems: Problems = []
        self._id(problems, "parameter")
        self._text(problems, "label", "reason")
        self._word(problems, "unit", words.UNITS)
        self._word(problems, "kind", words.DISTRIBUTIONS)
        self._word(problems, "origin", words.ORIGINS)
        self._word(problems, "group", words.GROUPS)
        self._ids(problems, "claim_ids")
        self._day(problems, "valid_from")
        if self.origin == "claims" and not self.claim_ids:
            problems.append(("origin is claims, but claim_ids is empty", 'name the claims, or write origin = "ours"'))
        if self._number(problems, "boom", required=True) and abs(self.boom) > 1:
            problems.append((f"boom is {self.boom:g}", "make it -1 to 1"))
        numbers = self._number(problems, "low", "high", "lower_bound", "upper_bound", "step", required=True)
        known = isinstance(self.kind, str) and self.kind in words.DISTRIBUTIONS
        if self._number(problems, "central") and numbers and known:
            self._order(problems)
        self._raise_if(problems)

    def _order(self, problems: Problems) -> None:
        if (self.kind == "uniform") != (self.central is None):
            remedy = "leave central out" if self.kind == "uniform" else "give central"
            problems.append((f"central is {self.central!r} for kind {self.kind}", remedy))
            return
        middle = self.low if self.central is None else self.central
        if not self.low <= middle <= self.high:
            problems.append(("low, central and high do not ascend", "order them"))
        if self.kind == "point" and not self.low == middle == self.high:
            problems.append(("kind is point, but low, central and high differ", "make them equal or change kind"))
        if not (self.lower_bound <= self.low and self.high <= self.upper_bound):
            problems.append(
                ("low or high lies outside the bounds", "widen lower_bound and upper_bound, or mend the figures")
            )
        if self.step <= 0:
            problems.append((f"step is {self.step:g}", "make it positive"))


@dataclass(frozen=True, slots=True)
class Point(Checked):
    """One dated number of a series.

    ``month`` counts from 2025-11 = 0, the end of a month being its number: half way through 2025-12 is 0.5. ``low`` and
    ``high`` are the ends, if given; ``kind`` says whether it was counted, estimated or projected, if that is told
    apart.
    """

    date: datetime.date
    value: float
    source_id: str
    month: float | None = None
    low: float | None = None
    high: float | None = None
    claim_id: str = ""
    note: str = ""
    kind: str = ""

    def __post_init__(self) -> None:
        problems: Problems = []
        if self._day(problems, "date") and self.date is None:
            problems.append(("date is empty", "give a day"))
        self._id(problems, "source_id")
        self._id(problems, "claim_id", required=False)
        self._text(problems, "note", required=False)
        self._word(problems, "kind", words.POINT_KINDS, required=False)
        self._number(problems, "month")
        sound = self._number(problems, "value", required=True)
        if self._number(problems, "low", "high") and sound:
            ends = [number for number in (self.low, self.value, self.high) if number is not None]
            if ends != sorted(ends):
                problems.append(("low, value and high do not ascend", "order them"))
        self._raise_if(problems)


@dataclass(frozen=True, slots=True)
class Series(Checked):
    """Dated numbers of one quantity, earliest first. ``seen`` is the month to which its source had watched, if told."""

    series: str
    title: str
    unit: str
    licence: str
    meaning: str
    seen: str = ""
    points: tuple[Point, ...] = ()

    def __post_init__(self) -> None:
        problems: Problems = []
        self._id(problems, "series")
        if self.seen and not (isinstance(self.seen, str) and _MONTH.fullmatch(self.seen)):
            problems.append((f"seen is {brief(self.seen)}, not a month", "write it as 2026-09"))
        self._text(problems, "title", "licence", "meaning")
        self._word(problems, "unit", words.UNITS)
        if not isinstance(self.points, tuple) or not all(isinstance(point, Point) for point in self.points):
            problems.append(("points do not belong here", "put them into series/NAME.csv"))
            self._set("points", ())
        dates = [point.date for point in self.points]
        numbers = [n for point in self.points for n in (point.low, point.value, point.high) if n is not None]
        if numbers and not 0 <= min(numbers) <= max(numbers) <= words.MOST:
            problems.append((f"a figure is not from 0 to {words.MOST:g}", "mend it"))
        if any(later <= earlier for earlier, later in pairwise(dates)):
            problems.append(("dates do not ascend", "sort the rows, one row a date"))
        self._raise_if(problems)

    @property
    def seen_month(self) -> int | None:
        """The number of the month ``seen``, None where none is given."""
        return month_index(datetime.date.fromisoformat(f"{self.seen}-01")) if self.seen else None
