"""Where sources disagree: questions down, sources across, in each cell what one says; as an HTML table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from explorer.arguments import checked, frame
from explorer.charts.html import Html, escape, table_of, tag
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
    frame: pd.DataFrame, detail: pd.DataFrame, *, whole: bool = False, naming: Naming = INSTALLED
) -> Html:
    """Where the sources disagree and what none of them says, as an HTML table; with ``whole`` every question.

    ``frame`` and ``detail`` are what `explorer.agreement` gives without and with ``detail=True``; the caption
    counts them. All text is escaped. A cell's class is ``cell-`` and how it stands to the others,
    its ``data-claims`` are the ids of the claims behind it.
    """
    named = frame if "fact_id" in frame else frame.rename_axis("fact_id")
    cells, naming = opened(named)[0], naming or naming_of(frame)
    told = {(row["fact_id"], row["source_id"]): row for row in opened(detail)[0]}
    questions = {fact: row["question"] for (fact, _), row in told.items()}
    sources = _sources(cells)
    rows: list[list[str]] = []
    for row in cells:
        if whole or _parted(row[source] for source in sources):
            fact = row["fact_id"]
            found = {source: told.get((fact, source), {}) for source in sources}
            unknown = dict.fromkeys(one.get("reason") for name, one in found.items() if row[name] == "unpublished")
            why = "".join(tag("span", escape(reason), cls="why") for reason in unknown if reason)
            head = tag("th", escape(questions.get(fact, fact)) + why, scope="row")
            rows.append([head, *(_cell(row[name], one) for name, one in found.items())])
    return table_of(agreement_summary(cells), ["Question", *map(naming.source_name, sources)], rows)


def _cell(word: str, told: Mapping[str, Any]) -> str:
    inside = tag("span", escape(UNSAID.get(word) or told.get("said", "")), cls="word")
    if sign := SIGNS.get(word, ""):
        why = tag("span", escape(told.get("reason", "")), cls="why")
        inside = f"{tag('span', sign, aria_hidden='true')} {inside} {why}"
    return tag("td", inside, cls=f"cell-{word}", data_claims=" ".join(told.get("claim_ids", ())))


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
