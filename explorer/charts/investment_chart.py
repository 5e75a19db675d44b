"""Rival figures for money: sums for each year beside sums in all, and what a gigawatt is said to cost."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from explorer.charts import claim_figures, marks, rows, scales, style
from explorer.charts.registry import INSTALLED, chart, opened
from explorer.charts.style import Spec
from explorer.errors import frame
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
    investment=frame(
        f"{claim_figures.COLUMNS} low_usd central_usd high_usd", like="ex.investment()", words=claim_figures.WORDS
    ),
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
    found = claim_figures.merged(about, "_usd", lambda claim: (_kind(claim), claim["party"]))
    kinds = {kind: [one for one in found if _kind(one.claims[0]) == kind] for kind in NOTES}
    shown = {kind: figures for kind, figures in kinds.items() if figures}
    end = max(1.0, len(shown) * (1 + GAP) - GAP)
    listed: list[rows.Mark] = []
    ticks: dict[float, str] = {}
    for start, (kind, figures) in zip((0.0, 1.0 + GAP), shown.items(), strict=False):
        top = scales.axis_top(max(max(one.ends) for one in figures) / BILLION)
        every = 6 if width < style.NARROW else 3
        ticks |= {start + tick / top: dollars(tick * BILLION) for tick in scales.axis_ticks(top)[::every]}
        place = partial(_place, start, top * BILLION)
        for one in figures:
            row = rows.Row(_head(one), one.told_by(naming), short(one) + (" a year" if kind == PER_YEAR else ""))
            listed.append(one.mark(kind, row, "usd", "blue" if kind == PER_YEAR else "amber", end, place))
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
        claim_figures.HEADS,
        naming=naming,
        width=width,
        title=_finding(listed, vague=any(one.claims[0]["basis"] == "unstated" for one in kinds[IN_ALL])),
        subtitle=f"U.S. dollars, each group on a scale of its own; {claim_figures.LEGEND}",
        summary=f"{plural(len(about), 'claim', 'claims')} in {plural(len(listed), 'row', 'rows')}",
    )


def _place(start: float, top: float, value: float) -> float:
    return start + value / top


def _kind(claim: Mapping[Any, Any]) -> str:
    return PER_YEAR if claim["basis"] == "annual" else IN_ALL


def _head(figure: claim_figures.Figure) -> str:
    """Whose money, when, and where it is to go if all its claims say that alike."""
    scopes = figure.named("scope")
    where = SCOPES[scopes[0]] if len(scopes) == 1 and scopes[0] not in ("unstated", "openai") else ""
    return ", ".join(filter(None, (figure.claims[0]["party"], claim_figures.period(figure.claims[0]), where)))


def short(figure: claim_figures.Figure) -> str:
    """A figure in dollars, a range with its unit once: "$2-3bn"."""
    return re.sub(r"(m|bn|trn) to \$([\d.]+)\1", r"-\2\1", figure.said(dollars))


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
    claims=frame(f"{claim_figures.COLUMNS} low central high", like="ex.claims()", words=claim_figures.WORDS),
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
    found = claim_figures.merged(stated, "", _counted)
    groups = sorted({_counted(one.claims[0]) for one in found}, key=lambda name: (name != EVERYTHING, name))
    plans, ends = quotients(told), [end for one in found for end in one.ends]
    axis = rows.linear_axis("U.S. dollars per gigawatt", [*ends, *(one.high for one in plans)], dollars)
    listed = [one.mark(PLANS, _divided(one, naming), "usd_per_gw", "wine", axis.top) for one in plans]
    for one in found:
        group, party = _counted(one.claims[0]), str(one.claims[0]["party"])
        row = rows.Row(f"{party[:1].upper()}{party[1:]}", one.told_by(naming), short(one))
        listed.append(one.mark(group, row, "usd_per_gw", COLOURS[groups.index(group) % len(COLOURS)], axis.top))
    cost = "None of these claims says what a gigawatt costs"
    if ends:
        least, most = (dollars(float(f"{end:.2g}")) for end in (min(ends), max(ends)))
        what = ", depending on what is counted" if len(groups) > 1 else ""
        cost = f"What a gigawatt costs: {least}{f' to {most}' if most != least else ''}{what}"
    return rows.drawn(
        listed,
        {PLANS: "Our arithmetic; what the money buys is not stated."} | dict.fromkeys(groups, ""),
        axis,
        claim_figures.HEADS,
        naming=naming,
        width=width,
        shapes=[marks.rule("wine", x=one.high, width=1.5, dash="dot") for one in plans[:1]],
        title=cost,
        subtitle=f"U.S. dollars per gigawatt{'; dotted: the plans' if plans else ''}; {claim_figures.LEGEND}",
        summary=f"{plural(len(stated), 'claim', 'claims')} on the cost of a gigawatt",
    )


def quotients(claims: Sequence[Mapping[Any, Any]]) -> list[claim_figures.Figure]:
    """Money over power of each source that states both for OpenAI's plans, in dollars per gigawatt, each value once.

    Only exact or one-sided figures divide into one: $1.4 trillion / 30 GW = $46.7bn per gigawatt.
    """
    found: dict[tuple[str, float], list[Mapping[Any, Any]]] = {}
    for money in claims:
        for power in claims:
            if (
                (money["metric"], money["basis"]) == (DATA_CENTRES, "total")
                and (power["metric"], power["party"]) == ("planned_power", "OpenAI")
                and money["source_id"] == power["source_id"]
                and claim_figures.number(money["high"]) >= 0
                and claim_figures.number(power["high"]) > 0
            ):
                bound = "up_to" if money["bound"] == "up_to" else "about"
                found.setdefault((bound, float(money["high"]) / float(power["high"])), []).extend((money, power))
    return [
        claim_figures.Figure(bound, math.nan, value, value, tuple(parts)) for (bound, value), parts in found.items()
    ]


def _divided(figure: claim_figures.Figure, naming: Naming) -> rows.Row:
    money, power = figure.claims[:2]
    sources = ", ".join(map(naming.source_name, figure.named("source_id")))
    return rows.Row(f"{dollars(money['high'])} over {power['high']:g} GW", sources, short(figure))


def _counted(claim: Mapping[Any, Any]) -> str:
    """What the cost counts, as the claim names it: "computers in 1 GW", or all of it."""
    part, _, whole = str(claim["party"]).partition(" in ")
    return f"{part[:1].upper()}{part[1:]} only" if whole else EVERYTHING
