"""What a chart is made of, a line a mark: each helper gives one trace, shape or note in the project's look.

``pair`` is (x, y), two arrays or lists of one length; what is not finite is left out. Sizes are CSS pixels.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from explorer.charts import style
from explorer.charts.style import LIGHT, Spec
from explorer.errors import ExplorerError
from explorer.formatting import plain_number

if TYPE_CHECKING:
    from explorer.records import Parameter
    from explorer.seeds import Naming, Seeds

# Tops that an axis from 0 may have, then ten times these and so on, with the step of its ticks. Few and far between:
# while a reader moves a control the scale should stay, and where it must move it moves once.
_TOPS = ((3, 0.5), (6, 1), (12, 2), (20, 5), (30, 5), (50, 10), (80, 20), (120, 20))
LINE = 17  # CSS pixels from one line of words to the next
HALO = ", ".join([f"0 0 3px {LIGHT['ground']}"] * 3)
"""A shadow in the colour of the ground, which keeps words readable where they come near a line."""


def area(name: str, pair: Any, colour: str) -> Spec:
    """A filled polygon."""
    return _trace(name, "lines", pair, line={"width": 0, "simplify": False}, fill="toself", fillcolor=LIGHT[colour])


def line(name: str, pair: Any, colour: str, width: float = 1, *, hover: str = "") -> Spec:
    """A line through points. It keeps all of them: the page's script moves the same path by itself."""
    look = {"color": LIGHT[colour], "width": width, "simplify": False}
    return _trace(name, "lines", pair, hover, line=look)


def dots(
    name: str,
    pair: Any,
    colour: str | Sequence[str],
    size: float,
    *,
    symbol: str = "circle",
    edge: str = "ground",
    hover: Sequence[str] = (),
) -> Spec:
    """Markers with an ``edge``, open ones with none but it; several have colours and ``hover`` words of their own."""
    line = {"color": _shade(colour if symbol.endswith("-open") else edge), "width": 2 if edge == "ground" else 3}
    look = {"color": _shade(colour), "size": size, "line": line, "symbol": symbol}
    words = {"text": [style.plain(words) for words in hover]} if hover else {}
    return _trace(name, "markers", pair, "%{text}" if hover else "", marker=look, cliponaxis=False, **words)


EndLabel = tuple[float, str, tuple[str, ...]]
"""Where on the axis a thing stands that has a name, its colour, and the lines of the name, bold in ``<b>``."""


def end_labels(x: float, listed: Sequence[EndLabel], top: float, size: style.Geometry) -> Iterator[Spec]:
    """Names at the right end ``x`` of an axis from 0 to ``top``, moved apart where they are too near one another."""
    pixel = top / size.plot_height
    tall = [(LINE * len(lines) + 4) * pixel for *_, lines in listed]
    middles = spread_blocks([min(y, top) for y, *_ in listed], tall, -0.5 * LINE * pixel, top)
    for (_, colour, lines), middle in zip(listed, middles, strict=True):
        for row, words in enumerate(lines):  # each by itself, so that a page can set one closer
            up = ((len(lines) - 1) / 2 - row) * LINE
            yield note(x, middle, words, colour, size=style.SMALL, xshift=10, yshift=up)


def spread_blocks(middles: Sequence[float], tall: Sequence[float], low: float, high: float) -> list[float]:
    """Move labels apart, blocks of any height between ``low`` and ``high`` known by their middles; their order is kept.

    Rule: from below each block is pushed up to its lower neighbour's upper edge; what passes ``high`` pushes back down.

    >>> spread_blocks([1, 2], [2, 4], 0, 10)
    [1.0, 4.0]
    """
    placed = list(middles)
    order = sorted(range(len(middles)), key=middles.__getitem__)
    edge = low
    for index in order:
        edge = max(edge, min(middles[index] - tall[index] / 2, high - tall[index])) + tall[index]
        placed[index] = edge - tall[index] / 2
    edge = high
    for index in reversed(order):
        placed[index] = min(placed[index], edge - tall[index] / 2)
        edge = placed[index] - tall[index] / 2
    return placed


def _shade(colour: str | Sequence[str]) -> Any:
    return LIGHT[colour] if isinstance(colour, str) else [LIGHT[one] for one in colour]


def _trace(name: str, mode: str, pair: Any, hover: str = "", **look: Any) -> Spec:
    on_hover = {"hovertemplate": f"{hover}<extra></extra>"} if hover else {"hoverinfo": "skip"}
    x, y = (_plain(values) for values in pair)
    return {"type": "scatter", "name": name, "mode": mode, **look, **on_hover, "x": x, "y": y}


def _plain(values: Any) -> list[Any]:
    found = values.tolist() if hasattr(values, "tolist") else list(values)
    return [None if isinstance(value, float) and not math.isfinite(value) else value for value in found]


def rule(colour: str, *, x: Any = None, y: Any = None, width: float = 1, dash: str = "solid", ends: Any = ()) -> Spec:
    """A straight shape: upright at ``x`` or level at ``y``, across the plot or between two ``ends`` on the axis."""
    along, across, at = ("y", "x", x) if x is not None else ("x", "y", y)
    low, high = ends or (0, 1)
    place = {f"{across}0": at, f"{across}1": at, f"{along}0": low, f"{along}1": high}
    look = {"color": LIGHT[colour], "width": width, "dash": dash}
    return {"type": "line", **place, f"{along}ref": along if ends else "paper", "line": look, "layer": "below"}


def bar(low: float, high: float, colour: str, *, y: float = 0, half: float = 7, edge: str = "", **line: Any) -> Spec:
    """A level bar, as a shape, twice ``half`` thick on an axis that counts pixels, with an ``edge`` of a ``line``."""
    around = {"width": 1, "color": LIGHT[edge], **line} if edge else {"width": 0}
    place = {"x0": low, "x1": high, "y0": y - half, "y1": y + half}
    return {"type": "rect", **place, "fillcolor": LIGHT[colour], "line": around}


def note(x: Any, y: Any, words: str, colour: str = "ink", **more: Any) -> Spec:
    """Words, left edge and middle at the point, bold in ``<b>``; ``more`` are keys of a plotly annotation.

    ``paper="x"``, "y" or "xy" counts from 0 to 1 along the plot instead of on the axis; ``size`` is that of the type.
    """
    paper, size = more.pop("paper", ""), more.pop("size", style.SIZE)
    place = {"x": x, "y": y, "xanchor": "left", "yanchor": "middle", "align": "left", "showarrow": False}
    refs = {f"{axis}ref": "paper" for axis in paper}
    font = {"size": size, "color": LIGHT[colour], "shadow": HALO}
    return {**place, **refs, "text": style.plain(words), "font": font, **more}


def unit_note(words: str, size: style.Geometry) -> Spec:
    """Name and unit of the vertical axis, written level above its top, to be read without turning the head."""
    return note(0, 1, words, "soft", paper="xy", yanchor="bottom", xshift=-size.left, yshift=size.top - 30)


def model_sources(seeds: Seeds, *more: str) -> dict[str, Any]:
    """What a chart of the model rests on: ``more`` sources, and those of the default assumptions."""
    claims = (name for parameter in seeds.parameters.values() for name in parameter.claim_ids)
    return {
        "sources": [*more, *(seeds.claims[name].source_id for name in claims if name in seeds.claims)],
        "naming": seeds.naming,
    }


def parameter(seeds: Seeds, name: str) -> Parameter:
    """A parameter of the seeds that a chart was given."""
    if name not in seeds.parameters:
        raise ExplorerError(f"these seeds have no parameter {name!r}; give the seeds with which the model was run")
    return seeds.parameters[name]


def axis(
    low: float, high: float, ticks: Iterable[float], written: Callable[[float], str] = plain_number, title: str = ""
) -> Spec:
    """An axis from low to high with its ticks in words."""
    marks = list(ticks)
    words = [written(tick) for tick in marks]
    return {"range": [low, high], "tickvals": marks, "ticktext": words, "title": {"text": title}}


def ticks_from_zero(largest: float) -> list[float]:
    """Evenly spaced ticks of an axis from 0 that has to hold ``largest``; it ends at the last, one of `_TOPS`.

    >>> ticks_from_zero(17.6), ticks_from_zero(0)[-1], ticks_from_zero(121)[-1]
    ([0.0, 5.0, 10.0, 15.0, 20.0], 3.0, 200.0)
    """
    if not math.isfinite(largest):
        raise ExplorerError(f"an axis cannot end at {largest}")
    scale = 1.0
    while largest > _TOPS[-1][0] * scale:
        scale *= 10
    top, step = next((top, step) for top, step in _TOPS if top * scale >= largest)
    return [index * step * scale for index in range(round(top / step) + 1)]


def ticks_between(low: float, high: float, most: int) -> list[float]:
    """At most ``most`` round ticks within ``low..high``, a step of 1, 2 or 5 times a power of ten apart.

    >>> ticks_between(130, 580, 5), ticks_between(0, 1, 6)
    ([200.0, 300.0, 400.0, 500.0], [0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
    """
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    for step in (power, 2 * power, 5 * power, 10 * power, 20 * power):
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first < most:
            break
    return [float(f"{place * step:.12g}") for place in range(first, last + 1)]


def linear_axis(title: str, values: Iterable[float], written: Callable[[float], str] = plain_number) -> Spec:
    """An axis from 0 that holds all finite values.

    >>> linear_axis("racks a week", [1000, 2000, math.nan])["ticktext"][-1]
    '2,000'
    """
    ticks = ticks_from_zero(max((value for value in values if math.isfinite(value)), default=1.0))
    return axis(0, ticks[-1], ticks, written, title)


@dataclass(frozen=True, slots=True)
class Column:
    """One quantity that a chart shows: a column of its file by the ``name``, and of its table under the ``head``.

    The file holds the values unrounded, the table has them ``written`` in words. Without a name, or a head, the column
    is in the other alone.
    """

    name: str
    values: Any
    head: str = ""
    written: Callable[[Any], str] = str


def fields(records: Sequence[Mapping[str, Any]], names: str) -> list[Column]:
    """Columns of the file alone: some fields of records, with blanks between their names."""
    return [Column(name, [record[name] for record in records]) for name in names.split()]


def _plain_words(axis: Spec) -> Spec:
    if "ticktext" not in axis:
        return axis
    words, title = list(map(style.plain, axis["ticktext"])), {"text": style.plain(axis["title"]["text"])}
    return {**axis, "ticktext": words, "title": title}


def finished(
    size: style.Geometry,
    traces: Sequence[Spec],
    *,
    x: Spec,
    y: Spec,
    title: str,
    subtitle: str,
    summary: str,
    sources: Iterable[str],
    naming: Naming,
    columns: Sequence[Column],
    unit: str = "",
    table_rows: slice = slice(None),
    notes: Sequence[Spec] = (),
    shapes: Sequence[Spec] = (),
) -> Spec:
    """A chart as a plain dict for plotly.js: data, layout, and meta for the page round it.

    ``title`` is the finding, ``subtitle`` the unit, ``summary`` what one who does not see the chart has to know. Of the
    ``columns`` come the table in words, of which ``unit`` says in what, and the numbers for files; a long table may
    hold only some ``table_rows``.
    """
    named = list(dict.fromkeys(sources))
    in_words = [column for column in columns if column.head]
    in_file = [column for column in columns if column.name]
    words = zip(*(map(column.written, list(column.values)[table_rows]) for column in in_words), strict=True)
    numbers = zip(*(_plain(column.values) for column in in_file), strict=True)
    shown = {"columns": [column.head for column in in_words], "rows": [list(row) for row in words]}
    values = {"columns": [column.name for column in in_file], "rows": [list(row) for row in numbers]}
    meta = {"title": title, "subtitle": subtitle, "summary": summary, "sources": named, "data_to": naming.data_to}
    meta |= {"note": naming.note(named), "table": {**shown, "unit": unit}, "values": values}
    layout = style.base_layout(
        size, xaxis=_plain_words(x), yaxis=_plain_words(y), shapes=list(shapes), annotations=list(notes)
    )
    return {"data": list(traces), "layout": layout, "meta": meta}
