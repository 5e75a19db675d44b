"""Scenarios that several tests use: one to be worked by hand, and random ones within the bounds of every parameter."""

import inspect
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from explorer.charts import registry
from explorer.model import equations, projection
from explorer.model.stepwise import LRUCache
from explorer.scenario import Scenario, month_label
from explorer.scenario.distributions import Distribution, interval90, point, triangular, uniform

SEEDS = Scenario().seeds
PARAMETERS = SEEDS.parameters
MONTH_RACKS = 1000 * 365.25 / 84
MONTH_GW = MONTH_RACKS * 100 / 1e6
"""What `PLAIN` adds each month: 1,000 racks a week, 365.25 / 7 / 12 weeks a month, 100 kW each; about 0.4348 GW."""

PLAIN = Scenario(draws=4).replace(
    rack_rate_start=1000,
    rack_rate_target=1000,
    ramp_months=12,
    growth_after=0,
    shipped_share=1,
    us_share=0.5,
    openai_share=1,
    first_delivery_months=0,
    delivery_ramp_months=1,
    rack_power_kw=100,
    next_rack_power_kw=100,
    next_rack_start=10,
    next_rack_takeover_months=10,
    later_rack_power_kw=100,
    later_rack_start=30,
    later_rack_takeover_months=10,
    it_overhead=1,
    facility_overhead=1,
    deployment_lag_months=0,
    room_share=1,
    site_slip_months=0,
    site_power_gw_per_yr=3,
    compute_spend_start_usd_per_yr=2e12,
    compute_spend_end_usd_per_yr=2e12,
    rent_usd_per_gw_yr=10e9,
    capex_usd_per_gw=40e9,
    rack_price_usd=3e6,
    next_rack_price_usd=3e6,
    later_rack_price_usd=3e6,
    foxconn_investment_usd_per_yr=2.5e9,
)
TABLES = {name: chart.tables for name, chart in registry.all_charts().items() if chart.tables}
"""The tables that each chart of what was said is drawn from."""


def put_sites(monkeypatch: pytest.MonkeyPatch, seen: int, steps: dict[float, float]) -> None:
    """Made-up sites for one test: GW by month, from a tracker that was read in month ``seen``.

    So no example hangs on what the real tracker says, and no kept row outlives the test.
    """
    curve = float(seen), np.array(list(steps), dtype=np.float64), np.array(list(steps.values()), dtype=np.float64)
    monkeypatch.setattr(equations, "sites_curve", lambda _seeds: curve)
    monkeypatch.setattr(equations, "_ROWS", LRUCache(1))
    monkeypatch.setattr(projection, "_share_curve", inspect.unwrap(projection._share_curve))


def equations_for(case: Mapping[str, Any]) -> equations.Equations:
    """The equations for a case made by hand, over our sites or those of `put_sites`."""
    return equations.Equations(case, equations.sites_curve(SEEDS), {})


@st.composite
def distributions(draw, name: str) -> Distribution:
    """Any distribution that the parameter allows."""
    lower, upper = PARAMETERS[name].lower_bound, PARAMETERS[name].upper_bound
    numbers = st.floats(lower, upper, allow_subnormal=False)
    low, middle, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
    kinds = [point(middle), uniform(low, high), triangular(low, middle, high), interval90(low, high)]
    # Where too much of an interval would lie outside the bounds the model refuses it.
    return draw(st.sampled_from([one for one in kinds if one.outside(lower, upper) <= 0.01]))


@st.composite
def scenarios(draw, draws: int = 32) -> Scenario:
    """Any scenario: each parameter at its default or at any distribution within its bounds."""
    changed = draw(st.sets(st.sampled_from(list(PARAMETERS))))
    values = {name: draw(distributions(name)) for name in sorted(changed)}
    horizon = month_label(draw(st.integers(0, 121)))
    together = draw(st.floats(0, 1))
    seed = draw(st.integers(0, 2**32 - 1))
    return Scenario(seed=seed, draws=draws, horizon=horizon, co_movement=together).replace(**values)
