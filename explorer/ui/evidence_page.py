"""The page as one widget: what a reader does comes in as a message, what follows goes out as its reply.

Every message is answered, in order. A value, link or name that does not fit is answered with a sentence and leaves
the state as it was; any other exception is a fault of ours: the reader gets one sentence, and it is raised again so
that the log shows it. This is the part that needs no model: who said what, when, and how that compares.
"""

from __future__ import annotations

import html
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import anywidget
import traitlets as t

from explorer.charts import plotly_script, style
from explorer.scenario import Scenario
from explorer.seeds import load
from explorer.ui import binder, citing, embeds, evidence, figure_html, first_paint, ledger_html, markup, takeaway, views
from explorer.ui.sent import Sent

FOLDER = Path(__file__).parent
SCRIPTS = (
    "colours",
    "charts",
    "marker",
    "files",
    "takeaway",
    "converter",
    "controls",
    "keys",
    "goal",
    "dock",
    "paper",
    "address",
    "wire",
    "page",
)
"""The files of the page's script; a widget carries one, so they are put together in this order."""
MOST_CARDS = 12
"""Claims that one message may open."""
log = logging.getLogger(__name__)

Reply = dict[str, Any]
Handler = Callable[[Mapping[str, Any]], Reply]


class EvidencePage(anywidget.AnyWidget):
    """The evidence views of a folder of seeds: timeline, capacity, investment, who said what.

    ``view`` names the one view to show where the widget is not the ``whole`` page.

    >>> page = EvidencePage()
    >>> page.answer_to({"kind": "card", "claims": "seed-004-option"})["slots"]["card"].count("claim-card")
    1
    """

    _esm = "\n".join((FOLDER / "js" / f"{name}.js").read_text("utf-8") for name in SCRIPTS)
    whole = t.Bool(True).tag(sync=True)
    again = t.Unicode("").tag(sync=True)
    """On Binder, the address that starts a new session: nothing comes back under that of one that has ended."""
    hub = t.Unicode("").tag(sync=True)
    """Under a JupyterHub, the address that leads its reader to a server of their own."""

    def __init__(self, *, view: str | None = None, whole: bool = True) -> None:
        made = binder.home()
        hub = "" if made else binder.user_redirect()
        super().__init__(whole=whole, again=binder.starting(at=made) if made else "", hub=hub)
        self.view = view
        self.look = views.Look()
        self.page_url = ""
        self._specs: dict[str, views.Spec] = {}
        self._sent = Sent()
        self._seeds = load()
        self.on_msg(self._receive)

    def __repr__(self) -> str:
        """Its name: what a cell prints is part of a public page, where an address in memory has no place."""
        return f"{type(self).__name__}()"

    def _receive(self, _widget: Any, message: Any, _buffers: Any) -> None:
        stamp = {key: message.get(key) for key in ("number", "view_id")} if isinstance(message, dict) else {}
        shows = isinstance(message, dict) and "has" in message  # its reply will be shown; others are asked beside
        if shows and not self._sent.known(message):
            self._send_anew()
        try:
            reply, buffers = dict(self.answer_to(message)), None
            if "buffer" in reply:
                buffers = [reply.pop("buffer")]
            if shows:
                reply = self._sent.shortened(message, reply)
        except Exception:
            log.exception("a message to the page failed")
            self._send_anew()
            self.send({**stamp, "slots": {"notice": "<p>Something went wrong on our side; nothing was changed.</p>"}})
            raise
        self.send({**reply, **stamp}, buffers)

    def _send_anew(self) -> None:
        """What the page shows is not sure: the next reply is whole."""
        self._sent.forget()

    def answer_to(self, message: Any) -> Reply:
        """The reply to one message of the page's script; unknown messages get a sentence."""
        handle = self.handlers().get(str(message.get("kind"))) if isinstance(message, dict) else None
        if handle is None:
            return self.say("The page sent something that the explorer does not know; nothing was changed.")
        return handle(message)

    def handlers(self) -> dict[str, Handler]:
        """What answers each kind of message."""
        return {
            "open": self._open,
            "view": self._view,
            "layout": self._layout,
            "claims": self._claims,
            "card": self._card,
            "taken": self._taken,
            "plotly": self._plotly,
            "alive": lambda _message: {},
        }

    def views(self) -> dict[str, str]:
        """The views of this page, by name, with their labels."""
        return {name: label for name, label in markup.VIEWS.items() if name not in ("answer", "method")}

    def in_sight(self) -> str:
        """The name of the view that a reader sees."""
        return self.view or ""

    def _open(self, message: Mapping[str, Any]) -> Reply:
        """First message: the page, or the one view, as HTML."""
        self._seen(message)
        alone = embeds.asked(message.get("search"))
        if alone is not None:
            return self._embed(alone, None, self.page_url)
        self.view = self.view or "timeline"
        panel = self._panel(self.view)
        page = markup.evidence_page(self._seeds, self.views(), {self.view: panel}, main=self.view, whole=self.whole)
        return {**self._changes(which="all"), "page": page, "style": first_paint.style(), "partners": style.partners()}

    def _embed(self, name: str, state: Any, page: str, said: Iterable[str] = ()) -> Reply:
        """The page of an embed in place of the whole one; its address stays as it is."""
        self.view = name if name in views.EMBEDDED else "nothing"
        html = views.embed(name, state, self._seeds, self.look, page)
        reply = {**self._changes(said, which="all"), "page": html, "style": first_paint.style()}
        reply["partners"] = style.partners()
        return {key: value for key, value in reply.items() if key not in ("link", "spoken")}

    def _seen(self, message: Mapping[str, Any]) -> None:
        """How and where the page stands, as its first message says."""
        self.look = replace(self.look, narrow=message.get("narrow") is True)
        self.page_url = citing.page_address(str(message.get("page") or ""))

    def _view(self, message: Mapping[str, Any]) -> Reply:
        name = message.get("view")
        if not isinstance(name, str) or name not in self.views():
            return self.say("There is no view of that name.")
        self.view = name
        reply = self._changes(which="all")
        if message.get("filled") is not True:
            reply["panels"] = {self.view: self._panel(self.view)}
        return unsaid(reply)

    def _layout(self, message: Mapping[str, Any]) -> Reply:
        self.look = replace(self.look, narrow=message.get("narrow") is True)
        return unsaid(self._changes(which="all"))

    def _claims(self, message: Mapping[str, Any]) -> Reply:
        try:
            self.look = replace(self.look, choice=evidence.choice(message, self._seeds))
        except evidence.ChoiceError as fault:
            return self.say(str(fault))
        return {"slots": ledger_html.ledger_slots(self.look.choice, self._seeds)}

    def _card(self, message: Mapping[str, Any]) -> Reply:
        ids = str(message.get("claims") or "").split()
        return {"slots": {"card": ledger_html.claim_cards(ids[:MOST_CARDS], self._seeds)}}

    def _taken(self, _message: Mapping[str, Any]) -> Reply:
        """What a reader can take away of the charts in sight; the page asks for it when somebody wants it."""
        return {"taken": self.taken()}

    def taken(self) -> Reply:
        """Charts of the view, their sources, and what goes with every file."""
        return self._charts_taken(None) | takeaway.edition(self._seeds, self.page_url)

    def _charts_taken(self, scenario: Scenario | None) -> Reply:
        view = self.in_sight()
        shown = [*views.of(view), *(("decides",) if view in ("answer", "deciders") else ())]
        found = {
            name: takeaway.chart(
                views.drawn_as(name, self.look),
                self._specs[name],
                self._seeds,
                scenario,
                page_url=self.page_url,
            )
            for name in shown
            if name in self._specs
        }
        return {"charts": found, "sources": takeaway.sources(found, self._seeds)}

    def _plotly(self, _message: Mapping[str, Any]) -> Reply:
        return {"buffer": plotly_script.PATH.read_bytes()}

    def say(self, sentence: str) -> Reply:
        """A reply that says one sentence and changes nothing."""
        return {"slots": {"notice": f"<p>{html.escape(sentence)}</p>"}}

    def _panel(self, name: str) -> str:
        return views.panel(name, None, self._seeds, self.look)

    def _changes(self, said: Iterable[str] = (), *, which: str = "first") -> Reply:
        drawn = views.figures(self.in_sight(), None, self.look, seeds=self._seeds, which=which)
        self._specs.update(drawn)
        notice = "".join(f"<p>{html.escape(sentence)}</p>" for sentence in said)
        return {"slots": {"notice": notice, **self._words(drawn)}, "figures": charts(drawn), "then": ""}

    def _words(self, drawn: Mapping[str, views.Spec]) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, spec in drawn.items():
            found.update(figure_html.figure_slots(name, spec, self._seeds))
        return found


def unsaid(reply: Reply) -> Reply:
    """The reply to what shows the same numbers in another way: there is no new result to announce."""
    return {key: value for key, value in reply.items() if key != "spoken"}


def charts(drawn: Mapping[str, views.Spec]) -> dict[str, Reply]:
    """What plotly.js needs of each figure."""
    return {name: {key: spec[key] for key in ("data", "layout", "config")} for name, spec in drawn.items()}
