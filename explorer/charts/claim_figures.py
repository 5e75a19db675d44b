"""Claims as rows of a chart: whoever gives one and the same figure shares a row, with the sources by name.

A dot is one number, hollow where it is approximate; a bar is a range; an open triangle is the end of "up to" or "at
least", with a dashed line to the side that it leaves open.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from explorer.charts import rows, style
from explorer.records.vocabulary import BOUNDS, STATUSES
from explorer.seeds import Naming

COLUMNS = "claim_id source_id statement status bound published"
"""The columns of a frame of claims that a row is made of."""
WORDS = {"status": STATUSES, "bound": BOUNDS}
"""And the words that these take."""
LEGEND = (
    "A dot is one number, hollow where it is approximate, a bar a range, a triangle the end of \u201cup to\u201d or "
    "\u201cat least\u201d"
)
ENDS = ("low", "central", "high")
FILLED = {"exact": ENDS, "about": ("central",), "range": ("low", "high"), "up_to": ("high",), "at_least": ("low",)}
"""Which ends a claim of each bound gives; a direction or an answer in words gives none."""
SYMBOLS = {"exact": "circle", "about": "circle-open", "up_to": "triangle-left-open", "at_least": "triangle-right-open"}
STATUS_NAMES = {
    "rumour": "rumour",
    "reported": "reported",
    "option": "option",
    "goal": "goal",
    "plan": "plan",
    "commitment": "promise",
    "contract": "contract",
    "capability": "can do",
    "output": "doing",
    "delivered": "done",
    "estimate": "estimate",
    "specification": "design",
}
"""Each status in a word or two, from the least to the most that can be relied on, then what stands beside."""


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
        return [getattr(self, end) for end in FILLED.get(self.bound, ())]

    def said(self, amount: Callable[[float], str]) -> str:
        """The figure in words.

        >>> Figure("up_to", math.nan, math.nan, 2000, ()).said("{:,.0f}".format)
        'up to 2,000'
        """
        if not self.ends:
            return "no number"
        before = {"about": "about ", "up_to": "up to ", "at_least": "at least "}.get(self.bound, "")
        return before + " to ".join(dict.fromkeys(map(amount, self.ends)))

    def values(self) -> list[Any]:
        """Its bound and its three ends for a file, None where it has no such end."""
        return [self.bound, *(getattr(self, end) if end in FILLED.get(self.bound, ()) else None for end in ENDS)]

    @property
    def claim_ids(self) -> list[str]:
        return [str(claim["claim_id"]) for claim in self.claims]

    @property
    def source_ids(self) -> list[str]:
        return list(dict.fromkeys(str(claim["source_id"]) for claim in self.claims))

    def told_by(self, naming: Naming) -> str:
        """Its sources by name, those together that give it the same status: "doing: one; can do: two, three"."""
        told: dict[str, dict[str, None]] = {}
        for claim in sorted(self.claims, key=lambda claim: -list(STATUS_NAMES).index(claim["status"])):
            told.setdefault(STATUS_NAMES[claim["status"]], {})[naming.source_name(str(claim["source_id"]))] = None
        return "; ".join(f"{status}: {', '.join(names)}" for status, names in told.items())


def number(value: Any) -> float:
    """A number of a row or of a frame; NaN where there is none."""
    return math.nan if value is None or value != value else float(value)


def merged(
    claims: Iterable[Mapping[Any, Any]], unit: str, apart: Callable[[Mapping[Any, Any]], Any] = lambda _: None
) -> list[Figure]:
    """The figures that claims give, the largest first, each once for each value of ``apart``.

    ``unit`` ends the names of the columns of figures; a number given both outright and as approximate is one figure.
    """
    found: dict[Any, list[Mapping[Any, Any]]] = {}
    for claim in claims:
        kind = "point" if claim["bound"] in ("exact", "about") else claim["bound"]
        ends = [number(claim[f"{end}{unit}"]) for end in ENDS]
        value = ends[1:2] if kind == "point" else ends
        found.setdefault((apart(claim), kind, str(value)), []).append(claim)
    figures: list[Figure] = []
    for same in found.values():
        first = min(same, key=lambda claim: claim["bound"] != "exact")
        low, central, high = (number(first[f"{end}{unit}"]) for end in ENDS)
        figures.append(Figure(str(first["bound"]), low, central, high, tuple(same)))
    return sorted(figures, key=lambda figure: -max(figure.ends, default=0))


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure as a row: the words of the row, its colour, and ``scale``, by which an amount becomes a place."""

    group: str
    row: rows.Row
    figure: Figure
    colour: str
    scale: Callable[[float], float] = float


def spec(
    entries: Sequence[Entry], axis: rows.Axis, notes: Mapping[str, str], *, narrow: bool
) -> tuple[style.Spec, list[float]]:
    """Data and layout of figures in groups, and how far down each stands; a pointer finds words and claims.

    ``notes`` says for each group in order why its rows stand together; the group "" has no heading.
    """
    c = style.colours()
    listed: list[rows.Row | rows.Heading] = []
    for group, note in notes.items():
        members = [entry.row for entry in entries if entry.group == group]
        listed += [rows.Heading(group, note)] if members and group else []
        listed += members
    layout, places = rows.layout(listed, axis, narrow=narrow)
    shown = [(entry, y, c[entry.colour]) for entry, y in zip(entries, places, strict=True) if entry.figure.ends]
    for entry, y, colour in shown:
        figure, place = entry.figure, entry.scale
        if figure.bound == "range":
            layout["shapes"].append(rows.bar(place(figure.low), place(figure.high), y, colour, half=4))
        elif figure.bound in ("up_to", "at_least"):
            x0, x1 = (place(0), place(figure.high)) if figure.bound == "up_to" else (place(figure.low), axis.top)
            line = {"color": colour, "width": 2, "dash": "dash"}
            layout["shapes"].append({"type": "line", "x0": x0, "x1": x1, "y0": y, "y1": y, "line": line})
    shades = [colour for *_, colour in shown]
    marker = {
        "symbol": [SYMBOLS.get(entry.figure.bound, "circle") for entry, *_ in shown],
        "size": 12,
        "color": shades,
        "opacity": [0 if entry.figure.bound == "range" else 1 for entry, *_ in shown],
        "line": {"color": shades, "width": 2},
    }
    told = {
        "text": [style.plain(f"{entry.row.said}<br>{entry.row.text}") for entry, *_ in shown],
        "customdata": [" ".join(entry.figure.claim_ids) for entry, *_ in shown],
        "hovertemplate": "%{text}<extra></extra>",
    }
    x = [entry.scale(entry.figure.ends[-1]) for entry, *_ in shown]
    data = [rows.points("figures", x, [y for _, y, _ in shown], marker, **told)] if shown else []
    return {"data": data, "layout": layout}, places


def meta(
    entries: Sequence[Entry], naming: Naming, unit: str, column: str, title: str, subtitle: str, summary: str
) -> style.Spec:
    """What stands round the chart, with the figures as a table to read and as numbers in ``column`` for files."""
    return {
        "title": title,
        "subtitle": subtitle,
        "summary": summary,
        "sources": list(dict.fromkeys(name for entry in entries for name in entry.figure.source_ids)),
        "data_to": naming.data_to,
        "table": {
            "columns": ["Group", "What", "Said by", "Figure", "Claims"],
            "unit": unit,
            "rows": [
                [one.group, one.row.head, one.row.text, one.row.said, " ".join(one.figure.claim_ids)] for one in entries
            ],
        },
        "values": style.values(
            ["group", "what", "said_by", "bound", *(f"{end}_{column}" for end in ENDS), "figure", "claim_ids"],
            (
                [one.group, one.row.head, one.row.text, *one.figure.values(), one.row.said, " ".join(one.figure.claim_ids)]
                for one in entries
            ),
        ),
    }
