"""The whole explorer as one widget: the evidence, and what follows from the scenario that a reader sets."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import parse_qs

from markupsafe import escape

from explorer.analysis.evidence_sensitivity import believe
from explorer.analysis.presets import presets
from explorer.charts import style
from explorer.formatting import month_words
from explorer.scenario import Scenario, ScenarioError, month_number
from explorer.scenario.distributions import Distribution
from explorer.scenario.links import LinkError, read_link
from explorer.seeds import load, own_folder
from explorer.ui import citing, controls, embeds, entry, first_paint, markup, sentences, takeaway, views
from explorer.ui.deciders import LAST_SHOWN
from explorer.ui.differences import changes_in_words, set_back, starting_point
from explorer.ui.evidence_page import Handler, Reply, charts, unsaid
from explorer.ui.pauses import Pauses
from explorer.ui.state import State


class Page(Pauses):
    """The explorer, or some of its parts, around one `State`.

    Parameters
    ----------
    state : the State to show; several widgets of one notebook may share it.
    view : None for the whole page, else the name of the one view to show.
    parameters : with ``view``, the parameters whose controls stand above it.

    >>> page = Page(State())
    >>> message = {"kind": "set", "parameter": "openai_share", "part": "central", "value": "20"}
    >>> page.answer_to(message)["slots"]["consequence"][:18]
    'With 20% of the ra'
    """

    def __init__(
        self, state: State, *, view: str | None = None, parameters: Iterable[str] = (), whole: bool = True
    ) -> None:
        super().__init__(view=view, whole=whole)
        self.state = state
        self.parameters = tuple(parameters)
        self._answering = False
        self._controls: dict[str, Distribution] = {}
        self._shapes: dict[str, str] = {}
        self._shown: set[object] = set()
        self._leave: Callable[[], None] | None = None

    def close(self) -> None:
        """End the widget and its views; the state goes on without it."""
        self._gone({})
        super().close()

    def answer_to(self, message: Any) -> Reply:
        """The reply to one message; a change of the state that it brings is not announced a second time."""
        self._answering = True
        try:
            return super().answer_to(message)
        finally:
            self._answering = False

    def handlers(self) -> dict[str, Handler]:
        """What answers each kind of message."""
        return super().handlers() | {
            "set": self._set,
            "preset": self._preset,
            "reset": self._reset,
            "back": self._back,
            "undo": self._undo,
            "redo": self._redo,
            "spread": self._spread,
            "rest": self._rest,
            "believe": self._believe,
            "report": self._report,
            "trail": self._trail,
            "gone": self._gone,
        }

    def views(self) -> dict[str, str]:
        """All views, the answer first."""
        return markup.VIEWS

    def in_sight(self) -> str:
        """The name of the view that a reader sees: of the whole page the answer, until another is chosen."""
        return self.view or ("answer" if self.whole else "")

    def _open(self, message: Mapping[str, Any]) -> Reply:
        """First message: the address's scenario (if it carries one), and whether the first paint can be kept."""
        # A widget follows its state as long as somebody sees it: a cell that is run again leaves one behind each time.
        self._shown.add(message.get("view_id"))
        self._leave = self._leave or self.state.follow(self._state_changed)
        self._seen(message)
        self._controls = {}
        said: list[str] = []
        found = parse_qs(str(message.get("search") or "").removeprefix("?")).get("s", [])
        readable = bool(found)
        if found:
            try:
                scenario, notes = read_link(found[0])
                self.state.open(shown_whole(scenario))
                said.extend([*notes, *shortened(scenario)])
            except LinkError as fault:
                readable = False
                said.append(f"{fault} This page shows our starting point instead.")
        said += self.open_beside(message, readable=readable)
        alone = embeds.asked(message.get("search"))
        if alone is not None:
            return self._embed(alone, self.state, citing.address(self.state.scenario, self.page_url), said)
        is_default = not self.address()
        painted = Scenario() if self.whole and message.get("version") == version() else self.state.scenario
        self._shapes = {name: distribution.kind for name, distribution in painted.distributions.items()}
        reply = {**self._changes(said, which="all"), "partners": style.partners(), **self.beside()}
        if not self.whole:
            reply["page"] = markup.part(
                self.state.scenario,
                self.state.answer,
                self._seeds,
                view=self.view,
                panel=self._panel(self.view) if self.view else None,
                parameters=self.parameters,
            )
            reply["style"] = first_paint.style()
        elif message.get("version") != version():
            view = self.view or "answer"
            reply["page"] = markup.page(
                self.state.scenario, self.state.answer, self._seeds, {view: self._panel(view)}, main=view
            )
            reply["style"] = first_paint.style()
        else:  # sources are the same for every scenario, and a third of all the words
            sources = {place: html for place, html in reply["slots"].items() if place.endswith("-sources")}
            self._sent.painted(message, sources)
        if is_default and not said:
            reply.pop("link", None)  # the address stays as the reader typed it
        return reply

    def _gone(self, message: Mapping[str, Any]) -> Reply:
        """A view was taken off the notebook, or (where the message names none) all were."""
        self._shown &= self._shown - {message.get("view_id")} if message else set()
        if not self._shown and self._leave:
            self._leave()
            self._leave = None
        return {}

    def _set(self, message: Mapping[str, Any]) -> Reply:
        name, part = message.get("parameter"), message.get("part")
        if not isinstance(name, str) or name not in self._seeds.parameters or not isinstance(part, str):
            return self.say("The page sent a value for an assumption that does not exist; nothing was changed.")
        parameter = self._seeds.parameters[name]
        before = controls.values(parameter, self.state.scenario[name]).get(part)
        try:
            new = entry.changed(parameter, self.state.scenario[name], part, message.get("value"))
            self.state.change(name, new, moving=part != "shape")
        except (entry.InputError, ScenarioError) as fault:
            return {**unsaid(self._changes()), "fault": str(fault)}
        self._ahead.moved(name, part, before, message.get("value"), self.state.scenario)
        return {**self._changes(), "fault": ""}

    def _preset(self, message: Mapping[str, Any]) -> Reply:
        scenario = presets().get(str(message.get("name")))
        if scenario is None:
            return self.say("There is no starting point of that name; nothing was changed.")
        self.state.set(scenario)
        return self._changes()

    def _reset(self, message: Mapping[str, Any]) -> Reply:
        """Back to the starting point, or to what was opened: a link, or the scenario that a notebook gave."""
        opened = self.state.opened if message.get("to") == "opened" else None
        self.state.set(opened or starting_point())
        return self._changes()

    def _back(self, message: Mapping[str, Any]) -> Reply:
        """One assumption as it is at the starting point."""
        before = self.state.scenario
        try:
            self.state.set(set_back(before, message.get("parameter")))
        except ScenarioError as fault:
            return self.say(str(fault))
        return self._changes(spoken=f"Set back: {changes_in_words(self.state.scenario, before)}.")

    def _undo(self, _message: Mapping[str, Any]) -> Reply:
        return self._went("Undone", self.state.undo(), "There is nothing to undo.")

    def _redo(self, _message: Mapping[str, Any]) -> Reply:
        return self._went("Done again", self.state.redo(), "There is nothing to do again.")

    def _went(self, what: str, left: Scenario | None, nothing: str) -> Reply:
        """What to show, and to say, after a step back or forth from the scenario ``left``; None: there was no step."""
        if left is None:
            return {**self._changes(), "spoken": nothing}
        return self._changes(spoken=self._stepped(what, left))

    def _stepped(self, what: str, left: Scenario) -> str:
        return f"{what}: {changes_in_words(self.state.scenario, left)}."

    def _spread(self, message: Mapping[str, Any]) -> Reply:
        """Show the spread as bands over time, or as twenty dots at one date."""
        spread = message.get("value")
        if not isinstance(spread, str) or spread not in views.SPREADS:
            return self.say("There is no such way to show the cases; nothing was changed.")
        self.look = replace(self.look, spread=spread)
        return unsaid(self._changes(which="following"))

    def _believe(self, message: Mapping[str, Any]) -> Reply:
        """Take one claim at its word for the assumption it speaks of."""
        try:
            self.state.set(believe(self.state.scenario, str(message.get("claim")), str(message.get("parameter"))))
        except ScenarioError as fault:
            return self.say(str(fault))
        return self._changes(which="following")

    def _rest(self, _message: Mapping[str, Any]) -> Reply:
        reply = self._changes(which="rest")
        return {**reply, "then": "ahead"} if self._ahead.expects(self.state.scenario) else reply

    def taken(self) -> Reply:
        """Charts of the view with their sources, and the words, links and versions of the scenario."""
        words = takeaway.scenario_words(self.state.scenario, self.state.answer, self._seeds, self.page_url)
        return self._charts_taken(self.state.scenario) | words

    def _report(self, _message: Mapping[str, Any]) -> Reply:
        """The scenario as one HTML file."""
        from explorer.ui.report import report

        text = report(self.state.scenario, page_url=self.page_url)
        return {"file": {"name": "buildout-explorer-report.html", "type": "text/html", "text": text}}

    def _trail(self, _message: Mapping[str, Any]) -> Reply:
        """What the scenario rests on and gives, as one file that can be verified."""
        from explorer.ui.run_record import trail_text

        text = trail_text(self.state.scenario, self.look.goal)
        return {"file": {"name": "buildout-explorer-trail.json", "type": "application/json", "text": text}}

    def say(self, sentence: str) -> Reply:
        """A reply that says one sentence, beside what does not fit together anyway, and changes nothing."""
        return {"slots": {"notice": markup.notice(self.state.scenario, [sentence])}}

    def _panel(self, name: str) -> str:
        return views.panel(name, self.state, self._seeds, self.look, whole=self.whole)

    def _changes(self, said: Iterable[str] = (), *, which: str = "first", spoken: str = "") -> Reply:
        """What follows from the state, for the view in sight.

        ``which`` figures: ``first`` the one that a reader looks at while moving a control, with its title alone, so
        that it answers soonest (the page then asks for the ``rest``: all that follows the state, of which it is sent
        what has changed), ``following`` the same at once, ``all`` also those that never move.
        """
        scenario, answer = self.state.scenario, self.state.answer
        view = self.in_sight()
        drawn = self._ahead.figures(scenario, view, self.look) if which == "first" else None
        if drawn is None:
            drawn = views.figures(
                view, self.state, self.look, seeds=self._seeds, which="following" if which == "rest" else which
            )
        self._drew(drawn)
        slots = {
            "answer": sentences.headline_html(answer),
            "consequence": html.escape(sentences.consequence(answer)),
            "notice": self.notice(said),
            "preset-why": html.escape(markup.preset_reason(scenario)),
            **(views.slots(view, self.state) if which != "first" else {}),
            **({"changed": markup.changed(scenario)} if which != "first" and self.whole else {}),
        }
        return {
            "slots": {**slots, **(titles(drawn) if which == "first" else self._words(drawn))},
            "controls": self._changed_controls(),
            "figures": charts(drawn),
            "preset": markup.preset_name(scenario),
            "can": {"undo": self.state.can_undo, "redo": self.state.can_redo},
            "link": self.address(),
            "opened": bool(self.state.opened),
            **({"correction": citing.correction(scenario, self.page_url)} if which != "first" and self.whole else {}),
            "then": "rest" if which == "first" else self._at_leisure(),
            "spoken": ""
            if which == "rest"
            else f"{spoken} {sentences.consequence(answer)}".strip(),  # said with the first reply
        }

    def notice(self, said: Iterable[str]) -> str:
        """What is to be said at the top: ``said``, and where the inputs of the scenario do not fit together."""
        return markup.notice(self.state.scenario, said)

    def _changed_controls(self) -> Reply:
        """The controls whose distribution is not the one last sent."""
        now = dict(self.state.scenario.distributions)
        changed = [name for name, distribution in now.items() if self._controls.get(name) != distribution]
        found = {name: self._control(name) for name in changed}
        self._controls, self._shapes = now, {name: distribution.kind for name, distribution in now.items()}
        return found

    def _control(self, name: str) -> Reply:
        """What one control shows; as HTML too where the page's own may have the boxes of another shape of range."""
        parameter, distribution = self._seeds.parameters[name], self.state.scenario[name]
        values = controls.values(parameter, distribution)
        return {
            "kind": distribution.kind,
            "values": values,
            "from": None if distribution.kind == "point" else values["low"],
            "to": values.get("high", values["slider"]),
            "spoken": controls.spoken(parameter, distribution),
            "shape": controls.shape_words(parameter, distribution),
            **(
                {}
                if self._shapes.get(name) == distribution.kind
                else {"html": markup.one_control(name, self.state.scenario, self._seeds)}
            ),
        }

    def _state_changed(self, _change: Any) -> None:
        """Another widget, or a cell, wrote the state: show it here too. A reader's own message gets its reply."""
        if not self._answering:
            self.send({"pushed": True, **self._changes(which="following")})
            self._send_anew()

    def _send_anew(self) -> None:
        super()._send_anew()
        self._controls, self._shapes = {}, {}


def titles(drawn: Mapping[str, views.Spec]) -> dict[str, str]:
    """The headings of figures, by the name of their place on the page."""
    return {f"{name}-title": str(escape(spec["meta"]["title"])) for name, spec in drawn.items()}


def shown_whole(scenario: Scenario) -> Scenario:
    """The scenario with a horizon that reaches as far as the page shows; no number before that changes with it."""
    short = month_number(scenario.horizon) < month_number(LAST_SHOWN)
    return scenario.replace(horizon=LAST_SHOWN) if short else scenario


def shortened(scenario: Scenario) -> list[str]:
    """A sentence where `shown_whole` had to reach further than the scenario says."""
    if shown_whole(scenario) == scenario:
        return []
    ends, shown = month_words(scenario.horizon), month_words(LAST_SHOWN)
    return [f"The scenario of this link was computed up to {ends}; this page shows it up to {shown}."]


@cache
def version() -> str:
    """The version of the first paint that this package carries: a hash of its words, picture, markup and style."""
    own = load().folder == own_folder()  # the page of another folder's seeds is not the one that is painted first
    return first_paint.VERSION.read_text("utf-8").strip() if own else ""
