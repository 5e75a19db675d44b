"""Charts that are HTML: where sources disagree, from racks to gigawatts, any frame as a table. All text is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from explorer.arguments import SEEDS, InvalidValueError, checked, frame, real
from explorer.charts import style
from explorer.charts.registry import INSTALLED, naming_of, rows_and_attrs
from explorer.charts.shares_chart import own_share
from explorer.charts.svg import element
from explorer.datasets.tables import rows_of
from explorer.formatting import month_words, plural, two_figures
from explorer.model import BAND, Projection, linear_quantiles
from explorer.records import Deal
from explorer.records.dates import Month
from explorer.records.fields import TEXT, is_list
from explorer.scenario.distributions import Array
from explorer.seeds import Naming, Seeds

if TYPE_CHECKING:
    import pandas as pd

SIGNS = {"differs": "\u2260", "not-comparable": "\u2225"}
"""A sign where answers part, for those who do not see the colour."""
UNSAID = {"silent": "says nothing", "unpublished": "not said"}
HIDDEN = {"aria-hidden": "true"}
_STYLE = (
    "<style>.explorer-table{border-collapse:collapse;font-size:13px;text-align:left}"
    ".explorer-table caption{text-align:left;padding:0 0 8px;max-width:75ch}"
    ".explorer-table.explorer-table th,.explorer-table.explorer-table td{border-bottom:1px solid #8886;"
    "padding:6px 10px;text-align:left;vertical-align:top;max-width:60ch;white-space:normal}"
    ".explorer-table.explorer-table td.number{text-align:right;font-variant-numeric:tabular-nums}"
    ".explorer-table .why{display:block;opacity:.75}"
    ".explorer-chain{list-style:none;padding:0;max-width:760px}.explorer-chain li{list-style:none;margin:0 0 8px}"
    ".explorer-chain span{display:block}.explorer-chain .range{font-size:13px;opacity:.75}</style>"
)


class Html(str):
    """A string of HTML. On a page it is text to put in; in a notebook it shows itself, with a plain style of its own.

    >>> "<p>a</p>" in Html("<p>a</p>")._repr_html_()
    True
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        # JupyterLab and others would take what stands between two dollar signs for a formula.
        return f'{_STYLE}<div class="tex2jax_ignore mathjax_ignore">{self}</div>'


def table_of(caption: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Html:
    """A table of rows of cells, which are elements already."""
    head = element("tr", "".join(element("th", escape(text), scope="col") for text in heads))
    body = "\n".join(element("tr", "".join(cells)) for cells in rows)
    above = element("caption", escape(caption)) if caption else ""
    return Html(element("table", above + element("thead", head) + element("tbody", body), cls="explorer-table"))


@checked(frame=frame(like="ex.claims()"))
def table(frame: pd.DataFrame, *, caption: str = "") -> Html:
    """A frame as an HTML table with its index as the head of each row. All text is escaped.

    Pandas' own table cuts long texts off, and dollar signs in it are taken for formulas by JupyterLab. Numbers are
    shown with four figures, days without the time, lists of ids side by side, what is missing as nothing.

    >>> import pandas as pd
    >>> table(pd.DataFrame({"usd": [2.5e9]}, index=pd.Index(["a < b"], name="claim_id")))[-91:]
    '<tr><th scope="row">a &lt; b</th><td class="number">2,500,000,000</td></tr></tbody></table>'
    """
    heads = [str(name or "").replace("_", " ") for name in (*frame.index.names, *frame.columns)]
    names = [index if frame.index.nlevels > 1 else (index,) for index in frame.index]
    rows = (
        [element("th", escape(_written(name)[0]), scope="row") for name in named]
        + [element("td", escape(text), cls=kind) for text, kind in map(_written, row)]
        for named, row in zip(names, frame.itertuples(index=False), strict=True)
    )
    return table_of(caption, heads, rows)


def _written(value: Any) -> tuple[str, str]:
    """A value as text, and the class of its cell."""
    import pandas as pd

    if getattr(value, "ndim", 0):  # a list as parquet gives it back
        value = np.asarray(value).tolist()
    if is_list(value):
        return ", ".join(map(str, value)), ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat(), ""
    try:
        number = real(value)
    except InvalidValueError:
        return "" if pd.isna(value) else str(value), ""
    if np.isnan(number):
        return "", ""
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.4g}", "number"


@checked(
    frame=frame("fact_id", like="ex.agreement()"),
    detail=frame("fact_id source_id question", like="ex.agreement(detail=True)"),
)
def agreement_table(
    frame: pd.DataFrame, detail: pd.DataFrame, *, whole: bool = False, naming: Naming = INSTALLED
) -> Html:
    """Where the sources disagree and what none of them says, as an HTML table; with ``whole`` every question.

    ``frame`` and ``detail`` are what `explorer.agreement` gives without and with ``detail=True``; the caption
    counts them. All text is escaped. A cell's ``data-claims`` are the ids of the claims behind it.

    >>> import explorer as ex
    >>> agreement_table(ex.agreement(), ex.agreement(detail=True)).count("<table")
    1
    """
    cells, naming = rows_of(frame, dict.fromkeys(map(str, frame), TEXT)), naming or naming_of(frame)
    details = {(row["fact_id"], row["source_id"]): row for row in rows_and_attrs(detail)[0]}
    questions = {fact: row["question"] for (fact, _), row in details.items()}
    sources = [name for name in (cells[0] if cells else ()) if name != "fact_id"]
    parted = [_parted({row[source] for source in sources}) for row in cells]
    rows: list[list[str]] = []
    for row, part in zip(cells, parted, strict=True):
        if whole or part:
            fact = row["fact_id"]
            found = {source: details.get((fact, source), {}) for source in sources}
            unknown = dict.fromkeys(one.get("reason", "") for name, one in found.items() if row[name] == "unpublished")
            head = element("th", escape(questions.get(fact, fact)) + "".join(map(_why, unknown)), scope="row")
            rows.append([head, *(_cell(row[name], one) for name, one in found.items())])
    differing = plural(parted.count("differs"), "question")
    caption = (
        f"{plural(len(cells), 'question')}, {plural(len(sources), 'source')}. "
        f"On {differing} the sources differ, on {parted.count('not-comparable')} "
        f"they cannot be compared, and on {parted.count('unpublished')} none says anything."
    )
    return table_of(caption, ["Question", *map(naming.source_name, sources)], rows)


def _parted(words: set[str]) -> str:
    """How the sources differ on a question, "" where they do not; an answer that none has is "unpublished"."""
    return "unpublished" if words == {"unpublished"} else next((word for word in SIGNS if word in words), "")


def _cell(word: str, row: Mapping[str, Any]) -> str:
    said, sign = escape(UNSAID.get(word) or row.get("said", "")), SIGNS.get(word)
    inside = f"{element('span', sign, **HIDDEN)} {said} {_why(row.get('reason', ''))}" if sign else said
    return element("td", inside, **{"data-claims": " ".join(row.get("claim_ids", ()))})


def _why(reason: str) -> str:
    return element("span", escape(reason), cls="why") if reason else ""


def steps(projection: Projection, at: str, deal: Deal) -> list[tuple[str, str, list[float]]]:
    """Each step from racks to gigawatts: its name, its gigawatts, and its racks at the quantiles ``BAND``.

    Racks that are switched on are those delivered to the buyer times the part of their power that is switched on.
    """
    made, own, given, on = (
        projection.at(outcome, at) for outcome in ("shipped", "openai_shipped", "delivered_gw", "energised_gw")
    )
    part = np.divide(on, given, out=np.zeros_like(on), where=given > 0)

    def ends(cases: Array) -> list[float]:
        return linear_quantiles(cases, BAND).tolist()

    return [
        (f"{deal.maker} ships", "", ends(made)),
        (f"for {deal.buyer}", f"{two_figures(ends(given)[1])} GW", ends(own)),
        ("switched on", f"{two_figures(ends(on)[1])} GW", ends(own * part)),
    ]


@checked(seeds=SEEDS)
def chain(projection: Projection, at: Month | None = None, *, seeds: Seeds = INSTALLED) -> Html:
    """The sentence and the funnel as HTML, for the end of the month ``at`` (None: that of the deal's goal).

    >>> from explorer.model import simulate
    >>> "Foxconn ships" in chain(simulate())
    True
    """
    deal = (seeds or projection.scenario.seeds).deal
    units, month = deal.short_units, at or deal.goal_by
    found = steps(projection, month, deal)
    top = max(racks[-1] for *_, racks in found) or 1.0
    items = ""
    for (name, gw, racks), colour in zip(found, ("axis", "blue", "amber"), strict=True):
        spread = " to ".join(dict.fromkeys(map(two_figures, racks[::2])))
        item = element("span", escape(name), cls="name") + element("span", _bar(racks, top, colour), cls="track")
        item += element("strong", f"{two_figures(racks[1])} {units}" + (f" = {gw}" if gw else ""))
        items += element("li", item + element("span", f"{spread} {units} in 9 of 10 cases", cls="range"))
    (_, _, made), (_, given, own), (_, on, _) = found
    got = f"With {own_share(projection.scenario)} of them once deliveries run in full, {deal.buyer} would have"
    then = (
        f"{got} about {two_figures(own[1])}, which could fill {given} of data centre, cooling included. About {on} of "
        "it would be switched on by then: that comes some months after delivery, and takes sites and money."
        if own[2]
        else f"{got} none by then."
    )
    sentence = (
        f"By {month_words(month)} {deal.maker} would have shipped about {two_figures(made[1])} {deal.units}, counted "
        f"from {month_words(projection.months[0])}. {then}"
    )
    note = f"Medians; bars in {units}, on one scale. {deal.obliged}"
    return Html(
        element("p", escape(sentence))
        + element("ol", items, cls="explorer-chain")
        + element("p", escape(note), cls="note")
    )


def _bar(racks: Iterable[float], top: float, colour: str) -> str:
    """The bar of one step: to its median, a thin line over 9 in 10 cases; the numbers stand beside it as text."""
    low, middle, high = (round(100 * value / top, 2) for value in racks)
    rects = ""
    # its colour is that of the style sheet; where there is none, in a notebook, one that shows on both grounds
    bars = (0.0, middle, "4", "14", colour, style.LIGHT[colour]), (low, high, "10", "2", "ink", "currentColor")
    for left, right, y, height, fill, plain in bars:
        place = {"x": f"{left:g}%", "width": f"{max(right - left, 0.3):g}%", "y": y, "height": height}
        rects += element("rect", "", **place, style=f"fill:var(--chart-{fill},{plain})")
    return element("svg", rects, width="100%", height="22", **HIDDEN, overflow="visible")
