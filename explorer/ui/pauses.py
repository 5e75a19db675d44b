"""What is worked out when a reader pauses, in short slices, so that a control that moves again never waits for long.

Each reply names the next step (``then``), or the same once more where that is not done; a change in between comes
first. A message that does not ask for a ``slice`` gets the whole at once. What is folded is not worked out.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from explorer.analysis.goal import Goal, GoalError
from explorer.scenario import Scenario
from explorer.scenario.links import link
from explorer.ui import deciders, markup, takeaway, views
from explorer.ui.evidence_page import Handler, Reply
from explorer.ui.keeping import Keeping
from explorer.ui.state import State
from explorer.ui.steps import FOLDED


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


class Pauses(Keeping):
    """The part of a page that answers what takes longer than a moved control may take."""

    def handlers(self) -> dict[str, Handler]:
        """What answers each kind of message."""
        return super().handlers() | {
            "ahead": self._prepare,
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

    def _prepare(self, _message: Mapping[str, Any]) -> Reply:
        self._ahead.prepare(self.state, self._seeds, self.in_sight(), self.look)
        return {"then": self._at_leisure()}

    def _deciders(self, message: Mapping[str, Any]) -> Reply:
        if self._unfinished(message, lambda: deciders.decisive.steps(self.state.scenario)):
            return {"then": "deciders"}
        return {**self._figure("decides", "deciders", message, views.decides), "then": "needed"}

    def _needed(self, message: Mapping[str, Any]) -> Reply:
        scenario, goal = self.state.scenario, self.look.goal
        if self._unfinished(message, lambda: deciders.needed.steps(scenario, goal, deciders.leading(goal))):
            return {"then": "needed"}
        return {"slots": needed_slots(self.state, self.look.goal), "then": "asks"}

    def _asks(self, message: Mapping[str, Any]) -> Reply:
        if self._unfinished(message, lambda: deciders.asks.steps(self.state.scenario, self.look.goal)):
            return {"then": "asks"}
        return {"slots": asked_slots(self.state.scenario, self.look.goal), "then": self._after()}

    def _goal(self, message: Mapping[str, Any]) -> Reply:
        try:
            goal = deciders.goal_of(message)
        except GoalError as fault:
            return {"slots": {"goal-fault": html.escape(str(fault))}, "wrong": fault.part}
        self.look = replace(self.look, goal=goal)
        reply = self._needed(message)
        first = deciders.needed(self.state.scenario, goal, deciders.leading(goal)[:1])[0]
        said = f"{deciders.target_words(goal)} {goal.cases()}, {first.label}: {first.words}."
        reply["slots"]["goal-fault"] = ""
        return {**reply, "wrong": "", "link": self.address(), "spoken": said}

    def _levers(self, message: Mapping[str, Any]) -> Reply:
        scenario, goal = self.state.scenario, self.look.goal
        if self._unfinished(message, lambda: deciders.needed.steps(scenario, goal, deciders.following(goal))):
            return {"then": "levers"}
        text = markup.needed(self.state.scenario, goal, deciders.following(goal))
        return {"slots": {"levers": text}, "then": self._after("levers")}

    def _frontier(self, message: Mapping[str, Any]) -> Reply:
        lever = message.get("lever", self.look.lever)
        if not isinstance(lever, str) or lever not in dict(deciders.second_levers()):
            return self.say("There is no assumption of that name to set against the share; nothing was changed.")
        self.look = replace(self.look, lever=lever)
        if self._unfinished(
            message, lambda: views.frontier_line.steps(self.state.scenario, self.look.lever, self.look.goal)
        ):
            return {"then": "frontier"}
        return {**self._figure("frontier", "frontier", message, views.frontier), "then": self._after("frontier")}

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

    def _charts_taken(self, scenario: Scenario | None) -> Reply:
        """The charts of the view, with those that a reader unfolded; none that has yet to follow the scenario."""
        reply = super()._charts_taken(scenario)
        for name, unfolded in (("frontier", "frontier"), ("sides", "compare"), ("compare", "compare")):
            if name in self._specs and unfolded in self.look.unfolded and self.in_sight() in ("answer", "deciders"):
                chart = takeaway.chart(name, self._specs[name], self._seeds, scenario)
                # neither stands alone in another page: what they show is not in an address
                reply["charts"][name] = chart | {"code": self._code(name), "follows": True, "embed": ""}
        late = [n for n, chart in reply["charts"].items() if chart["follows"] and self._drawn_for.get(n) != scenario]
        for name in late:
            del reply["charts"][name]
        return {**reply, "sources": takeaway.sources(reply["charts"], self._seeds)}

    def _code(self, name: str) -> str:
        """The lines of Python that draw one of these again."""
        if name != "frontier":
            return self._compared_code(name)
        goal = self.look.goal
        lines = ["import explorer as ex", f's = ex.from_link("{link(self.state.scenario)}")']
        set_for = f'outcome="{goal.outcome}", at_least={goal.amount_gw!r}, by="{goal.by}", chance={goal.chance!r}'
        return "\n".join([*lines, f'ex.charts.frontier(s, "{self.look.lever}", {set_for})'])
