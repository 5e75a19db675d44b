"""The agreement of the sources as one SVG, to share: questions down, sources across, words and signs in each cell."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from explorer.charts import scales, style
from explorer.charts.agreement import CELLS, agreement_summary

if TYPE_CHECKING:
    import pandas as pd

WIDTH, LEFT, LINE, PAD = 1200, 250, 17, 9
TOP, MARGIN = 96, 16
LETTERS_QUESTION = 28
PER_LETTER = 6.7  # CSS pixels of a letter at the size of the cells
SAID_LINES = 3


def agreement_picture(
    frame: pd.DataFrame, detail: pd.DataFrame, names: Mapping[str, str], *, title: str, note: str
) -> str:
    """The table of `explorer.agreement` as an SVG text with its title, its summary and the ``note`` under it.

    Rows in which every source is silent, or alike, take as little room as they need; all text is escaped.

    >>> import explorer as ex
    >>> svg = agreement_picture(ex.agreement(), ex.agreement(detail=True), {}, title="Who says what", note="")
    >>> svg.count("<title>"), "not said" in svg
    (1, True)
    """
    c = style.colours()
    sources = list(map(str, frame.columns))
    column = (WIDTH - LEFT - MARGIN) / max(1, len(sources))
    letters = int((column - 12) / PER_LETTER)
    long = {(row["fact_id"], row["source_id"]): row for row in detail.to_dict("records")}
    questions = dict(zip(detail["fact_id"], detail["question"], strict=True))
    out = [_text(MARGIN, 34, title, size=24, weight=600), _text(MARGIN, 58, agreement_summary(frame), fill=c["soft"])]
    out += [
        _text(LEFT + index * column, TOP - 10, names.get(source, source), weight=600)
        for index, source in enumerate(sources)
    ]
    y = float(TOP)
    for fact, cells in frame.iterrows():
        asked = scales.wrap(str(questions.get(fact, fact)), LETTERS_QUESTION)
        columns = [_lines(str(cell), long.get((fact, source), {}), letters) for source, cell in cells.items()]
        out.append(f'<line x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{y:g}" y2="{y:g}" stroke="{c["grid"]}"/>')
        out += [_text(MARGIN, y + PAD + LINE * (row + 0.7), line, weight=600) for row, line in enumerate(asked)]
        for index, (cell, lines) in enumerate(zip(map(str, cells), columns, strict=True)):
            colour = {"differs": c["amber"], "silent": c["soft"], "unpublished": c["soft"]}.get(cell, c["ink"])
            strong = 400 if cell in ("silent", "unpublished") else 600
            for row, line in enumerate(lines):
                place = (LEFT + index * column, y + PAD + LINE * (row + 0.7))
                first = row == 0
                out.append(_text(*place, line, fill=colour if first else c["soft"], weight=strong if first else 400))
        y += 2 * PAD + LINE * max(len(asked), *map(len, columns))
    out.append(_text(MARGIN, y + 26, note, fill=c["soft"]))
    height = y + 44
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" height="{height:g}" '
        f"font-family='{escape(style.FONT)}' font-size=\"{style.SIZE}\"><title>{escape(title)}</title>"
        f'<rect width="100%" height="100%" fill="{c["ground"]}"/>{"".join(out)}</svg>'
    )


def _lines(cell: str, row: Mapping[Any, Any], letters: int) -> list[str]:
    sign, word = CELLS[cell]
    said = scales.wrap(str(row.get("said") or ""), letters)
    if len(said) > SAID_LINES:
        said = [*said[: SAID_LINES - 1], said[SAID_LINES - 1][: letters - 1] + "…"]
    return [*scales.wrap(f"{sign} {word}", letters), *said]


def _text(x: float, y: float, words: str, *, fill: str = "#1b1f24", size: int = style.SIZE, weight: int = 400) -> str:
    return f'<text x="{x:g}" y="{y:g}" fill="{fill}" font-size="{size}" font-weight="{weight}">{escape(words)}</text>'
