"""Who said what: claims chosen by party, topic, status, source, date and words, and the card of one claim.

And for whoever writes about it: numbers to quote, each with its evidence, and what changed on which day. All are plain
values for the templates; nothing here knows HTML.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from typing import Any

from explorer.analysis.answer import foreseen
from explorer.analysis.evidence_sensitivity import speaks_of
from explorer.datasets.tables import ROWS, comparable
from explorer.errors import ExplorerError
from explorer.evidence.changes import changes
from explorer.evidence.comparability import figures
from explorer.evidence.known import known_by
from explorer.formatting import month_words, plural, two_figures
from explorer.page import citing
from explorer.records import Claim
from explorer.records.dates import date_range, period_words
from explorer.scenario.links import MODEL_VERSION
from explorer.seeds import Seeds

LONGEST = 80  # characters of a search
BESIDE = 6
"""Claims named on a card as comparable, and as many as not."""


def choice(asked: Mapping[str, Any], seeds: Seeds) -> dict[str, str]:
    """Which claims a page asked for, checked against what there is: an empty text is every one.

    >>> from explorer.seeds import load
    >>> choice({"status": "goal"}, load())["status"]
    'goal'
    """
    known = {name: dict(values) for name, values in options(seeds).items()}
    wanted = {name: str(asked.get(name) or "") for name in (*known, "as_of", "search")}
    for name, values in known.items():
        if wanted[name] and wanted[name] not in values:
            raise ExplorerError(f"There is no {name} {wanted[name]!r} among the claims; nothing was changed.")
    try:
        datetime.date.fromisoformat(wanted["as_of"] or "2025-11-20")
    except ValueError:
        raise ExplorerError("The date is not a day, such as 2025-11-20; nothing was changed.") from None
    return wanted | {"search": wanted["search"][:LONGEST]}


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
    known, words = known_by(seeds, wanted["as_of"] or None).claims, wanted["search"].lower().split()

    def fits(claim: Claim) -> bool:
        own = {"sources": seeds.sources[claim.source_id].tier, "topic": claim.metric}
        own |= {"party": claim.party, "status": claim.status}
        said = f"{claim.statement} {seeds.source_name(claim.source_id)} {figures(claim)} {claim.noun}".lower()
        fitting = (wanted[name] in ("", value) for name, value in own.items())
        return claim.claim_id in known and all(fitting) and all(word in said for word in words)

    return sorted(filter(fits, seeds.claims.values()), key=lambda one: seeds.sources[one.source_id].tier != "seed")


def card(claim: Claim, seeds: Seeds) -> dict[str, Any]:
    """A claim with what its card says beside it: its source, what it can be held against, and what it can stand for."""
    beside, source = comparable(seeds, claim.claim_id), seeds.sources[claim.source_id]
    published = period_words(*date_range(source.published)[:2]) if source.published else "not dated in the document"
    return {
        "claim": claim,
        "source": source,
        "published": published,
        "after": seeds.claims.get(claim.superseded_by),
        "comparable": [pair for pair in beside if pair["verdict"] != "not-comparable"][:BESIDE],
        "apart": [pair for pair in beside if pair["verdict"] == "not-comparable"][:BESIDE],
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


def numbers(seeds: Seeds) -> list[dict[str, Any]]:
    """The numbers of ``press.toml``: each sentence with its figures in it, and who says it, how firmly and when.

    >>> from explorer.seeds import load
    >>> numbers(load())[1]["sentence"][:40]
    'About 2,800 racks of the main class left'
    """
    deal, found = seeds.deal, list[dict[str, Any]]()
    for name, one in seeds.press.items():
        behind = [seeds.claims[claim_id] for claim_id in one.claim_ids]
        said = {str(place): figures(claim) for place, claim in enumerate(behind, 1)}
        said["goal"], said["news"] = f"{deal.goal_gw:g}", month_words(deal.news_to)
        said["by"] = month_words(one.by or deal.goal_by)
        if one.measure:
            sign = "%" if one.measure == "share_needed" else ""
            for end, value in foreseen(one.measure, one.by, one.since, seeds=seeds)._asdict().items():
                finite = math.isfinite(value)
                said[end] = f"{two_figures(value)}{sign}" if finite else f"more than {deal.maker} ships"
        evidence = [{"id": claim.claim_id, "words": _evidence(claim, seeds)} for claim in behind]
        computed = f"model version {MODEL_VERSION}, {seeds.data_to}" if one.measure else ""
        found.append({"id": name, "sentence": one.filled(said), "evidence": evidence, "computed": computed})
    return found


def _evidence(claim: Claim, seeds: Seeds) -> str:
    """Who says it, when, and how firm it is; of a claim beside the ladder without a figure only the former two."""
    source = seeds.sources[claim.source_id]
    day = claim.as_of or source.retrieved
    said = period_words(*date_range(source.published)[:2]) if source.published else period_words(day, day)
    firm = f": {claim.noun}" if claim.rung or claim.figures else ""
    return f"{seeds.source_name(claim.source_id)}, {said}{firm}"


def change_log(seeds: Seeds) -> list[dict[str, Any]]:
    """The change log as lines of words, by day and what was done, for the page and the feed."""
    named = {
        name: {"id": name, "words": f"{seeds.source_name(claim.source_id)}: {claim.statement}"}
        for name, claim in seeds.claims.items()
    }
    found: list[dict[str, Any]] = []
    for day, kind, entries in changes(seeds):
        count = len(entries) if kind == "overtaken" else sum(len(entry.claim_ids) for entry in entries)
        lines = [{"claims": [named[one] for one in entry.claim_ids], "why": entry.why} for entry in entries]
        title = f"{plural(count, 'claim')} {kind}"
        found.append({"day": day, "said": period_words(day, day), "kind": kind, "title": title, "lines": lines})
    return found
