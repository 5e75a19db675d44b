"""Who said what: questions down, articles across, each cell a word with its sign and what the article says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from explorer import formatting
from explorer.arguments import checked, frame
from explorer.charts.html import Html, escape, tag
from explorer.errors import ExplorerError

if TYPE_CHECKING:
    import pandas as pd

# cell -> (sign, word); the sign repeats the word for the eye, colour comes on top of both
CELLS: Mapping[str, tuple[str, str]] = {
    "states": ("\u25cf", "states"),
    "agrees": ("=", "agrees"),
    "vaguer": ("\u2248", "vaguer"),
    "differs": ("\u2260", "differs"),
    "silent": ("\u00b7", "silent"),
    "not-comparable": ("\u2225", "not comparable"),
    "unpublished": ("\u2205", "not said"),
}


DETAIL = "fact_id source_id question"
"""What the chart reads of its frame."""


@checked(
    frame=frame(like="ex.agreement()"),
    detail=frame(DETAIL, like="ex.agreement(detail=True)"),
)
def agreement_table(
    frame: pd.DataFrame,
    detail: pd.DataFrame,
    names: Mapping[str, str] | None = None,
    *,
    kinds: Mapping[str, str] | None = None,
    caption: str | None = None,
    buttons: bool = False,
) -> Html:
    """The agreement of the sources as an HTML table.

    ``frame`` and ``detail`` are what `explorer.agreement` gives without and with ``detail=True``; ``names`` are the
    heads of the columns, the ids of the sources (the articles' numbers) where not given, ``kinds`` what stands below
    them; the caption is `agreement_summary` unless given. A cell's class is ``cell-`` and its word, its reason, where
    the cell does not show it, is in ``title``, and ``data-claims`` holds the ids of the claims behind it; with
    ``buttons`` its word is a button that a page can answer. All text is escaped. The roles and each cell's
    ``data-head`` let a page lay a row out as a card on a narrow screen.
    """
    long = {(row["fact_id"], row["source_id"]): row for row in detail.to_dict("records")}
    questions = dict(zip(detail["fact_id"], detail["question"], strict=True))
    sources = {source: (names or {}).get(source, source.removeprefix("seed-")) for source in map(str, frame.columns)}
    heads = [tag("th", "Question", scope="col", role="columnheader")]
    for source, name in sources.items():
        kind = " " + tag("span", escape(kinds[source]), cls="said") if kinds and source in kinds else ""
        heads.append(tag("th", escape(name) + kind, scope="col", role="columnheader"))
    body: list[str] = []
    for fact, cells in frame.iterrows():
        found = [tag("th", escape(str(questions.get(fact, fact))), scope="row", role="rowheader")]
        for (source, name), cell in zip(sources.items(), cells, strict=True):
            found.append(_cell(str(cell), name, long.get((fact, source), {}), buttons))
        body.append(tag("tr", "".join(found), role="row"))
    above = tag("caption", escape(agreement_summary(frame) if caption is None else caption))
    head = tag("thead", tag("tr", "".join(heads), role="row"), role="rowgroup")
    rows = tag("tbody", "\n".join(body), role="rowgroup")
    return Html(tag("table", above + head + rows, cls="explorer-table agreement stacked", role="table"))


def _cell(cell: str, source: str, row: Mapping[Any, Any], button: bool) -> str:
    if cell not in CELLS:
        raise ExplorerError(f"{cell!r} is no word of the agreement table; the words are {', '.join(CELLS)}")
    sign, word = CELLS[cell]
    claims = " ".join(row.get("claim_ids", ()))
    inside = tag("span", sign, cls="sign", aria_hidden="true") + " " + tag("span", word, cls="word")
    if button and claims:
        inside = tag("button", inside, type="button", cls="open", data_claims=claims)
    if row.get("said"):
        inside += " " + tag("span", escape(str(row["said"])), cls="said")
    if cell in ("differs", "not-comparable"):
        inside += " " + tag("span", escape(str(row.get("reason", ""))), cls="why")
    about = {"data_claims": claims, "data_head": source}
    # elsewhere the reason stands in the cell, or is its word: a screen reader would read it out twice
    if cell in ("vaguer", "unpublished"):
        about = {"title": str(row.get("reason", "")), **about}
    return tag("td", inside, cls=f"cell-{cell}", role="cell", **about)


def parted(frame: pd.DataFrame, detail: Mapping[Any, Any] | pd.DataFrame) -> dict[str, list[str]]:
    """Where the sources differ: for ``differs``, ``not-comparable`` and ``unpublished`` the questions, in their order.

    What none of them says comes with the reason, which names others that do.

    >>> import pandas as pd
    >>> cells = pd.DataFrame({"a": ["states", "unpublished"], "b": ["differs", "unpublished"]}, index=["x", "y"])
    >>> parted(cells, pd.DataFrame({"fact_id": ["x", "y"], "question": ["How many?", "When?"]}))
    {'differs': ['How many?'], 'not-comparable': [], 'unpublished': ['When?']}
    """
    questions = dict(zip(detail["fact_id"], detail["question"], strict=True))
    reasons = dict(zip(detail["fact_id"], detail["reason"], strict=True)) if "reason" in detail else {}
    found: dict[str, list[str]] = {"differs": [], "not-comparable": [], "unpublished": []}
    for fact, cells in frame.iterrows():
        said = set(map(str, cells))
        for word, named in found.items():
            if said == {word} or (word in said and word != "unpublished"):
                beside = reasons.get(fact, "") if word == "unpublished" else ""
                named.append(f"{questions.get(fact, fact)} {beside}".strip())
    return found


def agreement_summary(frame: pd.DataFrame) -> str:
    """What the table amounts to, in two sentences, counted from its cells.

    >>> import pandas as pd
    >>> agreement_summary(pd.DataFrame({"a": ["states", "unpublished"], "b": ["differs", "unpublished"]}))[:56]
    '2 questions, 2 sources. On 1 question the sources differ'
    """
    names = {"fact_id": frame.index, "question": frame.index}
    differ, apart, unknown = map(len, parted(frame, names).values())
    questions = formatting.plural(len(frame), "question", "questions")
    sources = formatting.plural(frame.shape[1], "source", "sources")
    return (
        f"{questions}, {sources}. On {formatting.plural(differ, 'question', 'questions')} the sources differ, "
        f"on {apart} they cannot be compared, and on {unknown} none of them says anything."
    )
