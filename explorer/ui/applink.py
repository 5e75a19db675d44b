"""A link from a notebook to the app that opens there what the notebook shows."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import anywidget
import traitlets as t

from explorer.scenario import Scenario
from explorer.scenario.links import link
from explorer.ui.binder import starting
from explorer.ui.state import State


class AppLink(anywidget.AnyWidget):
    """The link as a widget: it follows the state, and finds the app from where the notebook is shown.

    Where no app is near (on the documentation's site, in a saved notebook) it leads to Binder.

    >>> state = State()
    >>> shown = AppLink(state)
    >>> state.change("openai_share", 0.3)
    >>> "~os_p_0.3~" in shown.query
    True
    """

    _esm = (Path(__file__).parent / "js" / "applink.js").read_text("utf-8")  # a path would keep each widget for ever
    label = t.Unicode("Open this in the app").tag(sync=True)
    query = t.Unicode().tag(sync=True)
    elsewhere = t.Unicode().tag(sync=True)

    def __init__(self, state: State) -> None:
        super().__init__()
        self.state = state
        self._follow()
        self._leave = state.follow(self._follow)

    def close(self) -> None:
        """End the widget; the state goes on without it."""
        self._leave()
        super().close()

    def __repr__(self) -> str:
        """Its name, as with the page."""
        return f"{type(self).__name__}()"

    def _follow(self, _change: Any = None) -> None:
        # the app opens its starting point without a query
        self.query = "" if self.state.scenario == Scenario() else f"s={link(self.state.scenario)}"
        self.elsewhere = starting(self.query)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        line = f'<p><a class="explorer-open" href="{html.escape(self.elsewhere)}">{html.escape(self.label)}</a></p>'
        return data | {"text/html": line}, metadata
