"""A paragraph to quote: what would follow, what the parties say in the verbs of their claims, what it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable

from explorer import project
from explorer.analysis.headline import Answer
from explorer.evidence.comparability import phrase
from explorer.records import Claim
from explorer.scenario import Scenario
from explorer.seeds import Seeds, load
from explorer.ui.citing import address
from explorer.ui.differences import differences

__all__ = ["faults", "quotable", "said"]

RATES = ("rack_rate_start", "rack_rate_target")
"""The assumptions whose claims the paragraph quotes: what is made, can be made and is aimed for."""

FORBIDDEN = {
    r"\b(?:will|won't|shall|'ll)\b": "a plan is not a fact to come",
    r"\b(?:is|are) going to\b": "a plan is not a fact to come",
    r"\bguarantees?\b": "nothing here is sure",
    r"\b(?:certainly|definitely|undoubtedly|surely|inevitabl\w+)\b": "nothing here is sure",
    r"\b(?:we|model|explorer) (?:predict|forecast|expect)s?\b": "it says what would follow, not what comes",
    r"(?<!most )(?<!equally )\b(?:likely|unlikely|probably)\b": "a chance needs its number",
}
"""Words that a conditional sentence does without, and why; the tests hold every text of the project against it."""


def faults(text: str) -> list[str]:
    """What a text must not say, each with the reason; empty where it is in order. A question may ask what will be.

    >>> faults("Foxconn will make 2,000 racks a week.")
    ["'will': a plan is not a fact to come"]
    >>> faults("Foxconn aims for up to 2,000 racks a week.")
    []
    """
    told = re.sub(r"[^.?!]*\?(?=\s|$)", " ", text)
    return [
        f"{found[0]!r}: {why}" for rule, why in FORBIDDEN.items() for found in re.finditer(rule, told, re.IGNORECASE)
    ]


def quotable(scenario: Scenario, answer: Answer, *, page_url: str = "", seeds: Seeds | None = None) -> str:
    """The paragraph for one scenario and its answer: range, condition, verbs by status, date of the data, link.

    >>> from explorer.analysis.headline import answer
    >>> scenario = Scenario(draws=64, openai_share=0.2)
    >>> "Share for OpenAI 20% instead of 10%" in quotable(scenario, answer(scenario))
    True
    """
    seeds = seeds if seeds is not None else load()
    changed = differences(scenario)
    listed = "; ".join(difference.sentence() for difference in changed)
    basis = f"Changed from its starting point: {listed}." if changed else "Its starting point, with nothing changed."
    known = said((seeds.claims[name] for rate in RATES for name in seeds.parameters[rate].claim_ids), seeds)
    parts = (
        f"{answer.headline()} {answer.consequence()}",
        known,
        f"{project.NAME}, {seeds.data_to}; conditional on its assumptions and no forecast.",
        basis,
    )
    text = " ".join(filter(None, parts))
    where = address(scenario, page_url)
    return f"{text} {where}" if where else text


def said(claims: Iterable[Claim], seeds: Seeds) -> str:
    """What the five articles' claims with a figure say, by party, each with the verb of its status and its source."""
    phrases: dict[str, list[str]] = {}
    for claim in claims:
        source = seeds.sources[claim.source_id]
        if source.tier == "seed" and claim.bound not in ("direction", "none") and phrase(claim):
            phrases.setdefault(claim.party, []).append(f"{phrase(claim)} ({seeds.source_name(claim.source_id)})")
    return " ".join(f"{party} {_and(found)}." for party, found in phrases.items())


def _and(found: list[str]) -> str:
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"
