"""Several sources, one question: who says it, who agrees, who says less, who differs, who is silent."""

from collections.abc import Sequence
from typing import Any

from explorer.errors import ExplorerError, quoted_several
from explorer.evidence.comparability import compare, figures
from explorer.evidence.known import Date, answers, document_ids, known_by
from explorer.records import Claim, Fact
from explorer.seeds import Seeds


def agreement(seeds: Seeds, as_of: Date | None = None, *, sources: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """How each source stands to each question, a row for both; the sources are the documents unless others are named.

    The first claim of a source on a question speaks for it. All are held against the source that says most, the first
    such. Where none of them says anything, the reason and the claims are those of the other sources that do, or of our
    search. ``cell`` is a word of the list "cell".
    """
    chosen = document_ids(seeds) if sources is None else sources
    strange = [name for name in chosen if name not in seeds.sources]
    if strange:
        raise ExplorerError(f"there is no source {quoted_several(strange)}; see sources().index")
    known = known_by(seeds, as_of)
    return [row for fact in seeds.facts.values() for row in _asked(fact, chosen, known)]


def cells(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Rows of `agreement` as a table: a question a row, with one cell for each source."""
    table: dict[str, dict[str, str]] = {}
    for row in rows:
        table.setdefault(row["fact_id"], {"fact_id": row["fact_id"]})[row["source_id"]] = row["cell"]
    return list(table.values())


def _asked(fact: Fact, sources: Sequence[str], known: Seeds) -> list[dict[str, Any]]:
    found = answers(fact, known)
    elsewhere = [claim for claim in found if claim.source_id not in sources and not claim.superseded_by]
    by_source = {name: [claim for claim in found if claim.source_id == name] for name in sources}
    speakers = [own[0] for own in by_source.values() if own]
    most = next((one for one in speakers if all(compare(one, two).verdict != "narrower" for two in speakers)), None)
    rows: list[dict[str, Any]] = []
    for source_id, own in by_source.items():
        first = own[0] if own else None
        if source_id not in known.sources:
            cell, reason = "unpublished", f"It had not appeared by {known.day}."
        elif most is None:
            cell, reason, own = "unpublished", _elsewhere(elsewhere, known), elsewhere
        else:
            cell, reason = _cell(own, most)
        rows.append(
            {
                "fact_id": fact.fact_id,
                "question": fact.question,
                "source_id": source_id,
                "cell": cell,
                "said": (figures(first) or first.statement) if first else "",
                "against": most.source_id if most and first and first is not most else "",
                "reason": reason,
                "claim_ids": tuple(claim.claim_id for claim in own),
            }
        )
    return rows


def _cell(own: Sequence[Claim], most: Claim) -> tuple[str, str]:
    if not own:
        return "silent", "It says nothing about this."
    first, *more = own
    found = compare(most, first)
    cell, reason = ("states", f"It says: {_said(first)}.") if first is most else (found.verdict, found.reason)
    others = [_said(one) for one in more if compare(first, one).verdict != "agrees" or first.status != one.status]
    return cell, reason + (f" Elsewhere it says: {'; '.join(others)}." if others else "")


def _elsewhere(claims: Sequence[Claim], known: Seeds) -> str:
    """Who else says what none of the compared sources does; what our own search found is a sentence already."""
    others = [claim for claim in claims if known.sources[claim.source_id].tier != "ours"]
    named = [f"{known.source_name(claim.source_id)} does: {_said(claim)}" for claim in others]
    return " ".join([f"{'; '.join(['None of these says', *named])}.", *(c.statement for c in claims if not others)])


def _said(claim: Claim) -> str:
    return figures(claim) or claim.statement.rstrip(".")
