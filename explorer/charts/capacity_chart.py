"""Racks a week, or gigawatts: what is claimed, what is aimed for, and what others counted, a row a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from explorer.arguments import frame
from explorer.charts import claim_figures, rows
from explorer.charts.claim_figures import Claim
from explorer.charts.registry import INSTALLED, chart, opened
from explorer.charts.style import Spec
from explorer.errors import ExplorerError
from explorer.formatting import plural

if TYPE_CHECKING:
    import pandas as pd

    from explorer.seeds import Naming


class Unit(NamedTuple):
    """What a chart of one unit shows: the end of its columns, its words, and which claims."""

    column: str
    axis: str
    amount: str
    per: str
    metrics: tuple[str, ...]
    party: str


UNITS = {
    "racks": Unit("_racks_per_week", "racks a week", "{:,.0f}", " a week", ("rack_rate", "rack_shipments"), "Foxconn"),
    "gw": Unit("_gw", "gigawatts", "{:.3g} GW", "", ("planned_power", "contracted_power", "running_power"), "OpenAI"),
}
GROUPS = {
    "Claimed": ("What is made, or could be made", "blue", "capability output delivered specification"),
    "Aimed for": ("Goals, plans and promises", "amber", "rumour reported option goal plan commitment contract"),
    "Counted": ("By trackers and analysts", "green", "estimate"),
}
"""The three groups: note, colour and the statuses of their claims."""
ENDS = " ".join(end + unit.column for unit in UNITS.values() for end in claim_figures.ENDS)


@chart(
    "capacity",
    {"rack-claims": "ex.charts.capacity(ex.capacity({seeds}))"},
    capacity=frame(f"{claim_figures.COLUMNS} {ENDS}", like="ex.capacity()", words=claim_figures.WORDS),
)
def capacity(
    capacity: pd.DataFrame | list[dict[str, Any]],
    unit: str | None = None,
    *,
    metrics: Sequence[str] | None = None,
    party: str | None = None,
    naming: Naming = INSTALLED,
    width: int = 900,
) -> Spec:
    """Rival figures for ``racks`` a week or for ``gw``, from `explorer.capacity`, as claimed, aimed for and counted.

    The unit is that of racks where any claim has it. ``metrics`` and ``party`` choose the claims: by default what
    Foxconn says it makes and what was counted, or what OpenAI plans, has under contract and runs; of a frame without
    them, all. A party is known by how its name begins. A claim without a number, and one that could not be verified,
    has no row.
    """
    claims, naming = opened(capacity, naming)
    in_racks = any(claim_figures.ends(claim, UNITS["racks"].column) for claim in claims)
    unit = unit or ("racks" if in_racks or not claims else "gw")
    if unit not in UNITS:
        raise ExplorerError(f"unit is {unit!r}; it must be one of {', '.join(UNITS)}")
    look = UNITS[unit]
    chosen: list[dict[str, Any]] = []
    for names, who in ((metrics or look.metrics, look.party), (metrics or look.metrics, ""), (metrics, "")):
        chosen = chosen or [
            claim
            for claim in claims
            if (names is None or claim["metric"] in names)
            and claim["party"].startswith(who if party is None else party)
            and claim_figures.ends(claim, look.column)
        ]
    sound = [claim for claim in chosen if not claim["unverified"]]
    parties = sorted({claim["party"] for claim in sound})

    def what(claim: Claim) -> str:
        return ", ".join(filter(None, (claim["party"] if len(parties) > 1 else "", claim_figures.period(claim))))

    found = {
        group: claim_figures.merged([one for one in sound if one["status"] in statuses.split()], look.column, what)
        for group, (_, _, statuses) in GROUPS.items()
    }
    axis = rows.linear_axis(look.axis, [end for claim in sound for end in claim_figures.ends(claim, look.column)])
    listed: list[rows.Mark] = []
    most: dict[str, str] = {}
    for group, figures in found.items():
        for same in figures:
            head, told = what(same[0]) or parties[0], claim_figures.told_by(same, naming)
            row = rows.Row(head, told, claim_figures.said(same[0], look.column, look.amount.format))
            colour = GROUPS[group][1]
            listed.append(claim_figures.mark(same, look.column, row, group=group, colour=colour, top=axis.top))
            most.setdefault(group, look.amount.format(max(claim_figures.ends(same[0], look.column))))
    left_out = len(chosen) - len(sound)
    unverified = f"; {left_out} more could not be verified and {'is' if left_out == 1 else 'are'} left out"
    return rows.drawn(
        listed,
        {group: note for group, (note, *_) in GROUPS.items()},
        axis,
        claim_figures.HEADS,
        naming=naming,
        width=width,
        title=_finding(most, parties, look.per),
        subtitle=f"{look.axis[0].upper()}{look.axis[1:]}; {claim_figures.LEGEND}",
        summary=f"{plural(len(sound), 'claim', 'claims')} in {plural(len(listed), 'row', 'rows')}"
        + (unverified if left_out else ""),
    )


def _finding(most: Mapping[str, str], parties: Sequence[str], per: str) -> str:
    """The largest figure of each group, as it was said of the party."""
    who, verb = (parties[0], "aims") if len(parties) == 1 else ("The parties", "aim")
    said, goal, count = (most.get(group) for group in GROUPS)
    if said and count:
        return f"{who} said {said}{per}; trackers counted at most {count}"
    if said or goal:
        return f"{who} {f'said {said}' if said else f'{verb} for {goal}'}{per}; none of these claims counts it"
    return f"Trackers counted at most {count}{per}" if count else "No claim gives a number"
