"""What relates claims to one another, as frames: the ladder, comparability, origins, drift, scorecard, gigawatts.

As with all datasets each call returns a fresh frame, ``seeds=`` reads another folder of the same shape, and ``as_of=``
hides what was published later than a day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd

from explorer.arguments import checked
from explorer.datasets.frames import Date, Folder, as_day, frame_of, told
from explorer.errors import ExplorerError
from explorer.evidence.comparability import compare
from explorer.evidence.independence import count, single_origins, trace
from explorer.evidence.power_layers import counted
from explorer.evidence.quote_drift import drifts
from explorer.evidence.scorecard import score
from explorer.records import Claim
from explorer.records.vocabulary import STATUS_WORDS, STATUSES, rung
from explorer.seeds import Seeds, load

__all__ = ["comparables", "drift", "gigawatts", "independence", "ladder", "origins", "pairs", "scorecard"]


@checked()
def ladder(*, seeds: Folder | None = None, as_of: Date | None = None) -> pd.DataFrame:
    """The statuses from rumour to delivered with how many claims stand on each, index ``status``.

    >>> ladder().loc[["plan", "output"], "rung"].tolist()
    [5, 9]
    """
    counts = Counter(claim.status for claim in told(load(seeds), as_day(as_of)).values())
    ordered = sorted(STATUSES, key=lambda status: rung(status) or len(STATUSES))
    return frame_of(
        "ladder",
        (
            {"status": one, "rung": rung(one), "noun": STATUS_WORDS[one], "meaning": STATUSES[one]}
            | {"claim_count": counts[one]}
            for one in ordered
        ),
    )


@checked()
def pairs(*, seeds: Folder | None = None, as_of: Date | None = None) -> pd.DataFrame:
    """Pairs of claims that readers would lay side by side, with verdict and reason, index ``pair_id``.

    >>> pairs().loc["year-and-no-period", "reason"]
    'One is an amount for each year, the other states no period.'
    """
    held = load(seeds)
    heard = told(held, as_day(as_of))
    rows: list[dict[str, Any]] = []
    for name, pair in held.pairs.items():
        if pair.first in heard and pair.second in heard:
            found = compare(heard[pair.first], heard[pair.second])
            row = {"pair_id": name, "first_claim_id": pair.first, "second_claim_id": pair.second}
            rows.append(row | {"verdict": found.verdict, "reason": found.reason, "lesson": pair.lesson})
    return frame_of("pairs", rows)


@checked()
def comparables(claim_id: str, *, seeds: Folder | None = None, as_of: Date | None = None) -> pd.DataFrame:
    """What one claim can and cannot be compared with, and why: every other claim of its topic, index ``claim_id``.

    ``verdict`` is a word of `explorer.evidence.comparability.VERDICTS`, read as "this row ... the claim asked about".
    First stands what can be compared, then what nearly can: the same metric, the same party. Raises `ValueError` for
    an unknown or a not yet published claim.

    >>> comparables("seed-000-rack-rate").loc["seed-003-rack-rate", "verdict"]
    'differs'
    """
    held = load(seeds)
    heard = told(held, as_day(as_of))
    if claim_id not in heard:
        when = f" that had been published by {as_of}" if claim_id in held.claims else ""
        raise ExplorerError(f"there is no claim {claim_id!r}{when}; see claims().index")
    claim = heard[claim_id]
    near = set(held.vocabulary.topic(claim.metric))
    found = [(other, compare(claim, other)) for other in heard.values() if other.metric in near and other is not claim]

    def order(entry: tuple[Claim, Any]) -> tuple[bool, bool, bool]:
        other, verdict = entry
        return verdict.verdict == "not-comparable", other.metric != claim.metric, other.party != claim.party

    rows = [(other.claim_id, one.verdict, one.reason) for other, one in sorted(found, key=order)]
    frame = pd.DataFrame(rows, columns=["claim_id", "verdict", "reason"], dtype="str")
    return frame.set_index("claim_id")


@checked()
def origins(
    *,
    metric: str | None = None,
    fact: str | None = None,
    claim_ids: Collection[str] | None = None,
    sources: Sequence[str] | None = None,
    seeds: Folder | None = None,
    as_of: Date | None = None,
) -> pd.DataFrame:
    """From which occasion, and from whose mouth, each source has what it says; one row for a source and an occasion.

    ``metric``, ``fact`` (a question of the agreement table) and ``claim_ids`` narrow the claims; ``sources`` are the
    five documents unless others are named (all that speak, where claims are named). ``attrs["tag"]`` says it in words.
    Raises `ValueError` for an unknown metric, fact, claim or source.

    >>> origins(fact="content").attrs["tag"]
    '5 articles, 1 independent origin, 1 primary source'
    """
    held = load(seeds)
    heard = told(held, as_day(as_of))
    known = {"metric": held.vocabulary.metrics, "fact": held.facts, "claim": held.claims, "source": held.sources}
    for kind, names in (
        ("metric", [] if metric is None else [metric]),
        ("fact", [] if fact is None else [fact]),
        ("claim", claim_ids or []),
        ("source", sources or []),
    ):
        strange = [name for name in names if name not in known[kind]]
        if strange:
            raise ExplorerError(f"there is no {kind} {', '.join(strange)}")
    speakers = set(sources) if sources is not None else None if claim_ids is not None else _documents(held)
    chosen = [
        claim
        for claim in heard.values()
        if (metric is None or claim.metric == metric)
        and (fact is None or held.facts[fact].asks_for(claim))
        and (claim_ids is None or claim.claim_id in claim_ids)
        and (speakers is None or claim.source_id in speakers)
    ]
    rows = trace(chosen, held, heard)
    frame = frame_of("origins", map(asdict, rows))
    frame.attrs["tag"] = count(rows, held, heard).words
    return frame


@checked()
def independence(
    *, sources: Sequence[str] | None = None, seeds: Folder | None = None, as_of: Date | None = None
) -> pd.DataFrame:
    """How many of those who answer a question are independent of one another, index ``fact_id``.

    Two speakers that share a party are not independent, nor are two articles on one occasion; ``primary_count`` counts
    the parties' own texts behind it, whether or not they are among the sources. ``sources`` as in `agreement`.
    ``attrs["tag"]`` counts the answers that rest on one origin.

    >>> independence().loc["rack-rate-2026", "tag"]
    '3 articles, 2 occasions, 1 independent origin (Foxconn), no primary source found'
    """
    held = load(seeds)
    heard = told(held, as_day(as_of))
    speakers = _documents(held) if sources is None else set(sources)
    rows: list[dict[str, Any]] = []
    for name, fact in held.facts.items():
        chosen = (one for one in heard.values() if one.source_id in speakers and fact.asks_for(one))
        found = count(trace(chosen, held, heard), held, heard)
        rows.append(
            {
                "fact_id": name,
                "question": fact.question,
                "source_count": found.sources,
                "occasion_count": found.occasions,
                "independent_count": found.independent,
                "primary_count": found.primary,
                "tag": found.words,
            }
        )
    frame = frame_of("independence", rows)
    frame.attrs["tag"] = single_origins(frame["independent_count"].tolist())
    return frame


@checked()
def drift(*, seeds: Folder | None = None, as_of: Date | None = None) -> pd.DataFrame:
    """The same matter in other words, one pair of wordings a row; of each source a few words only.

    >>> drift().query("drift == 'verb' and source_a == 'seed-000'")["words_b"].tolist()
    ['pledging', 'projects', 'commitments']
    """
    held = load(seeds)
    heard = {claim.source_id for claim in told(held, as_day(as_of)).values()}
    found = drifts((one for one in held.wordings.values() if one.source_id in heard), held)
    return frame_of("drift", map(asdict, found))


@checked()
def scorecard(*, seeds: Folder | None = None, as_of: Date | None = None) -> pd.DataFrame:
    """What became of what was said to happen, as it stood on a day, index ``target_id``; those that lead stand first.

    Without ``as_of`` the day is the one on which the newest source was read.

    >>> scorecard().loc["racks-2000", ["verdict", "verdict_words"]].tolist()
    ['open', 'no count by mid-2026']
    """
    held, day = load(seeds), as_day(as_of)
    return frame_of("scorecard", map(asdict, score(held, told(held, day).keys(), day)))


@checked()
def gigawatts(*, seeds: Folder | None = None, as_of: Date | None = None) -> pd.DataFrame:
    """OpenAI's gigawatts by layer (whole, chips, racks, buildings, payers) and state, index ``lane_id``.

    The layers hold the same gigawatts, so no sum runs across them; ``reason`` says so for each. Within a layer a part
    or an older statement is no addend either; ``note`` and ``superseded_by`` say where.

    >>> gigawatts().loc["buildings-running", ["said", "power"]].tolist()
    ['0.59 GW', 'facility']
    """
    held = load(seeds)
    return frame_of("gigawatts", map(asdict, counted(held, told(held, as_day(as_of)))), held)


def _documents(held: Seeds) -> set[str]:
    """The documents of a folder; all its sources where it marks none as such."""
    return {name for name, source in held.sources.items() if source.tier == "seed"} or set(held.sources)
