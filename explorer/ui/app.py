"""The whole page as a widget."""

from __future__ import annotations

from explorer.arguments import checked
from explorer.scenario import Scenario
from explorer.seeds import load
from explorer.ui.evidence_page import EvidencePage
from explorer.ui.page import Page
from explorer.ui.state import State


@checked()
def app(scenario: Scenario | None = None) -> EvidencePage:
    """The explorer as the widget that ``notebooks/explorer.ipynb`` shows, here from any scenario.

    Where the seeds hold no parameters (see ``explorer app --seeds``) it is the evidence alone.

    >>> from explorer import Scenario
    >>> page = app(Scenario(openai_share=0.2))
    >>> "OpenAI would have" in page.answer_to({"kind": "reset"})["slots"]["consequence"]
    True
    """
    from explorer.page.widget import Explorer

    if load().parameters:
        return Explorer(scenario)  # type: ignore
    return Page(State(scenario)) if load().parameters else EvidencePage()
