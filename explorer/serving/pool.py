"""Pages that are ready before a reader comes: their HTML is rendered and their kernel has run the notebook."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from explorer.serving.kernels import Kernels
from explorer.serving.rendering import PageRenderer

PAUSE_S = 1.0
"""Before a place in the pool is filled again: the reader who took it needs the processor first."""
LAST_PAGE_S = 10.0
"""So long a server that ends waits for the page that is being made."""
AFTER_FAULT_S = 10.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is ready."""

    kernel_id: str
    html: str


class Pool:
    """Keeps ``size`` pages ready as long as there is room, one made at a time."""

    def __init__(self, kernels: Kernels, renderer: Callable[[], PageRenderer], size: int, log: logging.Logger) -> None:
        self.kernels, self.renderer, self.size, self.log = kernels, renderer, size, log
        self._ready: deque[Page] = deque()
        self._filling: asyncio.Task[None] | None = None
        kernels.on_end.append(self._ended)

    def __len__(self) -> int:
        return len(self._ready)

    def take(self) -> Page | None:
        """A page for a reader, if one is ready; another is made in its place."""
        page = self._ready.popleft() if self._ready else None
        self.fill(PAUSE_S)
        return page

    def fill(self, pause_s: float = 0) -> None:
        """Fill up in the background."""
        if self._filling is None or self._filling.done():
            self._filling = asyncio.ensure_future(self._fill(pause_s))

    async def close(self) -> None:
        """Make no more pages. The one being made is made, since a kernel that has not yet begun cannot be ended."""
        self.size = 0
        if self._filling is not None:
            await asyncio.wait({self._filling}, timeout=LAST_PAGE_S)
            self._filling.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._filling

    async def _fill(self, pause_s: float) -> None:
        while len(self._ready) < self.size:
            await asyncio.sleep(pause_s)
            if not self.kernels.room():
                return  # the end of a kernel makes room, and calls again
            try:
                self._ready.append(await self._made())
                pause_s = 0
            except Exception:
                self.log.exception("A page could not be made ready")
                pause_s = AFTER_FAULT_S

    async def _made(self) -> Page:
        renderer = self.renderer()
        html = "".join([piece async for piece in renderer.pieces()])
        return Page(renderer.kernel_id, html)

    def _ended(self, kernel_id: str) -> None:
        for page in [page for page in self._ready if page.kernel_id == kernel_id]:
            self._ready.remove(page)
        self.fill(PAUSE_S)
