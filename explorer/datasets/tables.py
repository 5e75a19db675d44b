"""The datasets: units to one canon, like compared with like, what relates one claim to another.

Each call gives a fresh frame. All take ``seeds=``, another folder of the same shape, and ``as_of=``, a date as text or
`datetime.date`: what was published later is hidden. Something dated "November 2025" counts from the last day of that
month, an undated source from the day on which it was read. ``attrs["naming"]`` tells charts what the folder calls its
sources, and its date. `ROWS` has the same without pandas: plain dicts, in which a day is a `datetime.date`, and what is
missing None.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from numbers import Real
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from explorer.arguments import cell, checked
from explorer.datasets.columns import TABLES
from explorer.errors import ExplorerError, quoted
from explorer.evidence.agreement import agreement as agreement_rows, cells
from explorer.evidence.comparability import compare, groups
from explorer.evidence.independence import (
    count_origins,
    independence as independence_rows,
    origins as origins_rows,
    single_origins,
)
from explorer.evidence.known import Date, document_ids, known_by
from explorer.evidence.power_layers import gigawatts as gigawatts_rows
from explorer.evidence.quote_drift import drift as drift_rows
from explorer.evidence.scorecard import scorecard as scorecard_rows
from explorer.records import Claim
from explorer.records.dates import last_day, month_index
from explorer.records.fields import DAY, FLAG, IDS, NUMBER, TEXT, WHOLE, is_list, texts
from explorer.seeds import Seeds, SeedsLike, load

if TYPE_CHECKING:
    import pandas as pd

Rows = list[dict[str, Any]]
DAYS_PER_YEAR = 365.25
_KINDS = {name: one.dtype for table in TABLES.values() for name, one in table.described.items()}
ROWS: dict[str, Callable[[Seeds], Rows]] = {
    "agreement": agreement_rows,
    "independence": independence_rows,
    "origins": origins_rows,
}
"""The rows of each dataset that needs nothing but seeds, by its name; `dataset` adds the others."""


class Dataset(Protocol):
    """A public function of seeds and a day, as `dataset` makes it."""

    def __call__(self, *, seeds: SeedsLike = None, as_of: Date | None = None) -> pd.DataFrame:
        """The frame."""
        ...


def dataset(rows: Callable[[Seeds], Rows]) -> Dataset:
    """Make a public function of one that gives the rows of the table of its name."""

    def frame(*, seeds: SeedsLike = None, as_of: Date | None = None) -> pd.DataFrame:
        seeds = load(seeds)
        return _frame(rows.__name__, rows(known_by(seeds, as_of)), seeds)

    frame.__name__, frame.__qualname__, frame.__doc__ = rows.__name__, rows.__name__, rows.__doc__
    ROWS[rows.__name__] = rows
    return checked()(frame)


@dataset
def sources(known: Seeds) -> Rows:
    """Publications, one a row, index ``source_id``; the five documents have tier ``seed``.

    >>> sources().loc["seed-001", "derived_from"]
    'techstartups-digest-2025-11-21'
    """
    return [_fields(one, "sources", published=one.published_start) for one in known.sources.values()]


@dataset
def claims(known: Seeds) -> Rows:
    """What each source says, one claim a row, index ``claim_id``.

    A claim that another took the place of stays, with ``superseded_by`` from the day on which that other appeared.

    >>> claims().loc["seed-001-rack-rate-2026", "bound"]
    'up_to'
    """
    return [_claim(claim, known) for claim in known.claims.values()]


@dataset
def timelines(known: Seeds) -> Rows:
    """Milestones, one a row, index ``milestone_id``; ``start`` and ``end`` keep the width of a vague date.

    >>> timelines().loc["announcement", "start"].date().isoformat()
    '2025-11-20'
    """
    return [_fields(one, "timelines") for one in known.milestones.values()]


@dataset
def capacity(known: Seeds) -> Rows:
    """The claims about racks and gigawatts, with comparable columns and the ``group`` inside which they are comparable.

    Racks in a period become racks a week: 2,800 in December 2025 are 2,800 / (31 / 7) = 632.3 a week. Of a deal on
    something else the columns hold what its maker ships in place of racks.

    >>> capacity().loc["shipped-2025-12-fx", ["central_racks_per_week"]].round(1).tolist()
    [632.3]
    """
    units = known.deal.short_units

    def columns(claim: Claim) -> dict[str, float | None]:
        per_week = {f"{units}/week": 1.0, units: 7.0 / days if (days := _days(claim)) else None}.get(claim.unit)
        return _scaled(claim, per_week, "racks_per_week") | _scaled(claim, 1.0 if claim.unit == "GW" else None, "gw")

    return _grouped("capacity", known, columns)


@dataset
def investment(known: Seeds) -> Rows:
    """The claims about money, in dollars, with ``period_yr`` and the ``group`` inside which they are comparable.

    >>> rival = investment().loc[["seed-000-investment", "seed-001-investment"]]
    >>> rival["high_usd"].tolist(), rival["group"].nunique()
    ([3000000000.0, 5000000000.0], 2)
    """

    def columns(claim: Claim) -> dict[str, float | None]:
        dollars = 1.0 if claim.unit in ("USD", "USD/year") else None
        days = _days(claim) if claim.basis == "total" else None
        period_yr = 1.0 if claim.basis == "annual" else days / DAYS_PER_YEAR if days else None
        return _scaled(claim, dollars, "usd") | {"period_yr": period_yr}

    return _grouped("investment", known, columns)


@checked()
def agreement(
    *,
    seeds: SeedsLike = None,
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
    seeds = load(seeds)
    found = agreement_rows(seeds, as_of, sources=sources)
    if detail:
        return _frame("agreement", found, seeds)
    chosen = document_ids(seeds) if sources is None else list(dict.fromkeys(sources))
    return _texts(cells(found), ["fact_id", *chosen], seeds)


@dataset
def parameters(known: Seeds) -> Rows:
    """The model's assumptions with their defaults, limits and origin, index ``parameter``, in the model's order.

    >>> parameters().loc["rack_power_kw", ["low", "central", "high"]].tolist()
    [120.0, 132.0, 140.0]
    """
    return [
        _fields(one, "parameters", claim_ids=tuple(name for name in one.claim_ids if name in known.claims))
        for one in known.parameters.values()
    ]


@checked()
def series(name: str, *, seeds: SeedsLike = None, as_of: Date | None = None) -> pd.DataFrame:
    """One dated series, index ``date``; title, unit, licence and meaning are in ``attrs``.

    Raises `ExplorerError` naming the series there are, if there is none of that name.

    >>> series("stargate_sites_facility_gw")["value"].tolist()
    [0.0, 0.295, 0.59, 1.18, 9.77]
    """
    seeds = load(seeds)
    if name not in seeds.series:
        raise ExplorerError(f"there is no series {quoted(name)}; there are: {', '.join(seeds.series) or 'none'}")
    frame, one = _frame("series", _points(known_by(seeds, as_of), name), seeds), seeds.series[name]
    frame.attrs |= {"title": one.title, "unit": one.unit, "licence": one.licence, "meaning": one.meaning}
    if one.seen:
        frame.attrs["seen_month"] = month_index(one.seen, seeds.deal.first_month)
    return frame


@dataset
def ladder(known: Seeds) -> Rows:
    """The statuses from rumour to delivered with how many claims stand on each, index ``status``.

    >>> ladder().loc[["plan", "output"], "rung"].tolist()
    [5, 9]
    """
    counts = Counter(claim.status for claim in known.claims.values())
    statuses = known.vocabulary.statuses
    return [
        _fields(one, "ladder", status=name, claim_count=counts[name])
        for name, one in sorted(statuses.items(), key=lambda named: named[1].rung or len(statuses))
    ]


@dataset
def pairs(known: Seeds) -> Rows:
    """Pairs of claims that readers would lay side by side, with verdict and reason, index ``pair_id``.

    >>> pairs().loc["year-and-no-period", "reason"]
    'One is an amount for each year, the other states no period.'
    """
    compared = ((pair, compare(known.claims[pair.first], known.claims[pair.second])) for pair in known.pairs.values())
    return [
        _fields(pair, "pairs", first_claim_id=pair.first, second_claim_id=pair.second, **found._asdict())
        for pair, found in compared
    ]


@checked()
def comparables(claim_id: str, *, seeds: SeedsLike = None, as_of: Date | None = None) -> pd.DataFrame:
    """What one claim can and cannot be compared with, and why: every other claim of its topic, index ``claim_id``.

    ``verdict`` is a word of the list "verdict", read as "this row ... the claim asked about".
    What can be compared stands first. Raises `ExplorerError` for an unknown or a not yet published claim.

    >>> comparables("seed-000-rack-rate").loc["seed-003-rack-rate", "verdict"]
    'differs'
    """
    seeds = load(seeds)
    return _texts(comparable(seeds, claim_id, as_of), ["claim_id", "verdict", "reason"], seeds)


@checked()
def origins(
    *,
    metric: str | None = None,
    fact: str | None = None,
    claim_ids: Collection[str] | None = None,
    sources: Sequence[str] | None = None,
    seeds: SeedsLike = None,
    as_of: Date | None = None,
) -> pd.DataFrame:
    """From which occasion, and from whose mouth, each source has what it says; one row for a source and an occasion.

    ``metric``, ``fact`` (a question of the agreement table) and ``claim_ids`` narrow the claims; ``sources`` are the
    five documents unless others are named (all that speak, where claims are named). ``attrs["tag"]`` says it in words.
    Raises `ExplorerError` for an unknown metric, fact, claim or source.

    >>> origins(fact="content").attrs["tag"]
    '5 articles, 1 independent origin, 1 primary source'
    """
    seeds = load(seeds)
    found = origins_rows(seeds, as_of, metric=metric, fact=fact, claim_ids=claim_ids, sources=sources)
    frame = _frame("origins", found, seeds)
    frame.attrs["tag"] = count_origins(found, known_by(seeds, as_of))["tag"]
    return frame


@checked()
def independence(
    *, sources: Sequence[str] | None = None, seeds: SeedsLike = None, as_of: Date | None = None
) -> pd.DataFrame:
    """How many of those who answer a question are independent of one another, index ``fact_id``.

    Two speakers that share a party are not independent, nor are two articles on one occasion. ``sources`` as in
    `agreement`. ``attrs["tag"]`` counts the answers that rest on one origin.

    >>> independence().loc["rack-rate-2026", "tag"]
    '3 articles, 2 occasions, 1 independent origin (Foxconn), no primary source found'
    """
    seeds = load(seeds)
    found = independence_rows(seeds, as_of, sources=sources)
    frame = _frame("independence", found, seeds)
    frame.attrs["tag"] = single_origins(row["independent_count"] for row in found)
    return frame


drift = dataset(drift_rows)
scorecard = dataset(scorecard_rows)
gigawatts = dataset(gigawatts_rows)


def all_datasets(seeds: Seeds) -> dict[str, Rows]:
    """Every dataset by name; agreement as a table and in detail, a series of the folder as ``series-<name>``."""
    found = {name: ROWS[name](seeds) for name in TABLES if name in ROWS}
    found["agreement-detail"], found["agreement"] = found["agreement"], cells(found["agreement"])
    own = (one for one in seeds.series.values() if {point.source_id for point in one.points} <= seeds.sources.keys())
    return found | {f"series-{one.series}": _points(seeds, one.series) for one in own}


def rows_of(frame: pd.DataFrame, kinds: Mapping[str, str] = MappingProxyType({})) -> Rows:
    """The rows of a public frame, of a part of it or of one that was read from a file, as they are without pandas.

    ``kinds`` are the types of columns that no dataset has. Raises `ExplorerError` for a value of another type.
    """
    types = {**_KINDS, **kinds}
    return [
        {str(name): _plain(str(name), value, types.get(str(name), "")) for name, value in row.items()}
        for row in frame.reset_index(drop=list(frame.index.names) == [None]).to_dict("records")
    ]


def comparable(seeds: Seeds, claim_id: str, as_of: Date | None = None) -> Rows:
    """Every other claim of a claim's topic, with the verdict on comparing them; what can be compared stands first."""
    known = known_by(seeds, as_of).claims
    if claim_id not in known:
        when = f" that had been published by {as_of}" if claim_id in seeds.claims else ""
        raise ExplorerError(f"there is no claim {quoted(claim_id)}{when}; see claims().index")
    claim = known[claim_id]
    near = set(seeds.vocabulary.topic(claim.metric))
    found = [(other, *compare(claim, other)) for other in known.values() if other.metric in near and other is not claim]
    found.sort(key=lambda row: (row[1] == "not-comparable", row[0].metric != claim.metric, row[0].party != claim.party))
    return [{"claim_id": other.claim_id, "verdict": verdict, "reason": reason} for other, verdict, reason in found]


def _frame(table: str, found: Rows, seeds: Seeds) -> pd.DataFrame:
    """A frame with exactly the columns of a table and their types, also if it has no row."""
    import pandas as pd

    described = TABLES[table]
    dtypes = {name: {TEXT: "str", IDS: "object"}.get(one.dtype, one.dtype) for name, one in described.described.items()}
    frame = pd.DataFrame({name: pd.Series([row[name] for row in found], dtype=of) for name, of in dtypes.items()})
    frame = frame.set_index(described.index) if described.index else frame
    frame.attrs["naming"] = seeds.naming.plain()
    return frame


def _texts(found: Rows, columns: list[str], seeds: Seeds) -> pd.DataFrame:
    """A frame of texts alone, the first column its index."""
    import pandas as pd

    frame = pd.DataFrame(found, columns=columns, dtype="str").set_index(columns[0])
    frame.attrs["naming"] = seeds.naming.plain()
    return frame


def _points(known: Seeds, name: str) -> Rows:
    return [_fields(point, "series") for point in known.series[name].points]


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


def _plain(column: str, value: Any, kind: str) -> Any:
    import pandas as pd

    wanted, read = _READ.get(kind, ("a plain value", None))
    try:
        if getattr(value, "ndim", 0):  # a list as parquet gives it back
            value = value.tolist()
        if not is_list(value) and pd.isna(value):  # so pandas has what is missing
            return "" if kind == TEXT else () if kind == IDS else None
        if read is None:
            return value.date() if isinstance(value, datetime.datetime) else value
        if value == "" and kind not in (TEXT, IDS):  # and so files have it
            return None
        return read(value)
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        raise ExplorerError(f"In the column {column} {quoted(value)} is not {wanted}.") from None


def _text(value: Any) -> str:
    if not isinstance(value, str | Real):  # a file gives the text "2025" back as a number
        raise TypeError
    return str(value)


def _day(value: Any) -> datetime.date:
    return last_day(value.replace("T", " ").partition(" ")[0] if isinstance(value, str) else value)


def _flag(value: Any) -> bool:
    return {"true": True, "false": False}[value.lower()] if isinstance(value, str) else bool((False, True).index(value))


def _ids(value: Any) -> tuple[str, ...]:
    return texts(re.findall(r"[\w.-]+", value) if isinstance(value, str) else value)


_READ: dict[str, tuple[str, Callable[[Any], Any]]] = {
    TEXT: ("a text", _text),
    NUMBER: ("a number", cell),
    WHOLE: ("a number", cell),
    DAY: ("a date", _day),
    FLAG: ("True or False", _flag),
    IDS: ("a list of ids", _ids),
}
"""What a value of each type of column has to be, in words, and how it is read."""
