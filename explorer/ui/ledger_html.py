"""The view of who said what: how articles agree, the scorecard, who has it from whom, the claims and their cards."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from explorer.analysis.evidence_sensitivity import speaks_of
from explorer.seeds import Seeds, default_folder
from explorer.ui import citing, evidence
from explorer.ui.templates import render


def ledger(wanted: evidence.Choice, seeds: Seeds) -> str:
    """The view of who said what."""
    return render(
        "ledger.html",
        **{name: Markup(html) for name, html in ledger_slots(wanted, seeds).items()},
        options=evidence.options(seeds),
        choice=wanted,
        whose=evidence.whose(seeds),
        targets=bool(seeds.scorecard),
    )


def ledger_slots(wanted: evidence.Choice, seeds: Seeds) -> dict[str, str]:
    """The parts of that view that follow what a reader chooses."""
    return {
        "agreement": agreement(wanted, seeds),
        "scorecard": scorecard(wanted, seeds),
        "witnesses": witnesses(wanted, seeds),
        "claims": claims(wanted, seeds),
    }


def year(seeds: Seeds) -> str:
    """One year on: the five lines of the scorecard that lead."""
    return render("year.html", lines=evidence.score_lines(seeds, leading=True))


def scorecard(wanted: evidence.Choice, seeds: Seeds) -> str:
    """The whole scorecard, as far as was known on the chosen day."""
    return render("scorecard.html", lines=evidence.score_lines(seeds, wanted.as_of))


def witnesses(wanted: evidence.Choice, seeds: Seeds) -> str:
    """Who has it from whom, and the same told in other words."""
    return render("witnesses.html", **evidence.witnesses(seeds, wanted.as_of))


def agreement(wanted: evidence.Choice, seeds: Seeds) -> str:
    """Where the five articles disagree, as far as was known on the chosen day; the whole table behind it."""
    from explorer.charts.agreement import agreement_summary, table_of
    from explorer.datasets import rows

    detail = rows.agreement(seeds, wanted.as_of or None)
    cells = rows.cells(detail)
    sources = list(dict.fromkeys(row["source_id"] for row in detail))
    caption = f"Who says what: {evidence.whose(seeds)}"
    tables = {
        name: Markup(table_of(cells, detail, seeds.naming, whole=name == "whole", caption=caption, buttons=True))
        for name in ("table", "whole")
    }
    return render(
        "agreement.html",
        counted=agreement_summary(cells),
        questions=len(cells),
        articles=[evidence.source_row(source_id, seeds) for source_id in sources],
        whose=evidence.whose(seeds),
        **tables,
    )


def claims(wanted: evidence.Choice, seeds: Seeds) -> str:
    """The table of chosen claims."""
    found = evidence.chosen(wanted, seeds)
    rows = [evidence.row(claim, seeds) for claim in found[: evidence.SHOWN]]
    return render("claims.html", rows=rows, total=len(found))


def claim_cards(claim_ids: Iterable[object], seeds: Seeds) -> str:
    """The cards of some claims, with the assumptions that each could set."""
    found = evidence.cards(claim_ids, seeds)
    for card in found:
        card["correction"] = citing.correction(claim_id=card["id"]) if seeds.folder == default_folder() else ""
        card["parameters"] = [
            {"name": name, "label": parameter.label}
            for name, parameter in seeds.parameters.items()
            if card["id"] in parameter.claim_ids and speaks_of(seeds.claims[card["id"]], parameter)
        ]
    return render("card.html", cards=found)
