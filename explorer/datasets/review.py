"""The review of the evidence as a page: which claims were held against their sources, and what came of it.

``python -m explorer.datasets.review > docs/evidence-review.md`` writes it anew.
"""

from collections import Counter
from collections.abc import Iterable

from explorer.datasets.frames import Folder
from explorer.records import Claim
from explorer.records.vocabulary import CHECK_WORDS, CHECKS
from explorer.seeds import Seeds, load

__all__ = ["review"]

UNCHECKED = "not checked"


def review(*, seeds: Folder | None = None) -> str:
    """The page as Markdown: outcomes by kind of source and in all, then every claim with what it was held against.

    Claims that no review has reached are counted too, and listed first.

    >>> review().splitlines()[0]
    '# Evidence review'
    """
    held = load(seeds)
    open_claims = [claim for claim in held.claims.values() if not claim.check]
    lines = [
        "# Evidence review",
        "",
        "Made from `seeds/` by `python -m explorer.datasets.review`; do not edit by hand.",
        "",
        "Each claim was held against its source as far as that could be reached again: figure, bound, basis, scope,",
        "period, status, who says it, and whether a newer statement overtook it.",
        "",
        *(f"- **{word}**: {CHECKS[word]}" for word in CHECKS),
        "",
        *_counts(held),
        "",
        f"## {UNCHECKED.capitalize()}",
        "",
        *([f"- `{claim.claim_id}`: {_cell(claim.statement)}" for claim in open_claims] or ["None."]),
        "",
        "## Claim by claim",
        "",
        *_row("claim", "what it says", "source", "checked", "outcome", "held against, and what was changed"),
        *_row(*["---"] * 6),
        *(line for claim in held.claims.values() if claim.check for line in _claim(claim, held)),
    ]
    return "\n".join(lines) + "\n"


def _counts(held: Seeds) -> list[str]:
    """How many claims of each kind of source had which outcome, and all of them below."""
    outcomes = [*CHECKS, UNCHECKED]
    found = Counter((held.sources[claim.source_id].tier, claim.check or UNCHECKED) for claim in held.claims.values())
    known = held.vocabulary.meanings("tier")
    tiers = [tier for tier in known if any(found[tier, outcome] for outcome in outcomes)]
    rows = [*_row("kind of source", *outcomes, "claims"), *_row("---", *["---:"] * (len(outcomes) + 1))]
    for name, among in [(known[tier], [tier]) for tier in tiers] + [("all", tiers)]:
        numbers = [sum(found[tier, outcome] for tier in among) for outcome in outcomes]
        rows += _row(name, *map(str, numbers), str(sum(numbers)))
    return rows


def _claim(claim: Claim, held: Seeds) -> Iterable[str]:
    source = held.sources[claim.source_id]
    name = (
        f"article {held.source_name(source.source_id)}" if source.tier == "seed" else held.source_name(source.source_id)
    )
    return _row(
        f"`{claim.claim_id}`", claim.statement, name, f"{claim.checked}", CHECK_WORDS[claim.check], claim.check_note
    )


def _row(*cells: str) -> list[str]:
    return [f"| {' | '.join(map(_cell, cells))} |"]


def _cell(text: str) -> str:
    """Text that Markdown shows as it is, inside a table too."""
    for sign in "|*_$<":
        text = text if text.startswith("`") else text.replace(sign, f"\\{sign}")
    return text


if __name__ == "__main__":
    print(review(), end="")
