"""The same matter in other words: a quotation that two sources give differently, a page whose verbs drift."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from explorer.records.relations import Wording
from explorer.records.vocabulary import STATUS_WORDS
from explorer.seeds import Seeds

__all__ = ["Drift", "drifts"]


@dataclass(frozen=True, slots=True)
class Drift:
    """Two wordings of one matter: ``drift`` is a word of the list "drift", ``sentence`` is for a reader."""

    matter: str
    drift: str
    speaker: str
    source_a: str
    words_a: str
    locator_a: str
    status_a: str
    source_b: str
    words_b: str
    locator_b: str
    status_b: str
    sentence: str
    claim_ids: tuple[str, ...]


def drifts(wordings: Iterable[Wording], seeds: Seeds) -> list[Drift]:
    """Every pair of wordings of one matter whose words differ, in the order written.

    Where two articles differ, a primary source is no third side: the sentence says whose words it has.
    """
    matters: dict[str, list[Wording]] = {}
    for wording in wordings:
        matters.setdefault(wording.matter, []).append(wording)
    return [drift for found in matters.values() for drift in _of_matter(found, seeds)]


def _of_matter(found: list[Wording], seeds: Seeds) -> list[Drift]:
    primary = [one for one in found if seeds.sources[one.source_id].tier == "primary"]
    others = [one for one in found if one not in primary]
    sides = others if len(others) > 1 else found
    if len({one.source_id for one in sides}) == 1:
        pairs = [(sides[0], other) for other in sides[1:]]
    else:
        pairs = [(a, b) for a, b in combinations(sides, 2) if a.source_id != b.source_id]
    origin = primary[0] if primary and sides is others else None
    return [_drift(a, b, origin, seeds) for a, b in pairs if a.words != b.words]


def _drift(a: Wording, b: Wording, origin: Wording | None, seeds: Seeds) -> Drift:
    same_page = a.source_id == b.source_id
    status_a, status_b = (seeds.claims[one.claim_id].status if one.claim_id else "" for one in (a, b))
    one, other = seeds.source_name(a.source_id), seeds.source_name(b.source_id)
    if same_page:
        places = _place(a, status_a), _place(b, status_b)
        sentence = f"{one} says \u201c{a.words}\u201d ({places[0]}) and \u201c{b.words}\u201d ({places[1]})."
    else:
        sentence = f"{a.speaker}: \u201c{a.words}\u201d in {one}, \u201c{b.words}\u201d in {other}."
        if origin and origin.words in (a.words, b.words):
            whose = one if origin.words == a.words else other
            party = seeds.source_name(origin.source_id).partition(" (")[0]
            sentence += f" {party}'s own text has the words of {whose}."
    return Drift(
        matter=a.matter,
        drift="verb" if same_page else "quotation",
        speaker=a.speaker,
        source_a=a.source_id,
        words_a=a.words,
        locator_a=a.locator,
        status_a=status_a,
        source_b=b.source_id,
        words_b=b.words,
        locator_b=b.locator,
        status_b=status_b,
        sentence=sentence,
        claim_ids=tuple(dict.fromkeys(one.claim_id for one in (a, b) if one.claim_id)),
    )


def _place(wording: Wording, status: str) -> str:
    return ", ".join(filter(None, (wording.locator, STATUS_WORDS.get(status, ""))))
