"""What the page says first: the share of the racks that a goal takes, and what the reader's own share comes to."""

import math
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from explorer.analysis.solve import solve
from explorer.model import Projection, simulate
from explorer.scenario import Scenario
from explorer.words import month_words, percent, two_figures

__all__ = ["Answer", "Range", "answer", "share_needed"]


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
        parts: list[str] = []
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
                    (
                        f"{of_all} (19 in 20 simulated cases; {middle}); in {percent(1 - self.reachable)} % of cases "
                        "even all of them would not be enough."
                    ),
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

    The share needed is that of `share_needed`, everything else comes from the
    projection of the scenario itself (computed here unless given).

    >>> answer(Scenario(openai_share=0)).delivered_gw.high
    0.0
    """
    projection = projection if projection is not None else simulate(scenario)
    needed, reachable = share_needed(scenario, target_gw, by)
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


def share_needed(scenario: Scenario, target_gw: float = 10.0, by: str = "2029-12") -> tuple[Range, float]:
    """The share for OpenAI at which so many GW are delivered by then, and in what part of the draws there is one.

    The scenario's own share plays no part in it, and a reader moves that most: so answers are kept without it.

    >>> share_needed(Scenario(draws=64)) == share_needed(Scenario(draws=64, openai_share=0.3))
    True
    """
    return _share_needed(scenario.replace(openai_share=1), target_gw, by)


@lru_cache(maxsize=16)
def _share_needed(scenario: Scenario, target_gw: float, by: str) -> tuple[Range, float]:
    needed = solve(scenario, "openai_share", "delivered_gw", at_least=target_gw, by=by)
    return Range(*(float(v) for v in needed.quantiles([0.05, 0.5, 0.95]))), float(needed.reachable)
