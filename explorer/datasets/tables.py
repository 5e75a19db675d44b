"""The datasets as pandas frames, each call a fresh one. Their columns are in the data dictionary.

All take ``seeds=``, another folder of the same shape, and ``as_of=``, a date as text or `datetime.date`: what was
published later is hidden. Something dated "November 2025" counts from the last day of that month, an undated source
from the day on which it was read. ``attrs["naming"]`` tells charts what the folder calls its sources, and its date.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from explorer.arguments import checked
from explorer.datasets import rows
from explorer.datasets.columns import TABLES
from explorer.evidence.independence import count, single_origins
from explorer.evidence.known import Date, documents, known_by
from explorer.records.dates import month_index
from explorer.records.fields import IDS, TEXT
from explorer.seeds import Folder, Seeds, load


@checked()
def sources(*, seeds: Folder = None, as_of: Date | None = None) -> pd.DataFrame:
    """Publications, one a row, index ``source_id``; the five documents have tier ``seed``.

    >>> sources().loc["seed-001", "derived_from"]
    'techstartups-digest-2025-11-21'
    """
    return _table("sources", seeds, as_of)


@checked()
def claims(*, seeds: Folder = None, as_of: Date | None = None) -> pd.DataFrame:
    """What each source says, one claim a row, index ``claim_id``.

    A claim that another took the place of stays, with ``superseded_by`` from the day on which that other appeared.

    >>> claims().loc["seed-001-rack-rate-2026", "bound"]
    'up_to'
    """
    return _table("claims", seeds, as_of)


@checked()
def timelines(*, seeds: Folder = None, as_of: Date | None = None) -> pd.DataFrame:
    """Milestones, one a row, index ``milestone_id``; ``start`` and ``end`` keep the width of a vague date.

    >>> timelines().loc["announcement", "start"].date().isoformat()
    '2025-11-20'
    """
    return _table("timelines", seeds, as_of)


@checked()
def capacity(*, seeds: Folder = None, as_of: Date | None = None) -> pd.DataFrame:
    """The claims about racks and gigawatts, with comparable columns and the ``group`` inside which they are comparable.

    Racks in a period become racks a week: 2,800 in December 2025 are 2,800 / (31 / 7) = 632.3 a week.
    """
    return _table("capacity", seeds, as_of)


@checked()
def investment(*, seeds: Folder = None, as_of: Date | None = None) -> pd.DataFrame:
    """The claims about money, in dollars, with ``period_yr`` and the ``group`` inside which they are comparable.

    >>> rival = investment().loc[["seed-000-investment", "seed-001-investment"]]
    >>> rival["high_usd"].tolist(), rival["group"].nunique()
    ([3000000000.0, 5000000000.0], 2)
    """
    return _table("investment", seeds, as_of)


@checked()
def agreement(
    *,
    seeds: Folder = None,
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
    held = load(seeds)
    found = rows.agreement(held, as_of, sources=sources)
    if detail:
        return _frame("agreement", found, held)
    chosen = documents(held) if sources is None else list(dict.fromkeys(sources))
    return _texts(rows.cells(found), ["fact_id", *chosen], held)


@checked()
def parameters(*, seeds: Folder = None, as_of: Date | None = None) -> pd.DataFrame:
    """The model's assumptions with their defaults, limits and origin, index ``parameter``, in the model's order.

    >>> parameters().loc["rack_power_kw", ["low", "central", "high"]].tolist()
    [120.0, 132.0, 140.0]
    """
    return _table("parameters", seeds, as_of)


@checked()
def series(name: str, *, seeds: Folder = None, as_of: Date | None = None) -> pd.DataFrame:
    """One dated series, index ``date``; title, unit, licence and meaning are in ``attrs``.

    Raises `ExplorerError` naming the series there are, if there is none of that name.

    >>> series("stargate_sites_facility_gw")["value"].tolist()
    [0.0, 0.295, 0.59, 1.18, 9.77]
    """
    held = load(seeds)
    frame, one = _frame("series", rows.series(held, name, as_of), held), held.series[name]
    frame.attrs |= {"title": one.title, "unit": one.unit, "licence": one.licence, "meaning": one.meaning}
    if one.seen:
        frame.attrs["seen_month"] = month_index(one.seen, held.deal.month_zero)
    return frame


@checked()
def ladder(*, seeds: Folder = None, as_of: Date | None = None) -> pd.DataFrame:
    """The statuses from rumour to delivered with how many claims stand on each, index ``status``.

    >>> ladder().loc[["plan", "output"], "rung"].tolist()
    [5, 9]
    """
    return _table("ladder", seeds, as_of)


@checked()
def pairs(*, seeds: Folder = None, as_of: Date | None = None) -> pd.DataFrame:
    """Pairs of claims that readers would lay side by side, with verdict and reason, index ``pair_id``.

    >>> pairs().loc["year-and-no-period", "reason"]
    'One is an amount for each year, the other states no period.'
    """
    return _table("pairs", seeds, as_of)


@checked()
def comparables(claim_id: str, *, seeds: Folder = None, as_of: Date | None = None) -> pd.DataFrame:
    """What one claim can and cannot be compared with, and why: every other claim of its topic, index ``claim_id``.

    ``verdict`` is a word of the list "verdict", read as "this row ... the claim asked about".
    What can be compared stands first. Raises `ExplorerError` for an unknown or a not yet published claim.

    >>> comparables("seed-000-rack-rate").loc["seed-003-rack-rate", "verdict"]
    'differs'
    """
    held = load(seeds)
    return _texts(rows.comparables(held, claim_id, as_of), ["claim_id", "verdict", "reason"], held)


@checked()
def origins(
    *,
    metric: str | None = None,
    fact: str | None = None,
    claim_ids: Collection[str] | None = None,
    sources: Sequence[str] | None = None,
    seeds: Folder = None,
    as_of: Date | None = None,
) -> pd.DataFrame:
    """From which occasion, and from whose mouth, each source has what it says; one row for a source and an occasion.

    ``metric``, ``fact`` (a question of the agreement table) and ``claim_ids`` narrow the claims; ``sources`` are the
    five documents unless others are named (all that speak, where claims are named). ``attrs["tag"]`` says it in words.
    Raises `ExplorerError` for an unknown metric, fact, claim or source.

    >>> origins(fact="content").attrs["tag"]
    '5 articles, 1 independent origin, 1 primary source'
    """
    held = load(seeds)
    found = rows.origins(held, as_of, metric=metric, fact=fact, claim_ids=claim_ids, sources=sources)
    frame = _frame("origins", found, held)
    frame.attrs["tag"] = count(found, known_by(held, as_of))["tag"]
    return frame


@checked()
def independence(
    *, sources: Sequence[str] | None = None, seeds: Folder = None, as_of: Date | None = None
) -> pd.DataFrame:
    """How many of those who answer a question are independent of one another, index ``fact_id``.

    Two speakers that share a party are not independent, nor are two articles on one occasion. ``sources`` as in
    `agreement`. ``attrs["tag"]`` counts the answers that rest on one origin.

    >>> independence().loc["rack-rate-2026", "tag"]
    '3 articles, 2 occasions, 1 independent origin (Foxconn), no primary source found'
    """
    held = load(seeds)
    found = rows.independence(held, as_of, sources=sources)
    frame = _frame("independence", found, held)
    frame.attrs["tag"] = single_origins(row["independent_count"] for row in found)
    return frame


@checked()
def drift(*, seeds: Folder = None, as_of: Date | None = None) -> pd.DataFrame:
    """The same matter in other words, one pair of wordings a row; of each source a few words only.

    >>> drift().query("drift == 'verb' and source_a == 'seed-000'")["words_b"].tolist()
    ['pledging', 'projects', 'commitments']
    """
    return _table("drift", seeds, as_of)


@checked()
def scorecard(*, seeds: Folder = None, as_of: Date | None = None) -> pd.DataFrame:
    """What became of what was said to happen, as it stood on a day, index ``target_id``; those that lead stand first.

    Without ``as_of`` the day is the one on which the newest source was read.

    >>> scorecard().loc["racks-2000", ["verdict", "verdict_words"]].tolist()
    ['open', 'no count by mid-2026']
    """
    return _table("scorecard", seeds, as_of)


@checked()
def gigawatts(*, seeds: Folder = None, as_of: Date | None = None) -> pd.DataFrame:
    """OpenAI's gigawatts by layer (whole, chips, racks, buildings, payers) and state, index ``lane_id``.

    The layers hold the same gigawatts, so no sum runs across them; ``reason`` says so for each.

    >>> gigawatts().loc["buildings-running", ["said", "power"]].tolist()
    ['0.59 GW', 'facility']
    """
    return _table("gigawatts", seeds, as_of)


def _table(name: str, seeds: Folder, as_of: Date | None) -> pd.DataFrame:
    held = load(seeds)
    return _frame(name, rows.DATASETS[name](held, as_of), held)


def _frame(table: str, found: rows.Rows, seeds: Seeds) -> pd.DataFrame:
    """A frame with exactly the columns of a table and their types, also if it has no row."""
    described = TABLES[table]
    dtypes = {name: {TEXT: "str", IDS: "object"}.get(one.dtype, one.dtype) for name, one in described.described.items()}
    frame = pd.DataFrame({name: pd.Series([row[name] for row in found], dtype=of) for name, of in dtypes.items()})
    frame = frame.set_index(described.index) if described.index else frame
    frame.attrs["naming"] = seeds.naming.plain()
    return frame


def _texts(found: rows.Rows, columns: list[str], seeds: Seeds) -> pd.DataFrame:
    """A frame of texts alone, the first column its index."""
    frame = pd.DataFrame(found, columns=columns, dtype="str").set_index(columns[0])
    frame.attrs["naming"] = seeds.naming.plain()
    return frame
