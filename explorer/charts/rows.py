"""Charts of rows: words at the left, marks on one axis of values, each row's figure at the right end.

The vertical axis counts CSS pixels downwards, so a row is as high as its words; where there is little room the mark
stands below them. Words are broken so that letters a quarter wider than ours fit too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from explorer.charts import marks, style

if TYPE_CHECKING:
    from explorer.seeds import Naming

LEFT, RIGHT = 334, 156  # CSS pixels beside the plot of the wide layout
PLOT = 370  # and of its plot where the chart is 860 wide
LEAST = 230  # and of the plot where it is least wide
LINE, GAP, LANE = 18, 13, 24  # of a line of words, between rows, and of the mark below them in the narrow layout
HEAD, TEXT, SAID, ACROSS = 33, 39, 14, 80  # letters that fit a line of the wide layout; ACROSS runs over the plot
HEAD_NARROW, TEXT_NARROW = 26, 30
ACROSS_ALL = (-9, 9)  # a rule from edge to edge of any picture, counted in plots


@dataclass(frozen=True, slots=True)
class Row:
    """A row: a heading, what stands below it, and its figure, ``faint`` where it was overtaken; and its marks.

    These are a dot at ``x`` (none where it is None; one of the symbol "" is not seen) and ``marks``: bars, rules and
    notes whose heights count from the middle of the row. For a pointer, dot and bars have the words of the row. Of
    evidence it tells the claims and sources behind it, and ``numbers`` for its file by the names of their columns.
    """

    head: str
    text: str = ""
    figure: str = ""
    x: float | None = None
    colour: str = "blue"
    symbol: str = ""
    marks: Sequence[style.Spec] = ()
    group: str = ""
    faint: bool = False
    claim_ids: Sequence[str] = ()
    source_ids: Sequence[str] = ()
    numbers: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def hover(self) -> str:
        """Its words for a pointer."""
        return f"{self.head}: {self.figure}<br>{self.text}"


def row_layout(
    listed: Sequence[Row], axis: style.Spec, width: int, groups: Mapping[str, str] = MappingProxyType({"": ""})
) -> dict[str, Any]:
    """The part of a chart that its rows are: what `marks.finished` takes beside words and columns.

    ``groups`` holds headings in order, each with why its rows stand together; the group "" has none.
    """
    narrow, top = width < style.NARROW, 6.0
    head_letters, text_letters = (HEAD_NARROW, TEXT_NARROW) if narrow else (HEAD, TEXT)
    notes: list[style.Spec] = []
    shapes: list[style.Spec] = []
    dots: list[tuple[Row, float]] = []

    def write(lines: Iterable[str], y: float, colour: str, size: int = style.SMALL) -> float:
        """Where the next line may stand."""
        if words := "<br>".join(written := list(lines)):
            shift = 0 if narrow else 6 - LEFT
            notes.append(marks.note(0, y, words, colour, size=size, paper="x", xshift=shift, yanchor="top"))
        return y + LINE * len(written)

    for group, reason in groups.items():
        members = [row for row in listed if row.group == group]
        if group and members:
            if notes:
                shapes.append(marks.rule("axis", y=top, ends=ACROSS_ALL) | {"xref": "paper"})
                top += GAP
            title = style.wrap(group, HEAD_NARROW if narrow else ACROSS)
            top = write([f"<b>{line}</b>" for line in title], top, "ink", style.SIZE)
            top = write(style.wrap(reason, TEXT_NARROW if narrow else ACROSS), top, "soft") + GAP / 2
        for row in members:
            ink, said = "soft" if row.faint else "ink", style.wrap(row.figure, TEXT_NARROW if narrow else SAID)
            if narrow and len(row.head) + len(row.figure) < HEAD_NARROW - 3:  # beside the heading
                notes.append(marks.note(1, top, row.figure, ink, paper="x", xanchor="right", yanchor="top"))
                said = []
            heading = [f"<b>{line}</b>" for line in style.wrap(row.head, head_letters)]
            y = write(heading, top, ink, style.SIZE)
            y = write(style.wrap(row.text, text_letters), y, "soft")
            if narrow:
                middle = write(said, y, ink, style.SIZE) + LANE / 2
                top = middle + LANE / 2 + GAP
            else:
                y = max(y, top + LINE * len(said))
                middle = (top + y) / 2 + 1
                notes.append(marks.note(1, middle, "<br>".join(said), ink, paper="x", xshift=10))
                top = y + GAP
            for mark in row.marks:
                if "text" in mark:
                    notes.append(mark | {"y": middle + mark["y"]})
                else:
                    named = {"name": style.plain(row.hover)} if mark["type"] == "rect" else {}
                    shapes.append(mark | {"y0": middle + mark["y0"], "y1": middle + mark["y1"], **named})
            if row.x is not None:
                dots.append((row, middle))
    colours, hover = [row.colour for row, _ in dots], [row.hover for row, _ in dots]
    trace = marks.dots("figures", ([row.x for row, _ in dots], [y for _, y in dots]), colours, 12, hover=hover)
    trace["customdata"] = [" ".join(row.claim_ids) for row, _ in dots]
    trace["marker"] |= {
        "symbol": [row.symbol or "circle" for row, _ in dots],
        "opacity": [1 if row.symbol else 0 for row, _ in dots],
        "line": {"color": trace["marker"]["color"], "width": 2},
    }
    name = style.wrap(axis["title"]["text"], TEXT_NARROW if narrow else 46)
    foot, height, sides = 36 + 18 * len(name), math.ceil(top), (10, 38) if narrow else (LEFT, RIGHT)
    every = 2 if 8.5 * sum(len(text) + 1 for text in axis["ticktext"]) > LEAST else 1  # where ticks are crowded
    ticks = {key: axis[key][::every] for key in ("tickvals", "ticktext")}
    return {
        "size": style.Geometry(358 if narrow else 860, height + 8 + foot, *sides, 8, foot),
        "traces": [trace] if dots else [],
        "x": {"showgrid": True, "tickangle": 0, **axis, **ticks, "title": {"text": "<br>".join(name)}},
        "y": {"range": [height, 0], "visible": False},
        "notes": notes,
        "shapes": shapes,
    }


def row_chart(
    listed: Sequence[Row],
    axis: style.Spec,
    heads: Sequence[str],
    *,
    naming: Naming,
    width: int,
    summary: str,
    groups: Mapping[str, str] = MappingProxyType({"": ""}),
    shapes: Sequence[style.Spec] = (),
    **about: Any,
) -> style.Spec:
    """Rows of evidence as a chart.

    ``heads`` are those of the table over group, heading, text and figure of a row. The summary begins with ``summary``
    and tells every row; ``about`` is title and subtitle.
    """
    parts = row_layout(listed, axis, width, groups)
    members = {group: [row for row in listed if row.group == group] for group in groups}
    shown = [row for rows in members.values() for row in rows]
    words = zip(*((row.group, row.head, row.text, row.figure) for row in shown), strict=True) if shown else [()] * 4
    sentences = (
        (f"{group}: " if group else "")
        + ". ".join(f"{row.head}: {row.figure}{f' ({row.text})' if row.text else ''}" for row in rows)
        for group, rows in members.items()
        if rows
    )
    return marks.finished(
        **parts | {"shapes": [*shapes, *parts["shapes"]]},
        summary=". ".join([summary, *sentences, ""]).strip(),
        sources=[name for row in shown for name in row.source_ids],
        naming=naming,
        columns=[
            *(marks.Column(head.lower().replace(" ", "_"), one, head) for head, one in zip(heads, words, strict=True)),
            *marks.fields([row.numbers for row in shown], " ".join(shown[0].numbers if shown else ())),
            marks.Column("claim_ids", [" ".join(row.claim_ids) for row in shown], "Claims"),
        ],
        unit=axis["title"]["text"],
        **about,
    )
