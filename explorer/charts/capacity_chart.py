"""Rival figures for racks a week and for gigawatts, in groups that may be compared."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from explorer import formatting
from explorer.arguments import checked, frame
from explorer.charts import forest, style
from explorer.errors import ExplorerError
from explorer.records.vocabulary import LADDER, STATUS_WORDS, STATUSES

if TYPE_CHECKING:
    import pandas as pd

    from explorer.charts.plotly_chart import Chart


@dataclass(frozen=True, slots=True)
class Unit:
    """What a chart of one unit shows: columns of the table, name of the axis, words of a figure, which claims."""

    column: str
    axis: str
    after: str
    what: str
    metrics: tuple[str, ...]
    party: str


UNITS = {
    "racks": Unit(
        "racks_per_week", "racks a week", "a week", "racks a week", ("rack_rate", "rack_shipments"), "Foxconn"
    ),
    "gw": Unit(
        "gw",
        "gigawatts; IT or facility power as the header says",
        "GW",
        "gigawatts",
        ("planned_power", "contracted_power", "running_power"),
        "OpenAI",
    ),
}
DOT = " \u00b7 "


def status_rank(status: str) -> int:
    """Place of a status on the ladder from rumour to delivered; what stands beside the ladder comes last.

    >>> status_rank("plan") < status_rank("output") < status_rank("estimate")
    True
    """
    return LADDER.index(status) if status in LADDER else len(LADDER) + list(STATUSES).index(status)


def claim_rows(frame: pd.DataFrame, column: str, amount: Any, unit: str) -> list[forest.Row]:
    """The claims of one group as rows, by status, then by date of publication; ``column`` ends the figures' names."""
    records = frame.reset_index().to_dict("records")
    ordered = sorted(records, key=lambda record: (status_rank(record["status"]), _day(record), record["claim_id"]))
    rows: list[forest.Row] = []
    for record in ordered:
        low, central, high = (float(record[f"{end}_{column}"]) for end in ("low", "central", "high"))
        bound = str(record["bound"])
        figures = forest.said(bound, low, central, high, amount, unit)
        unverified, after = bool(record.get("unverified", False)), str(record.get("superseded_reason", ""))
        head = [
            style.source_name(str(record["source_id"])),
            STATUS_WORDS[record["status"]],
            *(["unverified"] if unverified else []),
            *(["overtaken"] if after else []),
        ]
        rows.append(
            forest.Row(
                head=DOT.join(head),
                text=f"{record['statement']} Overtaken: {after}" if after else str(record["statement"]),
                bound=bound,
                low=low,
                central=central if math.isfinite(central) else low,
                high=high,
                said=figures,
                source_id=str(record["source_id"]),
                claim_id=str(record["claim_id"]),
                grey=unverified,
            )
        )
    return rows


def _day(record: Mapping[Any, Any]) -> str:
    published = record["published"]
    # A missing date is not equal to itself; undated claims come last.
    return str(published)[:10] if published == published else "9999"


def grouped(frame: pd.DataFrame, column: str, amount: Any, unit: str, note: Any) -> list[forest.Group]:
    """The claims as groups, first those with most of the five articles; ``note`` gives a group's (words, grey)."""
    groups: list[forest.Group] = []
    for title, members in frame.groupby("group", sort=False):
        text, grey = note(members)
        rows = tuple(claim_rows(members, column, amount, unit))
        if grey:
            rows = tuple(replace(row, grey=True) for row in rows)
        groups.append(forest.Group(str(title), text, rows, grey))
    return sorted(groups, key=lambda group: (-_articles(group), group.grey))


def _articles(group: forest.Group) -> int:
    return len({row.source_id for row in group.rows if row.source_id.startswith("seed-")})


@style.of_its_folder
def spec_capacity(
    capacity: pd.DataFrame,
    unit: str = "racks",
    *,
    metrics: Sequence[str] | None = None,
    party: str | None = None,
    narrow: bool = False,
    dark: bool = False,
) -> style.Spec:
    """Claims about ``racks`` a week or about ``gw``, from `explorer.capacity`, as a plain dict for plotly.js.

    ``metrics`` and ``party`` choose the claims: by default what Foxconn says it makes and what was counted, or what
    OpenAI plans, has under contract and runs. A party is known by how its name begins; the empty text is every party.
    """
    if unit not in UNITS:
        raise ExplorerError(f"unit is {unit!r}; it must be one of {', '.join(UNITS)}")
    look = UNITS[unit]
    wanted = capacity["metric"].isin(list(look.metrics if metrics is None else metrics))
    wanted &= capacity["party"].str.startswith(look.party if party is None else party)
    numbered = capacity[[f"{end}_{look.column}" for end in ("low", "central", "high")]].notna().any(axis=1)
    shown = capacity[wanted & (numbered | (capacity["bound"] == "direction"))]
    amount = _racks if unit == "racks" else _gigawatts
    groups = grouped(shown, look.column, amount, look.after, _note)
    axis = forest.linear_axis(look.axis, forest.verified_values(groups), amount)
    return forest.spec_forest(groups, axis, _meta(groups, look), narrow=narrow, dark=dark)


def _racks(value: float) -> str:
    return f"{value:,.0f}"


def _gigawatts(value: float) -> str:
    return f"{value:.3g}"


def _note(members: pd.DataFrame) -> tuple[str, bool]:
    if set(members["basis"]) == {"unstated"}:
        return "period or kind not stated: not comparable with any other figure", True
    return "", False


def _meta(groups: list[forest.Group], look: Unit) -> style.Spec:
    rows = [row for group in groups for row in group.rows]
    claims, kinds = formatting.plural(len(rows), "claim", "claims"), formatting.plural(len(groups), "group", "groups")
    summary, title = f"None of these claims is about {look.what}.", f"No claim gives {look.what}"
    if groups:
        title = f"{claims} give {look.what} in {kinds}: only within a group can they be compared"
        first = (f"{style.source_name(row.source_id)} {row.said} ({row.head.split(DOT)[1]})" for row in groups[0].rows)
        summary = (
            f"{claims} about {look.what} fall into {kinds} that differ in party, basis, scope, period or status. "
            f"In the first, {groups[0].title}: {'; '.join(first)}."
        )
    axis = look.axis[0].upper() + look.axis[1:]
    return {
        "title": title,
        "subtitle": f"{axis}; a dot is one number, hollow where it is approximate, a bar a range, an open triangle "
        "the end of \u201cup to\u201d or \u201cat least\u201d",
        "summary": summary,
        "sources": list(dict.fromkeys(row.source_id for row in rows)),
        "data_to": style.DATA_TO,
        "table": forest.table(groups, look.axis),
        "values": forest.values(groups, look.column),
    }


_ENDS = " ".join(f"{end}_{look.column}" for look in UNITS.values() for end in ("low", "central", "high"))


@checked(capacity=frame(f"{forest.CLAIM} metric party basis group {_ENDS}", like="ex.capacity()", words=forest.WORDS))
def capacity(
    capacity: pd.DataFrame,
    unit: str = "racks",
    *,
    metrics: Sequence[str] | None = None,
    party: str | None = None,
    width: int = 900,
) -> Chart:
    """Rival figures for ``racks`` a week or for ``gw`` as a plotly figure; arguments as in `spec_capacity`."""
    from explorer.charts.plotly_chart import Chart

    spec = spec_capacity(capacity, unit, metrics=metrics, party=party, narrow=width < style.NARROW)
    return Chart(spec, width=width)
