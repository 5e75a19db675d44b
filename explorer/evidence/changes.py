"""The change log of the claims: which were added, mended, withdrawn or overtaken on which day, from the seeds alone."""

import datetime
from collections import defaultdict
from typing import NamedTuple

from explorer.seeds import Seeds

KINDS = ("added", "changed", "withdrawn", "overtaken")


class Entry(NamedTuple):
    """Claims that one thing happened to, and why; of one that was overtaken, it and the claim that took its place."""

    claim_ids: tuple[str, ...]
    why: str = ""


def changes(seeds: Seeds) -> list[tuple[datetime.date, str, list[Entry]]]:
    """What happened on each day, the newest first: the day, one of `KINDS`, and its entries.

    A claim is added on the day on which its source was read, changed on that of a check that mended it, and overtaken
    once the claim that took its place is there; where a revision says otherwise of a claim and its day, that holds.

    >>> from explorer.seeds import load
    >>> [kind for day, kind, _ in changes(load()) if day == datetime.date(2026, 11, 27)]
    ['added', 'changed', 'overtaken']
    """
    found: dict[tuple[datetime.date, str], list[Entry]] = defaultdict(list)
    added = {name: seeds.sources[claim.source_id].retrieved for name, claim in seeds.claims.items()}
    revised: set[tuple[datetime.date | None, str]] = set()
    dated: set[str] = set()
    for one in seeds.revisions.values():
        found[one.day, one.what].append(Entry(one.claim_ids, one.why))
        revised |= {(one.day, name) for name in one.claim_ids if one.what != "added"}
        if one.what == "added":
            added |= dict.fromkeys(one.claim_ids, one.day)
            dated |= {*one.claim_ids}
    for name, claim in seeds.claims.items():
        if name not in dated:
            found[added[name], "added"].append(Entry((name,)))
        if claim.checked and claim.check == "mended" and (claim.checked, name) not in revised:
            found[claim.checked, "changed"].append(Entry((name,), claim.check_note))
        if after := claim.superseded_by:
            day = max(added[name], added[after])
            found[day, "overtaken"].append(Entry((name, after), claim.superseded_reason))
    return sorted(
        ((*key, entries) for key, entries in found.items()), key=lambda one: (-one[0].toordinal(), KINDS.index(one[1]))
    )
