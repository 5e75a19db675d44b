"""What a reader typed or moved, as a new distribution; or a sentence why it cannot be."""

from __future__ import annotations

import math
from dataclasses import replace

from explorer.faults import ExplorerError
from explorer.records import Parameter
from explorer.scenario import OUTSIDE_LIMIT
from explorer.scenario.distributions import KINDS, Distribution, DistributionFault
from explorer.words import DISPLAYS, canonical, range_words, shown


class EntryFault(ExplorerError):
    """An entry that cannot be used; the message is a sentence for the reader."""


def changed(parameter: Parameter, distribution: Distribution, part: str, value: object) -> Distribution:
    """The distribution after one entry: ``part`` is a box (low, central, high), slider or shape, ``value`` as typed.

    Boxes set one end and keep the order; the slider moves the most likely value and pushes an end that it passes, or
    moves a whole range that has no most likely value; for a shape see `reshaped`. Numbers are in the unit shown (per
    cent, billions); the result is canonical.

    Raises EntryFault with a sentence that says what stays.

    >>> from explorer.seeds import load
    >>> from explorer.scenario.distributions import triangular
    >>> changed(load().parameters["rack_power_kw"], triangular(120, 132, 140), "slider", "150")
    triangular(120.0, 150.0, 150.0)
    """
    if part == "shape":
        return _within(parameter, distribution, reshaped(parameter, distribution, value))
    entered = canonical(_number(parameter, distribution, value), parameter.unit)
    if not parameter.lower_bound <= entered <= parameter.upper_bound:
        low, high = (_words(parameter, bound) for bound in (parameter.lower_bound, parameter.upper_bound))
        raise EntryFault(f"{parameter.label} must lie between {low} and {high}. {_kept(parameter, distribution)}")
    try:
        new = _moved(parameter, distribution, entered) if part == "slider" else _set(distribution, part, entered)
    except DistributionFault:
        raise EntryFault(
            f"{parameter.label}: the numbers must not fall from left to right. {_kept(parameter, distribution)}"
        ) from None
    return _within(parameter, distribution, new)


def reshaped(parameter: Parameter, distribution: Distribution, kind: object) -> Distribution:
    """The same assumption with another shape of range, keeping the numbers that a reader sees.

    One value becomes a range from a quarter less to a quarter more (at least five steps of the control), within the
    bounds; a range without a most likely value takes its middle for one. Raises EntryFault for a shape there is not.

    >>> from explorer.seeds import load
    >>> from explorer.scenario.distributions import point, uniform
    >>> reshaped(load().parameters["rack_rate_start"], point(1000), "uniform")
    uniform(750.0, 1250.0)
    >>> reshaped(load().parameters["us_share"], uniform(0.1, 0.5), "triangular")
    triangular(0.1, 0.3, 0.5)
    """
    if kind not in KINDS:
        raise EntryFault("There is no such shape of a range; nothing was changed.")
    low, high, central = distribution.low, distribution.high, distribution.central
    middle = central if central is not None else float(f"{(low + high) / 2:.12g}")
    if kind == "point":
        return Distribution("point", middle, middle, middle)
    if low == high:
        half = max(abs(middle) / 4, 5 * parameter.step)
        low = max(parameter.lower_bound, float(f"{middle - half:.12g}"))
        high = min(parameter.upper_bound, float(f"{middle + half:.12g}"))
    return Distribution(str(kind), low, middle if kind == "triangular" else None, high)


def _within(parameter: Parameter, distribution: Distribution, new: Distribution) -> Distribution:
    """The new one, unless too much of a range without absolute ends would lie where the assumption cannot be."""
    if new.kind == "interval90" and new.outside(parameter.lower_bound, parameter.upper_bound) > OUTSIDE_LIMIT:
        low, high = (_words(parameter, bound) for bound in (parameter.lower_bound, parameter.upper_bound))
        raise EntryFault(
            f"{parameter.label}: with 9 in 10 cases between {_words(parameter, new.low)} and "
            f"{_words(parameter, new.high)}, too many of the others would lie outside the possible, {low} to {high}; "
            f"take a narrower range or another shape. {_kept(parameter, distribution)}"
        )
    return new


def _number(parameter: Parameter, distribution: Distribution, value: object) -> float:
    try:
        number = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else math.nan
    except (ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise EntryFault(f"{parameter.label} needs a number. {_kept(parameter, distribution)}")
    return number


def _set(distribution: Distribution, part: str, value: float) -> Distribution:
    if distribution.kind == "point":
        return Distribution("point", value, value, value)
    if part not in ("low", "central", "high") or (part == "central" and distribution.kind != "triangular"):
        raise EntryFault("This assumption has no such number; nothing was changed.")
    central = distribution.central if distribution.kind == "triangular" else None
    low, high = (value if part == end else getattr(distribution, end) for end in ("low", "high"))
    return Distribution(distribution.kind, low, value if part == "central" else central, high)


def _moved(parameter: Parameter, distribution: Distribution, value: float) -> Distribution:
    if distribution.kind == "point":
        return Distribution("point", value, value, value)
    if distribution.kind == "triangular":
        return replace(
            distribution, low=min(distribution.low, value), central=value, high=max(distribution.high, value)
        )
    if distribution.kind == "interval90" and distribution.low > 0 and distribution.central:
        scale = value / distribution.central
        return Distribution("interval90", distribution.low * scale, None, distribution.high * scale)
    half = (distribution.high - distribution.low) / 2
    middle = min(max(value, parameter.lower_bound + half), parameter.upper_bound - half)
    return Distribution(distribution.kind, middle - half, None, middle + half)


def _kept(parameter: Parameter, distribution: Distribution) -> str:
    return f"Still in use: {range_words(distribution.kind, distribution.numbers, parameter.unit)}."


def _words(parameter: Parameter, value: float) -> str:
    return DISPLAYS[parameter.unit].said(f"{shown(value, parameter.unit):,g}")
