"""All that a reader has set, as one frozen value, and the way back to what was set before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, cast

from explorer.analysis.goal import Goal
from explorer.scenario import Scenario

LEVER = "rack_rate_target"


@dataclass(frozen=True, slots=True)
class View:
    """The scenario, the goal, what is compared and how the page is laid out.

    The goal is that of the scenario's deal where none is given. ``lever`` is the second of the two assumptions at once,
    ``pinned`` are the scenarios kept by letter; ``spread`` is ``bands`` over time or twenty ``dots`` at one date;
    ``narrow`` is a phone's column.
    """

    scenario: Scenario = field(default_factory=Scenario)
    goal: Goal = cast("Goal", None)
    lever: str = LEVER
    pinned: tuple[tuple[str, Scenario], ...] = ()
    spread: str = "bands"
    narrow: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "goal", self.goal or Goal.of(self.scenario.seeds.deal))

    @property
    def width(self) -> int:
        """The width in CSS pixels for which charts are laid out."""
        return 358 if self.narrow else 860

    def replace(self, **changes: Any) -> View:
        """The same with some fields changed."""
        return replace(self, **changes)


class History:
    """Views before and after the present one. The moves of one gesture (a drag, a held key) are one step.

    >>> history = History()
    >>> history.left(View(), gesture=1)
    >>> history.left(View(Scenario(openai_share=0.2)), gesture=1)
    >>> history.step(View(Scenario(openai_share=0.3)), back=True) == View()
    True
    """

    def __init__(self) -> None:
        self.past: list[View] = []
        self.future: list[View] = []
        self._gesture: object = None

    def left(self, view: View, gesture: object = None) -> None:
        """Record the view that the reader leaves; moves of the same gesture are one step."""
        if gesture is None or gesture != self._gesture:
            self.past.append(view)
        self._gesture = gesture
        self.future.clear()

    def step(self, now: View, *, back: bool) -> View | None:
        """The view before ``now``, or the one that the last step back left; None where there is none."""
        self._gesture = None
        source, other = (self.past, self.future) if back else (self.future, self.past)
        if not source:
            return None
        other.append(now)
        return source.pop()
