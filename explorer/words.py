"""Numbers, months and findings as readers see them.

Rounding, units and verbs live here once, so that sentence, chart, table and export say the same thing.
Inside the package a share runs from 0 to 1 and money is whole dollars; only here do they become
per cent, millions and billions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.model import Projection
    from explorer.scenario import Scenario

MONTH_NAMES = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Display:
    """How a canonical unit is shown: the value is multiplied by ``factor`` and followed by ``unit``."""

    factor: float
    unit: str
    spoken: str


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
    "USD/rack": Display(1e-6, "$ m a rack", "million dollars a rack"),
}


def shown(value: float, unit: str) -> float:
    """The number a reader sees for a canonical value: 0.1 of unit share is 10.

    >>> shown(0.133, "share")
    13.3
    """
    return float(f"{value * DISPLAYS[unit].factor:.12g}")


def canonical(number: float, unit: str) -> float:
    """The canonical value of a number that a reader typed; the reverse of :func:`shown`.

    >>> canonical(13.3, "share")
    0.133
    """
    return float(f"{number / DISPLAYS[unit].factor:.12g}")


def range_words(kind: str, numbers: Sequence[float], unit: str, digits: int = 4) -> str:
    """A distribution in a reader's units, from its kind and the numbers that its function takes.

    >>> range_words("point", [0.2], "share"), range_words("uniform", [1000, 2000], "racks/week")
    ('20 %', '1,000 to 2,000 racks a week')
    >>> range_words("triangular", [120, 132, 140], "kW/rack")
    '120 to 140 kW a rack, most likely 132'
    """
    texts = [f"{float(f'{shown(number, unit):.{digits}g}'):,.12g}" for number in numbers]
    named = DISPLAYS[unit].unit
    if kind == "point":
        return f"{texts[0]} {named}"
    between = f"{texts[0]} to {texts[-1]} {named}"
    if kind == "triangular":
        return f"{between}, most likely {texts[1]}"
    return f"{between} in 9 of 10 cases" if kind == "interval90" else between


def two_figures(value: float) -> str:
    """A number rounded to two significant figures, as sentences show it; thousands keep a comma.

    >>> two_figures(2.934), two_figures(14.49), two_figures(0.0312), two_figures(1249.0), two_figures(9.96)
    ('2.9', '14', '0.031', '1,200', '10')
    """
    if not math.isfinite(value):
        return "more than all"
    if value == 0:
        return "0"
    rounded = float(f"{value:.1e}")
    decimals = max(0, 1 - math.floor(math.log10(abs(rounded))))
    return f"{rounded:,.{decimals}f}"


def percent(share: float) -> str:
    """A share as per cent with two significant figures, without the sign: 0.187 is '19'."""
    return two_figures(share * 100)


def dollars(value: float) -> str:
    """Dollars in millions, billions or trillions, rounded to two figures.

    >>> dollars(4.56e10), dollars(1.4e12), dollars(3.4e6), dollars(0)
    ('$46 bn', '$1.4 trn', '$3.4 m', '$0')
    """
    for size, unit in ((1e12, "trn"), (1e9, "bn"), (1e6, "m")):
        if value >= 0.995 * size:
            return f"${two_figures(value / size)} {unit}"
    return f"${two_figures(value)}"


def month_words(month: str) -> str:
    """'2029-12' as 'the end of 2029', any other month by name: '2027-06' is 'June 2027'.

    >>> month_words("2029-12"), month_words("2027-06")
    ('the end of 2029', 'June 2027')
    """
    year, number = month.split("-")
    return f"the end of {year}" if number == "12" else f"{MONTH_NAMES[int(number) - 1]} {year}"


def plural(count: int, one: str, many: str) -> str:
    """'1 claim', '3 claims'."""
    return f"{count:,} {one if count == 1 else many}"


@dataclass(frozen=True, slots=True)
class Range:
    """Five, fifty and ninety-five per cent points of an outcome: nine in ten cases lie from low to high."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page says first: the share needed, then what the reader's own share amounts to.

    ``needed`` is the share of all of Foxconn's racks, 0 to 1, infinite where even all of them would not do;
    ``delivered_gw`` and ``energised_gw`` are GW of facility power by ``by`` at the scenario's share.
    """

    target_gw: float
    by: str
    needed: Range
    reachable: float
    chosen: Range
    delivered_gw: Range
    energised_gw: Range

    def headline(self) -> str:
        """The answer to the page's question, in plain text."""
        return " ".join(text for text, _ in self._headline_parts())

    def headline_html(self) -> str:
        """The same sentence with its two key phrases marked."""
        marks = {"figure": "strong", "key": "b", "": ""}
        parts = []
        for text, role in self._headline_parts():
            tag = marks[role]
            parts.append(f"<{tag}>{escape(text)}</{tag}>" if tag else escape(text))
        return " ".join(parts).replace("</b> ;", "</b>;")

    def _headline_parts(self) -> list[tuple[str, str]]:
        need, target = self.needed, two_figures(self.target_gw)
        opening = (f"Racks for {target} GW by {month_words(self.by)} would take", "")
        ending = [
            ("OpenAI has an option to buy and", ""),
            ("no purchase commitment;", "key"),
            ("no public source gives its share.", ""),
        ]
        of_all = "of all the AI racks that Foxconn ships once deliveries run"
        if not math.isfinite(need.low):
            return [
                (f"Under these assumptions racks for {target} GW by {month_words(self.by)} are", ""),
                ("out of reach", "figure"),
                ("even if OpenAI took every AI rack that Foxconn ships (19 in 20 simulated cases or more).", ""),
                *ending,
            ]
        if not math.isfinite(need.high):
            middle = (
                f"the middle case needs {percent(need.middle)} %"
                if math.isfinite(need.middle)
                else ("in the middle case even all of them are too few")
            )
            return [
                opening,
                (f"at least {percent(need.low)} %", "figure"),
                (
                    f"{of_all} (19 in 20 simulated cases; {middle}); in {percent(1 - self.reachable)} % of cases "
                    "even all of them would not be enough.",
                    "",
                ),
                *ending,
            ]
        if percent(need.low) == percent(need.high):
            return [
                opening,
                (f"{percent(need.middle)} %", "figure"),
                (f"{of_all}, with every assumption fixed.", ""),
                *ending,
            ]
        return [
            opening,
            (f"between {percent(need.low)} and {percent(need.high)} %", "figure"),
            (f"{of_all} (9 in 10 simulated cases; middle {percent(need.middle)} %).", ""),
            *ending,
        ]

    def chosen_words(self) -> str:
        """The reader's share in words: '10 %', or its range."""
        if percent(self.chosen.low) == percent(self.chosen.high):
            return f"{percent(self.chosen.middle)} %"
        return f"between {percent(self.chosen.low)} and {percent(self.chosen.high)} %"

    def consequence(self) -> str:
        """What the reader's own share amounts to, as a conditional sentence."""
        d, e = self.delivered_gw, self.energised_gw
        opening = f"If {self.chosen_words()} of Foxconn's AI racks went to OpenAI, racks for "
        if two_figures(d.low) == two_figures(d.high):
            return (
                f"{opening}{two_figures(d.middle)} GW would be delivered by {month_words(self.by)}, "
                f"and {two_figures(e.middle)} GW would have power and racks in place."
            )
        return (
            f"{opening}between {two_figures(d.low)} and {two_figures(d.high)} GW would be delivered by "
            f"{month_words(self.by)} (9 in 10 simulated cases; middle {two_figures(d.middle)} GW), and between "
            f"{two_figures(e.low)} and {two_figures(e.high)} GW would have power and racks in place."
        )


def answer(
    scenario: Scenario, *, projection: Projection | None = None, target_gw: float = 10.0, by: str = "2029-12"
) -> Answer:
    """Compute the :class:`Answer` of a scenario.

    The share needed comes from :func:`explorer.analysis.solve.solve` on delivered GW, everything else from the
    projection of the scenario itself (computed here unless given).

    >>> from explorer import Scenario
    >>> answer(Scenario(openai_share=0)).delivered_gw.high
    0.0
    """
    from explorer.model import simulate

    projection = projection if projection is not None else simulate(scenario)
    needed, reachable = _needed(scenario.replace(openai_share=1), target_gw, by)
    probabilities = [0.05, 0.5, 0.95]

    def outcome(name: str) -> Range:
        return Range(*(float(v) for v in projection.quantiles_at(name, probabilities, by)))

    return Answer(
        target_gw=target_gw,
        by=by,
        needed=needed,
        reachable=reachable,
        chosen=Range(*(float(scenario.openai_share.quantile(p)) for p in probabilities)),
        delivered_gw=outcome("delivered_gw"),
        energised_gw=outcome("energised_gw"),
    )


@lru_cache(maxsize=16)
def _needed(scenario: Scenario, target_gw: float, by: str) -> tuple[Range, float]:
    """The share needed, and in what part of the draws there is one. The scenario's own share plays no part in it, and
    a reader moves that most: so it stands at one value here, and the answer is kept."""
    from explorer.analysis.solve import solve

    needed = solve(scenario, "openai_share", "delivered_gw", at_least=target_gw, by=by)
    return Range(*(float(v) for v in needed.quantiles([0.05, 0.5, 0.95]))), float(needed.reachable)
