"""Charts as SVG in pure Python, for the first paint, the static site and the report: any spec of this package, drawn.

It draws what our charts use of plotly's language (lines, filled shapes, markers, level bars, rectangles and rules,
words, one axis each way) and refuses the rest, so that a chart which needs more is noticed. Sizes, margins, ranges and
ticks are those of the spec, so plotly.js can take the picture's place without a jump.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from explorer.charts import style
from explorer.charts.canvas import Canvas, el, number, wrap

__all__ = ["css", "css_variables", "svg_of"]

_RULES = """
{scope}{{display:block;max-width:100%;font-family:{font};font-size:{size}px;font-variant-numeric:tabular-nums;overflow:visible}}
{scope} text{{fill:{ink}}}
{scope} text.halo{{stroke:{ground};stroke-width:3px;stroke-linejoin:round;paint-order:stroke}}
"""
# Outlines of markers of size 1 round the origin.
SYMBOLS = {
    "triangle-left": "M-.58 0L.29 -.5V.5Z",
    "triangle-right": "M.58 0L-.29 -.5V.5Z",
    "triangle-down": "M0 .58L.5 -.29H-.5Z",
    "line-ns": "M0 -.7V.7",
    "x-thin": "M-.4 -.4L.4 .4M-.4 .4L.4 -.4",
}


def css_variables(dark: bool = False) -> str:
    """The colours of one ground as custom properties, to stand inside a rule such as ``:root{...}``.

    >>> css_variables().startswith("--chart-ground:#ffffff;")
    True
    """
    return "".join(
        f"--chart-{name.replace('_', '-')}:{value};" for name, value in (style.DARK if dark else style.LIGHT).items()
    )


def css(*, variables: bool = True, scope: str = ".chart") -> str:
    """The style rules of the pictures: colours as custom properties, or as they are (``variables=False``) for a file.

    >>> "var(--chart-ink)" in css() and "#1b1f24" in css(variables=False)
    True
    """
    names = style.LIGHT
    values = {name: f"var(--chart-{name.replace('_', '-')})" for name in names} if variables else dict(names)
    return _RULES.format(scope=scope, font=style.FONT, size=style.SIZE, **values).strip()


def svg_of(spec: style.Spec, *, key: str, width: int | None = None, variables: bool = True) -> str:
    """The chart as an ``<svg>``, in a frame where it has no ``width`` in CSS pixels of its own.

    ``key`` makes its ids unique on a page. Colours are custom properties (see `explorer.charts.svg.css_variables`),
    with ``variables=False`` those of the spec. Raises `ValueError` for what it cannot draw.

    >>> from explorer.charts.shares_chart import shares
    >>> from explorer.seeds import load
    >>> svg_of(shares.spec(seeds=load()), key="a")[:25]
    '<div class="chart-frame" '
    """
    return _Picture(spec, key, width, variables).whole()


class _Picture(Canvas):
    """One chart, part by part from the ground up."""

    def __init__(self, spec: style.Spec, key: str, width: int | None, variables: bool):
        super().__init__(spec["layout"], width, variables)
        self.spec, self.key = spec, key

    # ------------------------------------------------------------------------------------------------------- traces
    def trace(self, number: int, trace: Mapping[str, Any]) -> str:
        if trace.get("visible") is False:
            return ""
        if trace["type"] == "bar":
            return "".join(self.bars(trace))
        if trace["type"] != "scatter":
            raise ValueError(f"a trace of type {trace['type']} cannot be drawn here")
        modes = set(trace["mode"].split("+"))
        if modes - {"lines", "markers", "text"}:
            raise ValueError(f"a trace of mode {trace['mode']} cannot be drawn here")
        parts = [self.lines(number, trace)] if "lines" in modes else []
        parts += self.markers(trace) if "markers" in modes else []
        drawn = "".join([*parts, *(self.words_of(trace) if "text" in modes else ())])
        # what the page's script moves by itself can be found by name
        moves = str(trace.get("name", "")).startswith(("chosen", "you"))
        return wrap("g", drawn, **{"data-trace": trace["name"]}) if moves else drawn

    def lines(self, number: int, trace: Mapping[str, Any]) -> str:
        line = trace.get("line", {})
        parts: list[str] = []
        fill = self.fill(number, trace) if trace.get("fill") == "toself" else "none"
        for piece in _pieces(trace["x"], trace["y"]):
            points = " ".join(f"{self.stretch * self.share(x):.1f},{self.y(y):.1f}" for x, y in piece)
            look = self.stroke(line) | {"vector-effect": "non-scaling-stroke"}
            parts.append(el("polygon" if fill != "none" else "polyline", points=points, fill=fill, **look))
        return self.stretched(self.pattern(number, trace) + "".join(parts)) if parts else ""

    def fill(self, number: int, trace: Mapping[str, Any]) -> str:
        return f"url(#{self.key}-fill-{number})" if "fillpattern" in trace else self.colour(trace["fillcolor"])

    def pattern(self, number: int, trace: Mapping[str, Any]) -> str:
        if "fillpattern" not in trace:
            return ""
        drawn = trace["fillpattern"]
        line = el("line", x1=0, y1=0, x2=0, y2=drawn["size"], stroke=self.colour(drawn["fgcolor"]))
        turned = {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
        name = f"{self.key}-fill-{number}"
        return wrap("defs", wrap("pattern", line, id=name, width=drawn["size"], height=drawn["size"], **turned))

    def markers(self, trace: Mapping[str, Any]) -> Iterator[str]:
        marker = trace["marker"]
        line = marker.get("line", {})
        for place, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
            if x is None or y is None:
                continue
            symbol = _at(marker.get("symbol", "circle"), place)
            hollow, shade = symbol.endswith("-open"), self.colour(_at(marker["color"], place))
            edge = marker["color"] if hollow else line.get("color", marker["color"])
            look: dict[str, Any] = {"fill": "none" if hollow else shade, "stroke": self.colour(_at(edge, place))}
            look["stroke-width"] = line.get("width", 1 if hollow else 0)
            opacity = _at(marker.get("opacity", 1), place)
            if opacity != 1:
                look["opacity"] = opacity
            yield self.symbol(symbol.removesuffix("-open"), x, y, _at(marker["size"], place), look)

    def symbol(self, symbol: str, x: Any, y: float, size: float, look: Mapping[str, Any]) -> str:
        if symbol == "circle":
            return el("circle", cx=self.x(x), cy=self.y(y), r=size / 2, **look)
        if symbol not in SYMBOLS:
            raise ValueError(f"a marker of the form {symbol} cannot be drawn here")
        path = el(
            "path", d=SYMBOLS[symbol], transform=f"scale({size})", **{"vector-effect": "non-scaling-stroke"}, **look
        )
        return wrap("svg", path, x=self.x(x), y=self.y(y), overflow="visible")

    def words_of(self, trace: Mapping[str, Any]) -> Iterator[str]:
        font = trace.get("textfont", {})
        height, side = trace["textposition"].split()
        anchor, dx = {"left": ("end", -3), "center": ("middle", 0)}.get(side, ("start", 3))
        hang = {"top": "bottom"}.get(height, "middle")
        for place, (x, y, text) in enumerate(zip(trace["x"], trace["y"], trace["text"], strict=True)):
            if x is not None and y is not None:
                own = {**font, "color": _at(font["color"], place)}
                yield self.words(self.x(x), dx, self.y(y), text, own, anchor=anchor, hang=hang)

    def bars(self, trace: Mapping[str, Any]) -> Iterator[str]:
        if trace.get("orientation") != "h":
            raise ValueError("upright bars cannot be drawn here")
        marker, axis = trace["marker"], self.layout["xaxis"]
        low, high = (number(end) for end in axis["range"])
        per_unit = 1 / 86_400_000 if axis.get("type") == "date" else 1.0
        for place, (base, long, y) in enumerate(zip(trace["base"], trace["x"], trace["y"], strict=True)):
            top, bottom = sorted((self.y(y - trace["width"] / 2), self.y(y + trace["width"] / 2)))
            start = max(self.share(base), 0)
            end = min(self.share(base) + long * per_unit / (high - low), 1)
            look = {"fill": self.colour(_at(marker["color"], place)), **self.stroke(marker["line"])}
            size = {"width": f"{100 * (end - start):.3f}%", "height": round(bottom - top, 2)}
            yield el("rect", x=f"{100 * start:.3f}%", y=top, **size, **look)

    # --------------------------------------------------------------------------------------------- shapes and words
    def shape(self, shape: Mapping[str, Any]) -> str:
        y0, y1 = (self.y(shape[end], shape.get("yref", "y")) for end in ("y0", "y1"))
        stroke = self.stroke(shape.get("line", {}))
        if shape.get("xsizemode") == "pixel":
            start = 100 * self.share(shape["xanchor"], shape.get("xref", "x"))
            long = shape["x1"] - shape["x0"]
            place = {"x": f"{start:g}%", "y": min(y0, y1), "width": long, "transform": f"translate({shape['x0']})"}
            if shape["type"] == "line":  # level, as all that cross any width are
                return el("rect", height=shape["line"]["width"], fill=self.colour(shape["line"]["color"]), **place)
            look = {"fill": self.colour(shape["fillcolor"]), **stroke}
            return el("rect", height=round(abs(y1 - y0), 2), **look, **place)
        x0, x1 = (self.share(shape[end], shape.get("xref", "x")) for end in ("x0", "x1"))
        if shape["type"] == "line":
            return el("line", x1=f"{100 * x0:.3f}%", x2=f"{100 * x1:.3f}%", y1=y0, y2=y1, **stroke)
        if shape["type"] != "rect":
            raise ValueError(f"a shape of type {shape['type']} cannot be drawn here")
        size = {"width": f"{100 * abs(x1 - x0):.3f}%", "height": max(round(abs(y1 - y0), 2), 0.01)}
        look = {"fill": self.colour(shape["fillcolor"]), **stroke}
        return el("rect", x=f"{100 * min(x0, x1):.3f}%", y=min(y0, y1), **size, **look)

    def annotation(self, note: Mapping[str, Any]) -> str:
        x = self.x(note["x"], note.get("xref", "x"), logarithm=True)
        y = self.y(note["y"], note.get("yref", "y")) - note.get("yshift", 0)
        anchor = {"left": "start", "center": "middle", "right": "end"}[note["xanchor"]]
        return self.words(x, note.get("xshift", 0), y, note["text"], note["font"], anchor=anchor, hang=note["yanchor"])

    # --------------------------------------------------------------------------------------------------------- axes
    def axis(self, name: str) -> dict[str, Any]:
        usual, own = self.template[name], self.layout[name]
        return {**usual, **own, "title": {**usual["title"], **own.get("title", {})}}

    def grid(self) -> Iterator[str]:
        across, up = self.axis("xaxis"), self.axis("yaxis")
        look = {"stroke": self.colour(across["gridcolor"])}
        if across["showgrid"]:
            for tick in across["tickvals"]:
                yield el("line", x1=self.x(tick), x2=self.x(tick), y1=0, y2=self.height, **look)
        if up["showgrid"] and up.get("visible", True):
            for tick in up["tickvals"]:
                yield el("line", x1=0, x2="100%", y1=self.y(tick), y2=self.y(tick), **look)

    def axes(self) -> Iterator[str]:
        across, up = self.axis("xaxis"), self.axis("yaxis")
        top = across.get("side") == "top"
        edge, sign = (0, -1) if top else (self.height, 1)
        for tick, text in zip(across["tickvals"], across["ticktext"], strict=True):
            if across["ticks"]:
                ends = {"y1": edge, "y2": edge + sign * across["ticklen"]}
                yield el("line", x1=self.x(tick), x2=self.x(tick), stroke=self.colour(across["tickcolor"]), **ends)
            yield self.words(self.x(tick), 0, edge + sign * 16, text, across["tickfont"], anchor="middle")
        title = across["title"].get("text", "")
        if title:
            yield self.words("50%", 0, edge + 29, title, across["title"]["font"], anchor="middle", hang="top")
        if up.get("visible", True):
            for tick, text in zip(up["tickvals"], up["ticktext"], strict=True):
                yield self.words("0%", -7, self.y(tick), text, up["tickfont"], anchor="end")

    # -------------------------------------------------------------------------------------------------------- whole
    def whole(self) -> str:
        given: list[style.Spec] = self.spec["data"]
        data = list(enumerate(given))
        data.sort(key=lambda item: item[1]["type"] != "bar")  # plotly draws bars below all else
        shapes = self.layout.get("shapes", ())
        parts = [
            el("rect", width="100%", height=self.height, fill=self.colour(self.template["plot_bgcolor"])),
            *(self.shape(shape) for shape in shapes if shape.get("layer") == "below"),
            *self.grid(),
            *(self.trace(number, trace) for number, trace in data),
            *(self.shape(shape) for shape in shapes if shape.get("layer") != "below"),
            *self.axes(),
            *(self.annotation(note) for note in self.layout.get("annotations", ())),
        ]
        return self.framed("".join(parts))

    def framed(self, parts: str) -> str:
        meta, margin = self.spec["meta"], self.margin
        named = wrap("title", escape(meta["title"]), id=f"{self.key}-title")
        named += wrap("desc", escape(meta["summary"]), id=f"{self.key}-desc")
        about = {"aria-labelledby": f"{self.key}-title {self.key}-desc", "role": "img"}
        about["xmlns"] = "http://www.w3.org/2000/svg"
        if self.width:
            plot = {"x": margin["l"], "y": margin["t"], "width": self.stretch, "height": self.height}
            inside = named + wrap("style", css(variables=bool(self.names), scope=f"#{self.key}-picture"))
            inside += wrap("svg", parts, overflow="visible", **plot)
            size = {"width": self.width, "height": self.layout["height"]}
            return wrap("svg", inside, id=f"{self.key}-picture", **size, **about)
        around = f"margin:{margin['t']}px {margin['r']}px {margin['b']}px {margin['l']}px"
        wide = f"width:calc(100% - {margin['l'] + margin['r']}px);height:{self.height}px"
        picture = wrap("svg", named + parts, **{"class": "chart"}, style=f"overflow:visible;{wide};{around}", **about)
        # hidden: what reaches beyond the chart on purpose, such as a rule across any width, ends at its edge
        return wrap("div", picture, **{"class": "chart-frame"}, style="overflow:hidden")


def _at(value: Sequence[Any] | float | str | None, place: int) -> Any:
    return value[place] if isinstance(value, list | tuple) else value


def _pieces(xs: Sequence[Any], ys: Sequence[Any]) -> Iterator[list[tuple[Any, float]]]:
    """The runs of points between gaps."""
    piece: list[tuple[Any, float]] = []
    for x, y in zip(xs, ys, strict=True):
        if x is None or y is None or x != x or y != y:
            if piece:
                yield piece
            piece = []
        else:
            piece.append((x, y))
    if piece:
        yield piece
