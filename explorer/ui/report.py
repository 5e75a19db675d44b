"""The report of one scenario: a single HTML file that opens without a server, prints well and can be checked."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from markupsafe import Markup

from explorer.analysis.answer import answer
from explorer.arguments import checked
from explorer.charts import fan, shares, style, svg, tornado
from explorer.charts.chain_chart import funnel
from explorer.evidence.comparability import figures
from explorer.formatting import month_words
from explorer.model import simulate
from explorer.scenario import Scenario, table
from explorer.scenario.links import MODEL_VERSION, link
from explorer.seeds import Seeds, load
from explorer.ui import deciders, evidence, first_paint, markup, sentences
from explorer.ui.citing import address, citation
from explorer.ui.controls import origin_words, shape_words
from explorer.ui.templates import render

__all__ = ["report"]

BY, ENDS = "2029-12", [0.05, 0.5, 0.95]


@checked()
def report(scenario: Scenario | None = None, *, page_url: str = "") -> str:
    """One scenario with its answer, charts, assumptions, evidence and sources, as the text of one HTML file.

    The file asks for nothing from outside itself. ``page_url`` is the address of an app: the report then links to the
    scenario there; what is not an http or https address is left out. The same scenario gives the same text.

    >>> text = report(Scenario(openai_share=0.3), page_url="https://example.org/app")
    >>> "With 30% of" in text, "https://example.org/app?s=v" in text
    (True, True)
    """
    scenario = scenario if scenario is not None else Scenario()
    seeds, projection = load(), simulate(scenario)
    said = answer(scenario, projection=projection)
    lines = evidence.score_lines(seeds, str(scenario.as_of or ""), leading=True)
    assumed = assumptions(scenario, seeds)
    cited = {name for row in (*assumed, *lines) for name in row["claims"].split()}
    return render(
        "report.html",
        question=markup.asked(seeds),
        data_to=seeds.data_to,
        answer=Markup(sentences.headline_html(said)),
        consequence=sentences.consequence(said),
        notices=Markup(markup.notice(scenario, buttons=False)),
        style=Markup(first_paint.style()),
        shares=_figure("shares", shares.spec(scenario, seeds=seeds)),
        energised=_figure("energised", fan.spec(projection, seeds=seeds)),
        decides=_figure("decides", tornado.spec(deciders.decisive(scenario), seeds=seeds)),
        chain=Markup(funnel(projection, BY, seeds.deal)),
        by=month_words(BY),
        target=deciders.target_words(),
        needed=deciders.needed(scenario),
        asks=deciders.asks(scenario),
        breaks=deciders.breaks(scenario),
        assumptions=assumed,
        changed=sum(row["changed"] for row in assumed),
        lines=lines,
        claims={name: _claim(name, seeds) for name in cited},
        sources=_sources({seeds.claims[name].source_id for name in cited}, seeds),
        link=link(scenario),
        address=address(scenario, page_url),
        code=code(scenario),
        citation=citation(scenario, page_url),
        facts=facts(scenario),
    )


def assumptions(scenario: Scenario, seeds: Seeds) -> list[dict[str, Any]]:
    """Every assumption with its range in words, its default, origin and claims; first those that are not the default.

    >>> [row["label"] for row in assumptions(Scenario(rack_power_kw=150), load())][:2]
    ['Rack power', 'Rack rate, November 2025']
    """
    usual, changes = Scenario(as_of=scenario.as_of), scenario.changes()
    found = [
        {
            "label": parameter.label,
            "shape": shape_words(parameter, scenario[name]),
            "default": shape_words(parameter, usual[name]),
            "changed": name in changes,
            "origin": origin_words(parameter),
            "reason": parameter.reason,
            "claims": " ".join(name for name in parameter.claim_ids if name in seeds.claims),
        }
        for name, parameter in table(scenario.as_of).items()
    ]
    return sorted(found, key=lambda row: not row["changed"])


def code(scenario: Scenario) -> str:
    """Three lines of Python that compute the scenario's range of gigawatts anew."""
    return (
        "import explorer as ex\n"
        f's = ex.from_link("{link(scenario)}")\n'
        f'print(ex.simulate(s).quantiles_at("delivered_gw", {ENDS}, "{BY}"))'
    )


def facts(scenario: Scenario) -> list[tuple[str, str]]:
    """What fixes the numbers: versions, seed, draws, months and the dates of the data."""
    return [
        ("Version", f"{version('buildout-explorer')}, model version {MODEL_VERSION}"),
        ("Random numbers", f"seed {scenario.seed}, {scenario.draws:,} simulated cases"),
        ("Months", f"{scenario.months[0]} to {scenario.horizon}"),
        ("Data", load().data_to),
        ("Known by", f"{scenario.as_of}" if scenario.as_of else "no limit: all that the data holds"),
    ]


def _figure(name: str, spec: style.Spec) -> Markup:
    meta = spec["meta"]
    drawn = render(
        "report-figure.html",
        meta=meta,
        picture=Markup(svg.svg_of(spec, key=name)),
        note=meta["note"],
    )
    return Markup(drawn)


def _claim(claim_id: str, seeds: Seeds) -> dict[str, str]:
    claim = seeds.claims[claim_id]
    return {
        "source": claim.source_id,
        "name": seeds.source_name(claim.source_id),
        "figures": figures(claim),
        "statement": claim.statement,
    }


def _sources(source_ids: Iterable[str], seeds: Seeds) -> list[dict[str, str]]:
    wanted = set(source_ids)
    found = [evidence.source_row(source_id, seeds) for source_id in seeds.sources if source_id in wanted]
    first = seeds.vocabulary["tier"]["seed"].meaning
    return sorted(found, key=lambda source: source["tier"] != first)  # what the project began with leads
