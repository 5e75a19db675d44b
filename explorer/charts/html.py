"""Small pieces of HTML: text that is escaped, and a string that a notebook shows as what it is."""

from __future__ import annotations

from html import escape

__all__ = ["Html", "escape", "tag"]

_STYLE = (
    "<style>.explorer-table{border-collapse:collapse;font-size:13px;text-align:left}"
    ".explorer-table caption{text-align:left;padding:0 0 8px;max-width:75ch}"
    ".explorer-table.explorer-table th,.explorer-table.explorer-table td{border-bottom:1px solid #d9dbd6;"
    "padding:6px 10px;text-align:left;vertical-align:top;max-width:60ch;white-space:normal}"
    ".explorer-table.explorer-table td.number{text-align:right;font-variant-numeric:tabular-nums}"
    ".explorer-table .said{display:block;color:#52585f}"
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
        return self.standing_alone()

    def standing_alone(self) -> str:
        """With its plain style, for a page that has none of ours."""
        # JupyterLab and others would take what stands between two dollar signs for a formula.
        return f'{_STYLE}<div class="tex2jax_ignore mathjax_ignore">{self}</div>'


def tag(name: str, inside: str = "", **attributes: str) -> str:
    """An element; ``inside`` is HTML already, attribute values are escaped. ``cls`` is the class; None is left out.

    >>> tag("td", escape("a < b"), cls="x")
    '<td class="x">a &lt; b</td>'
    """
    named = {"class" if key == "cls" else key.replace("_", "-"): value for key, value in attributes.items() if value}
    written = "".join(f' {key}="{escape(value)}"' for key, value in named.items())
    return f"<{name}{written}>{inside}</{name}>"
