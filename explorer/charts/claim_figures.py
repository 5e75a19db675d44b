"""Claims as rows of a chart: whoever gives one and the same figure shares a row, with the sources by name.

A dot is one number, hollow where it is approximate; a bar is a range; an open triangle is the end of "up to" or "at
least", with a dashed line to the side that it leaves open.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
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


def number(value: Any) -> float:
    """A number of a row or of a frame; NaN where there is none."""
    return math.nan if value is None or value != value else float(value)


def day(value: Any) -> datetime.date | None:
    """A day of a row or of a frame; None where there is none."""
    return None if value is None or value != value else datetime.date(value.year, value.month, value.day)


def period(claim: Mapping[Any, Any]) -> str:
    """The time that a claim is about, in words."""
    return period_words(day(claim["period_start"]), day(claim["period_end"]))


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


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure as a row: the words of the row, its colour, and ``scale``, by which an amount becomes a place."""

    group: str
    row: rows.Row
    figure: Figure
    colour: str
    scale: Callable[[float], float] = float


def spec(
    entries: Sequence[Entry],
    notes: Mapping[str, str],
    axis: rows.Axis,
    column: str,
    naming: Naming,
    *,
    width: int,
    line: tuple[float, str] | None = None,
    **about: str,
) -> style.Spec:
    """Figures in groups as a chart; a pointer finds the words and the claims of a row.

    ``notes`` says for each group in order why its rows stand together; the group "" has no heading. ``column`` ends
    the names of the numbers for files; ``line`` is an upright line at a value, in a colour; ``about`` are title,
    subtitle and summary.
    """
    listed: list[rows.Row | rows.Heading] = []
    for group, note in notes.items():
        members = [entry.row for entry in entries if entry.group == group]
        listed += [rows.Heading(group, note)] if members and group else []
        listed += members
    places, frame = rows.laid(listed, axis, width)
    shapes = [marks.rule(line[1], x=line[0], width=1.5, dash="dot")] if line else []
    for entry, y in zip(entries, places, strict=True):
        figure, place = entry.figure, entry.scale
        if figure.bound == "range":
            shapes.append(marks.bar(place(figure.low), place(figure.high), y, entry.colour, half=4))
        elif figure.bound in ("up_to", "at_least"):
            ends = (place(0), place(figure.high)) if figure.bound == "up_to" else (place(figure.low), axis.top)
            shapes.append(marks.rule(entry.colour, y=y, width=2, dash="dash", ends=ends))
    ids = [" ".join(entry.figure.named("claim_id")) for entry in entries]
    words = [[one.group, one.row.head, one.row.text] for one in entries]
    dots = marks.dots(
        "figures",
        ([entry.scale(entry.figure.ends[-1]) for entry in entries], places),
        [entry.colour for entry in entries],
        12,
        hover="%{text}",
        text=[style.plain(f"{entry.row.said}<br>{entry.row.text}") for entry in entries],
        customdata=ids,
    )
    dots["marker"] |= {
        "symbol": [SYMBOLS.get(entry.figure.bound, "circle") for entry in entries],
        "opacity": [0 if entry.figure.bound == "range" else 1 for entry in entries],
        "line": {"color": dots["marker"]["color"], "width": 2},
    }
    table = [[*told, entry.row.said, claims] for told, entry, claims in zip(words, entries, ids, strict=True)]
    numbers = [
        [*told, one.figure.bound, *(getattr(one.figure, end) if end in FILLED[one.figure.bound] else None for end in ENDS), one.row.said, claims]
        for told, one, claims in zip(words, entries, ids, strict=True)
    ]
    columns = ["group", "what", "said_by", "bound", *(f"{end}_{column}" for end in ENDS), "figure", "claim_ids"]
    return marks.finished(
        frame.pop("size"),
        [dots] if entries else [],
        shapes=[*frame.pop("shapes"), *shapes],
        sources=[name for entry in entries for name in entry.figure.named("source_id")],
        naming=naming,
        table=(["Group", "What", "Said by", "Figure", "Claims"], table, axis.name),
        values=style.values(columns, numbers),
        **frame,
        **about,
    )
