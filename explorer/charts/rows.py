"""Charts of rows: words at the left, marks on one axis of values, as the charts of what decides and what came share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from explorer.charts import forest, scales, style
from explorer.formatting import OUTCOME_NAMES

if TYPE_CHECKING:
    import pandas as pd

LINE, GAP = 16, 16
LETTERS, LETTERS_NARROW = 46, 52
MARK_NARROW = 26


@dataclass(frozen=True, slots=True)
class Row:
    """The words of one row: a heading, a line below it, and its figure at the right end of the plot."""

    head: str
    text: str
    said: str


def called(outcome: str) -> str:
    """The name of an outcome at the beginning of a sentence.

    >>> called("shipped")
    'Racks shipped'
    """
    name = OUTCOME_NAMES[outcome]
    return name[0].upper() + name[1:]


def records(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    """The rows of a frame as plain dicts, its index among them."""
    return frame.reset_index().to_dict("records")


def layout(listed: Sequence[Row], axis: forest.Axis, *, narrow: bool, dark: bool) -> tuple[style.Spec, list[float]]:
    """The layout with every row's words, and where each row's mark stands; the vertical axis counts CSS pixels down."""
    c = style.colours(dark)
    notes: list[style.Spec] = []
    places: list[float] = []
    y = 8.0
    shift = 0 if narrow else 6 - forest.LABEL
    for row in listed:
        top = y
        font = {"shadow": style.halo(dark)}
        place = {"xref": "paper", "xshift": shift, "yanchor": "top"}
        head = style.words_at(0, y, f"<b>{row.head}</b>", colour=c["ink"])
        notes.append(head | place | {"font": head["font"] | font})
        if narrow:
            right = style.words_at(1, y, row.said, colour=c["ink"])
            notes.append(right | {"xref": "paper", "xanchor": "right", "yanchor": "top"})
        y += LINE + 2
        for line in scales.wrap(row.text, LETTERS_NARROW if narrow else LETTERS):
            note = style.words_at(0, y, line, colour=c["soft"], size=style.SMALL)
            notes.append(note | place | {"font": note["font"] | font})
            y += LINE
        if narrow:
            places.append(y + MARK_NARROW / 2)
            y += MARK_NARROW
        else:
            places.append((top + y) / 2)
            right = style.words_at(1, places[-1], row.said, colour=c["ink"])
            notes.append(right | {"xref": "paper", "xanchor": "right"})
        y += GAP
    spec = forest.framed(axis, y, room=0.03 if narrow else 0.32, narrow=narrow, dark=dark, annotations=notes)
    return spec, places


def bar(low: float, high: float, y: float, colour: str, *, half: float = 7, outline: str | None = None) -> style.Spec:
    """A level bar from low to high on the axis, twice ``half`` CSS pixels thick."""
    line = {"width": 1, "color": outline} if outline else {"width": 0}
    return {"type": "rect", "x0": low, "x1": high, "y0": y - half, "y1": y + half, "fillcolor": colour, "line": line}


def upright(x: float, top: float, bottom: float, colour: str, *, dash: str = "solid") -> style.Spec:
    """A line across rows at one value, behind the marks."""
    line = {"color": colour, "width": 1.5, "dash": dash}
    return {"type": "line", "x0": x, "x1": x, "y0": top, "y1": bottom, "line": line, "layer": "below"}


def points(name: str, x: Sequence[float], y: Sequence[float], marker: style.Spec) -> style.Spec:
    """Markers of one kind, a trace."""
    return {
        "type": "scatter",
        "name": name,
        "mode": "markers",
        "x": list(x),
        "y": list(y),
        "marker": marker,
        "hoverinfo": "skip",
    }
