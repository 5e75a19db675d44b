"""The pages beside the story, the cards of claims, charts for other sites, and what the boxes of a goal hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from explorer.analysis.goal import Goal
from explorer.formatting import capital
from explorer.page import evidence, press
from explorer.page.charts import both_layouts, drawn, known
from explorer.page.render import render
from explorer.page.view import View
from explorer.seeds import Seeds

MOST_CARDS = 12
"""Claims that one message may open."""
MOST_CLAIMS = 240
"""Claims that are listed at once."""
PLACES = {
    "claims": "Who said what",
    "timeline": "Timeline",
    "racks": "Racks and gigawatts",
    "scale": "Deals on one scale",
    "numbers": "Numbers to quote",
    "changes": "What changed",
    "download": "Data",
}
"""The pages beside the story, by their anchors."""
CHARTS = {"timeline": ("timeline",), "racks": ("rack-claims", "gigawatts"), "scale": ("one-scale",)}
PAGE_ROWS = {"numbers": press.numbers, "changes": press.change_log}


def has(seeds: Seeds, name: str) -> bool:
    """Whether a folder of seeds has what a page, or a chart of one, shows."""
    needs = {
        "timeline": seeds.milestones,
        "numbers": seeds.press,
        **dict.fromkeys(("gigawatts", "scale"), seeds.gigawatts),
    }
    return bool(needs.get(name, True))


def places(seeds: Seeds) -> dict[str, str]:
    """The pages that a folder of seeds has; that of racks is called by what there are figures in."""
    units = seeds.deal.short_units
    given = {claim.unit for claim in seeds.claims.values() if claim.dataset == "capacity" and claim.figures}
    measured = (units * bool({units, f"{units}/week"} & given), "gigawatts" * ("GW" in given))
    titles = PLACES | {"racks": capital(" and ".join(filter(None, measured)))}
    return {name: title for name, title in titles.items() if title and has(seeds, name)}


def goal_values(goal: Goal) -> dict[str, str]:
    """What the boxes of a goal hold, by the name of the box."""
    amount, chance = f"{goal.amount_gw:.12g}", f"{100 * goal.chance:.12g}"
    return {"amount": amount, "outcome": goal.outcome, "by": goal.by, "chance": chance}


def cards(claim_ids: Sequence[str], seeds: Seeds, *, files: bool = False) -> Markup:
    """The cards of some claims, each with the assumptions that it can stand for; ``files`` is for plain files.

    Ids that are not there are left out.
    """
    listed = claim_ids if files else claim_ids[:MOST_CARDS]
    found = [evidence.card(seeds.claims[name], seeds) for name in listed if name in seeds.claims]
    return render("claim.html", cards=found, seeds=seeds, files=files, live=not files)


def place(name: str, asked: Mapping[str, Any], view: View, seeds: Seeds, *, live: bool = True) -> Markup:
    """One of the pages beside the story; the claims by what a reader asked for."""
    if name != "claims":
        figures = {key: both_layouts(key, view, seeds) for key in CHARTS.get(name, ()) if has(seeds, key)}
        template = "place.html" if figures else f"{name}.html"
        told = PAGE_ROWS[name](seeds) if name in PAGE_ROWS else ()
        return render(
            template, title=places(seeds)[name], figures=figures, told=told, live=live, files=not live, seeds=seeds
        )
    wanted, left_out = evidence.claim_filter(asked, seeds)
    found, options = evidence.filter_claims(wanted, seeds), evidence.filter_options(seeds)
    shown = found[:MOST_CLAIMS]
    said = [{"sentence": one} for one in left_out]
    return render("claims.html", claims=shown, count=len(found), options=options, choice=wanted, said=said, seeds=seeds)


def embed(name: str, view: View, seeds: Seeds, address: str) -> str:
    """One chart for another site, with the address of the whole page; a sentence where there is no such chart."""
    there = [*known(view)]
    chart = drawn(name, view, seeds) if name in there else None
    return render("embed.html", name=name, chart=chart, known=there, address=address)
