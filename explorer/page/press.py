"""For whoever writes about it: numbers to quote, each a sentence with its evidence, and what changed on which day."""

from __future__ import annotations

import math
from typing import Any

from explorer.analysis.answer import foreseen, required
from explorer.evidence.changes import changes
from explorer.evidence.comparability import figures
from explorer.formatting import month_words, plural, two_figures
from explorer.page.words import need_sentence
from explorer.records import Claim
from explorer.records.dates import date_range, period_words
from explorer.scenario import Scenario
from explorer.scenario.links import MODEL_VERSION
from explorer.seeds import Seeds


def numbers(seeds: Seeds) -> list[dict[str, Any]]:
    """The numbers of ``press.toml``: each sentence with its figures in it, and who says it, how firmly and when.

    >>> from explorer.seeds import load
    >>> numbers(load())[1]["sentence"][:40]
    'About 2,800 racks of the main class left'
    """
    deal, found = seeds.deal, list[dict[str, Any]]()
    for name, one in seeds.press.items():
        behind = [seeds.claims[claim_id] for claim_id in one.claim_ids]
        figures_of = {str(place): figures(claim) for place, claim in enumerate(behind, 1)}
        figures_of["goal"], figures_of["news"] = f"{deal.goal_gw:g}", month_words(deal.news_to)
        figures_of["by"] = month_words(one.by or deal.goal_by)
        beyond = ""
        if one.measure:
            result, sign = foreseen(one.measure, one.by, one.since, seeds=seeds), "%" * (one.measure == "share_needed")
            for end, value in result._asdict().items():
                finite = math.isfinite(value)
                figures_of[end] = f"{two_figures(value)}{sign}" if finite else f"more than {deal.maker} ships"
            if math.isinf(result.middle):  # no figure fits into the folder's own sentence
                beyond = need_sentence(required(Scenario(seeds=seeds), by=one.by), deal)
        evidence = [{"id": claim.claim_id, "words": _evidence(claim, seeds)} for claim in behind]
        computed = f"model version {MODEL_VERSION}, {seeds.data_to}" if one.measure else ""
        found.append(
            {"id": name, "sentence": beyond or one.filled(figures_of), "evidence": evidence, "computed": computed}
        )
    return found


def _evidence(claim: Claim, seeds: Seeds) -> str:
    """Who says it, when, and how firm it is; of a claim beside the ladder without a figure only the former two."""
    source = seeds.sources[claim.source_id]
    day = claim.as_of or source.retrieved
    when = period_words(*date_range(source.published)[:2]) if source.published else period_words(day, day)
    firm = f": {claim.noun}" if claim.rung or claim.figures else ""
    return f"{seeds.source_name(claim.source_id)}, {when}{firm}"


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
