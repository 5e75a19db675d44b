"""Rival figures for money: sums for each year beside sums in all, and what a gigawatt is said to cost."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from explorer.arguments import frame
from explorer.charts import marks, rows, scales
from explorer.charts.claim_figures import (
    COLUMNS,
    ENDS,
    WORDS,
    Claim,
    Group,
    Same,
    dollars,
    drawn,
    ends,
    merged,
    period,
    said,
)
from explorer.charts.registry import INSTALLED, Table, chart, opened
from explorer.charts.style import Spec
from explorer.formatting import plural
from explorer.records.vocabulary import SCOPES
from explorer.seeds import Naming

FACTORIES, YEARS = "foxconn_investment", "foxconn_investment_years"
DATA_CENTRES = "openai_infrastructure_money"
PER_YEAR, IN_ALL = "For each year", "In all, or no period stated"
PER = {PER_YEAR: " a year", IN_ALL: ""}
BILLION = 1e9
EVERYTHING, PLANS = "Everything", "{}'s plans, divided"
COLOURS = ("blue", "amber", "green")
APART = 1.25
"""From the start of one scale to that of the next, of which each is 1 long."""
NOTES = {
    PER_YEAR: "A sum for each year, so it is not a sum in all.",
    IN_ALL: "Where no period is stated it may be a sum in all or for a year.",
}


@chart(
    "investment",
    {"money-claims": "ex.charts.investment(ex.investment({seeds}))"},
    investment=frame(f"{COLUMNS} low_usd central_usd high_usd", like="ex.investment()", words=WORDS),
)
def investment(investment: Table, *, naming: Naming = INSTALLED, width: int = 900) -> Spec:
    """Money that Foxconn is said to put into its factories, from `explorer.investment`.

    Sums for each year stand left, sums in all or without a period right, each on a scale of its own: the two cannot be
    compared.
    """
    claims, _ = opened(investment)
    about = [claim for claim in claims if claim["metric"] == FACTORIES]
    found = merged(about, "_usd", lambda claim: (_kind(claim), claim["party"]))
    kinds = [kind for kind in NOTES if any(_kind(same[0]) == kind for same in found)]
    groups: dict[str, Group] = {}
    ticks: dict[float, str] = {}
    for number, kind in enumerate(kinds):
        figures, start = [same for same in found if _kind(same[0]) == kind], number * APART
        top = scales.axis_top(max(max(ends(same[0], "_usd")) for same in figures) / BILLION)
        steps = scales.axis_ticks(top)
        ticks |= {start + tick / top: dollars(tick * BILLION) for tick in (steps[0], steps[len(steps) // 2], steps[-1])}
        place = partial(_place, start, top * BILLION)
        groups[kind] = Group(NOTES[kind], COLOURS[number], figures, PER[kind], place)
    years = "".join(
        f" {naming.source_name(claim['source_id'])}: over {claim['low'] / 12:g} to {claim['high'] / 12:g} years."
        for claim in claims
        if claim["metric"] == YEARS and claim["bound"] == "range"
    )
    if PER_YEAR in groups:
        groups[PER_YEAR] = groups[PER_YEAR]._replace(note=NOTES[PER_YEAR] + years)
    sides = [f"{side}: {kind.lower()}" for side, kind in zip(("left", "right"), kinds, strict=False)]
    largest = [said(group.figures[0][0], "_usd", dollars) + group.per for group in groups.values()]
    title = ", or ".join(largest) or "No claim gives a sum"
    return drawn(
        groups,
        "_usd",
        rows.Axis("; ".join(["U.S. dollars", *sides]), max(ticks, default=1.0), tuple(ticks), tuple(ticks.values())),
        _head,
        dollars,
        naming=naming,
        width=width,
        title=f"{title[0].upper()}{title[1:]}{' in all? The figures do not match' if len(groups) == 2 else ''}",
        subtitle="U.S. dollars, each group on a scale of its own",
        summary=f"{plural(len(about), 'claim', 'claims')} in {plural(len(found), 'row', 'rows')}",
    )


def _place(start: float, top: float, value: float) -> float:
    return start + value / top


def _kind(claim: Claim) -> str:
    return PER_YEAR if claim["basis"] == "annual" else IN_ALL


def _head(same: Same) -> str:
    """Whose money, when, and where it is to go if all claims say that alike."""
    scopes = {claim["scope"] for claim in same}
    where = SCOPES[same[0]["scope"]] if len(scopes) == 1 and not scopes & {"unstated", "openai"} else ""
    return ", ".join(filter(None, (same[0]["party"], period(same[0]), where)))


@chart(
    "dollars_per_gw",
    {"dollars-per-gw": "ex.charts.dollars_per_gw(ex.claims({seeds}))"},
    claims=frame(f"{COLUMNS} low central high", like="ex.claims()", words=WORDS),
)
def dollars_per_gw(claims: Table, *, naming: Naming = INSTALLED, width: int = 900) -> Spec:
    """What a gigawatt is said to cost, from `explorer.claims`, in groups by what is counted, the dearest first.

    A line stands at the money of OpenAI's plans over their gigawatts, where one source gives both; that is our
    arithmetic, and what this money buys is not stated.
    """
    told, _ = opened(claims)
    told = [claim | {f"{end}_usd_per_gw": claim[end] for end in ENDS} for claim in told]
    stated = [claim for claim in told if claim["metric"] == "capex_per_gw"]
    found, plans = merged(stated, "_usd_per_gw", _counted), quotients(told, naming.buyer)
    kinds = sorted({_counted(same[0]) for same in found}, key=lambda name: (name != EVERYTHING, name))
    costs = [end for same in found for end in ends(same[0], "_usd_per_gw")]
    divided = [plan[0]["central_usd_per_gw"] for plan in plans]
    groups = {PLANS.format(naming.buyer): Group("Our arithmetic; what the money buys is not stated.", "wine", plans)}
    for number, name in enumerate(kinds):
        figures = [same for same in found if _counted(same[0]) == name]
        groups[name] = Group("", COLOURS[number % len(COLOURS)], figures)
    spread = dict.fromkeys(dollars(float(f"{pick(costs, default=0):.2g}")) for pick in (min, max))
    cost = f"What a gigawatt costs: {' to '.join(spread)}{', depending on what is counted' if len(kinds) > 1 else ''}"
    return drawn(
        groups,
        "_usd_per_gw",
        rows.linear_axis("U.S. dollars per gigawatt", [*costs, *divided], dollars),
        lambda same: f"{same[0]['party'][:1].upper()}{same[0]['party'][1:]}",
        dollars,
        naming=naming,
        width=width,
        shapes=[marks.rule("wine", x=value, width=1.5, dash="dot") for value in divided[:1]],
        title=cost if costs else "None of these claims says what a gigawatt costs",
        subtitle=f"U.S. dollars per gigawatt{'; dotted: the plans' if plans else ''}",
        summary=f"{plural(len(stated), 'claim', 'claims')} on the cost of a gigawatt",
    )


def _counted(claim: Claim) -> str:
    """What the cost counts, as the claim names it: "computers in 1 GW", or all of it."""
    part, _, whole = claim["party"].partition(" in ")
    return f"{part[:1].upper()}{part[1:]} only" if whole else EVERYTHING


def quotients(claims: Sequence[Claim], buyer: str) -> list[Same]:
    """Money over power of each source that states both for the buyer's plans, in dollars per gigawatt; our arithmetic.

    Only exact or one-sided figures divide into one: $1.4 trillion / 30 GW = $46.7bn per gigawatt. Each part stands for
    itself among the claims of the quotient, with the quotient's figure.
    """
    found: list[Claim] = []
    powers = [claim for claim in claims if (claim["metric"], claim["party"]) == ("planned_power", buyer)]
    for money in claims:
        for power in powers if (money["metric"], money["basis"]) == (DATA_CENTRES, "total") else ():
            if money["source_id"] == power["source_id"] and money["high"] and power["high"]:
                figure = {
                    "party": f"{dollars(money['high'])} over {power['high']:g} GW",
                    "status": "estimate",
                    "bound": "up_to" if money["bound"] == "up_to" else "about",
                    "low_usd_per_gw": None,
                    "central_usd_per_gw": money["high"] / power["high"],
                    "high_usd_per_gw": None,
                }
                found += [{**money, **figure}, {**power, **figure}]
    return merged(found, "_usd_per_gw")
