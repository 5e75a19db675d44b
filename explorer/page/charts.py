"""The charts of the page by name, those of the story and of the pages beside it; and charts as HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape
from typing import Any

from markupsafe import Markup

from explorer.analysis.backtest import backtest as forecasts
from explorer.analysis.goal import frontier as two_levers
from explorer.charts import backtest, dots, fan, frontier, registry, shares, svg, tornado
from explorer.datasets.tables import ROWS
from explorer.formatting import capital
from explorer.model import simulate
from explorer.page.deciders import decisive
from explorer.page.render import render
from explorer.page.view import View
from explorer.seeds import Seeds

Spec = dict[str, Any]
Make = Callable[[View, Seeds], Spec]
NUMBER_LENGTH = 24  # characters: what is longer in a cell is words
MOST_NUMBERS = 6  # columns that a phone shows side by side


def _to_goal(view: View) -> dict[str, Any]:
    return {"at": view.goal.by, "target_gw": view.goal.amount_gw, "width": view.width}


def _of(chart: registry.ChartFunction[...]) -> Make:
    """A chart of what was said, from the rows of its tables."""
    return lambda view, seeds: chart.spec(
        *(ROWS[table](seeds) for table in chart.tables), naming=seeds.naming, width=view.width
    )


registry.all_charts()
SAID: Mapping[str, Make] = {
    "backtest": lambda view, seeds: backtest.spec(forecasts(seeds=seeds), seeds=seeds, width=view.width),
    **{name: _of(chart) for name, chart in registry.ON_PAGE.items() if chart.tables},
}
"""What was said, and how the model has done: these follow no scenario."""

FOLLOWING: Mapping[str, Make] = {
    "shares": lambda view, seeds: shares.spec(view.scenario, **_to_goal(view), seeds=seeds),
    "energised": lambda view, seeds: (dots if view.spread == "dots" else fan).spec(
        simulate(view.scenario), **_to_goal(view), seeds=seeds
    ),
    "energised-dots": lambda view, seeds: FOLLOWING["energised"](view.replace(spread="dots"), seeds),
    "frontier": lambda view, seeds: frontier.spec(
        two_levers(view.scenario, view.lever, view.goal), seeds=seeds, width=view.width
    ),
    "decides": lambda view, seeds: tornado.spec(decisive(view.scenario, view.goal.by), seeds=seeds, width=view.width),
}
"""What follows from the reader's scenario."""


def known(view: View) -> Mapping[str, Make]:
    """The charts that there are; without assumptions none follows from them."""
    return {**FOLLOWING, **SAID} if view.scenario else SAID


def drawn(name: str, view: View, seeds: Seeds, made: Spec | None = None, *, whole: bool = True) -> dict[str, Any]:
    """A chart for the page: its picture, its title and measure, and the frame in which a pointer moves.

    ``made`` is its spec where that is known; ``whole`` adds sources and table, which can wait while a control moves.
    """
    made = made or known(view)[name](view, seeds)
    meta, layout = made["meta"], made["layout"]
    frame = {"x": layout["xaxis"]["range"], "y": layout["yaxis"]["range"], "height": layout["height"]}
    chart = {
        "svg": svg.svg_of(made, key=f"{name}-{view.width}"),
        "title": escape(meta["title"]),
        "sub": escape(meta["subtitle"]),
        "frame": {**frame, **layout["margin"]},
    }
    return chart | note_and_table(made, seeds) if whole else chart


def note_and_table(made: Spec, seeds: Seeds) -> dict[str, str]:
    """The sources of a chart and its numbers as a table; a wide one, or one of words, can be read down as cards."""
    meta, table = made["meta"], made["meta"]["table"]
    words = any(len(str(cell)) > NUMBER_LENGTH for row in table["rows"] for cell in row[1:])
    stacked = words or len(table["columns"]) > MOST_NUMBERS
    return {
        "note": _note(tuple(meta["sources"]), meta["data_to"], seeds),
        "table": render("table.html", caption=meta["title"], stacked=stacked, **table),
    }


@lru_cache(maxsize=32)  # a moved control leaves them as they are
def _note(source_ids: tuple[str, ...], data_to: str, seeds: Seeds) -> str:
    ids = seeds.naming.ordered(source_ids)
    names = [*map(seeds.source_name, ids)]
    return render("sources.html", data_to=capital(data_to), ids=ids, names=names, seeds=seeds)


def both_layouts(name: str, view: View, seeds: Seeds) -> dict[str, Any]:
    """A chart in both layouts, of which the style sheet shows the one that fits."""
    wide, narrow = (drawn(name, view.replace(narrow=one), seeds) for one in (False, True))
    plain = {key: Markup(value) if isinstance(value, str) else value for key, value in wide.items()}
    return {**plain, "wide": plain["svg"], "narrow": Markup(narrow["svg"])}
