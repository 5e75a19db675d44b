"""What passes through a page's websocket to and from its kernel: messages of the widget, and nothing that runs code.

Jupyter's own reading of what comes in trusts the counts that a client states, Voila's of what goes out takes every
message for one of the newer protocol: each can be made to loop for ever, so neither is used (docs/serving.md).
"""

import json
import struct
import time
from itertools import pairwise
from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

from explorer.serving import files
from explorer.serving.log import one_line

PROTOCOL = "v1.kernel.websocket.jupyter.org"
"""The one that the page's script speaks; the older one is not answered."""
MESSAGE = "comm_msg"
"""All that passes, either way: what a page and its widgets say to each other. No code, no cells, no traceback."""
NUMBERS = struct.Struct("<7Q")
"""What a message begins with: how many offsets follow, those of its channel and its four parts, and where it ends."""
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


def allowed(frame: object) -> list[bytes]:
    """The four parts of a message of the protocol that a page may send; raises `ValueError` saying why it may not.

    >>> allowed(bytes([1] * 7))
    Traceback (most recent call last):
    ValueError: it is no message of the protocol
    """
    if not isinstance(frame, bytes) or len(frame) < NUMBERS.size:
        raise ValueError("it is no message of the protocol")
    count, *offsets = NUMBERS.unpack_from(frame)
    if count != len(offsets) or (offsets[0], offsets[-1]) != (NUMBERS.size, len(frame)) or offsets != sorted(offsets):
        raise ValueError("its parts are not where it says")
    channel, *parts = (frame[start:end] for start, end in pairwise(offsets))
    fields = [json.loads(part) for part in parts]
    if not all(isinstance(field, dict) for field in fields):
        raise ValueError("a part of it is no object")
    if channel != b"shell" or fields[0].get("msg_type") != MESSAGE:
        raise ValueError(f"a page sends no {fields[0].get('msg_type')!r} on the channel {channel!r}")
    return parts


class Channel(ZMQChannelsWebsocketConnection):
    """One websocket between a page and its kernel."""

    _warned = False

    def connect(self) -> Any:
        """Count this page among those of the kernel; None where it is refused."""
        if len(self.of(self.kernel_id)) >= MOST_SOCKETS:
            self.websocket_handler.close(REFUSED, "this page has connections enough")
            return None
        if files.left() < files.SPARE:
            self.websocket_handler.close(TRY_LATER, "the server is full")
            return None
        self._open_sockets.add(self)
        try:
            return super().connect()
        except Exception:
            self.disconnect()
            raise

    def disconnect(self) -> None:
        """Strike this page off, if it was counted."""
        if self in self._open_sockets:
            super().disconnect()

    @classmethod
    def of(cls, kernel_id: str) -> list[Any]:
        """The connections to a kernel."""
        return [one for one in cls._open_sockets if one.kernel_id == kernel_id]

    def say_dead(self) -> None:
        """Tell the page that its kernel is gone, so that it says so and stops reconnecting."""
        self._send_status_message("dead")

    def on_restart_failed(self) -> None:
        """The kernel died; its manager tells every page when it cleans up."""

    def wait_s(self, message: str | bytes) -> float:
        """For how long this page has to wait now: it has sent more than its share."""
        cost_s = (1 + len(message) // BYTES_A_MESSAGE) / PER_SECOND
        now, due = time.monotonic(), self.multi_kernel_manager.due
        due[self.kernel_id] = max(due.get(self.kernel_id, 0), now - AT_ONCE / PER_SECOND) + cost_s
        return due[self.kernel_id] - now

    def handle_incoming_message(self, incoming_msg: str | bytes) -> None:
        """Pass a message on to the kernel, if it is one that a page may send."""
        try:
            parts = allowed(incoming_msg)
        except (ValueError, RecursionError) as fault:
            if not self._warned:  # one line for each connection, or the log would be filled
                self._warned = True
                self.log.warning("A message of a page was ignored: %s", one_line(str(fault), 80))
            return
        self.multi_kernel_manager.used(self.kernel_id)
        if self.channels:  # they are gone when the kernel is
            self.session.send_raw(self.channels["shell"], parts)

    def handle_outgoing_message(self, stream: str, outgoing_msg: list[Any]) -> None:
        """Pass an answer on to the page, if it is one for it."""
        parts: list[Any] = self.session.feed_identities(outgoing_msg)[1]
        if self.session.unpack(parts[1])["msg_type"] == MESSAGE:
            super().handle_outgoing_message(stream, outgoing_msg)
