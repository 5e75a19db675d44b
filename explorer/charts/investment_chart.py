"""Rival figures for money: sums for each year beside sums in all, and what a gigawatt is said to cost."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from explorer.arguments import frame
from explorer.charts import marks, rows, scales
from explorer.charts.claim_figures import (
    COLUMNS,
    HEADS,
    LEGEND,
    WORDS,
    Claim,
    Same,
    ends,
    mark,
    merged,
    period,
    said,
    told_by,
)
from explorer.charts.registry import INSTALLED, chart, opened
from explorer.charts.style import Spec
from explorer.formatting import plural
from explorer.records.vocabulary import SCOPES

if TYPE_CHECKING:
    import pandas as pd

    from explorer.seeds import Naming

FACTORIES, DATA_CENTRES = "foxconn_investment", "openai_infrastructure_money"
YEARS = "foxconn_investment_years"
BILLION = 1e9
PER_YEAR, IN_ALL = "For each year", "In all, or no period stated"
EVERYTHING, PLANS = "Everything", "OpenAI's plans, divided"
COLOURS = ("blue", "amber", "green")
GAP = 0.25
"""Between the two scales, of the length of one."""
NOTES = {
    PER_YEAR: "A sum for each year, so it is not a sum in all.",
    IN_ALL: "Where no period is stated it may be a sum in all or for a year.",
}


def dollars(value: float) -> str:
    """Whole dollars in millions, billions or trillions.

    >>> dollars(1.42e8), dollars(2e9), dollars(1.4e12), dollars(0)
    ('$142m', '$2bn', '$1.4trn', '0')
    """
    size, unit = next((one for one in ((1e12, "trn"), (1e9, "bn")) if value >= one[0]), (1e6, "m"))
    return f"${value / size:.3g}{unit}" if value else "0"


@chart(
    "investment",
    {"money-claims": "ex.charts.investment(ex.investment({seeds}))"},
    investment=frame(f"{COLUMNS} low_usd central_usd high_usd", like="ex.investment()", words=WORDS),
)
def investment(
    investment: pd.DataFrame | list[dict[str, Any]],
    metric: str = FACTORIES,
    *,
    naming: Naming = INSTALLED,
    width: int = 900,
) -> Spec:
    """Money that is said to be put in, from `explorer.investment`, by default Foxconn's for its factories.

    Sums for each year stand left, sums in all or without a period right, each on a scale of its own: the two cannot be
    compared. ``metric`` may also be ``openai_infrastructure_money``, what OpenAI's data centres are said to cost.
    """
    claims, naming = opened(investment, naming)
    about = [claim for claim in claims if claim["metric"] == metric]
    found = merged(about, "_usd", lambda claim: (_kind(claim), claim["party"]))
    kinds = {kind: [same for same in found if _kind(same[0]) == kind] for kind in NOTES}
    shown = {kind: figures for kind, figures in kinds.items() if figures}
    end = max(1.0, len(shown) * (1 + GAP) - GAP)
    listed: list[rows.Mark] = []
    ticks: dict[float, str] = {}
    for start, (kind, figures) in zip((0.0, 1.0 + GAP), shown.items(), strict=False):
        top = scales.axis_top(max(max(ends(same[0], "_usd")) for same in figures) / BILLION)
        steps = scales.axis_ticks(top)
        ticks |= {start + tick / top: dollars(tick * BILLION) for tick in (steps[0], steps[len(steps) // 2], steps[-1])}
        colour, per = ("blue", " a year") if kind == PER_YEAR else ("amber", "")
        for same in figures:
            row = rows.Row(_head(same), told_by(same, naming), short(same[0], "_usd") + per)
            place: Callable[[float], float] = partial(_place, start, top * BILLION)
            listed.append(mark(same, "_usd", row, group=kind, colour=colour, top=end, scale=place))
    sides = "; ".join(f"{side}: {kind.lower()}" for side, kind in zip(("left", "right"), shown, strict=False))
    years = "".join(
        f" {naming.source_name(claim['source_id'])}: over {claim['low'] / 12:g} to {claim['high'] / 12:g} years."
        for claim in claims
        if claim["metric"] == YEARS and claim["bound"] == "range" and metric == FACTORIES
    )
    return rows.drawn(
        listed,
        NOTES | {PER_YEAR: NOTES[PER_YEAR] + years},
        rows.Axis(f"U.S. dollars; {sides}" if sides else "U.S. dollars", end, tuple(ticks), tuple(ticks.values())),
        HEADS,
        naming=naming,
        width=width,
        title=_finding(listed, vague=any(same[0]["basis"] == "unstated" for same in kinds[IN_ALL])),
        subtitle=f"U.S. dollars, each group on a scale of its own; {LEGEND}",
        summary=f"{plural(len(about), 'claim', 'claims')} in {plural(len(listed), 'row', 'rows')}",
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


def short(claim: Claim, unit: str) -> str:
    """A figure in dollars, a range with its unit once: "$2-3bn"."""
    return re.sub(r"(?P<of>m|bn|trn) to \$(?P<end>[\d.]+)(?P=of)", r"-\g<end>\g<of>", said(claim, unit, dollars))


def _finding(listed: Sequence[rows.Mark], *, vague: bool) -> str:
    """The largest sum of each kind; ``vague`` where it is not said whether those in all are that."""
    year, rest = (next((mark.row for mark in listed if mark.group == kind), None) for kind in NOTES)
    if year and rest:
        end = "in all? The figures do not match" if vague else "in all: two different questions"
        return f"{year.said[:1].upper()}{year.said[1:]}, or {rest.said} {end}"
    if one := year or rest:
        return f"{one.head}: {one.said}, with no sum {'in all' if year else 'for a year'}"
    return "No claim gives a sum"


@chart(
    "dollars_per_gw",
    {"dollars-per-gw": "ex.charts.dollars_per_gw(ex.claims({seeds}))"},
    claims=frame(f"{COLUMNS} low central high", like="ex.claims()", words=WORDS),
)
def dollars_per_gw(
    claims: pd.DataFrame | list[dict[str, Any]], *, naming: Naming = INSTALLED, width: int = 900
) -> Spec:
    """What a gigawatt is said to cost, from `explorer.claims`, in groups by what is counted, the dearest first.

    A line stands at the money of OpenAI's plans over their gigawatts, where one source gives both; that is our
    arithmetic, and what this money buys is not stated.
    """
    told, naming = opened(claims, naming)
    stated = [claim for claim in told if claim["metric"] == "capex_per_gw"]
    found, plans = merged(stated, "", _counted), quotients(told)
    groups = sorted({_counted(same[0]) for same in found}, key=lambda name: (name != EVERYTHING, name))
    costs = [end for same in found for end in ends(same[0], "")]
    axis = rows.linear_axis("U.S. dollars per gigawatt", [*costs, *(plan[0]["central"] for plan in plans)], dollars)
    listed: list[rows.Mark] = []
    for same in [*plans, *found]:
        party, group = same[0]["party"], PLANS if same in plans else _counted(same[0])
        colour = "wine" if group == PLANS else COLOURS[groups.index(group) % len(COLOURS)]
        row = rows.Row(f"{party[:1].upper()}{party[1:]}", told_by(same, naming), short(same[0], ""))
        listed.append(mark(same, "", row, group=group, colour=colour, top=axis.top, named="_usd_per_gw"))
    cost = "None of these claims says what a gigawatt costs"
    if costs:
        least, most = (dollars(float(f"{end:.2g}")) for end in (min(costs), max(costs)))
        what = ", depending on what is counted" if len(groups) > 1 else ""
        cost = f"What a gigawatt costs: {least}{f' to {most}' if most != least else ''}{what}"
    return rows.drawn(
        listed,
        {PLANS: "Our arithmetic; what the money buys is not stated."} | dict.fromkeys(groups, ""),
        axis,
        HEADS,
        naming=naming,
        width=width,
        shapes=[marks.rule("wine", x=plan[0]["central"], width=1.5, dash="dot") for plan in plans[:1]],
        title=cost,
        subtitle=f"U.S. dollars per gigawatt{'; dotted: the plans' if plans else ''}; {LEGEND}",
        summary=f"{plural(len(stated), 'claim', 'claims')} on the cost of a gigawatt",
    )


def _counted(claim: Claim) -> str:
    """What the cost counts, as the claim names it: "computers in 1 GW", or all of it."""
    part, _, whole = claim["party"].partition(" in ")
    return f"{part[:1].upper()}{part[1:]} only" if whole else EVERYTHING


def quotients(claims: Sequence[Claim]) -> list[Same]:
    """Money over power of each source that states both for OpenAI's plans, in dollars per gigawatt; our arithmetic.

    Only exact or one-sided figures divide into one: $1.4 trillion / 30 GW = $46.7bn per gigawatt. Each part stands for
    itself among the claims of the quotient, with the quotient's figure.
    """
    found: list[Claim] = []
    powers = [claim for claim in claims if (claim["metric"], claim["party"]) == ("planned_power", "OpenAI")]
    for money in claims:
        for power in powers if (money["metric"], money["basis"]) == (DATA_CENTRES, "total") else ():
            if money["source_id"] == power["source_id"] and money["high"] and power["high"]:
                value = money["high"] / power["high"]
                bound = "up_to" if money["bound"] == "up_to" else "about"
                party = f"{dollars(money['high'])} over {power['high']:g} GW"
                figure = {"bound": bound, "low": None, "central": value, "high": None, "party": party}
                found += [{**money, **figure, "status": "estimate"}, {**power, **figure, "status": "estimate"}]
    return merged(found, "")
