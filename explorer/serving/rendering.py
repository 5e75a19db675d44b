"""A notebook made into a page: its templates are compiled once, its kernel starts where the template comes to it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, ExitStack
from typing import Any

import nbformat
from jinja2.bccache import Bucket, BytecodeCache
from voila.notebook_renderer import NotebookRenderer

from explorer.serving.kernels import Kernels
from explorer.serving.settings import notebooks_folder

WIDGET = "application/vnd.jupyter.widget-view+json"


class PageError(RuntimeError):
    """The notebook ran into an error, so its page shows no app."""


class Compiled(BytecodeCache):
    """Compiled templates, kept for every page: Voila makes its templates anew for each, most of what it costs."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """What is kept of this template, if its text is still the same."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


class Renderer(NotebookRenderer):
    """Voila's renderer of one notebook, reading it as it is on disk: our own needs no signature to be trusted."""

    async def initialize(self, **kwargs: Any) -> None:
        """Read the notebook, and prepare its templates."""
        await super().initialize(**kwargs)
        self.exporter.environment.bytecode_cache = COMPILED

    async def load_notebook(self, path: str) -> Any:
        """The notebook, with a kernel specification that exists here."""
        return await self.fix_notebook(nbformat.read(notebooks_folder() / path, as_version=4))


class PageRenderer(Renderer):
    """Renders one notebook once; its kernel starts where the template comes to it, after the first paint."""

    def __init__(self, kernels: Kernels, before_kernel: Callable[[], Any] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kernels = kernels
        self.before_kernel = before_kernel
        self.kernel_id = ""
        self._place = ExitStack()
        self._turn = AsyncExitStack()

    async def _jinja_kernel_start(self, nb: Any, kernel_id: Any, kernel_future: Any) -> str:
        if self.before_kernel:
            await self.before_kernel()
        await self._turn.enter_async_context(self.kernels.turns)
        self.kernel_id = await self.kernels.begin()
        self._place.close()  # from here on the kernel itself is counted
        return await super()._jinja_kernel_start(nb, self.kernel_id, self.kernels.get_kernel(self.kernel_id))

    async def pieces(self) -> AsyncGenerator[str, None]:
        """The page's HTML in pieces; if it fails on the way, its kernel ends."""
        found = False
        with self._place:
            self._place.enter_context(self.kernels.place())
            try:
                async with self._turn:
                    await self.initialize()
                    async for piece, _ in self.generate_content_generator():
                        found = found or WIDGET in piece
                        yield piece
                if not found:
                    raise PageError("the notebook shows no widget")
            except BaseException:
                self.kernels.end(self.kernel_id)
                raise
