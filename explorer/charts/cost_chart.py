"""What a gigawatt costs: claims coloured by what they count, beside what the plans come to."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from explorer.charts import claim_figures, rows
from explorer.charts.claim_figures import Entry, Figure
from explorer.charts.investment_chart import DATA_CENTRES, dollars, short
from explorer.charts.registry import INSTALLED, chart, opened
from explorer.charts.style import Spec
from explorer.errors import frame
from explorer.formatting import plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from explorer.seeds import Naming

EVERYTHING, PLANS = "Everything", "OpenAI's plans, divided"
COLOURS = ("blue", "amber", "green", "wine")


@chart(
    "dollars_per_gw",
    {"dollars-per-gw": "ex.charts.dollars_per_gw(ex.claims({seeds}))"},
    claims=frame(
        f"{claim_figures.COLUMNS} low central high", like="ex.claims()", words=claim_figures.WORDS
    ),
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
    counted = dict.fromkeys([_counted(one.claims[0]) for one in found])
    colours = dict(zip(sorted(counted, key=lambda name: name != EVERYTHING), COLOURS, strict=False))
    entries = [
        Entry(name, rows.Row(_head(one), one.told_by(naming), short(one)), one, colour)
        for name, colour in colours.items()
        for one in found
        if _counted(one.claims[0]) == name
    ]
    plans = [Entry(PLANS, _divided(one, naming), one, "wine") for one in quotients(told)]
    notes = {PLANS: "Our arithmetic; what the money buys is not stated."} | dict.fromkeys(colours, "")
    ends = [end for one in found for end in one.ends]
    cost = "None of these claims says what a gigawatt costs"
    if ends:
        least, most = (dollars(float(f"{end:.2g}")) for end in (min(ends), max(ends)))
        what = ", depending on what is counted" if len(colours) > 1 else ""
        cost = f"What a gigawatt costs: {least}{f' to {most}' if most != least else ''}{what}"
    plan = f"OpenAI's plans come to {' or '.join(one.row.said for one in plans)} per gigawatt. " if plans else ""
    listed = "; ".join(f"{one.row.said}, {one.group.lower()} ({one.row.text})" for one in entries)
    return claim_figures.spec(
        [*plans, *entries],
        notes,
        rows.linear_axis("U.S. dollars per gigawatt", [*ends, *(max(one.figure.ends) for one in plans)], dollars),
        "usd_per_gw",
        naming,
        width=width,
        line=(plans[0].figure.ends[0], "wine") if plans else None,
        title=cost,
        subtitle=f"U.S. dollars per gigawatt{'; dotted: the plans' if plans else ''}; {claim_figures.LEGEND}",
        summary=f"{plan}{plural(len(stated), 'claim', 'claims')} on the cost of a gigawatt{': ' if listed else ''}{listed}.",
    )


def quotients(claims: Sequence[Mapping[Any, Any]]) -> list[Figure]:
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
    return [Figure(bound, math.nan, value, value, tuple(parts)) for (bound, value), parts in found.items()]


def _divided(figure: Figure, naming: Naming) -> rows.Row:
    money, power = figure.claims[:2]
    sources = ", ".join(map(naming.source_name, figure.named("source_id")))
    return rows.Row(f"{dollars(money['high'])} over {power['high']:g} GW", sources, short(figure))


def _counted(claim: Mapping[Any, Any]) -> str:
    """What the cost counts, as the claim names it: "computers in 1 GW", or all of it."""
    part, _, whole = str(claim["party"]).partition(" in ")
    return f"{part[:1].upper()}{part[1:]} only" if whole else EVERYTHING


def _head(figure: Figure) -> str:
    party = str(figure.claims[0]["party"])
    return f"{party[:1].upper()}{party[1:]}"
