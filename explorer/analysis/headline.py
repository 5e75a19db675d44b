"""What the page says first: the racks that a goal takes, which share that is of which racks, and what could run."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape

import numpy as np

from explorer import project
from explorer.analysis.solve import Needed, solve
from explorer.formatting import month_words, percent, two_figures
from explorer.model import Projection, linear_quantiles, simulate
from explorer.scenario import Scenario
from explorer.scenario.distributions import Array

__all__ = ["Answer", "Range", "Required", "answer", "required", "share_needed"]

ENDS = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class Range:
    """Five, fifty and ninety-five per cent points of an outcome: nine in ten cases lie from low to high."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Required:
    """What equipping ``target_gw`` by the end of ``by`` takes, whatever the scenario's own share is.

    ``share`` is of the racks that Foxconn ships in a week once deliveries to OpenAI run in full, 0 to 1, infinite where
    even all of them would not do; ``racks`` are all racks for OpenAI up to then; ``of_shipped`` is their share of all
    that Foxconn ships from November 2025 on, and ``of_later`` of those shipped since the first delivery. ``alone`` is
    ``share`` with each assumption drawn on its own. ``reachable`` is the part of the cases in which some share is
    enough, ``can_run`` that in which so much power could be switched on by then if OpenAI took every rack.
    """

    target_gw: float
    by: str
    share: Range
    racks: Range
    of_shipped: Range
    of_later: Range
    alone: Range
    reachable: float
    can_run: float

    def sentence(self) -> str:
        """The answer to the page's question, in plain text."""
        return _joined(text for text, _ in self.parts())

    def parts(self) -> list[tuple[str, str]]:
        """The sentences in pieces, each with its role: figure, key or none."""
        goal = f"{two_figures(self.target_gw)} GW of data centres by {month_words(self.by)}"
        which = "of the racks that Foxconn ships each week once deliveries run in full"
        if not math.isfinite(self.share.low):
            return [
                (f"Under these assumptions Foxconn's racks cannot equip {goal},", ""),
                ("even if OpenAI took every one", "figure"),
                ("(19 in 20 simulated cases or more).", ""),
            ]
        if not math.isfinite(self.share.high):
            middle = (
                f"{percent(self.share.middle)}% in the middle case"
                if math.isfinite(self.share.middle)
                else "in the middle case even all of them are too few"
            )
            return [
                (f"To equip {goal}, OpenAI would need", ""),
                (f"at least {percent(self.share.low)}%", "figure"),
                (f"{which} ({middle}; 19 in 20 simulated cases).", ""),
                (f"In {percent(1 - self.reachable)}% of the cases even all of them would not be enough.", ""),
            ]
        fixed = percent(self.share.low) == percent(self.share.high)
        racks = f"about {two_figures(self.racks.middle)} racks"
        ends = "" if fixed else f" ({two_figures(self.racks.low)} to {two_figures(self.racks.high)})"
        share = f"{percent(self.share.middle)}%"
        spread = "with every assumption fixed" if fixed else f"{_ends(self.share)} in 9 of 10 simulated cases"
        if not fixed and self.alone != self.share:
            spread += f"; {_ends(self.alone)} with each assumption drawn on its own"
        return [
            (f"To equip {goal}, OpenAI would need", ""),
            (racks, "figure"),
            (f"{ends.strip()}:" if ends else ":", ""),
            (share, "figure"),
            (f"{which} ({spread}),", ""),
            (f"or {percent(self.of_shipped.middle)}%", "key"),
            (f"of all it ships from November 2025 on{'' if fixed else f' ({_ends(self.of_shipped)})'}.", ""),
        ]

    def running(self) -> str:
        """In how many cases so much could run, as a sentence."""
        return f"Even with every rack, that much could be switched on by then in {_in_hundred(self.can_run)}."


TERMS = (
    f"OpenAI has an option to buy and no purchase commitment; we found no public figure for its share ({project.NEWS})."
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page says first: what a goal takes, then what the reader's own share amounts to.

    ``delivered_gw`` and ``energised_gw`` are GW of facility power by the end of the goal's month at the scenario's
    share.
    """

    required: Required
    chosen: Range
    delivered_gw: Range
    energised_gw: Range

    @property
    def needed(self) -> Range:
        """The share needed, of the racks shipped in a week once deliveries run in full."""
        return self.required.share

    def headline(self) -> str:
        """The answer to the page's question, in plain text."""
        return _joined(text for text, _ in self._headline_parts())

    def headline_html(self) -> str:
        """The same sentences with their key phrases marked."""
        marks = {"figure": "strong", "key": "b", "": ""}
        parts = [
            f"<{tag}>{escape(text)}</{tag}>" if (tag := marks[role]) else escape(text)
            for text, role in self._headline_parts()
        ]
        return _joined(parts)

    def _headline_parts(self) -> list[tuple[str, str]]:
        before, key, after = TERMS.partition("no purchase commitment")
        return [
            *self.required.parts(),
            (self.required.running(), ""),
            (before.strip(), ""),
            (key, "key"),
            (after, ""),
        ]

    def chosen_words(self) -> str:
        """The reader's share in words: '10%', or its range."""
        if percent(self.chosen.low) == percent(self.chosen.high):
            return f"{percent(self.chosen.middle)}%"
        return f"between {percent(self.chosen.low)}% and {percent(self.chosen.high)}%"

    def consequence(self) -> str:
        """What the reader's own share amounts to, as a conditional sentence."""
        d, e = self.delivered_gw, self.energised_gw
        opening = (
            f"With {self.chosen_words()} of the racks that Foxconn ships once deliveries run in full, "
            "OpenAI would have equipment for"
        )
        by = month_words(self.required.by)
        if two_figures(d.low) == two_figures(d.high):
            run = f"{two_figures(e.middle)} GW could be switched on"
            return f"{opening} {two_figures(d.middle)} GW by {by}, of which {run}."
        return (
            f"{opening} about {two_figures(d.middle)} GW by {by} ({_span(d)} in 9 of 10 simulated cases), "
            f"of which about {two_figures(e.middle)} GW could be switched on ({_span(e)})."
        )


def answer(
    scenario: Scenario, *, projection: Projection | None = None, target_gw: float = 10.0, by: str = "2029-12"
) -> Answer:
    """The `Answer` of a scenario, from its projection (made here unless given).

    >>> answer(Scenario(openai_share=0)).delivered_gw.high
    0.0
    """
    projection = projection if projection is not None else simulate(scenario)

    def outcome(name: str) -> Range:
        return Range(*(float(v) for v in projection.quantiles_at(name, ENDS, by)))

    return Answer(
        required=required(scenario, target_gw, by),
        chosen=Range(*(float(scenario.openai_share.quantile(p)) for p in ENDS)),
        delivered_gw=outcome("delivered_gw"),
        energised_gw=outcome("energised_gw"),
    )


def required(scenario: Scenario, target_gw: float = 10.0, by: str = "2029-12") -> Required:
    """What so many GW by then take. The scenario's own share plays no part, and a reader moves that most: kept without.

    >>> required(Scenario(draws=64)) == required(Scenario(draws=64, openai_share=0.3))
    True
    """
    return _required(scenario.replace(openai_share=1), target_gw, by)


def share_needed(scenario: Scenario, target_gw: float = 10.0, by: str = "2029-12") -> tuple[Range, float]:
    """The share for OpenAI at which so many GW are delivered by then, and in what part of the draws there is one."""
    found = required(scenario, target_gw, by)
    return found.share, found.reachable


@lru_cache(maxsize=16)
def _required(scenario: Scenario, target_gw: float, by: str) -> Required:
    needed = _needed(scenario, target_gw, by)
    alone = needed if scenario.co_movement == 0 else _needed(scenario.replace(co_movement=0), target_gw, by)
    running = simulate(scenario).at("energised_gw", by)
    return Required(
        target_gw=target_gw,
        by=by,
        share=Range(*needed.quantiles(ENDS).tolist()),
        racks=_range(needed.racks()),
        of_shipped=_range(needed.share_of_shipped()),
        of_later=_range(needed.share_of_shipped(since="first delivery")),
        alone=Range(*alone.quantiles(ENDS).tolist()),
        reachable=needed.reachable,
        can_run=float(np.mean(running >= target_gw)),
    )


def _needed(scenario: Scenario, target_gw: float, by: str) -> Needed:
    return solve(scenario, "openai_share", "delivered_gw", at_least=target_gw, by=by)


def _range(values: Array) -> Range:
    with np.errstate(invalid="ignore"):
        found = linear_quantiles(np.sort(values), ENDS)
    return Range(*np.where(np.isfinite(found), found, math.inf).tolist())


def _joined(parts: Iterable[str]) -> str:
    """Pieces of sentences with a space between them, but none before a sign."""
    return re.sub(r" (?=[:;])", "", " ".join(parts))


def _ends(found: Range) -> str:
    return f"{percent(found.low)}% to {percent(found.high)}%"


def _span(found: Range) -> str:
    return f"{two_figures(found.low)} to {two_figures(found.high)}"


def _in_hundred(part: float) -> str:
    """A share of the cases as a count: 'none of the simulated cases', '8 of 100 simulated cases'."""
    if part == 0:
        return "none of the simulated cases"
    if part < 0.01:
        return "fewer than 1 of 100 simulated cases"
    return "every simulated case" if part == 1 else f"{min(round(100 * part), 99)} of 100 simulated cases"
