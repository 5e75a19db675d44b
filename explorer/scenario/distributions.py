"""The ways to state an uncertain number, and how numbers are drawn from them.

Draws are stratified and tied to a parameter's *name* (`strata`): changing one distribution, or adding a parameter,
leaves the draws of all others as they were, so that a moved slider moves its curve and nothing else jitters.
"""

import math
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache, partial
from numbers import Real
from statistics import NormalDist
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.arguments import InvalidValueError, checked, real, scalar
from explorer.errors import ExplorerError, quoted
from explorer.formatting import plain_number
from explorer.records.parameters import share_outside

Array = NDArray[np.float64]
Numbers = TypeVar("Numbers", bound=NDArray[Any])
Leaders = tuple[tuple[str, float], ...]
"""Whom a name follows and how closely, -1 to 1, then whom that one follows."""

BOOM = "boom"
"""Whose strata all parameters with a loading share a part of."""
END_NAMES = ("low", "high")
KINDS = {"point": ("low",), "uniform": END_NAMES, "triangular": ("low", "central", "high"), "interval90": END_NAMES}
"""The kinds that have a name, and the numbers that the function of each takes."""
GRID = 255
"""At so many quantiles a distribution of somebody else's making is checked and, but for samples, told from another."""
TAIL = 2.0**-17
"""Beyond this share at either end nothing is drawn, with as many draws as there may be."""
LOWER_BITS = np.uint64(2**16 - 1)
Z95 = NormalDist().inv_cdf(0.95)
NORMAL = np.vectorize(NormalDist().inv_cdf, otypes=[np.float64])
"""The inverse of the standard normal distribution."""


class DistributionError(ExplorerError):
    """A distribution that cannot be; the message is a sentence for readers."""


def read_only(array: Numbers) -> Numbers:
    """An array that is kept and handed out, so that nobody may write into it."""
    array.setflags(write=False)
    return array


def number(value: object, name: str = "", error: type[ExplorerError] = DistributionError) -> float:
    """A finite real number as float; all else is refused with a sentence, which begins with a ``name`` if given."""
    try:
        result, wanted = real(value), "a finite number"
    except InvalidValueError:
        result, wanted = math.nan, "a number"
    if not math.isfinite(result):
        raise error(f"{name and f'{name}: '}{quoted(value)} is not {wanted}.")
    return result + 0.0  # so that -0.0, which would make two equal links differ, becomes 0.0


@dataclass(frozen=True, slots=True)
class Distribution:
    """One uncertain number, in the unit of the parameter it belongs to; build it with the four functions below.

    ``central`` is the value of a point, the mode of a triangular, the median of an interval90 and None for a uniform.
    Raises `DistributionError` for numbers that are not finite or not in order.
    """

    kind: str
    low: float
    central: float | None
    high: float

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            known = ", ".join(KINDS)
            raise DistributionError(f"{quoted(self.kind)} is not a kind of distribution; use one of {known}.")
        for name in END_NAMES if self.central is None else KINDS["triangular"]:
            object.__setattr__(self, name, number(getattr(self, name), name if self.kind != "point" else ""))
        if self.kind == "interval90":
            middle = self.low + (self.high - self.low) / 2
            if 0 < self.low <= self.high:
                # min and max because rounding may carry the root of two near-equal ends past one of them
                middle = min(max(math.sqrt(self.low) * math.sqrt(self.high), self.low), self.high)
            object.__setattr__(self, "central", middle)
        elif (self.kind == "uniform") != (self.central is None):
            wanted = "takes no" if self.kind == "uniform" else "needs a"
            raise DistributionError(f"A {self.kind} distribution {wanted} central value.")
        middle = self.low if self.central is None else self.central
        if not self.low <= middle <= self.high:
            named = "an interval90" if self.kind == "interval90" else f"a {self.kind} distribution"
            given = ", ".join(map(plain_number, self.numbers))
            raise DistributionError(f"The values of {named} must ascend; these are {given}.")
        if self.kind == "point" and self.low != self.high:
            raise DistributionError(f"A point has one value; these are {self.low:,g} and {self.high:,g}.")

    def __repr__(self) -> str:
        return f"{self.kind}({', '.join(map(repr, self.numbers))})"

    @property
    def numbers(self) -> tuple[float, ...]:
        """The numbers that its function takes, e.g. (low, high) of a uniform."""
        return tuple(getattr(self, name) for name in KINDS.get(self.kind, END_NAMES))

    def inverse(self, u: ArrayLike, normal: Array | None = None) -> Array:
        """The inverse cumulative distribution: the value below which a share ``u`` of the distribution lies.

        ``u`` (any shape) in (0, 1); returns float64 of the same shape, in the unit of the parameter. Where the standard
        ``normal`` at ``u`` is known, an interval90 need not work it out.
        """
        u = np.asarray(u, dtype=np.float64)
        if self.low == self.high or self.kind == "uniform":
            return self.low + u * (self.high - self.low)
        if self.kind == "triangular":
            assert self.central is not None
            width, left, right = self.high - self.low, self.central - self.low, self.high - self.central
            rising = self.low + np.sqrt(u * width * left)
            falling = self.high - np.sqrt((1 - u) * width * right)
            return np.where(u * width < left, rising, falling)
        # the normal distribution of the logarithm where low > 0, of the number itself otherwise
        low, high = (math.log(self.low), math.log(self.high)) if self.low > 0 else (self.low, self.high)
        values = (low + high) / 2 + (high - low) / (2 * Z95) * (NORMAL(u) if normal is None else normal)
        return np.exp(values) if self.low > 0 else values

    @checked()
    def quantile(self, share: float) -> float:
        """The value below which ``share`` of the distribution lies, as one number; raises `DistributionError`."""
        if not 0 < share < 1:
            raise DistributionError(f"A quantile is for a share between 0 and 1, not {plain_number(share)}.")
        return float(self.inverse(share))

    def outside(self, lower: float, upper: float) -> float:
        """The share of it below ``lower`` or above ``upper``; for absolute ends 0, or 1 for "some of it"."""
        if self.kind != "interval90":
            return float(self.low < lower or self.high > upper)
        return share_outside(self.low, self.high, lower, upper)


def point(value: float) -> Distribution:
    """One value without uncertainty.

    >>> point(0.1)
    point(0.1)
    """
    return Distribution("point", value, value, value)


def uniform(low: float, high: float) -> Distribution:
    """Every value from ``low`` to ``high`` alike, none outside. Right for "up to": nothing above, no favoured middle.

    >>> uniform(1000, 2000)
    uniform(1000.0, 2000.0)
    """
    return Distribution("uniform", low, None, high)


def triangular(low: float, central: float, high: float) -> Distribution:
    """From ``low`` over the most likely value ``central`` to ``high``, none outside.

    >>> triangular(13, 24, 37)
    triangular(13.0, 24.0, 37.0)
    """
    return Distribution("triangular", low, central, high)


def interval90(low: float, high: float) -> Distribution:
    """Nine in ten between ``low`` and ``high``, one in twenty beyond each; lognormal where low > 0, otherwise normal.

    >>> interval90(1, 100).central
    10.0
    """
    return Distribution("interval90", low, None, high)


@dataclass(frozen=True, slots=True)
class Own(Distribution):
    """A distribution of somebody else's making; ``low`` and ``high`` are the ends of what is drawn of it.

    Two are equal that are made alike and have the same quantiles, or the same samples.
    """

    description: str
    read: Callable[[Array], Array] = field(compare=False, repr=False)
    table: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """All was checked by `own`."""

    def __repr__(self) -> str:
        return f"own({self.description})"

    def inverse(self, u: ArrayLike, normal: Array | None = None) -> Array:  # noqa: ARG002
        """What it says itself."""
        return self.read(np.asarray(u, dtype=np.float64))

    def outside(self, lower: float, upper: float) -> float:
        """The share of its quantiles, or samples, below ``lower`` or above ``upper``."""
        values = np.frombuffer(self.table)
        return float(np.mean((values < lower) | (values > upper)))


def own(given: Any) -> Distribution:
    """A distribution with quantiles of its own, ``ppf`` (scipy's) or ``inv_cdf`` (the standard library's), or samples.

    Of samples each draw is one, evenly: as many draws as samples take each once. A scenario takes both as they are.

    >>> from statistics import NormalDist
    >>> own(NormalDist(130, 4)).quantile(0.5), own([120, 132, 140])
    (130.0, own(3 samples from 120 to 140))
    """
    samples = None
    quantiles = getattr(given, "ppf", None) or getattr(given, "inv_cdf", None)
    if callable(quantiles) and not isinstance(given, type):
        description = repr(given) if " at 0x" not in repr(given) else type(given).__name__
        read = cast("Callable[[Array], Array]", partial(_read_quantiles, quantiles))
    else:
        try:
            values = cast("Any", given)
            if hasattr(values, "filled"):  # a masked array has nothing where it is masked
                values = values.astype(np.float64).filled(np.nan)
            samples = np.asarray(values)
            if samples.dtype.kind not in "iuf":
                samples = np.array([real(one) for one in samples])
            samples = samples.astype(np.float64) + 0.0
        except (TypeError, ValueError):
            samples = np.empty(0)
        if samples.ndim != 1 or not len(samples):
            raise DistributionError(f"{quoted(given)} has no quantiles (ppf or inv_cdf) and is no list of samples.")
        samples = np.sort(samples)
        description = f"{len(samples):,} samples from {plain_number(samples[0])} to {plain_number(samples[-1])}"
        read = partial(_read_samples, samples)
    try:
        values = read(np.array([TAIL, *midpoints(GRID), 1 - TAIL]))
    except Exception as fault:  # whatever somebody else's code raises
        raise DistributionError(f"The quantiles of {quoted(given)} cannot be read: {fault}.") from fault
    if values.shape != (GRID + 2,) or not np.isfinite(values).all() or (np.diff(values) < 0).any():
        raise DistributionError(f"The quantiles of {quoted(given)} are not finite numbers that ascend.")
    low, middle, high = (float(values[place]) for place in (0, len(values) // 2, -1))
    return Own("own", low, middle, high, description, read, (values if samples is None else samples).tobytes())


def _read_quantiles(quantiles: Callable[[Any], Any], u: Array) -> Array:
    try:
        found = np.asarray(quantiles(u), dtype=np.float64)
    except (TypeError, ValueError):  # it takes one number at a time
        found = np.array([quantiles(float(one)) for one in u.flat], dtype=np.float64).reshape(u.shape)
    return found + 0.0


def _read_samples(samples: Array, u: Array) -> Array:
    return samples[np.minimum((u * len(samples)).astype(np.intp), len(samples) - 1)]


def distribution_of(value: object) -> Distribution:
    """A number as a point, a distribution as it is, all else as `own` takes it. Raises `DistributionError`."""
    if isinstance(value, Distribution):
        return value
    alone = value is None or isinstance(scalar(value), bool | Real | Decimal | str | bytes)
    return point(cast("float", value)) if alone else own(value)


@lru_cache(maxsize=8)
def midpoints(draws: int) -> Array:
    """The middles of ``draws`` equal strata of 0 to 1, ascending, read-only."""
    return read_only((np.arange(draws) + 0.5) / draws)


@lru_cache(maxsize=8)
def normal_midpoints(draws: int) -> Array:
    """The standard normal at these middles, which takes longer to work out than all else of a draw; read-only."""
    return read_only(NORMAL(midpoints(draws)))


@lru_cache(maxsize=128)
def ranks(name: str, seed: int, draws: int) -> NDArray[np.intp]:
    """Which stratum each draw of a parameter has, from 0; every stratum once, in an order that name and seed settle.

    Let r(i) be the upper 48 bits of the i-th raw output of PCG64 seeded with ``SeedSequence([seed, crc32(name)])``;
    rank(i) is its place among all ``draws`` (at most 2**16) of them, the earlier first where two are equal. Raw outputs
    are used because their stream is guaranteed from one numpy version to the next, which that of
    ``Generator.permutation`` is not. Returns a read-only array (draws,).
    """
    raw = np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32(name.encode())])).random_raw(draws)
    # With each draw's number in place of the lower 16 bits one plain sort gives the order, in half the time of argsort.
    packed = raw & ~LOWER_BITS | np.arange(draws, dtype=np.uint64)
    packed.sort()
    result = np.empty(draws, dtype=np.intp)
    result[(packed & LOWER_BITS).astype(np.intp)] = np.arange(draws)
    return read_only(result)


@lru_cache(maxsize=128)
def correlated_ranks(name: str, seed: int, draws: int, leaders: Leaders) -> NDArray[np.intp]:
    """Which stratum each draw of a parameter has, from 0, where it follows another name, and that may follow one more.

    z = weight * N(u_leader) + sqrt(1 - weight^2) * N(u_name), with N the standard normal at the middle of the stratum
    that this function gives the leader and `ranks` the name; a draw has the rank of its z, the earlier draw first where
    two are equal. A weight of 0 changes nothing. Each stratum is still taken once. Returns a read-only array (draws,).
    """
    own = ranks(name, seed, draws)
    if not leaders:
        return own
    (leader, weight), *further = leaders
    normal = normal_midpoints(draws)
    z = weight * normal[correlated_ranks(leader, seed, draws, tuple(further))] + math.sqrt(1 - weight**2) * normal[own]
    result = np.empty(draws, dtype=np.intp)
    result[np.argsort(z, kind="stable")] = np.arange(draws)
    return read_only(result)


def strata(name: str, seed: int, draws: int) -> Array:
    """The shares at which a parameter's inverse distribution is read, (draws,): (rank + 1/2) / draws, as in `ranks`."""
    return midpoints(draws)[ranks(name, seed, draws)]
