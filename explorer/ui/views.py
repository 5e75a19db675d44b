"""What each view holds: its words and figures, from the state.

A view is built when it is first opened; after that only what follows the state (`FOLLOWING`) is drawn again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from explorer.analysis import backtest
from explorer.analysis import frontier as tradeoff
from explorer.analysis.goal import Goal
from explorer.charts import (
    backtest_chart,
    capacity_chart,
    chain_chart,
    dots_chart,
    fan_chart,
    frontier_chart,
    gigawatts_chart,
    investment_chart,
    shares_chart,
    style,
    svg,
    timeline_chart,
    tornado_chart,
)
from explorer.model.stepwise import Steps, stepwise
from explorer.scenario import Scenario
from explorer.seeds import Seeds
from explorer.ui import deciders as decided
from explorer.ui import embeds, evidence, figure_html, ledger_html, markup, outcomes
from explorer.ui.state import State

Spec = dict[str, Any]
BY = "2029-12"


@dataclass(frozen=True, slots=True)
class Look:
    """How a reader looks at the page: in a narrow column or not, at which power (``facility`` or ``it``) and claims.

    ``spread``: ``bands`` over time or twenty ``dots`` at one date. ``goal`` and ``lever``: what would have to be true,
    and for which second assumption; ``unfolded``: what is open; ``kept``: the scenarios to compare with, by letter, by
    the ``measure``; ``ends``: from which to which the steps go.
    """

    narrow: bool = False
    power: str = "facility"
    choice: evidence.Choice = evidence.Choice()
    spread: str = "bands"
    goal: Goal = Goal()
    lever: str = "rack_rate_target"
    measure: str = "delivered_gw"
    unfolded: frozenset[str] = frozenset()
    kept: tuple[tuple[str, Scenario], ...] = ()
    ends: tuple[str, str] = ("", "")


def _shares(state: State, look: Look) -> Spec:
    return shares_chart.spec_shares(shares_chart.curve_of(state.scenario), narrow=look.narrow)


def _energised(state: State, look: Look) -> Spec:
    if look.spread == "dots":
        return _energised_dots(state, look)
    return fan_chart.spec_fan(fan_chart.fan_of(state.projection, "energised_gw"), narrow=look.narrow)


def _power_shares(state: State, look: Look) -> Spec:
    return shares_chart.spec_shares(shares_chart.curve_of(state.scenario, kind=look.power), narrow=look.narrow)


def _delivered(state: State, look: Look) -> Spec:
    if look.spread == "dots":
        return _delivered_dots(state, look)
    return fan_chart.spec_fan(fan_chart.fan_of(state.projection, _delivery(look)), narrow=look.narrow)


def _delivery(look: Look) -> str:
    return "delivered_gw" if look.power == "facility" else "delivered_it_gw"


def _energised_dots(state: State, look: Look) -> Spec:
    return dots_chart.spec_dots(dots_chart.dots_of(state.projection, "energised_gw", at=BY), narrow=look.narrow)


def _delivered_dots(state: State, look: Look) -> Spec:
    return dots_chart.spec_dots(dots_chart.dots_of(state.projection, _delivery(look), at=BY), narrow=look.narrow)


# The datasets are pandas frames; pandas is imported when a view that shows them is opened, not before the first answer.
def _timeline(_state: State | None, look: Look) -> Spec:
    from explorer.datasets import tables

    return timeline_chart.spec_timeline(tables.timelines(), tables.sources(), narrow=look.narrow)


def _rack_claims(state: State | None, look: Look) -> Spec:
    return _capacity_claims("racks", state, look)


def _power_claims(state: State | None, look: Look) -> Spec:
    return _capacity_claims("gw", state, look)


def _capacity_claims(unit: str, state: State | None, look: Look) -> Spec:
    from explorer.datasets import tables

    frame = tables.capacity()
    # With the model, the claims on the two parties of the deal; of other sources, all there are.
    chosen: dict[str, Any] = {} if state else {"metrics": list(frame["metric"].unique()), "party": ""}
    return capacity_chart.spec_capacity(frame, unit, narrow=look.narrow, **chosen)


def _gigawatts(_state: State | None, look: Look) -> Spec:
    from explorer.datasets import tables

    return gigawatts_chart.spec_gigawatts(tables.gigawatts(), narrow=look.narrow)


def _money_claims(_state: State | None, look: Look) -> Spec:
    from explorer.datasets import tables

    return investment_chart.spec_investment(tables.investment(), narrow=look.narrow)


def _dollars_per_gw(_state: State | None, look: Look) -> Spec:
    from explorer.datasets import tables

    return investment_chart.spec_dollars_per_gw(tables.claims(), narrow=look.narrow)


def _backtest(_state: State | None, look: Look) -> Spec:
    return backtest_chart.spec_backtest(backtest.backtest(), narrow=look.narrow)


def decides(state: State, look: Look) -> Spec:
    """What decides the answer: each assumption alone."""
    return tornado_chart.spec_tornado(decided.decisive(state.scenario), narrow=look.narrow)


def frontier(state: State, look: Look) -> Spec:
    """The share for OpenAI that the reader's goal takes, against one more assumption."""
    line = frontier_line(state.scenario, look.lever, look.goal)
    return frontier_chart.spec_frontier(line, narrow=look.narrow)


@stepwise(keep=4)
def frontier_line(scenario: Scenario, lever: str, goal: Goal) -> Steps[tradeoff.Frontier]:
    """What that figure draws."""
    return (yield from tradeoff.frontier.steps(scenario, lever, goal))


FIGURES: Mapping[str, Mapping[str, Callable[[Any, Look], Spec]]] = {
    "answer": {"shares": _shares, "energised": _energised},
    "timeline": {"timeline": _timeline},
    "capacity": {
        "rack-claims": _rack_claims,
        "power-shares": _power_shares,
        "delivered": _delivered,
        "gigawatts": _gigawatts,
        "power-claims": _power_claims,
    },
    "investment": {"money-claims": _money_claims, "dollars-per-gw": _dollars_per_gw},
    "claims": {},
    "method": {"backtest": _backtest},
}
"""The figures of each view, in the order in which they stand."""

EMBEDDED: Mapping[str, Callable[[Any, Look], Spec]] = {
    name: draw for view in FIGURES.values() for name, draw in view.items()
} | {"energised-dots": _energised_dots, "delivered-dots": _delivered_dots, "decides": decides}
"""Every figure that can stand alone in another page, by name."""

SPREADS = ("bands", "dots")
"""The two ways to show how far the simulated cases lie apart."""

FOLLOWING = frozenset({"shares", "energised", "power-shares", "delivered", "energised-dots", "delivered-dots"})
"""The figures that follow the state; the others show what was said and stay as they are."""


def drawn_as(name: str, look: Look) -> str:
    """The name of a figure in `EMBEDDED` as a reader has chosen to see it.

    >>> drawn_as("energised", Look(spread="dots")), drawn_as("shares", Look(spread="dots"))
    ('energised-dots', 'shares')
    """
    dotted = f"{name}-dots"
    return dotted if look.spread == "dots" and dotted in EMBEDDED else name


def of(view: str) -> Mapping[str, Callable[[Any, Look], Spec]]:
    """The figures of a view by name; the name of a figure is a view that holds it alone."""
    if view in FIGURES:
        return FIGURES[view]
    return {view: EMBEDDED[view]} if view in EMBEDDED else {}


def figures(view: str, state: State | None, look: Look, *, which: str = "all") -> dict[str, Spec]:
    """Figures of one view by name, as plain dicts for plotly.js.

    ``which``: ``all``, those ``following`` the state, or of these the ``first``. Without a state there are only those
    that show what was said, and of these only the ones that have something to show.

    >>> list(figures("answer", State(), Look(), which="first"))
    ['shares']
    """
    known = of(view)
    names = [name for name in known if which == "all" or name in FOLLOWING]
    names = names[:1] if which == "first" else names
    if state is None:
        names = [name for name in names if name not in FOLLOWING]
    drawn = {name: with_config(known[name](state, look)) for name in names}
    return {name: spec for name, spec in drawn.items() if state is not None or spec["meta"]["table"]["rows"]}


def with_config(spec: Spec) -> Spec:
    """A figure with what plotly.js has to know beside it."""
    return {**spec, "config": dict(style.CONFIG)}


def slots(view: str, state: State | None) -> dict[str, str]:
    """The places of a view, other than round its figures, that follow the state."""
    if state is None:
        return {}
    if view in ("answer", "chain"):
        return {"chain": chain_chart.chain(state.projection, BY)}
    if view == "investment":
        return {"dollars": markup.cards(outcomes.dollar_cards(state.projection, BY))}
    return {}


def pictures(view: str, state: State | None, look: Look) -> dict[str, dict[str, str]]:
    """The figures of a view as SVG, ``wide`` and ``narrow``; the style sheet shows the one that fits."""
    return pictured({name: figures(view, state, replace(look, narrow=name == "narrow")) for name in ("wide", "narrow")})


def embed(name: str, state: State | None, seeds: Seeds, look: Look, page: str) -> str:
    """The page of an embed: one figure or the converter; a sentence where nothing has that name."""
    drawn = figures(name, state, look) if name in EMBEDDED else {}
    if name == embeds.CONVERTER and state is not None:
        inner = markup.converter()
    elif drawn:
        inner = figure_html.figure(name, drawn[name], seeds)
    else:
        known = [known for known in EMBEDDED if state is not None or known not in {*FOLLOWING, "decides"}]
        inner = markup.sentence(embeds.unknown(name, tuple(known)))
    return markup.embed(name, inner, page)


def pictured(layouts: Mapping[str, Mapping[str, Spec]]) -> dict[str, dict[str, str]]:
    """The same from finished specs, by layout and name: each figure's name, then its picture for each layout.

    >>> pictured({"wide": {}, "narrow": {}})
    {}
    """
    drawn: dict[str, dict[str, str]] = {}
    for layout, specs in layouts.items():
        for name, spec in specs.items():
            drawn.setdefault(name, {})[layout] = svg.svg_of(spec, key=f"{name}-{layout}")
    return drawn


def panel(
    view: str,
    state: State | None,
    seeds: Seeds,
    look: Look,
    *,
    drawn_first: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    whole: bool = True,
) -> str:
    """The inner HTML of one view; ``drawn_first`` holds `pictures` that stand where the script will draw charts."""
    drawn = {
        name: figure_html.figure(name, spec, seeds, **drawn_first.get(name, {}))
        for name, spec in figures(view, state, look).items()
    }
    extras: dict[str, Callable[[], str]] = {
        "claims": lambda: ledger_html.ledger(look.choice, seeds),
        "answer": lambda: ledger_html.year(seeds),
        "method": lambda: markup.data_and_method(seeds, drawn["backtest"]),
        "capacity": lambda: markup.converter(embed=True) if state is not None else "",
    }
    return markup.view(view, drawn, slots(view, state), look, extras.get(view, str)(), whole=whole)
