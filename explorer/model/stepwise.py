"""Long computations as generators that yield between short steps, so that an event loop stays responsive.

No number depends on where one yields. `stepwise` gives ``f(...)``, run to its end, and ``f.steps(...)``, step by step.
"""

from __future__ import annotations

import inspect
from collections import OrderedDict
from collections.abc import Callable, Generator, Hashable
from threading import Lock
from typing import Any, Generic, ParamSpec, Protocol, TypeVar, get_args

from explorer.arguments import in_place_of

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R", covariant=True)
Steps = Generator[None, None, T]


class LRUCache(Generic[T]):
    """A least-recently-used cache of bounded weight, by default 1 a value; the newest stays whatever it weighs."""

    def __init__(self, most: float, weight: Callable[[T], float] = lambda _: 1) -> None:
        self.most, self.weight = most, weight
        self._held: OrderedDict[Hashable, T] = OrderedDict()
        self._weight = 0.0
        self._lock = Lock()

    def get(self, key: Hashable) -> T | None:
        """What is held under a key, None where nothing is."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def put(self, key: Hashable, value: T) -> None:
        """Hold a value, and let go of others until all weigh no more than ``most``."""
        with self._lock:
            if key in self._held:
                self._weight -= self.weight(self._held.pop(key))
            self._weight += self.weight(value)
            while self._held and self._weight > self.most:
                self._weight -= self.weight(self._held.popitem(last=False)[1])
            self._held[key] = value


class Stepwise(Protocol[P, R]):
    """A computation in pieces, as `stepwise` makes it."""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """The whole result at once."""
        ...

    def steps(self, *args: P.args, **kwargs: P.kwargs) -> Steps[R]:
        """The same in pieces: ``result = yield from f.steps(...)``."""
        ...


def run_to_end(under_way: Steps[T]) -> T:
    """The result of a computation in pieces, at once."""
    while True:
        try:
            next(under_way)
        except StopIteration as done:
            return done.value


def stepwise(*, keep: int = 0) -> Callable[[Callable[P, Steps[T]]], Stepwise[P, T]]:
    """Make a computation in pieces of a generator function; its newest ``keep`` results are held, by its arguments.

    >>> @stepwise()
    ... def total(numbers):
    ...     found = 0
    ...     for number in numbers:
    ...         found += number
    ...         yield
    ...     return found
    >>> total([1, 2, 3]), list(total.steps([1, 2, 3]))
    (6, [None, None, None])
    """
    kept: LRUCache[Any] = LRUCache(keep)
    finished = run_to_end  # held here, since `run` gets the globals of the function

    def decorate(function: Callable[P, Steps[T]]) -> Stepwise[P, T]:
        def steps(*args: Any, **kwargs: Any) -> Steps[Any]:
            key = args, *sorted(kwargs.items())
            result: Any = kept.get(key) if keep else None
            if result is None:
                result = yield from function(*args, **kwargs)
                if keep:
                    kept.put(key, result)
            return result

        def run(*args: Any, **kwargs: Any) -> Any:
            return finished(steps(*args, **kwargs))

        made, takes = in_place_of(function, run), inspect.signature(function)
        made.__signature__ = takes.replace(return_annotation=(get_args(takes.return_annotation) or (Any,))[-1])
        made.steps = steps
        return made

    return decorate
