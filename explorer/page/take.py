"""What a reader takes away: a sentence, a citation, the record of a run, charts as picture, numbers, code, embed.

And the one-page brief: the answer, the chart, where the articles differ, what came of it, on one sheet of A4.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode
from zlib import crc32

from markupsafe import Markup

from explorer.analysis.goal import Goal
from explorer.arguments import checked
from explorer.charts import style, svg
from explorer.charts.registry import code
from explorer.datasets.export import formula_safe
from explorer.errors import ExplorerError
from explorer.model.stepwise import run_to_end
from explorer.page import address, charts, citing, evidence, hero
from explorer.page.differences import differences
from explorer.page.render import Update, render
from explorer.page.results import RESULTS
from explorer.page.run_record import trail_text
from explorer.page.view import View
from explorer.scenario import Scenario, defaults
from explorer.scenario.links import short_link
from explorer.seeds import Seeds, default_folder

WIDTHS = {False: 900, True: 420}
"""How wide a picture is, by whether the page is narrow."""
BRIEF_WIDTH = 940


def taken(what: str, name: str, view: View, seeds: Seeds, url: str) -> Update:
    """One thing that a reader asked to take away, text to copy or a file; ``name`` is the chart's."""
    if what in ("sentence", "record", "brief") and not view.scenario:
        raise ExplorerError("There is no model on this page to take that from; nothing was changed.")
    if what == "sentence":
        return {"copy": citing.sentence(view, seeds, url), "done": "A sentence with its link is copied."}
    if what == "citation":
        return {"copy": citing.citation(view.scenario, url), "done": "The citation is copied."}
    if what == "record":
        return _file("record.json", "application/json", trail_text(view.scenario, view.goal))
    if what == "brief":
        return _file("brief.html", "text/html", brief_of(view, seeds, url))
    name = f"{name}-dots" if (name, view.spread) == ("energised", "dots") else name
    make = charts.known(view).get(name)
    if make is None:
        raise ExplorerError("There is no chart of that name; nothing was changed.")
    spec = make(view, seeds)
    if what == "code":
        own = "" if seeds.folder == default_folder() else str(seeds.folder)
        goal = None if view.goal == Goal.of(seeds.deal) else view.goal
        lines = code(name, view.scenario, seeds=own, goal=goal, lever=view.lever)
        return {"copy": lines, "done": "The Python code is copied."}
    if what == "embed":
        return {"copy": embed(name, spec, view, url), "done": "The embed code is copied."}
    if what == "csv":
        return _file(f"{name}.csv", "text/csv", table(spec["meta"], view, seeds, url))
    if what in ("svg", "png"):
        width = WIDTHS[view.narrow]
        made = style.standing_alone(spec, width=width)
        key = f"chart-{crc32(spec['meta']['summary'].encode()):x}"  # so that two can stand on one page of somebody's
        text = svg.svg_of(made, key=key, width=width)
        size = {"png": what == "png", "width": width, "height": made["layout"]["height"]}
        return {"file": {**_file(f"{name}.{what}", "image/svg+xml", text)["file"], **size}}
    raise ExplorerError("This cannot be taken away; nothing was changed.")


def _file(name: str, kind: str, text: str) -> Update:
    return {"file": {"name": f"buildout-explorer-{name}", "type": kind, "text": text}}


def embed(name: str, spec: Mapping[str, Any], view: View, url: str) -> str:
    """The frame that shows one chart on another page, and takes the height of what is in it."""
    query = "&".join(filter(None, [urlencode({"embed": name}), address.query(view)]))
    where = f"{citing.page_address(url)}?{query}"
    title, height = escape(spec["meta"]["title"]), spec["layout"]["height"] + 200
    look = f'width="100%" height="{height}" style="border:0" loading="lazy"'
    frame = f'<iframe src="{escape(where)}" title="{title}" {look}>'
    grow = (
        "addEventListener('message',e=>{for(const f of document.querySelectorAll('iframe'))"
        "if(e.source===f.contentWindow&&e.data.explorerHeight)f.height=e.data.explorerHeight})"
    )
    return f"{frame}</iframe><script>{grow}</script>"


def table(meta: Mapping[str, Any], view: View, seeds: Seeds, url: str) -> str:
    """The numbers of a chart as CSV, which begins with the mark of UTF-8 that Excel looks for.

    They are those drawn, unrounded where the chart gives them (its ``values``), else those of its table. What describes
    them stands in columns of its own at the right, in the first row alone: numbers stay numbers.
    """
    numbers, cited = meta.get("values") or meta["table"], seeds.naming.ordered(meta["sources"])
    known = [(seeds.source_name(one), seeds.source(one)) for one in cited]
    about = {
        "title": meta["title"],
        "subtitle": meta["subtitle"],
        "sources": "; ".join(f"{name} {source.url if source else ''}".strip() for name, source in known),
        "data_to": meta["data_to"],
        "licence": "CC BY 4.0" if seeds.is_own else "",
        "scenario": "; ".join(one.sentence() for one in differences(view.scenario)) or "the starting point",
        "link": citing.link(view, url),
    }
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow([*numbers["columns"], *about])
    for place, row in enumerate(numbers["rows"]):
        rows.writerow([formula_safe(cell) for cell in (*row, *(about.values() if place == 0 else [""] * len(about)))])
    return "\ufeff" + out.getvalue()


@checked()
def brief(scenario: Scenario | None = None, *, page_url: str = "") -> str:
    """The brief of a scenario as a file of HTML that needs nothing else; ``page_url`` is where the app is.

    Raises `ExplorerError` for a ``page_url`` that is not an http or https address.

    >>> brief().count("<h1>")
    1
    """
    scenario = defaults() if scenario is None else scenario
    return brief_of(View(scenario=scenario), scenario.seeds, citing.given_address(page_url))


def brief_of(view: View, seeds: Seeds, url: str) -> str:
    """The same of a reader's view."""
    texts = {**hero.hero(view, seeds)["texts"], **run_to_end(RESULTS["answer"](view, seeds))["texts"]}
    chart = charts.FOLLOWING["shares"](view.replace(narrow=False), seeds)
    # else the sentence has its link
    without = (
        "" if citing.page_address(url) else f"In the app: ?{address.query(view) or 's=' + short_link(view.scenario)}"
    )
    return str(
        render(
            "brief.html",
            texts={name: Markup(html) for name, html in texts.items()},
            chart=Markup(svg.svg_of(chart, key="brief", width=BRIEF_WIDTH)),
            seeds=seeds,
            year=evidence.score_lines(seeds),
            sentence=citing.sentence(view, seeds, url),
            citation=f"{citing.reference(view.scenario)} {without}",
        )
    )
