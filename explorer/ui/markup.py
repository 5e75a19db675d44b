"""The page's HTML, the same for the first paint (no kernel needed) and for the live page.

The templates are in ``html/``; Jinja escapes all that comes from seeds and messages. The script (page.js) only adds
behaviour: it finds elements by their ``data-`` attributes, and fills the places marked ``data-slot``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from explorer.scenario import PRESET_REASONS, Scenario, notices, presets
from explorer.seeds import Seeds
from explorer.ui.controls import control
from explorer.words import Answer, month_words

VIEWS = {
    "answer": "Answer",
    "timeline": "Timeline",
    "capacity": "Capacity",
    "investment": "Investment",
    "claims": "Who said what",
}
# Most important first; the last two are folded until a reader wants them.
GROUPS = {"Share": True, "Production": True, "Rack": True, "Deployment": False, "Money": False}
DATA_MONTH = "November 2026"
NAMED = 6  # sources named under a chart; the others open at a click
QUESTION = "How many of Foxconn’s racks would OpenAI have to take?"

Spec = Mapping[str, Any]


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(Path(__file__).parent / "html"), autoescape=True)


def _render(template: str, **values: Any) -> str:
    return _templates().get_template(template).render(**values).strip()


def page(scenario: Scenario, answer: Answer, seeds: Seeds, panels: Mapping[str, str], *, main: str = "answer") -> str:
    """The whole page; ``panels`` maps views to their inner HTML, a view without one is filled on its first visit."""
    parameters = seeds.parameters
    others = [name for name in parameters if name != "openai_share"]
    return _render(
        "page.html",
        question=QUESTION,
        data_month=DATA_MONTH,
        answer=Markup(answer.headline_html()),
        consequence=answer.consequence(),
        tags=_tags(seeds),
        views=list(VIEWS.items()),
        main=main,
        panels={name: Markup(html) for name, html in panels.items()},
        share=control(parameters["openai_share"], scenario.openai_share, seeds),
        presets=list(presets()),
        preset=preset_name(scenario),
        preset_why=preset_reason(scenario),
        groups=[
            {
                "name": group,
                "is_open": is_open,
                "controls": [
                    control(parameters[name], scenario[name], seeds)
                    for name in others
                    if parameters[name].group == group
                ],
            }
            for group, is_open in GROUPS.items()
        ],
    )


def part(
    scenario: Scenario, answer: Answer, seeds: Seeds, *, view: str | None, panel: str | None, parameters: Iterable[str]
) -> str:
    """One view, some controls, or both: the parts that other notebooks show."""
    return _render(
        "part.html",
        name=view,
        main=view,
        panels={view: Markup(panel)} if panel else {},
        controls=[control(seeds.parameters[name], scenario[name], seeds) for name in parameters],
        consequence=answer.consequence(),
    )


def one_control(name: str, scenario: Scenario, seeds: Seeds) -> str:
    """One control, for a page whose control of that name has another shape."""
    module: Any = _templates().get_template("control.html").module
    return str(module.control(control(seeds.parameters[name], scenario[name], seeds)))


def _tags(seeds: Seeds) -> list[tuple[str, str]]:
    without = [
        claim.source_id.removeprefix("seed-")
        for claim in seeds.claims.values()
        if claim.metric == "purchase_obligation" and claim.bound == "none" and claim.source_id.startswith("seed-")
    ]
    articles = sum(source.tier == "seed" for source in seeds.sources.values())
    others = len(seeds.sources) - articles
    return [
        ("warn", f"No purchase commitment: {', '.join(sorted(set(without)))}"),
        ("", "Conditional: not a forecast, not investment advice"),
        ("", f"{articles} articles and {others} other public sources, {len(seeds.claims)} claims"),
    ]


def preset_reason(scenario: Scenario) -> str:
    """The one sentence of the preset that this scenario is, or what it means that it is none."""
    name = preset_name(scenario)
    return PRESET_REASONS[name] if name else "Your own assumptions; Reset brings back our starting point."


def preset_name(scenario: Scenario) -> str | None:
    """The name of the preset that equals this scenario."""
    return next((name for name, preset in presets().items() if preset == scenario), None)


def notice(scenario: Scenario, extra: Iterable[str] = ()) -> str:
    """Sentences on inputs that do not fit together, and on what was wrong with a link or a value."""
    return "".join(f"<p>{escape(sentence)}</p>" for sentence in (*extra, *notices(scenario)))


def figure(name: str, spec: Spec, seeds: Seeds, *, wide: str = "", narrow: str = "") -> str:
    """One figure with its words; ``wide`` and ``narrow`` are SVG pictures that stand until the script draws it."""
    slots = {place: Markup(html) for place, html in _words(spec, seeds).items()}
    height = spec["layout"]["height"]
    return _render("figure.html", name=name, slots=slots, height=height, wide=Markup(wide), narrow=Markup(narrow))


def view(name: str, figures: Mapping[str, str], slots: Mapping[str, str], look: Any, extra: str) -> str:
    """One view from its finished pieces."""
    finished = {key: Markup(html) for key, html in figures.items()}
    return _render(
        "view.html",
        name=name,
        figures=finished,
        slots={key: Markup(html) for key, html in slots.items()},
        look=look,
        extra=Markup(extra),
    )


def cards(found: Iterable[Mapping[str, str]]) -> str:
    """A row of numbers."""
    return _render("cards.html", cards=list(found))


def ledger(summary: str, table: str, articles: Iterable[Spec], others: Iterable[Spec]) -> str:
    """The view of who said what."""
    return _render("ledger.html", summary=summary, table=Markup(table), articles=list(articles), others=list(others))


def figure_slots(name: str, spec: Spec, seeds: Seeds) -> dict[str, str]:
    """The words round a figure, by the name of their place on the page."""
    return {f"{name}-{place}": html for place, html in _words(spec, seeds).items()}


def _words(spec: Spec, seeds: Seeds) -> dict[str, str]:
    meta = spec["meta"]
    return {
        "title": str(escape(meta["title"])),
        "sub": str(escape(meta["subtitle"])),
        "summary": str(escape(meta["summary"])),
        "sources": sources_line(meta["sources"], meta["data_date"], seeds),
        "table": _render("table.html", caption=meta["title"], **{"unit": "", **meta["table"]}),
    }


def sources_line(source_ids: Iterable[str], data_date: str | None, seeds: Seeds) -> str:
    """The sources by name, each with its link, and the date of the data."""
    ids = sorted(dict.fromkeys(source_ids), key=lambda source_id: seeds.sources[source_id].tier != "seed")
    names = list(dict.fromkeys(source_link(source_id, seeds) for source_id in ids))
    date = f"Data to {escape(month_words(data_date[:7]))}. " if data_date else ""
    if len(names) <= NAMED + 1:
        return f"{date}{'Source' if len(names) == 1 else 'Sources'}: {', '.join(names)}." if names else date.strip()
    more = f"<details><summary>and {len(names) - NAMED} more</summary>{', '.join(names[NAMED:])}</details>"
    return f"{date}Sources: {', '.join(names[:NAMED])} {more}"


def source_link(source_id: str, seeds: Seeds) -> str:
    """A source as readers meet it, linked where it has an address."""
    source = seeds.sources[source_id]
    name, title = escape(seeds.source_name(source_id)), escape(f"{source.publisher}: {source.title}")
    if source.url.startswith(("https://", "http://")):
        return f'<a href="{escape(source.url)}" title="{title}" rel="noopener">{name}</a>'
    return f'<span title="{title}">{name}</span>'
