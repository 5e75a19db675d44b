"""What takes longer than a moved control may wait is worked out in slices; between two of them a page may say more."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Any

from explorer.model import ModelError
from explorer.model.stepwise import Steps

__all__ = ["SLICE_S", "Slices"]

SLICE_S = 0.008
"""A slice ends with the first piece that is done after so many seconds; no piece takes more than a few milliseconds."""


class Slices:
    """One computation under way, and what it is for.

    >>> slices = Slices()
    >>> def two():
    ...     yield
    ...     yield
    >>> slices.done("deciders", two, at_most_s=0), slices.done("deciders", two, at_most_s=1)
    (False, True)
    """

    def __init__(self) -> None:
        self._key: Hashable = None
        self._pieces: Steps[Any] | None = None

    def done(self, key: Hashable, computation: Callable[[], Steps[Any]], *, at_most_s: float = SLICE_S) -> bool:
        """Go on with it, or begin it where another key was under way; whether it is done.

        A computation that the model refuses is done too: who asks for its result gets the reason.
        """
        until = time.perf_counter() + at_most_s
        if self._pieces is None or key != self._key:
            self._key, self._pieces = key, computation()
        try:
            while True:
                next(self._pieces)
                if time.perf_counter() >= until:
                    return False
        except (StopIteration, ModelError):
            self._pieces = None
            return True
