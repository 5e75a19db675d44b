"""What was known on a day: the seeds without what had not yet been published."""

import datetime
from dataclasses import replace
from functools import lru_cache

from explorer.records import Claim, Fact
from explorer.records.dates import Day as Date, last_day
from explorer.seeds import Seeds


def document_ids(seeds: Seeds) -> list[str]:
    """The documents of a folder by id; all its sources where it marks none as such."""
    return [name for name, source in seeds.sources.items() if source.tier == "seed"] or list(seeds.sources)


def answers(fact: Fact, seeds: Seeds) -> list[Claim]:
    """The claims that answer a question, in the order written."""
    return [claim for claim in seeds.claims.values() if claim.metric == fact.metric and fact.asks_for(claim)]


def known_by(seeds: Seeds, as_of: Date | None) -> Seeds:
    """The seeds as they stood on a day: without what was published later, and without what rests on it alone.

    A source dated "November 2025" counts from the last day of that month, an undated one from the day on which it was
    read. What names several claims or sources keeps those that had appeared; a claim that none had superseded yet is
    not superseded. None leaves everything.
    """
    return seeds if as_of is None else _known_by(seeds, last_day(as_of))


@lru_cache(maxsize=8)
def _known_by(seeds: Seeds, day: datetime.date) -> Seeds:
    sources = {name: source for name, source in seeds.sources.items() if source.published_end <= day}
    claims = {name: claim for name, claim in seeds.claims.items() if claim.source_id in sources}
    for name, claim in claims.items():
        if claim.superseded_by and claim.superseded_by not in claims:
            claims[name] = claim.replace(superseded_by="", superseded_reason="")

    def heard(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if name in claims)

    milestones = {
        name: one.replace(source_ids=kept, claim_ids=heard(one.claim_ids))
        for name, one in seeds.milestones.items()
        if (kept := tuple(source_id for source_id in one.source_ids if source_id in sources))
    }
    late = seeds.claims.keys() - claims.keys()
    ours = {point.source_id for one in seeds.series.values() for point in one.points} - seeds.sources.keys()
    counted = {*sources, *(name for name in ours if (one := seeds.source(name)) and one.published_end <= day)}
    series = {
        name: one.replace(points=tuple(p for p in one.points if p.source_id in counted and p.claim_id not in late))
        for name, one in seeds.series.items()
    }
    return replace(
        seeds,
        day=day,
        sources=sources,
        claims=claims,
        milestones=milestones,
        series=series,
        parameter_versions=tuple(seeds.parameters_at(day).values()),
        wordings={name: one for name, one in seeds.wordings.items() if one.source_id in sources},
        pairs={name: one for name, one in seeds.pairs.items() if {one.first, one.second} <= claims.keys()},
        findings={name: one for name, one in seeds.findings.items() if claims.keys() >= set(one.claim_ids)},
        scorecard={n: one.replace(claim_ids=c) for n, one in seeds.scorecard.items() if (c := heard(one.claim_ids))},
        predictions={name: one for name, one in seeds.predictions.items() if one.made <= day},
        gigawatts={n: one.replace(claim_ids=c) for n, one in seeds.gigawatts.items() if (c := heard(one.claim_ids))},
    )
