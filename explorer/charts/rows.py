"""Charts of rows: words at the left, marks on one axis of values, each row's figure at the right end.

The vertical axis counts CSS pixels downwards, so a row is as high as its words; where there is little room the mark
stands below them. Words are broken so that letters a quarter wider than ours fit too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from explorer.analysis.tabular import Table
from explorer.charts import marks, scales, style
from explorer.formatting import OUTCOME_NAMES

if TYPE_CHECKING:
    import pandas as pd

    from explorer.seeds import Naming

LEFT, RIGHT = 334, 156  # CSS pixels beside the plot of the wide layout
PLOT, PLOT_NARROW = 370, 240  # CSS pixels of the plot of a chart 860 wide and of one on a phone
LEAST = 230  # and of the plot where it is least wide
LINE, GAP, LANE = 18, 13, 24  # of a line of words, between rows, and of the mark below them in the narrow layout
HEAD, TEXT, SAID, ACROSS = 33, 39, 14, 80  # letters that fit a line of the wide layout; ACROSS runs over the plot
HEAD_NARROW, TEXT_NARROW = 26, 30


@dataclass(frozen=True, slots=True)
class Row:
    """The words of one row: a heading, what stands below it, and its figure; ``faint`` where it was overtaken."""

    head: str
    text: str = ""
    said: str = ""
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A row of evidence with its mark: a dot at ``x`` (none where it is None), and ``shapes`` at the height of the row.

    ``numbers`` are what a file has of it beside the words, by the names of their columns; a pointer finds the words of
    the row, and by ``claim_ids`` a page opens the claims behind it. A dot of the symbol "" is not seen.
    """

    row: Row
    claim_ids: Sequence[str]
    source_ids: Sequence[str]
    numbers: Mapping[str, Any]
    x: float | None = None
    colour: str = "blue"
    symbol: str = ""
    shapes: Callable[[float], Sequence[style.Spec]] = lambda _: ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over the rows that follow it, and why they stand together."""

    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """The axis of values: its words, its ends, its ticks and these in words."""

    name: str
    top: float
    ticks: tuple[float, ...]
    tick_text: tuple[str, ...]
    bottom: float = 0.0


def linear_axis(name: str, values: Iterable[float], text: Callable[[float], str] = scales.tick_text) -> Axis:
    """An axis from 0 that holds all finite values.

    >>> linear_axis("racks a week", [1000, 2000, math.nan]).tick_text[-1]
    '2,000'
    """
    top = scales.axis_top(max((value for value in values if math.isfinite(value)), default=1.0))
    ticks = scales.axis_ticks(top)
    return Axis(name, top, tuple(ticks), tuple(map(text, ticks)))


def laid(listed: Sequence[Row | Heading], axis: Axis, width: int) -> tuple[list[float], dict[str, Any]]:
    """How far down each row's mark stands, and what `marks.finished` takes beside marks and meta."""
    narrow = width < style.NARROW
    notes: list[style.Spec] = []
    shapes: list[style.Spec] = []
    places: list[float] = []
    y = 6.0
    head_letters, text_letters = (HEAD_NARROW, TEXT_NARROW) if narrow else (HEAD, TEXT)

    def write(lines: Sequence[str], colour: str, size: int = style.SMALL) -> None:
        nonlocal y
        for line in lines:
            shift = 0 if narrow else 6 - LEFT
            notes.append(marks.note(0, y, line, colour, size=size, paper="x", xshift=shift, yanchor="top"))
            y += LINE

    for row in listed:
        if isinstance(row, Heading):
            if places:
                across = {"xref": "paper", "xsizemode": "pixel", "xanchor": 0, "x0": 0 if narrow else -LEFT, "x1": 4000}
                shapes.append(marks.rule("axis", y=y) | across)
                y += GAP
            title = scales.wrap(row.title, HEAD_NARROW if narrow else ACROSS)
            write([f"<b>{line}</b>" for line in title], "ink", style.SIZE)
            write(scales.wrap(row.note, TEXT_NARROW if narrow else ACROSS), "soft")
            y += GAP / 2
            continue
        top, ink = y, "soft" if row.faint else "ink"
        said = scales.wrap(row.said, TEXT_NARROW if narrow else SAID)
        beside = narrow and len(row.head) + len(row.said) < HEAD_NARROW - 3
        if beside:
            notes.append(marks.note(1, y, row.said, ink, paper="x", xanchor="right", yanchor="top"))
        write([f"<b>{line}</b>" for line in scales.wrap(row.head, head_letters)], ink, style.SIZE)
        write(scales.wrap(row.text, text_letters), "soft")
        if narrow:
            write([] if beside else said, ink, style.SIZE)
            places.append(y + LANE / 2)
            y += LANE
        else:
            y = max(y, top + LINE * len(said))
            places.append((top + y) / 2 + 1)
            notes.append(marks.note(1, places[-1], "<br>".join(said), ink, paper="x", xshift=10))
        y += GAP
    name = scales.wrap(axis.name, TEXT_NARROW if narrow else 46)
    foot = 36 + 18 * len(name)
    height = math.ceil(y)
    sides = (10, 38) if narrow else (LEFT, RIGHT)
    crowded = 8.5 * sum(len(text) + 1 for text in axis.tick_text) > LEAST
    every = 2 if crowded else 1
    x = {
        "type": "linear",
        "range": [axis.bottom, axis.top],
        "tickvals": list(axis.ticks)[::every],
        "ticktext": [style.plain(text) for text in axis.tick_text][::every],
        "tickangle": 0,
        "showgrid": True,
        "title": {"text": style.plain("<br>".join(name))},
    }
    size = style.Geometry(358 if narrow else 860, height + 8 + foot, *sides, 8, foot)
    frame = {"size": size, "x": x, "y": {"range": [height, 0], "visible": False}, "notes": notes, "shapes": shapes}
    return places, frame


def drawn(
    listed: Sequence[Mark],
    notes: Mapping[str, str],
    axis: Axis,
    columns: Sequence[str],
    *,
    naming: Naming,
    width: int,
    summary: str,
    x: Mapping[str, Any] = MappingProxyType({}),
    shapes: Sequence[style.Spec] = (),
    **about: Any,
) -> style.Spec:
    """Rows of evidence as a chart.

    ``notes`` holds the groups in order, each with why its rows stand together; the group "" has no heading. ``columns``
    are the heads of the table over group, heading, text and figure of a row. The summary begins with ``summary`` and
    tells every row; ``x`` changes keys of the axis, ``about`` is title and subtitle.
    """
    groups = {group: [mark for mark in listed if mark.group == group] for group in notes}
    marked = [mark for members in groups.values() for mark in members]
    words: list[Row | Heading] = []
    for group, members in groups.items():
        words += [Heading(group, notes[group])] if group and members else []
        words += [mark.row for mark in members]
    places, parts = laid(words, axis, width)
    parts["x"] |= x
    dots = [(mark, y) for mark, y in zip(marked, places, strict=True) if mark.x is not None]
    trace = marks.dots(
        "figures",
        ([mark.x for mark, _ in dots], [y for _, y in dots]),
        [mark.colour for mark, _ in dots],
        12,
        hover="%{text}",
        text=[style.plain(f"{mark.row.head}: {mark.row.said}<br>{mark.row.text}") for mark, _ in dots],
        customdata=[" ".join(mark.claim_ids) for mark, _ in dots],
    )
    trace["marker"] |= {
        "symbol": [mark.symbol or "circle" for mark, _ in dots],
        "opacity": [1 if mark.symbol else 0 for mark, _ in dots],
        "line": {"color": trace["marker"]["color"], "width": 2},
    }
    told = [[m.group, m.row.head, m.row.text, m.row.said] for m in marked]
    names = [*(name.lower().replace(" ", "_") for name in columns), *(marked[0].numbers if marked else ()), "claim_ids"]
    ids = [" ".join(mark.claim_ids) for mark in marked]
    sentences = (
        (f"{group}: " if group else "")
        + ". ".join(f"{m.row.head}: {m.row.said}{f' ({m.row.text})' if m.row.text else ''}" for m in members)
        for group, members in groups.items()
        if members
    )
    beside = [spec for mark, y in zip(marked, places, strict=True) for spec in mark.shapes(y)]
    return marks.finished(
        parts.pop("size"),
        [trace] if dots else [],
        shapes=[*parts.pop("shapes"), *shapes, *beside],
        summary=". ".join([summary.rstrip("."), *sentences, ""]).strip(),
        sources=[name for mark in marked for name in mark.source_ids],
        naming=naming,
        table=([*columns, "Claims"], [[*row, one] for row, one in zip(told, ids, strict=True)], axis.name),
        values=style.values(
            names, ([*row, *m.numbers.values(), one] for row, m, one in zip(told, marked, ids, strict=True))
        ),
        **parts,
        **about,
    )


def called(outcome: str) -> str:
    """The name of an outcome at the beginning of a sentence.

    >>> called("shipped")
    'Racks shipped'
    """
    name = OUTCOME_NAMES[outcome]
    return name[0].upper() + name[1:]


def told(result: pd.DataFrame | Table[Any]) -> tuple[Mapping[Any, Any], list[dict[Any, Any]]]:
    """What a result of an analysis is about, and its rows as plain dicts; or of the public frame made of it."""
    if isinstance(result, Table):
        return result.about, [row._asdict() for row in result.rows]
    return result.attrs, result.reset_index().to_dict("records")
