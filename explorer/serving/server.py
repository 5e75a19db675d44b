"""Voila's server with our addresses, our kernels and a limit at its door."""

import contextlib
import os
import shutil
import signal
import time
from pathlib import Path
from typing import IO, Any, cast

from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.iostream import IOStream
from tornado.web import RequestHandler
from voila.app import Voila

from explorer.charts import plotly_script
from explorer.seeds import SEEDS_VARIABLE
from explorer.serving import files, log, memory
from explorer.serving.channel import MOST_BYTES
from explorer.serving.headers import headers, script_hashes
from explorer.serving.kernels import Kernels
from explorer.serving.pages import KERNEL, LivePage, NotFoundPage
from explorer.serving.programs import Goodbye, Kernel, Plotly, Socket, Text
from explorer.serving.settings import APP, Settings, config, notebooks_folder, offer_templates
from explorer.serving.visitors import ROBOTS

KERNEL_ID = r"(?P<kernel_id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
LIMITS = {"max_body_size": 64 * 1024, "body_timeout": 5, "idle_connection_timeout": 75}
"""Bytes and seconds. No page sends a body of more than a few hundred bytes. A proxy keeps idle connections for a minute
(nginx): ours last longer, so that it never asks on one that is just being closed."""
NOBODY = ("-", 0)
MARK = "explorer.lock"


class LimitedServer(HTTPServer):
    """Refuses connections when file descriptors run out, and drops client addresses."""

    def handle_stream(self, stream: IOStream, address: tuple) -> None:  # type: ignore[override, type-arg]
        """Take a connection, or close it. Its address goes no further, so no log can hold it."""
        # The system gives the lowest number that is free: no connection comes to stand among the last ones.
        if stream.socket is None or stream.socket.fileno() >= files.limit() - files.SPARE:
            stream.close()
            return
        super().handle_stream(stream, NOBODY)


def mark_in_use(folder: Path) -> IO[bytes] | None:
    """Lock the folder of a server's sockets while the returned file is open (None: no locks on this system).

    Before that the folders of this user's killed servers are removed: those that are marked, and not locked.
    """
    with contextlib.suppress(ImportError):
        import fcntl

        for mark in folder.parent.glob(f"voila_*/{MARK}"):
            with contextlib.suppress(OSError), mark.open("rb") as left:
                if mark.parent.lstat().st_uid == os.getuid():
                    fcntl.flock(left, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(mark.parent)
        made = folder / f"{MARK}.new"
        lock = made.open("wb")
        fcntl.flock(lock, fcntl.LOCK_EX)
        made.rename(folder / MARK)  # with its lock: nobody finds it without
        return lock
    return None


class Server(Voila):
    """The app at ``/``, the question notebooks at ``/notebook/NAME``, ``/health``; their files and sockets."""

    chosen: Settings
    kernels: Kernels
    questions: frozenset[str]
    scripts: list[str]
    _log_formatter_cls = log.Lines
    _told_to_stop = False

    def init_settings(self) -> dict[str, Any]:  # type: ignore[override]
        """Voila's settings of the web application, with ours."""
        made = cast("dict[str, Any]", super().init_settings())
        self.kernels = cast(Kernels, self.kernel_manager)
        self.kernels.chosen = self.chosen
        # Our notebooks are run anew, so nobody asks whether they are signed, and nothing is written for that.
        self.contents_manager.mark_trusted_cells = lambda nb, path="": None  # noqa: ARG005
        return made | {
            "explorer": self,
            "headers": dict(headers(self.chosen.embed_from)),
            "log_function": self.log_request,
            "default_handler_class": NotFoundPage,
            "websocket_max_message_size": MOST_BYTES,
            "compress_response": True,
        }

    def init_handlers(self) -> list[Any]:  # type: ignore[override]
        """Every address that answers: not Voila's tree, contents, files, themes, log-in and query sockets."""
        voila = {
            "config": self.config,
            "template_paths": self.template_paths,
            "voila_configuration": self.voila_configuration,
        }
        plotly = plotly_script.PATH
        return [
            (r"/", LivePage, voila),
            (r"/notebook/([a-z0-9-]+)", LivePage, voila),
            (r"/health", Text, {"said": self.health}),
            (r"/robots\.txt", Text, {"said": lambda: ROBOTS}),
            (rf"/api/kernels/{KERNEL_ID}", Kernel),
            (rf"/api/kernels/{KERNEL_ID}/channels", Socket),
            (rf"/voila/api/shutdown/{KERNEL_ID}", Goodbye),
            (rf"/voila/templates/explorer/static/({plotly.name})", Plotly, {"path": str(plotly.parent)}),
        ]

    # ---------------------------------------------------------------------------------------------------------- pages
    async def shell(self, notebook: str = APP) -> str:
        """A page without a kernel and without cells: all that the template itself writes."""

        async def nothing(*_: Any, **__: Any) -> str:
            return ""

        empty = self.kernels._notebook_renderer_factory(notebook)  # pyright: ignore[reportPrivateUsage]
        await empty.initialize()
        empty.notebook.cells = []
        empty._jinja_kernel_start = empty._cleanup_resources = nothing
        return await empty.generate_content_str()

    async def opening(self, notebook: str) -> str:
        """What the page of a notebook shows before its kernel is there."""
        if notebook not in self.openings:
            self.openings[notebook] = (await self.shell(notebook)).partition(KERNEL)[0]
        return self.openings[notebook]

    def log_request(self, handler: RequestHandler) -> None:
        """One line for each request: no address of a reader, and nothing behind the question mark."""
        status = handler.get_status()
        if self.chosen.public or status >= 500:
            spent_ms = 1000 * handler.request.request_time()
            self.log.info("%s %s %d %.0f ms", handler.request.method, handler.request.path, status, spent_ms)

    def health(self) -> dict[str, Any]:
        """What ``/health`` says; ``sessions`` are kernels in readers' hands."""
        running, kept = self.kernels.list_kernel_ids(), self.kernels.kept
        return {
            "status": "ok",
            "room": self.kernels.room(),
            "kernels": len(running),
            "starting": self.kernels.starting,
            "sessions": sum(1 for kernel_id in running if kernel_id not in kept),
            "connected": self.kernels.connected,
            "preheated": self.kernels.preheated(APP),
            "pool": self.chosen.pool,
            "limit": self.chosen.most_sessions,
            "memory_available_mb": memory.available_mb(),
            "files_left": files.left(),
            "up_s": round(time.monotonic() - self.began),
        }

    # -------------------------------------------------------------------------------------------------------- running
    def listen(self) -> None:
        """Make ready, then listen as Voila does, through our door."""
        self.began = time.monotonic()
        self.lock = mark_in_use(Path(self.connection_dir))
        with contextlib.suppress(AttributeError):  # elsewhere there is no such signal
            if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
                signal.signal(signal.SIGHUP, self._handle_signal_stop)
        shell = IOLoop.current().run_sync(self.shell)
        self.scripts = script_hashes(f"{shell}<script>{plotly_script.SCRIPT}</script>")
        self.openings = {APP: shell.partition(KERNEL)[0]}
        self.questions = frozenset(path.stem for path in notebooks_folder().glob("*.ipynb") if path.name != APP)
        self.app.listen = LimitedServer(self.app, **LIMITS).listen  # type: ignore[assignment]
        self.ioloop = IOLoop.current()  # from here on a signal stops it as soon as it runs
        if self._told_to_stop:
            self.ioloop.add_callback(self.ioloop.stop)
        super().listen()

    def _handle_signal_stop(self, sig: int, frame: object) -> None:
        """Stop. Voila knows no loop to stop before it listens: what comes earlier waits for that."""
        self._told_to_stop = True
        if hasattr(self, "ioloop"):
            super()._handle_signal_stop(sig, frame)

    def stop(self) -> None:
        """End every kernel, and remove what they leave."""
        IOLoop.current().run_sync(self.kernels.close)
        super().stop()
        shutil.rmtree(self.connection_dir, ignore_errors=True)  # a kernel that ends may still write there


def run(settings: Settings) -> int:
    """Serve until interrupted; returns the exit status."""
    if settings.seeds is not None:
        os.environ[SEEDS_VARIABLE] = str(settings.seeds.resolve())  # the kernels inherit it
    offer_templates()
    server = Server(config=config(settings))
    server.chosen = settings
    server.config_file_paths = []  # what a machine's user has set for other Voila pages is not meant for this one
    server.initialize([str(notebooks_folder() / APP)])
    server.start()
    return 0
