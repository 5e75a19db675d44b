"""The addresses of the server and what answers each."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from jupyter_server.base.handlers import APIHandler, JupyterHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado.web import HTTPError, RequestHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from explorer.serving.channel import PROTOCOL
from explorer.serving.headers import policy
from explorer.serving.rendering import PageError
from explorer.serving.settings import APP
from explorer.serving.statics import StaticFiles
from explorer.serving.visitors import fetched_ahead, robots, runs_no_scripts

if TYPE_CHECKING:
    from explorer.serving.server import Server

RETRY_S = 30
"""When to come back to a busy server."""
SENTENCES = {
    400: "That is no request of the explorer's page.",
    403: "This page is not for reading.",
    404: "There is no page at this address.",
    405: "This address answers nothing but reading.",
    503: "The server is starting or stopping; try again in a moment.",
}
SESSION = re.compile("[0-9a-f-]{1,64}")
OTHERWISE = "Something went wrong on our side. Try again; your link still holds your scenario."


def sentence(handler: RequestHandler, status: int) -> None:
    """Answer a fault with our headers and one line of text, and set no cookie."""
    for name, value in handler.settings["headers"].items():
        handler.set_header(name, value)
    handler.set_header("Content-Type", "text/plain; charset=utf-8")
    handler.set_header("Cache-Control", "no-store")
    handler.finish(SENTENCES.get(status, OTHERWISE) + "\n")


class OurPage(JupyterHandler):
    """A page of ours, or the sentence that says why there is none."""

    @property
    def server(self) -> Server:
        """The server that this page belongs to."""
        return self.settings["explorer"]

    embedded = False

    async def prepare(self) -> None:  # type: ignore[override]
        """Forget what stands behind the question mark: only the page's own script reads the reader's scenario."""
        self.linked = "s" in self.request.query_arguments  # as bytes: what is no text is for the page to say
        self.embedded = "embed" in self.request.query_arguments
        request = self.request
        request.uri, request.query, request.arguments = request.path, "", {}
        request.query_arguments = {}
        await super().prepare()

    def head(self, *_path: str) -> None:
        """The headers alone: no kernel is started for them."""

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """One sentence; what happened stands in the log."""
        self.say("fault.html.j2", sentence=SENTENCES.get(status_code, OTHERWISE))

    def allow(self, scripts: Iterable[str] = ()) -> None:
        """The headers of a page with those scripts; one chart may stand in a frame of anybody's page."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        # The page names its kernel: neither a proxy nor the browser may show it a second time.
        self.set_header("Cache-Control", "no-store")
        framing = ["*"] if self.embedded else self.server.chosen.embed_from
        self.set_header("Content-Security-Policy", policy(scripts, framing))

    def say(self, template: str, **values: Any) -> None:
        """Answer with one of our templates."""
        self.allow()
        page = self.settings["voila_jinja2_env"].get_template(template)
        self.finish(page.render(base_url=self.base_url, **values))


class LivePage(OurPage):
    """A page with a kernel of its own: the notebook runs while the page is sent, the first paint before all else."""

    app = False

    def begin(self) -> bool:
        """The headers of a live page, or the static answer where all places are taken; whether there is room."""
        if not self.server.kernels.room():
            self.still(busy=True)
            return False
        self.allow(self.server.scripts)
        return True

    def passing(self) -> bool:
        """Whether this is no reader (yet), who gets the static answer: no place for readers is taken.

        A browser that fetches a page ahead throws away what has status 503, and asks again when its reader comes.
        """
        ahead = fetched_ahead(self.request.headers)
        if not ahead and not runs_no_scripts(self.request.headers):
            return False
        self.still(busy=ahead)
        return True

    def still(self, *, busy: bool) -> None:
        """The static answer; where all places are taken, when to come back."""
        if busy:
            self.set_status(503)
            self.set_header("Retry-After", str(RETRY_S))
        self.say("busy.html.j2", linked=self.linked, app=self.app, busy=busy)

    async def make(self, notebook: str) -> None:
        """Run a notebook and send its page piece by piece."""
        renderer = self.server.renderer(self.flush, notebook)
        try:
            async with aclosing(self._pieces(renderer)) as pieces:
                async for piece in pieces:
                    self.write(piece)
        except PageError:
            self.log.error("The notebook %s shows no widget", notebook)
            self.write(f'<p role="alert" data-explorer-fault>{OTHERWISE}</p>')
        else:
            self.server.kernels.hand_out(renderer.kernel_id)
        await self.finish()

    async def _pieces(self, renderer: Any) -> AsyncGenerator[str, None]:
        async with aclosing(renderer.pieces()) as pieces:
            async for piece in pieces:
                if self._gone:
                    raise HTTPError(499, "the reader has gone")
                yield piece

    _gone = False

    def on_connection_close(self) -> None:
        """The reader did not wait."""
        self._gone = True


class AppPage(LivePage):
    """``/``: the app, from the pool where a page is ready."""

    app = True

    async def get(self) -> None:
        """A page from the pool, or one made now, or the static answer where all places are taken."""
        if self.passing():
            return
        page = self.server.pool.take()
        if page is not None:
            self.allow(self.server.scripts)
            self.server.kernels.hand_out(page.kernel_id)
            self.finish(page.html)
        elif self.begin():
            await self.make(APP)


class NotebookPage(LivePage):
    """``/notebook/NAME``: a question notebook, its controls live."""

    async def get(self, name: str) -> None:
        """The notebook, run for this reader."""
        if name not in self.server.questions:
            raise HTTPError(404)
        if not self.passing() and self.begin():
            await self.make(f"{name}.ipynb")


class NoPage(OurPage):
    """Every other address."""

    async def prepare(self) -> None:  # type: ignore[override]
        """Nothing is looked at."""
        await super().prepare()
        raise HTTPError(404)


class Kernel(KernelHandler):
    """``/api/kernels/ID``: the page asks here whether its kernel still runs."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    async def prepare(self) -> None:  # type: ignore[override]
        """A script of the page asks: a browser is there."""
        await super().prepare()
        self.settings["explorer"].kernels.seen(self.path_kwargs["kernel_id"])

    def write_error(self, status_code: int, **_: Any) -> None:
        """One sentence."""
        sentence(self, status_code)


class Socket(VoilaKernelWebsocketHandler):
    """``/api/kernels/ID/channels``: the page's websocket."""

    # Tornado's own pings, in seconds: a pulled cable is noticed within half a minute. Jupyter has a second kind,
    # in milliseconds and under the same names, which starts in the open() that ours replaces.
    ping_interval = 15.0
    ping_timeout = 15.0
    SUPPORTED_METHODS = ("GET",)

    async def open(self, kernel_id: str) -> None:
        """Join the page to its kernel."""
        # Replies are small and each follows on one: without this the system may hold the second until the first is
        # acknowledged, which a browser that has nothing to say puts off for up to 40 ms.
        self.set_nodelay(True)
        connected = self.connection.connect()
        if connected is not None:
            await connected

    async def pre_get(self) -> None:
        """Answer 404, and not a fault of ours, where the kernel is gone; 400 to what no page of ours asks.

        The name of a session becomes a part of libzmq's addresses, which takes only short ones.
        """
        if self.kernel_id not in self.kernel_manager:
            raise HTTPError(404)
        offered = self.request.headers.get("Sec-WebSocket-Protocol", "").split(",")
        if PROTOCOL not in map(str.strip, offered) or not SESSION.fullmatch(self.get_query_argument("session_id", "")):
            raise HTTPError(400)
        await super().pre_get()

    async def on_message(self, message: str | bytes) -> None:  # type: ignore[override]
        """Take a message; the next is not read before one that came too soon has waited."""
        wait_s = self.connection.wait_s(message)
        if wait_s > 0:
            await asyncio.sleep(wait_s)
        if self.connection is not None:  # the page may have gone meanwhile
            self.connection.handle_incoming_message(message)

    def write_error(self, status_code: int, **_: Any) -> None:
        """One sentence."""
        sentence(self, status_code)


class Goodbye(APIHandler):
    """``/voila/api/shutdown/ID``: a page says, while it goes, that its kernel may go too.

    Voila asks for a token against forged requests here, which its page has not got, and answers 403. A forger would
    have to know the kernel's random id, which only its page does; so the id, and a request from our own origin, are
    what is asked for. Every other request that changes something keeps its token.
    """

    SUPPORTED_METHODS = ("POST",)

    def write_error(self, status_code: int, **_: Any) -> None:
        """One sentence."""
        sentence(self, status_code)

    def check_xsrf_cookie(self) -> None:
        """The page's origin must be named, and be ours."""
        if "Origin" not in self.request.headers or not self.check_origin():
            raise HTTPError(403)

    async def post(self, kernel_id: str) -> None:
        """End the kernel; that it has ended before is no fault."""
        if kernel_id in self.kernel_manager and kernel_id not in self.settings["explorer"].kernels.kept:
            self.settings["explorer"].kernels.end(kernel_id)
        self.set_status(204)
        await self.finish()


class Plain(RequestHandler):
    """An address for programs."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    def set_default_headers(self) -> None:
        """The headers of every answer."""
        for name, value in self.settings["headers"].items():
            self.set_header(name, value)

    def write_error(self, status_code: int, **_: Any) -> None:
        """One sentence."""
        sentence(self, status_code)


class Robots(Plain):
    """``/robots.txt``: what may look at the app."""

    def get(self) -> None:
        """The static answer for who shows a preview of a link, nothing for all others."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(robots())

    head = get


class Health(Plain):
    """``/health``: what an operator wants to know, and nothing about any reader."""

    def get(self) -> None:
        """Numbers as JSON; status 200 as long as the server answers."""
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(self.settings["explorer"].health()))

    head = get


def log_request(handler: RequestHandler) -> None:
    """One line for each request: no address of a reader, and nothing behind the question mark."""
    server = handler.settings["explorer"]
    status = handler.get_status()
    a_file = isinstance(handler, StaticFiles) and status < 400  # some ninety for each reader
    if (server.chosen.public and not a_file) or status >= 500:
        spent_ms = 1000 * handler.request.request_time()
        server.log.info("%s %s %d %.0f ms", handler.request.method, handler.request.path, status, spent_ms)
