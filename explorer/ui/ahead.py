"""The step that a reader is likely to take next, worked out in the pause after the last one.

A key pressed once more, or the arrow of a number box, moves a control as far as the time before. What the first reply
to that will hold is then there already: the projection, the answer, and the chart in sight.
"""

from __future__ import annotations

from dataclasses import dataclass

from explorer.scenario import Scenario, ScenarioError
from explorer.seeds import Seeds
from explorer.ui import entry, views
from explorer.ui.state import State

__all__ = ["Ahead"]


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a box or slider: the numbers shown there before and after, and the scenario that it led to."""

    parameter: str
    part: str
    before: float
    after: float
    scenario: Scenario


class Ahead:
    """The last move of a reader, and what one more of the same would lead to.

    >>> from explorer.seeds import load
    >>> ahead, state = Ahead(), State()
    >>> state.change("openai_share", 0.12)
    >>> ahead.moved("openai_share", "slider", 11.0, "12", state.scenario)
    >>> ahead.prepare(state, load(), "answer", views.Look())
    >>> state.expected.scenario.openai_share.central
    0.13
    """

    def __init__(self) -> None:
        self._last: Step | None = None
        self._drawn: tuple[Scenario, str, views.Look, dict[str, views.Spec]] | None = None

    def moved(self, parameter: str, part: str, before: float | None, value: object, scenario: Scenario) -> None:
        """A reader moved a box or slider from what it showed to a value, as typed."""
        try:
            self._last = None if before is None else Step(parameter, part, before, float(str(value)), scenario)
        except ValueError:  # a shape of range was chosen: there is no step to go on with
            self._last = None

    def expects(self, scenario: Scenario) -> bool:
        """Whether the scenario is where the last step led, and one more may follow."""
        return self._last is not None and self._last.before != self._last.after and self._last.scenario == scenario

    def prepare(self, state: State, seeds: Seeds, view: str, look: views.Look) -> None:
        """Work out what one more step leads to; nothing where it would leave the bounds."""
        last = self._last
        if last is None or not self.expects(state.scenario):
            return
        value = float(f"{2 * last.after - last.before:.12g}")
        try:
            new = entry.changed(seeds.parameters[last.parameter], state.scenario[last.parameter], last.part, value)
            state.expected = State(state.scenario.replace(**{last.parameter: new}))
        except (entry.InputError, ScenarioError):
            return
        drawn = views.figures(view, state.expected, look, seeds=seeds, which="first")
        self._drawn = state.expected.scenario, view, look, drawn

    def figures(self, scenario: Scenario, view: str, look: views.Look) -> dict[str, views.Spec] | None:
        """The first figures of a view, if they were drawn for just this."""
        if self._drawn is None or self._drawn[:3] != (scenario, view, look):
            return None
        return self._drawn[3]
