"""The equations of a scenario, ready for use: what it shares with scenarios seen before is not computed again.

Two sets of rows are kept for each set of parameters that they depend on: what the racks could deliver, and what sites
and money allow. A reader who moves one parameter changes one of them at most.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable

from explorer.model.equations import Equations
from explorer.scenario import Draws, Scenario
from explorer.scenario.distributions import Array

__all__ = ["CAP_PARAMETERS", "DELIVERABLE_PARAMETERS", "equations_of"]

DELIVERABLE_PARAMETERS = (
    "rack_rate_start",
    "rack_rate_target",
    "ramp_months",
    "growth_after",
    "first_delivery_months",
    "delivery_ramp_months",
    "rack_power_kw",
    "next_rack_power_kw",
    "next_rack_start",
    "next_rack_takeover_months",
    "later_rack_power_kw",
    "later_rack_start",
    "later_rack_takeover_months",
)
"""What `Equations.deliverable` depends on; a test holds the list to the equations."""

CAP_PARAMETERS = (
    "room_share",
    "site_slip_months",
    "site_power_gw_per_yr",
    "compute_spend_start_usd_per_yr",
    "compute_spend_end_usd_per_yr",
    "rent_usd_per_gw_yr",
)
"""What `Equations.cap` depends on."""

KEPT_BYTES = 48_000_000
"""Rows beyond this are forgotten, the longest unused first; the newest stay whatever their size."""

KEPT_DRAWS = 8_192
"""Up to so many draws the rows of the caps are kept too; beyond, memory counts for more than time."""

SHOWN = 62
"""Months to the end of 2030, the last that pages show: nothing later is computed while a reader moves a control."""

_ROWS: OrderedDict[object, Array] = OrderedDict()
_LOCK = threading.Lock()


def equations_of(scenario: Scenario, months: int | None = None) -> Equations:
    """The model's equations for the draws of a scenario, ready for its first ``months`` (None: all of them)."""
    equations, whole = Equations(Draws(scenario)), len(scenario.months)
    ready = min(whole, SHOWN) if months is not None and months <= SHOWN else whole
    equations.kept_deliverable = _kept(scenario, DELIVERABLE_PARAMETERS, equations.deliverable, ready)
    if scenario.draws <= KEPT_DRAWS:
        equations.kept_caps = _kept(scenario, CAP_PARAMETERS, equations.caps, ready)
    return equations


def _kept(scenario: Scenario, names: tuple[str, ...], rows: Callable[[int], Array], months: int) -> Array:
    """Rows of the equations that many scenarios share: what one moved parameter leaves as it was is not done again."""
    key = names, tuple(scenario[name] for name in names), scenario.seed, scenario.draws, scenario.co_movement, months
    with _LOCK:
        found = _ROWS.pop(key, None)
        if found is None:
            found = rows(months)
            found.flags.writeable = False
            while _ROWS and sum(each.nbytes for each in _ROWS.values()) + found.nbytes > KEPT_BYTES:
                _ROWS.popitem(last=False)
        _ROWS[key] = found  # now the last to be forgotten
    return found
