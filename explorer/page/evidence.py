"""Who said what: claims chosen by party, topic, status, source and date, and the card of one claim.

Plain values for the templates; nothing here knows HTML.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from explorer.datasets import rows
from explorer.errors import ExplorerError
from explorer.evidence import comparability
from explorer.evidence.known import known_by
from explorer.records import Claim
from explorer.records.dates import period_words
from explorer.seeds import Seeds

ARTICLES, EVERYBODY = "articles", "everybody"
BESIDE = 6
"""Claims named on a card as comparable, and as many as not."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which claims a reader wants: an empty text is every one; ``as_of`` hides what was published later."""

    sources: str = ARTICLES
    party: str = ""
    topic: str = ""
    status: str = ""
    as_of: str = ""


class ChoiceError(ExplorerError):
    """A choice that cannot be made; the message is a sentence for readers."""


def whose(seeds: Seeds) -> str:
    """Whose claims stand in the agreement table, in words.

    >>> from explorer.seeds import load
    >>> whose(load())
    'the five articles'
    """
    articles = sum(source.tier == "seed" for source in seeds.sources.values())
    numbers = {1: "one article", 2: "two articles", 3: "three articles", 4: "four articles", 5: "five articles"}
    return f"the {numbers.get(articles, f'{articles} articles')}" if articles else "the sources"


def choice(values: Mapping[str, Any], seeds: Seeds) -> Choice:
    """The choice that a page sent, checked against what there is.

    >>> from explorer.seeds import load
    >>> choice({"sources": "everybody", "status": "goal"}, load()).status
    'goal'
    """
    wanted = Choice(**{name: str(values.get(name) or "") for name in ("party", "topic", "status", "as_of")})
    known = options(seeds)
    for name in ("party", "topic", "status"):
        value = getattr(wanted, name)
        if value and value not in dict(known[name]):
            raise ChoiceError(f"There is no {name} {value!r} among the claims; nothing was changed.")
    sources = str(values.get("sources") or ARTICLES)
    if sources not in dict(known["sources"]):
        raise ChoiceError("There is no such group of sources; nothing was changed.")
    if wanted.as_of:
        try:
            datetime.date.fromisoformat(wanted.as_of)
        except ValueError:
            raise ChoiceError("The date is not a day, such as 2025-11-20; nothing was changed.") from None
    return Choice(sources, wanted.party, wanted.topic, wanted.status, wanted.as_of)


def options(seeds: Seeds) -> dict[str, list[tuple[str, str]]]:
    """What may be chosen: for each filter the values and their words."""
    found = list(seeds.claims.values())
    tiers = {seeds.sources[claim.source_id].tier for claim in found}
    topics = {claim.metric for claim in found}
    return {
        "sources": [(ARTICLES, whose(seeds)), (EVERYBODY, "all sources")]
        + [
            (tier, words)
            for tier, words in seeds.vocabulary.meanings("tier").items()
            if tier in tiers and tier != "seed"
        ],
        "party": [(party, party) for party in sorted({claim.party for claim in found}, key=str.casefold)],
        "topic": sorted(
            ((topic, seeds.vocabulary.metrics[topic].meaning) for topic in topics), key=lambda pair: pair[1].casefold()
        ),
        "status": [(name, f"{status.noun}: {status.meaning}") for name, status in seeds.vocabulary.statuses.items()],
    }


def chosen(wanted: Choice, seeds: Seeds) -> list[Claim]:
    """The claims of a choice, strongest rung of the ladder last, in the order of the seeds.

    >>> from explorer.seeds import load
    >>> [claim.claim_id for claim in chosen(Choice(status="goal", topic="rack_rate"), load())][0]
    'seed-001-rack-rate-2026'
    """
    known = known_by(seeds, wanted.as_of or None).claims
    everybody = set(seeds.vocabulary["tier"])
    articles = {"seed"} if any(source.tier == "seed" for source in seeds.sources.values()) else everybody
    tiers = {ARTICLES: articles, EVERYBODY: everybody}.get(wanted.sources, {wanted.sources})
    return [
        claim
        for claim in seeds.claims.values()
        if claim.claim_id in known
        and seeds.sources[claim.source_id].tier in tiers
        and wanted.party in ("", claim.party)
        and wanted.topic in ("", claim.metric)
        and wanted.status in ("", claim.status)
    ]


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
        "phrase": f"{claim.party} {comparability.phrase(claim)}" if comparability.phrase(claim) else "",
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
        "published": source.published or "not dated in the document",
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


def cards(claim_ids: Iterable[object], seeds: Seeds) -> list[dict[str, Any]]:
    """The cards of several claims; ids that are not there are left out."""
    return [card(seeds.claims[name], seeds) for name in claim_ids if isinstance(name, str) and name in seeds.claims]


def _beside(claim: Claim, seeds: Seeds) -> list[dict[str, str]]:
    """How each other claim of its topic stands to this one, what can be compared first."""
    pairs: list[dict[str, str]] = []
    for found in rows.comparables(seeds, claim.claim_id):
        other = seeds.claims[found["claim_id"]]
        pairs.append(
            {
                "id": other.claim_id,
                "source": seeds.source_name(other.source_id),
                "figures": comparability.figures(other) or other.statement,
                "verdict": found["verdict"],
                "reason": found["reason"],
            }
        )
    return pairs


def score_lines(seeds: Seeds) -> list[dict[str, str]]:
    """The lines of the scorecard that a reader sees first, in words.

    >>> from explorer.seeds import load
    >>> [line["verdict_words"] for line in score_lines(load())][:2]
    ['no order found', 'no line found']
    """
    return [_line(row) for row in rows.scorecard(seeds) if row["leads"]]


def prediction_lines(seeds: Seeds) -> list[dict[str, str]]:
    """Our own predictions, each with its range, how it will be judged, and what came of it once that is known."""
    judged = {row["target_id"]: row for row in rows.scorecard(seeds)}
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
