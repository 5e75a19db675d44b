"""The review of the evidence as a page: which claims were held against their sources, and what came of it.

``python -m tests.tools.evidence_review > docs/evidence-review.md`` writes it anew.
"""

from collections import Counter

from explorer.records import Claim
from explorer.records.vocabulary import own_vocabulary
from explorer.seeds import Seeds, load

UNCHECKED = "not checked"


def review(held: Seeds) -> str:
    """The page as Markdown: outcomes by kind of source, the claims no review has reached, then every other claim."""
    claims = held.claims.values()
    lines = [
        "# Evidence review",
        "",
        "Made from `seeds/` by `python -m tests.tools.evidence_review`; do not edit by hand.",
        "",
        "Each claim was held against its source as far as that could be reached again: figure, bound, basis, scope,",
        "period, status, who says it, and whether a newer statement overtook it.",
        "",
        *(f"- **{word}**: {meaning}" for word, meaning in own_vocabulary().meanings("check").items()),
        "",
        *_counts(held),
        "",
        f"## {UNCHECKED.capitalize()}",
        "",
        *([f"- `{one.claim_id}`: {_cell(one.statement)}" for one in claims if not one.check] or ["None."]),
        "",
        "## Claim by claim",
        "",
        _row("claim", "what it says", "source", "checked", "outcome", "held against, and what was changed"),
        _row(*["---"] * 6),
        *(_claim(one, held) for one in claims if one.check),
    ]
    return "\n".join(lines) + "\n"


def _counts(held: Seeds) -> list[str]:
    """How many claims of each kind of source had which outcome, and all of them below."""
    outcomes = [*own_vocabulary()["check"], UNCHECKED]
    found = Counter((held.sources[one.source_id].tier, one.check or UNCHECKED) for one in held.claims.values())
    known = held.vocabulary.meanings("tier")
    tiers = [tier for tier in known if any(found[tier, outcome] for outcome in outcomes)]
    rows = [_row("kind of source", *outcomes, "claims"), _row("---", *["---:"] * (len(outcomes) + 1))]
    for name, among in [(known[tier], [tier]) for tier in tiers] + [("all", tiers)]:
        numbers = [sum(found[tier, outcome] for tier in among) for outcome in outcomes]
        rows.append(_row(name, *map(str, numbers), str(sum(numbers))))
    return rows


def _claim(claim: Claim, held: Seeds) -> str:
    name = held.source_name(claim.source_id)
    outcome = own_vocabulary()["check"][claim.check].words
    return _row(f"`{claim.claim_id}`", claim.statement, name, f"{claim.checked}", outcome, claim.check_note)


def _row(*cells: str) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    """Text that Markdown shows as it is, inside a table too."""
    for sign in "|*_$<":
        text = text if text.startswith("`") else text.replace(sign, f"\\{sign}")
    return text


if __name__ == "__main__":
    print(review(load()), end="")
