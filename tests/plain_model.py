"""The model a second time, for one draw, in plain Python: nothing is shared with the package but its data.

Written from the table of equations in the documentation, month by month and without regard to speed, so that a
mistake in one of the two shows as a difference.
"""

import csv
import tomllib
from itertools import pairwise
from pathlib import Path

OUTCOMES = (
    *("capability", "shipped", "us_shipped", "openai_shipped", "delivered_it_gw", "delivered_gw"),
    *("energised_gw", "capex_usd", "rack_sales_usd", "investment_usd"),
)
SEEDS = Path(__file__).parent.parent / "seeds"
SITES = SEEDS / "series" / "openai_sites_facility_gw.csv"


def site_points():
    with SITES.open(encoding="utf-8", newline="") as file:
        return [(float(row["month"]), float(row["value"])) for row in csv.DictReader(file) if row["month"]]


def seen_month():
    """The month in which the tracker was read, from 2025-11 = 0."""
    with (SEEDS / "series.toml").open("rb") as file:
        listed = tomllib.load(file)["series"]
    year, month = next(one["seen"] for one in listed if one["series"] == SITES.stem).split("-")
    return 12 * (int(year) - 2025) + int(month) - 11


def linear_between(points, x):
    """The value at x on straight lines through the points; the first value before them, the last after them."""
    if x <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return points[-1][1]


def zero_to_one(x):
    return max(0.0, min(1.0, x))


def sites_at(v, m, curve):
    """The curve at month m: 0 before its first step, linear between steps, on with the yearly pace after its last."""
    if m < curve[0][0]:
        return 0.0
    return linear_between(curve, m) + v["site_power_gw_per_yr"] * max(0.0, m - curve[-1][0]) / 12


def project(v, months, curve, seen):
    """Every outcome of one draw as a list of months, and what binds; ``v`` maps each parameter to its number."""
    weeks = 365.25 / 12 / 7
    out = {name: [] for name in (*OUTCOMES, "orders", "sites", "money", "binding")}
    shipped = openai_shipped = it_gw = sales = 0.0
    for t in range(months):
        rate = v["rack_rate_start"] + (v["rack_rate_target"] - v["rack_rate_start"]) * min(t / v["ramp_months"], 1)
        if t > v["ramp_months"]:
            rate *= (1 + v["growth_after"]) ** ((t - v["ramp_months"]) / 12)
        racks = rate * v["shipped_share"] * weeks
        to_openai = (
            racks * v["openai_share"] * zero_to_one((t + 1 - v["first_delivery_months"]) / v["delivery_ramp_months"])
        )
        n = zero_to_one((t - v["next_rack_start"]) / v["next_rack_takeover_months"])
        later = zero_to_one((t - v["later_rack_start"]) / v["later_rack_takeover_months"])
        kw = (1 - later) * ((1 - n) * v["rack_power_kw"] + n * v["next_rack_power_kw"])
        kw += later * v["later_rack_power_kw"]
        price = (1 - later) * ((1 - n) * v["rack_price_usd"] + n * v["next_rack_price_usd"])
        price += later * v["later_rack_price_usd"]
        shipped += racks
        openai_shipped += to_openai
        it_gw += to_openai * kw * v["it_overhead"] / 1e6
        sales += to_openai * price
        out["capability"].append(rate)
        out["shipped"].append(shipped)
        out["us_shipped"].append(shipped * v["us_share"])
        out["openai_shipped"].append(openai_shipped)
        out["delivered_it_gw"].append(it_gw)
        out["delivered_gw"].append(it_gw * v["facility_overhead"])
        out["rack_sales_usd"].append(sales)
        out["investment_usd"].append(v["foxconn_investment_usd_per_yr"] * (t + 1) / 12)

    for t in range(months):
        delivered = [(-1, 0.0), *enumerate(out["delivered_gw"])]
        orders = linear_between(delivered, t - v["deployment_lag_months"])
        sites = sites_at(v, t, curve)
        if t > seen:
            sites = max(sites_at(v, seen, curve), sites_at(v, t - v["site_slip_months"], curve))
        sites *= v["room_share"]
        passed = zero_to_one(t / 61)
        spend = v["compute_spend_start_usd_per_yr"] * (1 - passed) + v["compute_spend_end_usd_per_yr"] * passed
        money = v["room_share"] * spend / v["rent_usd_per_gw_yr"]
        energised = min(orders, sites, money)
        out["orders"].append(orders)
        out["sites"].append(sites)
        out["money"].append(money)
        out["energised_gw"].append(energised)
        out["capex_usd"].append(energised * v["capex_usd_per_gw"])
        out["binding"].append("orders" if energised == orders else "sites" if energised == sites else "money")
    return out
