"""The parts of the page as HTML: the whole story, the pages beside it, and the small pieces that follow the reader."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from explorer import project
from explorer.analysis.backtest import backtest as forecasts
from explorer.analysis.goal import Goal, year_ends
from explorer.analysis.presets import NEEDS, presets
from explorer.charts import backtest, capacity, dollars_per_gw, gigawatts, investment, svg, timeline
from explorer.charts.ladder_chart import _named
from explorer.datasets import rows
from explorer.page import hero, words
from explorer.page.render import Update, drawn, escape, render
from explorer.page.results import RESULTS
from explorer.page.view import View
from explorer.records.vocabulary import LADDER, STATUSES
from explorer.scenario import Scenario, table
from explorer.scenario.consistency import misfits
from explorer.seeds import Seeds
from explorer.ui import citing, controls, deciders, evidence, ledger_html, method, sentences

if TYPE_CHECKING:
    from explorer.page.page import Page

FOLDER = Path(__file__).parent
PLACES = {"claims": "All claims", "timeline": "Timeline", "racks": "Racks and gigawatts", "download": "Data"}
"""The pages beside the story."""
SENTENCE = ("rack_rate_target", "shipped_share", "openai_share", "first_delivery_months", "rack_power_kw", "next_rack_power_kw", "facility_overhead")
GROUPS = ("Production", "Share", "Rack", "Deployment", "Money")


# what follows the reader


def changed(differences: Sequence[Any]) -> str:
    """What differs from the starting point, each with a way back."""
    return render("changed.html", rows=differences)


def notice(scenario: Scenario, said: Iterable[str]) -> str:
    """Sentences on what was wrong with a link, and on inputs that do not fit together."""
    found = [{"sentence": sentence, "parameter": ""} for sentence in said]
    found += [{"sentence": misfit.sentence, "parameter": misfit.parameter} for misfit in misfits(scenario)]
    return render("notice.html", said=found)


def goal_values(goal: Goal) -> dict[str, str]:
    """What the boxes of a goal hold, by the name of the box."""
    amount, chance = f"{goal.amount_gw:.12g}", f"{100 * goal.chance:.12g}"
    return {"amount": amount, "outcome": goal.outcome, "by": goal.by, "chance": chance}


def card(claim_ids: Iterable[str], scenario: Scenario, seeds: Seeds, url: str) -> str:
    """The cards of some claims."""
    return ledger_html.card(list(claim_ids)[:12], seeds, url) if False else render(
        "claim.html", cards=[one | {"correction": citing.correction(claim_id=one["id"])} for one in evidence.cards(list(claim_ids)[:12], seeds)]
    )


def place(name: str, asked: Mapping[str, Any], view: View, seeds: Seeds) -> str:
    """One of the pages beside the story."""
    if name == "claims":
        wanted = evidence.choice({"sources": "everybody", **asked}, seeds)
        found = evidence.chosen(wanted, seeds)
        sought = str(asked.get("search") or "").strip().lower()
        listed = [evidence.row(claim, seeds) for claim in found]
        listed = [row for row in listed if all(word in f"{row['statement']} {row['source']} {row['figures']}".lower() for word in sought.split())]
        return render("claims.html", rows=listed[: evidence.SHOWN * 4], count=len(listed), options=evidence.options(seeds), choice=wanted, search=str(asked.get("search") or ""))
    figures = {key: drawn(key, STILL[key](view, seeds), seeds, view.width) for key in BESIDE[name]}
    return render("place.html", name=name, title=PLACES[name], figures=figures, seeds=seeds)


# the story


def control(name: str, scenario: Scenario, seeds: Seeds) -> dict[str, Any]:
    """All that a template needs for one assumption."""
    return controls.control(seeds.parameters[name], scenario[name], seeds)


def stories(seeds: Seeds) -> list[dict[str, Any]]:
    """Where the articles part most."""
    file = FOLDER / "stories.toml"
    return tomllib.loads(file.read_text("utf-8"))["story"] if file.exists() else []


def rungs(seeds: Seeds) -> list[dict[str, Any]]:
    """The ladder from rumour to delivered, each rung with its best-known figures."""
    told = rows.claims(seeds)
    found: list[dict[str, Any]] = []
    for place, status in enumerate(LADDER):
        mine = [claim for claim in told if claim["status"] == status]
        named = [{"words": said, "claims": " ".join(one["claim_id"] for one in of_it)} for said, of_it in _named(mine)]
        found.append({"name": STATUS_TITLES.get(status, status.capitalize()), "meaning": STATUSES[status], "figures": named[:2], "count": len(mine), "tone": place * 3 // len(LADDER)})
    return found


STATUS_TITLES = {
    "rumour": "Rumour", "option": "Option", "goal": "Goal", "plan": "Plan", "commitment": "Promise",
    "contract": "Contract", "capability": "Can do", "output": "Doing", "delivered": "Done",
}


def story(view: View, seeds: Seeds, *, live: bool = True, results: bool = True) -> Markup:
    """The whole page as HTML, for the first paint, the static site and the report."""
    wide, narrow = view.with_(narrow=False), view.with_(narrow=True)
    first = {"wide": hero.hero(wide, seeds), "narrow": hero.hero(narrow, seeds)}
    texts: dict[str, str] = dict(first["wide"]["texts"])
    charts = {"shares": pair(first["wide"]["charts"]["shares"], first["narrow"]["charts"]["shares"], "shares")}
    bars: dict[str, Any] = {}
    for run in RESULTS.values() if results else ():
        found = _whole(run(wide, seeds))
        small = _whole(run(narrow, seeds))
        texts |= found.get("texts", {})
        bars |= found.get("bars", {})
        for name, chart in found.get("charts", {}).items():
            charts[name] = pair(chart, small["charts"][name], name)
    for name in ("money", "costs", "backtest"):
        charts[name] = pair(
            *(drawn(name, STILL[name](one, seeds), seeds, one.width) for one in (wide, narrow)), name
        )
    parameters = list(seeds.parameters)
    order = [*bars, *(name for name in parameters if name not in bars)]
    return render(
        "story.html",
        live=live, deal=seeds.deal, question=seeds.deal.question.replace("'", "\u2019"), data_to=seeds.data_to,
        sources=len(seeds.sources), claims=len(seeds.claims), project=project,
        texts={name: Markup(html) for name, html in texts.items()},
        charts=charts, bars=bars, curve=json.dumps(first["wide"]["curve"]),
        fractions=json.dumps(list(words.FRACTIONS.items())), buyer=seeds.deal.buyer,
        title_template=hero.TITLE, nothing=hero.NOTHING,
        control={name: control(name, view.scenario, seeds) for name in parameters},
        order=order, sentence=SENTENCE, groups={g: [n for n in parameters if seeds.parameters[n].group == g] for g in GROUPS},
        cases=hero.CASES, case="Our starting point", presets=[{"name": n, "question": sentences.PRESET_QUESTIONS[n], "why": sentences.PRESET_REASONS[n]} for n in presets()],
        stories=stories(seeds), rungs=rungs(seeds), year=evidence.score_lines(seeds, leading=True),
        goal={**goal_values(view.goal), "outcomes": list(sentences.GOAL_NAMES.items()), "dates": [(m, m[:4]) for m in year_ends()], "yardsticks": [(f"{gw:g}", f"{gw:g} GW") for gw, _ in NEEDS.values()], "levers": deciders.second_levers(), "lever": view.lever},
        places=PLACES, unpublished=unpublished(seeds), correction=citing.correction(), ours=sum(p.origin == "ours" for p in seeds.parameters.values()),
    )


def spec(name: str, view: View, seeds: Seeds) -> dict[str, Any] | None:
    """One chart of the story by name, as it follows from a view."""
    from explorer.analysis import frontier as tradeoff
    from explorer.charts import dots, fan, frontier, shares
    from explorer.model import simulate

    made: dict[str, Any] = {
        "shares": lambda: shares.spec(view.scenario, at=view.goal.by, seeds=seeds, width=view.width),
        "fan": lambda: (dots if view.spread == "dots" else fan).spec(simulate(view.scenario), seeds=seeds, width=view.width),
        "frontier": lambda: frontier.spec(tradeoff.frontier(view.scenario, view.lever, view.goal), seeds=seeds, width=view.width),
        **{key: lambda make=make: make(view, seeds) for key, make in STILL.items()},
    }
    return made[name]() if name in made else None


STILL: dict[str, Any] = {
    "money": lambda view, seeds: investment.spec(rows.investment(seeds), naming=seeds.naming, width=view.width),
    "costs": lambda view, seeds: dollars_per_gw.spec(rows.claims(seeds), naming=seeds.naming, width=view.width),
    "backtest": lambda view, seeds: backtest.spec(forecasts(), seeds=seeds, width=view.width),
    "timeline": lambda view, seeds: timeline.spec(rows.timelines(seeds), rows.sources(seeds), naming=seeds.naming, width=view.width),
    "rack-claims": lambda view, seeds: capacity.spec(rows.capacity(seeds), naming=seeds.naming, width=view.width),
    "gigawatts": lambda view, seeds: gigawatts.spec(rows.gigawatts(seeds), naming=seeds.naming, width=view.width),
}
"""The charts that show what was said: they follow no scenario."""
BESIDE = {"timeline": ("timeline",), "racks": ("rack-claims", "gigawatts"), "download": ()}


def unpublished(seeds: Seeds) -> list[str]:
    """What we found no figure for."""
    return ["OpenAI\u2019s share of the racks", "the part made in America", "for how many years the money is meant", "when the first rack arrives"]


def _whole(steps: Any) -> Update:
    try:
        while True:
            next(steps)
    except StopIteration as end:
        return end.value


def pair(wide: dict[str, Any], narrow: dict[str, Any], name: str) -> dict[str, Any]:
    """A chart with both its layouts; the style sheet shows the one that fits."""
    return {**{key: Markup(value) if isinstance(value, str) else value for key, value in wide.items()}, "wide": Markup(wide["svg"]), "narrow": Markup(narrow["svg"])}


@cache
def version() -> str:
    """The version of the first paint, a hash of what it is made of."""
    return hashlib.sha256(first_paint().encode()).hexdigest()[:16]


@cache
def first_paint() -> str:
    """The page of the default scenario."""
    from explorer.seeds import load

    return story(View(), load())


def style() -> str:
    """The page's style sheet with the colours of page and charts, light and dark."""
    light = f"{svg.css_variables()}color-scheme:light"
    dark = f"{svg.css_variables(dark=True)}color-scheme:dark"
    return (
        f".explorer, .explorer-page {{{light}}}\n"
        f'@media screen and (prefers-color-scheme: dark) {{ :root:not([data-colours="light"]) .explorer, .explorer-page:not([data-colours="light"]) {{{dark}}} }}\n'
        f'@media screen {{ [data-colours="dark"] .explorer, .explorer-page[data-colours="dark"] {{{dark}}} }}\n'
        f"{(FOLDER / 'page.css').read_text('utf-8')}\n{svg.css(scope='.explorer svg.chart')}\n"
    )


def taken(page: Page, what: str, name: str) -> Update:
    """What a reader takes away: words to copy, files, the numbers of a chart."""
    from explorer.page import take

    return take.taken(page, what, name)
