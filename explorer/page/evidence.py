"""Who said what: claims chosen by party, topic, status, source and date, and the card of one claim.

Plain values for the templates; nothing here knows HTML.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from explorer.datasets.tables import ROWS, comparable
from explorer.errors import ExplorerError
from explorer.evidence import comparability
from explorer.evidence.known import known_by
from explorer.records import Claim, Source
from explorer.records.dates import date_range, period_words
from explorer.seeds import Seeds

BESIDE = 6
"""Claims named on a card as comparable, and as many as not."""


def choice(asked: Mapping[str, Any], seeds: Seeds) -> dict[str, str]:
    """Which claims a page asked for, checked against what there is: an empty text is every one.

    >>> from explorer.seeds import load
    >>> choice({"status": "goal"}, load())["status"]
    'goal'
    """
    known = {name: dict(values) for name, values in options(seeds).items()}
    wanted = {name: str(asked.get(name) or "") for name in (*known, "as_of")}
    for name, values in known.items():
        if wanted[name] and wanted[name] not in values:
            raise ExplorerError(f"There is no {name} {wanted[name]!r} among the claims; nothing was changed.")
    try:
        datetime.date.fromisoformat(wanted["as_of"] or "2025-11-20")
    except ValueError:
        raise ExplorerError("The date is not a day, such as 2025-11-20; nothing was changed.") from None
    return wanted


def options(seeds: Seeds) -> dict[str, list[tuple[str, str]]]:
    """What may be chosen: for each filter the values and their words."""
    found, words = list(seeds.claims.values()), seeds.vocabulary
    tiers = {seeds.sources[claim.source_id].tier for claim in found}
    topics = [(topic, words.metrics[topic].meaning) for topic in {claim.metric for claim in found}]
    return {
        "sources": [pair for pair in words.meanings("tier").items() if pair[0] in tiers],
        "topic": sorted(topics, key=lambda pair: pair[1].casefold()),
        "party": [(party, party) for party in sorted({claim.party for claim in found}, key=str.casefold)],
        "status": [(name, f"{status.noun}: {status.meaning}") for name, status in words.statuses.items()],
    }


def chosen(wanted: Mapping[str, str], seeds: Seeds) -> list[Claim]:
    """The claims of a choice, those of the articles first; ``as_of`` hides what was published later.

    >>> from explorer.seeds import load
    >>> asked = choice({"sources": "seed", "status": "goal", "topic": "rack_rate"}, load())
    >>> [claim.claim_id for claim in chosen(asked, load())][0]
    'seed-001-rack-rate-2026'
    """
    known = known_by(seeds, wanted["as_of"] or None).claims

    def fits(claim: Claim) -> bool:
        own = {"sources": seeds.sources[claim.source_id].tier, "topic": claim.metric}
        own |= {"party": claim.party, "status": claim.status}
        return claim.claim_id in known and all(wanted[name] in ("", value) for name, value in own.items())

    return sorted(filter(fits, seeds.claims.values()), key=lambda one: seeds.sources[one.source_id].tier != "seed")


def row(claim: Claim, seeds: Seeds) -> dict[str, Any]:
    """One claim as a line of the table."""
    return {
        "id": claim.claim_id,
        "source": seeds.source_name(claim.source_id),
        "statement": claim.statement,
        "figures": comparability.figures(claim),
        "status": seeds.vocabulary.statuses[claim.status].noun,
        "unverified": claim.unverified,
        "superseded": bool(claim.superseded_by),
    }


def card(claim: Claim, seeds: Seeds) -> dict[str, Any]:
    """All there is to know of one claim: what it says, how firm, who, where, when, and what it can be held against."""
    source = seeds.sources[claim.source_id]
    beside, reviews = _beside(claim, seeds), seeds.vocabulary["check"]
    after = seeds.claims.get(claim.superseded_by)
    return {
        **row(claim, seeds),
        "topic": seeds.vocabulary.metrics[claim.metric].meaning,
        "meaning": claim.meaning("status"),
        "rung": claim.rung,
        "rungs": len(seeds.vocabulary.ladder),
        "scope": seeds.vocabulary["scope"][claim.scope].meaning,
        "place": claim.locator,
        "note": claim.note,
        "publisher": seeds.article_kind(source.source_id),
        "title": source.title,
        "url": source.url,
        "published": _day(source),
        "tier": seeds.vocabulary["tier"][source.tier].meaning,
        "derived_from": seeds.source_name(source.derived_from) if source.derived_from else "",
        "after": f"{seeds.source_name(after.source_id)}: {after.statement}" if after else "",
        "after_id": claim.superseded_by,
        "after_why": claim.superseded_reason,
        "checked": claim.checked and f"{period_words(claim.checked, claim.checked)}: {reviews[claim.check].words}",
        "check_note": claim.check_note,
        "comparable": [pair for pair in beside if pair["verdict"] != "not-comparable"][:BESIDE],
        "apart": [pair for pair in beside if pair["verdict"] == "not-comparable"][:BESIDE],
    }


def _day(source: Source) -> str:
    """When a source appeared, as exactly as it says."""
    return period_words(*date_range(source.published)[:2]) if source.published else "not dated in the document"


def _beside(claim: Claim, seeds: Seeds) -> list[dict[str, str]]:
    """How each other claim of its topic stands to this one, what can be compared first."""
    return [
        {
            "id": other.claim_id,
            "source": seeds.source_name(other.source_id),
            "figures": comparability.figures(other) or other.statement,
            "verdict": found["verdict"],
            "reason": found["reason"],
        }
        for found in comparable(seeds, claim.claim_id)
        for other in (seeds.claims[found["claim_id"]],)
    ]


def score_lines(seeds: Seeds) -> list[dict[str, str]]:
    """The lines of the scorecard that a reader sees first, in words.

    >>> from explorer.seeds import load
    >>> [line["verdict_words"] for line in score_lines(load())][:2]
    ['no order found', 'no line found']
    """
    return [_line(row) for row in ROWS["scorecard"](seeds) if row["leads"]]


def prediction_lines(seeds: Seeds) -> list[dict[str, str]]:
    """Our own predictions, each with its range, how it will be judged, and what came of it once that is known."""
    judged = {row["target_id"]: row for row in ROWS["scorecard"](seeds)}
    return [
        {
            **_line(judged[name]),
            "title": one.what,
            "span": one.span,
            "rule": one.rule if judged[name]["verdict"] == "open" else "",
            "made": f"{period_words(one.made, one.made)}, model version {one.version:g}",
        }
        for name, one in seeds.predictions.items()
    ]


def _line(row: Mapping[str, Any]) -> dict[str, str]:
    claims = " ".join(dict.fromkeys((*row["claim_ids"], *row["evidence_ids"])))
    return {**{name: row[name] for name in ("title", "verdict_words", "note")}, "claims": claims}
