"""The same matter in other words: a quotation that two sources give differently, a page whose verbs drift."""

from itertools import combinations
from typing import Any

from explorer.records import Wording
from explorer.seeds import Seeds


def drift(known: Seeds) -> list[dict[str, Any]]:
    """The same matter in other words, one pair of wordings a row; of each source a few words only.

    Where two articles differ, a primary source is no third side: the ``sentence`` says whose words it has.

    >>> from explorer import drift
    >>> drift().query("drift == 'verb' and source_a == 'seed-000'")["words_b"].tolist()
    ['pledging', 'projects', 'commitments']
    """
    matters: dict[str, list[Wording]] = {}
    for wording in known.wordings.values():
        matters.setdefault(wording.matter, []).append(wording)
    return [row for found in matters.values() for row in _of_matter(found, known)]


def _of_matter(found: list[Wording], known: Seeds) -> list[dict[str, Any]]:
    primary = [one for one in found if known.sources[one.source_id].tier == "primary"]
    others = [one for one in found if one not in primary]
    sides = others if len(others) > 1 else found
    if len({one.source_id for one in sides}) == 1:
        pairs = [(sides[0], other) for other in sides[1:]]
    else:
        pairs = [(a, b) for a, b in combinations(sides, 2) if a.source_id != b.source_id]
    origin = primary[0] if primary and sides is others else None
    return [_drift(a, b, origin, known) for a, b in pairs if a.words != b.words]


def _drift(a: Wording, b: Wording, origin: Wording | None, known: Seeds) -> dict[str, Any]:
    claims = [known.claims.get(one.claim_id) for one in (a, b)]
    sides: dict[str, str] = {}
    places: list[str] = []
    for side, one, claim in zip("ab", (a, b), claims, strict=True):
        sides |= {f"source_{side}": one.source_id, f"words_{side}": one.words, f"locator_{side}": one.locator}
        sides[f"status_{side}"] = claim.status if claim else ""
        places.append(f"{one.locator}, {claim.noun}" if claim else one.locator)
    one, other = known.source_name(a.source_id), known.source_name(b.source_id)
    if a.source_id == b.source_id:
        kind = "verb"
        sentence = f"{one} says \u201c{a.words}\u201d ({places[0]}) and \u201c{b.words}\u201d ({places[1]})."
    else:
        kind, sentence = "quotation", f"{a.speaker}: \u201c{a.words}\u201d in {one}, \u201c{b.words}\u201d in {other}."
        if origin and origin.words in (a.words, b.words):
            whose = one if origin.words == a.words else other
            party = known.source_name(origin.source_id).partition(" (")[0]
            sentence += f" {party}'s own text has the words of {whose}."
    return {
        "matter": a.matter,
        "drift": kind,
        "speaker": a.speaker,
        **sides,
        "sentence": sentence,
        "claim_ids": tuple(dict.fromkeys(claim.claim_id for claim in claims if claim)),
    }
