"""What comes through a page's websocket to its kernel: messages of the widget, and nothing that runs code."""

from __future__ import annotations

import struct
from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

MESSAGES = ("comm_open", "comm_close", "comm_msg", "comm_info_request", "kernel_info_request")
"""What the page's widget needs. Stock Voila lets a page also shut its kernel down."""
MOST_BYTES = 256 * 1024
"""Of one message. The longest that the page sends is a link of 2,000 characters."""

NO_MESSAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)
"""What Jupyter's own reading of a message fails with when it is none."""


class Channel(ZMQChannelsWebsocketConnection):
    """One websocket between a page and its kernel."""

    def connect(self) -> Any:
        """Count this page among those of the kernel."""
        self.multi_kernel_manager.channels.setdefault(self.kernel_id, set()).add(self)
        return super().connect()

    def disconnect(self) -> None:
        """Strike this page off."""
        self.multi_kernel_manager.channels.get(self.kernel_id, set()).discard(self)
        super().disconnect()

    def say_dead(self) -> None:
        """Tell the page that its kernel is gone, so that it can say so and does not knock again."""
        if self.websocket_handler.ws_connection is not None:
            self._send_status_message("dead")

    def on_restart_failed(self) -> None:
        """The kernel died; its manager tells every page when it cleans up."""

    def handle_incoming_message(self, incoming_msg: str) -> None:
        """Pass a message on, if it is one; Jupyter would drop the connection over one that is not."""
        try:
            super().handle_incoming_message(incoming_msg)
        except NO_MESSAGE as fault:
            self.log.warning("A message that is none was ignored (%s)", type(fault).__name__)
