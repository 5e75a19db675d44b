"""Where sources disagree: questions down, sources across, in each cell what the source says; as HTML and as a picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from explorer.charts import scales, style
from explorer.charts.canvas import el, wrap
from explorer.charts.html import Html, escape, tag
from explorer.errors import ExplorerError, checked, frame
from explorer.formatting import plural

if TYPE_CHECKING:
    import pandas as pd

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
    claim_ids: tuple[str, ...]


def answers(cells: pd.DataFrame, detail: pd.DataFrame, *, whole: bool = False) -> Iterator[tuple[str, list[Cell]]]:
    """Each question with its cells: those on which sources differ and those that none answers, or the ``whole`` table."""
    long = {(row["fact_id"], row["source_id"]): row for row in detail.to_dict("records")}
    questions = dict(zip(detail["fact_id"], detail["question"], strict=True))
    for fact, row in cells.iterrows():
        words = list(map(str, row))
        if strange := set(words) - SIGNS.keys() - UNSAID.keys():
            known = ", ".join([*SIGNS, *UNSAID])
            raise ExplorerError(f"{strange.pop()!r} is no word of the agreement table; the words are {known}")
        if whole or {"differs", "not-comparable"} & set(words) or set(words) == {"unpublished"}:
            told: list[Mapping[Any, Any]] = [long.get((fact, source), {}) for source in cells.columns]
            yield (
                str(questions.get(fact, fact)),
                [
                    Cell(str(source), word, UNSAID.get(word) or str(one.get("said", "")), str(one.get("reason", "")), ids)
                    for source, word, one in zip(cells.columns, words, told, strict=True)
                    for ids in (tuple(one.get("claim_ids", ())),)
                ],
            )


@checked(frame=frame(like="ex.agreement()"), detail=frame("fact_id source_id question", like="ex.agreement(detail=True)"))
def agreement_table(
    frame: pd.DataFrame,
    detail: pd.DataFrame,
    names: Mapping[str, str] | None = None,
    *,
    whole: bool = False,
    caption: str | None = None,
    buttons: bool = False,
) -> Html:
    """Where the sources disagree and what none of them says, as an HTML table; with ``whole`` every question.

    ``frame`` and ``detail`` are what `explorer.agreement` gives without and with ``detail=True``; ``names`` are the
    heads of the columns unless they are to be those of the frame's folder, and the caption is `agreement_summary`
    unless given. A cell's class is ``cell-`` and how it stands to the others, ``data-claims`` holds the ids of the
    claims behind it; with ``buttons`` its words are a button that a page can answer. All text is escaped. The roles and
    each cell's ``data-head`` let a page lay a row out as a card on a narrow screen.
    """
    known = _names(frame) | dict(names or {})
    heads = [tag("th", escape(text), scope="col", role="columnheader") for text in ("Question", *known.values())]
    body: list[str] = []
    for question, cells in answers(frame, detail, whole=whole):
        unknown = {cell.why for cell in cells if cell.word == "unpublished"}
        why = "".join(tag("span", escape(reason), cls="why") for reason in sorted(unknown - {""}))
        row = [tag("th", escape(question) + why, scope="row", role="rowheader")]
        row += [_cell(cell, known[cell.source], buttons) for cell in cells]
        body.append(tag("tr", "".join(row), role="row"))
    above = tag("caption", escape(agreement_summary(frame) if caption is None else caption))
    head = tag("thead", tag("tr", "".join(heads), role="row"), role="rowgroup")
    rows = tag("tbody", "\n".join(body), role="rowgroup")
    return Html(tag("table", above + head + rows, cls="explorer-table agreement stacked", role="table"))


def _names(cells: pd.DataFrame) -> dict[str, str]:
    from explorer.seeds import Naming, load

    naming = Naming.of(cells.attrs["naming"]) if "naming" in cells.attrs else load().naming
    return {source: naming.source_name(source) for source in map(str, cells.columns)}


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


def agreement_summary(frame: pd.DataFrame) -> str:
    """What the table comes to, counted from its cells.

    >>> import pandas as pd
    >>> agreement_summary(pd.DataFrame({"a": ["states", "unpublished"], "b": ["differs", "unpublished"]}))[:56]
    '2 questions, 2 sources. On 1 question the sources differ'
    """
    said = [set(map(str, cells)) for _, cells in frame.iterrows()]
    differ, apart, unknown = (
        sum(word in words for words in said)
        if word != "unpublished"
        else sum(words == {word} for words in said)
        for word in ("differs", "not-comparable", "unpublished")
    )
    return (
        f"{plural(len(frame), 'question', 'questions')}, {plural(frame.shape[1], 'source', 'sources')}. "
        f"On {plural(differ, 'question', 'questions')} the sources differ, on {apart} they cannot be compared, and on "
        f"{unknown} none of them says anything."
    )


def agreement_picture(frame: pd.DataFrame, detail: pd.DataFrame, *, title: str, note: str) -> str:
    """The same questions as an SVG text to share, with its title, its summary and the ``note`` under it.

    >>> import explorer as ex
    >>> svg = agreement_picture(ex.agreement(), ex.agreement(detail=True), title="Who says what", note="")
    >>> svg.count("<title>"), "1,000 racks a week" in svg
    (1, True)
    """
    c, names = style.colours(), _names(frame)
    column = (WIDTH - LEFT - MARGIN) / max(1, len(names))
    letters = int(column / 8)
    out = [_text(MARGIN, 34, title, "ink", size=24, weight=600), _text(MARGIN, 58, agreement_summary(frame), "soft")]
    out += [_text(LEFT + at * column, TOP - 10, name, "ink", weight=600) for at, name in enumerate(names.values())]
    y = float(TOP)
    for question, cells in answers(frame, detail):
        columns = [scales.wrap(question, LEFT // 9)]
        columns += [scales.wrap(f"{SIGNS.get(cell.word, '')} {cell.said}".strip(), letters) for cell in cells]
        out.append(el("line", x1=MARGIN, x2=WIDTH - MARGIN, y1=y, y2=y, stroke=c["grid"]))
        for at, lines in enumerate(columns):
            colour = "ink" if not at else {"differs": "amber"}.get(cells[at - 1].word, "ink")
            colour = "soft" if at and cells[at - 1].word in UNSAID else colour
            x = LEFT + (at - 1) * column if at else MARGIN
            for row, line in enumerate(lines):
                out.append(_text(x, y + PAD + LINE * (row + 0.7), line, colour, weight=400 if at else 600))
        y += 2 * PAD + LINE * max(map(len, columns))
    out.append(_text(MARGIN, y + 26, note, "soft"))
    size = {"viewBox": f"0 0 {WIDTH} {y + 44:g}", "width": WIDTH, "height": f"{y + 44:g}"}
    ground = el("rect", width="100%", height="100%", fill=c["ground"])
    look = {"font-family": style.FONT, "font-size": style.SIZE, "xmlns": "http://www.w3.org/2000/svg"}
    return wrap("svg", wrap("title", escape(title)) + ground + "".join(out), **size, **look)


def _text(x: float, y: float, words: str, colour: str, *, size: int = style.SMALL, weight: int = 400) -> str:
    look = {"fill": style.colours()[colour], "font-size": size, "font-weight": weight}
    return wrap("text", escape(words), x=f"{x:g}", y=f"{y:g}", **look)
