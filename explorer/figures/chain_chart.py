"""From the racks that Foxconn could make to the power that would run: each step's middle case and nine in ten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from explorer import words
from explorer.figures.html import Html, escape, tag

if TYPE_CHECKING:
    from explorer.model import Projection


@dataclass(frozen=True, slots=True)
class Step:
    """One step by the end of a month: 5, 50 and 95 % points of the cases, in ``unit``."""

    name: str
    unit: str
    low: float
    middle: float
    high: float

    @property
    def between(self) -> str:
        """Nine in ten cases in words.

        >>> Step("made", "racks", 1000, 1500, 2000).between
        '1,000 to 2,000 in 9 of 10 cases'
        """
        low, high = words.two_figures(self.low), words.two_figures(self.high)
        return f"{low} to {high} in 9 of 10 cases" if low != high else "in all cases"


def chain_steps(projection: Projection, at: str = "2029-12") -> list[Step]:
    """The steps by the end of the month ``at``: what could be made a week by then, the rest counted from November 2025.

    >>> from explorer.model import simulate
    >>> [step.name for step in chain_steps(simulate())][:2]
    ['Could be made by then', 'Racks made and shipped']
    """
    from explorer.model import linear_quantiles

    rows = (
        ("Could be made by then", "capability", "racks a week"),
        ("Racks made and shipped", "shipped", "racks"),
        ("of these made in the U.S.", "us_shipped", "racks"),
        ("Racks for OpenAI", "openai_shipped", "racks"),
        ("Power they could use", "delivered_gw", "GW"),
        ("Power with racks in place", "energised_gw", "GW"),
    )
    steps = []
    for name, outcome, unit in rows:
        ends = linear_quantiles(np.sort(projection.at(outcome, at)), (0.05, 0.5, 0.95)).tolist()
        steps.append(Step(name, unit, *ends))
    return steps


def chain(projection: Projection, at: str = "2029-12") -> Html:
    """The steps as an HTML list in order; racks for OpenAI need not be racks made in the U.S., and the list says so."""
    steps = chain_steps(projection, at)
    items = [
        tag(
            "li",
            tag("span", escape(step.name), cls="name")
            + tag("strong", f"{words.two_figures(step.middle)} {step.unit}")
            + tag("span", escape(step.between), cls="range"),
        )
        for step in steps
    ]
    note = (
        f"By {words.month_words(at)}, racks counted from November 2025, GW of facility power; the large number is the "
        "middle case. "
        "No source says that racks for OpenAI would be those made in the U.S. It is not a forecast, and OpenAI has no "
        "purchase commitment."
    )
    return Html(tag("ol", "".join(items), cls="explorer-chain") + tag("p", escape(note), cls="note"))
