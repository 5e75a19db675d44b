"""How firm is each number: the ladder from a rumour to what is done, with the best-known figures on their rungs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from explorer.charts import marks, rows, style
from explorer.charts.claim_figures import COLUMNS, STATUS_NAMES, WORDS, merged
from explorer.charts.investment_chart import short
from explorer.charts.registry import INSTALLED, chart, opened
from explorer.charts.style import Spec
from explorer.errors import frame
from explorer.formatting import plural
from explorer.records.vocabulary import LADDER, STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from explorer.seeds import Naming

MONEY, POWER = "", "{:g} GW"
FIGURES = {
    "rack_rate": "{:,.0f} racks a week",
    "running_power": POWER,
    "contracted_power": POWER,
    "planned_power": POWER,
    "site_power": POWER,
    "foxconn_investment": MONEY,
    "openai_infrastructure_money": MONEY,
    "contract_value": MONEY,
    "foxconn_spending": MONEY,
}
"""What a rung shows figures of, the best known first, and these in words."""
UNITS = ("racks/week", "GW", "USD", "USD/year")
IN_WORDS = "purchase_option"
"""And which answer in words it shows."""
ON_A_RUNG = 3


@chart(
    "ladder",
    {"ladder": "ex.charts.ladder(ex.claims({seeds}))"},
    claims=frame(f"{COLUMNS} low central high answer superseded_by", like="ex.claims()", words=WORDS),
)
def ladder(claims: pd.DataFrame | list[dict[str, Any]], *, naming: Naming = INSTALLED, width: int = 900) -> Spec:
    """How firm each number is, from `explorer.claims`: a rung for each status, the firmest at the top.

    A rung counts all its claims and names the figures on racks, gigawatts and money that most sources give, at most
    three; what was overtaken or could not be verified is counted and not named.
    """
    told, naming = opened(claims, naming)
    firmest = list(reversed(LADDER))
    by_status = {status: [claim for claim in told if claim["status"] == status] for status in STATUSES}
    named = {status: _named(by_status[status]) for status in firmest}
    listed = [
        rows.Row(
            f"{STATUS_NAMES[status][:1].upper()}{STATUS_NAMES[status][1:]}",
            "; ".join(words for words, _ in named[status]) or f"no figure: {STATUSES[status]}",
            plural(len(by_status[status]), "claim", "claims"),
            faint=not named[status],
        )
        for status in firmest
    ]
    top = float(len(LADDER))
    places, parts = rows.laid(listed, rows.Axis("the higher the rung, the firmer", top, (), ()), width)
    steps = [top - rung for rung in range(len(firmest))]
    for step, y in zip(steps, places, strict=True):
        parts["shapes"].append(marks.bar(0, step, y, ("band_80", "band_50", "blue")[int((step - 1) * 3 / top)]))
    dots = marks.dots("rungs", (steps, places), "blue", 10, hover="%{text}")
    dots["marker"]["opacity"] = 0
    dots |= {
        "text": [style.plain(f"{row.head}: {STATUSES[status]}") for row, status in zip(listed, firmest, strict=True)],
        "customdata": [" ".join(name for _, names in named[status] for name in names) for status in firmest],
    }
    table = [
        [row.head, STATUSES[status], row.text if named[status] else "", str(len(by_status[status])), claim_ids]
        for row, status, claim_ids in zip(listed, firmest, dots["customdata"], strict=True)
    ]
    done = sum(len(by_status[status]) for status in ("delivered", "output"))
    on_it = sum(len(by_status[status]) for status in LADDER)
    beside = {status: len(by_status[status]) for status in STATUSES if status not in LADDER}
    return marks.finished(
        parts.pop("size"),
        [dots],
        **parts,
        title=f"Of {plural(on_it, 'claim', 'claims')}, {done} say what is done; the rest, what could be",
        subtitle="From rumour to done; on each rung the figures that most sources give, and how many claims stand there",
        summary=" ".join(f"{row.head}: {row.said}{f', {row.text}' if not row.faint else ''}." for row in listed)
        + f" Beside the ladder: {', '.join(f'{count} {STATUS_NAMES[status]}s' for status, count in beside.items())}.",
        sources=list(dict.fromkeys(claim["source_id"] for claim in told)),
        naming=naming,
        table=(["Rung", "Meaning", "Figures", "Claims", "Shown"], table, "claims"),
        values=style.values(
            ["status", "claim_count", "claim_ids"],
            ([one, len(by_status[one]), ids] for one, ids in zip(firmest, dots["customdata"], strict=True)),
        ),
    )


def _named(claims: Sequence[Mapping[Any, Any]]) -> list[tuple[str, list[str]]]:
    """The best-known figures of one rung in words, with the claims that give each."""
    sound = [claim for claim in claims if not claim["unverified"] and not claim["superseded_by"]]
    found: list[tuple[int, int, str, list[str]]] = []
    for place, (metric, amount) in enumerate(FIGURES.items()):
        of_metric = (claim for claim in sound if claim["metric"] == metric and claim["unit"] in UNITS)
        for figure in merged(of_metric, "", lambda claim: (claim["party"], claim["basis"])):
            claim = figure.claims[0]
            said = figure.said(amount.format) if amount else short(figure)
            words = f"{claim['party']}: {said}{' a year' if claim['basis'] == 'annual' else ''}"
            found.append((-len(figure.named("source_id")), place, words, figure.named("claim_id")))
    options: dict[str, list[Mapping[Any, Any]]] = {}
    for claim in sound:
        if claim["metric"] == IN_WORDS and claim["answer"]:
            options.setdefault(claim["answer"], []).append(claim)
    for told in options.values():
        words = min((str(claim["statement"]) for claim in told), key=len).rstrip(".")
        found.append((-len({claim["source_id"] for claim in told}), -1, words, [claim["claim_id"] for claim in told]))
    chosen: dict[Any, tuple[str, list[str]]] = {}
    for _, place, words, claim_ids in sorted(found, key=lambda one: one[:2]):
        # the same number of the same kind once: "up to 2,000" says it for "2,000"
        chosen.setdefault((place, re.sub(r"[^\d.]", "", words.partition(": ")[2])), (words, claim_ids))
    return list(chosen.values())[:ON_A_RUNG]
