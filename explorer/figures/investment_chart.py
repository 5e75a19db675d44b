"""Rival figures for money: Foxconn's for factories, OpenAI's for data centres, and dollars a gigawatt."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from explorer import words
from explorer.figures import capacity_chart, forest, style
from explorer.records.vocabulary import SCOPES

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure

FACTORY, DATA_CENTRE = "foxconn_investment", "openai_infrastructure_money"
METRICS = (FACTORY, DATA_CENTRE)
KINDS = {FACTORY: "Factory money", DATA_CENTRE: "Money for data centres"}
BILLION, TRILLION = 1e9, 1e12
NOTES = {
    "annual": "a sum for each year; for how many years, no source says, so it is not a sum in all",
    "total": "a sum in all, not for each year",
    "unstated": "no period stated: it may be a sum in all or for a year, so it cannot be set beside the yearly figure",
}


def dollars(value: float) -> str:
    """Whole dollars in billions or trillions.

    >>> dollars(2e9), dollars(1.4e12)
    ('$2 bn', '$1.4 trn')
    """
    return f"${value / TRILLION:.3g} trn" if value >= TRILLION else f"${value / BILLION:.3g} bn"


def spec_investment(investment: pd.DataFrame, *, narrow: bool = False, dark: bool = False) -> style.Spec:
    """Factory money beside data-centre money, from `explorer.investment`, as a plain dict for plotly.js.

    The axis is logarithmic, since the two are hundreds of times apart, and says so.
    """
    shown = investment[investment["metric"].isin(METRICS)]
    groups = capacity_chart.grouped(shown, "usd", dollars, "", _note)
    # Factories first, what has a period before what has none; else the order is kept.
    groups.sort(key=lambda group: (_kind(shown, group) != KINDS[FACTORY], group.grey))
    groups = [
        forest.Group(
            f"{_kind(shown, g)}{capacity_chart.DOT}{g.title}", g.note, tuple(_yearly(shown, r) for r in g.rows), g.grey
        )
        for g in groups
    ]
    name = "U.S. dollars; logarithmic, each line is ten times the one before"
    axis = forest.log_axis(name, forest.verified_values(groups), dollars)
    return forest.spec_forest(groups, axis, _meta(shown, groups), narrow=narrow, dark=dark)


def _kind(frame: pd.DataFrame, group: forest.Group) -> str:
    return KINDS[str(frame.loc[group.rows[0].claim_id, "metric"])]


def _yearly(frame: pd.DataFrame, row: forest.Row) -> forest.Row:
    if frame.loc[row.claim_id, "basis"] == "annual" and row.bound not in forest.WORDLESS:
        return replace(row, said=row.said + " a year")
    return row


def _note(members: pd.DataFrame) -> tuple[str, bool]:
    bases = set(members["basis"])
    basis = bases.pop() if len(bases) == 1 else ""
    return NOTES.get(basis, ""), basis == "unstated"


def _meta(shown: pd.DataFrame, groups: list[forest.Group]) -> style.Spec:
    factory, centres = (shown[shown["metric"] == metric] for metric in METRICS)
    bases = set(factory["basis"])
    kinds = len({(basis, group) for basis, group in zip(factory["basis"], factory["group"], strict=True)})
    named = [
        f"{style.source_name(row.source_id)}: {row.said}"
        for group in groups
        for row in group.rows
        if row.bound not in forest.WORDLESS
    ]
    one = "; ".join(dict.fromkeys(named))
    most, least = (part[["high_usd", "central_usd"]].max().max() for part in (centres, factory))
    times = (
        f"The largest sum named for data centres is {words.two_figures(most / least)} times the largest for factories"
        if math.isfinite(most) and math.isfinite(least)
        else "Only one of the two kinds of money has a figure"
    )
    apart = "; one is a sum a year, another states no period" if {"annual", "unstated"} <= bases else ""
    return {
        "title": f"Factory money comes in {words.plural(kinds, 'kind', 'kinds')} that cannot be compared"
        if kinds > 1
        else "Factory money and data-centre money are different things",
        "subtitle": "U.S. dollars on a logarithmic scale; a bar is a range, a dot one number, an open triangle "
        "the end of \u201cup to\u201d",
        "summary": f"What Foxconn would invest falls into {words.plural(kinds, 'group', 'groups')}{apart}: {one}. "
        f"{times}; the one pays for making racks, the other for power, buildings, chips and racks.",
        "sources": list(dict.fromkeys(row.source_id for group in groups for row in group.rows)),
        "data_date": style.DATA_DATE,
        "table": forest.table(groups, "U.S. dollars"),
        "values": forest.values(groups, "usd"),
    }


def quotients(claims: pd.DataFrame) -> list[forest.Row]:
    """Money over power of each source that states both for OpenAI's plans, in dollars a gigawatt; our arithmetic.

    Only exact or one-sided figures divide into one: $1.4 trillion / 30 GW = $46.7 bn a GW.
    """
    found: list[forest.Row] = []
    money = claims[(claims["metric"] == DATA_CENTRE) & claims["high"].notna() & (claims["basis"] == "total")]
    power = claims[(claims["metric"] == "planned_power") & (claims["party"] == "OpenAI") & claims["high"].notna()]
    for claim_id, record in money.iterrows():
        for other_id, other in power.iterrows():
            if other["source_id"] != record["source_id"]:
                continue
            value = float(record["high"]) / float(other["high"])
            bound = "up_to" if record["bound"] == "up_to" else "about"
            found.append(
                forest.Row(
                    head=f"{style.source_name(record['source_id'])}{capacity_chart.DOT}our arithmetic",
                    text=f"{dollars(float(record['high']))} over {other['high']:g} GW, both from this source",
                    bound=bound,
                    low=math.nan,
                    central=value,
                    high=value,
                    said=forest.said(bound, math.nan, value, value, dollars),
                    source_id=str(record["source_id"]),
                    claim_id=f"{claim_id}, {other_id}",
                )
            )
    return found


def spec_dollars_per_gw(claims: pd.DataFrame, *, narrow: bool = False, dark: bool = False) -> style.Spec:
    """Money over power beside what a gigawatt is said to cost, from `explorer.claims`, as a spec for plotly.js."""
    ours = quotients(claims)
    stated = claims[claims["metric"] == "capex_per_gw"].rename(
        columns={end: f"{end}_usd_per_gw" for end in ("low", "central", "high")}
    )
    groups = [
        forest.Group(
            "Plans divided: money over power", "IT or facility power not stated, nor what the money buys", tuple(ours)
        )
    ]
    for scope, members in stated.groupby("scope", sort=False):
        rows = tuple(capacity_chart.claim_rows(members, "usd_per_gw", dollars, ""))
        groups.append(forest.Group(f"Cost of a gigawatt, {SCOPES[str(scope)]}", "", rows))
    groups = [group for group in groups if group.rows]
    axis = forest.linear_axis(
        "U.S. dollars a gigawatt", forest.verified_values(groups), lambda value: dollars(value) if value else "0"
    )
    stated_values = [
        v for g in groups[1:] for row in g.rows for v in (row.low, row.central, row.high) if math.isfinite(v)
    ]
    cost = "no public figure for the cost of a gigawatt found"
    if stated_values:
        count = words.plural(sum(len(group.rows) for group in groups[1:]), "claim", "claims")
        least, most = dollars(min(stated_values)), dollars(max(stated_values))
        cost = f"{count} on what a gigawatt costs, counting different things, run from {least} to {most}"
    quotient = ", ".join(dict.fromkeys(row.said for row in ours)) or "no source states both"
    meta = {
        "title": f"The plans amount to {quotient} a gigawatt; {cost}",
        "subtitle": "U.S. dollars a gigawatt; what the money buys and which power is meant differ from claim to claim",
        "summary": f"Money over power of one and the same source gives {quotient} a gigawatt. Beside that, {cost}.",
        "sources": list(dict.fromkeys(row.source_id for group in groups for row in group.rows)),
        "data_date": style.DATA_DATE,
        "table": forest.table(groups, "U.S. dollars a gigawatt"),
        "values": forest.values(groups, "usd_per_gw"),
    }
    return forest.spec_forest(groups, axis, meta, narrow=narrow, dark=dark)


def investment(investment: pd.DataFrame, *, width: int = 900) -> Figure:
    """Factory money beside data-centre money as a plotly figure, ``width`` CSS pixels wide."""
    from explorer.figures.plotly_chart import Chart

    return Chart(spec_investment(investment, narrow=width < style.NARROW), width=width)


def dollars_per_gw(claims: pd.DataFrame, *, width: int = 900) -> Figure:
    """Dollars a gigawatt as a plotly figure, ``width`` CSS pixels wide."""
    from explorer.figures.plotly_chart import Chart

    return Chart(spec_dollars_per_gw(claims, narrow=width < style.NARROW), width=width)
