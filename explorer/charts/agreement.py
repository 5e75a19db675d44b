"""Where sources disagree: questions down, sources across, in each cell what one says; as HTML and as a picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from explorer.arguments import checked, frame
from explorer.charts import scales, style
from explorer.charts.canvas import el, wrap
from explorer.charts.html import Html, escape, tag
from explorer.charts.registry import INSTALLED, opened
from explorer.errors import ExplorerError
from explorer.formatting import plural

if TYPE_CHECKING:
    import pandas as pd

    from explorer.datasets.rows import Rows
    from explorer.seeds import Naming

SIGNS = {"states": "", "agrees": "", "vaguer": "", "differs": "\u2260", "not-comparable": "\u2225"}
"""A sign where answers part, for those who do not see the colour."""
UNSAID = {"silent": "says nothing", "unpublished": "not said"}
WIDTH, LEFT, LINE, PAD, TOP, MARGIN = 1200, 250, 17, 9, 96, 16  # of the picture, in CSS pixels


class Cell(NamedTuple):
    """What a source says on a question, how that stands to the others, why, and the claims behind it."""

    source: str
    word: str
    said: str
    why: str
    claim_ids: Sequence[str]


def answers(cells: Rows, detail: Rows, *, whole: bool = False) -> Iterator[tuple[str, list[Cell]]]:
    """Each question with its cells: those on which sources differ and those that none answers, or the ``whole``."""
    long = {(row["fact_id"], row["source_id"]): row for row in detail}
    questions = {row["fact_id"]: row["question"] for row in detail}
    for row in cells:
        found: list[Cell] = []
        for source, word in _words(row).items():
            if word not in SIGNS and word not in UNSAID:
                known = ", ".join([*SIGNS, *UNSAID])
                raise ExplorerError(f"{word!r} is no word of the agreement table; the words are {known}")
            told: Mapping[str, Any] = long.get((row["fact_id"], source), {})
            said = UNSAID.get(word) or str(told.get("said", ""))
            found.append(Cell(source, word, said, str(told.get("reason", "")), told.get("claim_ids", ())))
        if whole or _parted(row):
            yield str(questions.get(row["fact_id"], row["fact_id"])), found


def _words(row: Mapping[str, Any]) -> dict[str, str]:
    return {source: str(word) for source, word in row.items() if source != "fact_id"}


def _parted(row: Mapping[str, Any]) -> str:
    """How the sources differ on a question, "" where they do not; an answer that none has is "unpublished"."""
    words = set(_words(row).values())
    if words == {"unpublished"}:
        return "unpublished"
    return next((word for word in ("differs", "not-comparable") if word in words), "")


@checked(
    frame=frame(like="ex.agreement()"), detail=frame("fact_id source_id question", like="ex.agreement(detail=True)")
)
def agreement_table(
    frame: pd.DataFrame,
    detail: pd.DataFrame,
    *,
    whole: bool = False,
    caption: str | None = None,
    naming: Naming = INSTALLED,
) -> Html:
    """Where the sources disagree and what none of them says, as an HTML table; with ``whole`` every question.

    ``frame`` and ``detail`` are what `explorer.agreement` gives without and with ``detail=True``; the caption is
    `agreement_summary` unless given. All text is escaped.
    """
    cells, naming = opened(frame.rename_axis("fact_id"), naming)
    return table_of(cells, opened(detail, naming)[0], naming, whole=whole, caption=caption)


def table_of(
    cells: Rows, detail: Rows, naming: Naming, *, whole: bool = False, caption: str | None = None, buttons: bool = False
) -> Html:
    """The same of rows.

    A cell's class is ``cell-`` and how it stands to the others, ``data-claims`` holds the ids of the claims behind it;
    with ``buttons`` its words are a button that a page can answer. The roles and each cell's ``data-head`` let a page
    lay a row out as a card on a narrow screen.
    """
    sources = list(_words(cells[0])) if cells else []
    heads = ["Question", *map(naming.source_name, sources)]
    body: list[str] = []
    for question, found in answers(cells, detail, whole=whole):
        unknown = dict.fromkeys(cell.why for cell in found if cell.word == "unpublished" and cell.why)
        why = "".join(tag("span", escape(reason), cls="why") for reason in unknown)
        row = [tag("th", escape(question) + why, scope="row", role="rowheader")]
        row += [_cell(cell, naming.source_name(cell.source), buttons) for cell in found]
        body.append(tag("tr", "".join(row), role="row"))
    above = tag("caption", escape(agreement_summary(cells) if caption is None else caption))
    columns = "".join(tag("th", escape(text), scope="col", role="columnheader") for text in heads)
    head = tag("thead", tag("tr", columns, role="row"), role="rowgroup")
    rows = tag("tbody", "\n".join(body), role="rowgroup")
    return Html(tag("table", above + head + rows, cls="explorer-table agreement stacked", role="table"))


def _cell(cell: Cell, name: str, button: bool) -> str:
    claims, sign = " ".join(cell.claim_ids), SIGNS.get(cell.word)
    inside = (tag("span", sign, cls="sign", aria_hidden="true") + " " if sign else "") + tag(
        "span", escape(cell.said), cls="word"
    )
    if button and claims:
        inside = tag("button", inside, type="button", cls="open", data_claims=claims)
    if sign:
        inside += " " + tag("span", escape(cell.why), cls="why")
    return tag("td", inside, cls=f"cell-{cell.word}", role="cell", data_claims=claims, data_head=name)


def agreement_summary(cells: Rows) -> str:
    """What the table comes to, counted from its cells.

    >>> agreement_summary([{"fact_id": "x", "a": "states", "b": "differs"}])[:56]
    '1 question, 2 sources. On 1 question the sources differ,'
    """
    sources = len(_words(cells[0])) if cells else 0
    parted = Counter(map(_parted, cells))
    return (
        f"{plural(len(cells), 'question', 'questions')}, {plural(sources, 'source', 'sources')}. "
        f"On {plural(parted['differs'], 'question', 'questions')} the sources differ, on {parted['not-comparable']} "
        f"they cannot be compared, and on {parted['unpublished']} none says anything."
    )


def agreement_picture(cells: Rows, detail: Rows, naming: Naming, *, title: str, note: str) -> str:
    """The same questions as an SVG text to share, with its title, its summary and the ``note`` under it."""
    sources = list(_words(cells[0])) if cells else []
    column = (WIDTH - LEFT - MARGIN) / max(1, len(sources))
    out = [_text(MARGIN, 34, title, size=24, weight=600), _text(MARGIN, 58, agreement_summary(cells), "soft")]
    out += [
        _text(LEFT + at * column, TOP - 10, naming.source_name(source), weight=600) for at, source in enumerate(sources)
    ]
    y = float(TOP)
    for question, found in answers(cells, detail):
        out.append(el("line", x1=MARGIN, x2=WIDTH - MARGIN, y1=y, y2=y, stroke=style.LIGHT["grid"]))
        written: list[tuple[float, list[str], str, int]] = [(MARGIN, scales.wrap(question, LEFT // 9), "ink", 600)]
        for at, cell in enumerate(found):
            colour = "soft" if cell.word in UNSAID else "amber" if cell.word == "differs" else "ink"
            words = f"{SIGNS.get(cell.word, '')} {cell.said}".strip()
            written.append((LEFT + at * column, scales.wrap(words, int(column / 8)), colour, 400))
        for x, lines, colour, weight in written:
            for row, line in enumerate(lines):
                out.append(_text(x, y + PAD + LINE * (row + 0.7), line, colour, weight=weight))
        y += 2 * PAD + LINE * max(len(lines) for _, lines, *_ in written)
    out.append(_text(MARGIN, y + 26, note, "soft"))
    size = {"viewBox": f"0 0 {WIDTH} {y + 44:g}", "width": WIDTH, "height": f"{y + 44:g}"}
    ground = el("rect", width="100%", height="100%", fill=style.LIGHT["ground"])
    look = {"font-family": style.FONT, "xmlns": "http://www.w3.org/2000/svg"}
    return wrap("svg", wrap("title", escape(title)) + ground + "".join(out), **size, **look)


def _text(x: float, y: float, words: str, colour: str = "ink", *, size: int = style.SMALL, weight: int = 400) -> str:
    look = {"fill": style.LIGHT[colour], "font-size": size, "font-weight": weight}
    return wrap("text", escape(words), x=f"{x:g}", y=f"{y:g}", **look)
