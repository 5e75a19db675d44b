"""Who said what, as HTML: where the five articles agree and part, and every claim with its place and status."""

from __future__ import annotations

from typing import Any

from explorer.records import Claim, Source
from explorer.seeds import Seeds
from explorer.ui import markup


def ledger(seeds: Seeds) -> str:
    """The agreement of the five articles as a table, then the claims of every source."""
    from explorer import datasets
    from explorer.figures.agreement import agreement_summary, agreement_table

    articles = [source for source in seeds.sources.values() if source.tier == "seed"]
    names = {source.source_id: seeds.source_name(source.source_id) for source in articles}
    cells, detail = datasets.agreement(), datasets.agreement(detail=True)
    table = agreement_table(cells, detail, names, caption="Who says what: the five articles")
    others = [source for source in seeds.sources.values() if source.tier != "seed"]
    return markup.ledger(
        agreement_summary(cells),
        table,
        [_entry(source, seeds) for source in articles],
        [entry for entry in (_entry(source, seeds) for source in others) if entry["claims"]],
    )


def _entry(source: Source, seeds: Seeds) -> dict[str, Any]:
    claims = [claim for claim in seeds.claims.values() if claim.source_id == source.source_id]
    return {
        "name": seeds.source_name(source.source_id),
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url if source.url.startswith(("https://", "http://")) else "",
        "published": source.published or "not dated in the document",
        "tier": source.tier,
        "claims": [_row(claim) for claim in claims],
    }


def _row(claim: Claim) -> dict[str, str]:
    return {
        "statement": claim.statement,
        "status": claim.status,
        "place": claim.locator,
        "note": claim.note,
        "unverified": "unverified" if claim.unverified else "",
    }
