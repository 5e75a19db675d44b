"""From the racks that Foxconn could make to the power that would run, as one picture: bars in three scales, in order.

A bar ends at the middle case, the paler one behind it runs over nine in ten; between two steps stands what leads from
one to the next. Where the unit changes, a wedge shows that the short bar of racks is drawn larger as power.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from explorer import formatting as words
from explorer.arguments import checked
from explorer.charts import style
from explorer.charts.html import Html, escape, tag

if TYPE_CHECKING:
    from explorer.model import Projection


TALL, TICK = 22, 2  # CSS pixels: a bar's picture, and the tick at its middle case


@dataclass(frozen=True, slots=True)
class Step:
    """One step by the end of a month: 5, 50 and 95% points of the cases, in ``unit``."""

    name: str
    unit: str
    low: float
    middle: float
    high: float
    leads: str = ""  # what leads from this step to the next

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
    ['Can be made by then, as claimed', 'Racks made and shipped']
    """
    from explorer.model import linear_quantiles

    rows = (
        ("Can be made by then, as claimed", "capability", "racks a week", "share of that capability actually shipped"),
        ("Racks made and shipped", "shipped", "racks", "the share made in the United States"),
        ("of these made in the U.S.", "us_shipped", "racks", "your share for OpenAI, of all racks wherever made"),
        ("Racks for OpenAI", "openai_shipped", "racks", "times power per rack, plus network and cooling"),
        ("Power they could use", "delivered_gw", "GW", "time to install, and no more than sites and money allow"),
        ("Power that could be switched on", "energised_gw", "GW", ""),
    )
    steps: list[Step] = []
    for name, outcome, unit, leads in rows:
        low, middle, high = linear_quantiles(np.sort(projection.at(outcome, at)), (0.05, 0.5, 0.95)).tolist()
        steps.append(Step(name, unit, low, middle, high, leads))
    return steps


@checked()
def chain(projection: Projection, at: str = "2029-12") -> Html:
    """The steps as an HTML list in order; racks for OpenAI need not be racks made in the U.S., and the list says so."""
    steps = chain_steps(projection, at)
    tops = {step.unit: max((other.high for other in steps if other.unit == step.unit), default=0.0) for step in steps}
    items: list[str] = []
    for place, step in enumerate(steps):
        said = tag("span", escape(step.name), cls="name") + tag("span", _bar(step, tops[step.unit]), cls="track")
        said += tag("strong", f"{words.two_figures(step.middle)} {step.unit}")
        said += tag("span", escape(step.between), cls="range")
        if step.leads:
            following = steps[place + 1]
            wedge = _wedge(step, tops[step.unit]) if step.unit == "racks" != following.unit else ""
            said += tag("span", wedge + tag("span", f"{_ARROW} {escape(step.leads)}"), cls="leads")
        items.append(tag("li", said, cls="branch" if step.name.startswith("of these") else ""))
    note = (
        f"By {words.month_words(at)}, racks counted from November 2025; GW of facility power, which is what a site "
        "holds ready, cooling and losses included. A bar ends at the middle case, the paler one behind it runs over "
        "9 of 10 cases. Each unit has a scale of its own. "
        "We found no source that says racks for OpenAI would be those made in the U.S. It is not a forecast, and "
        "OpenAI has no purchase commitment."
    )
    return Html(tag("ol", "".join(items), cls="explorer-chain") + tag("p", escape(note), cls="note"))


_ARROW = '<span aria-hidden="true">↓</span>'


def _colour(name: str) -> str:
    """A colour of the page, or where there is no page (a notebook) the one for light ground."""
    return f"var(--chart-{name.replace('_', '-')},{style.LIGHT[name]})"


def _bar(step: Step, top: float) -> str:
    """The bar of one step as a picture as wide as its place; the numbers stand beside it as text."""
    low, middle, high = (round(100 * value / top, 2) if top else 0.0 for value in (step.low, step.middle, step.high))
    own = step.unit == "GW" or step.name == "Racks for OpenAI"
    fill = _colour("blue" if own else "axis")
    rects = (
        (0.0, 100.0, 9, 4, _colour("wash")),
        (low, high, 4, 14, _colour("band_80" if own else "line")),
        (0.0, middle, 7, 8, fill),
        (middle, middle, 2, 18, _colour("ink")),
    )
    shapes = ""
    for left, right, y, height, colour in rects:
        wide = f"{right - left:g}%" if right > left else str(TICK)
        look = f"fill:{colour}"
        shapes += tag("rect", x=f"{left:g}%", width=wide, y=str(y), height=str(height), style=look)
    return tag("svg", shapes, width="100%", height=str(TALL), aria_hidden="true", overflow="visible")


def _wedge(step: Step, top: float) -> str:
    """From the end of a short bar to the whole width below it: the next bars show the same racks, larger."""
    end = 100 * step.high / top if top else 0.0
    corners = ((0, 0), (end, 0), (100, 10), (0, 10))
    shape = tag("polygon", points=" ".join(f"{x:.2f},{y}" for x, y in corners), style=f"fill:{_colour('band_90')}")
    box = {"viewBox": " ".join(map(str, (0, 0, 100, 10))), "preserveAspectRatio": "none"}
    return tag("svg", shape, cls="wedge", width="100%", height=str(TALL), aria_hidden="true", **box)
