"""One page: typed messages of a reader in, replies out, and results pushed while nothing newer is asked for.

A message is a dict with ``kind`` and ``id``. The reply carries the ``id`` and what is seen at once; what takes longer
(`explorer.page.results`) follows as pushes, worked out in pieces between which the next message is heard, and dropped
when it changes what they rest on. What a page already shows is left out.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Callable, Container, Iterable, Mapping
from contextlib import suppress
from typing import Any, cast
from urllib.parse import parse_qs

from explorer.analysis.evidence_sensitivity import believe
from explorer.analysis.presets import presets
from explorer.errors import ExplorerError
from explorer.formatting import month_words
from explorer.model.stepwise import run_to_end
from explorer.page import address, binder, citing, controls, deciders, entry, first_paint, hero, pieces, take
from explorer.page.differences import SETTINGS, changes_in_words, differences
from explorer.page.render import Update, render
from explorer.page.results import RESULTS, SEEN_IN
from explorer.page.view import History, View
from explorer.scenario import Scenario, ScenarioError
from explorer.scenario.consistency import misfits
from explorer.scenario.links import LinkError, read_link, short_link
from explorer.seeds import Seeds

Message = Mapping[str, Any]
Handler = Callable[["Page", Message], "Update | None"]
HANDLERS: dict[str, Handler] = {}
REST_S, PIECE_S, GAP_S = 0.03, 0.005, 0.002
"""How long a reader must pause before results are worked out, how long one piece takes, and the gap between two."""
WITHOUT_A_MODEL = frozenset({"open", "layout", "near", "card", "place", "take"})
"""The messages that seeds without parameters can answer."""
MOVED = frozenset(
    ("hero-title", "share-words", "racks", "racks-range", "delivered", "delivered-range", "on", "on-range", "cases")
)
"""What the page's script moves with the share by itself: whether it stands there as it was sent, Python cannot tell."""
LOG = logging.getLogger(__name__)


def text(message: Message, name: str) -> str:
    """A field of a message as text; empty for anything else."""
    value = message.get(name)
    return value if isinstance(value, str) else ""


def one_of(message: Message, known: Container[str], unknown: str, field: str = "name") -> str:
    """A field of a message that is one of the known names; raises `ExplorerError` with the sentence for others."""
    name = text(message, field)
    if name not in known:
        raise ExplorerError(f"{unknown}; nothing was changed.")
    return name


def on(kind: str) -> Callable[[Handler], Handler]:
    """Make a method answer one kind of message."""

    def add(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return add


class Page:
    """The explorer around one reader's `View`.

    Parameters
    ----------
    send : takes each reply and push, a dict that JSON can hold.
    seeds : the folder that the page shows; None is the installed one.
    scenario : what the page starts from; None is our starting point.
    pushing : whether results come by themselves, worked out piece by piece in the event loop that runs; else, and where
        none runs, when `finish` is called.

    >>> sent = []
    >>> page = Page(sent.append)
    >>> page.receive({"kind": "set", "id": 1, "parameter": "openai_share", "part": "central", "value": "20"})
    >>> sent[0]["texts"]["share-words"], sent[0]["link"]
    ('one rack in five', 's=2~os_p_0.2')
    """

    def __init__(
        self,
        send: Callable[[dict[str, Any]], None],
        *,
        seeds: Seeds | None = None,
        scenario: Scenario | None = None,
        pushing: bool = False,
    ) -> None:
        self.send, self.pushing = send, pushing
        scenario = Scenario(seeds=seeds) if scenario is None else scenario
        self.seeds = scenario.seeds
        self.usual = Scenario(seeds=self.seeds)
        self.view = View(scenario=self.shown(scenario))
        self.opened_with = self.view.scenario
        self.history = History()
        self.url = ""
        self.near: frozenset[str] | None = None
        self.observers: list[Callable[[Scenario], None]] = []
        self._shown: dict[str, Any] = {}
        self._done: dict[str, View] = {}
        self._turn = 0
        self._task: asyncio.Task[None] | None = None  # held, since a loop holds its tasks weakly

    def shown(self, scenario: Scenario) -> Scenario:
        """A scenario as a page can show it, up to the last month shown. Raises `ScenarioError` for what none can."""
        if scenario.seeds is not self.seeds:
            raise ScenarioError("This page shows another folder's data: make one anew with ex.app(scenario).")
        for name, one in scenario.items():
            if one.kind not in controls.BOXES:
                raise ScenarioError(f"{name} is drawn from samples, for which a page has no control.")
        try:
            short_link(scenario)
        except LinkError as fault:
            raise ScenarioError(f"A page has a link to what it shows. {fault}") from fault
        last = self.seeds.deal.horizon_shown
        return scenario if scenario.horizon >= last else scenario.replace(horizon=last)

    # ---------------------------------------------------------------------------------------------------- messages
    def receive(self, message: Any) -> None:
        """Answer one message. A wrong one changes nothing and is answered with a sentence, whatever it holds."""
        kept = self.view
        asked: Message = cast("Message", message) if isinstance(message, Mapping) else {}
        kind = str(asked.get("kind"))
        handler = HANDLERS.get(kind) if self.seeds.parameters or kind in WITHOUT_A_MODEL else None
        if isinstance(asked.get("near"), list):
            self.near = frozenset(str(name) for name in asked["near"][:20]) | {"answer"}
        try:
            reply = (
                handler(self, asked) if handler else {"said": "The page sent something unknown; nothing was changed."}
            )
        except Exception as fault:
            if self.view.scenario != kept.scenario:
                self._set(kept.scenario)  # whoever observes was told of the other
            self.view = kept
            if isinstance(fault, ExplorerError):
                reply = {"fault": str(fault)}
            else:
                LOG.exception("a message could not be answered")
                reply = {"said": "Something went wrong on our side; nothing was changed."}
        self.send({**self._only_changed(reply or {}), "id": asked.get("id"), "rest": not self._due()})
        self._start_work()

    def _only_changed(self, update: Update) -> dict[str, Any]:
        """An update without what the page already shows."""
        news = dict(update)
        for kind in ("texts", "charts", "controls"):
            if kind in update:
                known = self._shown.setdefault(kind, {})
                changed = (name for name, value in update[kind].items() if name in MOVED or known.get(name) != value)
                news[kind] = {name: update[kind][name] for name in changed}
                known.update(update[kind])
        return news

    # ----------------------------------------------------------------------------------------------------- results
    def _start_work(self) -> None:
        self._turn += 1  # whatever is under way is out of date
        if not self.pushing or not self._due():
            return
        with suppress(RuntimeError):  # no loop runs
            loop = asyncio.get_running_loop()
            self._task = loop.create_task(self._work(self._turn))

    def _due(self) -> list[str]:
        if not self.seeds.parameters:
            return []
        near = self.near
        return [
            name for name in RESULTS if self._done.get(name) != self.view and (near is None or SEEN_IN[name] & near)
        ]

    async def _work(self, turn: int) -> None:
        await asyncio.sleep(REST_S)
        while turn == self._turn and (due := self._due()):
            name, view, found = due[0], self.view, None
            steps = RESULTS[name](view, self.seeds)
            while found is None:
                until = time.perf_counter() + PIECE_S
                try:
                    while time.perf_counter() < until:
                        next(steps)
                except StopIteration as end:
                    found = end.value
                except Exception:  # the others still come
                    LOG.exception("the result %s could not be worked out", name)
                    found = {"said": "Something went wrong on our side; a part of this page shows what was before."}
                await asyncio.sleep(GAP_S)
                if turn != self._turn:
                    return
            self._push(name, view, found)

    def _push(self, name: str, view: View, found: Update) -> None:
        self._done[name] = view
        news = self._only_changed(found)
        if any(news.get(kind) for kind in ("texts", "charts", "bars", "said")) or not self._due():
            self.send({**news, "push": name, "rest": not self._due()})

    def finish(self) -> None:
        """Work out all that is due, at once."""
        for name in self._due():
            self._push(name, self.view, run_to_end(RESULTS[name](self.view, self.seeds)))

    def cancel(self) -> None:
        """Cancel the work in progress."""
        self._turn += 1

    # ------------------------------------------------------------------------------------------------ what changed
    def state(self, *, said: Iterable[str] | None = None, spoken: str = "") -> Update:
        """All that follows from the view at once."""
        scenario = self.view.scenario
        if not self.seeds.parameters:
            return {}
        update = hero.hero(self.view, self.seeds)
        update["texts"] |= {
            "changed": render("changed.html", rows=differences(scenario)),
            "unfit": render("notice.html", said=misfits(scenario)),
        }
        if said is not None:  # what a link said stays where it stands, so that a first change moves nothing
            update["texts"]["notice"] = render("notice.html", said=[{"sentence": one} for one in said])
        return {**update, "controls": self._controls(), **self._beside(), "spoken": spoken}

    def _beside(self) -> Update:
        """What the buttons and boxes beside the controls show."""
        view, scenario = self.view, self.view.scenario
        return {
            "link": address.query(view),
            "case": hero.supply_case(scenario),
            "can": {
                "undo": bool(self.history.past),
                "redo": bool(self.history.future),
                "reset": scenario != self.usual,
                "opened": self.opened_with not in (self.usual, scenario),
            },
            "pinned": [name for name, _ in view.pinned],
            "goal": pieces.goal_values(view.goal),
        }

    def _controls(self) -> dict[str, dict[str, Any]]:
        return {name: controls.state(self.seeds.parameters[name], one) for name, one in self.view.scenario.items()}

    def change(self, scenario: Scenario, gesture: object = None, spoken: str = "") -> Update:
        """Set the scenario, and give all that follows from it at once."""
        self.set_scenario(scenario, gesture)
        return self.state(spoken=spoken)

    def set_scenario(self, scenario: Scenario, gesture: object = None) -> None:
        """Set the scenario as a step that can be undone, and notify the observers."""
        if scenario != self.view.scenario:
            self.history.left(self.view, gesture)
            self._set(scenario)

    def _set(self, scenario: Scenario) -> None:
        self.view = self.view.replace(scenario=scenario)
        self._done.pop("answer", None)  # the page's script may have moved its numbers since, see `MOVED`
        for tell in self.observers:
            tell(scenario)

    def show(self, scenario: Scenario) -> None:
        """Show a scenario that was set from outside, as another push."""
        self.send({**self._only_changed(self.change(scenario)), "push": "scenario"})
        self._start_work()

    @on("open")
    def _open(self, message: Message) -> Update:
        """The page is there: what its address asks for, or what it holds."""
        self._shown, self._done = {}, {}
        self.url = text(message, "page")
        self.view = self.view.replace(narrow=message.get("narrow") is True)
        search, sentences = text(message, "search"), list[str]()
        if search and self.seeds.parameters:
            self.view, sentences = self._viewed(search)
            self.opened_with = self.view.scenario
        if asked := parse_qs(search.removeprefix("?"), keep_blank_values=True).get("embed"):
            chart = pieces.embed(asked[0], self.view, self.seeds, citing.link(self.view, self.url))
            return {"embed": chart, "live": True}
        if (
            self.seeds.parameters
            and message.get("painted") == first_paint.version(self.seeds.folder)
            and self.view == View(self.usual, narrow=self.view.narrow)
            and not sentences
        ):
            # all of this is in the page already
            self._done = dict.fromkeys(RESULTS, self.view)
            self._shown["controls"] = self._controls()
            return {"live": True, "again": binder.again(), **self._beside()}
        return {**self.state(said=sentences), "live": True, "again": binder.again()}

    def _viewed(self, search: str) -> tuple[View, list[str]]:
        """The view that an address asks for, and sentences on what it could not have."""
        view, sentences = address.opened(search, self.view)
        scenario = self.shown(view.scenario)
        if scenario != view.scenario:
            ends, last = month_words(view.scenario.horizon), month_words(scenario.horizon)
            sentences.append(f"The link ends in {ends}; the page computes to {last}.")
        return view.replace(scenario=scenario), sentences

    @on("set")
    def _set_parameter(self, message: Message) -> Update:
        name, part = message.get("parameter"), message.get("part")
        if not isinstance(name, str) or name not in self.seeds.parameters or not isinstance(part, str):
            raise ExplorerError("The page sent a value for an assumption that does not exist; nothing was changed.")
        parameter, scenario = self.seeds.parameters[name], self.view.scenario
        new = entry.apply_entry(parameter, scenario[name], part, message.get("value"))
        update = self.change(scenario.replace(**{name: new}), message.get("gesture"))
        if part == "slider" and (said := entry.stop_note(parameter, new, message.get("value"))):
            update["said"] = said
        return update

    @on("pair")
    def _pair(self, message: Message) -> Update:
        """Two assumptions at once, as a drag on their chart sets them."""
        scenario = self.view.scenario
        values: Any = message.get("values")
        if not isinstance(values, Mapping) or not set(values) <= {"openai_share", self.view.lever}:
            raise ExplorerError("The page sent values for other assumptions than these two; nothing was changed.")
        for name, value in values.items():
            new = entry.apply_entry(self.seeds.parameters[name], scenario[name], "slider", value)
            scenario = scenario.replace(**{name: new})
        return self.change(scenario, message.get("gesture"))

    @on("case")
    def _case(self, message: Message) -> Update:
        """How many racks the maker ships: one of three, with all else as it is."""
        name = one_of(message, hero.supply_cases(self.seeds), "There is no such supply case")
        preset = presets(seeds=self.seeds)[name]
        return self.change(self.view.scenario.replace(**{p: preset[p] for p in hero.SUPPLY}))

    @on("preset")
    def _preset(self, message: Message) -> Update:
        known = presets(seeds=self.seeds)
        return self.change(known[one_of(message, known, "There is no starting point of that name")])

    @on("enough")
    def _enough(self, _message: Message) -> Update:
        """The share that is just enough for the goal in half of the cases."""
        from explorer.analysis.solve import solve

        goal = self.view.goal
        need = solve(self.view.scenario, "openai_share", "delivered_gw", at_least=goal.amount_gw, by=goal.by)
        least = need.value(chance=0.5)
        share = math.ceil(100 * min(1.0, least) - 1e-9) / 100  # in whole per cent, and enough
        update = self.change(self.view.scenario.replace(openai_share=share))
        if math.isinf(least):
            deal = self.seeds.deal
            all_of_them = f"Even all of {deal.maker}\u2019s {deal.units}"
            update["said"] = f"{all_of_them} would be too few in more than half of the simulations."
        return update

    @on("reset")
    def _reset(self, message: Message) -> Update:
        return self.change(self.opened_with if message.get("to") == "opened" else self.usual, spoken="Reset.")

    @on("back")
    def _back(self, message: Message) -> Update:
        """One assumption as it is at the starting point."""
        scenario, none = self.view.scenario, "There is no assumption of that name to set back"
        name = one_of(message, {*scenario, *SETTINGS}, none, "parameter")
        return self.change(scenario.replace(**{name: getattr(self.usual, name)}))

    @on("undo")
    @on("redo")
    def _step(self, message: Message) -> Update:
        """Take scenario and goal of a step; what is kept to compare and how the page is laid out stays."""
        left, back = self.view, message["kind"] == "undo"
        found = self.history.step(left, back=back)
        if found is None:
            return self.state(spoken="There is nothing more.")
        self.view = left.replace(goal=found.goal)
        changes: list[str] = []
        if found.scenario != left.scenario:
            self._set(found.scenario)
            changes.append(changes_in_words(found.scenario, left.scenario))
        if found.goal != left.goal:
            changes.append(f"the goal is {found.goal.words()}, {found.goal.cases()}")
        return self.state(spoken=f"{'Undone' if back else 'Done again'}: {'; '.join(changes)}.")

    @on("believe")
    def _believe(self, message: Message) -> Update:
        """Take one claim at its word for the assumption it speaks of."""
        return self.change(believe(self.view.scenario, text(message, "claim"), text(message, "parameter")))

    @on("goal")
    def _goal(self, message: Message) -> Update:
        goal = deciders.parse_goal(message, self.seeds.deal)
        if goal != self.view.goal:
            self.history.left(self.view)
            self.view = self.view.replace(goal=goal)
        return self.state(spoken=f"The goal is {self.view.goal.words()}, {self.view.goal.cases()}.")

    @on("lever")
    def _lever(self, message: Message) -> Update:
        levers = dict(deciders.second_levers(self.seeds))
        self.view = self.view.replace(lever=one_of(message, levers, "There is no such second assumption"))
        return {"link": address.query(self.view)}

    @on("spread")
    def _spread(self, message: Message) -> Update:
        spread = one_of(message, ("bands", "dots"), "There is no such way to show the cases")
        self.view = self.view.replace(spread=spread)
        return {}

    @on("layout")
    def _layout(self, message: Message) -> Update:
        self.view = self.view.replace(narrow=message.get("narrow") is True)
        return {"charts": hero.hero(self.view, self.seeds)["charts"]} if self.seeds.parameters else {}

    @on("pin")
    def _pin(self, message: Message) -> Update:
        """Keep the scenario of the controls, or a named one, under the next free letter."""
        pinned = dict(self.view.pinned)
        scenario = presets(seeds=self.seeds).get(text(message, "name")) if message.get("name") else self.view.scenario
        if scenario is None or len(pinned) >= len(address.LETTERS):
            raise ExplorerError(
                "Four scenarios are saved already: remove one first." if scenario else "There is no such scenario."
            )
        letter = next(one for one in address.LETTERS if one not in pinned)
        self.view = self.view.replace(pinned=(*self.view.pinned, (letter, scenario)))
        return self.state() | {"toast": f"Saved as {letter}. Change something to compare."}

    @on("rename")
    def _rename(self, message: Message) -> Update:
        """Give a kept scenario a name."""
        # as a link has it, which writes a space as a hyphen
        old, new = text(message, "old"), " ".join(text(message, "name").replace("-", " ").split())
        pinned = dict(self.view.pinned)
        if old not in pinned or new in {*pinned, address.NOW} - {old} or not address.NAME.fullmatch(new):
            raise ExplorerError(
                "A name takes up to 24 letters from A to Z, digits and spaces, and each scenario its own."
            )
        self.view = self.view.replace(pinned=tuple((new if name == old else name, one) for name, one in pinned.items()))
        return self.state(spoken=f"{old} is now called {new}.")

    @on("load")
    def _load(self, message: Message) -> Update:
        """The scenario of a record that the reader opens, as a step that can be undone."""
        search = text(message, "search")
        try:
            read_link(parse_qs(search.removeprefix("?")).get("s", [""])[0], seeds=self.seeds)
        except LinkError as fault:
            raise ExplorerError(f"This record cannot be opened; nothing was changed. {fault}") from fault
        found, sentences = self._viewed(search)
        if (found.scenario, found.goal) != (self.view.scenario, self.view.goal):
            self.history.left(self.view)
        self.view = found
        self._set(found.scenario)
        return self.state(said=sentences) | {"toast": "The record is open."}

    @on("unpin")
    def _unpin(self, message: Message) -> Update:
        name = message.get("name")
        left = tuple(pair for pair in self.view.pinned if name and pair[0] != name)
        self.view = self.view.replace(pinned=left)
        return self.state(spoken=f"{text(message, 'name')} is removed.")

    @on("near")
    def _near(self, _message: Message) -> Update:
        """Other sections are near what the reader sees; which, every message says."""
        return {}

    @on("card")
    def _card(self, message: Message) -> Update:
        """The cards of some claims."""
        return {"card": pieces.cards(text(message, "claims").split(), self.seeds)}

    @on("place")
    def _place(self, message: Message) -> Update:
        """One of the pages beside the story, with the reader's filters."""
        place = one_of(message, pieces.places(self.seeds), "That is not the name of a page")
        filters: Any = message.get("filters")
        asked: Message = filters if isinstance(filters, Mapping) else {}
        return {"texts": {f"place-{place}": pieces.place(place, asked, self.view, self.seeds)}}

    @on("take")
    def _take(self, message: Message) -> Update:
        """What a reader takes away: words, files, the parts of a chart."""
        return take.taken(text(message, "what"), text(message, "name"), self.view, self.seeds, self.url)
