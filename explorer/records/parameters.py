"""The numbers that ``seeds/`` holds: assumptions of the model, and dated series."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Annotated

from explorer.formatting import Display, display, plain_number, range_words
from explorer.records import fields as f
from explorer.records.claims import MOST, Note, UnitWord

RACKS = "racks"
"""What a maker ships, but where its deal says otherwise."""
OUTSIDE_LIMIT = 0.01
"""The part of a range without absolute ends that may lie outside a parameter's bounds."""


def share_outside(low: float, high: float, lower: float, upper: float) -> float:
    """The share of an interval90 (see `explorer.scenario.distributions`) below ``lower`` or above ``upper``.

    >>> round(share_outside(-1, 1, -1, 1), 9)
    0.1
    """
    from statistics import NormalDist  # takes long to load, and few ranges need it

    if low > 0:
        low, high, upper = math.log(low), math.log(high), math.log(upper) if upper > 0 else -math.inf
        lower = math.log(lower) if lower > 0 else -math.inf
    deviation = (high - low) / (2 * NormalDist().inv_cdf(0.95))
    if deviation == 0:
        return float(low < lower or high > upper)
    normal = NormalDist((low + high) / 2, deviation)
    return normal.cdf(lower) + 1 - normal.cdf(upper)


class Parameter(f.Record, file="parameters", table="parameter"):
    """One assumption of the model with its default, its limits and what it leans on; ``kind`` says how to read it.

    A version with ``valid_from`` counts from that day on; the one without from the beginning.
    """

    parameter: Annotated[f.Id, "names an assumption of the model"]
    label: Annotated[f.Text, "name on its control"]
    unit: UnitWord
    kind: Annotated[str, f.word("distribution"), "which distribution it is"]
    low: Annotated[f.Number, "lower end, as kind says"]
    high: Annotated[f.Number, "upper end, as kind says"]
    lower_bound: Annotated[f.Number, "least value that may be entered"]
    upper_bound: Annotated[f.Number, "greatest value that may be entered"]
    step: Annotated[f.Positive, "step of the arrow keys; snaps nothing"]
    origin: Annotated[str, f.word("origin"), "who set the default"]
    reason: Annotated[f.Text, "why the default is what it is"]
    group: Annotated[str, f.word("group"), "the group of its control"]
    link_key: Annotated[f.Text, "stands for it in a link; never given to another"] = ""
    ask: Annotated[f.Text, "who could say what it is"] = ""
    question: Annotated[f.Text, "what to ask them"] = ""
    central: Annotated[
        f.MaybeNumber, "the mode of a triangular, the median of an interval90, missing for a uniform"
    ] = None
    claim_ids: Annotated[f.ClaimIds, "claims it rests on"] = ()
    valid_from: Annotated[f.MaybeDay, "the day from which this version counts"] = None
    boom: Annotated[
        f.Number, "how it moves with the others: 1 wholly with a boom, -1 wholly against it, 0 not at all"
    ] = 0.0
    neutral: Annotated[
        f.MaybeNumber, "what it is for a deal that has no part for it, missing if every deal has one"
    ] = None
    units: Annotated[f.Text, "what the maker ships, in the plural; always that of deal.toml"] = ""

    @property
    def display(self) -> Display:
        """How its figures are shown."""
        return display(self.unit, self.units or RACKS)

    def words(self, kind: str, numbers: Sequence[float], digits: int = 4) -> str:
        """A distribution of it in a reader's units, from its kind and the numbers that its function takes."""
        return range_words(kind, numbers, self.unit, digits, self.units or RACKS)

    @f.rule("origin", "claim_ids")
    def _rests_on_claims(self) -> Iterator[f.Problem]:
        if self.origin == "claims" and not self.claim_ids:
            yield "origin is claims, but claim_ids is empty", 'name the claims, or write origin = "ours"'

    @f.rule("boom")
    def _loading(self) -> Iterator[f.Problem]:
        if abs(self.boom) > 1:
            yield f"boom is {self.boom:g}", "make it -1 to 1"

    @f.rule("kind", "low", "central", "high")
    def _order(self) -> Iterator[f.Problem]:
        middle = self.low if self.central is None else self.central
        if (self.kind == "uniform") != (self.central is None):
            remedy = "leave central out" if self.kind == "uniform" else "give central"
            yield f"central is {self.central!r} for kind {self.kind}", remedy
        elif not self.low <= middle <= self.high:
            yield "low, central and high do not ascend", "order them"
        elif self.kind == "point" and not self.low == middle == self.high:
            yield "kind is point, but low, central and high differ", "make them equal or change kind"

    @f.rule("low", "high", "lower_bound", "upper_bound")
    def _bounds(self) -> Iterator[f.Problem]:
        if not (self.lower_bound <= self.low and self.high <= self.upper_bound):
            yield "low or high lies outside the bounds", "widen lower_bound and upper_bound, or mend the figures"

    @f.rule("kind", "low", "high", "lower_bound", "upper_bound")
    def _open_ends(self) -> Iterator[f.Problem]:
        ends = self.low, self.high, self.lower_bound, self.upper_bound
        if self.kind == "interval90" and self.low < self.high and share_outside(*ends) > OUTSIDE_LIMIT:
            problem = f"more than {OUTSIDE_LIMIT:.0%} of its {self.kind} lies outside the bounds"
            yield problem, "narrow it, or take another kind"


class Point(f.Record):
    """One dated number of a series."""

    date: Annotated[f.Day, "day the number is for; the last day of a period"]
    value: Annotated[f.Number, "the number"]
    source_id: Annotated[f.SourceId, "names a source"]
    month: Annotated[f.MaybeNumber, "month of the model, its first = 0; a day within a month is a part of it"] = None
    low: Annotated[f.MaybeNumber, "lower end, if given"] = None
    high: Annotated[f.MaybeNumber, "upper end, if given"] = None
    claim_id: Annotated[f.ClaimId, "names a claim"] = ""
    note: Note = ""
    kind: Annotated[str, f.word("point_kind"), "how the number is known"] = ""

    _ascending = f.ascending("low", "value", "high")


class Series(f.Record, file="series", table="series"):
    """Dated numbers of one quantity, earliest first."""

    series: Annotated[f.Id, "names a series"]
    title: Annotated[f.Text, "what it is called"]
    unit: UnitWord
    licence: Annotated[f.Text, "licence of the numbers as found, or that none was seen"]
    meaning: Annotated[f.Text, "what the numbers are"]
    seen: Annotated[f.Month, "the month to which its source had watched, if told"] = ""
    points: Annotated[tuple[Point, ...], f.several(Point, "put them into series/NAME.csv"), "its numbers"] = ()

    @f.rule("points")
    def _points(self) -> Iterator[f.Problem]:
        numbers = [n for point in self.points for n in (point.low, point.value, point.high) if n is not None]
        if numbers and not 0 <= min(numbers) <= max(numbers) <= MOST:
            yield f"a figure is not from 0 to {plain_number(MOST)}", "mend it"
        if any(later.date <= earlier.date for earlier, later in pairwise(self.points)):
            yield "dates do not ascend", "sort the rows, one row a date"
