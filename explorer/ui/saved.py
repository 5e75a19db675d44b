"""A part of the page where no kernel runs: its words, its charts, and a sentence in place of the controls."""

from __future__ import annotations

import json
from collections.abc import Sequence

from markupsafe import escape

from explorer.charts import style
from explorer.charts.html import Html
from explorer.charts.standalone import drawn_by_itself
from explorer.seeds import load
from explorer.ui import deciders, figure_html, ledger_html, markup, sentences, views
from explorer.ui.state import State


def part(state: State, view: str | None, parameters: Sequence[str]) -> str:
    """HTML of one view of the page and of what follows from the scenario; nothing in it can be moved.

    >>> "Here the notebook and the app have controls" in part(State(), None, ("openai_share",))
    True
    """
    seeds, look = load(), views.Look()
    pieces: list[str] = []
    if parameters:
        labels = ", ".join(seeds.parameters[name].label for name in parameters)
        pieces.append(f"<p><em>Here the notebook and the app have controls for: {escape(labels)}.</em></p>")
        pieces.append(f"<p>{escape(sentences.consequence(state.answer))}</p>")
    drawn = views.figures(view, state, look, seeds=seeds) if view else {}
    pieces += [Html(slot).standing_alone() for slot in views.slots(view or "", state).values()]
    if view in ("answer", "deciders"):
        decides = {**views.decides(state, look, seeds), "config": dict(style.CONFIG)}
        pieces += [*map(_figure, [*drawn.values(), decides]), _needed(state, look)]
    elif view == "claims":
        pieces.append(ledger_html.agreement(look.choice, seeds))
    else:
        pieces += map(_figure, drawn.values())
    return f'<div class="explorer-saved">{"".join(pieces)}</div>'


def _needed(state: State, look: views.Look) -> str:
    goal, scenario = look.goal, state.scenario
    return "".join(
        (
            f"<p><strong>{escape(deciders.target_words(goal))}: what would have to be true</strong></p>",
            markup.needed(scenario, goal, deciders.leading(goal)),
            "<p><strong>What to ask next</strong></p>",
            markup.asks(scenario, goal),
            f"<p>{escape(deciders.breaks(scenario, goal))}</p>",
        )
    )


def _figure(spec: views.Spec) -> str:
    meta = spec["meta"]
    sources = figure_html.sources_line(meta["sources"], meta["data_to"], load())
    chart = json.dumps({key: spec[key] for key in ("data", "layout", "config")}, default=list)
    words = f"{meta['title']}. {meta['summary']}"
    head = f"<p><strong>{escape(meta['title'])}</strong><br>{escape(meta['subtitle'])}</p>"
    return f'{head}{drawn_by_itself(chart, words)}<p class="explorer-sources">{sources}</p>'
