"""The story as HTML: the first paint of the app, the static site, the parts of it in a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from explorer.analysis.answer import required
from explorer.analysis.backtest import SERIES, missing_inputs
from explorer.analysis.goal import goal_dates
from explorer.charts import svg
from explorer.charts.claims_chart import invested
from explorer.charts.ladder_chart import rungs
from explorer.charts.shares_chart import NOTHING
from explorer.datasets.tables import ROWS
from explorer.formatting import month_words, replace_words, unit_words
from explorer.model.stepwise import run_to_end
from explorer.page import citing, deciders, evidence, hero, words
from explorer.page.charts import FOLLOWING, both_layouts
from explorer.page.controls import SHAPES, control
from explorer.page.pieces import goal_values, places
from explorer.page.render import render
from explorer.page.results import RESULTS, SEEN_IN
from explorer.page.view import View
from explorer.seeds import Seeds

FOLDER = Path(__file__).parent
SECTIONS = (
    "answer",
    "claims",
    "ladder",
    "year",
    "sentence",
    "matters",
    "two",
    "money",
    "model",
    "ask",
    "compare",
    "about",
)
"""The parts of the story, each an anchor in the address and a template of its name."""
FIXED_CHARTS = {"money": ("money-claims", "dollars-per-gw"), "model": ("backtest",)}
"""The charts of each section that follow no scenario."""
GROUPS = ("Production", "Share", "Rack", "Deployment", "Money")


def sections_of(seeds: Seeds) -> tuple[str, ...]:
    """The sections that a folder of seeds has: without a model, the same story without its model parts."""
    model = _has_backtest(seeds) or seeds.predictions
    needs = {"claims": seeds.stories, "year": evidence.score_lines(seeds), "model": model}
    sections = SECTIONS if seeds.parameters else ("front", "claims", "ladder", "year", "about")
    return tuple(name for name in sections if needs.get(name, True))


def _has_backtest(seeds: Seeds) -> bool:
    """Whether there is a record of the model: another deal's racks have none of ours to be held against."""
    return seeds.borrowed.isdisjoint(SERIES) and not missing_inputs(seeds)


def story(
    view: View,
    seeds: Seeds,
    *,
    sections: Sequence[str] | None = None,
    live: bool = True,
    files: bool = False,
    elsewhere: str = "",
    named: Sequence[str] = (),
) -> Markup:
    """The page, or some of its sections (None: all that the seeds have).

    ``live`` is False where no model answers: its buttons are left out. ``files``: claims and side pages are files of
    their own; ``elsewhere``: the address of a live page; ``named``: what the notebooks' section ``assumptions`` shows.
    """
    shown = sections_of(seeds) if sections is None else tuple(sections)
    judged = {row["target_id"]: row for row in ROWS["scorecard"](seeds)}
    return render(
        "story.html",
        sections=shown,
        whole=shown == sections_of(seeds),
        live=live,
        files=files,
        elsewhere=elsewhere,
        named=named,
        seeds=seeds,
        rungs=rungs(ROWS["claims"](seeds)),
        year=evidence.score_lines(seeds),
        places=places(seeds),
        predictions=[(one, judged[name]) for name, one in seeds.predictions.items()],
        correction=citing.correction(seeds),
        **(_of_the_model(view, seeds, shown) if seeds.parameters else {}),
    )


def _of_the_model(view: View, seeds: Seeds, sections: Sequence[str]) -> dict[str, Any]:
    """What the templates need of the model."""
    wanted = [run for name, run in RESULTS.items() if SEEN_IN[name] & {*sections}]
    updates = [hero.hero(view, seeds), *(run_to_end(run(view, seeds)) for run in wanted)]
    following = [name for update in updates for name in update.get("charts", ()) if name in FOLLOWING]
    fixed = [name for section in sections for name in FIXED_CHARTS.get(section, ())]
    bars = {bar["parameter"]: bar for update in updates for bar in update.get("bars", ())}
    controls = {name: control(one, view.scenario[name]) for name, one in seeds.assumptions.items()}
    for_script = {
        "fractions": list(words.FRACTIONS.items()),
        "title": hero.TITLE,
        "nothing": NOTHING.format(units=escape(seeds.deal.short_units)),
        "buyer": escape(seeds.deal.buyer),
        "units": escape(seeds.deal.short_units),
    }
    return {
        "texts": {name: Markup(html) for update in updates for name, html in update.get("texts", {}).items()},
        "charts": {
            name: both_layouts(name, view, seeds)
            for name in (*following, *fixed)
            if name != "backtest" or _has_backtest(seeds)
        },
        "bars": bars,
        "control": controls,
        "shapes": SHAPES,
        "order": [*bars, *(name for name in controls if name not in bars)],
        "curve": dict(item for update in updates for item in update.get("curve", {}).items()),
        "script_words": for_script,
        "groups": {group: replace_words(group, unit_words(seeds.deal.short_units)) for group in GROUPS},
        "invested": any(invested(one.metric, one.party, seeds.deal.maker) for one in seeds.claims.values()),
        "view": view,
        "cases": hero.supply_cases(seeds),
        "case": hero.supply_case(view.scenario),
        "begins": month_words(seeds.deal.first_month),
        "presets": words.preset_words(seeds),
        "goal": {
            **goal_values(view.goal),
            "outcomes": list(words.GOAL_NAMES.items()),
            "dates": [
                (month, month[:4] if month.endswith("-12") else month_words(month)) for month in goal_dates(seeds.deal)
            ],
            "levers": deciders.second_levers(seeds),
        },
    }


def head(view: View, seeds: Seeds, title: str = "", address: str = "", picture: str = "") -> Markup:
    """Title, description and what a pasted link shows, for the head of the story or of a page beside it."""
    about = seeds.deal.question
    if seeds.parameters:
        about = words.need_sentence(required(view.scenario, view.goal.amount_gw, view.goal.by), seeds.deal)
    return render("head.html", title=title, seeds=seeds, about=about, address=address, picture=picture)


def style() -> str:
    """The page's style sheet with the colours of page and charts, light and dark.

    Light is the default and what is printed; dark follows the reader's system unless the page's switch (the attribute
    ``data-colours`` of the document) says otherwise.
    """
    light = f"{svg.css_variables()}color-scheme:light"
    dark = f"{svg.css_variables(dark=True)}color-scheme:dark"
    on_dark = '[data-colours="dark"]'
    not_light = ':not([data-colours="light"])'
    dark_ground = f"{{ :root{not_light} .explorer, .explorer-page{not_light} {{{dark}}} }}"
    rules = [
        f".explorer, .explorer-page {{{light}}}",
        f"@media screen and (prefers-color-scheme: dark) {dark_ground}",
        f"@media screen {{ {on_dark} .explorer, .explorer-page{on_dark} {{{dark}}} }}",
        (FOLDER / "page.css").read_text("utf-8"),
        svg.css(scope=".explorer svg.chart"),
    ]
    return "\n".join(rules) + "\n"
