"""Racks a week, or gigawatts: what is claimed, what is aimed for, and what others counted, a row a figure."""

from explorer.arguments import frame
from explorer.charts import marks
from explorer.charts.claim_figures import COLUMNS, ENDS, WORDS, Claim, Group, drawn, ends, merged
from explorer.charts.registry import INSTALLED, Spec, Table, chart, opened
from explorer.errors import ExplorerError
from explorer.formatting import plural
from explorer.records.dates import period_words
from explorer.seeds import Naming

POWER = ("planned_power", "contracted_power", "running_power")
UNITS = {
    "racks": ("_racks_per_week", "racks a week", "{:,.0f}".format, ("rack_rate", "rack_shipments"), "maker"),
    "gw": ("_gw", "gigawatts", "{:.3g} GW".format, POWER, "buyer"),
}
"""What a chart of one unit shows: the end of its columns, its name, a figure in words, and which metrics of whom."""
GROUPS = {
    "Claimed": ("What is made, or could be made", "blue", "capability output delivered specification"),
    "Aimed for": ("Goals, plans and promises", "amber", "rumour reported option goal plan commitment contract"),
    "Counted": ("By trackers and analysts", "green", "estimate"),
}
"""The three groups: note, colour and the statuses of their claims."""
NUMBERS = " ".join(end + column for column, *_ in UNITS.values() for end in ENDS)


@chart(
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
    in_racks = any(ends(claim, UNITS["racks"][0]) for claim in claims)
    unit = unit or ("racks" if in_racks or not claims else "gw")
    if unit not in UNITS:
        raise ExplorerError(f"unit is {unit!r}; it must be one of {', '.join(UNITS)}")
    column, axis, amount, metrics, whose = UNITS[unit]
    party = getattr(naming, whose)
    known = [claim for claim in claims if ends(claim, column)]
    own = [claim for claim in known if claim["metric"] in metrics and claim["party"].startswith(party)] or known
    sound = [claim for claim in own if not claim["unverified"]]
    parties = sorted({claim["party"] for claim in sound})

    def head(claim: Claim) -> str:
        when = period_words(claim["period_start"], claim["period_end"])
        return ", ".join(filter(None, (claim["party"] if len(parties) > 1 else "", when))) or parties[0]

    groups: dict[str, Group] = {}
    for name, (note, colour, statuses) in GROUPS.items():
        figures = merged([claim for claim in sound if claim["status"] in statuses.split()], column, head)
        groups[name] = Group(note, colour, figures)
    most = {name: amount(max(ends(group.figures[0][0], column))) for name, group in groups.items() if group.figures}
    finding = ", ".join(f"{figure} {name.lower()}" for name, figure in most.items())
    count = plural(sum(len(group.figures) for group in groups.values()), "row", "rows")
    left_out = f"; {len(own) - len(sound)} more could not be verified and are left out" * (len(sound) < len(own))
    return drawn(
        groups,
        column,
        marks.linear_axis(axis, [end for claim in sound for end in ends(claim, column)]),
        lambda same: head(same[0]),
        amount,
        naming=naming,
        width=width,
        title=f"{axis.capitalize()}, at most: {finding}" if most else "No claim gives a number",
        subtitle=axis.capitalize(),
        summary=f"{plural(len(sound), 'claim', 'claims')} in {count}{left_out}",
    )
