"""The datasets as rows: plain dicts, with the columns of `explorer.datasets.columns` and without pandas.

A day is a `datetime.date`, what is missing None. Each takes seeds, and ``as_of`` to hide what was published later (see
`explorer.evidence.known.known_by`); `explorer.datasets.tables` makes the public frames of them.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from explorer.datasets.columns import TABLES
from explorer.errors import ExplorerError, came
from explorer.evidence.agreement import agreement, cells
from explorer.evidence.comparability import compare, groups
from explorer.evidence.independence import independence, origins
from explorer.evidence.known import Date, known_by
from explorer.evidence.power_layers import gigawatts
from explorer.evidence.quote_drift import drift
from explorer.evidence.scorecard import scorecard
from explorer.records import Claim
from explorer.records.dates import last_day
from explorer.records.fields import DAY, IDS, TEXT
from explorer.seeds import Seeds

if TYPE_CHECKING:
    import pandas as pd

Rows = list[dict[str, Any]]
_KINDS = {name: one.dtype for table in TABLES.values() for name, one in table.described.items()}
DAYS_PER_YEAR = 365.25


def rows_of(frame: pd.DataFrame) -> Rows:
    """The rows of a public frame, of a part of it or of one that was read from a file, as they are without pandas."""
    return [
        {str(name): _plain(str(name), value) for name, value in row.items()}
        for row in frame.reset_index(drop=list(frame.index.names) == [None]).to_dict("records")
    ]


def sources(seeds: Seeds, as_of: Date | None = None) -> Rows:
    """Publications."""
    known = known_by(seeds, as_of).sources
    return [_fields(one, "sources", published=one.published_start) for one in known.values()]


def claims(seeds: Seeds, as_of: Date | None = None) -> Rows:
    """What each source says."""
    known = known_by(seeds, as_of)
    return [_claim(claim, known) for claim in known.claims.values()]


def timelines(seeds: Seeds, as_of: Date | None = None) -> Rows:
    """Milestones."""
    return [_fields(one, "timelines") for one in known_by(seeds, as_of).milestones.values()]


def capacity(seeds: Seeds, as_of: Date | None = None) -> Rows:
    """The claims about racks and gigawatts, in racks a week and GW, with their groups."""

    def columns(claim: Claim) -> dict[str, float | None]:
        per_week = {"racks/week": 1.0, "racks": 7.0 / days if (days := _days(claim)) else None}.get(claim.unit)
        return _scaled(claim, per_week, "racks_per_week") | _scaled(claim, 1.0 if claim.unit == "GW" else None, "gw")

    return _grouped("capacity", known_by(seeds, as_of), columns)


def investment(seeds: Seeds, as_of: Date | None = None) -> Rows:
    """The claims about money, in dollars and the years they are for, with their groups."""

    def columns(claim: Claim) -> dict[str, float | None]:
        dollars = 1.0 if claim.unit in ("USD", "USD/year") else None
        days = _days(claim) if claim.basis == "total" else None
        period_yr = 1.0 if claim.basis == "annual" else days / DAYS_PER_YEAR if days else None
        return _scaled(claim, dollars, "usd") | {"period_yr": period_yr}

    return _grouped("investment", known_by(seeds, as_of), columns)


def parameters(seeds: Seeds, as_of: Date | None = None) -> Rows:
    """The model's assumptions in the version of the day."""
    known = known_by(seeds, as_of)
    return [
        _fields(one, "parameters", claim_ids=tuple(name for name in one.claim_ids if name in known.claims))
        for one in known.parameters.values()
    ]


def series(seeds: Seeds, name: str, as_of: Date | None = None) -> Rows:
    """The points of one series."""
    if name not in seeds.series:
        raise ExplorerError(f"there is no series {came(name)}; there are: {', '.join(seeds.series) or 'none'}")
    return [_fields(point, "series") for point in known_by(seeds, as_of).series[name].points]


def ladder(seeds: Seeds, as_of: Date | None = None) -> Rows:
    """The statuses from rumour to delivered, then those beside the ladder, with how many claims stand on each."""
    counts = Counter(claim.status for claim in known_by(seeds, as_of).claims.values())
    statuses = seeds.vocabulary.statuses
    return [
        _fields(one, "ladder", status=name, claim_count=counts[name])
        for name, one in sorted(statuses.items(), key=lambda named: named[1].rung or len(statuses))
    ]


def pairs(seeds: Seeds, as_of: Date | None = None) -> Rows:
    """Pairs of claims that readers would lay side by side, with verdict and reason."""
    known = known_by(seeds, as_of)
    compared = ((pair, compare(known.claims[pair.first], known.claims[pair.second])) for pair in known.pairs.values())
    return [
        _fields(pair, "pairs", first_claim_id=pair.first, second_claim_id=pair.second, **found._asdict())
        for pair, found in compared
    ]


def comparables(seeds: Seeds, claim_id: str, as_of: Date | None = None) -> Rows:
    """Every other claim of a claim's topic, with the verdict on comparing them; what can be compared stands first."""
    known = known_by(seeds, as_of).claims
    if claim_id not in known:
        when = f" that had been published by {as_of}" if claim_id in seeds.claims else ""
        raise ExplorerError(f"there is no claim {came(claim_id)}{when}; see claims().index")
    claim = known[claim_id]
    near = set(seeds.vocabulary.topic(claim.metric))
    found = [(other, *compare(claim, other)) for other in known.values() if other.metric in near and other is not claim]
    found.sort(key=lambda row: (row[1] == "not-comparable", row[0].metric != claim.metric, row[0].party != claim.party))
    return [{"claim_id": other.claim_id, "verdict": verdict, "reason": reason} for other, verdict, reason in found]


DATASETS: dict[str, Callable[..., Rows]] = {
    rows.__name__: rows
    for rows in (
        *(sources, claims, timelines, capacity, investment, agreement, ladder, pairs),
        *(independence, origins, drift, scorecard, gigawatts, parameters),
    )
}
"""The datasets that need nothing but seeds and a day, in the order of the data dictionary."""


def every(seeds: Seeds) -> dict[str, Rows]:
    """Every dataset by name; agreement as a table and in detail, a series of the folder as ``series-<name>``."""
    found = {name: rows(seeds) for name, rows in DATASETS.items()}
    found["agreement-detail"], found["agreement"] = found["agreement"], cells(found["agreement"])
    own = (one for one in seeds.series.values() if {point.source_id for point in one.points} <= seeds.sources.keys())
    return found | {f"series-{one.series}": series(seeds, one.series) for one in own}


def _fields(record: object, table: str, **more: Any) -> dict[str, Any]:
    """The columns of a table in their order, from a record unless they are given."""
    described = TABLES[table]
    names = (described.index, *described.columns)
    return {name: more[name] if name in more else getattr(record, name) for name in names}


def _claim(claim: Claim, known: Seeds) -> dict[str, Any]:
    return _fields(claim, "claims", published=known.sources[claim.source_id].published_start)


def _grouped(dataset: str, known: Seeds, columns: Callable[[Claim], dict[str, float | None]]) -> Rows:
    """The claims of one dataset with more columns and their groups."""
    found = [claim for claim in known.claims.values() if claim.dataset == dataset]
    named = groups(found)
    return [_claim(claim, known) | columns(claim) | {"group": named[claim.claim_id]} for claim in found]


def _scaled(claim: Claim, factor: float | None, unit: str) -> dict[str, float | None]:
    ends = {"low": claim.low, "central": claim.central, "high": claim.high}
    return {f"{end}_{unit}": None if value is None or factor is None else value * factor for end, value in ends.items()}


def _days(claim: Claim) -> int | None:
    """How many days the period of a claim has, None where it is open."""
    if claim.period_start is None or claim.period_end is None:
        return None
    return (claim.period_end - claim.period_start).days + 1


def _plain(column: str, value: Any) -> Any:
    kind = _KINDS.get(column)
    if value is None or value != value:  # so pandas has what is missing
        return "" if kind == TEXT else () if kind == IDS else None
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, str) and kind == DAY:
        return last_day(value)
    return tuple(re.findall(r"[\w.-]+", value)) if isinstance(value, str) and kind == IDS else value
