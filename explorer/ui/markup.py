"""The page's HTML, the same for the first paint (no kernel needed) and for the live page.

The script (``js/``) only adds behaviour: it finds elements by their ``data-`` attributes, and fills the places marked
``data-slot``. A chart's place is in `figure_html`, the view of who said what in `ledger_html`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup, escape

from explorer import project
from explorer.analysis.answer import Answer
from explorer.analysis.goal import Goal, year_ends
from explorer.analysis.presets import NEEDS, presets
from explorer.analysis.scenario_comparison import MEASURES
from explorer.formatting import OUTCOME_NAMES
from explorer.records import Claim
from explorer.scenario import Scenario, table
from explorer.scenario.consistency import misfits
from explorer.seeds import Seeds, load
from explorer.ui import citing, comparing, deciders as decided, embeds, evidence, method, sentences
from explorer.ui.controls import control
from explorer.ui.differences import differences
from explorer.ui.templates import macro, render
from explorer.ui.url_state import LETTERS

VIEWS = {
    "answer": "Answer",
    "timeline": "Timeline",
    "capacity": "Capacity",
    "investment": "Investment",
    "claims": "Who said what",
    "method": "Data and method",
}
# Most important first; the last two are folded until a reader wants them.
GROUPS = {"Share": True, "Production": True, "Rack": True, "Deployment": False, "Money": False}
LEADING_PRESETS = 3  # the others open at a click
QUESTIONS = {
    "five-articles": "Where do the five articles differ?",
    "racks-to-gigawatts": "How many gigawatts would the racks come to?",
    "investment-ranges": "Why can two of the sums not be compared?",
    "what-would-have-to-be-true": "What would have to be true?",
    "did-it-happen": "Did it happen?",
    "own-sources": "What would your own sources show?",
}
"""The question notebooks beside the app, by file name."""
SHARE_NEEDED = "share for OpenAI that 10 GW by the end of 2029 would take"


def asked(seeds: Seeds) -> str:
    """The question, as it is set on a page."""
    return seeds.deal.question.replace("'", "\u2019")


def page(scenario: Scenario, answer: Answer, seeds: Seeds, panels: Mapping[str, str], *, main: str = "answer") -> str:
    """The whole page; ``panels`` maps views to their inner HTML, a view without one is filled on its first visit."""
    parameters = seeds.parameters
    others = [name for name in parameters if name != "openai_share"]
    return render(
        "page.html",
        question=asked(seeds),
        questions=QUESTIONS,
        data_to=seeds.data_to,
        answer=Markup(sentences.headline_html(answer)),
        consequence=sentences.consequence(answer),
        tags=Markup(tags(seeds)),
        views=list(VIEWS.items()),
        main=main,
        panels={name: Markup(html) for name, html in panels.items()},
        share=control(parameters["openai_share"], scenario.openai_share, seeds),
        presets=[
            {"name": name, "question": sentences.PRESET_QUESTIONS[name], "why": sentences.PRESET_REASONS[name]}
            for name in presets()
        ],
        led=LEADING_PRESETS,
        origins=Counter(parameter.origin for parameter in parameters.values()),
        changed=Markup(changed(scenario)),
        preset=preset_name(scenario),
        preset_why=preset_reason(scenario),
        correction=citing.correction(),
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


def evidence_page(seeds: Seeds, views: Mapping[str, str], panels: Mapping[str, str], *, main: str, whole: bool) -> str:
    """The page of a folder of seeds without the model: its evidence views, or the ``main`` one alone."""
    return render(
        "evidence.html",
        views=list(views.items()) if whole else [(main, views[main])],
        main=main,
        panels={name: Markup(html) for name, html in panels.items()},
        sources=len(seeds.sources),
        claims=len(seeds.claims),
        whole=whole,
    )


def part(
    scenario: Scenario, answer: Answer, seeds: Seeds, *, view: str | None, panel: str | None, parameters: Iterable[str]
) -> str:
    """One view, some controls, or both: the parts that other notebooks show."""
    return render(
        "part.html",
        name=view,
        main=view,
        panels={view: Markup(panel)} if panel else {},
        controls=[control(seeds.parameters[name], scenario[name], seeds) for name in parameters],
        consequence=sentences.consequence(answer),
    )


def embed(name: str, inner: str, page: str) -> str:
    """The page of an embed, with the address of the whole page."""
    return render("embed.html", name=name, inner=Markup(inner), page=page, project=project.NAME, data_to=load().data_to)


def converter(*, embed: bool = False) -> str:
    """Racks a week to megawatts; ``embed`` adds the code that shows it on another page."""
    return render("converter.html", **embeds.converter_fields(), embed=embed)


def sentence(text: str) -> str:
    """One sentence as a paragraph."""
    return f"<p>{escape(text)}</p>"


def one_control(name: str, scenario: Scenario, seeds: Seeds) -> str:
    """One control, for a page whose control of that name has another shape."""
    return macro("control.html", "control", control(seeds.parameters[name], scenario[name], seeds))


ANCHORS = {
    "openai-intake-2025": "OpenAI's whole intake in 2025: at most about {size} of all makers' NVL72-class racks",
    "foxconn-oracle": "A share for OpenAI means racks it takes itself or through others, as Foxconn's by way of Oracle",
    "seed-004-broadcom-power": "{size}: OpenAI's deal with Broadcom, for scale",
}
"""Claims that say how large a share, or a goal, is, each in a line; a folder of another deal has none of them."""


def tags(seeds: Seeds) -> str:
    """What a reader should know before anything else, as a list; the anchors lead to their claims."""
    without = [
        seeds.source_name(claim.source_id)
        for claim in seeds.claims.values()
        if claim.metric == "purchase_obligation" and claim.bound == "none" and claim.source_id.startswith("seed-")
    ]
    others = sum(source.tier != "seed" for source in seeds.sources.values())
    said = [
        ("warn", f"No purchase commitment: {', '.join(dict.fromkeys(without))}", ""),
        ("", f"{sentence_case(evidence.whose(seeds))}: {evidence.witnesses(seeds)['single']}", ""),
        *(("", _anchor(name, seeds.claims[name]), name) for name in ANCHORS if name in seeds.claims),
        ("", "Not a forecast, not investment advice", ""),
        ("", f"{others} other sources, {len(seeds.claims)} claims", ""),
    ]
    rows = [{"kind": kind, "text": text, "claims": _chips(seeds, name)} for kind, text, name in said]
    return render("tags.html", tags=rows)


def _anchor(name: str, claim: Claim) -> str:
    size = f"{claim.high or 0:.0%}" if claim.unit == "share" else f"{claim.high or 0:g} {claim.unit}"
    return ANCHORS[name].format(size=size)


def _chips(seeds: Seeds, name: str) -> list[dict[str, str]]:
    return [{"id": name, "source": seeds.source_name(seeds.claims[name].source_id)}] if name else []


def preset_reason(scenario: Scenario) -> str:
    """The one sentence of the preset that this scenario is, or what it means that it is none."""
    name = preset_name(scenario)
    return sentences.PRESET_REASONS[name] if name else "Your own assumptions."


def preset_name(scenario: Scenario) -> str | None:
    """The name of the preset that equals this scenario."""
    return next((name for name, preset in presets().items() if preset == scenario), None)


def notice(scenario: Scenario, extra: Iterable[str] = (), *, buttons: bool = True) -> str:
    """Sentences on what was wrong with an entry, and on inputs that do not fit together, with a way to these."""
    said = [{"sentence": sentence, "parameter": "", "label": ""} for sentence in extra]
    for misfit in misfits(scenario):
        label = table()[misfit.parameter].label
        said.append({"sentence": misfit.sentence, "parameter": misfit.parameter * buttons, "label": label})
    return render("notice.html", said=said) if said else ""


def changed(scenario: Scenario) -> str:
    """The list of what differs from the starting point, each with a button that sets it back."""
    return render("changed.html", rows=differences(scenario))


def view(
    name: str, figures: Mapping[str, str], slots: Mapping[str, str], look: Any, extra: str, *, whole: bool = True
) -> str:
    """One view from its finished pieces."""
    finished = {key: Markup(html) for key, html in figures.items()}
    return render(
        "view.html",
        name=name,
        figures=finished,
        slots={key: Markup(html) for key, html in slots.items()},
        look=look,
        goal=goal_boxes(look),
        compare={
            "presets": list(sentences.PRESET_QUESTIONS.items()),
            "measures": [(name, sentence_case(OUTCOME_NAMES.get(name, SHARE_NEEDED))) for name in MEASURES],
            "letters": LETTERS,
            "now": comparing.NOW,
        },
        whole=whole,
        extra=Markup(extra),
    )


def sentence_case(words: str) -> str:
    """The words as a sentence begins."""
    return words[0].upper() + words[1:]


def cards(found: Iterable[Mapping[str, str]]) -> str:
    """A row of numbers."""
    return render("cards.html", cards=list(found))


def goal_boxes(look: Any) -> dict[str, Any]:
    """What the boxes of the goal hold, and what can be chosen in them."""
    return {
        **goal_values(look.goal),
        "outcomes": list(sentences.GOAL_NAMES.items()),
        "dates": [(month, month[:4]) for month in year_ends()],
        "yardsticks": [(f"{gw:g}", f"{gw:g} GW") for gw, _ in NEEDS.values()],
        "levers": decided.second_levers(),
        "lever": look.lever,
    }


def goal_values(goal: Goal) -> dict[str, str]:
    """What the boxes of a goal hold, by the name of the box."""
    amount, chance = f"{goal.amount_gw:.12g}", f"{100 * goal.chance:.12g}"
    return {"amount": amount, "outcome": goal.outcome, "by": goal.by, "chance": chance}


def needed(scenario: Scenario, goal: Goal, levers: Iterable[str]) -> str:
    """What each of some assumptions would have to be for a goal, as a table."""
    cases = goal.cases()
    return render("needed.html", needed=decided.needed(scenario, goal, levers), caption=sentence_case(cases))


def asks(scenario: Scenario, goal: Goal) -> str:
    """What a reporter should ask, for a goal."""
    return render("asks.html", asks=decided.asks(scenario, goal), what=decided.asked_for(goal))


def compared(sides: comparing.Sides) -> str:
    """The compared scenarios in words and numbers."""
    summary = ""
    if sides.steps:
        meta, (first, last) = sides.steps["meta"], sides.ends
        said = f"{meta['summary'][0].lower()}{meta['summary'][1:]}"
        summary = f"{meta['subtitle'].partition(',')[0]}, from {first} to {last}: {said}"
    return render("compared.html", sides=sides, summary=summary)


def data_and_method(seeds: Seeds, figure: str) -> str:
    """The view of data and method, around the figure of the back-test."""
    return render(
        "method.html",
        equations=method.EQUATIONS,
        parameters=method.parameters(seeds, Scenario()),
        backtest=method.BACKTEST,
        figure=Markup(figure),
        scores=method.scores(),
        sources=method.sources(seeds),
    )
