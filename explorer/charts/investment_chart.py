"""Rival figures for money: Foxconn's for factories, OpenAI's for data centres, and dollars a gigawatt."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from explorer import formatting
from explorer.arguments import checked, frame
from explorer.charts import capacity_chart, forest, style
from explorer.records.vocabulary import SCOPES

if TYPE_CHECKING:
    import pandas as pd

    from explorer.charts.plotly_chart import Chart

FACTORY, DATA_CENTRE = "foxconn_investment", "openai_infrastructure_money"
METRICS = (FACTORY, DATA_CENTRE)
YEARS = "foxconn_investment_years"
KINDS = {FACTORY: "Factory money", DATA_CENTRE: "Money for data centres"}
BILLION, TRILLION = 1e9, 1e12
NOTES = {
    "annual": "a sum for each year, so it is not a sum in all",
    "total": "a sum in all, not for each year",
    "unstated": "no period stated: it may be a sum in all or for a year, so it cannot be set beside the yearly figure",
}


def dollars(value: float) -> str:
    """Whole dollars in billions or trillions.

    >>> dollars(2e9), dollars(1.4e12)
    ('$2 bn', '$1.4 trn')
    """
    return f"${value / TRILLION:.3g} trn" if value >= TRILLION else f"${value / BILLION:.3g} bn"


@style.of_its_folder
def spec_investment(investment: pd.DataFrame, *, narrow: bool = False, dark: bool = False) -> style.Spec:
    """Factory money beside data-centre money, from `explorer.investment`, as a plain dict for plotly.js.

    The axis is logarithmic, since the two are hundreds of times apart, and says so.
    """
    shown = investment[investment["metric"].isin(METRICS)]
    years = _years(investment)
    groups = capacity_chart.grouped(shown, "usd", dollars, "", partial(_note, years=years))
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


def _note(members: pd.DataFrame, years: str) -> tuple[str, bool]:
    bases = set(members["basis"])
    basis = bases.pop() if len(bases) == 1 else ""
    annual = years if set(members["metric"]) == {FACTORY} and basis == "annual" else ""
    return NOTES.get(basis, "") + annual, basis == "unstated"


def _years(investment: pd.DataFrame) -> str:
    """For how many years Foxconn's yearly sum runs, by whoever says so: "; Reuters: over 3 to 5 years"."""
    told = investment[(investment["metric"] == YEARS) & (investment["bound"] == "range")].to_dict("records")
    return "".join(
        f"; {style.source_name(str(row['source_id']))}: over {row['low'] / 12:g} to {row['high'] / 12:g} years"
        for row in told
    )


def _meta(shown: pd.DataFrame, groups: list[forest.Group]) -> style.Spec:
    factory, centres = (shown[shown["metric"] == metric] for metric in METRICS)
    kinds = len({(basis, group) for basis, group in zip(factory["basis"], factory["group"], strict=True)})
    if kinds > 1:
        title = f"Factory money comes in {kinds} kinds that cannot be compared"
    elif len(factory) and len(centres):
        title = "Factory money and data-centre money are different things"
    else:
        has, lacks = KINDS.values() if len(factory) else reversed(KINDS.values())
        title = f"{has} alone: none of these claims is about {lacks.lower()}"
    if shown.empty:
        title = "No claim about money for factories or for data centres"
    return {
        "title": title,
        "subtitle": "U.S. dollars on a logarithmic scale; a bar is a range, a dot one number, an open triangle "
        "the end of \u201cup to\u201d",
        "summary": _summary(factory, centres, groups, kinds),
        "sources": list(dict.fromkeys(row.source_id for group in groups for row in group.rows)),
        "data_to": style.DATA_TO,
        "table": forest.table(groups, "U.S. dollars"),
        "values": forest.values(groups, "usd"),
    }


def _summary(factory: pd.DataFrame, centres: pd.DataFrame, groups: list[forest.Group], kinds: int) -> str:
    """What the claims of the frame come to; of a kind of money that it lacks it says only that."""
    if factory.empty and centres.empty:
        return "None of these claims is about money for factories or for data centres."
    parts: list[str] = []
    if len(factory):
        bases = set(factory["basis"])
        apart = "; one is a sum a year, another states no period" if {"annual", "unstated"} <= bases else ""
        fall = f"What Foxconn would invest falls into {formatting.plural(kinds, 'group', 'groups')}{apart}"
        parts.append(f"{fall}: {_named(groups, factory)}.")
    if len(centres):
        parts.append(f"OpenAI's money for data centres is another matter: {_named(groups, centres)}.")
    most, least = (part[["high_usd", "central_usd"]].max().max() for part in (centres, factory))
    if math.isfinite(most) and math.isfinite(least):
        times = formatting.two_figures(most / least)
        parts.append(
            f"The largest sum named for data centres is {times} times the largest for factories; the one pays for "
            "power, buildings, chips and racks, the other for making racks."
        )
    return " ".join(parts)


def _named(groups: list[forest.Group], members: pd.DataFrame) -> str:
    """Who names which figure, each once."""
    rows = [row for group in groups for row in group.rows if row.claim_id in members.index]
    said = (f"{style.source_name(r.source_id)}: {r.said}" for r in rows if r.bound not in forest.WORDLESS)
    return "; ".join(dict.fromkeys(said)) or "no figure"


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


@style.of_its_folder
def spec_dollars_per_gw(claims: pd.DataFrame, *, narrow: bool = False, dark: bool = False) -> style.Spec:
    """Money over power beside what a gigawatt is said to cost, from `explorer.claims`, as a spec for plotly.js."""
    ours = quotients(claims)
    stated = claims[claims["metric"] == "capex_per_gw"].rename(
        columns={end: f"{end}_usd_per_gw" for end in ("low", "central", "high")}
    )
    note = "IT or facility power not stated, nor what the money buys"
    plans = [forest.Group("Plans divided: money over power", note, tuple(ours))] if ours else []
    costs: list[forest.Group] = []
    for scope, members in stated.groupby("scope", sort=False):
        rows = tuple(capacity_chart.claim_rows(members, "usd_per_gw", dollars, ""))
        costs.append(forest.Group(f"Cost of a gigawatt, {SCOPES[str(scope)]}", "", rows))
    groups = plans + costs
    axis = forest.linear_axis(
        "U.S. dollars a gigawatt", forest.verified_values(groups), lambda value: dollars(value) if value else "0"
    )
    figures = [v for g in costs for row in g.rows for v in (row.low, row.central, row.high) if math.isfinite(v)]
    cost = "none of these claims has a figure for what a gigawatt costs"
    if figures:
        count, least, most = sum(len(group.rows) for group in costs), dollars(min(figures)), dollars(max(figures))
        span = least if least == most else f"{least} to {most}"
        cost = f"{count} claims on what a gigawatt costs, counting different things, run from {least} to {most}"
        cost = f"{formatting.plural(count, 'claim', 'claims')} puts a gigawatt at {span}" if count == 1 else cost
    quotient = ", ".join(dict.fromkeys(row.said for row in ours))
    plan, divided = (
        (f"The plans come to {quotient} a gigawatt", f"Money over power of one and the same source gives {quotient}")
        if ours
        else (
            "No plan can be divided",
            "None of these sources states both the money and the power of a plan, so none is divided",
        )
    )
    meta = {
        "title": f"{plan}; {cost}",
        "subtitle": "U.S. dollars a gigawatt; what the money buys and which power is meant differ from claim to claim",
        "summary": f"{divided}{' a gigawatt' if ours else ''}. Beside that, {cost}.",
        "sources": list(dict.fromkeys(row.source_id for group in groups for row in group.rows)),
        "data_to": style.DATA_TO,
        "table": forest.table(groups, "U.S. dollars a gigawatt"),
        "values": forest.values(groups, "usd_per_gw"),
    }
    return forest.spec_forest(groups, axis, meta, narrow=narrow, dark=dark)


@checked(
    investment=frame(
        f"{forest.CLAIM} metric basis group low_usd central_usd high_usd", like="ex.investment()", words=forest.WORDS
    )
)
def investment(investment: pd.DataFrame, *, width: int = 900) -> Chart:
    """Factory money beside data-centre money as a plotly figure, ``width`` CSS pixels wide."""
    from explorer.charts.plotly_chart import Chart

    return Chart(spec_investment(investment, narrow=width < style.NARROW), width=width)


@checked(
    claims=frame(
        f"{forest.CLAIM} metric basis scope party low central high",
        like="ex.claims()",
        words={**forest.WORDS, "scope": SCOPES},
    )
)
def dollars_per_gw(claims: pd.DataFrame, *, width: int = 900) -> Chart:
    """Dollars a gigawatt as a plotly figure, ``width`` CSS pixels wide."""
    from explorer.charts.plotly_chart import Chart

    return Chart(spec_dollars_per_gw(claims, narrow=width < style.NARROW), width=width)
