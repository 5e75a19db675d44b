"""Small pieces of HTML: text that is escaped, tables, and a string that a notebook shows as what it is."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any, cast

from explorer.arguments import checked, frame
from explorer.records.fields import is_list

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Html", "escape", "table", "table_of", "tag"]

_STYLE = (
    "<style>.explorer-table{border-collapse:collapse;font-size:13px;text-align:left}"
    ".explorer-table caption{text-align:left;padding:0 0 8px;max-width:75ch}"
    ".explorer-table.explorer-table th,.explorer-table.explorer-table td{border-bottom:1px solid #d9dbd6;"
    "padding:6px 10px;text-align:left;vertical-align:top;max-width:60ch;white-space:normal}"
    ".explorer-table.explorer-table td.number{text-align:right;font-variant-numeric:tabular-nums}"
    ".explorer-table .why{display:block;color:#52585f}"
    ".explorer-chain{list-style:none;padding:0;max-width:760px}.explorer-chain li{list-style:none;margin:0 0 8px}"
    ".explorer-chain span{display:block}.explorer-chain .range{font-size:13px;color:#52585f}</style>"
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


def tag(name: str, inside: str = "", **attributes: str) -> str:
    """An element; ``inside`` is HTML already, attribute values are escaped. ``cls`` is the class; "" is left out.

    >>> tag("td", escape("a < b"), cls="x")
    '<td class="x">a &lt; b</td>'
    """
    named = {"class" if key == "cls" else key.replace("_", "-"): value for key, value in attributes.items() if value}
    written = "".join(f' {key}="{escape(value)}"' for key, value in named.items())
    return f"<{name}{written}>{inside}</{name}>"


def table_of(caption: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Html:
    """A table of rows of cells, which are elements already."""
    head = tag("tr", "".join(tag("th", escape(text), scope="col") for text in heads))
    body = "\n".join(tag("tr", "".join(cells)) for cells in rows)
    above = tag("caption", escape(caption)) if caption else ""
    return Html(tag("table", above + tag("thead", head) + tag("tbody", body), cls="explorer-table"))


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
        [tag("th", escape(_written(name)[0]), scope="row") for name in named]
        + [tag("td", escape(text), cls=kind) for text, kind in map(_written, row)]
        for named, row in zip(names, frame.itertuples(index=False), strict=True)
    )
    return table_of(caption, heads, rows)


def _written(value: Any) -> tuple[str, str]:
    """A value as text, and the class of its cell."""
    import numpy as np
    import pandas as pd

    if is_list(value):
        return ", ".join(map(str, value)), ""
    if pd.isna(value):
        return "", ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat(), ""
    if isinstance(value, int | float | np.number) and not isinstance(value, bool | np.bool_):
        number = float(cast("float", value))
        return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.4g}", "number"
    return str(value), ""
