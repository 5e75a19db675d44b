"""Charts as SVG in pure Python, for the first paint, the static site and the report: any spec of this package, drawn.

It draws what our charts use of plotly's language (lines, filled shapes, markers, bars and rules, words, one linear axis
each way) and refuses the rest, so that a chart which needs more is noticed. Sizes, margins, ranges and ticks are those
of the spec. Along the plot places are in per cent, down it in CSS pixels from its top: a picture may be as wide as its
page, letters keep their size, and only the plot is stretched. What has hover words in plotly.js has them here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape, unescape
from itertools import groupby
from typing import Any, cast

from explorer.charts import style

_RULES = """
{scope}{{display:block;max-width:100%;font-family:{font};font-size:{size}px;font-variant-numeric:tabular-nums}}
{scope} text{{fill:{ink}}}
{scope} text.halo{{stroke:{ground};stroke-width:3px;stroke-linejoin:round;paint-order:stroke}}
"""
# Outlines of markers of size 1 round the origin.
SYMBOLS = {"triangle-left": "M-.58 0L.29 -.5V.5Z", "triangle-right": "M.58 0L-.29 -.5V.5Z"}
DASHES = {"dash": "6 4", "dot": "2 3"}
LINE_HEIGHT = 1.3
BOLD = '<tspan font-weight="600">'
BOLD_TAG = re.compile("(</?b>)")
ANCHORS = {"left": "start", "center": "middle", "right": "end"}


def _variable(name: str) -> str:
    return f"--chart-{name.replace('_', '-')}"


VARIABLES: Mapping[str, str] = {value: f"var({_variable(name)})" for name, value in style.LIGHT.items()}
"""Each colour of the light ground as a custom property, by which a picture follows the theme of its page."""


def css_variables(dark: bool = False) -> str:
    """The colours of one ground as custom properties, to stand inside a rule such as ``:root{...}``.

    >>> css_variables().startswith("--chart-ground:#ffffff;")
    True
    """
    return "".join(f"{_variable(name)}:{pair[dark]};" for name, pair in style.COLOURS.items())


def css(scope: str, colours: Mapping[str, str] = VARIABLES) -> str:
    """The style rules of the pictures within ``scope``.

    >>> "{fill:var(--chart-ink)}" in css(".chart") and "#1b1f24" in css(".chart", {})
    True
    """
    values = {name: colours.get(value, value) for name, value in style.LIGHT.items()}
    return _RULES.format(scope=scope, font=style.FONT, size=style.SIZE, **values).strip()


def svg_of(spec: style.Spec, *, key: str, width: int | None = None) -> str:
    """The chart as an ``<svg>``; ``key`` makes its ids unique on a page. `ValueError` for what it cannot draw.

    With a ``width`` in CSS pixels it stands alone, in the colours of the spec. Without one it has a frame as wide as
    there is room, and the custom properties of its page as colours.

    >>> from explorer.charts.shares_chart import shares
    >>> from explorer.seeds import load
    >>> svg_of(shares.spec(seeds=load()), key="a")[:25]
    '<div class="chart-frame" '
    """
    layout, meta, margin = spec["layout"], spec["meta"], spec["layout"]["margin"]
    plot = _Plot(layout, (width or 760) - margin["l"] - margin["r"], {} if width else VARIABLES)
    parts = "".join(plot.parts(spec["data"]))
    named = element("title", escape(meta["title"]), id=f"{key}-title")
    named += element("desc", escape(meta["summary"]), id=f"{key}-desc")
    about = {"aria-labelledby": f"{key}-title {key}-desc", "role": "img", "xmlns": "http://www.w3.org/2000/svg"}
    if width:
        box = {"x": margin["l"], "y": margin["t"], "width": plot.stretch, "height": plot.height}
        rules = element("style", css(f"#{key}-picture", {}))
        inside = named + rules + element("svg", parts, overflow="visible", **box)
        return element("svg", inside, id=f"{key}-picture", width=width, height=layout["height"], **about)
    around = f"margin:{margin['t']}px {margin['r']}px {margin['b']}px {margin['l']}px"
    wide = f"width:calc(100% - {margin['l'] + margin['r']}px);height:{plot.height}px"
    picture = element("svg", named + parts, cls="chart", style=f"overflow:visible;{wide};{around}", **about)
    # hidden: what reaches beyond the chart on purpose, such as a rule across any width, ends at its edge
    return element("div", picture, cls="chart-frame", style="overflow:hidden")


class _Plot:
    """Turns the parts of a spec into those of an ``<svg>`` that is the plot itself, ``stretch`` CSS pixels wide."""

    def __init__(self, layout: style.Spec, stretch: int, colours: Mapping[str, str]):
        self.layout, self.stretch, self.template = layout, stretch, layout["template"]["layout"]
        self.height = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
        self.colours = colours
        self.across, self.up = ({**self.template[name], **layout[name]} for name in ("xaxis", "yaxis"))

    def parts(self, traces: Iterable[style.Spec]) -> Iterator[str]:
        """All that is drawn, from the ground up."""
        layout, shapes = self.layout, self.layout.get("shapes", ())
        yield element("rect", width="100%", height=self.height, fill=self.colour(self.template["plot_bgcolor"]))
        yield from (self.shape(shape) for shape in shapes if shape.get("layer") == "below")
        yield from self.grid()
        yield from map(self.trace, traces)
        yield from (self.shape(shape) for shape in shapes if shape.get("layer") != "below")
        yield from self.ticks()
        yield from map(self.annotation, layout.get("annotations", ()))
        yield from self.title()

    def share(self, x: float, ref: str = "x") -> float:
        """Where a value stands on the horizontal axis, 0 to 1."""
        low, high = (0, 1) if ref == "paper" else self.across["range"]
        return (float(x) - low) / (high - low)

    def x(self, x: float, ref: str = "x") -> str:
        return f"{100 * self.share(x, ref):.3f}%"

    def y(self, y: float, ref: str = "y") -> float:
        low, high = (0, 1) if ref == "paper" else self.up["range"]
        return round(self.height * (1 - (float(y) - low) / (high - low)), 2)

    def colour(self, value: str) -> str:
        return self.colours.get(value, value)

    def stroke(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """The attributes of a line of plotly's; none for one without width."""
        if not line.get("width"):
            return {}
        dash = DASHES.get(line.get("dash", ""))
        return {"stroke": self.colour(line["color"]), "stroke-width": line["width"], "stroke-dasharray": dash}

    # ------------------------------------------------------------------------------------------------------- traces
    def trace(self, trace: Mapping[str, Any]) -> str:
        draw = {"scatter lines": self.lines, "scatter markers": self.markers}.get(f"{trace['type']} {trace['mode']}")
        if draw is None:
            raise ValueError(f"a trace of type {trace['type']} and mode {trace['mode']} cannot be drawn here")
        return _named(trace, "".join(draw(trace)))

    def lines(self, trace: Mapping[str, Any]) -> Iterator[str]:
        """What is stretched with the width, unlike words and dots, and ends where the plot does."""
        filled = trace.get("fill") == "toself"
        look = {"fill": self.colour(trace["fillcolor"]) if filled else "none", **self.stroke(trace["line"])}
        look["vector-effect"] = "non-scaling-stroke"
        parts = ""
        for gap, piece in groupby(zip(trace["x"], trace["y"], strict=True), key=lambda point: None in point):
            if not gap:
                points = " ".join(f"{self.stretch * self.share(x):.1f},{self.y(y):.1f}" for x, y in piece)
                parts += element("polygon" if filled else "polyline", points=points, **look)
        box = {"viewBox": f"0 0 {self.stretch} {self.height}", "preserveAspectRatio": "none"}
        if parts:
            yield element("svg", parts, width="100%", height=self.height, overflow="hidden", **box)

    def markers(self, trace: Mapping[str, Any]) -> Iterator[str]:
        marker, words = trace["marker"], trace.get("text", "") if "hovertemplate" in trace else ""
        line = marker.get("line", {})
        for place, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
            if x is None or y is None or not _at(marker.get("opacity", 1), place):
                continue  # in plotly.js a dot that is not seen has hover words; here they are those of its bar
            symbol, shade, size = (_at(marker.get(key, "circle"), place) for key in ("symbol", "color", "size"))
            symbol, hollow = symbol.removesuffix("-open"), symbol.endswith("-open")
            look = {"fill": "none" if hollow else self.colour(shade)}
            look["stroke"] = self.colour(shade if hollow else _at(line.get("color", shade), place))
            look["stroke-width"] = line.get("width", 0)
            inside = hover(_at(words, place))
            if symbol == "circle":
                yield element("circle", inside, cx=self.x(x), cy=self.y(y), r=size / 2, **look)
            elif symbol in SYMBOLS:
                look |= {"transform": f"scale({size})", "vector-effect": "non-scaling-stroke"}
                path = element("path", inside, d=SYMBOLS[symbol], **look)
                yield element("svg", path, x=self.x(x), y=self.y(y), overflow="visible")
            else:
                raise ValueError(f"a marker of the form {symbol} cannot be drawn here")

    # --------------------------------------------------------------------------------------------- shapes and words
    def shape(self, shape: Mapping[str, Any]) -> str:
        inside, stroke = hover(shape.get("name", "")), self.stroke(shape.get("line", {}))
        y0, y1 = (self.y(shape[end], shape.get("yref", "y")) for end in ("y0", "y1"))
        x0, x1 = (100 * self.share(shape[end], shape.get("xref", "x")) for end in ("x0", "x1"))
        if shape["type"] == "line":
            return element("line", inside, x1=f"{x0:.3f}%", x2=f"{x1:.3f}%", y1=y0, y2=y1, **stroke)
        if shape["type"] != "rect":
            raise ValueError(f"a shape of type {shape['type']} cannot be drawn here")
        size = {"width": f"{abs(x1 - x0):.3f}%", "height": max(round(abs(y1 - y0), 2), 0.01)}
        look = {"fill": self.colour(shape["fillcolor"]), **stroke}
        return element("rect", inside, x=f"{min(x0, x1):.3f}%", y=min(y0, y1), **size, **look)

    def annotation(self, note: Mapping[str, Any]) -> str:
        x, y = self.x(note["x"], note.get("xref", "x")), self.y(note["y"], note.get("yref", "y"))
        dx, y = note.get("xshift", 0), y - note.get("yshift", 0)
        place = {"anchor": ANCHORS[note["xanchor"]], "hang": note["yanchor"]}
        return _named(note, self.words(x, dx, y, note["text"], note["font"], **place))

    def title(self) -> Iterator[str]:
        """The finding over a chart that stands alone, and its measure below."""
        if title := self.layout.get("title"):
            y, dx = 4 - self.layout["margin"]["t"], -self.layout["margin"]["l"]
            font = self.template["title"]["font"]
            yield self.words("0%", dx, y, title["text"], font, anchor="start", hang="top")
            y += 4 + LINE_HEIGHT * font["size"] * (1 + title["text"].count("<br>"))
            below = self.template["title"]["subtitle"]["font"]
            yield self.words("0%", dx, y, title["subtitle"]["text"], below, anchor="start", hang="top")

    def words(
        self, x: str, dx: float, y: float, text: str, font: Mapping[str, Any], *, anchor: str, hang: str = "middle"
    ) -> str:
        """Words at a place; ``hang`` says which edge of their block lies there: top, middle or bottom."""
        size = font.get("size", style.SIZE)
        lines = list(lines_of(text))
        tall = LINE_HEIGHT * size * len(lines)
        first = y + {"top": 2, "middle": -tall / 2, "bottom": -tall - 2}[hang] + 0.98 * size
        # as a style: the style sheet's colour for all words of a chart would win over an attribute
        look: dict[str, Any] = {"style": f"fill:{self.colour(font['color'])};white-space:pre"}
        look["font-size"] = size if size != style.SIZE else None
        look["text-anchor"] = anchor if anchor != "start" else None
        look["cls"] = "halo" if font.get("shadow") else None
        place: dict[str, Any] = {"x": x, "dx": dx or None}
        rest = [element("tspan", line, dy=f"{LINE_HEIGHT}em", **place) for line in lines[1:]]
        return element("text", lines[0] + "".join(rest), y=round(first, 1), **place, **look)

    # --------------------------------------------------------------------------------------------------------- axes
    def grid(self) -> Iterator[str]:
        look = {"stroke": self.colour(self.across["gridcolor"])}
        for tick in self.across["tickvals"] if self.across["showgrid"] else ():
            yield element("line", x1=self.x(tick), x2=self.x(tick), y1=0, y2=self.height, **look)
        for tick in self.up["tickvals"] if self.up.get("visible", True) else ():
            yield element("line", x1=0, x2="100%", y1=self.y(tick), y2=self.y(tick), **look)

    def ticks(self) -> Iterator[str]:
        across, up, edge = self.across, self.up, self.height
        for tick, text in zip(across["tickvals"], across["ticktext"], strict=True):
            if across["ticks"]:
                ends = {"y1": edge, "y2": edge + across["ticklen"]}
                yield element("line", x1=self.x(tick), x2=self.x(tick), stroke=self.colour(across["tickcolor"]), **ends)
            yield self.words(self.x(tick), 0, edge + 16, text, across["tickfont"], anchor="middle")
        if title := across["title"].get("text", ""):
            font = self.template["xaxis"]["title"]["font"]
            yield self.words("50%", 0, edge + 29, title, font, anchor="middle", hang="top")
        if up.get("visible", True):
            for tick, text in zip(up["tickvals"], up["ticktext"], strict=True):
                yield self.words("0%", -7, self.y(tick), text, up["tickfont"], anchor="end")


def _named(part: Mapping[str, Any], drawn: str) -> str:
    """What the page's script moves by itself, which can be found by name."""
    name = str(part.get("name", ""))
    return element("g", drawn or None, **{"data-trace": name}) if name.startswith(("chosen", "you")) else drawn


def hover(words: str) -> str | None:
    r"""Plotly's hover words as the child of a mark by which a browser shows them.

    >>> hover("2 &#60; 3<br>a")
    '<title>2 &lt; 3\na</title>'
    """
    return f"<title>{escape(unescape(words.replace('<br>', chr(10))), quote=False)}</title>" if words else None


def lines_of(text: str) -> Iterator[str]:
    """Plotly's tags for bold and a new line as lines of SVG text; anything else between angle brackets is plain text.

    >>> list(lines_of("<b>1 < 2</b><br>a"))
    ['<tspan font-weight="600">1 &lt; 2</tspan>', 'a']
    """
    bold = ""
    for whole in text.split("<br>"):
        line = bold
        for part in BOLD_TAG.split(whole):
            if part in ("<b>", "</b>"):
                line += BOLD if part == "<b>" else "</tspan>" if bold else ""
                bold = BOLD if part == "<b>" else ""
            else:
                line += escape(unescape(part))
        yield line + ("</tspan>" if bold else "")


def element(tag: str, inside: str | None = None, **values: object) -> str:
    """An element round what is SVG or HTML already; ``cls`` is its class, and what is None or "" is left out.

    >>> element("td", escape("a < b"), cls="x"), element("rect", width=0, height=None)
    ('<td class="x">a &lt; b</td>', '<rect width="0"/>')
    """
    named = [
        f' {"class" if name == "cls" else name}="{escape(value) if isinstance(value, str) else value}"'
        for name, value in values.items()
        if value or value == 0
    ]
    return f"<{tag}{''.join(named)}/>" if inside is None else f"<{tag}{''.join(named)}>{inside}</{tag}>"


def _at(value: Any, place: int) -> Any:
    return cast("list[Any]", value)[place] if isinstance(value, list) else value
