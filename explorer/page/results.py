"""What follows at leisure: results that are worked out in pieces after the hero, each pushed once it is there."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from explorer.analysis.answer import chosen_share, required
from explorer.analysis.bottleneck import first_break
from explorer.analysis.goal import frontier as two_levers
from explorer.charts import chain
from explorer.charts.shares_chart import for_scale
from explorer.charts.tornado_chart import explained
from explorer.formatting import amount, dollars, mid_sentence, month_words, number_set, to_display, two_figures
from explorer.model import BAND, LINEAR_IN_SHARE, ModelError, Projection, outcomes_of, simulate
from explorer.model.stepwise import Steps
from explorer.page import comparing, deciders, hero, words
from explorer.page.charts import FOLLOWING, drawn, note_and_table
from explorer.page.render import Update, render
from explorer.page.view import View
from explorer.records import Deal, Parameter
from explorer.seeds import Seeds

Result = Callable[[View, Seeds], Steps[Update]]
RESULTS: dict[str, Result] = {}
SEEN_IN: dict[str, frozenset[str]] = {}
"""The sections in which each result is seen; what nobody has near is not worked out."""
DOLLARS = {
    "rack_sales_usd": "Price of the {units} for {buyer}",
    "capex_usd": "Whole cost of the gigawatts in use",
    "investment_usd": "{maker}’s investment, at any share",
}
"""Outcomes of the model in dollars, cumulative, with the words of their cards."""


def result(*sections: str) -> Callable[[Result], Result]:
    """Add a result to those that are pushed, in this order."""

    def add(function: Result) -> Result:
        RESULTS[function.__name__], SEEN_IN[function.__name__] = function, frozenset(sections)
        return function

    return add


@result("answer")
def answer(view: View, seeds: Seeds) -> Steps[Update]:
    """Racks, and what the goal takes whatever the reader's share; the range with each assumption on its own."""
    scenario, goal, own = view.scenario, view.goal, chosen_share(view.scenario)
    every = hero.with_every_rack(scenario, goal.amount_gw, goal.by)
    racks = [own.middle * value for value in every["racks"]]
    if own.low < own.high:
        racks = simulate(scenario).quantiles_at("openai_shipped", BAND, goal.by).tolist()
    yield
    found = required(scenario, goal.amount_gw, goal.by)
    yield
    before, key, after = words.need(found, seeds.deal, goal.outcome)
    around_chart = note_and_table(FOLLOWING["shares"](view, seeds), seeds)
    return {
        "texts": {
            "racks": two_figures(racks[1]),
            "racks-range": hero.ends(racks),
            "cases": hero.chance_words(every["chance"], scenario, goal),
            "need": f"{escape(before)} <b>{escape(key)}</b> {escape(after)}",
            "twist": words.every_rack_sentence(found, seeds.deal),
            "twin": words.independent_sentence(found) + escape(for_scale(seeds.deal, goal.amount_gw), quote=False),
            "shares-note": around_chart["note"],
            "shares-table": around_chart["table"],
        },
        "curve": every,
    }


@result("sentence", "money")
def path(view: View, seeds: Seeds) -> Steps[Update]:
    """The way there: both fans over time or twenty dots, the funnel of racks, dollars."""
    projection, by = simulate(view.scenario), view.goal.by
    yield
    chart = drawn("energised", view, seeds)
    yield
    return {
        "texts": {
            "chain": chain(projection, by, seeds=seeds),
            "dollars": render("cards.html", cards=dollar_cards(projection, by, seeds.deal)),
        },
        "charts": {"energised": chart},
    }


def dollar_cards(projection: Projection, by: str, deal: Deal) -> list[dict[str, str]]:
    """Name, middle case and 9-in-10 range of each of `DOLLARS` at the end of a month.

    >>> from explorer.scenario import Scenario
    >>> from explorer.seeds import load
    >>> dollar_cards(simulate(Scenario(openai_share=0)), "2029-12", load().deal)[0]["middle"]
    '$0'
    """
    cards: list[dict[str, str]] = []
    for outcome, name in DOLLARS.items():
        if outcome not in outcomes_of(deal):
            continue
        low, middle, high = map(dollars, projection.quantiles_at(outcome, BAND, by))
        between = "in every simulated case" if low == high else f"{low} to {high} in 9 of 10 cases"
        named = name.format(units=deal.short_units, buyer=deal.buyer, maker=deal.maker)
        cards.append({"name": named, "range": f"{between}, by {month_words(by)}", "middle": middle})
    return cards


@result("matters")
def matters(view: View, seeds: Seeds) -> Steps[Update]:
    """What matters most: how far each assumption alone moves the gigawatts delivered."""
    found = yield from deciders.decisive.steps(view.scenario, view.goal.by)
    rows = [row for row in found.rows if row.variance_share > 0 and row.parameter in seeds.assumptions][:8]
    median, by = found.attrs["median"], month_words(found.attrs["at"])
    top = 1.05 * max([median, *(value for row in rows for value in (row.low_outcome, row.high_outcome))]) or 1.0
    bars: list[dict[str, Any]] = []  # a list, since what goes over the wire as an object arrives in another order
    for row in rows:
        one = seeds.parameters[row.parameter]
        low, high = (_at(row.low_outcome, row.low_input, one), _at(row.high_outcome, row.high_input, one))
        bar = {
            "parameter": row.parameter,
            "median": 100 * median / top,
            "low": 100 * row.low_outcome / top,
            "high": 100 * row.high_outcome / top,
            "words": f"{low}, {high}",
            "explains": f"{explained(row.variance_share)} of the spread",
        }
        bars.append(bar)
    if rows:
        title = f"What matters most: {mid_sentence(seeds.parameters[rows[0].parameter].label)}"
        sub = (
            f'Each bar: the gigawatts delivered by {by} if this input is <span class="amber">low</span>, or '
            f'<span class="blue">high</span>. The line: {amount(median, "GW")}, the median.'
        )
    else:
        title = "Nothing moves this outcome"
        sub = f"By {by} {amount(median, 'GW')} would be delivered, wherever in its range an input lies."
    return {"texts": {"matters-title": escape(title), "matters-sub": sub}, "bars": bars}


def _at(outcome: float, value: float, parameter: Parameter) -> str:
    at = to_display(value, parameter.unit)
    number = number_set(round(at) if abs(at) >= 10 else float(f"{at:.{3 if abs(at) < 3 else 2}g}"))
    return f"{amount(outcome, 'GW')} at {parameter.display.with_unit(number)}"


@result("two")
def two(view: View, seeds: Seeds) -> Steps[Update]:
    """What a goal takes: two assumptions at once, and each alone."""
    texts: dict[str, str] = {}
    charts = {}
    try:
        yield from two_levers.steps(view.scenario, view.lever, view.goal)  # held for the chart
        charts["frontier"] = drawn("frontier", view, seeds)
        texts["frontier-fault"] = ""
    except ModelError as fault:
        texts["frontier-fault"] = escape(f"This is not drawn. {fault}")
    yield
    needs = yield from deciders.lever_needs.steps(view.scenario, view.goal)
    texts["needed"] = render("needed.html", needs=needs)
    texts["goal-title"] = escape(f"What would {view.goal.words()} take?")
    texts["reached"] = escape(deciders.reached(simulate(view.scenario), view.goal))
    return {"texts": texts, "charts": charts}


@result("ask")
def asks(view: View, seeds: Seeds) -> Steps[Update]:
    """What to ask next, and what stops growth first."""
    linear = view.goal.outcome in LINEAR_IN_SHARE  # then the answer is the same whatever share is set
    asked = view.scenario.replace(openai_share=1) if linear else view.scenario
    found = yield from deciders.asks.steps(asked, view.goal)
    yield
    first = yield from first_break.table.steps(view.scenario, by=view.goal.by)
    stops = words.first_break(first, seeds.deal)
    what = "the share needed" if linear else "the range of gigawatts switched on"
    html = render("asks.html", asks=found, what=what)
    return {"texts": {"asks": html, "breaks": escape(stops)}}


@result("compare")
def compare(view: View, seeds: Seeds) -> Steps[Update]:
    """The pinned scenarios beside that of the controls."""
    if not view.pinned:
        return {"texts": {"compare": ""}, "charts": {}}
    sides = yield from comparing.side_by_side.steps(view.pinned, view.scenario, view.goal, view.narrow)
    html = render("compared.html", **sides, by=f"By {month_words(view.goal.by)}")
    charts = {name: drawn(name, view, seeds, made) for name, made in sides["charts"].items()}
    return {"texts": {"compare": html}, "charts": charts}
