"""The equations of the model, month by month, each as it stands in the documentation.

Month 0 is the deal's first, 2025-11 for ours. A rate at index t is of month t; what is cumulative is the state at the
*end* of month t. Every method that takes one month ``t`` returns a row (draws,), every one that takes ``months``, since
a month builds on the last, yields the rows of months 0, 1, ..., all float64: one month at a time, so that each step
works on contiguous rows that fit the processor's cache. Rows may belong to a cache: copy before writing. In-place steps
on one row take half the time of one expression.
"""

import itertools
import math
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from explorer.model.stepwise import LRUCache
from explorer.scenario import Draws, Scenario, month_number
from explorer.scenario.assumptions import POWER, SETTINGS
from explorer.scenario.distributions import Array, read_only
from explorer.seeds import Seeds

WEEKS_PER_MONTH = 365.25 / 12 / 7
KW_PER_GW = 1e6
SITES_SERIES = "openai_sites_facility_gw"
SPENT_BY = "2030-12"
"""The month in which yearly spending reaches its later figure; number 61 for ours."""
LIMITS = ("orders", "sites", "money")
"""What energised power is the least of; where two are equal the earlier name counts as the limit."""

RUNNING = ("capability", "shipped", "us_shipped", "openai_shipped", "rack_sales_usd", "handed_over")
"""What is worked out from the first month on; all else can be had of any month alone."""

_HANDED = (
    *("rack_rate_start", "rack_rate_target", "ramp_months", "growth_after"),
    *("first_delivery_months", "delivery_ramp_months"),
)
SHARED = {
    "handed_over": _HANDED,
    "deliverable": (
        *_HANDED,
        *("rack_power_kw", "next_rack_power_kw", "next_rack_start", "next_rack_takeover_months"),
        *("later_rack_power_kw", "later_rack_start", "later_rack_takeover_months"),
    ),
    "cap": (
        *("room_share", "site_slip_months", "site_power_gw_per_yr", "rent_usd_per_gw_yr"),
        *("compute_spend_start_usd_per_yr", "compute_spend_end_usd_per_yr"),
    ),
}
"""What many scenarios share, and the parameters that each depends on; a test holds these lists to the equations."""

CACHE_BYTES = 24_000_000
CACHE_ALL_UP_TO = 8_192
"""Up to so many draws all rows are cached; beyond, those of `Equations.deliverable` alone, to save memory."""
Curve = tuple[float, Array, Array]


@lru_cache(maxsize=8)
def sites_curve(seeds: Seeds) -> Curve:
    """Power of the tracked sites: the month in which the tracker was read, then the months and GW of each dated step.

    Linear between the steps and 0 before the first; after the last `Equations.sites` goes on. A step dated in the
    middle of a month lies between two months, whose numbers stand for their ends.
    """
    series = seeds.series[SITES_SERIES]
    points = [(point.month, point.value) for point in series.points if point.month is not None]
    months, power = (read_only(np.array(column, dtype=np.float64)) for column in zip(*points, strict=True))
    # a series that does not say how far it was seen was seen to its end
    return float(month_number(series.seen, seeds.deal.first_month) if series.seen else months[-1]), months, power


class Rise:
    """From 0 to 1 in a straight line: clip((t - start) / duration, 0, 1), each draw with its own start and duration."""

    def __init__(self, start: Array, duration: Array):
        self.start, self.per_month = start, 1 / duration
        ends = start + duration
        self.all_before, self.first_after, self.all_after = float(start.min()), float(ends.min()), float(ends.max())

    def at(self, t: int) -> Array | float:
        """How far each draw has risen by month t; one number where all draws agree."""
        if t <= self.all_before:
            return 0.0  # one number for all draws: most months of the horizon need no row at all
        if t >= self.all_after:
            return 1.0
        part = t - self.start
        part *= self.per_month
        np.maximum(part, 0, out=part)
        return np.minimum(part, 1, out=part)


class Change:
    """From one amount to another along a rise; the first may itself change.

    Rack power goes through three generations: (1 - l) * ((1 - n) * first + n * second) + l * third, n and l two rises.
    """

    def __init__(self, rise: Rise, before: "Array | Change", after: Array):
        self.rise, self.before, self.after = rise, before, after

    def at(self, t: int) -> Array:
        """The amount of each draw in month t."""
        part = self.rise.at(t)
        if isinstance(part, float) and part:
            return self.after
        before = self.before.at(t) if isinstance(self.before, Change) else self.before
        if isinstance(part, float):
            return before
        part *= self.after - before
        part += before
        return part


class Path:
    """An amount by month, ascending: linear between them, level before the first and after the last."""

    def __init__(self, months: list[int], amounts: list[Array]):
        self.months, self.amounts = months, amounts

    def at(self, t: int) -> Array:
        """The amount of each draw in month t."""
        after = bisect_right(self.months, t)
        if after in (0, len(self.months)):
            return self.amounts[max(after - 1, 0)]
        start, end = self.months[after - 1 : after + 1]
        low, high = self.amounts[after - 1 : after + 1]
        return low + (high - low) * ((t - start) / (end - start))


class Delay:
    """What a table (months, draws) held some time ago, each draw with its own delay; linear between whole months.

    Before its first row it goes on with that.
    """

    def __init__(self, delay: Array):
        whole = np.floor(delay)
        self.part, self.draws, self.least = delay - whole, len(delay), int(whole.min())
        self.place = np.arange(self.draws) - self.draws * whole.astype(np.intp)
        self.index = np.empty(self.draws, dtype=np.intp)
        self.last: tuple[int, Array] | None = None

    def at(self, table: Array, t: int) -> Array:
        """What the table held for each draw, its own delay before month t."""
        before = self._whole_months(table, t - 1)
        now = self._whole_months(table, t)
        step = now - before
        step *= self.part
        return np.subtract(now, step, out=step)

    def _whole_months(self, table: Array, t: int) -> Array:
        # Months are asked for one after the other, so that "before" is what was "now" a month ago.
        if self.last is None or self.last[0] != t:
            np.add(self.place, t * self.draws, out=self.index)
            self.last = t, table.take(self.index, mode="clip")
        return self.last[1]


class Sites:
    """Power of the tracked sites: what has power when the tracker is read does not slip, steps after that month do."""

    def __init__(self, curve: Curve, slip: Array, gw_per_month: Array):
        self.curve, self.slip, self.gw_per_month = curve, slip, gw_per_month
        self.least_slip, self.most_slip = float(slip.min()), float(slip.max())
        self.running = self._on_time(self.curve[0])

    def at(self, t: int) -> Array:
        """GW of each draw at the end of month t."""
        seen, months, power = self.curve
        if t - self.least_slip <= seen:
            return self.running if t > seen else self._on_time(t)
        due = t - self.slip
        beyond = due - months[-1]
        if t - self.most_slip >= months[-1]:  # no draw is on the steps any more
            reached = beyond * self.gw_per_month
            reached += power[-1]
        else:
            reached = np.interp(due, months, power, left=0.0)
            if t - self.least_slip > months[-1]:
                reached += np.maximum(beyond, 0) * self.gw_per_month
        return np.maximum(reached, self.running, out=reached)

    def _on_time(self, month: float) -> Array:
        _, months, power = self.curve
        return np.interp(month, months, power, left=0.0) + max(month - months[-1], 0.0) * self.gw_per_month


class Equations:
    """The equations for one set of draws: ``case`` maps each parameter to its values (draws,), in the parameter's unit.

    ``curve`` is that of the sites, as from `sites_curve`, ``spent`` the number of the month `SPENT_BY`. An entry may be
    replaced by any other array of that shape, which is how `explorer.solve` looks for the value that reaches a goal.
    ``cached`` holds rows of what is `SHARED`, by name, where they are known already for the same case.
    """

    def __init__(
        self, case: Mapping[str, Array], curve: Curve, cached: dict[str, Array], *, spent: int = month_number(SPENT_BY)
    ):
        self.case, self.curve, self.cached, self.spent = case, curve, cached, spent
        self.draws = len(case["openai_share"])

    def pinned(self, name: str, value: float | Array) -> "Equations":
        """The same with one parameter at one value, or at one for each draw; what does not depend on it is kept."""
        kept = {part: rows for part, rows in self.cached.items() if name not in SHARED[part]}
        return Equations({**self.case, name: np.full(self.draws, value)}, self.curve, kept, spent=self.spent)

    # what several months share, worked out where it is asked for first: most questions take a part of it only

    @cached_property
    def level(self) -> Change:
        """From the rate at the start to the target, along the ramp."""
        ramp = Rise(np.zeros(self.draws), self.case["ramp_months"])
        return Change(ramp, self.case["rack_rate_start"], self.case["rack_rate_target"])

    @cached_property
    def log_growth_per_month(self) -> Array:
        """ln(1 + growth) / 12."""
        return np.log1p(self.case["growth_after"]) / 12

    @cached_property
    def deliveries(self) -> Rise:
        """The part of OpenAI's share that is delivered: clip((t + 1 - first_delivery) / delivery_ramp, 0, 1)."""
        return Rise(self.case["first_delivery_months"] - 1, self.case["delivery_ramp_months"])

    @cached_property
    def next_racks(self) -> Rise:
        """n(t) = clip((t - next_start) / next_takeover, 0, 1): of all but the later racks, the next generation."""
        return Rise(self.case["next_rack_start"], self.case["next_rack_takeover_months"])

    @cached_property
    def later_racks(self) -> Rise:
        """l(t) = clip((t - later_start) / later_takeover, 0, 1): the part of racks that is of the generation after."""
        return Rise(self.case["later_rack_start"], self.case["later_rack_takeover_months"])

    @cached_property
    def power(self) -> Change | Path:
        """p(t) = (1 - l) * ((1 - n) * rack_power + n * next_rack_power) + l * later_rack_power; kW/rack."""
        months = [name for name in self.case if name.startswith(f"{POWER} ")]  # as a scenario's own path has it
        if months:
            return Path([int(name.split()[1]) for name in months], [self.case[name] for name in months])
        return self._mix(POWER)

    @cached_property
    def racks_per_capability(self) -> Array:
        """Racks shipped in a month for each rack a week that could be made."""
        return self.case["shipped_share"] * WEEKS_PER_MONTH

    @cached_property
    def racks_of_openai(self) -> Array:
        """The same for OpenAI, once deliveries run."""
        return self.racks_per_capability * self.case["openai_share"]

    @cached_property
    def it_scale(self) -> Array:
        """From what racks could deliver to GW of IT power."""
        return self.racks_of_openai * self.case["it_overhead"] / KW_PER_GW

    @cached_property
    def facility_scale(self) -> Array:
        """From what racks could deliver to GW of facility power."""
        return self.it_scale * self.case["facility_overhead"]

    @cached_property
    def deployment(self) -> Delay:
        """What was delivered some time ago."""
        return Delay(self.case["deployment_lag_months"])

    @cached_property
    def tracked(self) -> Sites:
        """All sites, whoever's racks they have room for."""
        return Sites(self.curve, self.case["site_slip_months"], self.case["site_power_gw_per_yr"] / 12)

    @cached_property
    def rentable_gw(self) -> tuple[Array, Array]:
        """GW that a year's spending rents for these racks in month 0, and at the end of 2030."""
        per_usd = self.case["room_share"] / self.case["rent_usd_per_gw_yr"]
        start, end = (self.case[f"compute_spend_{when}_usd_per_yr"] for when in ("start", "end"))
        return start * per_usd, end * per_usd

    @cached_property
    def price(self) -> Change:
        """(1 - l) * ((1 - n) * rack_price + n * next_rack_price) + l * later_rack_price; USD/rack."""
        return self._mix("rack_price_usd")

    def _mix(self, what: str) -> Change:
        first, second, third = (self.case[f"{which}{what}"] for which in ("", "next_", "later_"))
        return Change(self.later_racks, Change(self.next_racks, first, second), third)

    # rates of a month

    def rate(self, t: int) -> Array:
        """c(t) = start + (target - start) * min(t/ramp, 1), later * (1 + growth)^((t - ramp)/12); racks/week."""
        level = self.level.at(t)
        if t <= self.level.rise.first_after:
            return level
        grown = t - self.case["ramp_months"]
        np.maximum(grown, 0, out=grown)
        grown *= self.log_growth_per_month
        np.exp(grown, out=grown)
        grown *= level
        return grown

    def handed_over(self, months: int) -> Iterator[Array]:
        """c(t) * delivering: what OpenAI would get of the capability if its share were all of it; racks/week."""
        if len(rows := self.cached.get("handed_over", ())) >= months:
            yield from rows[:months]
            return
        idle = min(months, max(0, 1 + math.floor(self.deliveries.all_before)))
        yield from itertools.repeat(np.zeros(self.draws), idle)
        for t, rate in enumerate(self.capability(months, idle), idle):
            part = self.deliveries.at(t)
            yield rate if isinstance(part, float) and part == 1 else rate * part

    # outcomes

    def rows(self, name: str, months: int) -> Iterator[Array]:
        """The rows of an outcome (see `explorer.model.OUTCOMES`), which is one of the methods that follow."""
        part = getattr(self, name)
        if name in RUNNING:
            return part(months)
        self.deliverable(months)  # at once, and not anew for each further month
        return map(part, range(months))

    def outcome(self, name: str, months: int) -> Array:
        """The same as an array (months, draws)."""
        result = np.empty((months, self.draws))
        for place, row in zip(result, self.rows(name, months), strict=True):
            place[:] = row
        return result

    def at(self, name: str, t: int) -> Array:
        """The outcome of that name in month t alone, as a row (draws,)."""
        return deque(self.rows(name, t + 1), maxlen=1)[0] if name in RUNNING else getattr(self, name)(t)

    def capability(self, months: int, start: int = 0) -> Iterator[Array]:
        """c(t) from month ``start`` on; racks/week. Once all draws are past their ramps, a row comes from the last."""
        rate, ramped = self.rate(start), self.level.rise.all_after + 1
        growth = np.exp(self.log_growth_per_month)
        for t in range(start, months):
            if t > start:
                rate = rate * growth if t > ramped else self.rate(t)
            yield rate

    def shipped(self, months: int) -> Iterator[Array]:
        """All AI racks shipped: the sum over months 0..t of c * shipped_share * W; racks."""
        return _totals(self.capability(months), self.racks_per_capability)

    def us_shipped(self, months: int) -> Iterator[Array]:
        """Of these, made in the U.S.: shipped * us_share; racks."""
        us_share = self.case["us_share"]
        return (racks * us_share for racks in self.shipped(months))

    def openai_shipped(self, months: int) -> Iterator[Array]:
        """Racks delivered to OpenAI: the sum over 0..t of c * shipped_share * W * openai_share * delivering; racks."""
        return _totals(self.handed_over(months), self.racks_of_openai)

    def rack_sales_usd(self, months: int) -> Iterator[Array]:
        """What OpenAI's racks cost: the sum over months 0..t of OpenAI's racks * rack price; USD."""
        sales = (racks * self.price.at(t) for t, racks in enumerate(self.handed_over(months)))
        return _totals(sales, self.racks_of_openai)

    def delivered_it_gw(self, t: int) -> Array:
        """The sum over months 0..t of OpenAI's racks * p * it_overhead / 1e6; GW of IT power."""
        return self.deliverable(t + 1)[t + 1] * self.it_scale

    def delivered_gw(self, t: int) -> Array:
        """D(t) = delivered_it * facility_overhead; GW of facility power."""
        return self.deliverable(t + 1)[t + 1] * self.facility_scale

    def energised_gw(self, t: int) -> Array:
        """E(t) = min(orders, sites, money); GW of facility power."""
        orders = self.orders(t)
        return np.minimum(orders, self.cap(t), out=orders)

    def capex_usd(self, t: int) -> Array:
        """E(t) * capex_per_gw: what all that stands behind the energised power cost; USD."""
        return self.energised_gw(t) * self.case["capex_usd_per_gw"]

    def investment_usd(self, t: int) -> Array:
        """foxconn_investment * (t + 1) / 12; USD."""
        return (t + 1) / 12 * self.case["foxconn_investment_usd_per_yr"]

    # what energised power is the least of

    def deliverable(self, months: int) -> Array:
        """The sum over months 0..t of c * delivering * p, under a row of zeros for the time before month 0.

        In kW of rack power for each rack a week, times months: a factor short of all that is delivered. That factor
        (shipped share, share for OpenAI, overheads) is the same in every month, so this serves all its values. Returns
        an array (months + 1, draws): row t + 1 is the end of month t.
        """
        if len(self.cached.get("deliverable", ())) <= months:
            result = np.empty((months + 1, self.draws))
            result[0] = 0
            before = result[0]
            for t, racks in enumerate(self.handed_over(months)):
                now = np.multiply(racks, self.power.at(t), out=result[t + 1])
                now += before
                before = now
            self.cached["deliverable"] = result
        return self.cached["deliverable"]

    def cap(self, t: int) -> Array:
        """What sites and money allow whatever is ordered: the lesser of the two; GW of facility power."""
        if t < len(rows := self.cached.get("cap", ())):
            return rows[t]
        return np.minimum(self.sites(t), self.money(t))

    def orders(self, t: int) -> Array:
        """R(t) = D(t - lag), linear between months, 0 before month 0; GW of facility power."""
        if t <= self.deliveries.all_before + self.deployment.least:  # nothing is delivered and installed in any draw
            return np.zeros(self.draws)
        deliverable = self.deployment.at(self.deliverable(t + 1), t + 1)  # row t + 1 is month t
        deliverable *= self.facility_scale
        return deliverable

    def sites(self, t: int) -> Array:
        """room_share * curve(t) up to the month seen, then room_share * max(curve(seen), curve(t - slip)); GW facility.

        The month seen is that in which the tracker was read: what has power does not slip, only steps after it do. Past
        its last step the curve goes on with site_power a year.
        """
        power = self.tracked.at(t)
        return np.multiply(power, self.case["room_share"], out=None if power is self.tracked.running else power)

    def money(self, t: int) -> Array:
        """room_share * spend / rent, spend = start + (end - start) * clip(t / spent, 0, 1); GW of facility power."""
        start, end = self.rentable_gw
        passed = t / self.spent if t < self.spent else 1
        rented = start * (1 - passed)
        rented += end * passed  # so exact at both ends, however far they lie apart
        return rented

    def binding(self, t: int) -> NDArray[np.intp]:
        """Which of `LIMITS` is the least at the end of month t, as its place in that list."""
        orders, sites, money = self.orders(t), self.sites(t), self.money(t)
        return np.where((orders <= sites) & (orders <= money), 0, np.where(sites <= money, 1, 2))


def _totals(rates: Iterable[Array], scale: Array) -> Iterator[Array]:
    """The running sum of a monthly rate, times ``scale``."""
    total = np.zeros(len(scale))
    for rate in rates:
        total += rate
        yield total * scale


_ROWS: LRUCache[Array] = LRUCache(CACHE_BYTES, weight=lambda rows: rows.nbytes)


def equations_of(scenario: Scenario, months: int | None = None) -> Equations:
    """The model's equations for the draws of a scenario, ready for its first ``months`` (None: all of them).

    Three sets of rows are cached by the parameters that they depend on: what is handed over, what the racks
    could deliver, and what sites and money allow. A reader who moves one parameter changes two of them at most. What is
    handed over is cached for the months that are shown only: for all of them caching takes longer than it saves.
    """
    deal, ready = scenario.seeds.deal, len(scenario.months)
    spent, last = (month_number(month, deal.first_month) for month in (SPENT_BY, deal.horizon_shown))
    equations, shown = Equations(Draws(scenario), sites_curve(scenario.seeds), {}, spent=spent), last + 1
    if months is not None and months <= shown:  # nothing later is computed while a reader moves a control
        ready = min(ready, shown)
    few = scenario.draws <= CACHE_ALL_UP_TO
    wanted = {"handed_over": few and ready == shown, "deliverable": True, "cap": few}
    settings = [getattr(scenario, name) for name in SETTINGS if name not in ("horizon", "as_of")]
    for name in (name for name in SHARED if wanted[name]):
        key = (name, *(scenario[parameter] for parameter in SHARED[name]), *settings, scenario.seeds, ready)
        rows = _ROWS.get(key)
        if rows is None:
            rows = read_only(equations.deliverable(ready) if name == "deliverable" else equations.outcome(name, ready))
            _ROWS.put(key, rows)
        equations.cached[name] = rows
    return equations
