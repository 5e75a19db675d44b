"""The charts of shares and of time as SVG in pure Python, for the first paint, the static site and the report.

Sizes, margins, ranges and ticks are those of the plotly charts of the same name, so that one can take the other's
place without a jump. Without a width the picture fills its parent: letters keep their size, only the plot is
stretched. Colours are classes, so that a page switches between light and dark by its own style sheet (``css`` and
``css_variables``).
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import numpy as np

from explorer import words
from explorer.figures import bands, fan_chart, scales, shares_chart, style, yardsticks

_RULES = """
{scope}{{display:block;max-width:100%;font-family:{font};font-size:13px;font-variant-numeric:tabular-nums;overflow:visible}}
{scope} text{{fill:{ink}}} {scope} .plot{{fill:{ground}}} {scope} .gl{{stroke:{grid}}} {scope} .tk{{stroke:{axis}}}
{scope} text.tick{{fill:{soft}}} {scope} .small{{font-size:12px}} {scope} text.soft{{fill:{soft}}} {scope}
.band_90{{fill:{band_90}}} {scope} .band_80{{fill:{band_80}}} {scope} .band_50{{fill:{band_50}}} {scope}
.edge{{fill:none;stroke:{edge};stroke-width:1}} {scope} .middle{{fill:none;stroke:{middle};stroke-width:1.6}} {scope}
.hatch{{stroke:{hatch};stroke-width:1}} {scope} .yard{{fill:{green_fill};stroke:{green};stroke-width:1.2}} {scope}
text.yard{{fill:{green};stroke:{ground};stroke-width:3px;stroke-linejoin:round;paint-order:stroke}} {scope}
.you{{stroke:{wine};stroke-width:2}} {scope} .yourange{{fill:{wine_fill}}} {scope}
.youdot{{fill:{wine};stroke:{ground};stroke-width:2}} {scope}
text.you{{fill:{wine};font-weight:600;stroke:{ground};stroke-width:3px;stroke-linejoin:round;paint-order:stroke}}
{scope} .b{{font-weight:600}} {scope} .data{{fill:none;stroke:{ink};stroke-width:1.8}} {scope}
.dot{{fill:{ink};stroke:{ink};stroke-width:1.6}} {scope} .dot.open{{fill:{ground}}} {scope}
.now{{stroke:{soft};stroke-dasharray:2 3}} {scope}
text.halo{{stroke:{ground};stroke-width:3px;stroke-linejoin:round;paint-order:stroke}}
"""


def css_variables(dark: bool = False) -> str:
    """The colours of one ground as custom properties, to stand inside a rule such as ``:root{...}``.

    >>> css_variables().startswith("--chart-ground:#ffffff;")
    True
    """
    return "".join(f"--chart-{name.replace('_', '-')}:{value};" for name, value in style.colours(dark).items())


def css(*, variables: bool = True, dark: bool = False, scope: str = ".chart") -> str:
    """The style rules of the pictures: colours as custom properties, or as they are (``variables=False``) for a file.

    >>> "var(--chart-band-90)" in css() and "#d6e7f2" in css(variables=False)
    True
    """
    names = style.colours(dark)
    values = {name: f"var(--chart-{name.replace('_', '-')})" for name in names} if variables else dict(names)
    return _RULES.format(scope=scope, font=style.FONT, **values).strip()


def svg_shares(
    curve: shares_chart.Shares,
    *,
    width: int | None = None,
    narrow: bool = False,
    top: float | None = None,
    key: str = "shares",
    own_style: bool = False,
    dark: bool = False,
) -> str:
    """The chart of shares as an ``<svg>``; ``key`` makes its ids unique, ``own_style`` puts the style rules into it."""
    top = curve.top if top is None else top
    size, place = shares_chart.geometry(narrow), np.asarray(curve.shares)
    series = shares_chart.shares_series(curve, narrow=narrow, top=top)
    canvas = _Canvas(size, width, (float(place[0]), float(place[-1])), top, narrow, key)
    unit = f"{yardsticks.KINDS[curve.kind]} by {words.month_words(curve.at)}"
    right = curve.chosen_points[1] > 0.62 * float(place[-1])
    ticks = shares_chart.share_ticks(curve, narrow)
    x_name = shares_chart.AXIS_NARROW if narrow else shares_chart.AXIS
    inside = [
        canvas.ground_and_bands(series),
        canvas.hatched(series["capped"]),
        canvas.polygon("yourange", series["chosen_range"]),
    ]
    row = yardsticks.free_row(curve.kind, top, size)
    (you_x,), (you_y,) = series["chosen_point"]
    x = canvas.x(you_x)
    over = [
        canvas.yardsticks(curve.kind),
        _el("line", x1=x, x2=x, y1=0, y2=size.plot_height, cls="you"),
        canvas.yardstick_words(curve.kind),
        _el("circle", cx=x, cy=canvas.y(you_y), r=7, cls="youdot"),
        canvas.text(
            you_x,
            row,
            shares_chart.chosen_words(curve, narrow),
            "you",
            dx=-9 if right else 9,
            anchor="end" if right else "start",
        ),
    ]
    for count, line in enumerate(reversed(shares_chart.capped_words(curve, narrow))):
        over.append(
            canvas.text(place[-1], size.plot_height - 11 - 16 * count, line, "small soft halo", dx=-6, anchor="end")
        )
    tick_words = [(tick, f"{words.percent(tick)} %") for tick in ticks]
    parts = [*inside, *over, canvas.x_axis(tick_words, x_name), canvas.y_axis(unit), canvas.band_names(series)]
    return canvas.whole(parts, shares_chart.shares_meta(curve), css(variables=False, dark=dark) if own_style else "")


def svg_fan(
    picture: fan_chart.Fan,
    *,
    width: int | None = None,
    narrow: bool = False,
    top: float | None = None,
    key: str = "fan",
    own_style: bool = False,
    dark: bool = False,
) -> str:
    """The chart of time as one ``<svg>``; arguments as in ``svg_shares``."""
    top = picture.top if top is None else top
    size = fan_chart.geometry(narrow)
    series = fan_chart.fan_series(picture, narrow=narrow, top=top)
    canvas = _Canvas(size, width, (fan_chart.FIRST, float(picture.last)), top, narrow, key)
    now = canvas.x(picture.data_month)
    row = yardsticks.free_row(picture.kind, top, size)
    over = [
        canvas.yardsticks(picture.kind),
        _el("line", x1=now, x2=now, y1=0, y2=size.plot_height, cls="now"),
        canvas.text(picture.data_month, row, "data", "small soft halo", dx=-5, anchor="end"),
        canvas.text(picture.data_month, row, "cases" if narrow else "simulated cases", "small soft halo", dx=5),
        canvas.yardstick_words(picture.kind),
        canvas.polyline("data", series["data"]),
    ]
    for mark in picture.marks:
        if mark.value <= top:
            cls = "dot" if mark.happened else "dot open"
            over.append(_el("circle", cx=canvas.x(mark.month), cy=canvas.y(mark.value), r=4.5, cls=cls))
    for pixels, line in fan_chart.found_lines(picture, top, narrow):
        over.append(canvas.text(fan_chart.FIRST, pixels, line, "small halo", dx=5))
    parts = [
        canvas.ground_and_bands(series),
        *over,
        canvas.x_axis(fan_chart.month_ticks(picture, narrow), ""),
        canvas.y_axis(picture.unit),
        canvas.band_names(series),
    ]
    return canvas.whole(parts, fan_chart.fan_meta(picture), css(variables=False, dark=dark) if own_style else "")


class _Canvas:
    """Turns data coordinates into SVG: x in per cent of the plot, y in CSS pixels from its top."""

    def __init__(
        self, size: style.Geometry, width: int | None, x_range: tuple[float, float], top: float, narrow: bool, key: str
    ):
        self.size, self.width, self.x_range, self.top, self.narrow, self.key = size, width, x_range, top, narrow, key
        self.stretch = (width or size.width) - size.left - size.right

    def share(self, x: float) -> float:
        return (float(x) - self.x_range[0]) / (self.x_range[1] - self.x_range[0])

    def x(self, x: float) -> str:
        return f"{100 * self.share(x):.3f}%"

    def y(self, y: float) -> float:
        return round(self.size.plot_height * (1 - float(y) / self.top), 2)

    def path(self, pair: bands.Pair) -> str:
        """Points for the stretched inner picture, empty where nothing is to be drawn."""
        xs, ys = pair
        if not np.isfinite(xs).all():
            return ""
        return " ".join(f"{self.stretch * self.share(x):.1f},{self.y(y):.1f}" for x, y in zip(xs, ys, strict=True))

    def polygon(self, cls: str, pair: bands.Pair, fill: str | None = None) -> str:
        points = self.path(pair)
        return self._stretched(_el("polygon", points=points, cls=cls, fill=fill)) if points else ""

    def polyline(self, cls: str, pair: bands.Pair) -> str:
        points = self.path(pair)
        line = {"vector-effect": "non-scaling-stroke"}
        return self._stretched(_el("polyline", points=points, cls=cls, **line)) if points else ""

    def ground_and_bands(self, series: dict[str, bands.Pair]) -> str:
        thin = {"vector-effect": "non-scaling-stroke"}
        shapes = [_el("polygon", points=self.path(series[name]), cls=name) for name, *_ in bands.BANDS]
        edges = [_el("polyline", points=self.path(series[name]), cls="edge", **thin) for name in ("low", "high")]
        middle = _el("polyline", points=self.path(series["middle"]), cls="middle", **thin)
        plot = _el("rect", width="100%", height=self.size.plot_height, cls="plot")
        grid = [_el("line", x1=0, x2="100%", y1=y, y2=y, cls="gl") for y in map(self.y, scales.axis_ticks(self.top))]
        return plot + "".join(grid) + self._stretched("".join([*shapes, *edges, middle]))

    def hatched(self, pair: bands.Pair) -> str:
        points = self.path(pair)
        if not points:
            return ""
        name = f"{self.key}-hatch"
        line = _el("line", x1=0, y1=0, x2=0, y2=8, cls="hatch")
        turned = {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
        pattern = _wrap("pattern", line, id=name, width=8, height=8, **turned)
        return self._stretched(_wrap("defs", pattern) + _el("polygon", points=points, fill=f"url(#{name})"))

    def yardsticks(self, kind: str) -> str:
        parts = []
        for _, low, high in yardsticks.visible(kind, self.top):
            tall = self.y(low) - self.y(high)
            parts.append(_el("rect", x=0, y=self.y(high), width="100%", height=max(tall, 0.01), cls="yard"))
        return "".join(parts)

    def yardstick_words(self, kind: str) -> str:
        parts = []
        for _, pixels, line, bold in yardsticks.lines(kind, self.top, self.size, narrow=self.narrow):
            parts.append(self.text(self.x_range[0], pixels, line, "yard b" if bold else "yard small", dx=6))
        beyond = yardsticks.beyond(self.top, self.narrow)
        if beyond:
            parts.append(self.text(self.x_range[1], -14, beyond, "yard small", anchor="end"))
        return "".join(parts)

    def text(self, x: float, middle: float, said: str, cls: str, *, dx: float = 0, anchor: str = "start") -> str:
        place = {"text-anchor": anchor} if anchor != "start" else {}
        return _wrap("text", escape(said), x=self.x(x), dx=dx or None, y=round(middle + 4.5, 1), cls=cls, **place)

    def x_axis(self, ticks: Iterable[tuple[float, str]], name: str) -> str:
        bottom = self.size.plot_height
        parts = [_el("line", x1=0, x2="100%", y1=bottom, y2=bottom, cls="tk")]
        for value, said in ticks:
            x = self.x(value)
            parts.append(_el("line", x1=x, x2=x, y1=bottom, y2=bottom + 5, cls="tk"))
            parts.append(self.text(value, bottom + 16, said, "tick", anchor="middle"))
        if name:
            middle = (self.x_range[0] + self.x_range[1]) / 2
            parts.append(self.text(middle, bottom + 38, name, "tick", anchor="middle"))
        return "".join(parts)

    def y_axis(self, name: str) -> str:
        left = self.x_range[0]
        parts = [
            self.text(left, self.y(tick), scales.tick_text(tick), "tick", dx=-7, anchor="end")
            for tick in scales.axis_ticks(self.top)
        ]
        return "".join([*parts, self.text(left, -18, name, "tick", dx=-self.size.left)])

    def band_names(self, series: dict[str, bands.Pair]) -> str:
        xs, ys = series["band_names"]
        cls, dx = ("small", 4) if self.narrow else ("", 8)
        named = zip(xs, ys, bands.names(self.narrow), strict=True)
        return "".join(self.text(x, self.y(y), said, cls, dx=dx) for x, y, said in named)

    def _stretched(self, inside: str) -> str:
        box = {"viewBox": f"0 0 {self.stretch} {self.size.plot_height}", "preserveAspectRatio": "none"}
        return _wrap("svg", inside, width="100%", height=self.size.plot_height, **box)

    def whole(self, parts: Iterable[str], meta: style.Spec, rules: str) -> str:
        size, key = self.size, self.key
        described = {"aria-labelledby": f"{key}-title {key}-desc", "role": "img", "xmlns": "http://www.w3.org/2000/svg"}
        head = _wrap("title", escape(meta["title"]), id=f"{key}-title") + _wrap(
            "desc", escape(meta["summary"]), id=f"{key}-desc"
        )
        if rules:
            head += _wrap("style", rules)
        if self.width:
            inner = {"x": size.left, "y": size.top, "width": self.stretch, "height": size.plot_height}
            plot = _wrap("svg", "".join(parts), overflow="visible", **inner)
            return _wrap("svg", head + plot, cls="chart", width=self.width, height=size.height, **described)
        # The element is the plot itself and its margins are real ones, since only there may a browser subtract pixels
        # from per cent; names and ticks stand outside it.
        around = f"margin:{size.top}px {size.right}px {size.bottom}px {size.left}px"
        fluid = f"overflow:visible;width:calc(100% - {size.left + size.right}px);height:{size.plot_height}px;{around}"
        picture = _wrap("svg", head + "".join(parts), cls="chart", style=fluid, **described)
        return _wrap("div", picture, cls="chart-frame", style="display:flow-root")  # keeps the margins inside


def _attributes(values: dict[str, object]) -> str:
    renamed = {
        "class" if name == "cls" else name: value for name, value in values.items() if value is not None and value != ""
    }
    return "".join(f' {name}="{escape(str(value))}"' for name, value in renamed.items())


def _el(tag: str, **values: object) -> str:
    return f"<{tag}{_attributes(values)}/>"


def _wrap(tag: str, inside: str, **values: object) -> str:
    return f"<{tag}{_attributes(values)}>{inside}</{tag}>"
