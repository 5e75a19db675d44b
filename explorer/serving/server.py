"""Voila's server with our addresses, our kernels and our pool."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from jupyter_server.utils import url_path_join
from tornado.ioloop import IOLoop
from voila.app import Voila
from voila.utils import get_page_config

from explorer.charts import plotly_script
from explorer.seeds import VARIABLE
from explorer.serving import files, forking, leftovers, log, memory, statics
from explorer.serving.channel import MESSAGES, MOST_BYTES
from explorer.serving.door import LIMITS, Door
from explorer.serving.headers import headers, script_hashes
from explorer.serving.kernels import Kernels
from explorer.serving.pages import (
    AppPage,
    Goodbye,
    Health,
    Kernel,
    NoPage,
    NotebookPage,
    Robots,
    Socket,
    log_request,
)
from explorer.serving.pool import Pool
from explorer.serving.rendering import PageRenderer, Renderer
from explorer.serving.settings import APP, EXTENSIONS, Settings, config, notebooks_folder, offer_templates

KERNEL_ID = r"(?P<kernel_id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"


class Server(Voila):
    """The app at ``/``, the question notebooks at ``/notebook/NAME``, ``/health``; their files and sockets."""

    chosen: Settings
    kernels: Kernels
    pool: Pool
    questions: frozenset[str]
    scripts: list[str]
    _log_formatter_cls = log.Lines

    def init_settings(self) -> dict[str, Any]:  # type: ignore[override]
        """Voila's settings of the web application, with ours."""
        made = cast("dict[str, Any]", super().init_settings())
        self.kernels = cast(Kernels, self.kernel_manager)
        self.kernels.allowed_message_types = [*map(str, MESSAGES)]
        self.version = statics.version([*self.static_paths, *self._extensions()])
        return made | {
            "explorer": self,
            "headers": dict(headers(self.chosen.embed_from)),
            "log_function": log_request,
            "default_handler_class": NoPage,
            "websocket_max_message_size": MOST_BYTES,
        }

    def init_handlers(self) -> list[Any]:  # type: ignore[override]
        """Every address that answers: not Voila's tree, contents, files, themes, log-in and query sockets."""
        named = "|".join(map(re.escape, EXTENSIONS))
        frozen = f"/voila/{self.version}/"
        # ours before the copy of an install, which may be older than the checkout
        plotly = {"explorer": [str(plotly_script.PATH.parent), *self.static_paths]}
        rules = [
            (r"/", AppPage),
            (r"/notebook/([a-z0-9-]+)", NotebookPage),
            (r"/health", Health),
            (r"/robots\.txt", Robots),
            (rf"/api/kernels/{KERNEL_ID}", Kernel),
            (rf"/api/kernels/{KERNEL_ID}/channels", Socket),
            (rf"/voila/api/shutdown/{KERNEL_ID}", Goodbye),
            (
                frozen + r"(static)/(.*)",
                statics.StaticFiles,
                {"folders": {"static": self.static_paths}, "frozen": True},
            ),
            (
                frozen + rf"(labextensions)/((?:{named})/.*)",
                statics.StaticFiles,
                {"folders": {"labextensions": self.labextensions_path}, "frozen": True},
            ),
            (
                r"/voila/templates/(explorer)/static/(.*)",
                statics.StaticFiles,
                {"folders": plotly, "frozen": False},
            ),
        ]
        return [(url_path_join(self.base_url, rule[0]), *rule[1:]) for rule in rules]

    def _extensions(self) -> list[Path]:
        return [Path(root) / name for root in self.labextensions_path for name in EXTENSIONS]

    # ---------------------------------------------------------------------------------------------------------- pages
    def renderer(self, before_kernel: Callable[[], Any] | None = None, notebook: str = APP) -> PageRenderer:
        """What renders a notebook once."""
        return PageRenderer(self.kernels, before_kernel, **self._of_renderer(notebook))

    def _of_renderer(self, notebook: str = APP) -> dict[str, Any]:
        page = get_page_config(self.base_url, self.app.settings, self.log, self.voila_configuration)
        # Under an address that changes with the files, browsers may keep them for good.
        page["fullStaticUrl"] = url_path_join(self.base_url, "voila", self.version, "static")
        page["fullLabextensionsUrl"] = url_path_join(self.base_url, "voila", self.version, "labextensions")
        return {
            "voila_configuration": self.voila_configuration,
            "traitlet_config": self.config,
            "notebook_path": notebook,
            "template_paths": self.template_paths,
            "config_manager": self.config_manager,
            "contents_manager": self.contents_manager,
            "base_url": self.base_url,
            "kernel_spec_manager": self.kernel_spec_manager,
            "page_config": page,
        }

    async def shell(self) -> str:
        """The app's page without a kernel and without cells: all that the template itself writes."""
        empty = Renderer(**self._of_renderer())
        await empty.initialize()

        async def cells(_notebook: Any, _kernel_id: str):
            for cell in ():
                yield cell

        pieces = empty.exporter.generate_from_notebook_node(
            empty.notebook,
            resources=empty.resources,
            extra_context={
                "frontend": "voila",
                "main_js": "voila.js",
                "kernel_start": lambda _notebook: "",
                "cell_generator": cells,
                "progressive_rendering": False,
            },
            page_config=empty.page_config,
        )
        return "".join([piece async for piece, _ in pieces])

    # -------------------------------------------------------------------------------------------------------- running
    def listen(self) -> None:
        """Make ready, then listen as Voila does, through our door."""
        self.began = time.monotonic()
        leftovers.sweep(Path(self.connection_dir_root))
        self.held = leftovers.hold(Path(self.connection_dir))
        with contextlib.suppress(AttributeError):  # elsewhere there is no such signal
            if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
                signal.signal(signal.SIGHUP, self._handle_signal_stop)
        loop = IOLoop.current()
        self.scripts = script_hashes(loop.run_sync(self.shell) + f"<script>{plotly_script.SCRIPT}</script>")
        self.pool = Pool(self.kernels, self.renderer, self.chosen.pool, self.log)
        self.questions = frozenset(path.stem for path in notebooks_folder().glob("*.ipynb") if path.name != APP)
        loop.add_callback(self.pool.fill)
        self.app.listen = Door(self.app, **LIMITS).listen  # type: ignore[assignment]
        super().listen()

    def stop(self) -> None:
        """End every kernel, and remove what they leave."""
        IOLoop.current().run_sync(self.pool.close)
        super().stop()
        forking.ForkedProvisioner.server.stop()
        shutil.rmtree(self.connection_dir, ignore_errors=True)  # a kernel that ends may still write there

    def health(self) -> dict[str, Any]:
        """What ``/health`` says; ``sessions`` are kernels in readers' hands."""
        running = self.kernels.list_kernel_ids()
        return {
            "status": "ok",
            "room": self.kernels.room(),
            "kernels": len(running),
            "starting": self.kernels.starting,
            "sessions": sum(1 for kernel_id in running if kernel_id not in self.kernels.kept),
            "connected": self.kernels.connected,
            "preheated": len(self.pool),
            "pool": self.pool.size,
            "limit": self.kernels.most_sessions,
            "memory_available_mb": memory.available_mb(),
            "files_left": files.left(),
            "up_s": round(time.monotonic() - self.began),
        }


def run(settings: Settings) -> int:
    """Serve until interrupted; returns the exit status."""
    if settings.seeds is not None:
        os.environ[VARIABLE] = str(settings.seeds.resolve())  # the kernels inherit it
    offer_templates()
    if settings.forks:
        forking.offer()
    server = Server(config=config(settings))
    server.chosen = settings
    server.config_file_paths = []  # what a machine's user has set for other Voila pages is not meant for this one
    server.initialize([str(notebooks_folder() / APP)])
    server.start()
    return 0
