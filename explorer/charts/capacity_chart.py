"""Racks a week, or gigawatts: what is claimed, what is aimed for, and what others counted, a row a figure."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from explorer.arguments import frame
from explorer.charts import rows
from explorer.charts.claim_figures import COLUMNS, ENDS, WORDS, Claim, Group, drawn, ends, merged, period
from explorer.charts.registry import INSTALLED, Table, chart, opened
from explorer.charts.style import Spec
from explorer.errors import ExplorerError
from explorer.formatting import plural
from explorer.seeds import Naming


class Unit(NamedTuple):
    """What a chart of one unit shows: the end of its columns, its words, and which claims."""

    column: str
    axis: str
    amount: Callable[[float], str]
    metrics: tuple[str, ...]
    party: str


POWER = ("planned_power", "contracted_power", "running_power")
UNITS = {
    "racks": Unit("_racks_per_week", "racks a week", "{:,.0f}".format, ("rack_rate", "rack_shipments"), "maker"),
    "gw": Unit("_gw", "gigawatts", "{:.3g} GW".format, POWER, "buyer"),
}
GROUPS = {
    "Claimed": ("What is made, or could be made", "blue", "capability output delivered specification"),
    "Aimed for": ("Goals, plans and promises", "amber", "rumour reported option goal plan commitment contract"),
    "Counted": ("By trackers and analysts", "green", "estimate"),
}
"""The three groups: note, colour and the statuses of their claims."""
NUMBERS = " ".join(end + unit.column for unit in UNITS.values() for end in ENDS)


@chart(
    "capacity",
    {"rack-claims": "ex.charts.capacity(ex.capacity({seeds}))"},
    capacity=frame(f"{COLUMNS} {NUMBERS}", like="ex.capacity()", words=WORDS),
)
def capacity(capacity: Table, unit: str | None = None, *, naming: Naming = INSTALLED, width: int = 900) -> Spec:
    """Rival figures for ``racks`` a week or for ``gw``, from `explorer.capacity`, as claimed, aimed for and counted.

    The unit is that of racks where any claim has it. Shown is what Foxconn says it makes and what was counted, or what
    OpenAI plans, has under contract and runs; of a frame without such claims, all. A claim without a number, and one
    that could not be verified, has no row.
    """
    claims, _ = opened(capacity)
    in_racks = any(ends(claim, UNITS["racks"].column) for claim in claims)
    unit = unit or ("racks" if in_racks or not claims else "gw")
    if unit not in UNITS:
        raise ExplorerError(f"unit is {unit!r}; it must be one of {', '.join(UNITS)}")
    look = UNITS[unit]
    known = [claim for claim in claims if ends(claim, look.column)]
    own = [
        claim
        for claim in known
        if claim["metric"] in look.metrics and claim["party"].startswith(getattr(naming, look.party))
    ]
    sound = [claim for claim in own or known if not claim["unverified"]]
    left_out = len(own or known) - len(sound)
    parties = sorted({claim["party"] for claim in sound})

    def head(claim: Claim) -> str:
        return ", ".join(filter(None, (claim["party"] if len(parties) > 1 else "", period(claim)))) or parties[0]

    groups: dict[str, Group] = {}
    for name, (note, colour, statuses) in GROUPS.items():
        figures = merged([claim for claim in sound if claim["status"] in statuses.split()], look.column, head)
        groups[name] = Group(note, colour, figures)
    most = {name: look.amount(max(ends(g.figures[0][0], look.column))) for name, g in groups.items() if g.figures}
    finding = ", ".join(f"{figure} {name.lower()}" for name, figure in most.items())
    axis = f"{look.axis[0].upper()}{look.axis[1:]}"
    count = sum(len(group.figures) for group in groups.values())
    return drawn(
        groups,
        look.column,
        rows.linear_axis(look.axis, [end for claim in sound for end in ends(claim, look.column)]),
        lambda same: head(same[0]),
        look.amount,
        naming=naming,
        width=width,
        title=f"{axis}, at most: {finding}" if most else "No claim gives a number",
        subtitle=axis,
        summary=f"{plural(len(sound), 'claim', 'claims')} in {plural(count, 'row', 'rows')}"
        + (f"; {left_out} more could not be verified and are left out" if left_out else ""),
    )
