"""The page: messages of a reader in, what is to be seen out. It knows no widget, no kernel and no server."""

from typing import Any, cast

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = cast("Any", attach_stub(__name__, __file__))
