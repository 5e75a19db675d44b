"""The page as a widget: its messages over a kernel's comm, for JupyterLab, Voila and Binder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets as t

from explorer.arguments import ANY_SCENARIO, checked
from explorer.errors import ArgumentError
from explorer.page import story
from explorer.page.page import Page
from explorer.scenario import Scenario
from explorer.seeds import SeedsLike

FOLDER = Path(__file__).parent / "js"
MODULES = ("numbers", "wire", "share", "drag", "controls", "take", "letters", "page")
"""The page's modules, those that others import first. A widget carries one script, so they are put together."""


def script() -> str:
    """All modules as one: without the imports between them, since their names then stand in the same file."""
    lines = (line for name in MODULES for line in (FOLDER / f"{name}.js").read_text("utf-8").splitlines())
    plain = (line if line.startswith("export default") else line.removeprefix("export ") for line in lines)
    return "\n".join(line for line in plain if not line.startswith("import "))


class Explorer(anywidget.AnyWidget):
    """The page, or some ``sections`` of it, as a widget.

    ``scenario`` is what the reader has set: set it, and the page shows it; observe it, and hear of every move.

    >>> shown = Explorer()
    >>> shown.scenario = shown.scenario.replace(openai_share=0.2)
    >>> shown.page.view.scenario.openai_share
    point(0.2)
    """

    _esm = script()
    scenario = t.Instance(Scenario)
    sections: Sequence[str] | None = None
    named: Sequence[str] = ()

    def __init__(self, scenario: Scenario | None = None) -> None:
        self.page = Page(self.send, scenario=scenario, pushing=True)
        self.views = 0  # in how many places it is seen: where none is, nothing is worked out
        super().__init__(scenario=self.page.view.scenario)
        self.page.observers.append(lambda changed: self.set_trait("scenario", changed))
        self.on_msg(self._hear)

    def __repr__(self) -> str:
        """Its name: what a cell prints is part of a public page, where an address in memory has no place."""
        return f"{type(self).__name__}()"

    def __setattr__(self, name: str, value: Any) -> None:
        page = self.__dict__.get("page")
        if page is not None and name in page.view.scenario:  # which would change nothing
            raise ArgumentError(f"Set the scenario of a panel: panel.scenario = panel.scenario.replace({name}=...).")
        super().__setattr__(name, value)

    def html(self, *, live: bool = True) -> str:
        """What it shows now, as HTML."""
        return story.story(self.page.view, self.page.seeds, sections=self.sections, live=live, named=self.named)

    def close(self) -> None:
        """Close the widget and cancel its work."""
        if page := self.__dict__.get("page"):  # one that was refused while it was made has none
            self.views = 0
            page.cancel()
        super().close()

    def _hear(self, _widget: Any, message: Any, _buffers: Any) -> None:
        kind = message.get("kind") if isinstance(message, dict) else None
        if kind == "page":  # a notebook has no first paint
            self.send({"page": self.html(), "style": story.style()})
        elif kind == "gone":
            self.views = max(self.views - 1, 0)
            if not self.views:
                self.page.cancel()
        else:
            self.views += kind == "open"
            self.page.receive(message)

    @t.validate("scenario")
    def _fitting(self, proposal: Any) -> Scenario:
        return self.page.shown(proposal["value"])

    @t.observe("scenario")
    def _scenario_set(self, change: Any) -> None:
        if change.old is not t.Undefined and change.new != self.page.view.scenario:
            (self.page.show if self.views else self.page.set_scenario)(change.new)


@checked(scenario=ANY_SCENARIO)
def app(scenario: Scenario | None = None, *, seeds: SeedsLike = None) -> Explorer:
    """The explorer as the widget that ``notebooks/explorer.ipynb`` shows, here from any scenario.

    Without one it begins with what ``seeds`` holds, a folder (None: the installed one).

    >>> app(Scenario(openai_share=0.2)).scenario.openai_share
    point(0.2)
    """
    return Explorer(Scenario(seeds=seeds) if scenario is None else scenario)
