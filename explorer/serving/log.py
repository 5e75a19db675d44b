"""The format of the log: one line an event, with its time, that no visitor can forge or flood."""

import logging
from typing import Any

MOST = 300
"""Characters of what is said in one line."""
FORMAT = "%(asctime)s %(levelname)s %(message)s"


def one_line(text: str, most: int = MOST) -> str:
    r"""A text as one line: control characters escaped, and cut where it is too long.

    >>> one_line("x\n2026-11-27 INFO all is well\x1b[2J")
    'x 2026-11-27 INFO all is well\\x1b[2J'
    >>> one_line("a" * 400, 5)
    'aaaaa ...'
    """
    escaped = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text[:most].replace("\n", " "))
    return escaped + " ..." if len(text) > most else escaped


class Lines(logging.Formatter):
    """One line for each event. Those of a traceback are indented, so that none can pass for an event."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (the name is logging's)
        """The event."""
        record.message = one_line(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """Where it happened."""
        return "\n".join("    " + one_line(line) for line in super().formatException(ei).splitlines())
