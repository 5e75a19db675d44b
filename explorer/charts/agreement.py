"""Where sources disagree: questions down, sources across, in each cell what one says; as an HTML table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from explorer.arguments import checked, frame
from explorer.charts.html import Html, escape, tag
from explorer.charts.registry import INSTALLED, naming_of, opened
from explorer.formatting import plural
from explorer.seeds import Naming

if TYPE_CHECKING:
    import pandas as pd

    from explorer.datasets.rows import Rows

SIGNS = {"differs": "\u2260", "not-comparable": "\u2225"}
"""A sign where answers part, for those who do not see the colour."""
UNSAID = {"silent": "says nothing", "unpublished": "not said"}


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
    cells, naming = opened(frame.rename_axis("fact_id"))[0], naming or naming_of(frame)
    return table_of(cells, opened(detail)[0], naming, whole=whole, caption=caption)


def table_of(
    cells: Rows, detail: Rows, naming: Naming, *, whole: bool = False, caption: str | None = None, buttons: bool = False
) -> Html:
    """The same of rows.

    A cell's class is ``cell-`` and how it stands to the others, ``data-claims`` holds the ids of the claims behind it;
    with ``buttons`` its words are a button that a page can answer. The roles and each cell's ``data-head`` let a page
    lay a row out as a card on a narrow screen.
    """
    sources = _sources(cells)
    told = {(row["fact_id"], row["source_id"]): row for row in detail}
    questions = {row["fact_id"]: row["question"] for row in detail}
    body: list[str] = []
    for row in cells:
        if not whole and not _parted(row[source] for source in sources):
            continue
        fact = row["fact_id"]
        found = {source: told.get((fact, source), {}) for source in sources}
        unknown = dict.fromkeys(one.get("reason") for name, one in found.items() if row[name] == "unpublished")
        why = "".join(tag("span", escape(reason), cls="why") for reason in unknown if reason)
        line = [tag("th", escape(questions.get(fact, fact)) + why, scope="row", role="rowheader")]
        line += [_cell(row[name], one, naming.source_name(name), buttons) for name, one in found.items()]
        body.append(tag("tr", "".join(line), role="row"))
    above = tag("caption", escape(agreement_summary(cells) if caption is None else caption))
    heads = ["Question", *map(naming.source_name, sources)]
    columns = "".join(tag("th", escape(text), scope="col", role="columnheader") for text in heads)
    head = tag("thead", tag("tr", columns, role="row"), role="rowgroup")
    rows = tag("tbody", "\n".join(body), role="rowgroup")
    return Html(tag("table", above + head + rows, cls="explorer-table agreement stacked", role="table"))


def _cell(word: str, told: Mapping[str, Any], name: str, button: bool) -> str:
    claims, sign = " ".join(told.get("claim_ids", ())), SIGNS.get(word, "")
    inside = tag("span", escape(UNSAID.get(word) or told.get("said", "")), cls="word")
    if sign:
        inside = f"{tag('span', sign, cls='sign', aria_hidden='true')} {inside}"
    if button and claims:
        inside = tag("button", inside, type="button", cls="open", data_claims=claims)
    if sign:
        inside += " " + tag("span", escape(told.get("reason", "")), cls="why")
    return tag("td", inside, cls=f"cell-{word}", role="cell", data_claims=claims, data_head=name)


def _sources(cells: Rows) -> list[str]:
    return [name for name in (cells[0] if cells else ()) if name != "fact_id"]


def _parted(words: Iterable[str]) -> str:
    """How the sources differ on a question, "" where they do not; an answer that none has is "unpublished"."""
    found = set(words)
    return "unpublished" if found == {"unpublished"} else next((word for word in SIGNS if word in found), "")


def agreement_summary(cells: Rows) -> str:
    """What the table comes to, counted from its cells.

    >>> agreement_summary([{"fact_id": "x", "a": "states", "b": "differs"}])[:56]
    '1 question, 2 sources. On 1 question the sources differ,'
    """
    sources = _sources(cells)
    parted = Counter(_parted(row[source] for source in sources) for row in cells)
    return (
        f"{plural(len(cells), 'question', 'questions')}, {plural(len(sources), 'source', 'sources')}. "
        f"On {plural(parted['differs'], 'question', 'questions')} the sources differ, on {parted['not-comparable']} "
        f"they cannot be compared, and on {parted['unpublished']} none says anything."
    )
