"""The records of ``seeds/`` as pandas frames. Each call returns a fresh frame, so nothing a reader does to it is kept.

All take ``seeds=``, another folder of the same shape, and ``as_of=``, a date as text or `datetime.date`: what was
published later is hidden. Something dated "November 2025" counts from the last day of that month, an undated source
from the day on which it was read.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd

from explorer.arguments import checked
from explorer.datasets.frames import Date, Folder, as_day, fields_of, frame_of, published, told
from explorer.errors import ExplorerError
from explorer.evidence.agreement import crosscheck
from explorer.evidence.comparability import groups
from explorer.records import Claim
from explorer.seeds import Seeds, load

__all__ = ["agreement", "capacity", "claims", "investment", "parameters", "series", "sources", "timelines"]

DAYS_PER_YEAR = 365.25


@checked()
def sources(*, seeds: Folder | None = None, as_of: Date | None = None) -> pd.DataFrame:
    """Publications, one a row, index ``source_id``; the five documents have tier ``seed``.

    >>> sources().loc["seed-001", "derived_from"]
    'techstartups-digest-2025-11-21'
    """
    held = load(seeds)
    known = published(held, as_day(as_of))
    return frame_of(
        "sources",
        (
            fields_of(source, "sources") | {"source_id": name, "published": source.published_start}
            for name, source in known.items()
        ),
        held,
    )


@checked()
def claims(*, seeds: Folder | None = None, as_of: Date | None = None) -> pd.DataFrame:
    """What each source says, one claim a row, index ``claim_id``.

    ``rung`` is the place of its status on the ladder; a claim that another took the place of stays, with
    ``superseded_by`` and the reason, from the day on which that other one was published.

    >>> claims().loc["seed-001-rack-rate-2026", "bound"]
    'up_to'
    """
    held = load(seeds)
    heard = told(held, as_day(as_of))
    return frame_of("claims", _claim_rows(held, heard.values(), heard), held)


@checked()
def timelines(*, seeds: Folder | None = None, as_of: Date | None = None) -> pd.DataFrame:
    """Milestones, one a row, index ``milestone_id``; ``start`` and ``end`` keep the width of a vague date.

    >>> timelines().loc["announcement", "start"].date().isoformat()
    '2025-11-20'
    """
    held, day = load(seeds), as_day(as_of)
    known, heard = published(held, day), told(held, day)
    found: list[dict[str, Any]] = []
    for name, milestone in held.milestones.items():
        witnesses = tuple(source for source in milestone.source_ids if source in known)
        if witnesses:
            row = {**fields_of(milestone, "timelines"), "milestone_id": name, "source_ids": witnesses}
            found.append(row | {"claim_ids": tuple(claim for claim in milestone.claim_ids if claim in heard)})
    return frame_of("timelines", found, held)


@checked()
def capacity(*, seeds: Folder | None = None, as_of: Date | None = None) -> pd.DataFrame:
    """The claims about racks and gigawatts, with comparable columns and the ``group`` inside which they are comparable.

    Racks in a period become racks a week: 2,800 in December 2025 are 2,800 / (31 / 7) = 632.3 a week.
    """
    return _claim_group("capacity", load(seeds), as_day(as_of), _capacity_columns)


@checked()
def investment(*, seeds: Folder | None = None, as_of: Date | None = None) -> pd.DataFrame:
    """The claims about money, in dollars, with ``period_yr`` and the ``group`` inside which they are comparable.

    >>> rival = investment().loc[["seed-000-investment", "seed-001-investment"]]
    >>> rival["high_usd"].tolist(), rival["group"].nunique()
    ([3000000000.0, 5000000000.0], 2)
    """
    return _claim_group("investment", load(seeds), as_day(as_of), _money_columns)


@checked()
def agreement(
    *,
    seeds: Folder | None = None,
    as_of: Date | None = None,
    sources: Sequence[str] | None = None,
    detail: bool = False,
) -> pd.DataFrame:
    """Who says what: a question a row, a source a column, cells by the list "cell" of the vocabulary.

    The sources are the five documents unless others are named; all of them in a folder that marks none as ``seed``.
    With ``detail`` one row for each question and source: what it says, against which source it was held, why, and the
    claims behind it.

    >>> agreement().loc["rack-rate-now"].tolist()
    ['states', 'silent', 'silent', 'differs', 'silent']
    """
    held, day = load(seeds), as_day(as_of)
    documents = [name for name, kept in held.sources.items() if kept.tier == "seed"]
    chosen = sources if sources is not None else documents or list(held.sources)
    strange = [name for name in chosen if name not in held.sources]
    if strange:
        raise ExplorerError(f"there is no source {', '.join(strange)}; see sources().index")
    known = published(held, day)
    appeared = {name: name in known for name in chosen}
    date, heard = day.isoformat() if day else "", told(held, day).values()
    table = [row for fact in held.facts.values() for row in crosscheck(fact, heard, appeared, held, date)]
    if detail:
        return frame_of("agreement", (asdict(row) for row in table))
    cells = {fact: dict.fromkeys(chosen, "") for fact in held.facts}
    for row in table:
        cells[row.fact_id][row.source_id] = row.cell
    return pd.DataFrame.from_dict(cells, orient="index", columns=list(chosen), dtype="str").rename_axis("fact_id")


@checked()
def parameters(*, seeds: Folder | None = None, as_of: Date | None = None) -> pd.DataFrame:
    """The model's assumptions with their defaults, limits and origin, index ``parameter``, in the model's order.

    >>> parameters().loc["rack_power_kw", ["low", "central", "high"]].tolist()
    [120.0, 132.0, 140.0]
    """
    held, day = load(seeds), as_day(as_of)
    heard = told(held, day)
    return frame_of(
        "parameters",
        (
            {**fields_of(parameter, "parameters"), "claim_ids": tuple(c for c in parameter.claim_ids if c in heard)}
            | {"parameter": name}
            for name, parameter in held.parameters_at(day).items()
        ),
    )


@checked()
def series(name: str, *, seeds: Folder | None = None, as_of: Date | None = None) -> pd.DataFrame:
    """One dated series, index ``date``; title, unit, licence and meaning are in ``attrs``.

    Raises `ValueError` naming the series there are, if there is none of that name.

    >>> series("stargate_sites_facility_gw")["value"].tolist()
    [0.0, 0.295, 0.59, 1.18, 9.77]
    """
    held = load(seeds)
    if name not in held.series:
        raise ExplorerError(f"there is no series {name!r}; there are: {', '.join(held.series) or 'none'}")
    day = as_day(as_of)
    kept, late = held.series[name], held.claims.keys() - told(held, day).keys()
    sources = {p.source_id: held.source(p.source_id) for p in kept.points}  # a series may be ours, in another folder
    known = {one for one, source in sources.items() if source and (day is None or source.published_end <= day)}
    points = [p for p in kept.points if p.source_id in known and p.claim_id not in late]
    frame = frame_of("series", ({**fields_of(point, "series"), "date": point.date} for point in points))
    frame.attrs = {"title": kept.title, "unit": kept.unit, "licence": kept.licence, "meaning": kept.meaning}
    if kept.seen_month is not None:
        frame.attrs["seen_month"] = kept.seen_month
    return frame


def _claim_rows(held: Seeds, found: Iterable[Claim], heard: Mapping[str, Claim]) -> list[dict[str, Any]]:
    """The rows of claims; one that nobody had superseded yet, by the claims heard so far, is not called superseded."""
    rows: list[dict[str, Any]] = []
    for claim in found:
        row = fields_of(claim, "claims") | {"claim_id": claim.claim_id}
        row["published"] = held.sources[claim.source_id].published_start
        if claim.superseded_by not in heard:
            row |= {"superseded_by": "", "superseded_reason": ""}
        rows.append(row)
    return rows


def _claim_group(
    dataset: str, held: Seeds, day: datetime.date | None, more: Callable[[Claim], Mapping[str, Any]]
) -> pd.DataFrame:
    """The claims of one dataset with more columns and their groups."""
    heard = told(held, day)
    found = [claim for claim in heard.values() if claim.dataset == dataset]
    named = groups(found)
    rows = zip(_claim_rows(held, found, heard), found, strict=True)
    return frame_of(dataset, [{**row, **more(claim)} | {"group": named[claim.claim_id]} for row, claim in rows], held)


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
