"""Parts of the page for other notebooks, one line each; give several the same `State` and they move together."""

from __future__ import annotations

from explorer.scenario import Scenario
from explorer.ui.page import Page
from explorer.ui.state import State

__all__ = ["State", "answer", "assumptions", "capacity", "claims", "investment", "timeline"]


def assumptions(*parameters: str, state: State | None = None) -> Page:
    """The controls of some parameters, with what follows from them in one sentence.

    >>> assumptions("rack_power_kw", "it_overhead").parameters
    ('rack_power_kw', 'it_overhead')
    """
    return _part(None, state, parameters)


def answer(state: State | None = None, *, parameters: tuple[str, ...] = ("openai_share",)) -> Page:
    """What different shares would amount to, and the fan for the share chosen."""
    return _part("answer", state, parameters)


def timeline(state: State | None = None) -> Page:
    """What was said when, and what it is about."""
    return _part("timeline", state, ())


def capacity(state: State | None = None, *, parameters: tuple[str, ...] = ()) -> Page:
    """Rival claims on racks a week and gigawatts."""
    return _part("capacity", state, parameters)


def investment(state: State | None = None, *, parameters: tuple[str, ...] = ()) -> Page:
    """Rival claims on money."""
    return _part("investment", state, parameters)


def claims(state: State | None = None) -> Page:
    """Who said what: the agreement of the five articles."""
    return _part("claims", state, ())


def _part(view: str | None, state: State | None, parameters: tuple[str, ...]) -> Page:
    unknown = [name for name in parameters if name not in Scenario().distributions]
    if unknown:
        raise ValueError(
            f"no such parameter: {', '.join(unknown)}; the parameters are {', '.join(Scenario().distributions)}"
        )
    return Page(state if state is not None else State(), view=view, parameters=parameters, whole=False)
