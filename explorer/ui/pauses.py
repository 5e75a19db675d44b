"""What is worked out when a reader pauses, in short slices, so that a control that moves again never waits for long.

Each reply names the next step (``then``), or the same once more where that is not done; a change in between comes
first. A message that does not ask for a ``slice`` gets the whole at once. What is folded is not worked out.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from explorer.analysis.goal import Goal, GoalFault
from explorer.analysis.named import presets
from explorer.model import ModelFault
from explorer.model.pieces import Pieces
from explorer.scenario import Scenario
from explorer.scenario.links import link
from explorer.ui import comparing, deciders, markup, takeaway, views
from explorer.ui.evidence_page import EvidencePage, Handler, Reply, charts
from explorer.ui.slices import Slices
from explorer.ui.state import State

FOLDED = ("levers", "frontier", "compare")
"""What a reader has to unfold before it is worked out, in the order of the steps."""

Draw = Callable[[State, views.Look], views.Spec]


def needed_slots(state: State, goal: Goal) -> dict[str, str]:
    """The places that say what would have to be true for a goal, as HTML."""
    return {
        "goal-title": html.escape(f"{deciders.target_words(goal)}: what would have to be true"),
        "goal-reached": html.escape(deciders.reached(state.projection, goal)),
        "needed": markup.needed(state.scenario, goal, deciders.leading(goal)),
    }


def asked_slots(scenario: Scenario, goal: Goal) -> dict[str, str]:
    """The places that say what to ask next and what stops growth first, as HTML."""
    return {"asks": markup.asks(scenario, goal), "breaks": html.escape(deciders.breaks(scenario, goal))}


class Pauses(EvidencePage):
    """The part of a page that answers what takes longer than a moved control may take."""

    state: State

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self._slices = Slices()
        self._drawn_for: dict[str, Scenario] = {}

    def handlers(self) -> dict[str, Handler]:
        """What answers each kind of message."""
        return super().handlers() | {
            "deciders": self._deciders,
            "needed": self._needed,
            "asks": self._asks,
            "goal": self._goal,
            "levers": self._levers,
            "frontier": self._frontier,
            "compare": self._sides,
            "unfold": self._unfold,
            "pin": self._pin,
            "unpin": self._unpin,
        }

    def address(self) -> str:
        """The part of the address that carries the scenario, and the one kept beside it; empty for the default."""
        scenario, kept = self.state.scenario, self.look.kept
        if scenario == Scenario() and kept is None:
            return ""
        return f"s={link(scenario)}" + (f"&a={link(kept)}" if kept is not None else "")

    def _unfinished(self, message: Mapping[str, Any], pieces: Callable[[], Pieces[Any]]) -> bool:
        """Whether a page that asked for a slice has to ask again; what is done is kept for who asks for the result."""
        key = message.get("kind"), self.state.scenario, self.look
        return message.get("slice") is True and not self._slices.done(key, pieces)

    def _deciders(self, message: Mapping[str, Any]) -> Reply:
        if self._unfinished(message, lambda: deciders.decisive_pieces(self.state.scenario)):
            return {"then": "deciders"}
        return {**self._figure("decides", "deciders", message, views.decides), "then": "needed"}

    def _needed(self, message: Mapping[str, Any]) -> Reply:
        scenario, goal = self.state.scenario, self.look.goal
        if self._unfinished(message, lambda: deciders.needed_pieces(scenario, goal, deciders.leading(goal))):
            return {"then": "needed"}
        return {"slots": needed_slots(self.state, self.look.goal), "then": "asks"}

    def _asks(self, message: Mapping[str, Any]) -> Reply:
        if self._unfinished(message, lambda: deciders.asks_pieces(self.state.scenario, self.look.goal)):
            return {"then": "asks"}
        return {"slots": asked_slots(self.state.scenario, self.look.goal), "then": self._after()}

    def _goal(self, message: Mapping[str, Any]) -> Reply:
        try:
            goal = deciders.goal_of(message)
        except GoalFault as fault:
            return {"slots": {"goal-fault": html.escape(str(fault))}, "wrong": fault.part}
        self.look = replace(self.look, goal=goal)
        reply = self._needed(message)
        first = deciders.needed(self.state.scenario, goal, deciders.leading(goal)[:1])[0]
        said = f"{deciders.target_words(goal)} {goal.cases()}, {first.label}: {first.words}."
        return {**reply, "slots": {**reply["slots"], "goal-fault": ""}, "wrong": "", "spoken": said}

    def _levers(self, message: Mapping[str, Any]) -> Reply:
        scenario, goal = self.state.scenario, self.look.goal
        if self._unfinished(message, lambda: deciders.needed_pieces(scenario, goal, deciders.following(goal))):
            return {"then": "levers"}
        text = markup.needed(self.state.scenario, goal, deciders.following(goal))
        return {"slots": {"levers": text}, "then": self._after("levers")}

    def _frontier(self, message: Mapping[str, Any]) -> Reply:
        lever = message.get("lever", self.look.lever)
        if not isinstance(lever, str) or lever not in dict(deciders.second_levers()):
            return self.say("There is no assumption of that name to set against the share; nothing was changed.")
        self.look = replace(self.look, lever=lever)
        if self._unfinished(message, lambda: views.frontier_pieces(self.state.scenario, self.look)):
            return {"then": "frontier"}
        return {**self._figure("frontier", "frontier", message, views.frontier), "then": self._after("frontier")}

    def _sides(self, message: Mapping[str, Any]) -> Reply:
        measure = message.get("measure", self.look.measure)
        if measure not in comparing.MEASURES:
            return self.say("There is no outcome of that name to compare by; nothing was changed.")
        self.look = replace(self.look, measure=str(measure))
        if self.look.kept is None:
            return {"slots": {"compare": "", "compare-figure": ""}, "then": self._after("compare")}
        kept, scenario, look = self.look.kept, self.state.scenario, self.look
        if self._unfinished(message, lambda: comparing.sides_pieces(kept, scenario, look.measure, narrow=look.narrow)):
            return {"then": "compare"}
        sides = comparing.side_by_side(kept, scenario, look.measure, narrow=look.narrow)
        reply: Reply = {"slots": {"compare": markup.compared(sides)}, "then": self._after("compare")}
        if sides.spec is None:
            reply["slots"]["compare-figure"] = ""
            return reply
        spec = sides.spec
        drawn = self._figure("compare", "compare-figure", message, lambda _state, _look: spec)
        return {**reply, **drawn, "slots": {**reply["slots"], **drawn["slots"]}, "then": reply["then"]}

    def _unfold(self, message: Mapping[str, Any]) -> Reply:
        """Work out what a reader unfolds, from now on at each pause, until it is folded again."""
        what = message.get("parameter")
        if not isinstance(what, str) or what not in FOLDED:
            return self.say("There is nothing of that name to unfold.")
        if message.get("open") is not True:
            self.look = replace(self.look, unfolded=self.look.unfolded - {what})
            return {}
        self.look = replace(self.look, unfolded=self.look.unfolded | {what})
        reply = self.handlers()[what]({"framed": message.get("framed")})
        return {key: value for key, value in reply.items() if key != "then"}  # what is under way goes on after it

    def _pin(self, message: Mapping[str, Any]) -> Reply:
        """Keep the scenario, or a named one, as A."""
        name = message.get("preset")
        kept = presets().get(str(name)) if name else self.state.scenario
        if kept is None:
            return self.say("There is no starting point of that name; nothing was kept.")
        self.look = replace(self.look, kept=kept)
        said = f"A is now {name}." if name else "This scenario is kept as A; change an assumption to compare with it."
        return {**self._sides(message), "link": self.address(), "kept": True, "spoken": said}

    def _unpin(self, message: Mapping[str, Any]) -> Reply:
        self.look = replace(self.look, kept=None)
        return {**self._sides(message), "link": self.address(), "kept": False, "spoken": "Nothing is compared now."}

    def _after(self, step: str = "") -> str:
        """The next step of those unfolded; empty after the last."""
        left = FOLDED[FOLDED.index(step) + 1 :] if step else FOLDED
        return next((name for name in left if name in self.look.unfolded), "")

    def _drew(self, drawn: Mapping[str, views.Spec]) -> None:
        """Remember figures, and which scenario they show."""
        self._specs.update(drawn)
        self._drawn_for.update(dict.fromkeys(drawn, self.state.scenario))

    def _charts_taken(self, scenario: Scenario | None) -> Reply:
        """The charts of the view, with those that a reader unfolded; none that has yet to follow the scenario."""
        reply = super()._charts_taken(scenario)
        for name in ("frontier", "compare"):
            if name in self._specs and name in self.look.unfolded and self.in_sight() in ("answer", "deciders"):
                chart = takeaway.chart(name, self._specs[name], self._seeds, scenario)
                # neither stands alone in another page: what they show is not in an address
                reply["charts"][name] = chart | {"code": self._code(name), "follows": True, "embed": ""}
        late = [n for n, chart in reply["charts"].items() if chart["follows"] and self._drawn_for.get(n) != scenario]
        for name in late:
            del reply["charts"][name]
        return {**reply, "sources": takeaway.sources(reply["charts"], self._seeds)}

    def _code(self, name: str) -> str:
        """The lines of Python that draw one of these again."""
        own, goal, kept = link(self.state.scenario), self.look.goal, self.look.kept or self.state.scenario
        lines = ["import explorer as ex", f's = ex.from_link("{own}")']
        if name == "compare":
            call = f'ex.figures.waterfall(ex.compare(a, s, "{self.look.measure}", at="{comparing.AT}"))'
            return "\n".join([*lines, f'a = ex.from_link("{link(kept)}")', call])
        set_for = f'outcome="{goal.outcome}", at_least={goal.amount_gw!r}, by="{goal.by}", chance={goal.chance!r}'
        return "\n".join([*lines, f'ex.figures.frontier(s, "{self.look.lever}", {set_for})'])

    def _figure(self, name: str, slot: str, message: Mapping[str, Any], draw: Draw) -> Reply:
        """A figure with its words: whole, or what changed where the page already holds it; or why there is none."""
        try:
            spec = views.with_config(draw(self.state, self.look))
        except ModelFault as fault:
            return {"slots": {slot: f"<p>This is not drawn. {html.escape(str(fault))}</p>"}}
        self._drew({name: spec})
        framed = message.get("framed")
        if isinstance(framed, list) and name in framed:
            return {"slots": self._words({name: spec}), "figures": charts({name: spec})}
        return {"slots": {slot: markup.figure(name, spec, self._seeds)}, "figures": charts({name: spec})}
