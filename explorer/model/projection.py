"""What a scenario amounts to: `simulate` gives a `Projection`, from which outcomes are read by name.

Outcomes are computed when they are asked for and kept. The equations are in `explorer.model.equations`; left out of
them are retirement of racks and drift of prices.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from explorer.arguments import checked
from explorer.errors import ExplorerError, quoted
from explorer.formatting import amount, between, html_list, month_words, plain_number, replace_words, unit_words
from explorer.model.equations import LIMITS, equations_of
from explorer.records import Deal
from explorer.records.dates import Month, last_day
from explorer.scenario import Scenario, defaults, month_number, sample
from explorer.scenario.distributions import Array, read_only

if TYPE_CHECKING:
    import pandas as pd

_OUTCOMES = {
    "capability": ("racks/week", "racks that could be made a week"),
    "shipped": ("racks", "racks shipped"),
    "us_shipped": ("racks", "racks made in the U.S."),
    "openai_shipped": ("racks", "racks for the buyer"),
    "delivered_it_gw": ("GW", "power delivered, computers only"),
    "delivered_gw": ("GW", "power delivered, with cooling"),
    "energised_gw": ("GW", "power switched on, with cooling"),
    "capex_usd": ("USD", "whole cost of what is switched on"),
    "rack_sales_usd": ("USD", "price of the buyer's racks"),
    "investment_usd": ("USD", "the maker's investment"),
}
OUTCOMES: Mapping[str, str] = MappingProxyType({name: unit for name, (unit, _) in _OUTCOMES.items()})
"""Each outcome and its unit. All but the capability are the state at the end of a month."""

RESTS_ON = {"us_shipped": "us_share", "investment_usd": "foxconn_investment_usd_per_yr"}
"""What says nothing in a deal that has no part for this assumption."""


def outcomes_of(deal: Deal) -> list[str]:
    """The outcomes that say something in a deal."""
    return [name for name in OUTCOMES if RESTS_ON.get(name) not in deal.without]


def outcome_name(outcome: str, deal: Deal) -> str:
    """What an outcome is called in a deal, by its buyer, its maker and what that ships."""
    parties = {"the buyer": deal.buyer, "the maker": deal.maker}
    return replace_words(_OUTCOMES[outcome][1], {**unit_words(deal.short_units), **parties})


def outcome_unit(outcome: str, deal: Deal) -> str:
    """The unit of an outcome there."""
    return replace_words(OUTCOMES[outcome], unit_words(deal.short_units))


BAND = (0.05, 0.5, 0.95)
"""The quantiles that are given where none are asked for: nine in ten cases lie between the first and the last."""
LINEAR_IN_SHARE = ("openai_shipped", "delivered_it_gw", "delivered_gw", "rack_sales_usd")
IN_BROWSER = sys.platform == "emscripten"
"""There a full sort takes five times as long as a partition at the wanted places; elsewhere it is the quicker one."""
CAPPED_IN_SHARE = ("energised_gw", "capex_usd")


class ModelError(ExplorerError):
    """A question that the model cannot answer; the message is a sentence for readers."""


@dataclass(frozen=True, eq=False)
class Projection:
    """The outcomes of a scenario, which it carries. Made by `simulate`.

    ``p["energised_gw"]`` is a read-only float64 array (draws, months) in the unit that `OUTCOMES` names.
    """

    scenario: Scenario
    _known: dict[str, Array] = field(default_factory=dict[str, Array], repr=False)

    @property
    def months(self) -> tuple[str, ...]:
        """The labels of the months, the deal's first one first."""
        return self.scenario.months

    def __getitem__(self, outcome: str) -> Array:
        known_outcome(outcome)
        if outcome not in self._known:  # by month, as it is computed and quickest to read
            self._known[outcome] = read_only(equations_of(self.scenario).outcome(outcome, len(self.months)))
        return self._known[outcome].T

    @checked()
    def quantiles(self, outcome: str, shares: Iterable[float] = BAND) -> "pd.DataFrame":
        """Quantiles (numpy's ``linear``) of an outcome: index months (periods), one column for each share.

        Its unit is in ``attrs``. For frames that charts take as they are see `to_frame`.

        >>> p = simulate(Scenario(), draws=256, horizon="2029-12")
        >>> p.quantiles("investment_usd", [0.0, 1.0]).loc["2026-10"].round(-7).tolist()
        [2000000000.0, 3000000000.0]
        """
        frame = self._frame(self.quantile_rows(outcome, shares).T, [*shares], "quantile")
        frame.attrs |= {"outcome": outcome, "unit": OUTCOMES[outcome]}
        return frame

    @checked()
    def to_frame(
        self, outcomes: Iterable[str] | None = None, shares: Iterable[float] = BAND, *, long: bool = False
    ) -> "pd.DataFrame":
        """Quantiles of several outcomes (None: all) by month, as matplotlib, Altair and Plotly Express take them.

        Index ``month``, the last day of each; a column for each outcome and quantile, such as ``delivered_gw_p05``,
        with its unit in ``attrs["units"]``. With ``long`` a row each: ``month outcome unit quantile value``.

        >>> p = simulate(Scenario(), draws=64, horizon="2029-12")
        >>> p.to_frame(["delivered_gw"]).columns.tolist()
        ['delivered_gw_p05', 'delivered_gw_p50', 'delivered_gw_p95']
        >>> list(p.to_frame(["delivered_gw"], [0.5], long=True))
        ['month', 'outcome', 'unit', 'quantile', 'value']
        """
        import pandas as pd

        days, names = self._days(), tuple(OUTCOMES if outcomes is None else outcomes)
        found = {
            (name, share): row
            for name in names
            for share, row in zip(shares, self.quantile_rows(name, shares), strict=True)
        }
        if long:
            each = ((name, OUTCOMES[name], share) for name, share in found)
            names, units, parts = zip(*each, strict=True) if found else ((), (), ())
            labels: dict[str, Any] = {"outcome": names, "unit": units, "quantile": parts}
            repeated: dict[str, Any] = {column: np.repeat(values, len(days)) for column, values in labels.items()}
            return pd.DataFrame({"month": np.tile(days, len(found)), **repeated, "value": np.ravel([*found.values()])})
        called = {f"{name}_p{f'{100 * share:.12g}'.zfill(2)}": (name, share) for name, share in found}
        frame = pd.DataFrame({column: found[key] for column, key in called.items()}, index=days)
        frame.attrs["units"] = {column: OUTCOMES[name] for column, (name, _) in called.items()}
        return frame

    def inputs(self) -> "pd.DataFrame":
        """The draws of the assumptions: a row each draw (index ``draw``), a column each, units in ``attrs["units"]``.

        >>> simulate(Scenario(), draws=64).inputs()["openai_share"].unique().tolist()
        [0.1]
        """
        import pandas as pd

        frame = pd.DataFrame({name: sample(self.scenario, name) for name in self.scenario}).rename_axis("draw")
        frame.attrs["units"] = {name: one.unit for name, one in self.scenario.seeds.parameters.items()}
        return frame

    def to_xarray(self) -> Any:
        """Every outcome as a ``Dataset`` over draw and month, with units; raises `ModelError` without xarray."""
        try:
            xarray: Any = import_module("xarray")
        except ImportError:
            raise ModelError("to_xarray needs the package xarray, which is not installed here.") from None
        variables = {name: (("draw", "month"), self[name], {"unit": unit}) for name, unit in OUTCOMES.items()}
        return xarray.Dataset(variables, {"month": self._days()})

    def _days(self) -> "pd.DatetimeIndex":
        import pandas as pd

        return pd.DatetimeIndex([last_day(month) for month in self.months], name="month")

    def _ipython_key_completions_(self) -> list[str]:
        return list(OUTCOMES)

    def _repr_html_(self) -> str:
        deal = self.scenario.seeds.deal
        at = deal.goal_by if deal.goal_by in self.months else self.months[-1]
        found = {name: self.quantiles_at(name, BAND, at).tolist() for name in outcomes_of(deal)}
        units = {name: outcome_unit(name, deal) for name in found}
        rows = [
            (outcome_name(name, deal), f"{amount(middle, units[name])} ({between(low, high, units[name])})")
            for name, (low, middle, high) in found.items()
        ]
        return html_list(f"By {month_words(at)}, the middle and nine in ten of {self.scenario.draws:,} cases", rows)

    @checked()
    def quantile_rows(self, outcome: str, shares: Iterable[float], *, until: Month | None = None) -> Array:
        """The same as a plain array (shares, months), quicker; ``until`` is the last month wanted."""
        count = len(self.months) if until is None else self.number(until) + 1
        known_outcome(outcome)
        known = self._known.get(outcome)
        rows = equations_of(self.scenario, count).rows(outcome, count) if known is None else known[:count]
        return _row_quantiles(rows, shares, self.scenario.draws)

    @checked()
    def quantiles_at(self, outcome: str, shares: Iterable[float], month: Month) -> Array:
        """Quantiles of an outcome at the end of one month, as array (shares,)."""
        return linear_quantiles(self.at(outcome, month), shares)

    @checked()
    def at(self, outcome: str, month: Month) -> Array:
        """An outcome at the end of one month, as array (draws,); quicker than all months where these are not needed."""
        known_outcome(outcome)
        t = self.number(month)
        if outcome in self._known:
            return self._known[outcome][t]
        name = f"{outcome} {t}"
        if name not in self._known:
            self._known[name] = read_only(equations_of(self.scenario, t + 1).at(outcome, t))
        return self._known[name]

    @checked()
    def chance(self, outcome: str, *, at_least: float, by: Month) -> float:
        """The share of draws in which an outcome reaches ``at_least`` in any month up to and including ``by``.

        This is no probability of the real world: it is conditional on the scenario's distributions.

        >>> simulate(Scenario(openai_share=0), draws=16).chance("delivered_gw", at_least=10, by="2029-12")
        0.0
        """
        months = self.number(by) + 1
        return float(np.mean((self[outcome][:, :months] >= at_least).any(axis=1)))

    def binding(self) -> "pd.DataFrame":
        """What limits the energised power at the end of each month, as shares of draws; columns orders, sites, money.

        >>> simulate(Scenario(room_share=0), draws=16).binding().loc["2029-12"].tolist()
        [0.0, 1.0, 0.0]
        """
        equations = equations_of(self.scenario)
        counts = [np.bincount(equations.binding(t), minlength=3) for t in range(len(self.months))]
        return self._frame(np.array(counts) / self.scenario.draws, LIMITS, "limit")

    def number(self, month: object) -> int:
        """The number of a month of this projection. Raises `ModelError` if it lies outside."""
        number = month_number(month, self.scenario.seeds.deal.first_month)
        if not 0 <= number < len(self.months):
            first, last = self.months[0], self.months[-1]
            raise ModelError(f"{month} is not within the projection, which runs from {first} to {last}.")
        return number

    def _frame(self, rows: Array, columns: Sequence[Any], name: str) -> "pd.DataFrame":
        import pandas as pd

        index = pd.period_range(self.months[0], periods=len(self.months), freq="M", name="month")
        return pd.DataFrame(rows, index=index, columns=pd.Index(columns, name=name))


@checked()
def simulate(scenario: Scenario | None = None, **settings: Any) -> Projection:
    """The projection of a scenario (None: the defaults), changed as by `Scenario.replace`, such as with ``draws=64``.

    >>> p = simulate(Scenario(), draws=64, horizon="2030-12")
    >>> p["energised_gw"].shape, p.scenario.draws
    ((64, 62), 64)
    """
    scenario = defaults() if scenario is None else scenario
    return Projection(scenario.replace(**settings) if settings else scenario)


@dataclass(frozen=True, eq=False)
class ShareCurve:
    """What different shares for OpenAI would amount to, by the end of one month, all other assumptions as they are.

    ``curve[0.5]`` is the median of the outcome at each of ``shares``, ``curve.energised[0.5]`` that of what sites and
    money let run of it, in GW: of facility power, or of the computers where the outcome is.
    """

    outcome: str
    at: str
    shares: Array = field(repr=False)
    quantiles: Mapping[float, Array] = field(repr=False)
    energised: Mapping[float, Array] = field(repr=False)
    _orders: Array = field(repr=False)
    _cap: Array = field(repr=False)

    def __getitem__(self, quantile: float) -> Array:
        try:
            return self.quantiles[quantile]
        except (KeyError, TypeError):
            known = ", ".join(map(str, self.quantiles))
            raise ModelError(f"{quoted(quantile)} is none of the quantiles of this curve: {known}.") from None

    def _ipython_key_completions_(self) -> list[float]:
        return list(self.quantiles)

    @checked()
    def energised_at(self, share: float) -> Array:
        """Quantiles, in the order of ``energised``, of what could run at one share, be it none of ``shares``.

        Raises `ModelError` for what is not between 0 and 1.
        """
        _shares([share])
        return linear_quantiles(np.minimum(share * self._orders, self._cap), self.energised)


@checked()
def share_curve(
    scenario: Scenario,
    outcome: str = "delivered_gw",
    at: Month | None = None,
    shares: Iterable[float] | None = None,
    quantiles: Iterable[float] = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95),
) -> ShareCurve:
    """An outcome at the end of a month as it depends on the share for OpenAI (default 0 to 1 in hundredths).

    The month is that of the deal's goal where none is given. The scenario's own share plays no part. Raises
    `ModelError` for an outcome that does not depend on that share.

    >>> curve = share_curve(Scenario(draws=64), shares=[0, 0.2, 0.4])
    >>> bool(abs(curve[0.5][2] - 2 * curve[0.5][1]) < 1e-12)
    True
    """
    known_outcome(outcome)
    points = _shares(np.linspace(0, 1, 101).tolist() if shares is None else shares)
    month = at or scenario.seeds.deal.goal_by
    kept = _share_curve(scenario.replace(openai_share=1), outcome, month, points, tuple(quantiles))
    return replace(kept, quantiles=dict(kept.quantiles), energised=dict(kept.energised))


def _shares(shares: Iterable[float]) -> tuple[float, ...]:
    points = tuple(shares)
    if wrong := [share for share in points if not 0 <= share <= 1]:
        raise ModelError(f"Shares must lie between 0 and 1, not {plain_number(wrong[0])}.")
    return points


@lru_cache(maxsize=8)
def _share_curve(
    scenario: Scenario, outcome: str, at: str, shares: tuple[float, ...], wanted: tuple[float, ...]
) -> ShareCurve:
    """The curve of a scenario at full share. Kept, as a reader who moves the share does not move the curve."""
    full, points = Projection(scenario), np.array(shares)
    t = full.number(at)
    equations = equations_of(full.scenario, t + 1)
    orders, cap = equations.orders(t), equations.cap(t)
    if outcome == "delivered_it_gw":
        orders, cap = (power / equations.case["facility_overhead"] for power in (orders, cap))

    def reached(value: Array | float) -> Array:
        rows = (np.minimum(share * orders, cap) * value for share in points)
        return _row_quantiles(rows, wanted, len(cap))

    energised = reached(1.0)
    if outcome in LINEAR_IN_SHARE:
        rows = points * linear_quantiles(equations.at(outcome, t), wanted)[:, None]
    elif outcome in CAPPED_IN_SHARE:
        rows = reached(sample(full.scenario, "capex_usd_per_gw")) if outcome == "capex_usd" else energised
    else:
        raise ModelError(f"{outcome} does not depend on the buyer's share.")
    for array in (points, rows, energised, orders):
        read_only(array)
    delivered, running = (dict(zip(wanted, each, strict=True)) for each in (rows, energised))
    return ShareCurve(outcome, full.months[t], points, delivered, running, orders, cap)


def linear_quantiles(values: Array, shares: Iterable[float]) -> Array:
    """The ``linear`` quantiles of numpy of numbers in any order, one for each share."""
    return _row_quantiles([values], shares, len(values))[:, 0]


def median(numbers: Array) -> float:
    """The median of numbers in any order, bit for bit numpy's; without numpy's masked arrays, which a browser lacks."""
    middle = [(len(numbers) - 1) // 2, len(numbers) // 2]
    low, high = np.partition(numbers, middle)[middle]
    return float((low + high) / 2)


def _row_quantiles(rows: Iterable[Array], shares: Iterable[float], draws: int) -> Array:
    """The same of each of several rows (draws,), as an array (shares, rows): one small buffer stays in the cache."""
    wanted: Array = np.array([*shares], dtype=np.float64)
    if len(wrong := wanted[(wanted < 0) | (wanted > 1)]):
        raise ModelError(f"Quantiles must lie between 0 and 1, not {plain_number(wrong[0])}.")
    place: Array = wanted * (draws - 1)
    below = np.floor(place).astype(np.intp)
    part, places = (place - below)[:, None], np.concatenate([below, np.minimum(below + 1, draws - 1)])
    ordered = sorted({*places.tolist()})
    buffer, taken = np.empty(draws), list[Array]()
    for row in rows:
        buffer[:] = row
        if IN_BROWSER:
            buffer.partition(ordered)
        else:
            buffer.sort()
        taken.append(buffer[places])
    low, high = np.split(np.array(taken).T, 2)
    step = high - low
    # From whichever end is nearer, as numpy does it, so that both give the same last digit.
    between = np.where(part >= 0.5, high - step * (1 - part), low + step * part)
    return np.where(part == 0, low, between)  # the next number may be infinite, and no part of it is not a number


def known_outcome(outcome: str) -> None:
    """Raise `ModelError` with a sentence unless this is the name of an outcome."""
    if not isinstance(outcome, str) or outcome not in OUTCOMES:
        raise ModelError(f"{quoted(outcome)} is not an outcome; the outcomes are {', '.join(OUTCOMES)}.")
