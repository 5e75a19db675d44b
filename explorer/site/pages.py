"""The pages of the static site: each a title, a sentence on it, its HTML and the charts that a script may draw."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from explorer.analysis.goal import Goal
from explorer.analysis.presets import presets
from explorer.evidence.comparability import figures
from explorer.formatting import plural
from explorer.records import Claim, Source
from explorer.scenario import Scenario
from explorer.scenario.links import link
from explorer.seeds import Seeds, load
from explorer.site.still import still
from explorer.site.templates import render
from explorer.page import evidence, figure_html, ledger_html, markup, pauses, sentences, views
from explorer.page.citing import address, citation
from explorer.ui.report import assumptions, code
from explorer.ui.state import State

__all__ = ["CLAIMS", "NAVIGATION", "Page", "pages", "slug"]

CLAIMS = "claims.html"
NAVIGATION = {
    "index.html": "Answer",
    "starting-points.html": "Starting points",
    "timeline.html": "Timeline",
    "capacity.html": "Capacity",
    "investment.html": "Investment",
    "who-said-what.html": "Who said what",
    CLAIMS: "Claims",
    "data-and-method.html": "Data and method",
    "sources.html": "Sources",
    "download.html": "Download",
}
"""The pages that every page links to, in this order."""
VIEWS = {
    "timeline": ("timeline.html", "What was said to happen when", "Every dated step, planned or past, on one line."),
    "capacity": ("capacity.html", "Racks and gigawatts", "Rival claims on racks a week and gigawatts, side by side."),
    "investment": ("investment.html", "Money", "Rival claims on money, and what a share of the racks would cost."),
    "method": ("data-and-method.html", "Data and method", "Equations, assumptions, and how past forecasts did."),
}


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site. ``specs`` are its charts by name, each with its wide and its narrow layout."""

    file: str
    title: str
    about: str
    body: str
    specs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    scenario: Scenario | None = None


def slug(name: str) -> str:
    """A name as part of a file's name.

    >>> slug("What 10 GW by 2029 needs")
    'what-10-gw-by-2029-needs'
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def pages(seeds: Seeds, live: str) -> Iterator[Page]:
    """Every page, the starting points after their list; ``live`` is the address of an app, or empty."""
    started = {name: State(scenario) for name, scenario in presets().items()}
    yield _answer("index.html", markup.asked(seeds), State(), seeds, live)
    yield _starting_points(started)
    for name, state in started.items():
        if state.scenario != Scenario():  # that is the first page
            yield _answer(_file(name, state), name, state, seeds, live)
    for view, (file, title, about) in VIEWS.items():
        layouts = _layouts(view, State())
        panel = views.panel(view, State(), seeds, views.Look(), drawn_first=views.pictured(layouts))
        body = render("view-page.html", title=title, panel=_plain(panel, seeds))
        yield Page(file, title, about, body, _by_name(layouts))
    yield _who_said_what(seeds)
    yield _claims(seeds)
    yield _sources(seeds)


def _layouts(view: str, state: State) -> dict[str, dict[str, views.Spec]]:
    return {name: views.figures(view, state, views.Look(narrow=name == "narrow")) for name in ("wide", "narrow")}


def _by_name(layouts: Mapping[str, Mapping[str, views.Spec]]) -> dict[str, dict[str, Any]]:
    """What plotly.js needs of each figure, by name and layout."""
    return {
        name: {
            layout: {key: specs[name][key] for key in ("data", "layout", "config")} for layout, specs in layouts.items()
        }
        for name in layouts["wide"]
    }


def _plain(html: str, seeds: Seeds, *, page: str = CLAIMS, filled: Mapping[str, str] | None = None) -> str:
    def named(claim_id: str) -> str | None:
        claim = seeds.claims.get(claim_id)
        return _words(claim, seeds) if claim else None

    return still(html, named, page=page, filled=filled)


def _words(claim: Claim, seeds: Seeds) -> str:
    return f"{seeds.source_name(claim.source_id)}: {figures(claim) or claim.statement}"


def _answer(file: str, title: str, state: State, seeds: Seeds, live: str) -> Page:
    """The answer of one scenario; a starting point also says why it is there and what it changes."""
    layouts = _layouts("answer", state)
    decided = {name: {"decides": _decides(state, name)} for name in layouts}
    drawn = views.pictured(layouts)
    chart = figure_html.figure("decides", decided["wide"]["decides"], seeds, **views.pictured(decided)["decides"])
    panel = views.panel("answer", state, seeds, views.Look(), drawn_first=drawn, whole=False)
    filled = {
        "deciders": _plain(chart, seeds),
        **pauses.needed_slots(state, Goal()),
        **pauses.asked_slots(state.scenario, Goal()),
    }
    body = render(
        "answer.html",
        question=markup.asked(seeds),
        name="" if file == "index.html" else title,
        reason=sentences.PRESET_REASONS.get(title, ""),
        answer=sentences.headline_html(state.answer),
        consequence=sentences.consequence(state.answer),
        notices=markup.notice(state.scenario, buttons=False),
        tags=_plain(markup.tags(seeds), seeds),
        changed=[row for row in assumptions(state.scenario, seeds) if row["changed"]],
        panel=_plain(panel, seeds, filled=filled),
        live=address(state.scenario, live),
        link=link(state.scenario),
        code=code(state.scenario),
        citation=citation(state.scenario, live),
        report=f"report-{file}",
    )
    return Page(
        file, title, sentences.consequence(state.answer), body, _by_name(layouts) | _by_name(decided), state.scenario
    )


def _decides(state: State, layout: str) -> views.Spec:
    return views.with_config(views.decides(state, views.Look(narrow=layout == "narrow"), load()))


def _file(name: str, state: State) -> str:
    return "index.html" if state.scenario == Scenario() else f"{slug(name)}.html"


def _starting_points(started: Mapping[str, State]) -> Page:
    rows = [
        {
            "file": _file(name, state),
            "name": name,
            "reason": sentences.PRESET_REASONS[name],
            "consequence": sentences.consequence(state.answer),
        }
        for name, state in started.items()
    ]
    about = "The same model under other assumptions, each with the reason why it is there."
    return Page("starting-points.html", "Starting points", about, render("starting-points.html", rows=rows))


def _who_said_what(seeds: Seeds) -> Page:
    whose = evidence.whose(seeds)
    slots = ledger_html.ledger_slots(evidence.Choice(), seeds)
    places = {name: slots[name] for name in ("agreement", "scorecard", "witnesses")}
    body = render("who-said-what.html", whose=whose, targets=bool(seeds.scorecard), claims=len(seeds.claims), **places)
    about = f"Where {whose} agree and where they differ, and what became of what was said."
    return Page("who-said-what.html", "Who said what", about, _plain(body, seeds))


def _ordered(seeds: Seeds) -> list[tuple[str, Source]]:
    """The sources with those that the project began with first."""
    return sorted(seeds.sources.items(), key=lambda named: named[1].tier != "seed")


def _claims(seeds: Seeds) -> Page:
    groups: list[dict[str, Any]] = []
    for source_id, _ in _ordered(seeds):
        ids = [claim.claim_id for claim in seeds.claims.values() if claim.source_id == source_id]
        cards = Markup(_plain(ledger_html.claim_cards(ids, seeds), seeds, page=""))
        if ids:
            groups.append({"id": source_id, "name": _named(source_id, seeds), "cards": cards})
    about = f"{plural(len(seeds.claims), 'claim', 'claims')} in our own words, each with its place in its source."
    return Page(CLAIMS, "Every claim", about, render("claims.html", groups=groups))


def _named(source_id: str, seeds: Seeds) -> str:
    """A source as a heading: the number and title of an article, publisher and title of any other."""
    title, publisher = seeds.source_title(source_id), seeds.article_kind(source_id)
    return f"{title} ({publisher})" if seeds.sources[source_id].tier == "seed" else f"{publisher}: {title}"


def _sources(seeds: Seeds) -> Page:
    counts = dict.fromkeys(seeds.sources, 0)
    for claim in seeds.claims.values():
        counts[claim.source_id] += 1
    rows = [
        {
            **evidence.source_row(source_id, seeds),
            "derived_from": seeds.source_name(source.derived_from) if source.derived_from else "",
            "claims": plural(counts[source_id], "claim", "claims") if counts[source_id] else "",
        }
        for source_id, source in _ordered(seeds)
    ]
    about = f"{plural(len(rows), 'source', 'sources')} with publisher, date, kind and licence."
    return Page("sources.html", "Sources", about, render("sources.html", rows=rows, claims_page=CLAIMS))
