"""What every connection meets first, before any page is asked for."""

from __future__ import annotations

from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream

from explorer.serving import files

LIMITS = {"max_body_size": 64 * 1024, "body_timeout": 5, "idle_connection_timeout": 75}
"""Bytes and seconds. No page sends a body of more than a few hundred bytes. A proxy keeps idle connections for a minute
(nginx): ours last longer, so that it never asks on one that is just being closed."""
NOBODY = ("-", 0)


class Door(HTTPServer):
    """Refuses connections before the last file is used up, and forgets who connects."""

    def handle_stream(self, stream: IOStream, address: tuple) -> None:  # type: ignore[override, type-arg]
        """Take a connection, or close it. Its address goes no further, so no log can hold it."""
        # The system gives the lowest number that is free: no connection comes to stand among the last ones.
        if stream.socket is None or stream.socket.fileno() >= files.limit() - files.SPARE:
            stream.close()
            return
        super().handle_stream(stream, NOBODY)
