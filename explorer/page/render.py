"""Templates, and charts as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from explorer.charts import svg
from explorer.formatting import plural
from explorer.seeds import Seeds
from explorer.ui.figure_html import chart_table, source_link

__all__ = ["Update", "drawn", "escape", "render"]

Update = dict[str, Any]
"""What changes on a page: ``texts`` (HTML by the name of its place), ``charts`` (see `drawn`) and what else a part has."""
FOLDER = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """The templates; what comes from seeds and messages is escaped."""
    return Environment(loader=FileSystemLoader(FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def render(template: str, **values: Any) -> Markup:
    """A template with its values filled in."""
    return Markup(environment().get_template(template).render(**values).strip())


def sources(source_ids: Iterable[str], data_to: str, seeds: Seeds) -> str:
    """The date of the data, and the sources behind one fold, each with its link."""
    listed = list(dict.fromkeys(source_link(one, seeds) for one in seeds.listed(source_ids)))
    date = f"{escape(data_to[:1].upper() + data_to[1:])}. "
    if not listed:
        return date
    return f"{date}<details><summary>{plural(len(listed), 'source', 'sources')}</summary>{', '.join(listed)}</details>"


def drawn(name: str, spec: Mapping[str, Any], seeds: Seeds, width: int) -> dict[str, Any]:
    """A chart for the page: its picture and the words round it as HTML, and the frame in which a pointer moves."""
    meta, layout = spec["meta"], spec["layout"]
    return {
        "svg": svg.svg_of(spec, key=f"{name}-{width}"),
        "title": escape(meta["title"]),
        "sub": escape(meta["subtitle"]),
        "note": sources(meta["sources"], meta["data_to"], seeds),
        "table": chart_table(meta["title"], **meta["table"]),
        "frame": {
            "x": layout["xaxis"]["range"],
            "y": layout["yaxis"]["range"],
            **layout["margin"],
            "height": layout["height"],
        },
    }
