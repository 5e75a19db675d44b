"""What can be caught: one base for every sentence that this package raises; and the check of what is handed to it.

`checked` stands above each public function. It holds every argument against a rule for the argument's name, the same
in all functions, and hands it on in one form: a month as "2029-12", numbers and texts as tuples.
"""

import functools
import inspect
import sys
from collections.abc import Callable, Container, Mapping
from numbers import Real
from os import PathLike
from types import FunctionType, MappingProxyType
from typing import Any, NamedTuple, ParamSpec, TypeVar, cast
from unicodedata import category

__all__ = ["PAIR", "ArgumentError", "ExplorerError", "Rule", "Unfit", "came", "checked", "frame", "harmless"]

P = ParamSpec("P")
R = TypeVar("R")


class ExplorerError(ValueError):
    """Anything that this package refuses; the message is a sentence that says what came and what is wanted."""


class ArgumentError(ExplorerError):
    """An argument of the wrong kind."""


class Unfit(Exception):
    """A value that a rule does not take; the message is a half-sentence on what is wrong, "" where its kind is."""


class Rule(NamedTuple):
    """What an argument has to be, in words, and the form in which it is handed on; `Unfit` where it is none."""

    wanted: str
    take: Callable[[Any], Any]


def came(value: object) -> str:
    """A value in a message: what is short is quoted, all else is named by its type.

    >>> came(None), came("soon"), came([1, 2])
    ('None', "'soon'", 'a list')
    """
    if value is None or isinstance(value, bool | float | str | bytes) or (type(value) is int and abs(value) < 10**18):
        text = repr(value)
        return text if len(text) <= 60 else f"{text[:57]}..."
    if isinstance(value, type):
        return f"the class {value.__name__}"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


def harmless(text: str) -> str:
    r"""Text from a file as a terminal may have it: signs that would steer the terminal, or are no letters, are spelt.

    >>> harmless("a\x1b[2Jb\ud800\u202e")
    'a\\x1b[2Jb\\ud800\\u202e'
    """
    steering = ("Cc", "Cf", "Cs", "Zl", "Zp")
    spelt = (c.encode("unicode_escape").decode() if category(c) in steering else c for c in text)
    return "".join(spelt)


def _of(module: str, name: str, wanted: str) -> Rule:
    """An instance of a class of ours. Where its module is not loaded there is none, so nothing is loaded to check."""

    def take(value: Any) -> Any:
        kind = getattr(sys.modules.get(module), name, None)
        if kind is None or not isinstance(value, kind):
            raise Unfit
        return value

    return Rule(wanted, take)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Unfit
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool) and type(value).__name__ not in ("bool", "bool_"):  # numpy's too
        raise Unfit
    return bool(value)


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise Unfit
    return value


def _passed(value: Any) -> Any:
    return value


def _width(value: Any) -> Any:
    if not 100 <= _number(value) <= 10_000:
        raise Unfit
    return value


def _several(one: Callable[[Any], Any], called: str) -> Callable[[Any], Any]:
    def take(value: Any) -> tuple[Any, ...]:
        if isinstance(value, str | bytes | Mapping):
            raise Unfit
        try:
            held = tuple(value)
        except TypeError:  # nothing to go through
            raise Unfit from None
        for each in held:
            try:
                one(each)
            except Unfit:
                raise Unfit(f"holds {came(each)}, where each has to be {called}") from None
        return held

    return take


def _pair(value: Any) -> tuple[str, str]:
    held = TEXTS.take(value)
    if len(held) != 2:
        raise Unfit
    return held


def _scenarios(value: Any) -> Any:
    scenario = RULES["scenario"]
    if not isinstance(value, Mapping) or _is(scenario, value):
        raise Unfit
    named = cast("Mapping[Any, Any]", value)
    for name, each in named.items():
        if not isinstance(name, str) or not _is(scenario, each):
            raise Unfit(f"holds {came(each)} under {came(name)}, where a scenario has to stand under a text")
    return named


def _named(value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise Unfit
    return {_text(key): _text(each) for key, each in cast("Mapping[Any, Any]", value).items()}


def _is(rule: Rule, value: Any) -> bool:
    try:
        rule.take(value)
    except Unfit:
        return False
    return True


def _state(value: Any) -> Any:
    if not _is(RULES["scenario"], value):
        _of("explorer.ui.state", "State", "").take(value)
    return value


def _folder(value: Any) -> Any:
    text = str(cast("Any", value)) if isinstance(value, str | PathLike) else ""
    if not text or "\0" in text:
        raise Unfit
    return cast("Any", value)


def _month(value: Any) -> str:
    from explorer.records.dates import last_day

    try:
        return last_day(value).isoformat()[:7]
    except ExplorerError:
        raise Unfit from None


def frame(
    columns: str = "", *, attrs: str = "", like: str = "", words: Mapping[str, Container[str]] = MappingProxyType({})
) -> Rule:
    """The rule of a data frame: what it must have, and which call gives one.

    ``columns`` (the index included) and ``attrs`` are names with blanks between; ``words`` are those that a column
    takes.
    """

    def take(value: Any) -> Any:
        pandas = sys.modules.get("pandas")
        if pandas is None or not isinstance(value, pandas.DataFrame):
            raise Unfit
        has = {*map(str, value.columns), *map(str, value.index.names)}
        missing = [name for name in columns.split() if name not in has]
        missing += [f"attrs[{name!r}]" for name in attrs.split() if name not in value.attrs]
        if missing:
            raise Unfit(f"lacks {', '.join(missing)}")
        for name, known in words.items():
            for word in value[name].unique():
                if word not in known:
                    raise Unfit(f"has {came(word)} in {name}, which is no word of the data dictionary")
        return value

    return Rule(f"a data frame{like and f', such as {like} gives'}", take)


TEXT = Rule("text", _text)
NUMBER = Rule("a number", _number)
TEXTS = Rule("a list of texts, such as ['one', 'two']", _several(_text, "a text"))
NUMBERS = Rule("a list of numbers, such as [0.05, 0.5, 0.95]", _several(_number, "a number"))
MONTH = Rule("a month, such as 2029-12", _month)
FOLDER = Rule("the path of a folder", _folder)
SCENARIO = _of("explorer.scenario.assumptions", "Scenario", "a scenario, such as ex.Scenario()")
STATE = Rule("a state, such as ex.panels.State(), or a scenario", _state)
PAIR = Rule("two texts, such as ('A', 'B')", _pair)
PASSED = Rule("", _passed)
"""What the function checks itself."""

RULES: dict[str, Rule] = {
    **dict.fromkeys(("scenario", "a", "b"), SCENARIO),
    "scenarios": Rule("scenarios by name, such as {'A': ex.Scenario()}", _scenarios),
    "projection": _of("explorer.model.projection", "Projection", "a projection, such as ex.simulate() gives"),
    "forecasts": Rule(
        "forecasts, such as ex.backtest() gives",
        _several(_of("explorer.analysis.forecasts", "Forecast", "").take, "a forecast"),
    ),
    "naming": _of("explorer.seeds.naming", "Naming", "a naming, such as explorer.seeds.load().naming"),
    "goal": _of("explorer.analysis.goal", "Goal", "a goal, an explorer.analysis.goal.Goal"),
    **dict.fromkeys(("state", "shown"), STATE),
    **dict.fromkeys(("outcome", "lever", "claim_id", "source_id", "parameter", "name", "unit", "kind"), TEXT),
    **dict.fromkeys(("measure", "metric", "fact", "party", "caption", "page_url", "limit"), TEXT),
    **dict.fromkeys(("at_least", "target_gw", "chance", "share"), NUMBER),
    **dict.fromkeys(("shares", "quantiles"), NUMBERS),
    **dict.fromkeys(("sources", "parameters", "claim_ids", "metrics"), TEXTS),
    **dict.fromkeys(("names", "kinds"), Rule("texts by name, such as {'A': 'as announced'}", _named)),
    **dict.fromkeys(("at", "by", "last", "month"), MONTH),
    **dict.fromkeys(("seeds", "documents"), FOLDER),
    **dict.fromkeys(("detail", "buttons", "whole"), Rule("True or False", _flag)),
    "width": Rule("a number of CSS pixels from 100 to 10000", _width),
    **dict.fromkeys(("self", "as_of", "text", "draws", "seed", "settings"), PASSED),
}
"""Each argument of the public interface by its name."""


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
                except Unfit as fault:
                    wrong = str(fault) or f"is {came(value)}, not {rules[name].wanted}"
                    raise ArgumentError(f"The argument {name} of {function.__name__} {wrong}.") from None
            return given

        def held(*args: Any, **kwargs: Any) -> Any:
            given = fitted(*args, **kwargs)
            return function(*given.args, **given.kwargs)

        # Made anew with the function's own globals: by these doctest knows whose examples they are.
        own_globals = cast("Any", function).__globals__
        made = FunctionType(held.__code__, own_globals, function.__name__, None, held.__closure__)
        return cast("Callable[P, R]", functools.wraps(function)(made))

    return decorate
