"""The server of the app: the app at ``/``, the question notebooks beside it, and nothing else of this machine."""

import sys
from types import ModuleType
from typing import cast

from explorer.serving.settings import Settings

__all__ = ["Settings", "serve"]


def leave_out_slow_parser() -> None:
    """Spare this process the import of a parser that nothing here needs.

    jsonschema imports a parser of international addresses if it is there: 1.3 s of each start, for two formats that
    nothing here checks. None in the place of a module is Python's own way to say that there is none.
    """
    sys.modules.setdefault("rfc3987_syntax", cast(ModuleType, None))


def serve(settings: Settings) -> int:
    """Serve until interrupted; returns the exit status."""
    leave_out_slow_parser()
    # Importing Voila takes a second, so only when it is asked for.
    from explorer.serving.server import run

    return run(settings)
