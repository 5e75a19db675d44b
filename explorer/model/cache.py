"""The equations of a scenario, ready for use: what it shares with scenarios seen before is not computed again.

Two sets of rows are held for each set of parameters that they depend on: what the racks could deliver, and what sites
and money allow. A reader who moves one parameter changes one of them at most.
"""

from collections.abc import Callable

from explorer.model.equations import CAP_PARAMETERS, DELIVERABLE_PARAMETERS, SPENDING_MONTHS, Equations
from explorer.model.stepwise import LRUCache
from explorer.scenario import Draws, Scenario
from explorer.scenario.distributions import Array

__all__ = ["equations_of"]

HELD_BYTES = 48_000_000
CAPS_UP_TO_DRAWS = 8_192
"""Up to so many draws the rows of the caps are held too; beyond, memory counts for more than time."""
SHOWN = SPENDING_MONTHS + 1
"""Months to the end of 2030, the last that pages show: nothing later is computed while a reader moves a control."""

_ROWS: LRUCache[Array] = LRUCache(HELD_BYTES, weight=lambda rows: rows.nbytes)


def equations_of(scenario: Scenario, months: int | None = None) -> Equations:
    """The model's equations for the draws of a scenario, ready for its first ``months`` (None: all of them)."""
    equations, ready = Equations(Draws(scenario)), len(scenario.months)
    if months is not None and months <= SHOWN:
        ready = min(ready, SHOWN)
    equations.deliverable_rows = _shared(scenario, DELIVERABLE_PARAMETERS, equations.deliverable, ready)
    if scenario.draws <= CAPS_UP_TO_DRAWS:
        equations.cap_rows = _shared(scenario, CAP_PARAMETERS, equations.caps, ready)
    return equations


def _shared(scenario: Scenario, names: tuple[str, ...], rows: Callable[[int], Array], months: int) -> Array:
    key = names, tuple(scenario[name] for name in names), scenario.seed, scenario.draws, scenario.co_movement, months
    found = _ROWS.get(key)
    if found is None:
        found = rows(months)
        found.flags.writeable = False
        _ROWS.put(key, found)
    return found
