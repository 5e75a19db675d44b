"""The one state of a page: the scenario a reader has set, and the projection that follows from it."""

from __future__ import annotations

from typing import Any

import traitlets as t

from explorer.model import Projection, simulate
from explorer.scenario import Scenario
from explorer.words import Answer, answer


class State(t.HasTraits):
    """Holds one frozen scenario; whoever writes it gets projection and answer computed once.

    ``scenario`` is settable (controls write it with ``replace``). Panels observe ``answer``, which is set last, so
    that no panel can see a new scenario beside an old result.

    >>> state = State()
    >>> state.change("openai_share", 0.2)
    >>> state.projection.scenario.openai_share.central
    0.2
    """

    scenario = t.Instance(Scenario)
    projection = t.Instance(Projection)
    answer = t.Instance(Answer)

    def __init__(self, scenario: Scenario | None = None) -> None:
        super().__init__(scenario=scenario if scenario is not None else Scenario())
        self._compute()

    def change(self, parameter: str, distribution: Any) -> None:
        """Set one parameter to a distribution or a number.

        Raises ScenarioFault, with a sentence, where the value does not fit; the state is then as it was.
        """
        self.scenario = self.scenario.replace(**{parameter: distribution})

    @t.observe("scenario")
    def _scenario_changed(self, change: Any) -> None:
        if change.old is not t.Undefined and "projection" in self._trait_values:
            self._compute()

    def _compute(self) -> None:
        self.projection = simulate(self.scenario)
        self.answer = answer(self.scenario, projection=self.projection)
