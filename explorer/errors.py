"""What can be caught: one base for every sentence that this package raises, and how a sentence quotes what came."""

from collections.abc import Sequence
from decimal import Decimal
from numbers import Integral
from unicodedata import category


class ExplorerError(ValueError):
    """Anything that this package refuses; the message is a sentence that says what came and what is wanted."""


class ArgumentError(ExplorerError):
    """An argument of the wrong kind."""


def quoted(value: object) -> str:
    """A value in a message: what is short is quoted, all else is named by its type.

    >>> quoted(None), quoted("soon"), quoted([1, 2]), quoted(Decimal("0.5")), quoted(10**5000)
    ('None', "'soon'", 'a list', '0.5', 'a whole number that is too large')
    """
    if isinstance(value, int) and abs(value) > 10**18:
        return "a whole number that is too large"
    if value is None or isinstance(value, Integral | float | Decimal | str | bytes):
        text = repr(value) if isinstance(value, str | bytes) else str(value)
        return text if len(text) <= 60 else f"{text[:57]}..."
    if isinstance(value, type):
        return f"the class {value.__name__}"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


def quoted_several(values: Sequence[object]) -> str:
    """The first three of several values in a message, each as `quoted` has it.

    >>> quoted_several(["a", "b"]), quoted_several("abcde")
    ("'a', 'b'", "'a', 'b', 'c' and 2 more")
    """
    more = f" and {len(values) - 3} more" if len(values) > 3 else ""
    return ", ".join(map(quoted, values[:3])) + more


def terminal_safe(text: str) -> str:
    r"""Text from a file as a terminal may have it: signs that would steer the terminal, or are no letters, are spelt.

    >>> terminal_safe("a\x1b[2Jb\ud800\u202e")
    'a\\x1b[2Jb\\ud800\\u202e'
    """
    steering = ("Cc", "Cf", "Cs", "Zl", "Zp")
    spelt = (c.encode("unicode_escape").decode() if category(c) in steering else c for c in text)
    return "".join(spelt)
