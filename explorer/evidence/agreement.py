"""Several sources, one question: who says it, who agrees, who says less, who differs, who is silent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from explorer.evidence.comparability import compare, figures
from explorer.records import Claim, Fact
from explorer.seeds import Seeds

__all__ = ["Row", "crosscheck"]


@dataclass(frozen=True, slots=True)
class Row:
    """How one source stands to one question.

    ``cell`` is a word of the list "cell", ``reason`` says why, ``said`` is its
    figures or answer, ``against`` the source it was held against, ``claim_ids`` all it says on it.
    """

    fact_id: str
    question: str
    source_id: str
    cell: str
    said: str
    against: str
    reason: str
    claim_ids: tuple[str, ...]


def crosscheck(
    fact: Fact, claims: Iterable[Claim], sources: Mapping[str, bool], seeds: Seeds, as_of: str = ""
) -> list[Row]:
    """One row for each source, in their order.

    ``sources`` says of each whether it had appeared by the date; ``as_of`` is that date, for the reason, and ``claims``
    are those published by then. The first claim of a source on a question speaks for it. All are held against the
    source that says most, the first such. Where none of them says anything, the reason and the claims are those of the
    other sources that do, or of our search.
    """
    answers = [claim for claim in claims if fact.asks_for(claim)]
    relevant = [claim for claim in answers if sources.get(claim.source_id)]
    elsewhere = [claim for claim in answers if claim.source_id not in sources and not claim.superseded_by]
    said = {name: [claim for claim in relevant if claim.source_id == name] for name in sources}
    speakers = [own[0] for own in said.values() if own]
    measure = next((one for one in speakers if _says_most(one, speakers)), None)
    rows: list[Row] = []
    for source, own in said.items():
        text = figures(own[0]) or own[0].statement if own else ""
        against = measure.source_id if measure and own and own[0] is not measure else ""
        cell, reason = _cell(own, measure, bool(sources[source]), as_of)
        if measure is None and sources[source]:
            cell, reason, own = "unpublished", _elsewhere(elsewhere, seeds), elsewhere
        ids = tuple(claim.claim_id for claim in own)
        rows.append(Row(fact.fact_id, fact.question, source, cell, text, against, reason, ids))
    return rows


def _says_most(claim: Claim, speakers: Sequence[Claim]) -> bool:
    return all(compare(claim, other).verdict != "narrower" for other in speakers)


def _cell(own: Sequence[Claim], measure: Claim | None, appeared: bool, as_of: str) -> tuple[str, str]:
    if not appeared:
        return "unpublished", f"It had not appeared by {as_of}."
    if measure is None or not own:
        return "silent", "It says nothing about this."
    first = own[0]
    if first is measure:
        cell, reason = "states", f"It says: {figures(first) or first.statement.rstrip('.')}."
    else:
        cell, reason = (verdict := compare(measure, first)).verdict, verdict.reason
    others = [figures(claim) or claim.statement.rstrip(".") for claim in own[1:] if not _repeats(first, claim)]
    return cell, reason + (f" Elsewhere it says: {'; '.join(others)}." if others else "")


def _repeats(first: Claim, other: Claim) -> bool:
    return compare(first, other).verdict == "agrees" and first.status == other.status


def _elsewhere(claims: Sequence[Claim], seeds: Seeds) -> str:
    """Who else says what none of the compared sources does; what our own search found is a sentence already."""
    ours = [claim.statement for claim in claims if seeds.sources[claim.source_id].tier == "ours"]
    others = [
        f"{seeds.source_name(claim.source_id)} does: {figures(claim) or claim.statement.rstrip('.')}"
        for claim in claims
        if seeds.sources[claim.source_id].tier != "ours"
    ]
    return f"{'; '.join(['None of these says', *others])}.{''.join(f' {found}' for found in ours if not others)}"
