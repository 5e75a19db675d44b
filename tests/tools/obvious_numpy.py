"""The model as one would write it first: whole arrays (draws, months), a line an equation, no care for speed.

Only for comparison in the benchmark; the tests hold the package against `plain_model`, which shares nothing with it.
"""

from collections.abc import Mapping

import numpy as np

from explorer.model.equations import WEEKS_PER_MONTH, sites_curve
from explorer.scenario.distributions import Array


def energised_gw(v: Mapping[str, Array], months: int) -> Array:
    """Energised power, array (draws, months)."""
    t = np.arange(months)[None, :]
    v = {name: draws[:, None] for name, draws in v.items()}
    rate = v["rack_rate_start"] + (v["rack_rate_target"] - v["rack_rate_start"]) * np.minimum(t / v["ramp_months"], 1)
    rate = rate * (1 + v["growth_after"]) ** (np.maximum(t - v["ramp_months"], 0) / 12)
    delivering = np.clip((t + 1 - v["first_delivery_months"]) / v["delivery_ramp_months"], 0, 1)
    racks = rate * v["shipped_share"] * WEEKS_PER_MONTH * v["openai_share"] * delivering
    n = np.clip((t - v["next_rack_start"]) / v["next_rack_takeover_months"], 0, 1)
    later = np.clip((t - v["later_rack_start"]) / v["later_rack_takeover_months"], 0, 1)
    power = (1 - later) * ((1 - n) * v["rack_power_kw"] + n * v["next_rack_power_kw"]) + later * v[
        "later_rack_power_kw"
    ]
    delivered = np.cumsum(racks * power * v["it_overhead"] / 1e6, axis=1) * v["facility_overhead"]
    since = t - v["deployment_lag_months"]
    orders = np.array([np.interp(row, np.arange(-1, months), [0, *d]) for row, d in zip(since, delivered, strict=True)])
    seen, at, curve = sites_curve()
    slipped = t - v["site_slip_months"]
    sites = np.interp(slipped, at, curve, left=0) + v["site_power_gw_per_yr"] * np.maximum(slipped - at[-1], 0) / 12
    sites = np.where(t > seen, np.maximum(sites, np.interp(seen, at, curve)), np.interp(t, at, curve, left=0))
    start, end = v["compute_spend_start_usd_per_yr"], v["compute_spend_end_usd_per_yr"]
    money = (start + (end - start) * np.clip(t / 61, 0, 1)) / v["rent_usd_per_gw_yr"]
    return np.minimum(orders, v["room_share"] * np.minimum(sites, money))
