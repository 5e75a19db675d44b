"""How amounts move with the months where each draw has its own dates: a rise, a change from one to another, a delay.

Rows are float64 arrays (draws,). What is written in several steps, each into the same row, takes half the time of the
same in one expression.
"""

from bisect import bisect_right

import numpy as np

from explorer.scenario.distributions import Array


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
        self.held: tuple[int, Array] | None = None

    def at(self, table: Array, t: int) -> Array:
        """What the table held for each draw, its own delay before month t."""
        before = self._whole_months(table, t - 1)
        now = self._whole_months(table, t)
        step = now - before
        step *= self.part
        return np.subtract(now, step, out=step)

    def _whole_months(self, table: Array, t: int) -> Array:
        # Months are asked for one after the other, so that "before" is what was "now" a month ago.
        if self.held is None or self.held[0] != t:
            np.add(self.place, t * self.draws, out=self.index)
            self.held = t, table.take(self.index, mode="clip")
        return self.held[1]
