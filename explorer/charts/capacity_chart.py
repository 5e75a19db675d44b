"""Racks a week, or gigawatts: what is claimed, what is aimed for, and what others counted, a row a figure."""

from __future__ import annotations

from typing import NamedTuple

from explorer.arguments import frame
from explorer.charts import claim_figures, rows
from explorer.charts.claim_figures import Claim
from explorer.charts.registry import INSTALLED, Table, chart, opened
from explorer.charts.style import Spec
from explorer.errors import ExplorerError
from explorer.formatting import plural
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
    capacity: Table,
    unit: str | None = None,
    *,
    naming: Naming = INSTALLED,
    width: int = 900,
) -> Spec:
    """Rival figures for ``racks`` a week or for ``gw``, from `explorer.capacity`, as claimed, aimed for and counted.

    The unit is that of racks where any claim has it. Shown is what Foxconn says it makes and what was counted, or what
    OpenAI plans, has under contract and runs; of a frame without such claims, all. A claim without a number, and one
    that could not be verified, has no row.
    """
    claims, _ = opened(capacity)
    in_racks = any(claim_figures.ends(claim, UNITS["racks"].column) for claim in claims)
    unit = unit or ("racks" if in_racks or not claims else "gw")
    if unit not in UNITS:
        raise ExplorerError(f"unit is {unit!r}; it must be one of {', '.join(UNITS)}")
    look = UNITS[unit]
    known = [claim for claim in claims if claim_figures.ends(claim, look.column)]
    own = [claim for claim in known if claim["metric"] in look.metrics and claim["party"].startswith(look.party)]
    sound = [claim for claim in own or known if not claim["unverified"]]
    left_out = len(own or known) - len(sound)
    parties = sorted({claim["party"] for claim in sound})

    def what(claim: Claim) -> str:
        return ", ".join(filter(None, (claim["party"] if len(parties) > 1 else "", claim_figures.period(claim))))

    axis = rows.linear_axis(look.axis, [end for claim in sound for end in claim_figures.ends(claim, look.column)])
    listed: list[rows.Mark] = []
    most: dict[str, str] = {}
    for group, (_, colour, statuses) in GROUPS.items():
        in_group = [claim for claim in sound if claim["status"] in statuses.split()]
        for same in claim_figures.merged(in_group, look.column, what):
            figure = claim_figures.said(same[0], look.column, look.amount.format)
            row = rows.Row(what(same[0]) or parties[0], claim_figures.told_by(same, naming), figure)
            listed.append(claim_figures.mark(same, look.column, row, group=group, colour=colour, top=axis.top))
            most.setdefault(group, look.amount.format(max(claim_figures.ends(same[0], look.column))) + look.per)
    told = {"Claimed": f"{parties[0] if len(parties) == 1 else 'The parties'} said", "Aimed for": "goals reach"}
    title = "; ".join(f"{told.get(group, 'trackers counted at most')} {figure}" for group, figure in most.items())
    return rows.drawn(
        listed,
        {group: note for group, (note, *_) in GROUPS.items()},
        axis,
        claim_figures.HEADS,
        naming=naming,
        width=width,
        title=f"{title[0].upper()}{title[1:]}" if title else "No claim gives a number",
        subtitle=f"{look.axis[0].upper()}{look.axis[1:]}; {claim_figures.LEGEND}",
        summary=f"{plural(len(sound), 'claim', 'claims')} in {plural(len(listed), 'row', 'rows')}"
        + (f"; {left_out} more could not be verified and are left out" if left_out else ""),
    )
