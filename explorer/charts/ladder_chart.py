"""How firm is each number: the ladder from a rumour to what is done, with the best-known figures on their rungs."""

import re
from collections import Counter
from typing import Any

from explorer.charts import marks, rows
from explorer.charts.claims_chart import STATUS_NAMES, Claim, Same, claims_of, figure_text, merged, short_dollars
from explorer.charts.registry import INSTALLED, Spec, Table, chart, rows_and_attrs
from explorer.formatting import plural
from explorer.records.vocabulary import own_vocabulary
from explorer.seeds import Naming

LADDER, STATUSES = own_vocabulary().ladder, own_vocabulary().meanings("status")
BEST_KNOWN = (
    *("rack_rate", "running_power", "contracted_power", "planned_power", "site_power", "foxconn_investment"),
    *("openai_infrastructure_money", "contract_value", "foxconn_spending", "foxconn_site_investment"),
)
"""What a rung shows figures of, the best known first; those of a folder's own words come after them."""
AMOUNTS = {"GW": "{:g} GW".format, "USD": short_dollars, "USD/year": short_dollars}
"""The units of these figures, each in words; beside them whatever is counted a week."""
IN_WORDS = "purchase_option"
"""And which answer in words it shows."""
ON_A_RUNG = 3
FILLS = ("band_80", "band_50", "blue")


@chart(claims=claims_of("ex.claims()", "unit low central high answer superseded_by"))
def ladder(claims: Table, *, naming: Naming = INSTALLED, width: int = 900) -> Spec:
    """How firm each number is, from `explorer.claims`: a rung for each status, the firmest at the top.

    A rung counts all its claims and names the figures on racks, gigawatts and money that most sources give, at most
    three; what was overtaken or could not be verified is counted and not named.

    >>> import explorer as ex
    >>> ladder(ex.claims()).layout.title.text[-27:]
    'the rest, what could be</b>'
    """
    everything, _ = rows_and_attrs(claims)
    listed = [_row(**rung) for rung in reversed(rungs(everything))]
    counts = Counter(claim["status"] for claim in everything)
    done, on_it = (sum(counts[one] for one in part) for part in (("delivered", "output"), LADDER))
    beside = [f"{counts[one]} {STATUS_NAMES[one]}s" for one in STATUSES if one not in LADDER]
    return rows.row_chart(
        listed,
        marks.linear_axis("claims", [row.x or 0 for row in listed]),
        ("Group", "Rung", "Figures", "Claims on it"),
        naming=naming,
        width=width,
        title=f"Of {plural(on_it, 'claim', 'claims')}, {done} say what is done; the rest, what could be",
        subtitle="From done, the firmest, down to rumour: how many claims, and the figures that most sources give",
        summary=f"{plural(on_it, 'claim', 'claims')} on the ladder; beside it {' and '.join(beside)}",
    )


def rungs(claims: Same) -> list[dict[str, Any]]:
    """From rumour to done each status with its claims counted, their best-known figures and its third of the ladder."""
    found: list[dict[str, Any]] = []
    for place, status in enumerate(LADDER):
        on_it = [claim for claim in claims if claim["status"] == status]
        rung = {"status": status, "name": STATUS_NAMES[status].capitalize(), "count": len(on_it)}
        found.append(rung | {"figures": rung_figures(on_it), "third": place * len(FILLS) // len(LADDER)})
    return found


def _row(status: str, name: str, count: int, figures: list[tuple[str, Same]], third: int) -> rows.Row:
    shown = [claim for _, of_it in figures for claim in of_it]
    return rows.Row(
        name,
        "; ".join(words for words, _ in figures) or f"no figure: {STATUSES[status]}",
        plural(count, "claim", "claims"),
        x=count,
        marks=[marks.bar(0, count, FILLS[third])],
        faint=not figures,
        claim_ids=[claim["claim_id"] for claim in shown],
        source_ids=[claim["source_id"] for claim in shown],
        numbers={"status": status, "claim_count": count},
    )


def rung_figures(claims: Same) -> list[tuple[str, Same]]:
    """The best-known figures of one rung in words, with the claims that give each."""
    sound = [claim for claim in claims if not claim["unverified"] and not claim["superseded_by"]]
    found: list[tuple[int, str, Same]] = []
    theirs = (claim["metric"] for claim in sound if claim["metric"] not in own_vocabulary().metrics)
    for place, metric in enumerate(dict.fromkeys((*BEST_KNOWN, *theirs))):
        of_metric = (claim for claim in sound if claim["metric"] == metric and _figure(claim))
        for same in merged(of_metric, "", lambda claim: (claim["party"], claim["basis"], claim["unit"])):
            year = " a year" if same[0]["basis"] == "annual" else ""
            found.append((place, f"{same[0]['party']}: {_figure(same[0])}{year}", same))
    for answer in sorted({claim["answer"] for claim in sound if claim["metric"] == IN_WORDS} - {""}):
        answering = [claim for claim in sound if (claim["metric"], claim["answer"]) == (IN_WORDS, answer)]
        found.append((-1, min((claim["statement"] for claim in answering), key=len).rstrip("."), answering))
    found.sort(key=lambda one: (-len({claim["source_id"] for claim in one[2]}), one[0]))
    chosen: dict[Any, tuple[str, Same]] = {}
    for place, words, same in found:
        # the same number of the same kind once: "up to 2,000" says it for "2,000"
        chosen.setdefault((place, re.sub(r"[^\d.]", "", words.partition(": ")[2])), (words, same))
    return list(chosen.values())[:ON_A_RUNG]


def _figure(claim: Claim) -> str:
    """The figure of a claim in words; nothing in a unit that no rung names."""
    unit = claim["unit"]
    if unit.endswith("/week"):
        return figure_text(claim, "", lambda value: f"{value:,.12g} {unit.replace('/', ' a ')}")
    return figure_text(claim, "", AMOUNTS[unit]) if unit in AMOUNTS else ""
