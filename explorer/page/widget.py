"""The page as a widget: its messages over a kernel's comm, for JupyterLab, Voila and Binder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets as t

from explorer.arguments import checked
from explorer.page import story
from explorer.page.page import Page
from explorer.page.view import View
from explorer.scenario import Scenario

FOLDER = Path(__file__).parent / "js"
MODULES = ("numbers", "wire", "share", "drag", "controls", "take", "page")
"""The page's modules, those that others import first. A widget carries one script, so they are put together."""


def script() -> str:
    """All modules as one: without the imports between them, whose names stand in the same file."""
    lines = (line for name in MODULES for line in (FOLDER / f"{name}.js").read_text("utf-8").splitlines())
    plain = (line.removeprefix("export ") if not line.startswith("export default") else line for line in lines)
    return "\n".join(line for line in plain if not line.startswith("import "))


class Explorer(anywidget.AnyWidget):
    """The whole page as a widget.

    ``scenario`` is what the reader has set; it can be set from Python and observed.
    """

    _esm = script()
    html = t.Unicode("").tag(sync=True)
    css = t.Unicode("").tag(sync=True)
    scenario = t.Instance(Scenario)

    @checked()
    def __init__(self, scenario: Scenario | None = None) -> None:
        self.page = Page(self._out, scenario=scenario)
        super().__init__(scenario=self.page.view.scenario)
        self.page.observers.append(lambda changed: self.set_trait("scenario", changed))
        self.on_msg(lambda _widget, message, _buffers: self._hear(message))

    def __repr__(self) -> str:
        return "Explorer()"

    def _out(self, reply: dict[str, Any]) -> None:
        self.send(reply)

    def _hear(self, message: Any) -> None:
        if isinstance(message, dict) and message.get("kind") == "page":  # a notebook has no first paint
            self.send(
                {
                    "id": message.get("id"),
                    "page": story.story(View(scenario=self.scenario), self.page.seeds),
                    "style": story.style(),
                }
            )
            return
        self.page.receive(message)

    @t.observe("scenario")
    def _scenario_set(self, change: Any) -> None:
        if change.old is not t.Undefined and change.new != self.page.view.scenario:
            self.page.send({**self.page._news(self.page.change(change.new)), "push": "scenario"})
            self.page._begin()
