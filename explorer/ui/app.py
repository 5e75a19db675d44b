"""The whole page as a widget."""

from __future__ import annotations

from explorer.scenario import Scenario
from explorer.ui.page import Page
from explorer.ui.state import State


def app(scenario: Scenario | None = None) -> Page:
    """The explorer as the widget that ``notebooks/explorer.ipynb`` shows, here from any scenario.

    >>> from explorer import Scenario
    >>> app(Scenario(openai_share=0.2)).state.answer.chosen_words()
    '20 %'
    """
    return Page(State(scenario))
