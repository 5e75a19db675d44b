"""For whoever writes about it: numbers to quote, each a sentence with its evidence, and what changed on which day."""

from __future__ import annotations

import math
from typing import Any

from explorer.analysis.answer import foreseen
from explorer.evidence import comparability
from explorer.evidence.changes import changes
from explorer.formatting import month_words, plural, two_figures
from explorer.records import Claim, Quotable
from explorer.records.dates import date_range, period_words
from explorer.scenario.links import MODEL_VERSION
from explorer.seeds import Seeds


def numbers(seeds: Seeds) -> list[dict[str, Any]]:
    """The numbers of ``press.toml``: each sentence with its figures in it, and who says it, how firmly and when.

    >>> from explorer.seeds import load
    >>> numbers(load())[1]["sentence"][:40]
    'About 2,800 racks of the main class left'
    """
    return [{"id": name, **_number(one, seeds)} for name, one in seeds.press.items()]


def _number(one: Quotable, seeds: Seeds) -> dict[str, Any]:
    deal, behind = seeds.deal, [seeds.claims[name] for name in one.claim_ids]
    figures = {
        "goal": f"{deal.goal_gw:g}",
        "by": month_words(one.by or deal.goal_by),
        "news": month_words(deal.news_to),
    }
    figures |= {str(place): comparability.figures(claim) for place, claim in enumerate(behind, 1)}
    if one.measure:
        found = foreseen(one.measure, one.by, one.since, seeds=seeds)
        sign = "%" if one.measure == "share_needed" else ""
        figures |= {
            name: f"{two_figures(value)}{sign}" if math.isfinite(value) else f"more than {deal.maker} ships"
            for name, value in found._asdict().items()
        }
    return {
        "sentence": one.filled(figures),
        "evidence": [{"id": claim.claim_id, "words": _evidence(claim, seeds)} for claim in behind],
        "computed": f"model version {MODEL_VERSION}, {seeds.data_to}" if one.measure else "",
    }


def _evidence(claim: Claim, seeds: Seeds) -> str:
    """Who says it, when, and how firm it is; of a claim beside the ladder without a figure only the former two."""
    source = seeds.sources[claim.source_id]
    day = claim.as_of or source.retrieved
    said = period_words(*date_range(source.published)[:2]) if source.published else period_words(day, day)
    firm = f": {claim.noun}" if claim.rung or claim.figures else ""
    return f"{seeds.source_name(claim.source_id)}, {said}{firm}"


def log(seeds: Seeds) -> list[dict[str, Any]]:
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
