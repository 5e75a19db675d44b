"""What a reader takes away: for each chart its numbers, sources and code, for the scenario its words and links.

The page's script asks for these when a reader opens a menu or presses a button, gets plain values and makes the files
itself (``js/takeaway.js``): no server is asked for a file, and what was asked for once is still there when the model
has ended.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

from explorer import project
from explorer.analysis.answer import Answer
from explorer.charts.registry import code
from explorer.scenario import Scenario
from explorer.scenario.links import MODEL_VERSION, link
from explorer.seeds import Seeds, checksum, default_folder
from explorer.ui import citing
from explorer.ui.differences import differences
from explorer.ui.quoting import quotable

__all__ = ["chart", "edition", "embed_code", "scenario_words", "sources"]

EMBED_PIXELS = 680  # a chart with its words, and the line of source below it


def chart(
    name: str,
    spec: Mapping[str, Any],
    seeds: Seeds,
    scenario: Scenario | None,
    *,
    page_url: str = "",
) -> dict[str, Any]:
    """All that the files of one chart hold beside the scenario; ``follows`` says whether it depends on one.

    Numbers are those drawn, unrounded where the figure gives them (``values`` of its meta), else those of its table.
    """
    meta = spec["meta"]
    table = meta.get("values") or meta["table"]
    lines = code(name, scenario, seeds="" if seeds.folder == default_folder() else str(seeds.folder))
    return {
        "title": meta["title"],
        "subtitle": meta["subtitle"],
        "summary": meta["summary"],
        "columns": [str(column) for column in table["columns"]],
        "rows": [list(row) for row in table["rows"]],
        "sources": seeds.listed(meta["sources"]),
        "data_to": meta["data_to"],
        "data_words": f"{meta['data_to'][:1].upper()}{meta['data_to'][1:]}." if meta["data_to"] else "",
        "follows": "from_link" in lines,
        "code": lines,
        "embed": embed_code(name, meta["title"], scenario, page_url),
    }


def sources(charts: Mapping[str, Mapping[str, Any]], seeds: Seeds) -> dict[str, dict[str, str]]:
    """The sources of some charts by id, each once."""
    return {
        name: _source(name, seeds) for name in dict.fromkeys(n for chart in charts.values() for n in chart["sources"])
    }


def scenario_words(scenario: Scenario, answer: Answer, seeds: Seeds, page_url: str = "") -> dict[str, Any]:
    """What goes with every file of a page, and what a reader copies as text."""
    return {
        "scenario": {
            "link": link(scenario),
            "address": citing.address(scenario, page_url),
            "changed": [
                {"name": d.name, "assumption": d.label, "value": d.now, "starting_point": d.usual}
                for d in differences(scenario)
            ],
            "seed": scenario.seed,
            "draws": scenario.draws,
            "horizon": scenario.horizon,
            "as_of": str(scenario.as_of or ""),
            "co_movement": scenario.co_movement,
        },
        "sentence": quotable(scenario, answer, page_url=page_url, seeds=seeds),
        "citation": citing.citation(scenario, page_url),
        "bibtex": citing.bibtex(scenario, page_url),
        "correction": citing.correction(scenario, page_url),
        **edition(seeds, page_url),
    }


def edition(seeds: Seeds, page_url: str = "") -> dict[str, Any]:
    """Name, versions, licence and address: what a page without a model can still say of its files."""
    own = seeds.folder == default_folder()
    return {
        "made_with": project.NAME,
        "page": citing.page_address(page_url),
        "embed_converter": embed_code("converter", "Racks a week to megawatts", None, page_url),
        "version": project.VERSION,
        "model_version": MODEL_VERSION,
        "data_sha256": checksum(seeds.folder),
        "licence": project.DATA_LICENCE if own else {"name": "", "title": "as its curator says", "path": ""},
    }


def embed_code(name: str, title: str, scenario: Scenario | None, page_url: str) -> str:
    """The frame that shows one chart, or the converter, on another page; empty where the page has no address.

    >>> embed_code("converter", "Racks to megawatts", None, "https://example.org/app/")[:58]
    '<iframe src="https://example.org/app/?embed=converter" tit'
    """
    page = citing.page_address(page_url)
    if not page:
        return ""
    which = f"?embed={name}" + (f"&s={link(scenario)}" if scenario is not None else "")
    return (
        f'<iframe src="{html.escape(page + which)}" title="{html.escape(title)}" '
        f'width="100%" height="{EMBED_PIXELS}" style="border:none" loading="lazy"></iframe>'
    )


def _source(source_id: str, seeds: Seeds) -> dict[str, str]:
    source = seeds.source(source_id)
    if source is None:
        return {"name": source_id, **dict.fromkeys(("publisher", "title", "published", "url", "licence"), "")}
    return {
        "name": seeds.source_name(source_id),
        "publisher": source.publisher,
        "title": source.title,
        "published": source.published,
        "url": source.url,
        "licence": source.licence,
    }
