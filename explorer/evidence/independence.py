"""Articles are not witnesses: from which occasion, and from whose mouth, each source has what it says.

A source or a claim may name its occasion (`explorer.records.relations.Occasion`). A claim that names none is held
against all others: the same figures for the same thing, published before it or by a better source within `WINDOW`
days, are taken for its origin, and the reason says that this was found and not declared.
"""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from explorer.records import OWN, Claim, Source
from explorer.seeds import Seeds

__all__ = ["Count", "Origin", "count", "single_origins", "trace"]

WINDOW = 45
"""Days within which the same figures are taken to have one origin: our reading."""

Rank = tuple[int, datetime.date, bool]
_BETTER = ("primary", "wire", "trade", "dataset", "analyst", "aggregator", "seed", "unseen")


@dataclass(frozen=True, slots=True)
class Origin:
    """What one source has from one occasion: where it was ``first_said``, from the mouth of which ``speaker``.

    ``found`` is a word of the list "found" of the vocabulary.
    """

    source_id: str
    tier: str
    occasion: str
    first_said: str
    speaker: str
    found: str
    reason: str
    claim_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many sources, occasions, independent speakers and primary sources stand behind some claims."""

    sources: int
    occasions: int
    independent: int
    primary: int
    words: str


def trace(chosen: Iterable[Claim], seeds: Seeds, told: Mapping[str, Claim]) -> list[Origin]:
    """One row for each source and occasion, in the order of the claims. ``told`` are all claims published so far."""
    gathered: dict[tuple[str, str], tuple[str, str, list[str]]] = {}
    for claim in chosen:
        occasion, found, reason = _origin(claim, seeds, told)
        gathered.setdefault((claim.source_id, occasion), (found, reason, []))[2].append(claim.claim_id)
    rows: list[Origin] = []
    for (source_id, occasion), (found, reason, names) in gathered.items():
        held = seeds.occasions.get(occasion)
        source = seeds.sources[source_id]
        origin = held.title if held else _name(seeds, occasion)
        speaker = held.party if held else seeds.source_name(occasion)
        rows.append(Origin(source_id, source.tier, occasion, origin, speaker, found, reason, tuple(names)))
    return rows


def count(rows: Sequence[Origin], seeds: Seeds, told: Mapping[str, Claim]) -> Count:
    """Sources, occasions, speakers that are independent of one another, and primary sources behind some rows.

    Two speakers that share a party ("OpenAI and Foxconn", "Foxconn") are not independent. A primary source counts if
    it speaks of the same and carries one of the occasions, whether or not it is among the rows.
    """
    sources = dict.fromkeys(row.source_id for row in rows)
    occasions = {row.occasion for row in rows}
    voices: list[set[str]] = []
    for row in rows:
        # A source that speaks for itself is one voice by its id; names of publishers may hold "and".
        named = set(re.split(r" and | with ", row.speaker)) if row.occasion in seeds.occasions else {row.occasion}
        shared = [voice for voice in voices if voice & named]
        voices = [voice for voice in voices if not voice & named] + [named.union(*shared)]
    metrics = {seeds.claims[name].metric for row in rows for name in row.claim_ids}
    primary = {
        claim.source_id
        for claim in told.values()
        if claim.metric in metrics
        and seeds.sources[claim.source_id].tier == "primary"
        and (_occasion(claim, seeds) in occasions or claim.source_id in occasions)
    }
    what = "article" if all(row.tier == "seed" for row in rows) else "source"
    if not rows:
        return Count(0, 0, 0, 0, "none of these sources says it")
    parts = [_plural(len(sources), what)]
    if len(occasions) != len(voices):
        parts.append(_plural(len(occasions), "occasion"))
    only = f" ({rows[0].speaker})" if len(voices) == 1 and len(occasions) > 1 else ""
    parts.append(_plural(len(voices), "independent origin") + only)
    parts.append(_plural(len(primary), "primary source") if primary else "no primary source found")
    return Count(len(sources), len(occasions), len(voices), len(primary), ", ".join(parts))


def single_origins(counts: Iterable[int]) -> str:
    """How many answers rest on one independent origin each, from the ``independent`` of every question's `Count`.

    What nobody answers has no origin and does not count.

    >>> single_origins([1, 1, 2, 0]), single_origins([1])
    ('2 of 3 answers rest on a single origin each', '1 of 1 answer rests on a single origin')
    """
    origins = [number for number in counts if number]
    single, answers = origins.count(1), _plural(len(origins), "answer")
    return f"{single} of {answers} {'rests on a single origin' if single == 1 else 'rest on a single origin each'}"


def _plural(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _origin(claim: Claim, seeds: Seeds, told: Mapping[str, Claim]) -> tuple[str, str, str]:
    """The id of the occasion (or of the source that stands for it), how it is known, and the reason."""
    source = seeds.sources[claim.source_id]
    if claim.occasion == OWN:
        return source.source_id, "itself", "It says so by itself and names no origin." + _rewrite(source, seeds)
    if claim.occasion:
        return claim.occasion, "declared", _reports(claim.occasion, seeds) + _rewrite(source, seeds)
    twin = _twin(claim, seeds, told)
    if twin is not None and not (source.occasion and source.occasion == _occasion(twin, seeds)):
        place = _occasion(twin, seeds) or twin.source_id
        which = f", which reports {seeds.occasions[place].title}" if place in seeds.occasions else ""
        reason = f"Its figures are those of {_name(seeds, twin.source_id)}{which}."
        return place, "same figures", reason + _rewrite(source, seeds)
    if source.occasion:
        return source.occasion, "declared", _reports(source.occasion, seeds) + _rewrite(source, seeds)
    if source.derived_from:
        return source.derived_from, "declared", _rewrite(source, seeds).strip()
    return source.source_id, "itself", "It names no origin, and we found no earlier source with the same figures."


def _twin(claim: Claim, seeds: Seeds, told: Mapping[str, Claim]) -> Claim | None:
    """The best other source's claim with the same figures for the same thing, None where there is none."""
    own = _numbers(claim)
    if not own:
        return None
    rank = _rank(claim, seeds)
    if rank is None:
        return None
    found: list[tuple[Rank, str, Claim]] = []
    for other in told.values():
        if other.source_id == claim.source_id or other.unverified or other.occasion == OWN:
            continue
        if (other.metric, other.party) != (claim.metric, claim.party) or _numbers(other) != own:
            continue
        place = _rank(other, seeds)
        near = _near(seeds.sources[claim.source_id], seeds.sources[other.source_id]) and _overlap(claim, other)
        if place is not None and place < rank and near:
            found.append((place, other.claim_id, other))
    return min(found)[2] if found else None


def _numbers(claim: Claim) -> frozenset[float | str]:
    """The figures, whatever the bound: "up to 1.4" repeats "1.4". A direction counts as one where there is none."""
    if claim.bound == "direction":
        return frozenset({"direction"})
    return frozenset(value for value in (claim.low, claim.central, claim.high) if value is not None)


def _rank(claim: Claim, seeds: Seeds) -> Rank | None:
    """Better sources first, then earlier ones, then those that name the occasion; None for our own work.

    Our own work is nobody's origin, and what it repeats it says itself.
    """
    source = seeds.sources[claim.source_id]
    if source.tier not in _BETTER:
        return None
    return _BETTER.index(source.tier), source.published_end, not claim.occasion


def _near(one: Source, other: Source) -> bool:
    if one.published_start is None or other.published_start is None:
        return True
    return abs((one.published_start - other.published_start).days) <= WINDOW


def _overlap(one: Claim, other: Claim) -> bool:
    if one.period_start is None or other.period_start is None or one.period_end is None or other.period_end is None:
        return True
    return one.period_start <= other.period_end and other.period_start <= one.period_end


def _occasion(claim: Claim, seeds: Seeds) -> str:
    return claim.occasion or seeds.sources[claim.source_id].occasion


def _reports(occasion: str, seeds: Seeds) -> str:
    return f"It reports {seeds.occasions[occasion].title}."


def _rewrite(source: Source, seeds: Seeds) -> str:
    return f" It rewrites {_name(seeds, source.derived_from)}, as it says itself." if source.derived_from else ""


def _name(seeds: Seeds, source_id: str) -> str:
    source = seeds.sources.get(source_id)
    return (
        f"article {source_id.removeprefix('seed-')}"
        if source and source.tier == "seed"
        else seeds.source_name(source_id)
    )
