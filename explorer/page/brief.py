"""The one-page brief: the answer, the chart, where the articles differ, what came of it, on one sheet of A4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from explorer import project
from explorer.charts import svg
from explorer.page import address, hero, take
from explorer.page.charts import spec
from explorer.page.render import render
from explorer.page.story import stories
from explorer.ui import citing, evidence

if TYPE_CHECKING:
    from explorer.page.page import Page

WIDTH = 720


def brief(page: Page) -> str:
    """The brief of a page's scenario as a file of HTML that needs nothing else."""
    chart = spec("shares", page.view.with_(narrow=False), page.seeds)
    assert chart is not None
    texts = {name: Markup(html) for name, html in hero.hero(page.view, page.seeds)["texts"].items()}
    return render(
        "brief.html",
        question=page.seeds.deal.question.replace("'", "\u2019"),
        deal=page.seeds.deal,
        data_to=page.seeds.data_to,
        searched=page.seeds.deal.searched,
        texts=texts,
        chart=Markup(svg.svg_of(chart, key="brief", width=WIDTH, variables=False)),
        style=Markup(svg.css(variables=False, scope="svg.chart")),
        stories=stories(),
        year=evidence.score_lines(page.seeds, leading=True),
        sentence=take.sentence(page),
        query=address.query(page.view),
        citation=citing.citation(page.view.scenario, page.url),
        project=project,
    )
