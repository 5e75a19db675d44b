"""A frame as a table to read: every word of it, text at the left, nothing cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explorer.charts.html import Html, escape, tag
from explorer.errors import checked, frame
from explorer.records.fields import is_list

if TYPE_CHECKING:
    import pandas as pd


@checked(frame=frame(like="ex.claims()"))
def table(frame: pd.DataFrame, *, caption: str = "") -> Html:
    """A frame as an HTML table with its index as the head of each row. All text is escaped.

    Pandas' own table cuts long texts off, and dollar signs in it are taken for formulas by JupyterLab. Numbers are
    shown with four figures, days without the time, lists of ids side by side, what is missing as nothing.

    >>> import pandas as pd
    >>> table(pd.DataFrame({"usd": [2.5e9]}, index=pd.Index(["a < b"], name="claim_id")))[-91:]
    '<tr><th scope="row">a &lt; b</th><td class="number">2,500,000,000</td></tr></tbody></table>'
    """
    heads = [str(name or "") for name in (*frame.index.names, *frame.columns)]
    head = tag("thead", tag("tr", "".join(tag("th", escape(name.replace("_", " ")), scope="col") for name in heads)))
    rows: list[str] = []
    for index, row in zip(frame.index, frame.itertuples(index=False), strict=True):
        names = tuple(index) if frame.index.nlevels > 1 else (index,)
        cells = [tag("th", escape(_text(name)), scope="row") for name in names]
        cells += [tag("td", escape(_text(value)), cls="number" if _is_number(value) else "") for value in row]
        rows.append(tag("tr", "".join(cells)))
    above = tag("caption", escape(caption)) if caption else ""
    return Html(tag("table", above + head + tag("tbody", "".join(rows)), cls="explorer-table"))


def _is_number(value: Any) -> bool:
    import numpy as np

    return isinstance(value, int | float | np.number) and not isinstance(value, bool | np.bool_)


def _text(value: Any) -> str:
    import pandas as pd

    if is_list(value):
        return ", ".join(map(str, value))
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if _is_number(value):
        number = float(value)
        return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.4g}"
    return str(value)
