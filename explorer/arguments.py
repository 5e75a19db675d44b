"""Check the arguments of public functions and normalise them.

`checked` decorates each public function. Every argument is checked by the rule for its name, the same in all functions,
and normalised: a month becomes "2029-12", a day as a date, numbers and texts become tuples.
"""

import datetime
import functools
import inspect
import math
import sys
from collections.abc import Callable, Container, Mapping
from decimal import Decimal
from numbers import Real
from os import PathLike
from types import FunctionType, MappingProxyType
from typing import Any, NamedTuple, ParamSpec, TypeVar, cast

from explorer.errors import ArgumentError, ExplorerError, quoted
from explorer.records.dates import last_day
from explorer.records.fields import InvalidValueError, take_if

P = ParamSpec("P")
R = TypeVar("R")
Take = Callable[[Any], Any]


class Rule(NamedTuple):
    """What an argument has to be, in words, and its form for the function; ``take`` raises `InvalidValueError`."""

    wanted: str
    take: Take


def _is_a(*names: str) -> Callable[[Any], bool]:
    """Whether a value is of a class of this package, by its name: nothing is loaded to look."""
    return lambda value: any(c.__name__ in names and c.__module__.startswith("explorer.") for c in type(value).__mro__)


def _assuming(value: Any) -> Any:
    if not ANY_SCENARIO.take(value):
        raise InvalidValueError(f"has no assumptions: {value.seeds.folder} holds evidence, and nothing for the model")
    return value


def _all_assuming(value: Any) -> Any:
    for scenario in _by_name(_is_a("Scenario"), "a scenario")(value).values():
        _assuming(scenario)
    return value


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def scalar(value: Any) -> Any:
    """What an array without dimensions holds, be it numpy's or another's; None for a time. All else as it is."""
    if getattr(value, "ndim", None) != 0:
        return value
    timed = getattr(value.dtype, "kind", "") in ("m", "M")
    return None if timed else (getattr(value, "tolist", None) or value.item)()


def real(value: Any) -> float:
    """Any real number as float, infinite where it is beyond all floats. All else, text among it, is invalid.

    >>> real(Decimal("0.1")), real(10**400)
    (0.1, inf)
    """
    if type(value) is float:  # as nearly all are
        return value
    value = scalar(value)
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        raise InvalidValueError
    try:
        return float(value)
    except OverflowError:
        return math.inf
    except ValueError:  # a decimal that is none, and says so by an error
        return math.nan


def cell(value: Any) -> float:
    """The number in a frame, which files may give back as text. ValueError for none, and for one beyond all floats."""
    found = float(value) if isinstance(value, str) else real(value)
    if math.isnan(found) or (math.isinf(found) and not isinstance(scalar(value), float | str)):
        raise InvalidValueError
    return found


def _number(value: Any) -> float:
    if not math.isfinite(found := real(value)):
        raise InvalidValueError
    return found


def _pixels(value: Any) -> int:
    if not 100 <= _number(value) <= 10_000:
        raise InvalidValueError
    return round(_number(value))


def _flag(value: Any) -> bool:
    if type(value).__name__ not in ("bool", "bool_"):  # numpy's too
        raise InvalidValueError
    return bool(value)


def _several(take: Take, called: str) -> Take:
    def one(value: Any) -> Any:
        try:
            return take(value)
        except InvalidValueError:
            raise InvalidValueError(f"holds {quoted(value)}, where each has to be {called}") from None

    def each(value: Any) -> tuple[Any, ...]:
        if isinstance(value, str | bytes | Mapping):
            raise InvalidValueError
        try:
            values = tuple(value)
        except TypeError:  # nothing to go through
            raise InvalidValueError from None
        return tuple(map(one, values))

    return each


def _pair(value: Any) -> tuple[str, str]:
    if len(texts := TEXTS.take(value)) != 2:
        raise InvalidValueError
    return texts


def _by_name(fits: Callable[[Any], bool], called: str) -> Take:
    def take(value: Any) -> Any:
        if not isinstance(value, Mapping) or _is_a("Scenario")(value):  # which is a mapping of its assumptions
            raise InvalidValueError
        for name, each in cast("Mapping[Any, Any]", value).items():
            if not _is_text(name) or not fits(each):
                wrong = f"holds {quoted(each)} under {quoted(name)}"
                raise InvalidValueError(f"{wrong}, where {called} has to stand under a text")
        return cast("Any", value)

    return take


def _folder(value: Any) -> Any:
    if _is_a("Seeds")(value):
        return value
    text = str(cast("Any", value)) if isinstance(value, str | PathLike) else ""
    if not text or "\0" in text:
        raise InvalidValueError
    return cast("Any", value)


def _day(value: Any) -> datetime.date:
    try:
        return last_day(value)
    except ExplorerError:
        raise InvalidValueError from None


def _month(value: Any) -> str:
    return _day(value).isoformat()[:7]


def frame(
    columns: str = "",
    *,
    attrs: str = "",
    like: str = "",
    words: Mapping[str, Container[str]] = MappingProxyType({}),
    numbers: str = "",
    filled: str = "",
) -> Rule:
    """The rule of a data frame like that which the call ``like`` gives.

    ``columns`` (index included), ``attrs`` (checked by the rules of their names), ``numbers`` (columns with a number in
    each row) and ``filled`` (with anything in each) are names with blanks between; ``words`` are those a column takes.
    """

    def take(value: Any) -> Any:
        pandas = sys.modules.get("pandas")  # where it is not loaded there is no frame
        if pandas is None or not isinstance(value, pandas.DataFrame):
            raise InvalidValueError
        has = {*map(str, value.columns), *map(str, value.index.names)}
        missing = [name for name in columns.split() if name not in has]
        missing += [f"attrs[{name!r}]" for name in attrs.split() if name not in value.attrs]
        if missing:
            raise InvalidValueError(f"lacks {', '.join(missing)}")
        if columns and (value.columns.nlevels > 1 or not value.columns.is_unique):
            raise InvalidValueError("has two columns of one name, or columns of several levels")
        value = value.copy(deep=False)  # the attributes below are in one form, and the frame is somebody else's
        for name in attrs.split():
            try:
                value.attrs[name] = RULES[name].take(value.attrs[name])
            except InvalidValueError as fault:
                wrong = str(fault) or f"is {quoted(value.attrs[name])}, not {RULES[name].wanted}"
                raise InvalidValueError(f"has an attrs[{name!r}] that {wrong}") from None

        def column(name: str) -> Any:
            return value[name] if name in value else value.index.get_level_values(name)

        for name, known in words.items():
            for word in column(name):
                if not _is_text(word) or word not in known:
                    raise InvalidValueError(f"has {quoted(word)} in {name}, which is no word of the data dictionary")
        for name in numbers.split():
            try:
                for each in column(name):
                    cell(each)
            except ValueError:
                raise InvalidValueError(f"has a row without a number in {name}") from None
        for name in filled.split():
            try:
                empty = (column(name).isna() | (column(name).astype(str) == "")).any()
            except (ArithmeticError, ValueError):  # of a value that nothing can read, the sentence comes later
                continue
            if empty:
                raise InvalidValueError(f"has a row with nothing in {name}")
        return value

    return Rule(f"a data frame{like and f', such as {like} gives'}", take)


ANY_SCENARIO = Rule("a scenario, such as ex.Scenario()", take_if(_is_a("Scenario")))
"""Also one without assumptions, as a folder of evidence gives it."""
TEXT = Rule("text", take_if(_is_text))
TEXTS = Rule("a list of texts, such as ['one', 'two']", _several(take_if(_is_text), "a text"))
SEEDS = Rule("seeds, such as explorer.seeds.load() gives", take_if(_is_a("Seeds")))
PAIR = Rule("two texts, such as ('A', 'B')", _pair)

_RULES = {
    "scenario a b": ANY_SCENARIO._replace(take=_assuming),
    "scenarios": Rule("scenarios by name, such as {'A': ex.Scenario()}", _all_assuming),
    "projection": Rule("a projection, such as ex.simulate() gives", take_if(_is_a("Projection"))),
    "forecasts": Rule("forecasts, such as ex.backtest() gives", _several(take_if(_is_a("Forecast")), "a forecast")),
    "naming": Rule("a naming, such as explorer.seeds.load().naming", take_if(_is_a("Naming"))),
    "goal": Rule("a goal, an explorer.analysis.goal.Goal", take_if(_is_a("Goal"))),
    "outcome lever claim_id source_id parameter name unit": TEXT,
    "measure metric fact caption page_url since": TEXT,
    "at_least target_gw chance share median median_a median_b": Rule("a finite number", _number),
    "shares quantiles": Rule("a list of numbers, such as [0.05, 0.5, 0.95]", _several(_number, "a finite number")),
    "sources parameters claim_ids outcomes": TEXTS,
    "names": Rule("texts by name, such as {'A': 'as announced'}", _by_name(_is_text, "a text")),
    "at by last month until": Rule("a month, such as 2029-12", _month),
    "seeds documents": Rule("the path of a folder", _folder),
    "detail whole long dark": Rule("True or False", _flag),
    "width": Rule("a number of CSS pixels from 100 to 10,000", _pixels),
    "as_of": Rule("a date such as 2025-11-20 or 2025-11", _day),
    "self draws seed settings": Rule("", take_if(lambda _: True)),  # the function checks these itself
}
RULES = {name: rule for names, rule in _RULES.items() for name in names.split()}
"""Each argument of the public interface by its name."""


def in_place_of(function: Any, run: Any) -> Any:
    """``run`` with the name, docstring and globals of ``function``; doctest finds examples by the globals."""
    made = FunctionType(run.__code__, function.__globals__, function.__name__, None, run.__closure__)
    return functools.wraps(function)(made)


def checked(**own: Rule) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Hold each argument of a function against the rule for its name, or one of its ``own``; None goes where it may.

    Raises `ArgumentError`, one sentence, for an argument that is not what its rule wants; what else its rule raises
    is a sentence too.

    >>> checked()(lambda scenario: scenario)("x")
    Traceback (most recent call last):
    explorer.errors.ArgumentError: The argument scenario of <lambda> is 'x', not a scenario, such as ex.Scenario().
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)
        rules = {name: own.get(name) or RULES[name] for name in signature.parameters}
        optional = {name for name, parameter in signature.parameters.items() if parameter.default is None}

        def fitted(*args: Any, **kwargs: Any) -> inspect.BoundArguments:
            given = signature.bind(*args, **kwargs)
            for name, value in given.arguments.items():
                if value is None and name in optional:
                    continue
                try:
                    given.arguments[name] = rules[name].take(value)
                except InvalidValueError as fault:
                    wrong = str(fault) or f"is {quoted(value)}, not {rules[name].wanted}"
                    raise ArgumentError(f"The argument {name} of {function.__name__} {wrong}.") from None
            return given

        def check_and_call(*args: Any, **kwargs: Any) -> Any:
            given = fitted(*args, **kwargs)
            return function(*given.args, **given.kwargs)

        return cast("Callable[P, R]", in_place_of(function, check_and_call))

    return decorate
