"""Articles are not witnesses: from which occasion, and from whose mouth, each source has what it says.

A source or a claim may name its occasion (`explorer.records.relations.Occasion`). A claim that names none is held
against all others: the same figures for the same thing, published before it or by a better source within `WINDOW`
days, are taken for its origin, and the reason says that this was found and not declared.
"""

import datetime
import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from explorer.errors import ExplorerError, quoted_several
from explorer.evidence.known import Date, answers, document_ids, known_by
from explorer.formatting import plural
from explorer.records import OWN, Claim, Source
from explorer.seeds import Seeds

WINDOW = 45
"""Days within which the same figures are taken to have one origin: our reading."""

_BETTER = ("primary", "wire", "trade", "dataset", "analyst", "aggregator", "seed", "unseen")

Rows = list[dict[str, Any]]


def origins(
    seeds: Seeds,
    as_of: Date | None = None,
    *,
    metric: str | None = None,
    fact: str | None = None,
    claim_ids: Collection[str] | None = None,
    sources: Sequence[str] | None = None,
) -> Rows:
    """A row for each source and occasion, in the order of the claims: where it was first said, and from whose mouth.

    The arguments narrow the claims, see `explorer.origins`. ``found`` is a word of the list "found" of the vocabulary.
    """
    for kind, names, there, see in (
        ("metric", [metric] if metric is not None else [], seeds.vocabulary.metrics, "the data dictionary"),
        ("fact", [fact] if fact is not None else [], seeds.facts, "agreement().index"),
        ("claim", claim_ids or [], seeds.claims, "claims().index"),
        ("source", sources or [], seeds.sources, "sources().index"),
    ):
        if strange := [name for name in names if name not in there]:
            raise ExplorerError(f"there is no {kind} {quoted_several(strange)}; see {see}")
    if sources is None:
        sources = document_ids(seeds) if claim_ids is None else list(seeds.sources)
    known = known_by(seeds, as_of)
    chosen = (
        claim
        for claim in known.claims.values()
        if metric in (None, claim.metric)
        and (fact is None or seeds.facts[fact].asks_for(claim))
        and (claim_ids is None or claim.claim_id in claim_ids)
        and claim.source_id in sources
    )
    return _traced(chosen, known)


def independence(seeds: Seeds, as_of: Date | None = None, *, sources: Sequence[str] | None = None) -> Rows:
    """A row for each question: how many of those who answer it are independent of one another."""
    known, speakers = known_by(seeds, as_of), set(document_ids(seeds) if sources is None else sources)
    rows: Rows = []
    for name, fact in seeds.facts.items():
        spoken = (claim for claim in answers(fact, known) if claim.source_id in speakers)
        rows.append({"fact_id": name, "question": fact.question} | count_origins(_traced(spoken, known), known))
    return rows


def _traced(chosen: Iterable[Claim], known: Seeds) -> Rows:
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for claim in chosen:
        place, found, reason = _origin(claim, known)
        occasion = known.occasions.get(place)
        row = rows.setdefault(
            (claim.source_id, place),
            {
                "source_id": claim.source_id,
                "tier": known.sources[claim.source_id].tier,
                "occasion": place,
                "first_said": occasion.title if occasion else _name(known, place),
                "speaker": occasion.party if occasion else known.source_name(place),
                "found": found,
                "reason": reason,
                "claim_ids": (),
            },
        )
        row["claim_ids"] += (claim.claim_id,)
    return list(rows.values())


def count_origins(rows: Rows, known: Seeds) -> dict[str, Any]:
    """Sources, occasions, speakers that are independent of one another, and primary sources behind rows of `origins`.

    Two speakers that share a party ("OpenAI and Foxconn", "Foxconn") are not independent. A primary source counts if
    it speaks of the same and carries one of the occasions, whether or not it is among the rows.
    """
    sources, occasions = {row["source_id"] for row in rows}, {row["occasion"] for row in rows}
    voices: list[set[str]] = []
    for row in rows:
        # A source that speaks for itself is one voice by its id; names of publishers may hold "and".
        spoken = row["occasion"] in known.occasions
        named = set(re.split(r" and | with ", row["speaker"])) if spoken else {row["occasion"]}
        shared = [voice for voice in voices if voice & named]
        voices = [voice for voice in voices if not voice & named] + [named.union(*shared)]
    metrics = {known.claims[name].metric for row in rows for name in row["claim_ids"]}
    primary = {
        claim.source_id
        for claim in known.claims.values()
        if claim.metric in metrics
        and known.sources[claim.source_id].tier == "primary"
        and (_occasion(claim, known) in occasions or claim.source_id in occasions)
    }
    what = "article" if all(row["tier"] == "seed" for row in rows) else "source"
    parts = [plural(len(sources), what)] + [plural(len(occasions), "occasion")] * (len(occasions) != len(voices))
    only = f" ({rows[0]['speaker']})" if len(voices) == 1 and len(occasions) > 1 else ""
    parts.append(plural(len(voices), "independent origin") + only)
    parts.append(plural(len(primary), "primary source") if primary else "no primary source found")
    return {
        "source_count": len(sources),
        "occasion_count": len(occasions),
        "independent_count": len(voices),
        "primary_count": len(primary),
        "tag": ", ".join(parts) if rows else "none of these sources says it",
    }


def single_origins(counts: Iterable[int]) -> str:
    """How many answers rest on one independent origin each, from the ``independent_count`` of every question.

    What nobody answers has no origin and does not count.

    >>> single_origins([1, 1, 2, 0]), single_origins([1])
    ('2 of 3 answers rest on a single origin each', '1 of 1 answer rests on a single origin')
    """
    some = [number for number in counts if number]
    single, answers = some.count(1), plural(len(some), "answer")
    return f"{single} of {answers} {'rests on a single origin' if single == 1 else 'rest on a single origin each'}"


def _origin(claim: Claim, known: Seeds) -> tuple[str, str, str]:
    """The id of the occasion (or of the source that stands for it), how it is known, and the reason."""
    source = known.sources[claim.source_id]
    rewrites = f"It rewrites {_name(known, source.derived_from)}, as it says itself." if source.derived_from else ""
    twin = None if claim.occasion else _twin(claim, known)
    if claim.occasion == OWN:
        place, found, reason = source.source_id, "itself", "It says so by itself and names no origin."
    elif twin and not (source.occasion and source.occasion == _occasion(twin, known)):
        place, found = _occasion(twin, known) or twin.source_id, "same figures"
        which = f", which reports {known.occasions[place].title}" if place in known.occasions else ""
        reason = f"Its figures are those of {_name(known, twin.source_id)}{which}."
    elif occasion := _occasion(claim, known):
        place, found, reason = occasion, "declared", f"It reports {known.occasions[occasion].title}."
    elif source.derived_from:
        place, found, reason = source.derived_from, "declared", ""
    else:
        place, found = source.source_id, "itself"
        reason = "It names no origin, and none of our earlier sources has the same figures."
    return place, found, f"{reason} {rewrites}".strip()


def _twin(claim: Claim, known: Seeds) -> Claim | None:
    """The best other source's claim with the same figures for the same thing, None where there is none.

    Better sources come first, then earlier ones, then those that name the occasion. Our own work is nobody's origin,
    and what it repeats it says itself.
    """

    def rank(one: Claim) -> tuple[int, datetime.date, bool]:
        source = known.sources[one.source_id]
        return _BETTER.index(source.tier), source.published_end, not one.occasion

    own, source = _numbers(claim), known.sources[claim.source_id]
    if not own or source.tier not in _BETTER:
        return None
    twins = (
        other
        for other in known.claims.values()
        if other.metric == claim.metric
        and other.party == claim.party
        and other.source_id != claim.source_id
        and _numbers(other) == own
        and not (other.unverified or other.occasion == OWN)
        and (theirs := known.sources[other.source_id]).tier in _BETTER
        and rank(other) < rank(claim)
        and _near(source, theirs)
        and _overlap(claim, other)
    )
    return min(twins, key=lambda twin: (rank(twin), twin.claim_id), default=None)


def _numbers(claim: Claim) -> set[float | str]:
    """The figures, whatever the bound: "up to 1.4" repeats "1.4". A direction counts as one where there is none."""
    return {"direction"} if claim.bound == "direction" else {*claim.figures.values()}


def _near(one: Source, other: Source) -> bool:
    if one.published_start is None or other.published_start is None:
        return True
    return abs((one.published_start - other.published_start).days) <= WINDOW


def _overlap(one: Claim, other: Claim) -> bool:
    if one.period_start is None or other.period_start is None or one.period_end is None or other.period_end is None:
        return True
    return one.period_start <= other.period_end and other.period_start <= one.period_end


def _occasion(claim: Claim, known: Seeds) -> str:
    return claim.occasion or known.sources[claim.source_id].occasion


def _name(known: Seeds, source_id: str) -> str:
    article = source_id in known.sources and known.sources[source_id].tier == "seed"
    return f"{'article ' if article else ''}{known.source_name(source_id)}"
