"""Parts of the page for other notebooks, one line each; give several the same `State` and they move together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import escape

from explorer.arguments import checked
from explorer.errors import ExplorerError
from explorer.scenario import Scenario
from explorer.ui import saved, views
from explorer.ui.applink import AppLink
from explorer.ui.page import Page
from explorer.ui.state import State

__all__ = [
    "State",
    "answer",
    "assumptions",
    "capacity",
    "chain",
    "claims",
    "deciders",
    "figure",
    "in_the_app",
    "investment",
    "timeline",
]


class Part(Page):
    """One view, some controls, or both, while a kernel runs.

    What shows no widgets (the documentation's site, most readers of a saved notebook) shows its words and charts as
    they were; JupyterLab shows a saved one again only once its cell is run, and nbconvert leaves it out.
    """

    def notice(self, said: Iterable[str]) -> str:
        """As on the page, but inputs that do not fit together are said where they are set, not beside every chart."""
        return super().notice(said) if self.parameters else "".join(f"<p>{escape(sentence)}</p>" for sentence in said)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        return data | {"text/html": saved.part(self.state, self.view, self.parameters)}, metadata


@checked()
def assumptions(*parameters: str, state: State | Scenario | None = None) -> Part:
    """The controls of some parameters, with what follows from them in one sentence.

    >>> assumptions("rack_power_kw", "it_overhead").parameters
    ('rack_power_kw', 'it_overhead')
    """
    return _part(None, state, parameters)


@checked()
def answer(state: State | Scenario | None = None, *, parameters: tuple[str, ...] = ("openai_share",)) -> Part:
    """What different shares would amount to, and the fan for the share chosen."""
    return _part("answer", state, parameters)


@checked()
def figure(name: str, state: State | Scenario | None = None, *, parameters: tuple[str, ...] = ()) -> Part:
    """One chart of the app by its name there, such as ``shares``, ``energised``, ``delivered`` or ``rack-claims``.

    Raises ValueError, which lists the names, for a chart that the app does not have.

    >>> figure("shares").view
    'shares'
    """
    names = [name for held in views.FIGURES.values() for name in held]
    if name not in names:
        raise ExplorerError(f"no such chart: {name}; the charts are {', '.join(names)}")
    return _part(name, state, parameters)


@checked()
def chain(state: State | Scenario | None = None, *, parameters: tuple[str, ...] = ()) -> Part:
    """From the racks that could be made to the power that would run, step by step."""
    return _part("chain", state, parameters)


@checked()
def deciders(state: State | Scenario | None = None, *, parameters: tuple[str, ...] = ()) -> Part:
    """Which assumption decides the answer, what else would have to be true, what to ask, what stops growth first."""
    return _part("deciders", state, parameters)


@checked()
def timeline(state: State | Scenario | None = None) -> Part:
    """What was said when, and what it is about."""
    return _part("timeline", state, ())


@checked()
def capacity(state: State | Scenario | None = None, *, parameters: tuple[str, ...] = ()) -> Part:
    """Rival claims on racks a week and gigawatts."""
    return _part("capacity", state, parameters)


@checked()
def investment(state: State | Scenario | None = None, *, parameters: tuple[str, ...] = ()) -> Part:
    """Rival claims on money."""
    return _part("investment", state, parameters)


@checked()
def claims(state: State | Scenario | None = None) -> Part:
    """Who said what: the agreement of the five articles."""
    return _part("claims", state, ())


@checked()
def in_the_app(shown: State | Scenario | None = None) -> AppLink:
    """A link that opens the state, or a scenario, in the app, and follows the state where that moves.

    >>> in_the_app(Scenario()).query
    ''
    """
    return AppLink(shown if isinstance(shown, State) else State(shown))


def _part(view: str | None, state: State | Scenario | None, parameters: tuple[str, ...]) -> Part:
    unknown = [name for name in parameters if name not in Scenario().distributions]
    if unknown:
        raise ExplorerError(
            f"no such parameter: {', '.join(unknown)}; the parameters are {', '.join(Scenario().distributions)}"
        )
    return Part(state if isinstance(state, State) else State(state), view=view, parameters=parameters, whole=False)
