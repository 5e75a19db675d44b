"""What a reader sets beside the assumptions and a link carries: the scenarios kept to compare with, and the goal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

from explorer.analysis.goal import Goal, GoalError
from explorer.analysis.presets import presets
from explorer.analysis.scenario_comparison import MEASURES, same_draws
from explorer.scenario import Scenario
from explorer.scenario.links import LinkError, link, read_link
from explorer.ui import comparing, deciders, markup
from explorer.ui.evidence_page import Reply
from explorer.ui.steps import Steps
from explorer.ui.url_state import LETTERS, goal_text, kept_text, read_goal, read_kept


class Keeping(Steps):
    """The part of a page that keeps scenarios, compares them, and writes them and the goal into the address."""

    def address(self) -> str:
        """The part of the address that carries scenario, kept ones and goal; empty where all is the default."""
        scenario, kept, goal = self.state.scenario, dict(self.look.kept), self.look.goal
        if scenario == Scenario() and not kept and goal == Goal():
            return ""
        with_kept = f"&with={kept_text(kept, scenario)}" if kept else ""
        return f"s={link(scenario)}{with_kept}" + (f"&goal={goal_text(goal)}" if goal != Goal() else "")

    def open_beside(self, message: Mapping[str, Any], *, readable: bool) -> list[str]:
        """Take up what the address carries beside its scenario; sentences on what could not be.

        Kept scenarios are written against the scenario of the address (``with``), so they need one that is
        ``readable``; links of the first days hold one whole (``a``).
        """
        asked = {name: found[0] for name, found in parse_qs(str(message.get("search") or "").removeprefix("?")).items()}
        said: list[str] = []
        if "goal" in asked:
            try:
                goal = read_goal(asked["goal"])
                deciders.check_shown(goal)
                self.look = replace(self.look, goal=goal)
            except (LinkError, GoalError) as fault:
                said.append(f"{fault} The goal of the question stands instead.")
        if "with" not in asked and "a" not in asked:
            return said
        try:
            if "with" in asked and not readable:
                raise LinkError("What this link keeps needs a scenario beside it, which cannot be read.")
            kept = read_kept(asked["with"], self.state.scenario) if "with" in asked else {}
            if not kept:
                kept["A"], notes = read_link(asked["a"])
                said += notes
        except LinkError as fault:
            return [*said, f"{fault} So there is nothing to compare with."]
        self.look = replace(self.look, kept=tuple(kept.items()), unfolded=self.look.unfolded | {"compare"})
        return said

    def beside(self) -> Reply:
        """What the page's boxes have to show of this when it opens."""
        goal = {} if self.look.goal == Goal() else {"goal": markup.goal_values(self.look.goal)}
        return {"kept": self._held(unfold=bool(self.look.kept)), **goal}

    def _held(self, *, unfold: bool = False) -> dict[str, Any]:
        """The letters in use and the two between which the steps are shown."""
        kept, first, last = dict(self.look.kept), "", ""
        if kept:
            first, last = comparing.ends_of(comparing.together(kept, self.state.scenario), self.look.ends)
        return {"letters": list(kept), "from": first, "to": last, "unfold": unfold}

    def _sides(self, message: Mapping[str, Any]) -> Reply:
        measure = message.get("measure", self.look.measure)
        ends = tuple(message.get(end, now) for end, now in zip(("from", "to"), self.look.ends, strict=True))
        if not isinstance(measure, str) or measure not in MEASURES:
            return self.say("There is no outcome of that name to compare by; nothing was changed.")
        if not all(end in ("", comparing.NOW, *LETTERS) for end in ends):
            return self.say("There is no scenario of that name to compare; nothing was changed.")
        if ends[0] == ends[1]:  # what the boxes hold while the kept scenario is that of the controls: no choice
            ends = ("", "")
        self.look = replace(self.look, measure=measure, ends=ends)
        places = ("compare", "sides-figure", "compare-figure")
        reply: Reply = {"slots": dict.fromkeys(places, ""), "kept": self._held(), "then": self._after("compare")}
        if not self.look.kept:
            return reply
        kept, scenario, look = self.look.kept, self.state.scenario, self.look
        asked = kept, scenario, measure, look.ends, look.narrow
        if self._unfinished(message, lambda: comparing.side_by_side.steps(*asked)):
            return {"then": "compare"}
        sides = comparing.side_by_side(*asked)
        reply["slots"]["compare"] = markup.compared(sides)
        for name, slot, spec in (("sides", places[1], sides.spec), ("compare", places[2], sides.steps)):
            if spec is None:
                self._specs.pop(name, None)
                continue
            before = self._specs.get(name)
            as_high = before is not None and before["layout"]["height"] == spec["layout"]["height"]
            about = message if as_high else {}  # a chart of other rows needs other room
            drawn = self._figure(name, slot, about, lambda _state, _look, _seeds, spec=spec: spec)
            if slot not in drawn["slots"]:
                del reply["slots"][slot]  # the page holds this figure: only its words and numbers change
            reply["slots"] |= drawn["slots"]
            reply["figures"] = {**reply.get("figures", {}), **drawn.get("figures", {})}
        return reply

    def _pin(self, message: Mapping[str, Any]) -> Reply:
        """Keep the scenario of the controls, or a named one, under a letter: the one asked for, or the next free."""
        name, letter = message.get("preset"), message.get("parameter") or ""
        scenario = presets().get(str(name)) if name else self.state.scenario
        kept = dict(self.look.kept)
        if scenario is None or (letter and letter not in LETTERS):
            return self.say("There is no starting point or letter of that name; nothing was kept.")
        alike = same_draws({"": self.state.scenario, **kept, " ": scenario})
        already = next((one for one in kept if not letter and alike[one] == alike[" "]), None)
        if already:
            said = f"This is kept as {already} already."
            return {**self._sides(message), "kept": self._held(unfold=True), "spoken": said}
        free = letter or next((one for one in LETTERS if one not in kept), "")
        if not free:
            return self.say("A, B, C and D are all taken: press the letter that this scenario should replace.")
        kept = dict(sorted({**kept, str(free): scenario}.items()))
        self.look = replace(self.look, kept=tuple(kept.items()))
        said = f"{free} is now {name or 'this scenario; change an assumption to compare with it'}."
        return {**self._sides(message), "kept": self._held(unfold=True), "link": self.address(), "spoken": said}

    def _unpin(self, message: Mapping[str, Any]) -> Reply:
        """Let one letter go, or all."""
        letter = message.get("parameter") or ""
        left = tuple((name, one) for name, one in self.look.kept if letter and name != letter)
        self.look = replace(self.look, kept=left)
        said = f"{letter} is no longer kept." if left else "Nothing is compared now."
        return {**self._sides(message), "link": self.address(), "spoken": said}

    def _compared_code(self, name: str) -> str:
        """The lines of Python that draw one of the figures of the comparison again."""
        found = comparing.together(dict(self.look.kept), self.state.scenario)
        if name == "sides":
            lines = [f'    "{letter}": ex.from_link("{link(one)}"),' for letter, one in found.items()]
            call = f'ex.charts.sidebyside(ex.compare_many(kept, at="{comparing.AT}"), "{self.look.measure}")'
            return "\n".join(["import explorer as ex", "kept = {", *lines, "}", call])
        first, last = comparing.ends_of(found, self.look.ends)
        lines = [f'{one} = ex.from_link("{link(found[end])}")' for one, end in (("a", first), ("b", last))]
        frame = f'ex.compare(a, b, "{self.look.measure}", at="{comparing.AT}")'
        call = f"ex.charts.waterfall({frame}, names={(first, last)!r})"
        return "\n".join(["import explorer as ex", *lines, call])
