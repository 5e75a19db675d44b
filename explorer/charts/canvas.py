"""A chart's places, colours and words in SVG: along the plot in per cent, down it in CSS pixels from its top.

So a picture may be as wide as its page: letters keep their size, only the plot is stretched.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape, unescape
from typing import Any

from explorer.charts import style

DASHES = {"dash": "6 4", "dot": "2 3"}
LINE_HEIGHT = 1.3
BOLD = '<tspan font-weight="600">'
TAG = re.compile(f"<({style.TAGS})>")
CLEAR = "rgba(0,0,0,0)"


class Canvas:
    """Turns the coordinates of a layout for plotly.js into those of an ``<svg>`` that is the plot itself.

    Colours become custom properties where there are ``variables``, so that a style sheet can change them.
    """

    def __init__(self, layout: style.Spec, width: int | None, variables: bool):
        self.layout, self.width = layout, width
        self.names = {value: f"var(--chart-{name.replace('_', '-')})" for name, value in style.LIGHT.items()}
        self.names = self.names if variables else {}
        self.template = layout["template"]["layout"]
        self.margin = layout["margin"]
        self.height = layout["height"] - self.margin["t"] - self.margin["b"]
        self.stretch = (width or 760) - self.margin["l"] - self.margin["r"]

    def share(self, x: Any, ref: str = "x", *, logarithm: bool = False) -> float:
        """Where a value stands on the horizontal axis, 0 to 1; a ``logarithm`` is a place on a logarithmic axis."""
        if ref == "paper":
            return float(x)
        axis = self.layout["xaxis"]
        low, high = (number(end) for end in axis["range"])
        value = number(x)
        if axis.get("type") == "log" and not logarithm:
            value = math.log10(value)
        return (value - low) / (high - low)

    def x(self, x: Any, ref: str = "x", *, logarithm: bool = False) -> str:
        """A place across, in per cent of the width."""
        return f"{100 * self.share(x, ref, logarithm=logarithm):.3f}%"

    def y(self, y: float, ref: str = "y") -> float:
        """A place up, in CSS pixels from the top of the plot."""
        low, high = (0, 1) if ref == "paper" else self.layout["yaxis"]["range"]
        return round(self.height * (1 - (float(y) - low) / (high - low)), 2)

    def colour(self, value: str) -> str:
        """A colour as SVG names it, by a variable of the page where the chart follows its theme."""
        return "none" if value == CLEAR else self.names.get(value, value)

    def words(
        self, x: str, dx: float, y: float, text: str, font: Mapping[str, Any], *, anchor: str, hang: str = "middle"
    ) -> str:
        """Words at a place; ``hang`` says which edge of their block lies there: top, middle or bottom."""
        size = font.get("size", style.SIZE)
        lines = list(lines_of(text, self.colour))
        tall = LINE_HEIGHT * size * len(lines)
        first = y + {"top": 2, "middle": -tall / 2, "bottom": -tall - 2}[hang] + 0.98 * size
        # as a style: the style sheet's colour for all words of a chart would win over an attribute
        colour = self.colour(font.get("color", self.template["font"]["color"]))
        look: dict[str, Any] = {"style": f"fill:{colour};white-space:pre"}
        look |= {"font-size": size} if size != style.SIZE else {}
        look |= {"text-anchor": anchor} if anchor != "start" else {}
        look |= {"class": "halo"} if font.get("shadow") else {}
        place: dict[str, Any] = {"x": x, "dx": dx or None}
        rest = [wrap("tspan", line, dy=f"{LINE_HEIGHT}em", **place) for line in lines[1:]]
        return wrap("text", lines[0] + "".join(rest), y=round(first, 1), **place, **look)

    def stroke(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """The attributes of a line of plotly's; none for one without width."""
        width = line.get("width", 0 if "color" not in line else 2)
        if not width:
            return {}
        look: dict[str, Any] = {"stroke": self.colour(line["color"]), "stroke-width": width}
        return look | ({"stroke-dasharray": DASHES[line["dash"]]} if line.get("dash", "solid") != "solid" else {})

    def stretched(self, inside: str) -> str:
        """What is stretched with the width, unlike words and dots, and ends where the plot does."""
        box = {"viewBox": f"0 0 {self.stretch} {self.height}", "preserveAspectRatio": "none"}
        return wrap("svg", inside, width="100%", height=self.height, overflow="hidden", **box)


def number(value: Any) -> float:
    """A place on an axis as a number; a day counts from the beginning of the calendar."""
    return float(datetime.date.fromisoformat(value[:10]).toordinal()) if isinstance(value, str) else float(value)


def lines_of(text: str, colour: Callable[[str], str]) -> Iterator[str]:
    """Plotly's small language of tags as lines of SVG text; anything else between angle brackets is plain text."""
    line = ""
    opened: list[str] = []
    for number, part in enumerate(TAG.split(text)):
        if number % 2 == 0:
            line += escape(unescape(part))
        elif part == "br":
            yield line + "</tspan>" * len(opened)
            line = "".join(opened)
        elif part.startswith("/"):
            line += "</tspan>" if opened else ""
            del opened[-1:]
        else:
            opened.append(
                f'<tspan style="fill:{colour(part.partition("color:")[2][:-1])}">' if "color" in part else BOLD
            )
            line += opened[-1]
    yield line + "</tspan>" * len(opened)


def _attributes(values: Mapping[str, object]) -> str:
    return "".join(f' {name}="{escape(str(value))}"' for name, value in values.items() if value is not None)


def el(tag: str, **values: object) -> str:
    """An element without content; what is None is left out."""
    return f"<{tag}{_attributes(values)}/>"


def wrap(tag: str, inside: str, **values: object) -> str:
    """An element round what is SVG already."""
    return f"<{tag}{_attributes(values)}>{inside}</{tag}>"
