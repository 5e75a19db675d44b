"""What passes through a page's websocket to and from its kernel: messages of the widget, and nothing that runs code.

Jupyter's own reading of what comes in trusts the counts that a client states, Voila's of what goes out takes every
message for one of the newer protocol: each can be made to loop for ever, so neither is used (docs/serving.md).
"""

import json
import struct
import time
from asyncio import Future
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from explorer.serving import files
from explorer.serving.log import shown

PROTOCOL = "v1.kernel.websocket.jupyter.org"
"""The one that the page's script speaks; the older one is not answered."""
MESSAGE = "comm_msg"
"""All that passes, either way: what a page and its widgets say to each other. No code, no cells, no traceback."""
PARTS = ("header", "parent header", "metadata", "content")
MOST_BYTES = 64 * 1024
"""Of one message. The longest that the page sends is a link of 2,200 characters."""
MOST_UNSENT = 4 * 2**20
"""Bytes that wait for a page to read them. The largest that is sent is a page that had no first paint, 300 kB."""
MOST_SOCKETS = 3
"""Of one kernel: the page's, and what a lost connection leaves behind for some seconds."""
PER_SECOND = 50
"""Messages of one page that are taken; who sends more waits. A page sends one when it has the answer to the last."""
AT_ONCE = 100
"""And so many before that, when a page is opened."""
BYTES_A_MESSAGE = 4096
"""A longer one counts as several."""
TRY_LATER, REFUSED = 1013, 1008  # codes for the end of a websocket


def read(frame: object) -> tuple[str, list[bytes]]:
    """The channel and the four parts of a message of the protocol; raises `ValueError` saying what it is instead.

    >>> read(bytes([1] * 7))
    Traceback (most recent call last):
    ValueError: its parts are not where it says
    """
    if not isinstance(frame, bytes):
        raise ValueError("it is text")
    starts = 8 * (len(PARTS) + 3)  # the number of offsets, one for the channel, one for each part, one for the end
    if len(frame) < starts or frame[:8] != (len(PARTS) + 2).to_bytes(8, "little"):
        raise ValueError("its parts are not where it says")
    offsets: tuple[int, ...] = struct.unpack_from(f"<{len(PARTS) + 2}Q", frame, 8)
    if offsets[0] != starts or offsets[-1] != len(frame) or list(offsets) != sorted(offsets):
        raise ValueError("its parts are not where it says")
    channel, *parts = (frame[start:end] for start, end in pairwise(offsets))
    return channel.decode(), parts


def allowed(channel: str, parts: Sequence[bytes]) -> None:
    """Raises `ValueError` saying why, where a page may not send that message."""
    fields: list[Any] = [json.loads(part) for part in parts]
    for name, field in zip(PARTS, fields, strict=True):
        if not isinstance(field, dict):
            raise ValueError(f"its {name} is no object")
    header = fields[0]
    if channel != "shell" or header.get("msg_type") != MESSAGE:
        raise ValueError(f"a page sends no {header.get('msg_type')!r} on the channel {channel!r}")


class Channel(ZMQChannelsWebsocketConnection):
    """One websocket between a page and its kernel."""

    _unsent = 0
    _warned = False

    # -------------------------------------------------------------------------------------------------- begin and end
    def connect(self) -> Any:
        """Count this page among those of the kernel; None where it is refused."""
        pages = self.multi_kernel_manager.channels.setdefault(self.kernel_id, set())
        if len(pages) >= MOST_SOCKETS:
            self.websocket_handler.close(REFUSED, "this page has connections enough")
            return None
        if files.left() < files.SPARE:
            self.websocket_handler.close(TRY_LATER, "the server is full")
            return None
        pages.add(self)
        try:
            return super().connect()
        except Exception:
            self.disconnect()
            raise

    def disconnect(self) -> None:
        """Strike this page off, if it was counted."""
        pages = self.multi_kernel_manager.channels.get(self.kernel_id, set())
        if self in pages or self in self._open_sockets:
            pages.discard(self)
            super().disconnect()

    def say_dead(self) -> None:
        """Tell the page that its kernel is gone, so that it can say so and does not knock again."""
        self._send_status_message("dead")

    def on_restart_failed(self) -> None:
        """The kernel died; its manager tells every page when it cleans up."""

    # ---------------------------------------------------------------------------------------------------------- inward
    def wait_s(self, message: str | bytes) -> float:
        """For how long this page has to wait now: it has sent more than its share."""
        cost_s = (1 + len(message) // BYTES_A_MESSAGE) / PER_SECOND
        now, due = time.monotonic(), self.multi_kernel_manager.due
        due[self.kernel_id] = max(due.get(self.kernel_id, 0), now - AT_ONCE / PER_SECOND) + cost_s
        return due[self.kernel_id] - now

    def handle_incoming_message(self, incoming_msg: str | bytes) -> None:
        """Pass a message on to the kernel, if it is one that a page may send."""
        try:
            channel, parts = read(incoming_msg)
            allowed(channel, parts)
        except (ValueError, RecursionError) as fault:
            if not self._warned:  # one line for each connection, or the log would be filled
                self._warned = True
                self.log.warning("A message of a page was ignored: %s", shown(str(fault), 80))
            return
        self.multi_kernel_manager.used(self.kernel_id)
        if channel in self.channels:  # they are gone when the kernel is
            self.session.send_raw(self.channels[channel], parts)

    # --------------------------------------------------------------------------------------------------------- outward
    def handle_outgoing_message(self, stream: str, outgoing_msg: list[Any]) -> None:
        """Pass an answer on to the page, if it is one for it."""
        parts: list[Any] = self.session.feed_identities(outgoing_msg)[1]
        if self.session.unpack(parts[1])["msg_type"] == MESSAGE:
            super().handle_outgoing_message(stream, outgoing_msg)

    def write_message(self, message: bytes, binary: bool = True) -> None:  # type: ignore[override]
        """Send, unless the page has gone; end the connection of one that does not read. Raises nothing."""
        if self._unsent + len(message) > MOST_UNSENT:
            self.websocket_handler.close(REFUSED, "this page does not read its answers")
            return
        try:
            sent: Future[None] = WebSocketHandler.write_message(self.websocket_handler, message, binary)
        except WebSocketClosedError:
            return
        self._unsent += len(message)
        sent.add_done_callback(partial(self._sent, len(message)))

    def _sent(self, size: int, sent: Future[None]) -> None:
        self._unsent -= size
        if not sent.cancelled():
            sent.exception()  # looked at; that the page has gone, its end says
