"""Axes and words that fit: ticks and where an axis ends, labels moved apart, text broken into lines."""

import math
from collections.abc import Sequence

# Tops that a GW axis may have, with the step of its ticks. Few and far between: while a reader moves a control the
# scale should stay, and where it must move it moves once.
_TOPS = ((3, 0.5), (6, 1), (12, 2), (20, 5), (30, 5), (50, 10), (80, 20), (120, 20))


def ticks_from_zero(largest: float) -> list[float]:
    """Evenly spaced ticks of an axis from 0 that has to hold ``largest``; it ends at the last of them.

    Rule: at the first of 3, 6, 12, 20, 30, 50, 80, 120 and, after that, of their products with 10, 100 ... that is not
    below ``largest``.

    >>> ticks_from_zero(17.6), ticks_from_zero(0)[-1], ticks_from_zero(121)[-1]
    ([0.0, 5.0, 10.0, 15.0, 20.0], 3.0, 200.0)
    """
    if not math.isfinite(largest):
        raise ValueError(f"an axis cannot end at {largest}")
    scale = 1.0
    while largest > _TOPS[-1][0] * scale:
        scale *= 10
    top, step = next((top, step) for top, step in _TOPS if top * scale >= largest)
    return [index * step * scale for index in range(round(top / step) + 1)]


def ticks_between(low: float, high: float, most: int) -> list[float]:
    """At most ``most`` round ticks within ``low..high``, a step of 1, 2 or 5 times a power of ten apart.

    >>> ticks_between(130, 580, 5), ticks_between(0, 1, 6)
    ([200.0, 300.0, 400.0, 500.0], [0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
    """
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    for step in (power, 2 * power, 5 * power, 10 * power, 20 * power):
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first < most:
            break
    return [float(f"{place * step:.12g}") for place in range(first, last + 1)]


def tick_text(value: float) -> str:
    """A tick as readers see it: thousands with commas, no needless decimals.

    >>> tick_text(12.0), tick_text(0.5), tick_text(12000)
    ('12', '0.5', '12,000')
    """
    return f"{value:,.0f}" if value == round(value) else f"{value:g}"


def spread_blocks(middles: Sequence[float], tall: Sequence[float], low: float, high: float) -> list[float]:
    """Move labels apart, blocks of any height between ``low`` and ``high`` known by their middles; their order is kept.

    Rule: from below each block is pushed up to its lower neighbour's upper edge; what passes ``high`` pushes back down.

    >>> spread_blocks([1, 2], [2, 4], 0, 10)
    [1.0, 4.0]
    """
    placed: dict[int, float] = {}
    order = sorted(range(len(middles)), key=lambda index: middles[index])
    edge = low
    for index in order:
        edge = max(edge, min(middles[index] - tall[index] / 2, high - tall[index])) + tall[index]
        placed[index] = edge - tall[index] / 2
    edge = high
    for index in reversed(order):
        placed[index] = min(placed[index], edge - tall[index] / 2)
        edge = placed[index] - tall[index] / 2
    return [placed[index] for index in range(len(middles))]


def wrap(text: str, letters: int) -> list[str]:
    """Break a text at blanks into lines of at most ``letters`` letters; a longer word keeps a line of its own.

    >>> wrap("one two three", 7)
    ['one two', 'three']
    """
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines
