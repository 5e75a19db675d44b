"""Claims as rows of a chart: those that give one and the same figure share a row, with their sources by name.

A dot is one number, hollow where it is approximate; a bar is a range; an open triangle is the end of "up to" or "at
least", with a dashed line to the side that it leaves open.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from explorer.charts import marks, rows, style
from explorer.records.vocabulary import own
from explorer.seeds import Naming

Claim = Mapping[str, Any]
Same = Sequence[Claim]
"""Claims that give one figure, the one that says it outright first."""

COLUMNS = "claim_id source_id party metric statement status bound basis scope period_start period_end unverified"
"""The columns of a frame of claims that a row is made of."""
WORDS = {name: own()[name] for name in ("status", "bound")}
"""And the words that these take."""
HEADS = ("Group", "What", "Said by", "Figure")
LEGEND = (
    "a dot is one number, hollow where approximate; a bar is a range; a triangle is the end of \u201cup to\u201d or "
    "\u201cat least\u201d"
)
ENDS = ("low", "central", "high")
SYMBOLS = {"exact": "circle", "about": "circle-open", "up_to": "triangle-left-open", "at_least": "triangle-right-open"}
BEFORE = {"about": "about ", "up_to": "up to ", "at_least": "at least "}
STATUS_NAMES = {word: own().statuses[word].short for word in (*reversed(own().ladder), *own().statuses)}
"""Each status in a word or two, from the most to the least that can be relied on, then what stands beside."""


def dollars(value: float) -> str:
    """Whole dollars in millions, billions or trillions.

    >>> dollars(1.42e8), dollars(2e9), dollars(1.4e12), dollars(0)
    ('$142m', '$2bn', '$1.4trn', '0')
    """
    size, unit = next((one for one in ((1e12, "trn"), (1e9, "bn")) if value >= one[0]), (1e6, "m"))
    return f"${value / size:.3g}{unit}" if value else "0"


def ends(claim: Claim, unit: str) -> tuple[float, ...]:
    """The numbers of a claim, each once; ``unit`` ends the names of its columns.

    >>> ends({"low": 2, "central": None, "high": 3}, ""), ends({"low": 1, "central": 1, "high": 1}, "")
    ((2, 3), (1,))
    """
    found = (claim[end + unit] for end in ENDS)
    return tuple(dict.fromkeys(value for value in found if value is not None))


def merged(claims: Iterable[Claim], unit: str, apart: Callable[[Claim], Any] = lambda _: None) -> list[Same]:
    """The figures that claims give, the largest first, each once for each value of ``apart``.

    A number given outright and as approximate is one figure; a claim without a number gives none.
    """
    found: dict[Any, list[Claim]] = {}
    for claim in claims:
        if numbers := ends(claim, unit):
            kind = "point" if claim["bound"] in ("exact", "about") else claim["bound"]
            found.setdefault((apart(claim), kind, numbers), []).append(claim)
    figures = [sorted(same, key=lambda claim: claim["bound"] != "exact") for same in found.values()]
    return sorted(figures, key=lambda same: -max(ends(same[0], unit)))


def said(claim: Claim, unit: str, amount: Callable[[float], str]) -> str:
    """The figure of a claim in words, a range of dollars with its size once.

    >>> said({"bound": "up_to", "low": None, "central": None, "high": 2000}, "", "{:,.0f}".format)
    'up to 2,000'
    >>> said({"bound": "range", "low": 2e9, "central": None, "high": 3e9}, "", dollars)
    '$2-3bn'
    """
    words = BEFORE.get(claim["bound"], "") + " to ".join(map(amount, ends(claim, unit)))
    return re.sub(r"(?P<of>m|bn|trn) to \$(?P<end>[\d.]+)(?P=of)", r"-\g<end>\g<of>", words)


def told_by(same: Same, naming: Naming) -> str:
    """The sources of a figure by name, those together that give it the same status: "doing: one; can do: two, three".

    That all of them are estimates goes without saying.
    """
    told: dict[str, dict[str, None]] = {}
    order = list(STATUS_NAMES)  # a folder may have words of its own, which come last
    for claim in sorted(same, key=lambda one: order.index(one["status"]) if one["status"] in order else len(order)):
        status: str = claim["status"]
        told.setdefault(STATUS_NAMES.get(status, status), {})[naming.source_name(claim["source_id"])] = None
    if list(told) == ["estimate"]:
        return ", ".join(told["estimate"])
    return "; ".join(f"{status}: {', '.join(names)}" for status, names in told.items())


class Group(NamedTuple):
    """Figures that can be compared: why they stand together, their colour, and what ends each of them in words.

    ``scale`` makes a place on the axis of an amount.
    """

    note: str
    colour: str
    figures: Sequence[Same]
    per: str = ""
    scale: Callable[[float], float] = float


def drawn(
    groups: Mapping[str, Group],
    unit: str,
    axis: style.Spec,
    head: Callable[[Same], str],
    amount: Callable[[float], str],
    *,
    naming: Naming,
    subtitle: str,
    **about: Any,
) -> style.Spec:
    """Groups of figures by name as a chart of rows, each under its ``head``; ``about`` is for `rows.drawn`."""

    def row(same: Same, name: str, group: Group) -> rows.Row:
        claim, bound = same[0], same[0]["bound"]
        places = [group.scale(value) for value in ends(claim, unit)]
        first, last = places[0], places[-1]
        open_end = {"up_to": (group.scale(0), first), "at_least": (first, axis["range"][1])}.get(bound)
        beside = [marks.rule(group.colour, y=0, width=2, dash="dash", ends=open_end)] if open_end else []
        return rows.Row(
            head(same),
            told_by(same, naming),
            said(claim, unit, amount) + group.per,
            x=last,
            colour=group.colour,
            symbol=SYMBOLS.get(bound, ""),
            marks=[marks.bar(first, last, group.colour, half=4)] if bound == "range" else beside,
            group=name,
            claim_ids=[claim["claim_id"] for claim in same],
            source_ids=[claim["source_id"] for claim in same],
            numbers={"bound": bound, **{end + unit: claim[end + unit] for end in ENDS}},
        )

    listed = [row(same, name, group) for name, group in groups.items() for same in group.figures]
    notes = {name: group.note for name, group in groups.items()}
    return rows.drawn(listed, axis, HEADS, groups=notes, naming=naming, subtitle=f"{subtitle}; {LEGEND}", **about)
