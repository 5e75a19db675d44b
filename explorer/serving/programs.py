"""Addresses for programs: for the page's scripts, those who look after the server, and a file that seldom changes."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

from jupyter_server.base.handlers import APIHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado.iostream import StreamBufferFullError
from tornado.web import HTTPError, RequestHandler, StaticFileHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from explorer.serving.channel import MOST_UNSENT, PROTOCOL
from explorer.serving.pages import DEFAULT_SENTENCE, SENTENCES

YEAR_S = 365 * 24 * 3600
SESSION = re.compile("[0-9a-f-]{1,64}")


class Sentence:
    """Our headers, and one line of text as the answer to a fault; sets no cookie."""

    def set_default_headers(self: Any) -> None:
        """The headers of every answer."""
        for name, value in self.settings["headers"].items():
            self.set_header(name, value)

    def write_error(self: Any, status_code: int, **kwargs: Any) -> None:
        """One sentence."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(SENTENCES.get(status_code, DEFAULT_SENTENCE) + "\n")


class Text(Sentence, RequestHandler):
    """An address for reading, with no part of Jupyter: a text, or numbers as JSON."""

    def initialize(self, said: Callable[[], str | dict[str, Any]]) -> None:
        """What it says is asked anew each time."""
        self.said = said

    def get(self) -> None:
        """The text or the numbers."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(self.said())  # tornado says that numbers are JSON

    head = get


class Plotly(Sentence, StaticFileHandler):
    """plotly's script. Under an address that has its version browsers and proxies keep it for a year."""

    def set_extra_headers(self, path: str) -> None:
        """For how long it may be kept."""
        frozen = self.get_query_argument("v", "") != ""
        self.set_header("Cache-Control", f"public, max-age={YEAR_S}, immutable" if frozen else "no-cache")


class Kernel(Sentence, KernelHandler):
    """``/api/kernels/ID``: the page asks here whether its kernel still runs."""

    SUPPORTED_METHODS = ("GET", "HEAD")


class Socket(Sentence, VoilaKernelWebsocketHandler):
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
        self.ws_connection.stream.max_write_buffer_size = MOST_UNSENT
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

    def write_message(self, message: bytes, binary: bool = True) -> None:  # type: ignore[override]
        """Send, unless the page has gone; end the connection of one that does not read. Raises nothing."""
        try:
            sent = WebSocketHandler.write_message(self, message, binary)
        except StreamBufferFullError:
            self.ws_connection.stream.close()
        except WebSocketClosedError:
            pass
        else:  # looked at; that the page has gone, its end says
            sent.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def on_message(self, message: str | bytes) -> None:  # type: ignore[override]
        """Take a message; the next is not read before one that came too soon has waited."""
        wait_s = self.connection.wait_s(message)
        if wait_s > 0:
            await asyncio.sleep(wait_s)
        if self.connection is not None:  # the page may have gone meanwhile
            self.connection.handle_incoming_message(message)


class Goodbye(Sentence, APIHandler):
    """``/voila/api/shutdown/ID``: a page says, while it goes, that its kernel may go too.

    Voila asks for a token against forged requests here, which its page has not got, and answers 403. A forger would
    have to know the kernel's random id, which only its page does; so the id, and a request from our own origin, are
    what is asked for. Every other request that changes something keeps its token.
    """

    SUPPORTED_METHODS = ("POST",)

    def check_xsrf_cookie(self) -> None:
        """The page's origin must be named, and be ours."""
        if "Origin" not in self.request.headers or not self.check_origin():
            raise HTTPError(403)

    async def post(self, kernel_id: str) -> None:
        """End the kernel; that it has ended before is no fault."""
        self.settings["explorer"].kernels.end(kernel_id)
        self.set_status(204)
        await self.finish()
