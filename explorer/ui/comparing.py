"""Two scenarios side by side: what each amounts to, what differs, and which difference moves the answer by how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from explorer.analysis.headline import answer
from explorer.analysis.named import presets
from explorer.analysis.needs import OUTCOME_NAMES, amount
from explorer.analysis.waterfall import compare_pieces
from explorer.figures import waterfall_chart
from explorer.model import OUTCOMES, Projection, simulate
from explorer.model.pieces import Kept, Pieces, whole
from explorer.scenario import Scenario
from explorer.ui.differences import Difference, differences
from explorer.words import month_words

MEASURES = ("delivered_gw", "energised_gw", "rack_sales_usd", "capex_usd")
"""The outcomes by which two scenarios can be compared."""
DATES = ("2027-12", "2029-12", "2030-12")
AT = "2029-12"


@dataclass(frozen=True, slots=True)
class Sides:
    """All that the comparison shows; empty ``differing`` says that there is nothing to compare."""

    name: str
    sentence_a: str
    sentence_b: str
    differing: tuple[Difference, ...]
    rows: tuple[tuple[str, ...], ...]
    spec: dict[str, Any] | None


def side_by_side(a: Scenario, b: Scenario, outcome: str = "delivered_gw", *, narrow: bool = False) -> Sides:
    """A, the scenario kept, and B, that of the controls, both drawn with A's random numbers.

    Rows hold an outcome by a date, the middle case and nine in ten of A and of B, and the difference of the middle
    cases; the figure is the waterfall between them, whose steps add up to that difference.

    >>> sides = side_by_side(Scenario(draws=64), Scenario(draws=64, openai_share=0.2))
    >>> [difference.label for difference in sides.differing]
    ['Share for OpenAI']
    """
    return whole(sides_pieces(a, b, outcome, narrow=narrow))


def sides_pieces(a: Scenario, b: Scenario, outcome: str, *, narrow: bool) -> Pieces[Sides]:
    """`side_by_side` in pieces; the newest are kept."""
    return _SIDES.pieces((a, b, outcome, narrow), lambda: _sides(a, b, outcome, narrow=narrow))


_SIDES: Kept[Sides] = Kept(most=4)


def _sides(a: Scenario, b: Scenario, outcome: str, *, narrow: bool) -> Pieces[Sides]:
    b = b.replace(seed=a.seed, draws=a.draws, horizon=a.horizon, as_of=a.as_of)
    name = next((name for name, preset in presets().items() if preset == a), "the scenario you kept")
    if a == b:
        return Sides(name, "", "", (), (), None)
    one, other = simulate(a), simulate(b)
    sentence_a = _sentence(one)
    yield
    sentence_b = _sentence(other)
    yield
    steps = yield from compare_pieces(a, b, outcome, at=AT)
    spec = waterfall_chart.spec_waterfall(steps, names=("A", "B"), narrow=narrow)
    rows = []
    for measure in MEASURES:
        for date in DATES:
            yield
            rows.append(_row(measure, date, one, other))
    return Sides(name, sentence_a, sentence_b, tuple(differences(b, a)), tuple(rows), spec)


def _sentence(projection: Projection) -> str:
    said = answer(projection.scenario, projection=projection)
    return f"{said.headline().partition(' OpenAI has an option')[0]} {said.consequence()}"


def _row(measure: str, date: str, one: Projection, other: Projection) -> tuple[str, ...]:
    unit = OUTCOMES[measure]
    cells: list[str] = []
    middles: list[float] = []
    for projection in (one, other):
        low, middle, high = projection.quantiles_at(measure, [0.05, 0.5, 0.95], date)
        middles.append(float(middle))
        cells.append(f"{amount(middle, unit)} ({amount(low, unit)} to {amount(high, unit)})")
    change = waterfall_chart.signed(middles[1] - middles[0], unit)
    label = OUTCOME_NAMES[measure]
    return f"{label[0].upper()}{label[1:]}, {month_words(date)}", *cells, change
