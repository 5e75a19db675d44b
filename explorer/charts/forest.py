"""Rival figures as intervals, a row for each claim: what capacity and investment share.

A dot is one number, a bar a range, an open triangle the end of "up to" or "at least" with a dashed line to the side
that it leaves open; a claim without a number is written in words. Rows stand in groups, since only inside a group may
figures be compared; a group that may not be compared with anything is grey, and its header says why.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from explorer.charts import scales, style
from explorer.records.vocabulary import BOUNDS, STATUSES

LINE = 16  # CSS pixels of a line of words
GAP = 14
MARK_NARROW = 24
LABEL = 322
LETTERS = 50  # that fit the column of labels
LETTERS_NARROW = 52
LETTERS_BOLD, LETTERS_BOLD_NARROW = 92, 45  # across the whole chart, on paper too

WORDLESS = ("direction", "none")
BOUND_WORDS: Mapping[str, str] = {"about": "about ", "up_to": "up to ", "at_least": "at least "}


@dataclass(frozen=True, slots=True)
class Row:
    """One claim: a heading and words beside its mark, figures in the unit of the axis (NaN where it gives none)."""

    head: str
    text: str
    bound: str
    low: float
    central: float
    high: float
    said: str
    source_id: str
    claim_id: str
    grey: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that may be compared with one another; ``note`` says why not with the others, ``grey`` with none at all."""

    title: str
    note: str
    rows: tuple[Row, ...]
    grey: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """The axis of values: its words, ends, ticks and a tick in words; ``log`` where each step is ten times the last."""

    name: str
    top: float
    ticks: tuple[float, ...]
    tick_text: tuple[str, ...]
    bottom: float = 0.0
    log: bool = False

    def place(self, value: float) -> float:
        """Where plotly wants words at a value: on a logarithmic axis at its logarithm."""
        return math.log10(value) if self.log else value

    def range(self, room: float) -> list[float]:
        """The range for plotly, its right end moved out by the part ``room`` of its length."""
        low, high = self.place(self.bottom), self.place(self.top)
        return [low, high + room * (high - low)]


CLAIM = "claim_id source_id statement status bound published"
"""The columns of a frame of claims that a row is made of."""
WORDS = {"status": STATUSES, "bound": BOUNDS}
"""And the words that these take."""


def said(bound: str, low: float, central: float, high: float, amount: Callable[[float], str], unit: str = "") -> str:
    """A claim's figures in words, as bound says.

    >>> said("up_to", math.nan, math.nan, 2000, "{:,.0f}".format, "racks a week")
    'up to 2,000 racks a week'
    >>> said("range", 2, math.nan, 3, "{:g}".format, "GW")
    '2 to 3 GW'
    """
    if bound == "range":
        figures = f"{amount(low)} to {amount(high)}"
    elif bound in WORDLESS:
        return "a direction, no number" if bound == "direction" else "no number"
    else:
        value = {"up_to": high, "at_least": low}.get(bound, central)
        figures = BOUND_WORDS.get(bound, "") + amount(value)
    return f"{figures} {unit}".strip()


def verified_values(groups: Sequence[Group]) -> list[float]:
    """All figures that an axis has to hold: what nobody could verify does not stretch it."""
    rows = [row for group in groups for row in group.rows if group.grey or not row.grey]
    return [value for row in rows for value in (row.low, row.central, row.high)]


def linear_axis(name: str, values: Sequence[float], text: Callable[[float], str]) -> Axis:
    """An axis from 0 that holds all finite values.

    >>> linear_axis("racks a week", [1000, 2000, math.nan], "{:,.0f}".format).tick_text[-1]
    '2,400'
    """
    top = scales.axis_top(max((value for value in values if math.isfinite(value)), default=1.0))
    ticks = scales.axis_ticks(top)
    return Axis(name, top, tuple(ticks), tuple(text(tick) for tick in ticks))


def log_axis(name: str, values: Sequence[float], text: Callable[[float], str]) -> Axis:
    """An axis of powers of ten that holds all finite values, from the power of ten below the least.

    >>> log_axis("dollars", [2e9, 1.4e12], "{:.0e}".format).tick_text
    ('1e+09', '1e+10', '1e+11', '1e+12')
    """
    found = [value for value in values if math.isfinite(value) and value > 0] or [1.0]
    first, last = math.floor(math.log10(min(found))), math.floor(math.log10(max(found)))
    ticks = tuple(10.0**power for power in range(first, last + 1))
    return Axis(name, max(found) * 1.1, ticks, tuple(text(tick) for tick in ticks), 10.0**first * 0.7, True)


def spec_forest(
    groups: Sequence[Group], axis: Axis, meta: style.Spec, *, narrow: bool = False, dark: bool = False
) -> style.Spec:
    """The groups as a plain dict for plotly.js. The vertical axis counts CSS pixels: a row is as high as its words."""
    c = style.colours(dark)
    words: list[style.Spec] = []
    shapes: list[style.Spec] = []
    marks: list[tuple[Row, float]] = []
    shift = 0 if narrow else -LABEL + 6
    letters = LETTERS_NARROW if narrow else LETTERS
    y = 4.0

    def write(text: str, colour: str, bold: bool = False) -> None:
        nonlocal y
        font = {"size": style.SIZE if bold else style.SMALL, "color": colour, "shadow": style.halo(dark)}
        place = {"xref": "paper", "xshift": shift, "yanchor": "top", "font": font}
        words.append(style.words_at(0, y, f"<b>{text}</b>" if bold else text, colour=colour) | place)
        y += LINE

    for number, group in enumerate(_on_axis(groups, axis)):
        start = y
        y += 6
        # a group's header may run over the plot, since no mark stands beside it
        for line in scales.wrap(group.title, LETTERS_BOLD_NARROW if narrow else LETTERS_BOLD):
            write(line, c["ink"], bold=True)
        for line in scales.wrap(group.note, letters if narrow else 110):
            write(line, c["soft"])
        y += 6
        for row in group.rows:
            top, beside = y, True
            heads = scales.wrap(row.head, letters)
            if narrow:
                beside = len(heads) == 1 and 6.2 * len(row.head) + 7.8 * len(row.said) < 330
                words.append(_value_at_right(row, y if beside else y + LINE * len(heads), dark))
            for line in heads:
                write(line, c["soft"] if row.grey else c["ink"])
            if narrow and not beside:
                y += LINE
            for line in scales.wrap(row.text, letters):
                write(line, c["soft"])
            if narrow and row.bound in WORDLESS:
                pass  # its words say it all
            elif narrow:
                marks.append((row, y + MARK_NARROW / 2))
                y += MARK_NARROW
            else:
                marks.append((row, (top + y) / 2))
            y += GAP
        if group.grey:
            shapes.append(_ground(start, y - 4, c["wash"], narrow))
        if number < len(groups) - 1:
            shapes.append(_rule(y, c["axis"], narrow))
        y += 4
    layout = framed(
        axis,
        y,
        room=0.03 if narrow else 0.36,  # where there is room, the words of a value stand right of its mark
        narrow=narrow,
        dark=dark,
        shapes=shapes,
        annotations=words if narrow else [*words, *_values(marks, axis, dark)],
    )
    return {"data": _traces(marks, axis, dark), "layout": layout, "meta": meta}


def framed(axis: Axis, bottom: float, *, room: float, narrow: bool, dark: bool, **drawn: object) -> style.Spec:
    """The layout of a chart of rows, down to ``bottom`` in CSS pixels: words at the left, marks on the axis.

    ``room`` is left free right of the marks, as a part of the axis; ``drawn`` are shapes and annotations.
    """
    plot = math.ceil(bottom)
    name = scales.wrap(axis.name, 50 if narrow else 52)
    foot = 36 + 17 * len(name)
    geometry = style.Geometry(
        358 if narrow else 860, plot + 8 + foot, 10 if narrow else LABEL, 14 if narrow else 20, 8, foot
    )
    crowded = len(axis.ticks) > 5 and (narrow or max(map(len, axis.tick_text)) > 5)
    every = 2 if crowded else 1
    return style.base_layout(
        geometry,
        dark=dark,
        xaxis={
            "type": "log" if axis.log else "linear",
            "range": axis.range(room),
            "tickvals": list(axis.ticks)[::every],
            "ticktext": list(axis.tick_text)[::every],
            "tickangle": 0,
            "showgrid": True,
            "title": {"text": "<br>".join(name)},
        },
        yaxis={"range": [plot, 0], "visible": False},
        **drawn,
    )


def _on_axis(groups: Sequence[Group], axis: Axis) -> list[Group]:
    """The groups with each row that passes the end of the axis turned into words."""

    def fit(row: Row) -> Row:
        beyond = row.bound not in WORDLESS and _ends(row, axis)[1] > axis.top
        return replace(row, bound="none", said=f"{row.said}, off this scale") if beyond else row

    return [replace(group, rows=tuple(map(fit, group.rows))) for group in groups]


def _across(narrow: bool) -> style.Spec:
    """From the column of labels to the right end of the chart, in CSS pixels, whatever the width of the page."""
    return {"xref": "paper", "xsizemode": "pixel", "xanchor": 0, "x0": -4 if narrow else -LABEL + 2, "x1": 4000}


def _ground(top: float, bottom: float, colour: str, narrow: bool) -> style.Spec:
    look = {"fillcolor": colour, "line": {"width": 0}, "layer": "below"}
    return {"type": "rect", "y0": top, "y1": bottom, **look, **_across(narrow)}


def _rule(y: float, colour: str, narrow: bool) -> style.Spec:
    return {"type": "line", "y0": y, "y1": y, "line": {"color": colour, "width": 1}, **_across(narrow)}


def _ends(row: Row, axis: Axis) -> tuple[float, float]:
    """From where to where the row is drawn."""
    if row.bound == "up_to":
        return axis.bottom, row.high
    if row.bound == "at_least":
        return row.low, axis.top
    if row.bound == "range":
        return row.low, row.high
    return row.central, row.central


def _value_at_right(row: Row, y: float, dark: bool) -> style.Spec:
    c = style.colours(dark)
    font = {"size": style.SIZE, "color": c["soft"] if row.grey else c["ink"], "shadow": style.halo(dark)}
    place = {"xref": "paper", "xanchor": "right", "yanchor": "top", "yshift": 1, "font": font}
    return style.words_at(1, y, f"<b>{row.said}</b>", colour=c["ink"]) | place


def _values(marks: Sequence[tuple[Row, float]], axis: Axis, dark: bool) -> list[style.Spec]:
    c = style.colours(dark)
    found: list[style.Spec] = []
    for row, y in marks:
        wordless = row.bound in WORDLESS
        right = axis.place(axis.bottom if wordless else _ends(row, axis)[1])
        font = {"size": style.SIZE, "color": c["soft"] if row.grey else c["ink"], "shadow": style.halo(dark)}
        found.append(
            style.words_at(right, y, row.said, colour=c["ink"]) | {"xshift": 4 if wordless else 11, "font": font}
        )
    return found


def _traces(marks: Sequence[tuple[Row, float]], axis: Axis, dark: bool) -> list[style.Spec]:
    c = style.colours(dark)
    numbered = [(row, y) for row, y in marks if row.bound not in WORDLESS]

    def colour(row: Row) -> str:
        return c["axis"] if row.grey else c["blue"]

    def lines(kind: str, shade: str, line: Mapping[str, Any], chosen: list[tuple[Row, float]]) -> style.Spec:
        x: list[float | None] = []
        y: list[float | None] = []
        for row, place in chosen:
            x += [*_ends(row, axis), None]
            y += [place, place, None]
        return {
            "type": "scatter",
            "name": kind,
            "mode": "lines",
            "line": {"color": shade, **line},
            "hoverinfo": "skip",
            "x": x,
            "y": y,
        }

    traces: list[style.Spec] = []
    for grey in (False, True):
        shade = c["axis"] if grey else c["blue"]
        ranges = [(row, y) for row, y in numbered if row.bound == "range" and row.grey is grey]
        open_ended = [(row, y) for row, y in numbered if row.bound in ("up_to", "at_least") and row.grey is grey]
        traces.append(lines(f"range{' grey' if grey else ''}", shade, {"width": 7}, ranges))
        traces.append(lines(f"open end{' grey' if grey else ''}", shade, {"width": 2, "dash": "dash"}, open_ended))
    symbols = {
        "exact": "circle",
        "about": "circle-open",
        "up_to": "triangle-left-open",
        "at_least": "triangle-right-open",
    }
    points = [(row, y) for row, y in numbered if row.bound in symbols]
    traces.append(
        {
            "type": "scatter",
            "name": "numbers",
            "mode": "markers",
            "cliponaxis": False,  # a dot near 0 is seen whole
            "x": [_point(row) for row, _ in points],
            "y": [y for _, y in points],
            "marker": {
                "symbol": [symbols[row.bound] for row, _ in points],
                "size": 12,
                "color": [colour(row) for row, _ in points],
                "line": {"color": [colour(row) for row, _ in points], "width": 2},
            },
            "hoverinfo": "skip",
        }
    )
    return [trace for trace in traces if trace["x"]]


def _point(row: Row) -> float:
    return {"up_to": row.high, "at_least": row.low}.get(row.bound, row.central)


def table(groups: Sequence[Group], unit: str) -> style.Spec:
    """The same rows as a table: group, source, what it says, the figure, the claim."""
    rows = [[group.title, row.head, row.text, row.said, row.claim_id] for group in groups for row in group.rows]
    return {"columns": ["Group", "Source and status", "What it says", "Figure", "Claim"], "unit": unit, "rows": rows}


ENDS: Mapping[str, tuple[str, ...]] = {
    "exact": ("low", "central", "high"),
    "about": ("central",),
    "range": ("low", "high"),
    "up_to": ("high",),
    "at_least": ("low",),
}
"""Which ends a claim of each bound fills; the others are empty, as in the table of claims."""


def values(groups: Sequence[Group], unit: str) -> style.Spec:
    """The rows with their figures as numbers in ``unit``, for files; an end that a claim does not give is None."""
    rows = [
        [
            *(group.title, row.head, row.text, row.bound),
            *(getattr(row, end) if end in ENDS.get(row.bound, ()) else None for end in ("low", "central", "high")),
            *(row.said, row.claim_id.replace(",", "")),
        ]
        for group in groups
        for row in group.rows
    ]
    ends = [f"{end}_{unit}" for end in ("low", "central", "high")]
    columns = ["group", "source_and_status", "statement", "bound", *ends, "figure", "claim_ids"]
    return style.values(columns, rows)
