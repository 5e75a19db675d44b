"""Templates filled in, and the parts that many of them share: tables and sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from explorer import project
from explorer.evidence.comparability import figures
from explorer.formatting import plural
from explorer.records.dates import period_words
from explorer.seeds import Seeds

Update = dict[str, Any]
"""What changes on a page: ``texts`` (HTML by place), ``charts`` (see `page.charts.drawn`), and more of one part."""
FOLDER = Path(__file__).parent / "templates"
NUMBER_LENGTH = 24  # characters: what is longer in a cell is words
MOST_NUMBERS = 6  # columns that a phone shows side by side


@cache
def environment() -> Environment:
    """The templates; what comes from seeds and messages is escaped."""
    made = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.filters["figures"] = figures
    # "live" unless a page says that nothing answers it
    cast("dict[str, Any]", made.globals).update(project=project, period_words=period_words, live=True)
    return made


def render(template: str, **values: Any) -> Markup:
    """A template with its values filled in."""
    return Markup(environment().get_template(template).render(**values).strip())


def sources(source_ids: Iterable[str], data_to: str, seeds: Seeds) -> str:
    """The date of the data, and the sources behind one fold, each with its link."""
    ids = seeds.naming.ordered(source_ids)
    names = Counter(map(seeds.source_name, ids))
    listed = [source_link(one, seeds, titled=names[seeds.source_name(one)] > 1) for one in ids]
    date = f"{escape(data_to[:1].upper() + data_to[1:])}. "
    if not listed:
        return date
    return f"{date}<details><summary>{plural(len(listed), 'source', 'sources')}</summary>{', '.join(listed)}</details>"


def chart_table(caption: str, columns: Iterable[str], rows: Iterable[Iterable[Any]], unit: str = "") -> str:
    """The numbers of a chart as a table; a wide one, or one of words, can be read down as cards."""
    listed = [list(row) for row in rows]
    heads = list(columns)
    wide = len(heads) > MOST_NUMBERS or any(len(str(cell)) > NUMBER_LENGTH for row in listed for cell in row[1:])
    return render("table.html", caption=caption, columns=heads, rows=listed, unit=unit, stacked=wide)


def source_link(source_id: str, seeds: Seeds, *, titled: bool = False) -> str:
    """A source as readers meet it, linked where it has an address; with its title where that tells it from another."""
    source = seeds.source(source_id)
    if source is None:
        return escape(source_id)
    said, title = seeds.source_name(source_id), escape(f"{source.publisher}: {source.title}")
    name = escape(f"{said}: {source.title}" if titled else said)
    if source.url:
        return f'<a href="{escape(source.url)}" title="{title}" rel="noopener">{name}</a>'
    return f'<span title="{title}">{name}</span>'
