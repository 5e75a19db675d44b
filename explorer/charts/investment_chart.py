"""Rival figures for money: sums for each year beside sums in all or without a period, each on its own scale."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from explorer.charts import claim_figures, rows, scales, style
from explorer.charts.claim_figures import Entry
from explorer.charts.registry import INSTALLED, chart, opened
from explorer.charts.style import Spec
from explorer.errors import frame
from explorer.formatting import plural
from explorer.records.vocabulary import SCOPES

if TYPE_CHECKING:
    import pandas as pd

    from explorer.seeds import Naming

FACTORIES, DATA_CENTRES = "foxconn_investment", "openai_infrastructure_money"
YEARS = "foxconn_investment_years"
BILLION = 1e9
PER_YEAR, IN_ALL = "For each year", "In all, or no period stated"
GAP = 0.25
"""Between the two scales, of the length of one."""
NOTES = {
    PER_YEAR: "A sum for each year, so it is not a sum in all.",
    IN_ALL: "Where no period is stated it may be a sum in all or for a year.",
}


def dollars(value: float) -> str:
    """Whole dollars in millions, billions or trillions.

    >>> dollars(1.42e8), dollars(2e9), dollars(1.4e12), dollars(0)
    ('$142m', '$2bn', '$1.4trn', '0')
    """
    size, unit = next((one for one in ((1e12, "trn"), (1e9, "bn")) if value >= one[0]), (1e6, "m"))
    return f"${value / size:.3g}{unit}" if value else "0"


@chart(
    "investment",
    {"money-claims": "ex.charts.investment(ex.investment({seeds}))"},
    investment=frame(
        f"{claim_figures.COLUMNS} low_usd central_usd high_usd", like="ex.investment()", words=claim_figures.WORDS
    ),
)
def investment(
    investment: pd.DataFrame | list[dict[str, Any]],
    metric: str = FACTORIES,
    *,
    naming: Naming = INSTALLED,
    width: int = 900,
) -> Spec:
    """Money that is said to be put in, from `explorer.investment`, by default Foxconn's for its factories.

    Sums for each year stand left, sums in all or without a period right, each on a scale of its own: the two cannot be
    compared. ``metric`` may also be ``openai_infrastructure_money``, what OpenAI's data centres are said to cost.
    """
    claims, naming = opened(investment, naming)
    about = [claim for claim in claims if claim["metric"] == metric]
    found = claim_figures.merged(about, "_usd", lambda claim: (_kind(claim), claim["party"]))
    kinds = {kind: [one for one in found if _kind(one.claims[0]) == kind] for kind in NOTES}
    shown = {kind: figures for kind, figures in kinds.items() if figures}
    entries: list[Entry] = []
    ticks: list[tuple[float, str]] = []
    for start, (kind, figures) in zip((0.0, 1.0 + GAP), shown.items(), strict=False):
        most = scales.axis_top(max(max(one.ends) for one in figures) / BILLION)
        top, every = BILLION * most, 6 if width < style.NARROW else 3
        ticks += [(start + tick / most, dollars(tick * BILLION)) for tick in scales.axis_ticks(most)[::every]]
        for one in figures:
            said = short(one) + (" a year" if kind == PER_YEAR else "")
            row = rows.Row(_head(one), one.told_by(naming), said)
            place: Callable[[float], float] = lambda value, start=start, top=top: start + value / top  # noqa: E731
            entries.append(Entry(kind, row, one, "blue" if kind == PER_YEAR else "amber", place))
    sides = "; ".join(f"{side}: {kind.lower()}" for side, kind in zip(("left", "right"), shown, strict=False))
    axis = rows.Axis(
        f"U.S. dollars{', ' if sides else ''}{sides}",
        max(1.0, len(shown) * (1 + GAP) - GAP),
        tuple(at for at, _ in ticks),
        tuple(text for _, text in ticks),
    )
    years = "".join(
        f" {naming.source_name(claim['source_id'])}: over {claim['low'] / 12:g} to {claim['high'] / 12:g} years."
        for claim in claims
        if claim["metric"] == YEARS and claim["bound"] == "range" and metric == FACTORIES
    )
    named = "; ".join(f"{one.row.said} ({one.row.text})" for one in entries)
    return claim_figures.spec(
        entries,
        NOTES | {PER_YEAR: NOTES[PER_YEAR] + years},
        axis,
        "usd",
        naming,
        width=width,
        title=_finding(entries),
        subtitle=f"U.S. dollars, each group on a scale of its own; {claim_figures.LEGEND}",
        summary=f"{plural(len(entries), 'figure', 'figures')} of {plural(len(about), 'claim', 'claims')}"
        + (f", the largest of each kind first: {named}." if entries else "."),
    )


def _kind(claim: Mapping[Any, Any]) -> str:
    return PER_YEAR if claim["basis"] == "annual" else IN_ALL


def _head(figure: claim_figures.Figure) -> str:
    """Whose money, when, and where it is to go if all its claims say that alike."""
    scopes = figure.named("scope")
    where = SCOPES[scopes[0]] if len(scopes) == 1 and scopes[0] not in ("unstated", "openai") else ""
    return ", ".join(filter(None, (figure.claims[0]["party"], claim_figures.period(figure.claims[0]), where)))


def short(figure: claim_figures.Figure) -> str:
    """A figure in dollars, a range with its unit once: "$2-3bn"."""
    return re.sub(r"(m|bn|trn) to \$([\d.]+)\1", r"-\2\1", figure.said(dollars))


def _finding(entries: Sequence[Entry]) -> str:
    first = {kind: next((one for one in entries if one.group == kind), None) for kind in NOTES}
    year, rest = first[PER_YEAR], first[IN_ALL]
    if year and rest:
        vague = any(claim["basis"] == "unstated" for claim in rest.figure.claims)
        end = "in all? The figures do not match" if vague else "in all: two different questions"
        return f"{year.row.said[0].upper()}{year.row.said[1:]}, or {rest.row.said} {end}"
    if one := year or rest:
        return f"{one.row.head}: {one.row.said}, {'with no sum in all' if year else 'with no sum for a year'}"
    return "No claim gives a sum"
