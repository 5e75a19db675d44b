"""Parts of the page for other notebooks, one line each. Hand one to another, and the two move together.

>>> one = answer()
>>> other = matters(one)
>>> one.scenario = one.scenario.replace(openai_share=0.2)
>>> other.scenario.openai_share
point(0.2)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets as t
from IPython.display import display
from markupsafe import escape

from explorer.arguments import ANY_SCENARIO, TEXTS, Rule, checked
from explorer.errors import ExplorerError, quoted_several
from explorer.page import story
from explorer.page.address import query
from explorer.page.binder import starting
from explorer.page.view import View
from explorer.page.widget import Explorer
from explorer.scenario import Scenario

__all__ = ["answer", "assumptions", "claims", "compare", "in_the_app", "matters", "money", "needed", "part", "path"]


def __dir__() -> list[str]:
    return __all__  # what completes ``ex.panels.`` in a notebook


def _scenario_or_panel(value: Any) -> Any:
    return value if isinstance(value, Explorer) else ANY_SCENARIO.take(value)


SCENARIO_OR_PANEL = Rule("a scenario, such as ex.Scenario(), or a panel", _scenario_or_panel)


def _scenario_of(scenario: Scenario | Explorer | None) -> Scenario:
    """What a panel begins with: a scenario, that of another panel, or where none is given all as we start."""
    return scenario.scenario if isinstance(scenario, Explorer) else Scenario() if scenario is None else scenario


HIDE_ERRORS = (
    ".jp-OutputArea-child:has([data-explorer-still]) + .jp-OutputArea-child:not(:has(.explorer, .explorer-open)) "
    "{ display: none; }"
)
"""Hides the message that a widget is not found, or not yet, below static HTML."""


class StaticFallback(anywidget.AnyWidget):
    """A widget behind static HTML, which its script hides; the HTML stays where no kernel answers."""

    still = t.Unicode().tag(sync=True)
    """The id by which the script finds the static HTML."""
    _unlink: Callable[[], None] | None = None  # from the panel that it was made from

    def close(self) -> None:
        """Close the widget and unlink it from other panels."""
        if self._unlink:
            self._unlink()
        self._unlink = None
        super().close()

    def words(self) -> str:
        """What stays, as HTML."""
        raise NotImplementedError

    def _ipython_display_(self) -> None:
        self.still = self.model_id or ""
        plain = 'class="tex2jax_ignore mathjax_ignore"'  # two dollars are no formula
        html = f'<style>{HIDE_ERRORS}</style><div {plain} data-explorer-still="{self.still}">{self.words()}</div>'
        display({"text/html": html, "text/plain": repr(self)}, raw=True)
        bundle = self._repr_mimebundle_() or ({}, {})
        display({name: data for name, data in bundle[0].items() if "widget" in name}, raw=True)


class Part(StaticFallback, Explorer):
    """Some sections of the page, while a kernel runs; where none does they stay as they were."""

    def __init__(
        self, sections: Sequence[str], scenario: Scenario | Explorer | None = None, named: Sequence[str] = ()
    ) -> None:
        start = _scenario_of(scenario)
        known = start.seeds.parameters
        had = {*story.sections_of(start.seeds), *(["assumptions"] if known else [])}
        shown = tuple(name for name in sections if name in had)
        if not shown:
            raise ExplorerError(f"{start.seeds.folder} holds nothing to show under {', '.join(sections)}.")
        if unknown := [name for name in named if name not in known]:
            raise ExplorerError(f"no such parameter: {quoted_several(unknown)}; the parameters are {', '.join(known)}")
        super().__init__(start)
        self.sections, self.named = shown, tuple(named)
        if isinstance(scenario, Explorer):
            self._unlink = t.link((scenario, "scenario"), (self, "scenario")).unlink

    def words(self) -> str:
        """The sections, with nothing to move in them."""
        return f"<style>{story.style()}</style>{self.html(live=False)}"


@checked(sections=TEXTS, scenario=SCENARIO_OR_PANEL)
def part(*sections: str, scenario: Scenario | Explorer | None = None) -> Part:
    """Sections of the page by their anchors, such as ``"answer"``, ``"matters"``, ``"two"``, ``"money"``, ``"year"``.

    Raises `ExplorerError`, which lists the names, for a section that the page does not have.

    >>> part("matters", "two").sections
    ('matters', 'two')
    """
    unknown = [str(name) for name in sections if name not in story.SECTIONS]
    if unknown or not sections:
        strange = quoted_several(unknown) if unknown else "none is named"
        raise ExplorerError(f"no such section: {strange}; the sections are {', '.join(story.SECTIONS)}")
    return Part(sections, scenario)


@checked(scenario=SCENARIO_OR_PANEL)
def answer(scenario: Scenario | Explorer | None = None) -> Part:
    """What the goal takes, the reader's share, and what that amounts to.

    >>> answer().sections
    ('answer',)
    """
    return Part(("answer",), scenario)


@checked(scenario=SCENARIO_OR_PANEL)
def path(scenario: Scenario | Explorer | None = None) -> Part:
    """From racks to gigawatts: the sentence whose numbers can be moved, step by step, and over time.

    >>> path().sections
    ('sentence',)
    """
    return Part(("sentence",), scenario)


@checked(scenario=SCENARIO_OR_PANEL)
def matters(scenario: Scenario | Explorer | None = None) -> Part:
    """Which assumption matters most; each row can be moved.

    >>> matters().sections
    ('matters',)
    """
    return Part(("matters",), scenario)


@checked(scenario=SCENARIO_OR_PANEL)
def needed(scenario: Scenario | Explorer | None = None) -> Part:
    """What a goal would take, two assumptions at once, and what to ask next.

    >>> needed().sections
    ('two', 'ask')
    """
    return Part(("two", "ask"), scenario)


@checked(scenario=SCENARIO_OR_PANEL)
def money(scenario: Scenario | Explorer | None = None) -> Part:
    """What the share amounts to in dollars, and rival claims on money.

    >>> money().sections
    ('money',)
    """
    return Part(("money",), scenario)


def claims() -> Part:
    """Where the articles differ, how firm each number is, and what a year has shown.

    >>> claims().sections
    ('claims', 'ladder', 'year')
    """
    return Part(("claims", "ladder", "year"))


@checked(scenario=SCENARIO_OR_PANEL)
def compare(scenario: Scenario | Explorer | None = None) -> Part:
    """Scenarios side by side, and what makes the difference.

    >>> compare().sections
    ('compare',)
    """
    return Part(("compare",), scenario)


@checked(scenario=SCENARIO_OR_PANEL)
def assumptions(*parameters: str, scenario: Scenario | Explorer | None = None) -> Part:
    """The controls of some parameters.

    >>> assumptions("rack_power_kw", "it_overhead").named
    ('rack_power_kw', 'it_overhead')
    """
    return Part(("assumptions",), scenario, parameters)


class AppLink(StaticFallback):
    """A link that opens a scenario in the app, wherever the notebook is shown; where no app is near, on Binder."""

    _esm = (Path(__file__).parent / "js" / "applink.js").read_text("utf-8")
    label = t.Unicode("Open this in the app").tag(sync=True)
    query = t.Unicode().tag(sync=True)
    elsewhere = t.Unicode().tag(sync=True)

    def __init__(self, scenario: Scenario | Explorer | None = None) -> None:
        super().__init__()
        if isinstance(scenario, Explorer):
            self._unlink = t.dlink((scenario, "scenario"), (self, "query"), self._follow).unlink
        else:
            self._follow(_scenario_of(scenario))

    def _follow(self, scenario: Scenario) -> str:
        self.query = query(View(scenario=scenario))
        self.elsewhere = starting(self.query)
        return self.query

    def __repr__(self) -> str:
        return "AppLink()"

    def words(self) -> str:
        """The link, which then leads to Binder."""
        return f'<p><a class="explorer-open" href="{escape(self.elsewhere)}">{escape(self.label)}</a></p>'


@checked(scenario=SCENARIO_OR_PANEL)
def in_the_app(scenario: Scenario | Explorer | None = None) -> AppLink:
    """A link that opens the scenario, or that of a panel, in the app, and follows the panel where it moves.

    >>> in_the_app(Scenario(openai_share=0.3)).query
    's=2~os_p_0.3'
    """
    return AppLink(scenario)
