"""Everything a reader may change, as one frozen value; the defaults, and the draws of each assumption.

A `Scenario` holds one `Distribution` for each parameter of a folder of seeds, these seeds, and the settings of the
computation (seed, number of draws, horizon, as-of date ...). It is checked when it is made: a wrong one cannot exist.
A scenario as text is in `explorer.scenario.links`, named ones are in `explorer.analysis.presets`.
"""

import datetime
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from inspect import Parameter as Argument, Signature
from numbers import Integral
from types import MappingProxyType
from typing import Any, cast

import numpy as np

from explorer.arguments import checked, scalar
from explorer.errors import ExplorerError, quoted
from explorer.formatting import html_list, plain_number
from explorer.records import Parameter
from explorer.records.dates import FIRST_MONTH, HORIZON, Day, last_day, month_index
from explorer.records.parameters import OUTSIDE_LIMIT
from explorer.scenario.distributions import (
    BOOM,
    Array,
    Distribution,
    DistributionError,
    Leaders,
    correlated_ranks,
    distribution_of,
    midpoints,
    normal_midpoints,
    number,
    read_only,
)
from explorer.seeds import Seeds, SeedsLike, load

MAX_SEED = 2**32 - 1
MAX_DRAWS = 65_536
"""Limits what a link can make a server compute: one outcome of 122 months is then 64 MB."""
LAST_HORIZON = "2040-12"
POWER = "rack_power_kw"
Correlations = tuple[tuple[tuple[str, str], float], ...]


class ScenarioError(ExplorerError):
    """A scenario that cannot be; the message is a sentence for readers."""


def _unknown(name: object, known: Iterable[str], settings: Iterable[str] = ()) -> ScenarioError:
    also = f"; the settings are {', '.join(settings)}" if settings else ""
    there = f"the parameters are {names}" if (names := ", ".join(known)) else "this folder of seeds has none"
    return ScenarioError(f"{quoted(name)} is not a parameter; {there}{also}.")


@lru_cache(maxsize=1)
def installed() -> Seeds:
    """The seeds of a scenario for which none are given: read once a process, so that its assumptions stay."""
    return load()


@lru_cache(maxsize=16)
def _usual(seeds: Seeds, as_of: datetime.date | None) -> tuple[Mapping[str, Parameter], Mapping[str, Distribution]]:
    """The parameters as they counted on a day (None: now), and their defaults, in table order."""
    known = seeds.parameters_at(as_of)
    return known, {name: Distribution(one.kind, one.low, one.central, one.high) for name, one in known.items()}


def month_number(month: object, first: str = FIRST_MONTH) -> int:
    """Months since the ``first`` one, which is month 0, of any form of date (a year: its December).

    Raises `ScenarioError` for what is not a date.
    """
    try:
        return month_index(month, first)
    except ExplorerError:
        raise ScenarioError(f"{quoted(month)} is not a month; write it as 2029-12.") from None


@lru_cache(maxsize=1024)
def month_label(number: int, first: str = FIRST_MONTH) -> str:
    """The month of a number, the reverse of `month_number`."""
    zero = last_day(first)
    years, month = divmod(zero.month - 1 + number, 12)
    return f"{zero.year + years}-{month + 1:02d}"


class _Names:
    """The signature of `Scenario` with each assumption and its default, for whoever completes or explains the call."""

    def __get__(self, instance: object, owner: type) -> Signature:
        known = {**_usual(installed(), None)[1], **SETTINGS, "seeds": None}
        return Signature([Argument(name, Argument.KEYWORD_ONLY, default=one) for name, one in known.items()])


@dataclass(frozen=True, init=False, repr=False)
class Scenario(Mapping[str, Distribution]):
    """Every assumption of the model, frozen and hashable; change it with `replace`.

    A parameter is given in its unit, which `parameters` has with its bounds: as a number, a distribution such as
    ``uniform(0.1, 0.3)`` or whatever `own` takes. ``s["us_share"]`` and ``s.us_share`` read it, and as a mapping a
    scenario holds all of them. Settings: ``seed`` (0 to 2**32 - 1), ``draws`` (how many cases, 1 to 2**16), ``horizon``
    (last month, inclusive), ``as_of`` (a day; the defaults are those that counted then), ``co_movement`` (0 to 1: how
    closely assumptions follow one boom, by the loading of each), ``correlations`` (rank correlations, as
    ``{("us_share", "openai_share"): 0.6}``: the second follows the first in place of the boom, and the first keeps its
    draws; close to it, within some 0.02 at 4,096 draws) and ``rack_power_path`` (kW a rack by month, as
    ``{"2025-11": 132, "2029-12": uniform(200, 600)}``, linear between them and level outside; in place of the power of
    all three generations). ``seeds`` is the folder of its defaults, sites and goal. Raises `ScenarioError`.

    >>> s = Scenario(openai_share=0.2)
    >>> s.openai_share
    point(0.2)
    >>> s == Scenario().replace(openai_share=0.2)
    True
    """

    seeds: Seeds
    assumed: tuple[tuple[str, Distribution], ...]
    seed: int
    draws: int
    horizon: str
    as_of: datetime.date | None
    co_movement: float
    correlations: Correlations
    rack_power_path: tuple[tuple[str, Distribution], ...]

    def __init__(
        self,
        *,
        seed: int = 0,
        draws: int = 4096,
        horizon: Any = HORIZON,
        co_movement: float = 0.5,
        as_of: Any = None,
        correlations: Any = (),
        rack_power_path: Any = (),
        seeds: SeedsLike = None,
        **changes: Any,
    ):
        seeds, day = installed() if seeds is None else load(seeds), _day(as_of)
        parameters, usual = _usual(seeds, day)
        if unknown := changes.keys() - usual.keys():
            raise _unknown(min(unknown), usual, SETTINGS)
        changed = {
            name: _checked(parameters[name], value) for name, value in changes.items() if value is not usual[name]
        }
        first = seeds.deal.first_month
        last = month_number(horizon, first)
        if not 0 <= last <= month_number(LAST_HORIZON, first):
            raise ScenarioError(f"The horizon {horizon} is not between {first} and {LAST_HORIZON}.")
        self.__dict__.update(
            seeds=seeds,
            assumed=tuple({**usual, **changed}.items()),
            seed=_whole("The seed", seed, 0, MAX_SEED),
            draws=_whole("The number of draws", draws, 1, MAX_DRAWS),
            horizon=month_label(last, first),
            as_of=day,
            co_movement=_part("Co-movement", co_movement),
            correlations=_correlations(correlations, usual),
            rack_power_path=_path(rack_power_path, parameters, first),
        )

    @cached_property
    def distributions(self) -> Mapping[str, Distribution]:
        """Each parameter's distribution by name, in table order."""
        return MappingProxyType(dict(self.assumed))

    @cached_property
    def months(self) -> tuple[str, ...]:
        """The labels of all months up to and including the horizon; the first is month 0."""
        first = self.seeds.deal.first_month
        return tuple(month_label(t, first) for t in range(month_number(self.horizon, first) + 1))

    def leaders(self, name: str) -> Leaders:
        """Whom a parameter follows in its draws: the one that it is correlated with, else the boom by its loading."""
        self[name]
        for (leader, follower), rank in self.correlations:
            if name == follower:  # a rank correlation is one of 2 sin(pi rank / 6) between normal scores
                return (leader, 2 * math.sin(math.pi * rank / 6)), *self.leaders(leader)
        loading = self.co_movement * self.seeds.parameters[name].boom
        return ((BOOM, loading),) if loading else ()

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
        return self.distributions[name] if name in self else default

    def __getattr__(self, name: str) -> Distribution:
        # The values are looked up in the instance's own dictionary: a copy under construction has none yet.
        found = dict(self.__dict__.get("assumed", ())).get(name)
        if found is None:
            raise AttributeError(f"a scenario has no parameter or setting {name!r}")
        return found

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self]

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def __getstate__(self) -> dict[str, Any]:
        return {name: self.__dict__[name] for name in ("seeds", "assumed", *SETTINGS)}

    def __repr__(self) -> str:
        shown: dict[str, Any] = {**self.changes(), **self.settings()}
        if self.seeds != installed():
            shown["seeds"] = str(self.seeds.folder)
        return f"Scenario({', '.join(f'{name}={value!r}' for name, value in shown.items())})"

    def _repr_html_(self) -> str:
        known, changed = self.seeds.parameters, self.changes()
        words = {name: known[name].words(one.kind, one.numbers) for name, one in self.assumed}
        rows = {name: (known[name].label, text) for name, text in words.items()}
        here = [rows[name] for name in changed] + [(name, repr(value)) for name, value in self.settings().items()]
        rest = [row for name, row in rows.items() if name not in changed and name in self.seeds.assumptions]
        title = "A scenario" if here else "A scenario: all as we start"
        return html_list(title, here, f"{len(rest)} as we start", rest)

    def replace(self, **changes: Any) -> "Scenario":
        """A changed copy: parameters by name (a number is a point) and settings. Raises `ScenarioError`.

        Changing ``as_of`` does not move any parameter; for the defaults of a day take `defaults`.

        >>> Scenario().replace(rack_rate_target=2000, seed=1)
        Scenario(rack_rate_target=point(2000.0), seed=1)
        """
        kept: dict[str, Any] = {name: getattr(self, name) for name in ("seeds", *SETTINGS)}
        kept.update(self.distributions, **changes)
        return Scenario(**kept)

    def changes(self) -> dict[str, Distribution]:
        """The parameters that differ from the defaults of this scenario's as-of date."""
        _, usual = _usual(self.seeds, self.as_of)
        return {name: value for name, value in self.assumed if value != usual[name]}

    def settings(self) -> dict[str, Any]:
        """The settings that are not as they are where none are given, in the form in which they are given."""
        found = {name: getattr(self, name) for name in SETTINGS if getattr(self, name) != SETTINGS[name]}
        forms: dict[str, Any] = {"as_of": str, "correlations": dict, "rack_power_path": dict}
        return {name: forms[name](value) if name in forms else value for name, value in found.items()}


SETTINGS: dict[str, Any] = {**cast("Any", Scenario.__init__).__kwdefaults__}
"""The settings of a scenario and what they are where none are given; why ``co_movement`` is what it is, is in
docs/decisions/co-movement.md."""
del SETTINGS["seeds"]
type.__setattr__(Scenario, "__signature__", _Names())  # here, where it can tell the settings


@checked()
def defaults(as_of: Day | None = None, *, seeds: SeedsLike = None) -> Scenario:
    """The scenario of all defaults, as they counted on a day (None: now).

    With ``seeds``, another folder, its defaults take the place of ours; parameters that it leaves out, and all bounds,
    stay ours. Raises `ScenarioError` for a folder without parameters, `SeedsError` for one that is not in order.

    >>> defaults() == Scenario()
    True
    """
    found = Scenario(as_of=as_of, seeds=seeds)
    if not found:
        raise ScenarioError(
            f"{found.seeds.folder} has no parameters: it holds evidence and no assumptions for the model."
        )
    return found


def sample(scenario: Scenario, name: str) -> Array:
    """The draws of one parameter, in its unit: its inverse distribution in the order of `correlated_ranks`.

    Returns a read-only float64 array (draws,). What a range without absolute ends has outside the bounds (at most 1%)
    is put on them. ``"rack_power_kw 49"`` names what a path of rack power has in month 49.
    """
    name, _, month = name.partition(" ")
    first = scenario.seeds.deal.first_month
    parameter = scenario.seeds.parameters[name]
    distribution = dict(scenario.rack_power_path)[month_label(int(month), first)] if month else scenario[name]
    key = name, scenario.seed, scenario.draws, scenario.leaders(name)
    return _sample(distribution, (parameter.lower_bound, parameter.upper_bound), key)


@lru_cache(maxsize=128)
def _sample(distribution: Distribution, bounds: tuple[float, float], key: tuple[str, int, int, Leaders]) -> Array:
    result = _ascending(distribution, *bounds, key[2])
    # a point needs no shuffling
    return read_only(result[correlated_ranks(*key)]) if distribution.low < distribution.high else result


@lru_cache(maxsize=64)
def _ascending(distribution: Distribution, lower: float, upper: float, draws: int) -> Array:
    """What is drawn, in order of size: the same with every seed."""
    normal = normal_midpoints(draws) if distribution.kind == "interval90" else None
    return read_only(np.clip(distribution.inverse(midpoints(draws), normal), lower, upper))


class Draws(Mapping[str, Array]):
    """The draws of each parameter of a scenario, made when they are asked for: an outcome takes not all of them."""

    def __init__(self, scenario: Scenario):
        self.scenario = scenario

    def __getitem__(self, name: str) -> Array:
        return sample(self.scenario, name)

    def __iter__(self) -> Iterator[str]:
        yield from self.scenario
        first = self.scenario.seeds.deal.first_month
        yield from (f"{POWER} {month_number(month, first)}" for month, _ in self.scenario.rack_power_path)

    def __len__(self) -> int:
        return len(self.scenario) + len(self.scenario.rack_power_path)


def _checked(parameter: Parameter, value: object) -> Distribution:
    """The value as a distribution within the parameter's bounds; a number becomes a point."""
    label = parameter.label
    try:
        distribution = distribution_of(value)
    except DistributionError as fault:
        raise ScenarioError(f"{label}: {fault} Give a number or a distribution.") from fault
    lower, upper = parameter.lower_bound, parameter.upper_bound
    per_cent = f" ({100 * lower:g} to {100 * upper:g}%)" if parameter.unit.startswith("share") else f" {parameter.unit}"
    span, outside = f"{plain_number(lower)} to {plain_number(upper)}{per_cent}", distribution.outside(lower, upper)
    if distribution.kind in ("interval90", "own"):
        if outside > OUTSIDE_LIMIT:
            part = f"{100 * outside:.2g}%"
            raise ScenarioError(f"{label}: of {distribution!r} {part} lies outside {span}; at most 1% may.")
    elif outside:
        wrong = distribution.low if distribution.low < lower else distribution.high
        raise ScenarioError(f"{label}: {plain_number(wrong)} is not within {span}.")
    return distribution


def _correlations(given: object, known: Iterable[str]) -> Correlations:
    """Rank correlations by pairs of names, of which the second follows the first."""
    found: dict[str, tuple[str, float]] = {}
    for pair, value in _items("Correlations come", given, '{("us_share", "openai_share"): r}'):
        names = cast("tuple[Any, ...]", pair if isinstance(pair, tuple) else ())
        if len(names) != 2:
            raise ScenarioError(f"A correlation is of two assumptions by name, not of {quoted(cast('object', pair))}.")
        if unknown := [name for name in names if name not in known]:
            raise _unknown(unknown[0], known)
        first, second = names
        if second in found:
            raise ScenarioError(f"{second} follows two others; it can follow one.")
        found[second] = first, _part(f"The correlation of {first} and {second}", value, least=-1)
        while first in found and first != second:
            first = found[first][0]
        if first == second:
            raise ScenarioError(f"These correlations go round in a circle, by way of {second}.")
    return tuple(((first, second), value) for second, (first, value) in sorted(found.items()))


def _path(given: object, parameters: Mapping[str, Parameter], first: str) -> tuple[tuple[str, Distribution], ...]:
    """Power per rack by month, in the order of time."""
    steps = _items("A path of rack power comes", given, '{"2029-12": 200}')
    found = {month_number(month, first): value for month, value in steps}
    if len(found) < len(steps):
        raise ScenarioError("A path of rack power has one value a month, and one of these months is named twice.")
    if found and POWER not in parameters:
        raise _unknown(POWER, parameters)
    if found and not month_number(LAST_HORIZON, first) >= max(found) >= min(found) >= 0:
        raise ScenarioError(f"A path of rack power runs from {first} to {LAST_HORIZON}.")
    return tuple((month_label(t, first), _checked(parameters[POWER], found[t])) for t in sorted(found))


def _items(what: str, given: object, example: str) -> list[tuple[Any, Any]]:
    try:
        return list(dict(given).items())  # type: ignore[call-overload]
    except (TypeError, ValueError):
        raise ScenarioError(f"{what} as in {example}, and not as {quoted(given)}.") from None


def _whole(what: str, value: object, least: int, most: int) -> int:
    found = scalar(value)
    if isinstance(found, bool) or not isinstance(found, Integral) or not least <= int(found) <= most:
        raise ScenarioError(f"{what} must be a whole number from {least:,} to {most:,}, not {quoted(value)}.")
    return int(found)


def _part(what: str, value: object, least: int = 0, most: int = 1) -> float:
    found = number(value, what, ScenarioError)
    if not least <= found <= most:
        raise ScenarioError(f"{what} must be a number from {least} to {most}, not {plain_number(found)}.")
    return found


def _day(value: object) -> datetime.date | None:
    try:
        return None if value is None else last_day(value)
    except ExplorerError:
        raise ScenarioError(f"The as-of date {quoted(value)} is not a day; write it as 2025-11-20.") from None
