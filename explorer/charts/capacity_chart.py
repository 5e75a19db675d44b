"""Racks a week, or gigawatts: what is claimed, what is aimed for, and what others counted, a row a figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from explorer.charts import claim_figures, rows, style
from explorer.charts.claim_figures import Entry
from explorer.errors import ExplorerError, checked, frame
from explorer.formatting import plural
from explorer.seeds import Naming

if TYPE_CHECKING:
    import pandas as pd

    from explorer.charts.plotly_chart import Chart


class Unit(NamedTuple):
    """What a chart of one unit shows: the end of its columns, its words, and which claims."""

    column: str
    axis: str
    said: str
    metrics: tuple[str, ...]
    party: str


UNITS = {
    "racks": Unit("racks_per_week", "racks a week", "{:,.0f} a week", ("rack_rate", "rack_shipments"), "Foxconn"),
    "gw": Unit("gw", "gigawatts", "{:.3g} GW", ("planned_power", "contracted_power", "running_power"), "OpenAI"),
}
GROUPS = {
    "Claimed": ("what is made, or could be made", "blue", "capability output delivered specification"),
    "Aimed for": ("goals, plans and promises", "amber", "rumour reported option goal plan commitment contract"),
    "Counted": ("by trackers and analysts", "green", "estimate"),
}
"""The three groups: note, colour and the statuses of their claims."""


def spec_capacity(
    claims: Iterable[Mapping[Any, Any]],
    naming: Naming,
    unit: str = "racks",
    *,
    metrics: Sequence[str] | None = None,
    party: str | None = None,
    narrow: bool = False,
) -> style.Spec:
    """Claims about ``racks`` a week or about ``gw``, rows of `explorer.capacity`, as a plain dict for plotly.js.

    ``metrics`` and ``party`` choose the claims: by default what Foxconn says it makes and what was counted, or what
    OpenAI plans, has under contract and runs. A party is known by how its name begins; the empty text is every party.
    A claim without a number, and one that could not be verified, has no row.
    """
    if unit not in UNITS:
        raise ExplorerError(f"unit is {unit!r}; it must be one of {', '.join(UNITS)}")
    look = UNITS[unit]
    chosen = [
        claim
        for claim in claims
        if claim["metric"] in (look.metrics if metrics is None else metrics)
        and str(claim["party"]).startswith(look.party if party is None else party)
        and any(claim_figures.number(claim[f"{end}_{look.column}"]) >= 0 for end in claim_figures.ENDS)
    ]
    sound = [claim for claim in chosen if not claim["unverified"]]
    one_party = len({claim["party"] for claim in sound}) == 1

    def what(claim: Mapping[Any, Any]) -> str:
        when = claim_figures.period(claim)
        return when if one_party and when else f"{claim['party']}{', ' if when else ''}{when}"

    entries: list[Entry] = []
    for group, (_, colour, statuses) in GROUPS.items():
        members = [claim for claim in sound if claim["status"] in statuses.split()]
        for figure in claim_figures.merged(members, look.column, apart=what):
            row = rows.Row(what(figure.claims[0]), figure.told_by(naming), figure.said(look.said.format))
            entries.append(Entry(group, row, figure, colour))
    axis = rows.linear_axis(look.axis, [end for one in entries for end in one.figure.ends])
    notes = {group: note for group, (note, *_) in GROUPS.items()}
    drawn, _ = claim_figures.spec(entries, axis, notes, narrow=narrow)
    left_out = len(chosen) - len(sound)
    return drawn | {
        "meta": claim_figures.meta(
            entries,
            naming,
            look.axis,
            look.column,
            _title(entries, look),
            f"{look.axis[0].upper()}{look.axis[1:]}. {claim_figures.LEGEND}",
            f"{plural(len(sound), 'claim', 'claims')} in {plural(len(entries), 'row', 'rows')}. {_said(entries)}"
            + (f" Left out: {plural(left_out, 'claim', 'claims')} that could not be verified." if left_out else ""),
        )
    }


def _title(entries: Sequence[Entry], look: Unit) -> str:
    """The largest figure of each group that has one: what was said, and what was counted."""
    most = {
        group: look.said.format(max(max(one.figure.ends) for one in entries if one.group == group))
        for group in dict.fromkeys(one.group for one in entries)
    }
    who = look.party if all(str(c["party"]).startswith(look.party) for one in entries for c in one.figure.claims) else ""
    said = {"Claimed": f"{who or 'The most that is claimed'} said {most.get('Claimed')}" }
    return ""
