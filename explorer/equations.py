"""The equations of the model, month by month, each as it stands in the documentation.

Month 0 is 2025-11. A rate at index t is of month t; what is cumulative is the state at the *end* of month t. Every
method that takes one month ``t`` returns a row (draws,), every one that takes ``months`` an array (months, draws), all
float64: months first, so that each step works on one contiguous row that fits the processor's cache.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from explorer.distributions import Array
from explorer.seeds import load

__all__ = ["LIMITS", "WEEKS_PER_MONTH", "Equations", "sites_curve"]

WEEKS_PER_MONTH = 365.25 / 12 / 7
KW_PER_GW = 1e6
SITES_SERIES = "stargate_sites_facility_gw"
LIMITS = ("orders", "sites", "money")
"""What energised power is the least of; where two are equal the earlier name counts as the limit."""


@lru_cache(maxsize=1)
def sites_curve() -> tuple[int, Array]:
    """Power of the tracked sites: the number of the first month, and GW of facility power in that and each later month.

    Linear between the points of the series; its first month holds 0, after its last `Equations.sites` goes on.

    >>> first, curve = sites_curve()
    >>> first, round(float(curve[9 - first]), 3)  # half way between 0.590 in month 6 and 1.18 in month 12
    (-1, 0.885)
    """
    points = [(point.month, point.value) for point in load().series[SITES_SERIES].points if point.month is not None]
    months, power = zip(*points, strict=True)
    curve = np.interp(np.arange(months[0], months[-1] + 1), months, power)
    curve.flags.writeable = False
    return months[0], curve


class _Rise:
    """From 0 to 1 in a straight line: clip((t - start) / duration, 0, 1), each draw with its own start and duration."""

    def __init__(self, start: Array, duration: Array):
        self.start, self.per_month = start, 1 / duration
        self.all_before, self.all_after = float(start.min()), float((start + duration).max())

    def at(self, t: int) -> Array | float:
        if t <= self.all_before:
            return 0.0  # one number for all draws: most months of the horizon need no row at all
        if t >= self.all_after:
            return 1.0
        return np.clip((t - self.start) * self.per_month, 0, 1)


class _Delay:
    """What a table of months held some time ago, each draw with its own delay; linear between whole months.

    The table is given flat: draw n of month m is at m * stride + offset[n]; before its first and after its last entry
    it goes on with these.
    """

    def __init__(self, delay: Array, stride: int, offset: NDArray[np.intp] | int):
        whole = np.floor(delay)
        self.part, self.stride = delay - whole, stride
        self.place = offset - stride * whole.astype(np.intp)
        self.held: tuple[int, Array] | None = None

    def at(self, table: Array, t: int) -> Array:
        before = self._whole_months(table, t - 1)
        now = self._whole_months(table, t)
        return now - self.part * (now - before)

    def _whole_months(self, table: Array, t: int) -> Array:
        # Months are asked for one after the other, so that "before" is what was "now" a month ago.
        if self.held is None or self.held[0] != t:
            self.held = t, table.take(self.place + t * self.stride, mode="clip")
        return self.held[1]


class Equations:
    """The equations for one set of draws: ``case`` maps each parameter to its values (draws,), in the parameter's unit.

    An entry may be replaced by any other array of that shape, which is how `explorer.solve` looks for the value that
    reaches a goal. ``full_share`` is `delivered_it_at_full_share` for the same case where it is known already; so are
    ``handed_over`` and ``cap`` the rows (months, draws) of the methods of those names.
    """

    def __init__(
        self,
        case: Mapping[str, Array],
        full_share: Array | None = None,
        *,
        handed_over: Array | None = None,
        cap: Array | None = None,
    ):
        self.case = case
        self.full_share = full_share
        self.kept_handed_over, self.kept_cap = handed_over, cap
        self.draws = len(case["openai_share"])
        self.all_ramped = float(case["ramp_months"].max())
        self.rate_gap = case["rack_rate_target"] - case["rack_rate_start"]
        self.log_growth_per_month = np.log1p(case["growth_after"]) / 12
        self.deliveries = _Rise(case["first_delivery_months"] - 1, case["delivery_ramp_months"])
        self.next_racks = _Rise(case["next_rack_start"], case["next_rack_takeover_months"])
        self.power_gap = case["next_rack_power_kw"] - case["rack_power_kw"]
        self.price_gap = case["next_rack_price_usd"] - case["rack_price_usd"]
        self.racks_per_capability = case["utilisation"] * WEEKS_PER_MONTH
        self.facility_scale = case["openai_share"] * case["facility_overhead"]
        # Row t + 1 of `delivered_it_at_full_share` is month t, hence one row more.
        self.deployment = _Delay(case["deployment_lag_months"], self.draws, np.arange(self.draws) + self.draws)
        self.slip = _Delay(case["site_slip_months"], 1, -sites_curve()[0])
        self.all_slipped = float(case["site_slip_months"].max()) + 1
        self.money_per_month = case["room_share"] * case["capex_budget_usd_per_yr"] / case["capex_usd_per_gw"] / 12

    # rates of one month

    def rate(self, t: int) -> Array:
        """c(t) = start + (target - start) * min(t/ramp, 1), later * (1 + growth)^((t - ramp)/12); racks/week."""
        ramp = self.case["ramp_months"]
        if t >= self.all_ramped:
            return self.case["rack_rate_target"] * np.exp(self.log_growth_per_month * (t - ramp))
        level = self.case["rack_rate_start"] + self.rate_gap * np.minimum(t / ramp, 1)
        return level * np.exp(self.log_growth_per_month * np.maximum(t - ramp, 0))

    def delivering(self, t: int) -> Array | float:
        """The part of OpenAI's share that is delivered: clip((t + 1 - first_delivery) / delivery_ramp, 0, 1)."""
        return self.deliveries.at(t)

    def handed_over(self, t: int) -> Array:
        """c(t) * delivering: what OpenAI would get of the capability if its share were all of it; racks/week."""
        if self.kept_handed_over is not None and t < len(self.kept_handed_over):
            return self.kept_handed_over[t]
        return self.rate(t) * self.delivering(t)

    def next_share(self, t: int) -> Array | float:
        """n(t) = clip((t - next_start) / takeover, 0, 1): the part of racks that is of the next generation."""
        return self.next_racks.at(t)

    def rack_power(self, t: int) -> Array:
        """p(t) = (1 - n) * rack_power + n * next_rack_power; kW/rack."""
        return self.case["rack_power_kw"] + self.next_share(t) * self.power_gap

    def rack_price(self, t: int) -> Array:
        """(1 - n) * rack_price + n * next_rack_price; USD/rack."""
        return self.case["rack_price_usd"] + self.next_share(t) * self.price_gap

    # outcomes, each for months 0 .. months - 1

    def outcome(self, name: str, months: int) -> Array:
        """The outcome of that name (see `explorer.model.OUTCOMES`), which is one of the methods that follow."""
        return getattr(self, name)(months)

    def capability(self, months: int) -> Array:
        """c(t) of every month; racks/week."""
        return self._rows(self.rate, months)

    def shipped(self, months: int) -> Array:
        """All AI racks shipped: the sum over months 0..t of c * utilisation * W; racks."""
        return self._total(self.rate, months, self.racks_per_capability)

    def us_shipped(self, months: int) -> Array:
        """Of these, made in the U.S.: shipped * us_share; racks."""
        return self.shipped(months) * self.case["us_share"]

    def openai_shipped(self, months: int) -> Array:
        """Racks delivered to OpenAI: the sum over 0..t of c * utilisation * W * openai_share * delivering; racks."""
        scale = self.racks_per_capability * self.case["openai_share"]
        return self._total(self.handed_over, months, scale)

    def rack_sales_usd(self, months: int) -> Array:
        """What OpenAI's racks cost: the sum over months 0..t of OpenAI's racks * rack price; USD."""
        scale = self.racks_per_capability * self.case["openai_share"]
        return self._total(lambda t: self.handed_over(t) * self.rack_price(t), months, scale)

    def delivered_it_at_full_share(self, months: int) -> Array:
        """GW of IT power delivered if OpenAI took every rack, under a row of zeros for the time before month 0.

        Returns (months + 1, draws): row t + 1 is the end of month t. Everything that is delivered is linear in the
        share for OpenAI, so this is computed once and serves every share.
        """
        if self.full_share is None or len(self.full_share) <= months:
            scale = self.racks_per_capability * self.case["it_overhead"] / KW_PER_GW
            self.full_share = np.empty((months + 1, self.draws))
            self.full_share[0] = 0
            self._total(
                lambda t: self.handed_over(t) * self.rack_power(t),
                months,
                scale,
                out=self.full_share[1:],
            )
        return self.full_share

    def delivered_it_gw(self, months: int) -> Array:
        """The sum over months 0..t of OpenAI's racks * p * it_overhead / 1e6; GW of IT power."""
        return self.delivered_it_at_full_share(months)[1 : months + 1] * self.case["openai_share"]

    def delivered_gw(self, months: int) -> Array:
        """D(t) = delivered_it * facility_overhead; GW of facility power."""
        return self.delivered_it_at_full_share(months)[1 : months + 1] * self.facility_scale

    def energised_gw(self, months: int) -> Array:
        """E(t) = min(orders, sites, money) of every month; GW of facility power."""
        return self._rows(self.energised, months)

    def capex_usd(self, months: int) -> Array:
        """E(t) * capex_per_gw: what all that stands behind the energised power cost; USD."""
        return self.energised_gw(months) * self.case["capex_usd_per_gw"]

    def investment_usd(self, months: int) -> Array:
        """foxconn_investment * (t + 1) / 12; USD."""
        return np.arange(1, months + 1)[:, None] / 12 * self.case["foxconn_investment_usd_per_yr"]

    def at(self, name: str, t: int) -> Array:
        """The outcome of that name in month t alone, as a row (draws,)."""
        if name == "energised_gw":
            return self.energised(t)
        if name == "capex_usd":
            return self.energised(t) * self.case["capex_usd_per_gw"]
        if name == "us_shipped":
            return self.at("shipped", t) * self.case["us_share"]
        if name == "capability":
            return self.rate(t)
        return self.outcome(name, t + 1)[t]

    # energised power at the end of one month, and what limits it

    def energised(self, t: int) -> Array:
        """E(t) = min(orders, sites, money); GW of facility power."""
        return np.minimum(self.orders(t), self.cap(t))

    def cap(self, t: int) -> Array:
        """What sites and money allow whatever is ordered: the lesser of the two; GW of facility power."""
        if self.kept_cap is not None and t < len(self.kept_cap):
            return self.kept_cap[t]
        return np.minimum(self.sites(t), self.money(t))

    def orders(self, t: int) -> Array:
        """R(t) = D(t - lag), linear between months, 0 before month 0; GW of facility power."""
        delivered = self.delivered_it_at_full_share(t + 1).ravel()
        return self.deployment.at(delivered, t) * self.facility_scale

    def sites(self, t: int) -> Array:
        """room_share * curve(t - slip), the curve going on with site_power a year after its last month; GW facility."""
        first, curve = sites_curve()
        since_last = t - (first + len(curve) - 1)
        power: Array | float = curve[-1] if since_last > self.all_slipped else self.slip.at(curve, t)
        if since_last > 0:
            later = np.maximum(since_last - self.case["site_slip_months"], 0)
            power = power + later * (self.case["site_power_gw_per_yr"] / 12)
        return power * self.case["room_share"]

    def money(self, t: int) -> Array:
        """room_share * budget * (t + 1) / 12 / capex_per_gw; GW of facility power."""
        return self.money_per_month * (t + 1)

    def binding(self, t: int) -> NDArray[np.intp]:
        """Which of `LIMITS` is the least at the end of month t, as its place in that list."""
        orders, sites, money = self.orders(t), self.sites(t), self.money(t)
        return np.where((orders <= sites) & (orders <= money), 0, np.where(sites <= money, 1, 2))

    def _rows(self, row: Callable[[int], Array], months: int) -> Array:
        result = np.empty((months, self.draws))
        for t in range(months):
            result[t] = row(t)
        return result

    def _total(self, rate: Callable[[int], Array], months: int, scale: Array, out: Array | None = None) -> Array:
        """The running sum of a monthly rate, times ``scale``."""
        out = np.empty((months, self.draws)) if out is None else out
        total = np.zeros(self.draws)
        for t in range(months):
            total += rate(t)
            np.multiply(total, scale, out=out[t])
        return out
