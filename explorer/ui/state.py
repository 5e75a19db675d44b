"""The one state of a page: the scenario a reader has set, and the projection that follows from it."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import traitlets as t

from explorer.analysis.answer import Answer, answer
from explorer.arguments import checked
from explorer.errors import ExplorerError
from explorer.model import Projection, simulate
from explorer.scenario import Scenario


class State(t.HasTraits):
    """Holds one frozen scenario; whoever writes it gets projection and answer computed once.

    ``scenario`` is settable (controls write it with ``replace``). Panels observe ``answer``, which is set last, so
    that no panel can see a new scenario beside an old result. ``expected`` is a state that somebody worked out
    beforehand; if its scenario is set, its results are taken.

    >>> state = State()
    >>> state.change("openai_share", 0.2)
    >>> state.projection.scenario.openai_share.central
    0.2
    """

    expected: State | None = None
    opened: Scenario | None = None
    scenario = t.Instance(Scenario)
    projection = t.Instance(Projection)
    answer = t.Instance(Answer)

    @checked()
    def __init__(self, scenario: Scenario | None = None) -> None:
        self._past: list[Scenario] = []
        self._future: list[Scenario] = []
        self._moving: str | None = None
        self.opened = scenario if scenario != Scenario() else None
        super().__init__(scenario=scenario if scenario is not None else Scenario())
        self._compute()

    def __repr__(self) -> str:
        """Its scenario, as it would be written."""
        return f"State({self.scenario!r})"

    def __setattr__(self, name: str, value: Any) -> None:
        # A parameter set like an attribute would be kept and do nothing.
        if not name.startswith("_") and not hasattr(type(self), name):
            raise ExplorerError(f"a state has no {name!r} to set; state.change({name!r}, ...) sets an assumption.")
        super().__setattr__(name, value)

    def follow(self, shown: Callable[[Any], None]) -> Callable[[], None]:
        """Call a method at each new answer until what is returned is called, or until its object is no more."""
        known = weakref.WeakMethod(shown)

        def leave() -> None:
            with suppress(ValueError):  # it has left already
                self.unobserve(heard, "answer")

        def heard(change: Any) -> None:
            method = known()
            if method is None:
                leave()
            else:
                method(change)

        self.observe(heard, "answer")
        return leave

    def change(self, parameter: str, distribution: Any, *, moving: bool = True) -> None:
        """Set one parameter to a distribution or a number; ``moving`` says that it is one step of many.

        Raises ScenarioError, with a sentence, where the value does not fit; the state is then as it was.
        """
        new = self.scenario.replace(**{parameter: distribution})
        if new != self.scenario:
            self.set(new, moving=parameter if moving else None)

    def set(self, scenario: Scenario, *, moving: str | None = None) -> None:
        """Set the whole scenario, so that it can be undone. Moves of one parameter in a row are undone as one.

        >>> state = State()
        >>> state.change("openai_share", 0.2)
        >>> state.change("openai_share", 0.3)
        >>> was = state.undo()
        >>> state.scenario == Scenario()
        True
        """
        if scenario == self.scenario:
            return
        if moving is None or moving != self._moving:
            self._past.append(self.scenario)
        self._moving = moving
        self._future.clear()
        self.scenario = scenario

    def open(self, scenario: Scenario) -> None:
        """Begin with a scenario, as a link brings it: there is nothing to undo, and a reset can come back to it.

        >>> state = State()
        >>> state.open(Scenario(openai_share=0.2))
        >>> state.can_undo, state.opened == state.scenario
        (False, True)
        """
        self._past.clear()
        self._future.clear()
        self._moving, self.scenario, self.opened = None, scenario, scenario

    def undo(self) -> Scenario | None:
        """Go back to the scenario before the last change; returns what was taken back, None where there is nothing."""
        return self._step(self._past, self._future)

    def redo(self) -> Scenario | None:
        """Take back the last undo; returns the scenario that was left, None where there is nothing."""
        return self._step(self._future, self._past)

    def _step(self, source: list[Scenario], other: list[Scenario]) -> Scenario | None:
        if not source:
            return None
        left = self.scenario
        other.append(left)
        self._moving, self.scenario = None, source.pop()
        return left

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undo to take back."""
        return bool(self._future)

    @t.observe("scenario")
    def _scenario_changed(self, change: Any) -> None:
        if change.old is not t.Undefined and "projection" in self._trait_values:
            self._compute()

    def _compute(self) -> None:
        known = self.expected
        if known is not None and known.scenario == self.scenario:
            self.projection, self.answer = known.projection, known.answer
            return
        self.projection = simulate(self.scenario)
        self.answer = answer(self.scenario, projection=self.projection)
