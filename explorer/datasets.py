"""The records of ``seeds/`` as pandas frames. Each call returns a fresh frame, so nothing a reader does to it is kept.

All take ``seeds=``, another folder of the same shape, and ``as_of=``, a date as text or `datetime.date`: what was
published later is hidden. Something dated "November 2025" counts from the last day of that month, an undated source
from the day on which it was read.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from explorer.columns import COLUMNS, IDS, TABLES, TEXT
from explorer.comparison import groups
from explorer.crosscheck import crosscheck
from explorer.dates import date_range
from explorer.records import Claim, Source
from explorer.seeds import Seeds, load

__all__ = ["agreement", "capacity", "claims", "investment", "parameters", "series", "sources", "timelines"]

Date = str | datetime.date
Folder = str | Path
DAYS_PER_YEAR = 365.25


def sources(*, seeds: Folder | None = None, as_of: Date | None = None) -> pd.DataFrame:
    """Publications, one a row, index ``source_id``; the five documents have tier ``seed``.

    >>> sources().loc["seed-001", "derived_from"]
    'techstartups-digest-2025-11-21'
    """
    known = _published(load(seeds), _day(as_of))
    return _frame(
        "sources",
        (
            _fields(source, "sources") | {"source_id": name, "published": source.published_start}
            for name, source in known.items()
        ),
    )


def claims(*, seeds: Folder | None = None, as_of: Date | None = None) -> pd.DataFrame:
    """What each source says, one claim a row, index ``claim_id``.

    >>> claims().loc["seed-001-rack-rate-2026", "bound"]
    'up_to'
    """
    held = load(seeds)
    return _frame("claims", _claim_rows(held, _told(held, _day(as_of)).values()))


def timelines(*, seeds: Folder | None = None, as_of: Date | None = None) -> pd.DataFrame:
    """Milestones, one a row, index ``milestone_id``; ``start`` and ``end`` keep the width of a vague date.

    >>> timelines().loc["announcement", "start"].date().isoformat()
    '2025-11-20'
    """
    held, day = load(seeds), _day(as_of)
    known, told = _published(held, day), _told(held, day)
    found = []
    for name, milestone in held.milestones.items():
        witnesses = tuple(source for source in milestone.source_ids if source in known)
        if witnesses:
            row = {**_fields(milestone, "timelines"), "milestone_id": name, "source_ids": witnesses}
            found.append(row | {"claim_ids": tuple(claim for claim in milestone.claim_ids if claim in told)})
    return _frame("timelines", found)


def capacity(*, seeds: Folder | None = None, as_of: Date | None = None) -> pd.DataFrame:
    """The claims about racks and gigawatts, with comparable columns and the ``group`` inside which they are comparable.

    Racks in a period become racks a week: 2,800 in December 2025 are 2,800 / (31 / 7) = 632.3 a week.
    """
    return _claim_group("capacity", load(seeds), _day(as_of), _capacity_columns)


def investment(*, seeds: Folder | None = None, as_of: Date | None = None) -> pd.DataFrame:
    """The claims about money, in dollars, with ``period_yr`` and the ``group`` inside which they are comparable.

    >>> rival = investment().loc[["seed-000-investment", "seed-001-investment"]]
    >>> rival["high_usd"].tolist(), rival["group"].nunique()
    ([3000000000.0, 5000000000.0], 2)
    """
    return _claim_group("investment", load(seeds), _day(as_of), _money_columns)


def agreement(
    *,
    seeds: Folder | None = None,
    as_of: Date | None = None,
    sources: Sequence[str] | None = None,
    detail: bool = False,
) -> pd.DataFrame:
    """Who says what: a question a row, a source a column, cells by `explorer.columns.CELLS`.

    The sources are the five documents unless others are named. With ``detail`` one row for each question and source:
    what it says, against which source it was held, why, and the claims behind it.

    >>> agreement().loc["rack-rate-now"].tolist()
    ['states', 'silent', 'silent', 'differs', 'silent']
    """
    held, day = load(seeds), _day(as_of)
    chosen = sources if sources is not None else [name for name, kept in held.sources.items() if kept.tier == "seed"]
    strange = [name for name in chosen if name not in held.sources]
    if strange:
        raise ValueError(f"there is no source {', '.join(strange)}; see sources().index")
    known = _published(held, day)
    appeared = {name: name in known for name in chosen}
    date = day.isoformat() if day else ""
    table = [row for fact in held.facts.values() for row in crosscheck(fact, held.claims.values(), appeared, date)]
    if detail:
        return _frame("agreement", (asdict(row) for row in table))
    cells = {fact: dict.fromkeys(chosen, "") for fact in held.facts}
    for row in table:
        cells[row.fact_id][row.source_id] = row.cell
    return pd.DataFrame.from_dict(cells, orient="index", columns=list(chosen), dtype="str").rename_axis("fact_id")


def parameters(*, seeds: Folder | None = None, as_of: Date | None = None) -> pd.DataFrame:
    """The model's assumptions with their defaults, limits and origin, index ``parameter``, in the model's order.

    >>> parameters().loc["rack_power_kw", ["low", "central", "high"]].tolist()
    [120.0, 132.0, 140.0]
    """
    held, day = load(seeds), _day(as_of)
    told = _told(held, day)
    return _frame(
        "parameters",
        (
            {**_fields(parameter, "parameters"), "claim_ids": tuple(c for c in parameter.claim_ids if c in told)}
            | {"parameter": name}
            for name, parameter in held.parameters_at(day).items()
        ),
    )


def series(name: str, *, seeds: Folder | None = None, as_of: Date | None = None) -> pd.DataFrame:
    """One dated series, index ``date``; title, unit, licence and meaning are in ``attrs``.

    Raises `ValueError` naming the series there are, if there is none of that name.

    >>> series("stargate_sites_facility_gw")["value"].tolist()
    [0.0, 0.295, 0.59, 1.18, 9.77]
    """
    held = load(seeds)
    if name not in held.series:
        raise ValueError(f"there is no series {name!r}; there are: {', '.join(held.series) or 'none'}")
    known, told = _published(held, _day(as_of)), _told(held, _day(as_of))
    kept = held.series[name]
    points = [p for p in kept.points if p.source_id in known and (not p.claim_id or p.claim_id in told)]
    frame = _frame("series", ({**_fields(point, "series"), "date": point.date} for point in points))
    frame.attrs = {"title": kept.title, "unit": kept.unit, "licence": kept.licence, "meaning": kept.meaning}
    return frame


def _day(as_of: Date | None) -> datetime.date | None:
    """The last possible day of a date given as text; None stays None.

    Raises `ValueError` with a sentence for what is no date.
    """
    if as_of is None or (isinstance(as_of, datetime.date) and not isinstance(as_of, datetime.datetime)):
        return as_of
    if isinstance(as_of, datetime.datetime):
        return as_of.date()
    try:
        return date_range(as_of)[1]
    except (TypeError, ValueError) as fault:
        raise ValueError(f"as_of is {as_of!r}, not a date such as 2025-11-20 or 2025-11") from fault


def _published(held: Seeds, day: datetime.date | None) -> dict[str, Source]:
    """The sources that had appeared by a day, None for all."""
    return {name: source for name, source in held.sources.items() if day is None or source.published_end <= day}


def _told(held: Seeds, day: datetime.date | None) -> dict[str, Claim]:
    """The claims of the sources that had appeared by a day."""
    known = _published(held, day)
    return {name: claim for name, claim in held.claims.items() if claim.source_id in known}


def _claim_rows(held: Seeds, found: Iterable[Claim]) -> list[dict[str, Any]]:
    return [
        _fields(claim, "claims")
        | {"claim_id": claim.claim_id, "published": held.sources[claim.source_id].published_start}
        for claim in found
    ]


def _claim_group(dataset: str, held: Seeds, day: datetime.date | None, more: Callable[[Claim], dict]) -> pd.DataFrame:
    """The claims of one dataset with more columns and their groups."""
    found = [claim for claim in _told(held, day).values() if claim.dataset == dataset]
    named = groups(found)
    rows = zip(_claim_rows(held, found), found, strict=True)
    return _frame(dataset, [row | more(claim) | {"group": named[claim.claim_id]} for row, claim in rows])


def _capacity_columns(claim: Claim) -> dict[str, float | None]:
    """Racks a week and gigawatts of a claim, where its unit allows."""
    per_week = {"racks/week": 1.0, "racks": 7.0 / days if (days := _days(claim)) else None}.get(claim.unit)
    gigawatts = 1.0 if claim.unit == "GW" else None
    return _scaled(claim, per_week, "racks_per_week") | _scaled(claim, gigawatts, "gw")


def _money_columns(claim: Claim) -> dict[str, float | None]:
    """Dollars of a claim and the years they are for: 1 for a yearly sum, None where no period is stated."""
    dollars = 1.0 if claim.unit in ("USD", "USD/year") else None
    days = _days(claim) if claim.basis == "total" else None
    period_yr = 1.0 if claim.basis == "annual" else days / DAYS_PER_YEAR if days else None
    return _scaled(claim, dollars, "usd") | {"period_yr": period_yr}


def _scaled(claim: Claim, factor: float | None, unit: str) -> dict[str, float | None]:
    ends = {"low": claim.low, "central": claim.central, "high": claim.high}
    return {f"{end}_{unit}": None if value is None or factor is None else value * factor for end, value in ends.items()}


def _days(claim: Claim) -> int | None:
    """How many days the period of a claim has, None where it is open."""
    if claim.period_start is None or claim.period_end is None:
        return None
    return (claim.period_end - claim.period_start).days + 1


def _fields(record: object, table: str) -> dict[str, Any]:
    """The values of a record that its table has a column for."""
    return {name: getattr(record, name) for name in TABLES[table].columns if hasattr(record, name)}


def _frame(table: str, found: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """A frame with exactly the columns of a table and their types, also if it has no row."""
    described = TABLES[table]
    names = [described.index, *described.columns] if described.index else list(described.columns)
    rows = list(found)
    data = {name: pd.Series([row[name] for row in rows], dtype=_dtype(name)) for name in names}
    frame = pd.DataFrame(data)
    return frame.set_index(described.index) if described.index else frame


def _dtype(column: str) -> str:
    dtype = COLUMNS[column].dtype
    return {TEXT: "str", IDS: "object"}.get(dtype, dtype)
