"""What each view holds: its words and figures, from the state.

A view is built when it is first opened; after that only what follows the state (`FOLLOWING`) is drawn again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from explorer.analysis.backtest import backtest as forecasts
from explorer.analysis.goal import Frontier, Goal, frontier as line_of
from explorer.charts import (
    backtest,
    capacity,
    dollars_per_gw,
    dots,
    fan,
    frontier as frontier_chart,
    gigawatts,
    investment,
    ladder,
    shares,
    style,
    svg,
    timeline,
    tornado,
)
from explorer.charts.chain_chart import funnel
from explorer.charts.registry import Drawing, follows
from explorer.datasets import rows
from explorer.model.stepwise import Steps, stepwise
from explorer.scenario import Scenario
from explorer.seeds import Seeds, load
from explorer.ui import deciders as decided, embeds, evidence, figure_html, ledger_html, markup, outcomes
from explorer.ui.state import State

Spec = dict[str, Any]
Draw = Callable[[Any, "Look", Seeds], Spec]


@dataclass(frozen=True, slots=True)
class Look:
    """How a reader looks at the page: in a narrow column or not, and at which claims.

    ``spread``: ``bands`` over time or twenty ``dots`` at one date. ``goal`` and ``lever``: what would have to be true,
    and for which second assumption; ``unfolded``: what is open; ``kept``: the scenarios to compare with, by letter, by
    the ``measure``; ``ends``: from which to which the steps go.
    """

    narrow: bool = False
    choice: evidence.Choice = evidence.Choice()
    spread: str = "bands"
    goal: Goal = field(default_factory=Goal)
    lever: str = "rack_rate_target"
    measure: str = "delivered_gw"
    unfolded: frozenset[str] = frozenset()
    kept: tuple[tuple[str, Scenario], ...] = ()
    ends: tuple[str, str] = ("", "")

    @property
    def width(self) -> int:
        """The width in CSS pixels for which charts are laid out."""
        return 358 if self.narrow else 900


def _shares(state: State, look: Look, seeds: Seeds) -> Spec:
    return shares.spec(state.scenario, seeds=seeds, width=look.width)


def _fan(state: State, look: Look, seeds: Seeds) -> Spec:
    draw = dots if look.spread == "dots" else fan
    return draw.spec(state.projection, seeds=seeds, width=look.width)


def _dots(state: State, look: Look, seeds: Seeds) -> Spec:
    return dots.spec(state.projection, seeds=seeds, width=look.width)


def _timeline(_state: State | None, look: Look, seeds: Seeds) -> Spec:
    return timeline.spec(rows.timelines(seeds), rows.sources(seeds), naming=seeds.naming, width=look.width)


def _of_claims(draw: Drawing[...], tell: Callable[[Seeds], rows.Rows]) -> Draw:
    """A chart that shows rows of one dataset as they are."""

    def drawn(_state: State | None, look: Look, seeds: Seeds) -> Spec:
        return draw.spec(tell(seeds), naming=seeds.naming, width=look.width)

    return drawn


def _backtest(_state: State | None, look: Look, seeds: Seeds) -> Spec:
    return backtest.spec(forecasts(), seeds=seeds, width=look.width)


def decides(state: State, look: Look, seeds: Seeds) -> Spec:
    """What matters most: each assumption alone."""
    return tornado.spec(decided.decisive(state.scenario), seeds=seeds, width=look.width)


def frontier(state: State, look: Look, seeds: Seeds) -> Spec:
    """The share that the reader's goal takes, against one more assumption."""
    line = frontier_line(state.scenario, look.lever, look.goal)
    return frontier_chart.spec(line, seeds=seeds, width=look.width)


@stepwise(keep=4)
def frontier_line(scenario: Scenario, lever: str, goal: Goal) -> Steps[Frontier]:
    """What that figure draws."""
    return (yield from line_of.steps(scenario, lever, goal))


FIGURES: Mapping[str, Mapping[str, Draw]] = {
    "answer": {"shares": _shares, "energised": _fan},
    "timeline": {"timeline": _timeline},
    "capacity": {
        "rack-claims": _of_claims(capacity, rows.capacity),
        "gigawatts": _of_claims(gigawatts, rows.gigawatts),
    },
    "investment": {
        "money-claims": _of_claims(investment, rows.investment),
        "dollars-per-gw": _of_claims(dollars_per_gw, rows.claims),
    },
    "claims": {"ladder": _of_claims(ladder, rows.claims)},
    "method": {"backtest": _backtest},
}
"""The figures of each view, in the order in which they stand."""

EMBEDDED: Mapping[str, Draw] = {name: draw for view in FIGURES.values() for name, draw in view.items()} | {
    "energised-dots": _dots,
    "decides": decides,
}
"""Every figure that can stand alone in another page, by name."""

SPREADS = ("bands", "dots")
"""The two ways to show how far the simulated cases lie apart."""

FOLLOWING = frozenset(name for name in EMBEDDED if follows(name)) - {"decides"}  # which waits for a pause
"""The figures that follow the state; the others show what was said and stay as they are."""


def drawn_as(name: str, look: Look) -> str:
    """The name of a figure in `EMBEDDED` as a reader has chosen to see it.

    >>> drawn_as("energised", Look(spread="dots")), drawn_as("shares", Look(spread="dots"))
    ('energised-dots', 'shares')
    """
    dotted = f"{name}-dots"
    return dotted if look.spread == "dots" and dotted in EMBEDDED else name


def of(view: str) -> Mapping[str, Draw]:
    """The figures of a view by name; the name of a figure is a view that holds it alone."""
    if view in FIGURES:
        return FIGURES[view]
    return {view: EMBEDDED[view]} if view in EMBEDDED else {}


def figures(
    view: str, state: State | None, look: Look, *, seeds: Seeds | None = None, which: str = "all"
) -> dict[str, Spec]:
    """Figures of one view by name, as plain dicts for plotly.js.

    ``which``: ``all``, those ``following`` the state, or of these the ``first``. Without a state there are only those
    that show what was said, and of these only the ones that have something to show.

    >>> list(figures("answer", State(), Look(), which="first"))
    ['shares']
    """
    known, seeds = of(view), load() if seeds is None else seeds
    names = [name for name in known if which == "all" or name in FOLLOWING]
    names = names[:1] if which == "first" else names
    if state is None:
        names = [name for name in names if name not in FOLLOWING]
    drawn = {name: with_config(known[name](state, look, seeds)) for name in names}
    return {name: spec for name, spec in drawn.items() if state is not None or spec["meta"]["table"]["rows"]}


def with_config(spec: Spec) -> Spec:
    """A figure with what plotly.js has to know beside it."""
    return {**spec, "config": dict(style.CONFIG)}


def slots(view: str, state: State | None) -> dict[str, str]:
    """The places of a view, other than round its figures, that follow the state."""
    if state is None:
        return {}
    if view in ("answer", "chain"):
        deal = load().deal
        return {"chain": funnel(state.projection, deal.goal_by, deal)}
    if view == "investment":
        return {"dollars": markup.cards(outcomes.dollar_cards(state.projection, load().deal.goal_by))}
    return {}


def pictures(view: str, state: State | None, look: Look) -> dict[str, dict[str, str]]:
    """The figures of a view as SVG, ``wide`` and ``narrow``; the style sheet shows the one that fits."""
    return pictured({name: figures(view, state, replace(look, narrow=name == "narrow")) for name in ("wide", "narrow")})


def embed(name: str, state: State | None, seeds: Seeds, look: Look, page: str) -> str:
    """The page of an embed: one figure or the converter; a sentence where nothing has that name."""
    drawn = figures(name, state, look, seeds=seeds) if name in EMBEDDED else {}
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
        for name, spec in figures(view, state, look, seeds=seeds).items()
    }
    extras: dict[str, Callable[[], str]] = {
        "claims": lambda: ledger_html.ledger(look.choice, seeds),
        "answer": lambda: ledger_html.year(seeds),
        "method": lambda: markup.data_and_method(seeds, drawn["backtest"]),
        "capacity": lambda: markup.converter(embed=True) if state is not None else "",
    }
    return markup.view(view, drawn, slots(view, state), look, extras.get(view, str)(), whole=whole)
