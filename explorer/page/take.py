"""What a reader takes away: a sentence, a citation, the record of a run, and each chart as picture, numbers, code, embed."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from explorer.charts import svg
from explorer.charts.registry import code
from explorer.errors import ExplorerError
from explorer.page import address, charts, words
from explorer.page.render import Update, escape
from explorer.ui import citing, takeaway
from explorer.ui.run_record import trail_text

if TYPE_CHECKING:
    from explorer.page.page import Page


def taken(page: Page, what: str, name: str) -> Update:
    """One thing that a reader asked to take away: text to copy, or a file."""
    if what == "sentence":
        return {"copy": sentence(page), "done": "A sentence with its link is copied."}
    if what == "citation":
        return {"copy": citing.citation(page.view.scenario, page.url), "done": "The citation is copied."}
    if what == "record":
        return {
            "file": {
                "name": "buildout-explorer-record.json",
                "type": "application/json",
                "text": trail_text(page.view.scenario, page.view.goal),
            }
        }
    if what == "brief":
        from explorer.page.brief import brief

        return {"file": {"name": "buildout-explorer-brief.html", "type": "text/html", "text": brief(page)}}
    spec = charts.spec(name, page.view, page.seeds)
    if spec is None:
        raise ExplorerError("There is no chart of that name; nothing was changed.")
    if what == "code":
        return {"copy": code(name, page.view.scenario), "done": "The Python code is copied."}
    if what == "embed":
        return {"copy": embed(page, name, spec), "done": "The embed code is copied."}
    about = takeaway.chart(name, spec, page.seeds, page.view.scenario, page_url=page.url)
    file = f"buildout-explorer-{name}"
    if what == "csv":
        return {"file": {"name": f"{file}.csv", "type": "text/csv", "text": table(about, page)}}
    if what in ("svg", "png"):
        width = 420 if page.view.narrow else 900
        text, height = picture(spec, about, page, width)
        return {
            "file": {
                "name": f"{file}.{what}",
                "type": "image/svg+xml",
                "text": text,
                "png": what == "png",
                "width": width,
                "height": height,
            }
        }
    raise ExplorerError("This cannot be taken away; nothing was changed.")


def link(page: Page) -> str:
    """The address of the reader's scenario; what it holds alone where the page has no address."""
    query = address.query(page.view)
    return f"{citing.page_address(page.url)}{f'?{query}' if query else ''}"


def sentence(page: Page) -> str:
    """One sentence to quote, with its condition, range and link."""
    from explorer.analysis.answer import answer

    said = answer(page.view.scenario, target_gw=page.view.goal.amount_gw, by=page.view.goal.by)
    share, d, e = said.chosen.middle, said.delivered_gw, said.energised_gw
    from explorer.formatting import month_words, percent, two_figures

    deal = page.seeds.deal
    return (
        f"If {percent(share)}% of {deal.maker}\u2019s AI racks went to {deal.buyer}, it would have equipment for about "
        f"{two_figures(d.middle)} GW of data centres by {month_words(said.required.by)} ({words.span(d)} in 9 of 10 simulations), "
        f"of which about {two_figures(e.middle)} GW could be switched on ({words.span(e)}); {deal.buyer} may buy but does not have to. {link(page)}"
    ).strip()


def embed(page: Page, name: str, spec: Any) -> str:
    """The frame that shows one chart on another page; it takes the height of what is in it."""
    query = "&".join(filter(None, [urlencode({"embed": name}), address.query(page.view)]))
    where = f"{citing.page_address(page.url)}?{query}"
    title, height = escape(spec["meta"]["title"]), spec["layout"]["height"] + 200
    grow = (
        "addEventListener('message',e=>{const f=document.querySelector('iframe[src=\"'+CSS.escape('%s')+'\"]');"
        "if(f&&e.source===f.contentWindow&&e.data.explorerHeight)f.height=e.data.explorerHeight})"
    )
    frame = (
        f'<iframe src="{escape(where)}" title="{title}" width="100%" height="{height}" style="border:0" loading="lazy">'
    )
    return f"{frame}</iframe><script>{grow % where}</script>"


def table(about: dict[str, Any], page: Page) -> str:
    """The numbers as CSV, with the mark that tells Excel it is UTF-8; where they come from stands below them."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(about["columns"])
    rows.writerows([[safe(cell) for cell in row] for row in about["rows"]])
    rows.writerow([])
    for name, value in (
        ("title", about["title"]),
        ("subtitle", about["subtitle"]),
        ("data", about["data_to"]),
        ("link", link(page)),
        ("licence", "CC BY 4.0"),
    ):
        rows.writerow([name, safe(value)])
    for source in takeaway.sources({"": about}, page.seeds).values():
        rows.writerow(["source", safe(source["name"]), source["url"]])
    return "\ufeff" + out.getvalue()


def safe(cell: Any) -> Any:
    """A cell that no spreadsheet computes."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" else cell


def picture(spec: Any, about: dict[str, Any], page: Page, width: int) -> tuple[str, int]:
    """The chart as a file of SVG with its title, sources and link, and how high it is."""
    from explorer.charts import style

    whole = style.standing_alone(spec, width=width)
    return svg.svg_of(whole, key="file", width=width, variables=False), whole["layout"]["height"]
