"""Claims as rows of a chart: whoever gives one and the same figure shares a row, with the sources by name.

A dot is one number, hollow where it is approximate; a bar is a range; an open triangle is the end of "up to" or "at
least", with a dashed line to the side that it leaves open.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from explorer.charts import marks, rows, style
from explorer.records.dates import period_words
from explorer.records.vocabulary import BOUNDS, SCOPES, STATUSES
from explorer.seeds import Naming

COLUMNS = "claim_id source_id party metric statement status bound basis scope period_start period_end unverified"
"""The columns of a frame of claims that a row is made of."""
WORDS = {"status": STATUSES, "bound": BOUNDS, "scope": SCOPES}
"""And the words that these take."""
LEGEND = (
    "a dot is one number, hollow where approximate; a bar is a range; a triangle is the end of \u201cup to\u201d or "
    "\u201cat least\u201d"
)
ENDS = ("low", "central", "high")
FILLED = {"exact": ENDS, "about": ("central",), "range": ("low", "high"), "up_to": ("high",), "at_least": ("low",)}
"""Which ends a claim of each bound gives; a direction or an answer in words gives none."""
HEADS = ("Group", "What", "Said by", "Figure")
"""The heads of a table of figures."""
SYMBOLS = {"exact": "circle", "about": "circle-open", "up_to": "triangle-left-open", "at_least": "triangle-right-open"}
STATUS_NAMES = {
    "delivered": "done",
    "output": "doing",
    "capability": "can do",
    "contract": "contract",
    "commitment": "promise",
    "plan": "plan",
    "goal": "goal",
    "option": "option",
    "reported": "reported",
    "rumour": "rumour",
    "estimate": "estimate",
    "specification": "design",
}
"""Each status in a word or two, from the most to the least that can be relied on, then what stands beside."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with all claims that give it; ``low``, ``central`` and ``high`` are NaN where it has no such end."""

    bound: str
    low: float
    central: float
    high: float
    claims: tuple[Mapping[Any, Any], ...]

    @property
    def ends(self) -> list[float]:
        """The ends that it gives, from the least to the most."""
        return [getattr(self, end) for end in FILLED[self.bound]]

    def said(self, amount: Callable[[float], str]) -> str:
        """The figure in words.

        >>> Figure("up_to", math.nan, math.nan, 2000, ()).said("{:,.0f}".format)
        'up to 2,000'
        """
        before = {"about": "about ", "up_to": "up to ", "at_least": "at least "}.get(self.bound, "")
        return before + " to ".join(dict.fromkeys(map(amount, self.ends)))

    def named(self, column: str) -> list[str]:
        """What all its claims have in a column, each once."""
        return list(dict.fromkeys(str(claim[column]) for claim in self.claims))

    def mark(
        self, group: str, row: rows.Row, column: str, colour: str, top: float, scale: Callable[[float], float] = float
    ) -> rows.Mark:
        """The figure as a row; ``column`` ends the names of its numbers in files.

        ``scale`` makes a place of an amount, on an axis from its 0 to ``top``.
        """
        given = FILLED[self.bound]
        numbers = {
            "bound": self.bound,
            **{f"{end}_{column}": getattr(self, end) if end in given else None for end in ENDS},
        }

        def shapes(y: float) -> list[style.Spec]:
            if self.bound == "range":
                return [marks.bar(scale(self.low), scale(self.high), y, colour, half=4)]
            if self.bound not in ("up_to", "at_least"):
                return []
            ends = (scale(0), scale(self.high)) if self.bound == "up_to" else (scale(self.low), top)
            return [marks.rule(colour, y=y, width=2, dash="dash", ends=ends)]

        return rows.Mark(
            row,
            self.named("claim_id"),
            self.named("source_id"),
            numbers,
            x=scale(self.ends[-1]),
            colour=colour,
            symbol=SYMBOLS.get(self.bound, ""),
            shapes=shapes,
            group=group,
        )

    def told_by(self, naming: Naming) -> str:
        """Its sources by name, those together that give it the same status: "doing: one; can do: two, three".

        That all of them are estimates goes without saying.
        """
        told: dict[str, dict[str, None]] = {}
        for claim in sorted(self.claims, key=lambda claim: list(STATUS_NAMES).index(claim["status"])):
            told.setdefault(STATUS_NAMES[claim["status"]], {})[naming.source_name(str(claim["source_id"]))] = None
        if list(told) == ["estimate"]:
            return ", ".join(told["estimate"])
        return "; ".join(f"{status}: {', '.join(names)}" for status, names in told.items())


def number(value: float | None) -> float:
    """A number of a row; NaN where there is none."""
    return math.nan if value is None else value


def period(claim: Mapping[Any, Any]) -> str:
    """The time that a claim is about, in words."""
    return period_words(claim["period_start"], claim["period_end"])


def merged(
    claims: Iterable[Mapping[Any, Any]], column: str, apart: Callable[[Mapping[Any, Any]], Any] = lambda _: None
) -> list[Figure]:
    """The figures that claims give, the largest first, each once for each value of ``apart``.

    ``column`` ends the names of the columns of figures; a number given outright and as approximate is one figure. A
    claim without a number gives none.
    """
    found: dict[Any, list[tuple[list[float], Mapping[Any, Any]]]] = {}
    for claim in claims:
        ends = [number(claim[f"{end}{column}"]) for end in ENDS]
        if any(map(math.isfinite, ends)):
            point = claim["bound"] in ("exact", "about")
            key = (apart(claim), point or claim["bound"], str(ends[1] if point else ends))
            found.setdefault(key, []).append((ends, claim))
    figures: list[Figure] = []
    for same in found.values():
        ends, first = min(same, key=lambda one: one[1]["bound"] != "exact")
        figures.append(Figure(str(first["bound"]), *ends, tuple(claim for _, claim in same)))
    return sorted(figures, key=lambda figure: -max(figure.ends))
