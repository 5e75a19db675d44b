"""Who said what: claims chosen by party, topic, status, source, date and words, and the card of one claim.

Plain values for the templates; nothing here knows HTML.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from explorer.analysis.evidence_sensitivity import speaks_of
from explorer.datasets.tables import ROWS, comparable
from explorer.errors import quoted
from explorer.evidence.comparability import figures
from explorer.evidence.known import known_by
from explorer.page import citing
from explorer.records import Claim
from explorer.records.dates import date_range, period_words
from explorer.seeds import Seeds

LONGEST = 80  # characters of a search


def claim_filter(asked: Mapping[str, Any], seeds: Seeds) -> tuple[dict[str, str], list[str]]:
    """The filters of a request, an empty text for every claim, and sentences on what of it is left out.

    >>> from explorer.seeds import load
    >>> claim_filter({"status": "goal", "party": "Nobody"}, load())[1]
    ["There is no party 'Nobody' among the claims."]
    """
    known = {name: dict(values) for name, values in filter_options(seeds).items()}
    wanted = {name: str(asked.get(name) or "") for name in (*known, "as_of", "search")}
    strange = (name for name, values in known.items() if wanted[name] and wanted[name] not in values)
    left_out = {name: f"There is no {name} {quoted(wanted[name])} among the claims." for name in strange}
    try:
        datetime.date.fromisoformat(wanted["as_of"] or "2025-11-20")
    except ValueError:
        left_out["as_of"] = "The date is not a day, such as 2025-11-20."
    return wanted | dict.fromkeys(left_out, "") | {"search": wanted["search"][:LONGEST]}, [*left_out.values()]


def filter_options(seeds: Seeds) -> dict[str, list[tuple[str, str]]]:
    """For each filter its values, each with its words."""
    found, words = list(seeds.claims.values()), seeds.vocabulary
    tiers = {seeds.sources[claim.source_id].tier for claim in found}
    topics = [(topic, words.metrics[topic].meaning) for topic in {claim.metric for claim in found}]
    return {
        "sources": [pair for pair in words.meanings("tier").items() if pair[0] in tiers],
        "topic": sorted(topics, key=lambda pair: pair[1].casefold()),
        "party": [(party, party) for party in sorted({claim.party for claim in found}, key=str.casefold)],
        "status": [(name, f"{status.noun}: {status.meaning}") for name, status in words.statuses.items()],
    }


def filter_claims(wanted: Mapping[str, str], seeds: Seeds) -> list[Claim]:
    """The claims that pass a filter, those of the articles first; ``as_of`` hides what was published later.

    >>> from explorer.seeds import load
    >>> asked, _ = claim_filter({"sources": "seed", "status": "goal", "topic": "rack_rate"}, load())
    >>> [claim.claim_id for claim in filter_claims(asked, load())][0]
    'seed-001-rack-rate-2026'
    """
    known, words = known_by(seeds, wanted["as_of"] or None).claims, wanted["search"].lower().split()

    def fits(claim: Claim) -> bool:
        own = {"sources": seeds.sources[claim.source_id].tier, "topic": claim.metric}
        own |= {"party": claim.party, "status": claim.status}
        searched = f"{claim.statement} {seeds.source_name(claim.source_id)} {figures(claim)} {claim.noun}".lower()
        fitting = (wanted[name] in ("", value) for name, value in own.items())
        return claim.claim_id in known and all(fitting) and all(word in searched for word in words)

    return sorted(filter(fits, seeds.claims.values()), key=lambda one: seeds.sources[one.source_id].tier != "seed")


def card(claim: Claim, seeds: Seeds) -> dict[str, Any]:
    """A claim with what its card says beside it: its source, what it can be held against, and what it can stand for."""
    source = seeds.sources[claim.source_id]
    published = period_words(*date_range(source.published)[:2]) if source.published else "not dated in the document"
    return {
        "claim": claim,
        "source": source,
        "published": published,
        "beside": comparable(seeds, claim.claim_id),
        "parameters": [
            parameter
            for parameter in seeds.parameters.values()
            if claim.claim_id in parameter.claim_ids and speaks_of(claim, parameter)
        ],
        "correction": citing.correction(seeds, claim.claim_id),
    }


def score_lines(seeds: Seeds) -> list[dict[str, Any]]:
    """The lines of the scorecard that a reader sees first.

    >>> from explorer.seeds import load
    >>> [line["verdict_words"] for line in score_lines(load())][:2]
    ['no order found', 'no line found']
    """
    return [row for row in ROWS["scorecard"](seeds) if row["leads"]]
