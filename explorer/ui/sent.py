"""What a page has been sent: a reply holds only what changed since, as long as it is sure what the page shows.

Each of a page's messages names the newest reply that it shows (``has``). Where that is the last one that was sent to
it, words that are the same are left out, and of a chart that it holds only what moved is sent. In every other case (a
reply was lost, another view of the widget spoke last, somebody wrote the state) the reply stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

__all__ = ["Sent", "moved"]

Reply = dict[str, Any]
PLACES = re.compile(r'data-(?:slot|figure)="([\w-]+)"')
ALWAYS = frozenset({"notice", "goal-fault"})
"""Sentences that the page itself may have put away."""


class Sent:
    """The newest reply to one view of a widget, and all that this view holds by it.

    >>> sent = Sent()
    >>> first = sent.shortened({"view_id": 1, "number": 1, "has": None}, {"slots": {"answer": "a", "preset": "b"}})
    >>> sent.shortened({"view_id": 1, "number": 2, "has": 1}, {"slots": {"answer": "new", "preset": "b"}})
    {'slots': {'answer': 'new'}}
    """

    def __init__(self) -> None:
        self._shown_by: tuple[object, object] | None = None
        self._slots: dict[str, str] = {}
        self._figures: dict[str, Reply] = {}

    def forget(self) -> None:
        """What the page shows is no longer known."""
        self._shown_by = None
        self._slots, self._figures = {}, {}

    def painted(self, message: Mapping[str, Any], slots: Mapping[str, str]) -> None:
        """The page that sent this, its first message, held these words before it lived."""
        self._shown_by = message.get("view_id"), None
        self._slots = dict(slots)

    def known(self, message: Mapping[str, Any]) -> bool:
        """Whether the page that sent the message shows the last reply of all."""
        return self._shown_by is not None and self._shown_by == (message.get("view_id"), message.get("has"))

    def shortened(self, message: Mapping[str, Any], reply: Reply) -> Reply:
        """The reply without what the page holds already; from now on it holds this reply too."""
        if not self.known(message) or "page" in reply:
            self.forget()
        slots, figures, short = reply.get("slots", {}), reply.get("figures", {}), dict(reply)
        texts = (*reply.get("panels", {}).values(), *slots.values())
        for place in {place for html in texts for place in PLACES.findall(html)}:
            # new HTML brings these places anew, and empty ones for its charts
            self._slots.pop(place, None)
            self._figures.pop(place, None)
        if slots:
            short["slots"] = {
                place: html for place, html in slots.items() if place in ALWAYS or self._slots.get(place) != html
            }
        if figures:
            moves = {name: moved(self._figures[name], spec) for name, spec in figures.items() if name in self._figures}
            short["figures"] = {name: spec for name, spec in figures.items() if moves.get(name) is None}
            short["moved"] = {name: move for name, move in moves.items() if move}
        for place in slots:
            self._slots.pop(place, None)
        self._slots |= {place: html for place, html in slots.items() if not PLACES.search(html)}
        self._figures |= figures
        self._shown_by = (message.get("view_id"), message.get("number"))
        return short


def moved(before: Reply, now: Reply) -> Reply | None:
    """What of a chart is not as before: of each trace, by its place, and of the layout; empty where nothing moved.

    None where it is another chart: with other traces, or with other kinds of things in them.

    >>> old = {"data": [{"name": "a", "y": [1, 2]}, {"name": "b", "y": [3]}], "layout": {"height": 390}}
    >>> new = {"data": [{"name": "a", "y": [1, 2]}, {"name": "b", "y": [4]}], "layout": {"height": 390}}
    >>> moved(old, new)
    {'data': {'1': {'y': [4]}}}
    """
    traces = list(zip(before["data"], now["data"], strict=False))
    alike = len(before["data"]) == len(now["data"]) and before["layout"].keys() == now["layout"].keys()
    if not alike or any(old.keys() != new.keys() for old, new in traces):
        return None
    data = {str(place): change for place, (old, new) in enumerate(traces) if (change := _changed(old, new))}
    layout = _changed(before["layout"], now["layout"])
    return {**({"data": data} if data else {}), **({"layout": layout} if layout else {})}


def _changed(before: Reply, now: Reply) -> Reply:
    return {key: value for key, value in now.items() if before[key] is not value and before[key] != value}
