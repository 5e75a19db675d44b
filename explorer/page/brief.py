"""The one-page brief: the answer, the chart, where the articles differ, what came of it, on one sheet of A4."""

from __future__ import annotations

from markupsafe import Markup

from explorer.arguments import checked
from explorer.charts import svg
from explorer.model.stepwise import whole
from explorer.page import citing, evidence, hero
from explorer.page.address import query
from explorer.page.charts import FOLLOWING
from explorer.page.render import render
from explorer.page.results import RESULTS
from explorer.page.view import View
from explorer.scenario import Scenario, defaults
from explorer.scenario.links import short
from explorer.seeds import Seeds

WIDTH = 940


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
    texts = {**hero.hero(view, seeds)["texts"], **whole(RESULTS["answer"](view, seeds))["texts"]}
    chart = FOLLOWING["shares"](view.with_(narrow=False), seeds)
    # else the sentence has its link
    without = "" if citing.page_address(url) else f"In the app: ?{query(view) or f's={short(view.scenario)}'}"
    return str(
        render(
            "brief.html",
            question=seeds.deal.question.replace("'", "\u2019"),
            texts={name: Markup(html) for name, html in texts.items()},
            chart=Markup(svg.svg_of(chart, key="brief", width=WIDTH)),
            seeds=seeds,
            deal=seeds.deal,
            year=evidence.score_lines(seeds),
            sentence=citing.sentence(view, seeds, url),
            citation=f"{citing.reference(view.scenario)} {without}",
        )
    )
