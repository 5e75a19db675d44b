"""A paragraph to quote: what would follow, what the parties say in the verbs of their claims, what it rests on."""

from __future__ import annotations

from collections.abc import Iterable

from explorer import project
from explorer.analysis.answer import Answer
from explorer.evidence.comparability import phrase
from explorer.records import Claim
from explorer.scenario import Scenario
from explorer.seeds import Seeds, load
from explorer.ui import sentences
from explorer.ui.citing import address
from explorer.ui.differences import differences

__all__ = ["quotable", "said"]

RATES = ("rack_rate_start", "rack_rate_target")
"""The assumptions whose claims the paragraph quotes: what is made, can be made and is aimed for."""


def quotable(scenario: Scenario, answer: Answer, *, page_url: str = "", seeds: Seeds | None = None) -> str:
    """The paragraph for one scenario and its answer: range, condition, verbs by status, date of the data, link.

    >>> from explorer.analysis.answer import answer
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
        f"{sentences.headline(answer)} {sentences.consequence(answer)}",
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
