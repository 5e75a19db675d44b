"""What a reader typed or moved, as a new distribution; or a sentence why it cannot be."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from explorer.errors import ExplorerError
from explorer.formatting import from_display, number_set, to_display
from explorer.records import Parameter
from explorer.records.parameters import OUTSIDE_LIMIT
from explorer.scenario.distributions import KINDS, Distribution, DistributionError, interval90, point, triangular

LONGEST = 40  # characters of a number
SIGNS = str.maketrans(
    {"\u2212": "-", "\u066b": ".", "\u066c": "\u2019"}
)  # a minus, and the Arabic signs within a number


class InputError(ExplorerError):
    """An entry that cannot be used; the message is a sentence for the reader."""


def apply_entry(parameter: Parameter, distribution: Distribution, part: str, value: object) -> Distribution:
    """The distribution after one entry: ``part`` is a box (low, central, high), slider or shape, ``value`` as typed.

    Boxes set one end and keep the order; the slider moves the most likely value and pushes an end that it passes, or
    moves a whole range that has no most likely value; for a shape see `reshaped`. Numbers are in the unit shown (per
    cent, billions); the result is canonical.

    Raises ExplorerError with a sentence; where the entry is wrong, an InputError that says what stays.

    >>> from explorer.seeds import load
    >>> from explorer.scenario.distributions import triangular, uniform
    >>> apply_entry(load().parameters["rack_power_kw"], triangular(120, 132, 140), "slider", "150")
    triangular(120.0, 150.0, 150.0)
    >>> apply_entry(load().parameters["growth_after"], uniform(-0.2, 0.4), "slider", "11")
    uniform(-0.19, 0.41)
    """
    still = f"Still in use: {parameter.words(distribution.kind, distribution.numbers)}."
    try:
        if part == "shape":
            new = reshaped(parameter, distribution, value)
        else:
            new = _set(parameter, distribution, part, _entered(parameter, value))
    except InputError as fault:
        raise InputError(f"{parameter.label} {fault}. {still}") from None
    except DistributionError:
        raise InputError(f"{parameter.label}: the numbers must not fall from left to right. {still}") from None
    if new.kind == "interval90" and new.outside(parameter.lower_bound, parameter.upper_bound) > OUTSIDE_LIMIT:
        low, high, least, most = (
            _words(parameter, end) for end in (new.low, new.high, parameter.lower_bound, parameter.upper_bound)
        )
        raise InputError(
            f"{parameter.label}: with 9 in 10 cases between {low} and {high}, too many of the others would lie outside "
            f"the possible, {least} to {most}; take a narrower range or another shape. {still}"
        )
    return new


def stop_note(parameter: Parameter, new: Distribution, value: object) -> str:
    """What is said where a slider's range keeps its width and stops at a bound before its middle is at ``value``.

    >>> from explorer.seeds import load
    >>> from explorer.scenario.distributions import uniform
    >>> stop_note(load().parameters["rack_rate_target"], uniform(0, 1000), "300").partition(". ")[0]
    'Racks per week, later: the range keeps its width, so its middle stops at 500 racks a week'
    """
    middle = new.central if new.central is not None else (new.low + new.high) / 2
    if math.isclose(_entered(parameter, value), middle, rel_tol=1e-9, abs_tol=1e-12):
        return ""
    return (
        f"{parameter.label}: the range keeps its width, so its middle stops at {_words(parameter, middle)}. "
        "Both ends can be set among all assumptions."
    )


def reshaped(parameter: Parameter, distribution: Distribution, kind: object) -> Distribution:
    """The same assumption with another shape of range, keeping the numbers that a reader sees.

    One value becomes a range from a quarter less to a quarter more (at least five steps of the control), within the
    bounds; a range without a most likely value takes its middle for one. Raises ExplorerError for a shape there is not.

    >>> from explorer.seeds import load
    >>> from explorer.scenario.distributions import point, uniform
    >>> reshaped(load().parameters["rack_rate_start"], point(1000), "uniform")
    uniform(750.0, 1250.0)
    >>> reshaped(load().parameters["us_share"], uniform(0.1, 0.5), "triangular")
    triangular(0.1, 0.3, 0.5)
    """
    if not isinstance(kind, str) or kind not in KINDS:
        raise ExplorerError("There is no such shape of a range; nothing was changed.")
    low, high, central = distribution.low, distribution.high, distribution.central
    middle = central if central is not None else _plain((low + high) / 2)
    if kind == "point":
        return point(middle)
    if low == high:
        half = max(abs(middle) / 4, 5 * parameter.step)
        low = max(parameter.lower_bound, _plain(middle - half))
        high = min(parameter.upper_bound, _plain(middle + half))
    return Distribution(kind, low, middle if kind == "triangular" else None, high)


def parse_number(value: object, low: float, high: float) -> float:
    """A number as typed in any country: see `readings`.

    Of two readings that with a decimal point counts if the other lies outside ``low`` to ``high``; else neither does.
    Raises InputError with the end of a sentence that begins with the number's name.

    >>> parse_number("1.142", 1, 2), parse_number("1,5", 0, 100)
    (1.142, 1.5)
    >>> parse_number("2,000", 0, 5000)
    Traceback (most recent call last):
    explorer.page.entry.InputError: needs a number that can be read in one way: “2,000” may be 2000 or 2
    """
    found = readings(value) if isinstance(value, str) else _finite([value])
    if not found:
        raise InputError("needs a number")
    if any(low <= other <= high for other in found[1:]):
        ways = " or ".join(f"{one:.12g}" for one in found)
        raise InputError(f"needs a number that can be read in one way: “{str(value).strip()}” may be {ways}")
    return found[0]


def readings(text: str) -> list[float]:
    """All that a typed number may mean: a point or a comma before the decimals, the other or a space between thousands.

    The reading with a decimal point comes first; a text that is no number has none.

    >>> readings("1,5"), readings("1.234,5"), readings("12 000"), readings("2,000"), readings("1.500")
    ([1.5], [1234.5], [12000.0], [2000.0, 2.0], [1.5, 1500.0])

    Digits may be those of another script, and the minus the one that this page writes.

    >>> readings(chr(0x2212) + "20"), readings(chr(0x661) + chr(0x662))
    ([-20.0], [12.0])
    """
    text = re.sub(r"\d", lambda digit: str(int(digit[0])), text.strip()).translate(SIGNS)
    found: list[str] = []
    for mark, comma in (".,", ",."):
        form = rf"[-+]?([0-9]*|[1-9][0-9]{{0,2}}([{comma}\s'’][0-9]{{3}})+)([{mark}][0-9]*)?(e[-+]?[0-9]+)?"
        if len(text) <= LONGEST and re.fullmatch(form, text, re.IGNORECASE):
            found.append(re.sub(rf"[{comma}\s'’]", "", text).replace(mark, "."))
    return list(dict.fromkeys(_finite(found)))


def _entered(parameter: Parameter, value: object) -> float:
    """An entry in the parameter's own unit; the sign that stands beside the box may come along, as in "33%"."""
    if isinstance(value, str) and parameter.display.unit.startswith("%"):
        value = value.strip().rstrip("%\u066a\uff05")
    least, most = (to_display(bound, parameter.unit) for bound in (parameter.lower_bound, parameter.upper_bound))
    entered = from_display(parse_number(value, least, most), parameter.unit)
    if not parameter.lower_bound <= entered <= parameter.upper_bound:
        low, high = (_words(parameter, bound) for bound in (parameter.lower_bound, parameter.upper_bound))
        low = low.removesuffix(parameter.display.unit).strip()
        raise InputError(f"must lie between {low} and {high}")
    return entered


def _finite(values: Iterable[object]) -> list[float]:
    """Those of some values that are finite numbers."""
    numbers: list[float] = []
    for value in values:
        with suppress(ValueError, OverflowError):
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                numbers.append(float(value))
    return [number for number in numbers if math.isfinite(number)]


def _set(parameter: Parameter, distribution: Distribution, part: str, value: float) -> Distribution:
    kind, low, high = distribution.kind, distribution.low, distribution.high
    if kind == "point":
        return point(value)
    if part in KINDS[kind]:
        return replace(distribution, **{part: value})
    if part != "slider":
        raise ExplorerError("This assumption has no such number; nothing was changed.")
    if kind == "triangular":
        return triangular(min(low, value), value, max(high, value))
    if kind == "interval90" and low > 0 and distribution.central:
        scale = value / distribution.central
        return interval90(_plain(low * scale), _plain(high * scale))
    half = (high - low) / 2
    middle = min(max(value, parameter.lower_bound + half), parameter.upper_bound - half)
    return Distribution(kind, _plain(middle - half), None, _plain(middle + half))


def _plain(value: float) -> float:
    """A computed number to the digits that a link is meant to hold: 0.41 and not 0.41000000000000003."""
    return float(f"{value:.12g}")


def _words(parameter: Parameter, value: float) -> str:
    return parameter.display.with_unit(number_set(to_display(value, parameter.unit)))
