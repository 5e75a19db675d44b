"""A chart's place on the page: its words, its table, its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup, escape

from explorer.seeds import Seeds
from explorer.ui.templates import render

NUMBER_LENGTH = 24  # characters: what is longer in a cell is words
MOST_NUMBERS = 6  # columns that a phone shows side by side
NAMED = 6  # sources named under a chart; the others open at a click

Spec = Mapping[str, Any]


def figure(name: str, spec: Spec, seeds: Seeds, *, wide: str = "", narrow: str = "") -> str:
    """One figure with its words; ``wide`` and ``narrow`` are SVG pictures that stand until the script draws it."""
    slots = {place: Markup(html) for place, html in _words(spec, seeds).items()}
    height = spec["layout"]["height"]
    return render("figure.html", name=name, slots=slots, height=height, wide=Markup(wide), narrow=Markup(narrow))


def figure_slots(name: str, spec: Spec, seeds: Seeds) -> dict[str, str]:
    """The words round a figure, by the name of their place on the page."""
    return {f"{name}-{place}": html for place, html in _words(spec, seeds).items()}


def _words(spec: Spec, seeds: Seeds) -> dict[str, str]:
    meta = spec["meta"]
    return {
        "title": str(escape(meta["title"])),
        "sub": str(escape(meta["subtitle"])),
        "summary": str(escape(meta["summary"])),
        "sources": sources_line(meta["sources"], meta["data_to"], seeds),
        "table": chart_table(meta["title"], **meta["table"]),
    }


def chart_table(caption: str, columns: Iterable[str], rows: Iterable[Iterable[Any]], unit: str = "") -> str:
    """The numbers of a chart as a table; a wide one, or one of words, can be read down as cards."""
    listed = [list(row) for row in rows]
    heads = list(columns)
    wide = len(heads) > MOST_NUMBERS or any(len(str(cell)) > NUMBER_LENGTH for row in listed for cell in row[1:])
    return render("table.html", caption=caption, columns=heads, rows=listed, unit=unit, stacked=wide)


def sources_line(source_ids: Iterable[str], data_to: str | None, seeds: Seeds) -> str:
    """The sources by name, each with its link, and the date of the data."""
    listed = seeds.listed(source_ids)
    called = Counter(seeds.source_name(source_id) for source_id in listed)
    names = list(
        dict.fromkeys(
            source_link(source_id, seeds, apart=called[seeds.source_name(source_id)] > 1) for source_id in listed
        )
    )
    date = f"{escape(data_to[:1].upper() + data_to[1:])}. " if data_to else ""
    if len(names) <= NAMED + 1:
        return f"{date}{'Source' if len(names) == 1 else 'Sources'}: {', '.join(names)}." if names else date.strip()
    more = f"<details><summary>and {len(names) - NAMED} more</summary>{', '.join(names[NAMED:])}</details>"
    return f"{date}Sources: {', '.join(names[:NAMED])} {more}"


def source_link(source_id: str, seeds: Seeds, *, apart: bool = False) -> str:
    """A source as readers meet it, linked where it has an address; ``apart`` adds its title to its name."""
    source = seeds.source(source_id)
    if source is None:
        return escape(source_id)
    name, title = seeds.source_name(source_id), escape(f"{source.publisher}: {source.title}")
    name = escape(f"{name}: {source.title}" if apart else name)
    if source.url:
        return f'<a href="{escape(source.url)}" title="{title}" rel="noopener">{name}</a>'
    return f'<span title="{title}">{name}</span>'
