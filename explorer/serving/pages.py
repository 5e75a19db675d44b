"""The pages that readers get, each with a kernel or with a sentence that says why not."""

import asyncio
import re
from collections.abc import Iterable
from contextlib import AsyncExitStack, ExitStack
from typing import TYPE_CHECKING, Any

from jupyter_server.base.handlers import JupyterHandler
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError
from voila.handler import VoilaHandler

from explorer.serving.headers import policy
from explorer.serving.settings import APP, MAKING_S
from explorer.serving.visitors import fetched_ahead, runs_no_scripts

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
DEFAULT_SENTENCE = "Something went wrong on our side. Try again; your link still holds your scenario."
FAULT = f'<p role="alert" data-explorer-fault>{DEFAULT_SENTENCE}</p>'
KERNEL = '<script id="explorer-kernel"'
"""Where a page tells of its kernel; what stands before it is the same for every reader."""
KERNEL_ID = re.compile(r'"kernelId": "([0-9a-f-]+)"')
WIDGET = "data-widget="


class Page(JupyterHandler):
    """A page of ours, or the sentence that says why there is none."""

    embedded = False

    @property
    def server(self) -> "Server":
        """The server that this page belongs to."""
        return self.settings["explorer"]

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
        self.say("fault.html.j2", sentence=SENTENCES.get(status_code, DEFAULT_SENTENCE))

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


class NotFoundPage(Page):
    """Every other address."""

    async def prepare(self) -> None:  # type: ignore[override]
        """Nothing is looked at."""
        await super().prepare()
        raise HTTPError(404)


class LivePage(Page, VoilaHandler):  # type: ignore[override]
    """``/`` is the app, ``/notebook/NAME`` a question notebook: Voila makes the page, with a kernel of its own."""

    _gone = False
    _kept = False  # whether this page is one of those that Voila has kept ready

    async def get(self, name: str = "") -> None:
        """A live page; the static answer where all places are taken, or where no reader asks (yet).

        A browser that fetches a page ahead throws away what has status 503, and asks again when its reader comes.
        """
        if name and name not in self.server.questions:
            raise HTTPError(404)
        notebook = f"{name}.ipynb" if name else APP
        kernels = self.server.kernels
        busy = fetched_ahead(self.request.headers)
        if not busy and not runs_no_scripts(self.request.headers):
            self._kept = kernels.ready(notebook)
            busy = not self._kept and not kernels.room()
            if not busy:
                await self.make(notebook)
                return
        if busy:
            self.set_status(503)
            self.set_header("Retry-After", str(RETRY_S))
        self.say("busy.html.j2", linked=self.linked, app=not name, busy=busy)

    async def make(self, notebook: str) -> None:
        """Send a page piece by piece: what needs no kernel before all else, the rest when it is this page's turn."""
        kernels = self.server.kernels
        found, shown = None, False
        try:
            async with asyncio.timeout(MAKING_S), AsyncExitStack() as stack:
                before, place = "", stack.enter_context(ExitStack())
                if not self._kept:
                    place.enter_context(kernels.place())
                    before = await self.server.opening(notebook)
                    self.allow(self.server.scripts)
                    self.write(before)
                    await self.flush()
                    await stack.enter_async_context(kernels.turns)
                    if self._gone:
                        return
                text = ""
                async for piece in self.get_generator(notebook):
                    text += piece
                    found = found or KERNEL_ID.search(text)
                    if found:  # counted from now on among those that run
                        place.close()
                    shown = shown or WIDGET in piece
                    if not self._headers_written:
                        self.allow(self.server.scripts)
                    if before and KERNEL not in text:
                        continue
                    self.write(text[text.index(KERNEL) :] if before else text)
                    before = text = ""
                    if not self._gone:  # made to its end also where nobody waits for it
                        self.flush()
        except StreamClosedError:
            return
        except Exception:
            self.log.exception("The notebook %s could not be shown", notebook)
            shown = False
        if found and shown and not self._gone:
            kernels.hand_out(found[1])
        elif found:
            kernels.end(found[1])
        if not shown:
            self.log.error("The notebook %s shows no widget", notebook)
            self.write(FAULT)
        if not self._gone:
            await self.finish()

    def should_use_rendered_notebook(self, *_: Any) -> bool:  # type: ignore[override]
        """Whether the page is one of those that are kept ready."""
        return self._kept

    def on_connection_close(self) -> None:
        """The reader did not wait."""
        self._gone = True
