"""The steps of a pause: in slices, one after the other as far as unfolded; a figure is sent whole only once."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from typing import Any

from explorer.model import ModelError, stepwise
from explorer.scenario import Scenario
from explorer.seeds import Seeds
from explorer.ui import figure_html, views
from explorer.ui.ahead import Ahead
from explorer.ui.evidence_page import EvidencePage, Reply, charts
from explorer.ui.slices import Slices
from explorer.ui.state import State

FOLDED = ("levers", "frontier", "compare")
"""What a reader has to unfold before it is worked out, in the order of the steps."""

Draw = Callable[[State, views.Look, Seeds], views.Spec]


class Steps(EvidencePage):
    """The part of a page that knows what is done, what comes next, and how a figure goes out."""

    state: State

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self._slices = Slices()
        self._ahead = Ahead()
        self._drawn_for: dict[str, Scenario] = {}

    def _unfinished(self, message: Mapping[str, Any], pieces: Callable[[], stepwise.Steps[Any]]) -> bool:
        """Whether a page that asked for a slice has to ask again; what is done is kept for who asks for the result."""
        key = message.get("kind"), self.state.scenario, self.look
        return message.get("slice") is True and not self._slices.done(key, pieces)

    def _at_leisure(self) -> str:
        """The first step of a longer pause; empty in a view that shows nothing of it."""
        return "deciders" if self.in_sight() in ("answer", "deciders") else ""

    def _after(self, step: str = "") -> str:
        """The next step of those unfolded; empty after the last."""
        left = FOLDED[FOLDED.index(step) + 1 :] if step else FOLDED
        return next((name for name in left if name in self.look.unfolded), "")

    def _drew(self, drawn: Mapping[str, views.Spec]) -> None:
        """Remember figures, and which scenario they show."""
        self._specs.update(drawn)
        self._drawn_for.update(dict.fromkeys(drawn, self.state.scenario))

    def _figure(self, name: str, slot: str, message: Mapping[str, Any], draw: Draw) -> Reply:
        """A figure with its words: whole, or what changed where the page already holds it; or why there is none."""
        try:
            spec = views.with_config(draw(self.state, self.look, self._seeds))
        except ModelError as fault:
            return {"slots": {slot: f"<p>This is not drawn. {html.escape(str(fault))}</p>"}}
        self._drew({name: spec})
        framed = message.get("framed")
        if isinstance(framed, list) and name in framed:
            return {"slots": self._words({name: spec}), "figures": charts({name: spec})}
        return {"slots": {slot: figure_html.figure(name, spec, self._seeds)}, "figures": charts({name: spec})}
