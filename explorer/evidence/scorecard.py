"""What became of what was said to happen: met, missed, open, or not to be told from what we found.

A finding speaks from the day on which all its evidence had been published, the latest one for its target. Whether a day
has passed is computed; a target that was open when its day passed becomes one that what we found does not resolve.
"""

import datetime
from typing import Any

from explorer.formatting import month_words
from explorer.records import Finding, Prediction, Target
from explorer.records.dates import period_words
from explorer.seeds import Seeds


def scorecard(known: Seeds) -> list[dict[str, Any]]:
    """What became of what was said to happen, as it stood on a day, index ``target_id``; those that lead stand first.

    Behind the targets of which one claim had been published stand our own predictions, from the day on which each was
    made. Without ``as_of`` the day is the one on which the newest source was read: evidence does not grow by itself.

    >>> from explorer import scorecard
    >>> scorecard().loc["racks-2000", ["verdict", "verdict_words"]].tolist()
    ['open', 'no count by mid-2026']
    """
    read = (source.retrieved for source in known.sources.values())
    when = known.day or max(read, default=datetime.date.min)
    judged = {**known.scorecard, **known.predictions}
    rows = [_row(target_id, target, known, when) for target_id, target in judged.items()]
    return sorted(rows, key=lambda row: not row["leads"])


def _row(target_id: str, target: Target | Prediction, known: Seeds, when: datetime.date) -> dict[str, Any]:
    def complete(finding: Finding) -> datetime.date:
        return max(known.sources[known.claims[name].source_id].published_end for name in finding.claim_ids)

    own = [one for one in known.findings.values() if one.target_id == target_id]
    finding = max(reversed(own), key=complete, default=None)  # of two on one day the one written later
    due = target.due_end
    passed = due is not None and due < when
    if finding:
        verdict, words, note = finding.verdict, finding.verdict_words, finding.note
    else:
        news_to = known.deal.news_to
        seen = month_words(news_to) if f"{when:%Y-%m}" > news_to else period_words(when, when)
        verdict, words, note = "open", "nothing found yet", f"Nothing we found (pages to {seen}) decides it."
        if due:
            at_end = (due.month, due.day) == (12, 31)
            words = f"due by end {due.year}" if at_end else f"due {period_words(due, due)}"
    if verdict == "open" and passed:
        verdict, words = "not-resolvable", "day passed, not seen"
        note = f"Its last day, {period_words(due, due)}, has passed. {note}"
    return {
        "target_id": target_id,
        "title": target.title,
        "party": target.party,
        "due": due,
        "due_passed": passed,
        "verdict": verdict,
        "verdict_words": words,
        "note": note,
        "rule": target.rule,
        "leads": target.leads,
        "claim_ids": target.claim_ids,
        "evidence_ids": finding.claim_ids if finding else (),
    }
