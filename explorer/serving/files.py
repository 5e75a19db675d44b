"""How many files (sockets are files) the server may have open, and how many are left.

libzmq, which carries the messages of kernels, ends the whole process when it gets no more: so new pages, new
connections and new websockets are refused before that.
"""

import contextlib
import os

A_SESSION = 15
"""Open files of one reader: 9 of the page's websocket, 5 of its kernel, and one for a connection beside it."""
SPARE = 100
"""What stays for the server's own files, and for what is opened before a refusal can take effect."""
ENOUGH = 65_536
"""Asked for where the system would give more: four thousand readers."""


def limit() -> int:
    """How many files this process may have open; `ENOUGH` where the system has no such limit."""
    with contextlib.suppress(ImportError, OSError):
        import resource

        return min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], ENOUGH)
    return ENOUGH


def raise_limit() -> None:
    """Raise the soft limit, usually 1,024, to what the system allows."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = ENOUGH if hard == resource.RLIM_INFINITY else min(hard, ENOUGH)
        if soft != resource.RLIM_INFINITY and soft < most:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def left() -> int:
    """How many more files may be opened now."""
    try:
        return limit() - sum(1 for _ in os.scandir("/dev/fd"))
    except OSError:
        return ENOUGH


def sessions(most_files: int) -> int:
    """For how many sessions so many files are enough; at least one.

    >>> sessions(1024), sessions(4096), sessions(64)
    (54, 259, 1)
    """
    return max(1, (most_files - 2 * SPARE) // A_SESSION)
