"""The page's HTML, the same for the first paint (no kernel needed) and for the live page.

The templates are in ``html/``; Jinja escapes all that comes from seeds and messages. The script (``js/``) only adds
behaviour: it finds elements by their ``data-`` attributes, and fills the places marked ``data-slot``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from explorer import project
from explorer.analysis.belief import speaks_of
from explorer.analysis.besides import LETTERS
from explorer.analysis.goal import GOAL_OUTCOMES, Goal, year_ends
from explorer.analysis.headline import Answer
from explorer.analysis.named import NEEDS, PRESET_QUESTIONS, PRESET_REASONS, presets
from explorer.analysis.needs import OUTCOME_NAMES
from explorer.analysis.sidebyside import MEASURES
from explorer.figures import style
from explorer.scenario import Scenario, table
from explorer.scenario.misfit import misfits
from explorer.seeds import Seeds, default_folder
from explorer.ui import citing, comparing, embeds, evidence, method
from explorer.ui import deciders as decided
from explorer.ui.controls import control
from explorer.ui.differences import differences
from explorer.words import month_words, plural

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
DATA_MONTH = month_words(style.DATA_DATE)
LEADING_PRESETS = 3  # the others open at a click
NUMBER_LENGTH = 24  # characters: what is longer in a cell is words
MOST_NUMBERS = 6  # columns that a phone shows side by side
NAMED = 6  # sources named under a chart; the others open at a click
QUESTIONS = {
    "five-articles": "Where do the five articles part?",
    "racks-to-gigawatts": "How many gigawatts would the racks amount to?",
    "investment-ranges": "Why can two of the sums not be compared?",
    "what-would-have-to-be-true": "What would have to be true?",
    "did-it-happen": "Did it happen?",
    "own-sources": "What would your own sources show?",
}
"""The question notebooks beside the app, by file name."""
SHARE_NEEDED = "share for OpenAI that 10 GW by the end of 2029 would take"
QUESTION = project.QUESTION.replace("'", "’")  # as it is set on a page

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
        questions=QUESTIONS,
        data_month=DATA_MONTH,
        answer=Markup(answer.headline_html()),
        consequence=answer.consequence(),
        tags=tags(seeds),
        views=list(VIEWS.items()),
        main=main,
        panels={name: Markup(html) for name, html in panels.items()},
        share=control(parameters["openai_share"], scenario.openai_share, seeds),
        presets=[{"name": name, "question": PRESET_QUESTIONS[name], "why": PRESET_REASONS[name]} for name in presets()],
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
    return _render(
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
    return _render(
        "part.html",
        name=view,
        main=view,
        panels={view: Markup(panel)} if panel else {},
        controls=[control(seeds.parameters[name], scenario[name], seeds) for name in parameters],
        consequence=answer.consequence(),
    )


def embed(name: str, inner: str, page: str) -> str:
    """The page of an embed, with the address of the whole page."""
    return _render("embed.html", name=name, inner=Markup(inner), page=page, project=project.NAME, data_month=DATA_MONTH)


def converter(*, embed: bool = False) -> str:
    """Racks a week to megawatts; ``embed`` adds the code that shows it on another page."""
    return _render("converter.html", **embeds.converter_fields(), embed=embed)


def sentence(text: str) -> str:
    """One sentence as a paragraph."""
    return f"<p>{escape(text)}</p>"


def one_control(name: str, scenario: Scenario, seeds: Seeds) -> str:
    """One control, for a page whose control of that name has another shape."""
    module: Any = _templates().get_template("control.html").module
    return str(module.control(control(seeds.parameters[name], scenario[name], seeds)))


def tags(seeds: Seeds) -> list[tuple[str, str]]:
    """What a reader should know before anything else, each with the class of its mark."""
    without = [
        claim.source_id.removeprefix("seed-")
        for claim in seeds.claims.values()
        if claim.metric == "purchase_obligation" and claim.bound == "none" and claim.source_id.startswith("seed-")
    ]
    others = sum(source.tier != "seed" for source in seeds.sources.values())
    said = evidence.witnesses(seeds)["single"]
    return [
        ("warn", f"No purchase commitment: articles {', '.join(sorted(set(without)))}"),
        ("", f"{sentence_case(evidence.whose(seeds).removeprefix('the '))}: {said[0].lower()}{said[1:]}"),
        ("", f"{next(iter(NEEDS.values()))[0]} GW: a yardstick from another deal"),
        ("", "Not a forecast, not investment advice"),
        ("", f"{others} other sources, {len(seeds.claims)} claims"),
    ]


def preset_reason(scenario: Scenario) -> str:
    """The one sentence of the preset that this scenario is, or what it means that it is none."""
    name = preset_name(scenario)
    return PRESET_REASONS[name] if name else "Your own assumptions."


def preset_name(scenario: Scenario) -> str | None:
    """The name of the preset that equals this scenario."""
    return next((name for name, preset in presets().items() if preset == scenario), None)


def notice(scenario: Scenario, extra: Iterable[str] = (), *, buttons: bool = True) -> str:
    """Sentences on what was wrong with an entry, and on inputs that do not fit together, with a way to these."""
    said = [{"sentence": sentence, "parameter": "", "label": ""} for sentence in extra]
    for misfit in misfits(scenario):
        label = table()[misfit.parameter].label
        said.append({"sentence": misfit.sentence, "parameter": misfit.parameter * buttons, "label": label})
    return _render("notice.html", said=said) if said else ""


def changed(scenario: Scenario) -> str:
    """The list of what differs from the starting point, each with a button that sets it back."""
    return _render("changed.html", rows=differences(scenario))


def figure(name: str, spec: Spec, seeds: Seeds, *, wide: str = "", narrow: str = "") -> str:
    """One figure with its words; ``wide`` and ``narrow`` are SVG pictures that stand until the script draws it."""
    slots = {place: Markup(html) for place, html in _words(spec, seeds).items()}
    height = spec["layout"]["height"]
    return _render("figure.html", name=name, slots=slots, height=height, wide=Markup(wide), narrow=Markup(narrow))


def view(
    name: str, figures: Mapping[str, str], slots: Mapping[str, str], look: Any, extra: str, *, whole: bool = True
) -> str:
    """One view from its finished pieces."""
    finished = {key: Markup(html) for key, html in figures.items()}
    return _render(
        "view.html",
        name=name,
        figures=finished,
        slots={key: Markup(html) for key, html in slots.items()},
        look=look,
        goal=goal_boxes(look),
        compare={
            "presets": list(PRESET_QUESTIONS.items()),
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
    return _render("cards.html", cards=list(found))


def ledger(wanted: evidence.Choice, seeds: Seeds) -> str:
    """The view of who said what."""
    return _render(
        "ledger.html",
        **{name: Markup(html) for name, html in ledger_slots(wanted, seeds).items()},
        options=evidence.options(seeds),
        choice=wanted,
        whose=evidence.whose(seeds),
        targets=bool(seeds.scorecard),
    )


def ledger_slots(wanted: evidence.Choice, seeds: Seeds) -> dict[str, str]:
    """The parts of that view that follow what a reader chooses."""
    return {
        "agreement": agreement(wanted, seeds),
        "scorecard": scorecard(wanted, seeds),
        "witnesses": witnesses(wanted, seeds),
        "claims": claims(wanted, seeds),
    }


def goal_boxes(look: Any) -> dict[str, Any]:
    """What the boxes of the goal hold, and what can be chosen in them."""
    return {
        **goal_values(look.goal),
        "outcomes": list(GOAL_OUTCOMES.items()),
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
    return _render("needed.html", needed=decided.needed(scenario, goal, levers), caption=sentence_case(cases))


def asks(scenario: Scenario, goal: Goal) -> str:
    """What a reporter should ask, for a goal."""
    return _render("asks.html", asks=decided.asks(scenario, goal), what=decided.asked_for(goal))


def compared(sides: comparing.Sides) -> str:
    """The compared scenarios in words and numbers."""
    summary = ""
    if sides.steps:
        meta, (first, last) = sides.steps["meta"], sides.ends
        said = f"{meta['summary'][0].lower()}{meta['summary'][1:]}"
        summary = f"{meta['subtitle'].partition(',')[0]}, from {first} to {last}: {said}"
    return _render("compared.html", sides=sides, summary=summary)


def data_and_method(seeds: Seeds, figure: str) -> str:
    """The view of data and method, around the figure of the back-test."""
    return _render(
        "method.html",
        equations=method.EQUATIONS,
        parameters=method.parameters(seeds, Scenario()),
        backtest=method.BACKTEST,
        figure=Markup(figure),
        scores=method.scores(),
        sources=method.sources(seeds),
    )


def year(seeds: Seeds) -> str:
    """One year on: the five lines of the scorecard that lead."""
    return _render("year.html", lines=evidence.score_lines(seeds, leading=True))


def scorecard(wanted: evidence.Choice, seeds: Seeds) -> str:
    """The whole scorecard, as far as was known on the chosen day."""
    return _render("scorecard.html", lines=evidence.score_lines(seeds, wanted.as_of))


def witnesses(wanted: evidence.Choice, seeds: Seeds) -> str:
    """Who has it from whom, and the same told in other words."""
    return _render("witnesses.html", **evidence.witnesses(seeds, wanted.as_of))


def agreement(wanted: evidence.Choice, seeds: Seeds) -> str:
    """How the five articles stand to one another, as far as was known on the chosen day."""
    from explorer.datasets import tables
    from explorer.figures.agreement import CELLS, agreement_table, parted

    day = wanted.as_of or None
    cells, detail = tables.agreement(as_of=day), tables.agreement(as_of=day, detail=True)
    names = {source_id: seeds.source_name(source_id) for source_id in map(str, cells.columns)}
    kinds = {source_id: seeds.article_kind(source_id) for source_id in names}
    caption = f"Who says what: {evidence.whose(seeds)}"
    table = agreement_table(cells, detail, names, kinds=kinds, caption=caption, buttons=True)
    return _render(
        "agreement.html",
        counted=f"{plural(len(cells), 'question', 'questions')}, {plural(len(names), 'source', 'sources')}",
        parted=[(CELLS[word][1], asked) for word, asked in parted(cells, detail).items() if asked],
        articles=[evidence.source_row(source_id, seeds) for source_id in names],
        table=Markup(table),
        whose=evidence.whose(seeds),
    )


def picture(wanted: evidence.Choice, seeds: Seeds) -> str:
    """The agreement table as an SVG to share, with its sources and date in it."""
    from explorer.datasets import tables
    from explorer.figures.agreement_picture import agreement_picture

    day = wanted.as_of or None
    cells, detail = tables.agreement(as_of=day), tables.agreement(as_of=day, detail=True)
    names = {source_id: seeds.source_name(source_id) for source_id in map(str, cells.columns)}
    known = f"as known on {wanted.as_of}" if wanted.as_of else f"data to {DATA_MONTH}"
    note = f"Buildout explorer, {known}. The claims are in our words, each with its place in its source. CC BY 4.0"
    return agreement_picture(cells, detail, names, title=f"Who says what: {evidence.whose(seeds)}", note=note)


def claims(wanted: evidence.Choice, seeds: Seeds) -> str:
    """The table of chosen claims."""
    found = evidence.chosen(wanted, seeds)
    rows = [evidence.row(claim, seeds) for claim in found[: evidence.SHOWN]]
    return _render("claims.html", rows=rows, total=len(found))


def claim_cards(claim_ids: Iterable[object], seeds: Seeds) -> str:
    """The cards of some claims, with the assumptions that each could set."""
    found = evidence.cards(claim_ids, seeds)
    for card in found:
        card["correction"] = citing.correction(claim_id=card["id"]) if seeds.folder == default_folder() else ""
        card["parameters"] = [
            {"name": name, "label": parameter.label}
            for name, parameter in seeds.parameters.items()
            if card["id"] in parameter.claim_ids and speaks_of(seeds.claims[card["id"]], parameter)
        ]
    return _render("card.html", cards=found)


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
        "table": chart_table(meta["title"], **meta["table"]),
    }


def chart_table(caption: str, columns: Iterable[str], rows: Iterable[Iterable[Any]], unit: str = "") -> str:
    """The numbers of a chart as a table; a wide one, or one of words, can be read down as cards."""
    listed = [list(row) for row in rows]
    heads = list(columns)
    wide = len(heads) > MOST_NUMBERS or any(len(str(cell)) > NUMBER_LENGTH for row in listed for cell in row[1:])
    return _render("table.html", caption=caption, columns=heads, rows=listed, unit=unit, stacked=wide)


def sources_line(source_ids: Iterable[str], data_date: str | None, seeds: Seeds) -> str:
    """The sources by name, each with its link, and the date of the data."""
    listed = seeds.listed(source_ids)
    called = Counter(seeds.source_name(source_id) for _, source_id in listed)
    names = list(
        dict.fromkeys(
            before + source_link(source_id, seeds, apart=called[seeds.source_name(source_id)] > 1)
            for before, source_id in listed
        )
    )
    date = f"Data to {escape(month_words(data_date[:7]))}. " if data_date else ""
    if len(names) <= NAMED + 1:
        return f"{date}{'Source' if len(names) == 1 else 'Sources'}: {', '.join(names)}." if names else date.strip()
    more = f"<details><summary>and {len(names) - NAMED} more</summary>{', '.join(names[NAMED:])}</details>"
    return f"{date}Sources: {', '.join(names[:NAMED])} {more}"


def source_link(source_id: str, seeds: Seeds, *, apart: bool = False) -> str:
    """A source as readers meet it, linked where it has an address; ``apart`` adds its title to its name."""
    source = seeds.sources[source_id]
    name, title = seeds.source_name(source_id), escape(f"{source.publisher}: {source.title}")
    name = escape(f"{name}: {source.title}" if apart else name)
    if source.url:
        return f'<a href="{escape(source.url)}" title="{title}" rel="noopener">{name}</a>'
    return f'<span title="{title}">{name}</span>'
