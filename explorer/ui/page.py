"""The page as one widget: what a reader does comes in as a message, what follows goes out as its reply.

Every message is answered, in order. A value, link or name that does not fit is answered with a sentence and leaves
the state as it was; any other exception is a fault of ours: the reader gets one sentence, and it is raised again so
that the log shows it.
"""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import anywidget
import traitlets as t

from explorer.distributions import Distribution
from explorer.links import LinkFault, link, read_link
from explorer.scenario import Scenario, ScenarioFault, presets
from explorer.seeds import load
from explorer.ui import controls, entry, first_paint, markup, views
from explorer.ui.state import State

FOLDER = Path(__file__).parent
log = logging.getLogger(__name__)

Reply = dict[str, Any]


class Page(anywidget.AnyWidget):
    """The explorer, or some of its parts, around one `State`.

    Parameters
    ----------
    state : the State to show; several widgets of one notebook may share it.
    view : None for the whole page, else the name of the one view to show.
    parameters : with ``view``, the parameters whose controls stand above it.

    >>> page = Page(State())
    >>> message = {"kind": "set", "parameter": "openai_share", "part": "central", "value": "20"}
    >>> page.answer_to(message)["slots"]["consequence"][:18]
    'If 20 % of Foxconn'
    """

    _esm = FOLDER / "page.js"
    whole = t.Bool(True).tag(sync=True)

    def __init__(
        self, state: State, *, view: str | None = None, parameters: Iterable[str] = (), whole: bool = True
    ) -> None:
        super().__init__(whole=whole)
        self.state = state
        self.parameters = tuple(parameters)
        self.view = view
        self.look = views.Look()
        self._seeds = load()
        self._answering = False
        self._controls: dict[str, Distribution] = {}
        self.on_msg(self._receive)
        state.observe(self._state_changed, "answer")

    # ------------------------------------------------------------------------------------------------------ messages
    def _receive(self, _widget: Any, message: Any, _buffers: Any) -> None:
        stamp = {key: message.get(key) for key in ("number", "view_id")} if isinstance(message, dict) else {}
        try:
            reply, buffers = dict(self.answer_to(message)), None
            if "buffer" in reply:
                buffers = [reply.pop("buffer")]
        except Exception:
            log.exception("a message to the page failed")
            self.send({**stamp, "slots": {"notice": "<p>Something went wrong in the model; nothing was changed.</p>"}})
            raise
        self.send({**reply, **stamp}, buffers)

    def answer_to(self, message: Any) -> Reply:
        """The reply to one message of the page's script; unknown messages get a sentence."""
        kinds = {
            "open": self._open,
            "set": self._set,
            "preset": self._preset,
            "reset": self._reset,
            "view": self._view,
            "layout": self._layout,
            "power": self._power,
            "rest": self._rest,
            "plotly": self._plotly,
        }
        handle = kinds.get(str(message.get("kind"))) if isinstance(message, dict) else None
        if handle is None:
            return self._say("The page sent something that the explorer does not know; nothing was changed.")
        self._answering = True
        try:
            return handle(message)
        finally:
            self._answering = False

    def _open(self, message: Mapping[str, Any]) -> Reply:
        """First message: the address's scenario (if it carries one), and whether the first paint can be kept."""
        self.look = replace(self.look, narrow=message.get("narrow") is True)
        self._controls = {}
        said: list[str] = []
        found = parse_qs(str(message.get("search") or "").removeprefix("?")).get("s", [])
        if found:
            try:
                self.state.scenario, notes = read_link(found[0])
                said.extend(notes)
            except LinkFault as fault:
                said.append(f"{fault} This page shows our starting point instead.")
        is_default = self.state.scenario == Scenario()
        reply = self._changes(said, which="all")
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
        if is_default and not said:
            reply.pop("link", None)  # the address stays as the reader typed it
        return reply

    def _set(self, message: Mapping[str, Any]) -> Reply:
        name, part = message.get("parameter"), message.get("part")
        if not isinstance(name, str) or name not in self._seeds.parameters or not isinstance(part, str):
            return self._say("The page sent a value for an assumption that does not exist; nothing was changed.")
        parameter = self._seeds.parameters[name]
        try:
            new = entry.changed(parameter, self.state.scenario[name], part, message.get("value"))
            self.state.change(name, new)
        except (entry.EntryFault, ScenarioFault) as fault:
            return {**self._changes(), "fault": str(fault)}
        return {**self._changes(), "fault": ""}

    def _preset(self, message: Mapping[str, Any]) -> Reply:
        scenario = presets().get(str(message.get("name")))
        if scenario is None:
            return self._say("There is no starting point of that name; nothing was changed.")
        self.state.scenario = scenario
        return self._changes()

    def _reset(self, _message: Mapping[str, Any]) -> Reply:
        self.state.scenario = Scenario()
        return self._changes()

    def _view(self, message: Mapping[str, Any]) -> Reply:
        name = message.get("view")
        if name not in markup.VIEWS:
            return self._say("There is no view of that name.")
        self.view = str(name)
        reply = self._changes(which="all")
        if message.get("filled") is not True:
            reply["panels"] = {self.view: self._panel(self.view)}
        return reply

    def _layout(self, message: Mapping[str, Any]) -> Reply:
        self.look = replace(self.look, narrow=message.get("narrow") is True)
        return self._changes(which="all")

    def _power(self, message: Mapping[str, Any]) -> Reply:
        power = message.get("value")
        if power not in ("facility", "it"):
            return self._say("There is no power of that name; nothing was changed.")
        self.look = replace(self.look, power=str(power))
        return self._changes(which="following")

    def _rest(self, _message: Mapping[str, Any]) -> Reply:
        return self._changes(which="rest")

    def _plotly(self, _message: Mapping[str, Any]) -> Reply:
        spec = find_spec("plotly")
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError("plotly, a dependency of this package, is not installed")
        return {"buffer": (Path(spec.origin).parent / "package_data" / "plotly.min.js").read_bytes()}

    # ------------------------------------------------------------------------------------------------------- replies
    def _say(self, sentence: str) -> Reply:
        return {"slots": {"notice": markup.notice(self.state.scenario, [sentence])}}

    def _panel(self, name: str) -> str:
        return views.panel(name, self.state, self._seeds, self.look)

    def _changes(self, said: Iterable[str] = (), *, which: str = "first") -> Reply:
        """What follows from the state, for the view in sight.

        ``which`` figures: ``first`` the one that a reader looks at while moving a control, so that it answers soonest
        (the page then asks for the ``rest``), ``following`` both, ``all`` also those that never move.
        """
        scenario, answer = self.state.scenario, self.state.answer
        view = self.view or ("answer" if self.whole else "")
        drawn = views.figures(view, self.state, self.look, which=which)
        slots = {
            "answer": answer.headline_html(),
            "consequence": html.escape(answer.consequence()),
            "notice": markup.notice(scenario, said),
            "preset-why": html.escape(markup.preset_reason(scenario)),
            **(views.slots(view, self.state) if which != "first" else {}),
        }
        for name, spec in drawn.items():
            slots.update(markup.figure_slots(name, spec, self._seeds))
        return {
            "slots": slots,
            "controls": self._changed_controls(),
            "figures": {name: {key: spec[key] for key in ("data", "layout", "config")} for name, spec in drawn.items()},
            "preset": markup.preset_name(scenario),
            "link": "" if scenario == Scenario() else f"s={link(scenario)}",
            "more": which == "first",
            "spoken": answer.consequence(),
        }

    def _changed_controls(self) -> Reply:
        """The controls whose distribution is not the one last sent."""
        now = dict(self.state.scenario.distributions)
        changed = [name for name, distribution in now.items() if self._controls.get(name) != distribution]
        self._controls = now
        return {name: self._control(name) for name in changed}

    def _control(self, name: str) -> Reply:
        parameter, distribution = self._seeds.parameters[name], self.state.scenario[name]
        values = controls.values(parameter, distribution)
        return {
            "kind": distribution.kind,
            "values": values,
            "from": None if distribution.kind == "point" else values["low"],
            "to": values.get("high", values["slider"]),
            "spoken": controls.spoken(parameter, distribution),
            "html": markup.one_control(name, self.state.scenario, self._seeds),
        }

    def _state_changed(self, _change: Any) -> None:
        """Another widget, or a cell, wrote the state: show it here too. A reader's own message gets its reply."""
        if not self._answering:
            self.send({"pushed": True, **self._changes(which="following")})


@cache
def version() -> str:
    """The version of the first paint that this package carries: a hash of its words, picture, markup and style."""
    found = re.search(r'data-version="(\w+)"', first_paint.TARGET.read_text("utf-8"))
    return found[1] if found else ""
