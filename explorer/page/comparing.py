"""Up to four kept scenarios beside that of the controls: what each comes to, what differs, which change moves what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from explorer.analysis.answer import answer
from explorer.analysis.goal import Goal
from explorer.analysis.presets import presets
from explorer.analysis.scenario_comparison import MEASURES, Compared, compare, compare_many, distributions, same_draws
from explorer.analysis.tabular import Table
from explorer.charts import sidebyside, waterfall
from explorer.charts.comparison_chart import measured, range_text
from explorer.formatting import capital, month_words
from explorer.model import BAND, OUTCOMES, outcome_name, outcome_unit, simulate
from explorer.model.stepwise import Steps, stepwise
from explorer.page import words
from explorer.page.address import NOW
from explorer.page.differences import distinct_words
from explorer.page.run_record import dates
from explorer.records import Deal
from explorer.scenario import Scenario

MEASURE = "delivered_gw"


def together(kept: Mapping[str, Scenario], now: Scenario) -> dict[str, Scenario]:
    """The kept scenarios and that of the controls, where it is not one of them, all with the random numbers of ``now``.

    >>> list(together({"A": Scenario()}, Scenario(openai_share=0.2))), list(together({"A": Scenario()}, Scenario()))
    (['A', 'Now'], ['A'])
    """
    alike = same_draws({NOW: now, **kept})
    found = {name: one for name, one in alike.items() if name != NOW}
    return found if now in found.values() else found | {NOW: now}


@stepwise(keep=4)
def side_by_side(
    kept: tuple[tuple[str, Scenario], ...], now: Scenario, goal: Goal, narrow: bool = False
) -> Steps[dict[str, Any]]:
    """The kept scenarios and that of the controls, by the gigawatts delivered by the month of a goal.

    One side alone says that there is nothing to compare. ``differing``, ``outcomes`` and ``dated`` are rows of words:
    what it is, then a cell for each side. Of the charts, the steps from the first to the last stand where these differ.

    >>> kept, goal = (("A", Scenario(draws=64)),), Goal("delivered_gw", 10, "2029-12")
    >>> sides = side_by_side(kept, Scenario(draws=64, openai_share=0.2), goal)
    >>> sides["differing"]
    [("OpenAI's share", '10%', '20%')]
    """
    found, seeds, gigawatts, by = together(dict(kept), now), now.seeds, goal.amount_gw, goal.by
    sides: list[dict[str, str]] = []
    for letter, one in found.items():
        answered = answer(one, target_gw=gigawatts, by=by)
        need = words.need_sentence(answered.required, seeds.deal, goal.outcome)
        sentence = f"{need} {words.share_sentence(answered, seeds.deal)}"
        sides.append({"letter": letter, "name": _called(letter, one, now), "sentence": sentence})
        yield
    if len(found) == 1:
        return {"sides": sides, "charts": {}}
    compared = yield from compare_many.table.steps(found, at=by, target_gw=gigawatts)
    called, width = {side["letter"]: side["name"] for side in sides}, 358 if narrow else 900
    charts = {"sides": sidebyside.spec(compared, MEASURE, names=called, seeds=seeds, width=width)}
    (first, a), *_, (last, b) = found.items()
    if a != b:
        stepped = yield from compare.table.steps(a, b, MEASURE, at=by)
        charts["steps"] = waterfall.spec(stepped, names=(first, last), seeds=seeds, width=width)
    dated = yield from _dated(found, by)
    apart = ((seeds.parameters[name], own) for name, own in distributions(found).items())
    differing = [(parameter.label, *distinct_words(own, parameter)) for parameter, own in apart]
    outcomes = [*_outcomes(compared, seeds.deal)]
    return {"sides": sides, "charts": charts, "differing": differing, "outcomes": outcomes, "dated": dated}


def _called(letter: str, scenario: Scenario, now: Scenario) -> str:
    if letter == NOW:
        return "the controls as they stand"
    known = same_draws({"": scenario, **presets(seeds=scenario.seeds)})
    name = next((name for name, one in known.items() if name and one == scenario), "a scenario that you saved")
    return f"{name}, as the controls stand" if scenario == now else name


def _outcomes(compared: Table[Compared], deal: Deal) -> Iterable[tuple[str, ...]]:
    for measure in MEASURES:
        cells = (range_text(r.low, r.middle, r.high, r.unit) for r in compared.rows if r.measure == measure)
        what = measured(measure, compared.attrs["target_gw"], compared.attrs["at"], deal)
        yield what.removesuffix(f", {month_words(compared.attrs['at'])}"), *cells  # the head of the table has the date


def _dated(found: Mapping[str, Scenario], by: str) -> Steps[list[tuple[str, ...]]]:
    projections = [simulate(one) for one in found.values()]
    rows: list[tuple[str, ...]] = []
    deal = projections[0].scenario.seeds.deal
    for measure in (name for name in MEASURES if name in OUTCOMES):
        unit, label = outcome_unit(measure, deal), outcome_name(measure, deal)
        for date in (date for date in sorted({*dates(deal), by}) if all(date in one.months for one in projections)):
            cells: list[str] = []
            for projection in projections:
                low, middle, high = projection.quantiles_at(measure, BAND, date).tolist()
                cells.append(range_text(low, middle, high, unit))
                yield
            rows.append((f"{capital(label)}, {month_words(date)}", *cells))
    return rows
