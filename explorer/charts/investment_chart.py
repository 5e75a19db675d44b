"""Rival figures for money: sums for each year beside sums in all, and what a gigawatt is said to cost."""

from collections.abc import Callable, Sequence
from functools import partial

from explorer.arguments import frame
from explorer.charts import claim_figures, marks, scales
from explorer.charts.claim_figures import COLUMNS, ENDS, WORDS, Claim, Group, Same, dollars, ends, merged
from explorer.charts.registry import INSTALLED, Spec, Table, chart, opened
from explorer.formatting import plural
from explorer.records.dates import period_words
from explorer.seeds import Naming

PER_YEAR, IN_ALL = "For each year", "In all, or no period stated"
KINDS = {
    PER_YEAR: (" a year", "A sum for each year, so it is not a sum in all."),
    IN_ALL: ("", "Where no period is stated it may be a sum in all or for a year."),
}
"""The two kinds of sums: what ends each in words, and why they stand together."""
EVERYTHING, PLANS = "Everything", "{}'s plans, divided"
COLOURS = ("blue", "amber", "green")
APART = 1.25
"""From the start of one scale to that of the next, of which each is 1 long."""


@chart(
    {"money-claims": "ex.charts.investment(ex.investment({seeds}))"},
    investment=frame(f"{COLUMNS} low_usd central_usd high_usd", like="ex.investment()", words=WORDS),
)
def investment(investment: Table, *, naming: Naming = INSTALLED, width: int = 900) -> Spec:
    """Money that Foxconn is said to put into its factories, from `explorer.investment`.

    Sums for each year stand left, sums in all or without a period right, each on a scale of its own: the two cannot be
    compared.
    """
    claims, _ = opened(investment)
    about = [claim for claim in claims if claim["metric"] == "foxconn_investment"]
    years = "".join(
        f" {naming.source_name(claim['source_id'])}: over {claim['low'] / 12:g} to {claim['high'] / 12:g} years."
        for claim in claims
        if claim["metric"] == "foxconn_investment_years"
        and claim["bound"] == "range"
        and claim["low"]
        and claim["high"]
    )
    groups: dict[str, Group] = {}
    ticks: dict[float, str] = {}
    for kind, (per, note) in KINDS.items():
        alike = [claim for claim in about if (claim["basis"] == "annual") == (kind == PER_YEAR)]
        if found := merged(alike, "_usd", lambda claim: claim["party"]):
            start, colour = len(groups) * APART, COLOURS[len(groups)]
            steps = scales.ticks_from_zero(max(ends(found[0][0], "_usd")) / 1e9)
            top = 1e9 * steps[-1]
            ticks |= {start + 1e9 * tick / top: dollars(1e9 * tick) for tick in (0, steps[len(steps) // 2], steps[-1])}
            groups[kind] = Group(note + years * (kind == PER_YEAR), colour, found, per, _scale(start, top))
    sides = [f"{side}: {kind.lower()}" for side, kind in zip(("left", "right"), groups, strict=False)]
    largest = [claim_figures.said(group.figures[0][0], "_usd", dollars) + group.per for group in groups.values()]
    title = ", or ".join(largest) or "No claim gives a sum"
    count = sum(len(group.figures) for group in groups.values())
    return claim_figures.drawn(
        groups,
        "_usd",
        marks.axis(0, max(ticks, default=1.0), ticks, ticks.__getitem__, "; ".join(["U.S. dollars", *sides])),
        partial(_head, naming),
        dollars,
        naming=naming,
        width=width,
        title=f"{title[0].upper()}{title[1:]}{' in all? The figures do not match' if len(groups) == 2 else ''}",
        subtitle="U.S. dollars, each group on a scale of its own",
        summary=f"{plural(len(about), 'claim', 'claims')} in {plural(count, 'row', 'rows')}",
    )


def _scale(start: float, top: float) -> Callable[[float], float]:
    return lambda value: start + value / top


def _head(naming: Naming, same: Same) -> str:
    """Whose money, when, and where it is to go if all claims say that alike."""
    scopes = {claim["scope"] for claim in same}
    when = period_words(same[0]["period_start"], same[0]["period_end"])
    where = "" if len(scopes) > 1 or scopes & {"", "unstated", "openai"} else naming.scopes[same[0]["scope"]]
    return ", ".join(filter(None, (same[0]["party"], when, where)))


@chart(
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
    plans = quotients(told, naming.buyer)
    groups = {PLANS.format(naming.buyer): Group("Our arithmetic; what the money buys is not stated.", "wine", plans)}
    kinds = sorted({_counted(claim) for claim in stated}, key=lambda name: (name != EVERYTHING, name))
    for number, name in enumerate(kinds):
        found = merged([claim for claim in stated if _counted(claim) == name], "_usd_per_gw")
        groups[name] = Group("", COLOURS[number % len(COLOURS)], found)
    costs = [end for claim in stated for end in ends(claim, "_usd_per_gw")]
    divided = [plan[0]["central_usd_per_gw"] for plan in plans]
    spread = dict.fromkeys(dollars(float(f"{pick(costs, default=0):.2g}")) for pick in (min, max))
    cost = f"What a gigawatt costs: {' to '.join(spread)}{', depending on what is counted' if len(kinds) > 1 else ''}"
    return claim_figures.drawn(
        groups,
        "_usd_per_gw",
        marks.linear_axis("U.S. dollars per gigawatt", [*costs, *divided], dollars),
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
        for power in powers if (money["metric"], money["basis"]) == ("openai_infrastructure_money", "total") else ():
            if money["source_id"] == power["source_id"] and money["high"] and power["high"]:
                figure = {"party": f"{dollars(money['high'])} over {power['high']:g} GW", "status": "estimate"}
                figure |= {"bound": "up_to" if money["bound"] == "up_to" else "about", "low_usd_per_gw": None}
                figure |= {"central_usd_per_gw": money["high"] / power["high"], "high_usd_per_gw": None}
                found += [{**money, **figure}, {**power, **figure}]
    return merged(found, "_usd_per_gw")
