"""Everything a reader may change, as one frozen value; the defaults, and what does not fit together.

A `Scenario` holds one `Distribution` for each parameter of ``seeds/parameters.toml`` and the settings of the
computation (seed, number of draws, horizon, as-of date). It is checked when it is made: a wrong one cannot exist.
A scenario as text is in `explorer.scenario.links`, named ones are in `explorer.analysis.presets`.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from numbers import Integral
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from explorer.arguments import checked
from explorer.errors import ExplorerError, came
from explorer.records import Parameter
from explorer.records.dates import FIRST_MONTH, last_day, month_index
from explorer.records.parameters import OUTSIDE_LIMIT
from explorer.records.relations import Deal
from explorer.scenario.distributions import (
    Array,
    Distribution,
    DistributionError,
    middles,
    moved_ranks,
    normal_middles,
    number,
    point,
)
from explorer.seeds import load

MAX_SEED = 2**32 - 1
MAX_DRAWS = 65_536
"""Limits what a link can make a server compute: one outcome of 122 months is then 64 MB."""
LAST_HORIZON = "2040-12"
CO_MOVEMENT = 0.5
"""How closely assumptions with a loading move together by default; why, is in docs/decisions/co-movement.md."""
SETTINGS = {"seed": 0, "draws": 4096, "horizon": "2035-12", "co_movement": CO_MOVEMENT, "as_of": None}
"""The settings of a scenario and what they are where none are given."""


class ScenarioError(ExplorerError):
    """A scenario that cannot be; the message is a sentence for readers, ``parameter`` the one at fault, if any."""

    def __init__(self, sentence: str, parameter: str | None = None):
        super().__init__(sentence)
        self.parameter = parameter


def _unknown(name: object, known: Iterable[str]) -> ScenarioError:
    return ScenarioError(f"{came(name)} is not a parameter; the parameters are {', '.join(known)}.")


@lru_cache(maxsize=16)
def table(as_of: datetime.date | None = None) -> Mapping[str, Parameter]:
    """The parameters of this project as they counted on a day (None: now), in table order; read once a process."""
    return MappingProxyType(load().parameters_at(as_of))


@lru_cache(maxsize=1)
def deal() -> Deal:
    """What this project is about: the goal that questions take where none is given; read once a process."""
    return load().deal


def month_number(month: object) -> int:
    """Months since 2025-11, which is month 0, of any form of date (a year: its December).

    Raises `ScenarioError` for what is not a date.
    """
    try:
        return month_index(last_day(month))
    except ExplorerError:
        raise ScenarioError(f"{came(month)} is not a month; write it as 2029-12.") from None


def month_label(number: int) -> str:
    """The month of a number, the reverse of `month_number`."""
    months = FIRST_MONTH[0] * 12 + FIRST_MONTH[1] - 1 + number
    return f"{months // 12}-{months % 12 + 1:02d}"


@dataclass(frozen=True, init=False, repr=False)
class Scenario(Mapping[str, Distribution]):
    """Every assumption of the model, frozen and hashable; change it with `replace`.

    A parameter is read as ``s["shipped_share"]`` or ``s.shipped_share``; a scenario is a mapping of all of them, in
    table order, so that ``dict(s)``, ``list(s)`` and ``Scenario(**s)`` do what they say. Settings: ``seed`` (0 to
    2**32 - 1), ``draws`` (1 to `MAX_DRAWS`), ``horizon`` (last month, inclusive), ``as_of`` (a day; the defaults are
    those that counted then; None is today) and ``co_movement`` (0 to 1: how closely assumptions move together, by the
    loading ``boom`` of each; 0 draws each on its own). Raises `ScenarioError`.

    >>> s = Scenario(openai_share=0.2)
    >>> s.openai_share
    point(0.2)
    >>> s == Scenario().replace(openai_share=0.2)
    True
    """

    assumed: tuple[tuple[str, Distribution], ...]
    seed: int
    draws: int
    horizon: str
    as_of: datetime.date | None
    co_movement: float

    def __init__(
        self,
        *,
        seed: int = 0,
        draws: int = 4096,
        horizon: str = "2035-12",
        as_of: datetime.date | str | None = None,
        co_movement: float = CO_MOVEMENT,
        **changes: Distribution | float,
    ):
        day = _day(as_of)
        parameters = table(day)
        if unknown := changes.keys() - parameters.keys():
            raise _unknown(min(unknown), parameters)
        usual = _usual(day)
        changed = {
            name: _checked(parameters[name], value) for name, value in changes.items() if value is not usual[name]
        }
        last = month_number(horizon)
        if not 0 <= last <= month_number(LAST_HORIZON):
            raise ScenarioError(f"The horizon {horizon} is not between {month_label(0)} and {LAST_HORIZON}.")
        self.__dict__.update(
            assumed=tuple({**usual, **changed}.items()),
            seed=_whole("The seed", seed, 0, MAX_SEED),
            draws=_whole("The number of draws", draws, 1, MAX_DRAWS),
            horizon=month_label(last),
            as_of=day,
            co_movement=_part("Co-movement", co_movement),
        )

    @cached_property
    def distributions(self) -> Mapping[str, Distribution]:
        """Each parameter's distribution by name, in table order."""
        return MappingProxyType(dict(self.assumed))

    @cached_property
    def months(self) -> tuple[str, ...]:
        """The labels of all months up to and including the horizon; the first is month 0."""
        return tuple(month_label(t) for t in range(month_number(self.horizon) + 1))

    def __getitem__(self, name: str) -> Distribution:
        if name not in self:
            raise _unknown(name, self)
        return self.distributions[name]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name in self.distributions

    def __iter__(self) -> Iterator[str]:
        return iter(self.distributions)

    def __len__(self) -> int:
        return len(self.distributions)

    def get(self, name: str, default: Any = None) -> Any:
        """The distribution of a parameter, ``default`` for what is none."""
        return self.distributions.get(name, default)

    def __getattr__(self, name: str) -> Distribution:
        # The values are looked up in the instance's own dictionary: a copy under construction has none yet.
        found = dict(self.__dict__.get("assumed", ())).get(name)
        if found is None:
            raise AttributeError(f"a scenario has no parameter or setting {name!r}")
        return found

    def __getstate__(self) -> dict[str, Any]:
        return {name: self.__dict__[name] for name in ("assumed", *SETTINGS)}

    def __repr__(self) -> str:
        shown = [f"{name}={value!r}" for name, value in self.changes().items()]
        settings = {**{name: getattr(self, name) for name in SETTINGS}, "as_of": self.as_of and self.as_of.isoformat()}
        shown += [f"{name}={value!r}" for name, value in settings.items() if value != SETTINGS[name]]
        return f"Scenario({', '.join(shown)})"

    def replace(self, **changes: Any) -> "Scenario":
        """A changed copy: parameters by name (a number is a point) and settings. Raises `ScenarioError`.

        Changing ``as_of`` does not move any parameter; for the defaults of a day take `defaults`.

        >>> Scenario().replace(rack_rate_target=2000, seed=1)
        Scenario(rack_rate_target=point(2000.0), seed=1)
        """
        kept: dict[str, Any] = {**self, **{name: getattr(self, name) for name in SETTINGS}}
        return Scenario(**{**kept, **changes})

    def changes(self) -> dict[str, Distribution]:
        """The parameters that differ from the defaults of this scenario's as-of date."""
        usual = _usual(self.as_of)
        return {name: value for name, value in self.assumed if value != usual[name]}


@checked()
def defaults(as_of: datetime.date | str | None = None, *, seeds: Path | str | None = None) -> Scenario:
    """The scenario of all defaults, as they counted on a day (None: now).

    With ``seeds``, another folder, its defaults take the place of ours; parameters that it leaves out, and all bounds,
    stay ours. Raises `ScenarioError` for a folder without parameters, `SeedsError` for one that is not in order.

    >>> defaults() == Scenario()
    True
    """
    if seeds is None:
        return Scenario(as_of=as_of)
    theirs = load(seeds).parameters_at(_day(as_of))
    if not theirs:
        raise ScenarioError(f"{seeds} has no parameters: it holds evidence and no assumptions for the model.")
    changes: dict[str, Any] = {name: _distribution(parameter) for name, parameter in theirs.items()}
    return Scenario(as_of=as_of, **changes)


def sample(scenario: Scenario, name: str) -> Array:
    """The draws of one parameter, in its unit: its inverse distribution, each stratum once, in the order `moved_ranks`.

    Returns a read-only float64 array (draws,). What an interval90 has outside the bounds (at most 1%) is put on them.
    """
    parameter = table()[name]
    loading = scenario.co_movement * parameter.boom
    bounds = parameter.lower_bound, parameter.upper_bound
    return _sample(name, scenario[name], bounds, scenario.seed, scenario.draws, loading)


@lru_cache(maxsize=128)
def _sample(
    name: str, distribution: Distribution, bounds: tuple[float, float], seed: int, draws: int, loading: float
) -> Array:
    result = _ascending(distribution, *bounds, draws)
    if distribution.low < distribution.high:  # a point needs no shuffling
        result = result[moved_ranks(name, seed, draws, loading)]
        result.flags.writeable = False
    return result


@lru_cache(maxsize=64)
def _ascending(distribution: Distribution, lower: float, upper: float, draws: int) -> Array:
    """What is drawn, in order of size: the same with every seed."""
    normal = normal_middles(draws) if distribution.kind == "interval90" else None
    result = np.clip(distribution.inverse(middles(draws), normal), lower, upper)
    result.flags.writeable = False
    return result


class Draws(Mapping[str, Array]):
    """The draws of each parameter of a scenario, made when they are asked for: an outcome takes not all of them."""

    def __init__(self, scenario: Scenario):
        self.scenario = scenario

    def __getitem__(self, name: str) -> Array:
        return sample(self.scenario, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self.scenario.distributions)

    def __len__(self) -> int:
        return len(self.scenario.distributions)


@lru_cache(maxsize=16)
def _usual(as_of: datetime.date | None) -> Mapping[str, Distribution]:
    return {name: _distribution(parameter) for name, parameter in table(as_of).items()}


def _distribution(parameter: Parameter) -> Distribution:
    return Distribution(parameter.kind, parameter.low, parameter.central, parameter.high)


def _checked(parameter: Parameter, value: Distribution | float) -> Distribution:
    """The value as a distribution within the parameter's bounds; a number becomes a point."""
    name, label = parameter.parameter, parameter.label
    try:
        distribution = value if isinstance(value, Distribution) else point(value)
    except DistributionError as fault:
        raise ScenarioError(f"{label}: {fault} Give a number or a distribution.", name) from fault
    lower, upper = parameter.lower_bound, parameter.upper_bound
    per_cent = f" ({100 * lower:g} to {100 * upper:g}%)" if parameter.unit.startswith("share") else f" {parameter.unit}"
    span, outside = f"{lower:g} to {upper:g}{per_cent}", distribution.outside(lower, upper)
    if distribution.kind == "interval90" and outside > OUTSIDE_LIMIT:
        part = f"{100 * outside:.2g}%"
        raise ScenarioError(f"{label}: of {distribution!r} {part} lies outside {span}; at most 1% may.", name)
    if distribution.kind != "interval90" and outside:
        wrong = distribution.low if distribution.low < lower else distribution.high
        raise ScenarioError(f"{label}: {wrong:g} is not within {span}.", name)
    return distribution


def _whole(what: str, value: object, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, Integral) or not least <= int(value) <= most:
        raise ScenarioError(f"{what} must be a whole number from {least} to {most}, not {came(value)}.")
    return int(value)


def _part(what: str, value: object) -> float:
    try:
        found = number(value)
    except DistributionError as fault:
        raise ScenarioError(f"{what}: {fault}") from fault
    if not 0 <= found <= 1:
        raise ScenarioError(f"{what} must be a number from 0 to 1, not {found:g}.")
    return found


def _day(value: object) -> datetime.date | None:
    try:
        return None if value is None else last_day(value)
    except ExplorerError:
        raise ScenarioError(f"The as-of date {came(value)} is not a day; write it as 2025-11-20.") from None
