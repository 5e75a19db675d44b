"""What became of what was said to happen: met, missed, open, or not to be told from what we found.

A finding speaks from the day on which all its evidence had been published, the latest one for its target. Whether a day
has passed is computed; a target that was open when its day passed becomes one that what we found does not resolve.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from explorer import project
from explorer.records.dates import period_words
from explorer.records.relations import Finding, Target
from explorer.seeds import Seeds

__all__ = ["Line", "score", "today"]


@dataclass(frozen=True, slots=True)
class Line:
    """One target as it stood on a day; ``verdict`` is a word of the list "score" of the vocabulary."""

    target_id: str
    title: str
    party: str
    due: datetime.date | None
    due_passed: bool
    verdict: str
    verdict_words: str
    note: str
    rule: str
    leads: bool
    claim_ids: tuple[str, ...]
    evidence_ids: tuple[str, ...]


def today(seeds: Seeds) -> datetime.date:
    """The day on which the newest source was read: what "today" means for evidence that does not grow by itself."""
    return max((source.retrieved for source in seeds.sources.values()), default=datetime.date.min)


def score(seeds: Seeds, told: Collection[str], day: datetime.date | None) -> list[Line]:
    """The scorecard on a day, those that lead first: every target of which one claim had been published by then.

    ``told`` are the ids of the claims published by that day.
    """
    when = day or today(seeds)
    lines: list[Line] = []
    for target in seeds.scorecard.values():
        claims = tuple(name for name in target.claim_ids if name in told)
        if claims:
            own = (one for one in seeds.findings.values() if one.target_id == target.target_id)
            lines.append(_line(target, _latest(own, seeds, told), claims, when))
    return sorted(lines, key=lambda line: not line.leads)


def _latest(found: Iterable[Finding], seeds: Seeds, told: Collection[str]) -> Finding | None:
    """The finding whose evidence was complete last; of two on one day the one written later."""
    known = [one for one in found if all(name in told for name in one.claim_ids)]
    latest: Finding | None = None
    for one in known:
        if latest is None or _known_from(one, seeds) >= _known_from(latest, seeds):
            latest = one
    return latest


def _known_from(finding: Finding, seeds: Seeds) -> datetime.date:
    return max(seeds.sources[seeds.claims[name].source_id].published_end for name in finding.claim_ids)


def _line(target: Target, finding: Finding | None, claims: tuple[str, ...], when: datetime.date) -> Line:
    due = target.due_end
    passed = due is not None and due < when
    verdict = finding.verdict if finding else "open"
    words = finding.verdict_words if finding else _due_words(due)
    seen = project.NEWS if f"{when:%Y-%m}" > project.NEWS_TO else f"pages to {period_words(when, when)}"
    note = finding.note if finding else f"Nothing we found ({seen}) decides it."
    if verdict == "open" and passed:
        verdict, words = "not-resolvable", "day passed, not seen"
        note = f"Its last day, {period_words(due, due)}, has passed. " + note
    return Line(
        target_id=target.target_id,
        title=target.title,
        party=target.party,
        due=due,
        due_passed=passed,
        verdict=verdict,
        verdict_words=words,
        note=note,
        rule=target.rule,
        leads=target.leads,
        claim_ids=claims,
        evidence_ids=finding.claim_ids if finding else (),
    )


def _due_words(due: datetime.date | None) -> str:
    if due is None:
        return "nothing found yet"
    return f"due by end {due.year}" if (due.month, due.day) == (12, 31) else f"due {period_words(due, due)}"
