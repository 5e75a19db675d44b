"""Long computations in short pieces, so that whoever waits for something else need not wait for the whole.

A computation is written as a generator that yields between its pieces and returns its result; no number depends on
where it yields.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Generator, Hashable
from typing import Generic, TypeVar

__all__ = ["Kept", "Pieces", "whole"]

T = TypeVar("T")
Pieces = Generator[None, None, T]


def whole(pieces: Pieces[T]) -> T:
    """The result of a computation, worked out in one go.

    >>> def sum_of(numbers):
    ...     total = 0
    ...     for number in numbers:
    ...         total += number
    ...         yield
    ...     return total
    >>> whole(sum_of([1, 2, 3]))
    6
    """
    while True:
        try:
            next(pieces)
        except StopIteration as done:
            return done.value


class Kept(Generic[T]):
    """The newest results of one kind of computation, by what they follow from.

    >>> kept = Kept(most=2)
    >>> def sixth():
    ...     yield
    ...     return 7 * 6
    >>> whole(kept.pieces("sixth", sixth)), list(kept.pieces("sixth", sixth))  # the second time there is nothing to do
    (42, [])
    """

    def __init__(self, most: int = 32) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, T] = OrderedDict()

    def pieces(self, key: Hashable, computation: Callable[[], Pieces[T]]) -> Pieces[T]:
        """The computation, unless its result is kept."""
        if key not in self._found:
            result = yield from computation()
            self._found[key] = result
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        self._found.move_to_end(key)
        return self._found[key]
